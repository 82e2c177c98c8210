"""Passages to lines of text. What the reader would assume anyway is not written."""

from __future__ import annotations

from itertools import takewhile

from meetings.minutes import ActionItem, Decision, Passage
from meetings.textform.attributes import escape, write_end
from meetings.textform.blocks import escape_line
from meetings.textform.marks import CONDITION, Span, write_marks
from meetings.textform.numbering import DecisionNumbers
from meetings.textform.passages import (
    LeadIn,
    announces_decisions,
    default_kind,
    escape_paragraph,
)
from meetings.textform.values import spell, write_slugs
from meetings.words import Kind, Scope

_MARKERS = {Kind.NARRATIVE: "", Kind.POINT: "* ", Kind.FEEDBACK: "- ", Kind.DECISION: "- "}


class PassageWriter:
    """Writes the passages of all sessions in turn; knows which decision numbers go without saying."""

    def __init__(self, *, is_numbered: bool) -> None:
        self._is_numbered = is_numbered
        self._decisions = DecisionNumbers()

    def write(self, passages: tuple[Passage, ...]) -> list[str]:
        """Give lines; a blank one parts paragraphs from what surrounds them."""
        lines: list[str] = []
        lead_in = LeadIn()
        for place, passage in enumerate(passages):
            if passage.kind == Kind.NARRATIVE:
                scope = _common_scope(passages[place + 1 :])
                lead_in = LeadIn(announces_decisions(passage.text), scope)
                lines += ["", self._write_one(passage, lead_in), ""]
            else:
                lines.append(self._write_one(passage, lead_in))
        return lines

    def _write_one(self, passage: Passage, lead_in: LeadIn) -> str:
        values: dict[str, str] = {}
        usual = default_kind(
            _MARKERS[passage.kind].strip(),
            passage.depth,
            lead_in,
            is_decisive=False,
        )
        values |= self._write_decision(passage.decision) if passage.decision else {}
        if passage.kind != usual and not values:
            values["kind"] = spell(passage.kind)
        if passage.kind == Kind.NARRATIVE and lead_in.scope:
            values["scope"] = spell(lead_in.scope)
        elif passage.scope != lead_in.scope and passage.kind == Kind.FEEDBACK:
            values["scope"] = spell(passage.scope)
        values |= write_slugs("region", passage.regions)
        values |= {action.number: _write_action(action) for action in passage.actions}
        return _layout(passage, values)

    def _write_decision(self, decision: Decision) -> dict[str, str]:
        values = {}
        if self._is_numbered or decision.number != self._decisions.default():
            values["decision"] = decision.number
        self._decisions.take(decision.number)
        if decision.outcome:
            values["outcome"] = spell(decision.outcome)
        if decision.referred_to:
            values["referred to"] = escape(decision.referred_to)
        return values


def _common_scope(following: tuple[Passage, ...]) -> Scope:
    """Give the scope that all feedback of the list shares, if it does."""
    run = takewhile(lambda passage: passage.kind != Kind.NARRATIVE, following)
    scopes = {passage.scope for passage in run if passage.kind == Kind.FEEDBACK}
    return scopes.pop() if len(scopes) == 1 else Scope.UNSTATED


def _mark(passage: Passage) -> str:
    """Give the text with its marks. An action item that the whole text states needs none."""
    spans = []
    for action in passage.actions:
        start = passage.text.find(action.text)
        if action.text != passage.text:
            spans.append(Span(action.number, start, start + len(action.text)))
    place = 0
    for words in passage.decision.conditions if passage.decision else ():
        start = passage.text.find(words, place)
        place = start + len(words)
        spans.append(Span(CONDITION, start, place))
    return write_marks(passage.text, spans)


def _write_action(action: ActionItem) -> str:
    responsible = escape(action.responsible)
    if responsible.casefold().startswith("due "):
        responsible = f"\\{responsible}"
    due = f"due {action.due.isoformat()}" if action.due else ""
    return ", ".join(filter(None, (responsible, due)))


def _layout(passage: Passage, values: dict[str, str]) -> str:
    raw = _mark(passage)
    if passage.kind == Kind.NARRATIVE:
        return escape_line(write_end(escape_paragraph(raw), values, passage.themes))
    return "  " * passage.depth + _MARKERS[passage.kind] + write_end(raw, values, passage.themes)
