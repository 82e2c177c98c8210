"""What the words of a labelled decision state of it: its outcome and its conditions. Nothing is inferred."""

from __future__ import annotations

import re

from meetings.importers.recognise.items import Item
from meetings.minutes import Decision
from meetings.words import Outcome

_NUMBER = r"(?:[\[(]?\d{1,3}[\].)]{1,2}\s*)?"
_CODE = r"(?:\s+(?:no\.?\s*)?\(?[\w./-]*\d[\w./-]*\)?)?"
_ALONE = re.compile(
    rf"{_NUMBER}(?:decisions?|decisions? (?:taken|made|points?)|resolutions?|resolved|agreed){_CODE}\s*(:?)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\b(?:decided|resolved)(?: to| that| as follows| the following| unanimously)*:$|"
    r"^(?:agreed|resolved) that\s*[-–—:]*$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    rf"{_NUMBER}(?:decisions?|resolutions?){_CODE}\s*[:–—]\s+(?=\S)|{_NUMBER}resolved\b{_CODE}\s*[:,–—]\s*(?=\S)|"
    rf"{_NUMBER}(?:it was |be it )?(?:further )?resolved,?\s+(?:that|to|by|as)\b|{_NUMBER}agreed\s*:\s+(?=\S)",
    re.IGNORECASE,
)
_SHOUTED = re.compile(rf"{_NUMBER}(?:IT WAS )?(?:RESOLVED|AGREED|DECIDED)\b[^:]*\s\S")
_NOTHING = re.compile(r"(?:none|nothing|no decisions?|n/?a|not applicable|nil|tbc|tbd|pending)\b", re.IGNORECASE)
_DISPOSITION = re.compile(
    r"(?:granted|denied|refused|rejected|dismissed|deferred|approved|withdrawn)"
    r"(?: (?:with|without|subject to) [^.]{1,80})?\.?",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:contingent (?:up)?on|subject to|conditional (?:up)?on|on (?:the )?condition that|provided that)\s+"
    r"(.+?)(?=[.;]?$|[.;] )",
    re.IGNORECASE,
)
_UNREAL = ("not", "be", "if", "once", "when", "until", "the", "an", "a", "previously", "any", "already")
_NOT_SAID = "".join(rf"(?<!\b{word} )" for word in _UNREAL)
_OUTCOMES = {
    Outcome.NOT_AGREED: re.compile(
        r"\b(?:not (?:be )?(?:agreed|approved|endorsed|adopted)|no agreement)\b", re.IGNORECASE
    ),
    Outcome.APPROVED: re.compile(rf"{_NOT_SAID}\bapproved\b", re.IGNORECASE),
    Outcome.ENDORSED: re.compile(rf"{_NOT_SAID}\bendorsed\b", re.IGNORECASE),
    Outcome.NOTED: re.compile(rf"{_NOT_SAID}\bnoted\b", re.IGNORECASE),
    Outcome.DEFERRED: re.compile(rf"{_NOT_SAID}\bdeferred\b", re.IGNORECASE),
}


def announces(item: Item) -> bool:
    """Tell whether a line says that decisions follow: “Decision:”, “The Board resolved:”."""
    text = item.plain
    alone = _ALONE.fullmatch(text)
    is_marked = bool(alone) and (text.endswith(":") or item.is_bold or item.level > 0 or text.isupper())
    return is_marked or bool(_LEAD_IN.search(text))


def is_decisions_heading(text: str) -> bool:
    return bool(_ALONE.fullmatch(text))


def is_labelled(text: str) -> bool:
    """Tell whether a line is itself a decision, by the label that it begins with."""
    label = _INLINE.match(text) or _SHOUTED.match(text)
    rest = _INLINE.sub("", text, count=1) if label else ""
    return bool(label) and not _NOTHING.match(rest) and not text.endswith("?")


def is_disposition(text: str) -> bool:
    return bool(_DISPOSITION.fullmatch(text))


def is_nothing(text: str) -> bool:
    return bool(_NOTHING.match(text))


def facts(text: str, number: int) -> tuple[Decision, bool]:
    """Give the facts of a decision, and whether its outcome is stated."""
    conditions = tuple(words for match in _CONDITION.finditer(text) if (words := match[1].strip(" *_")))
    bare = _CONDITION.sub("", text)
    stated = [outcome for outcome, pattern in _OUTCOMES.items() if pattern.search(bare)]
    outcome = stated[0] if len(stated) == 1 else Outcome.UNSTATED
    if outcome == Outcome.APPROVED and conditions:
        outcome = Outcome.APPROVED_WITH_CONDITIONS
    return Decision(number=f"D{number}", outcome=outcome, conditions=conditions), bool(outcome)
