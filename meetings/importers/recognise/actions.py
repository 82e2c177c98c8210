"""Labelled action items: who is to do what until when, where the words themselves say so."""

from __future__ import annotations

import re

from meetings.importers.recognise.days import find_days
from meetings.minutes import ActionItem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBER = r"(?:[\[(]?\d{1,3}[\].)]{1,2}\s*)?"
_LABEL = re.compile(
    rf"\s*[*_]{{0,3}}{_NUMBER}(?:actions?|action (?:items?|points?)|AI|AP|to-?do)"
    r"(?:\s+(?:no\.?\s*)?[\w.-]*\d[\w.-]*)?\s*[:–—][*_]{0,3}\s*",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"{_NUMBER}(?:[\w’']+ ){{0,3}}?"
    r"action(?:s|(?: items?| points?|s? (?:list|register|log|agreed|arising)))?:?",
    re.IGNORECASE,
)
_NAME = r"(?:the |The )?[A-Z][\w’'.-]*(?:,? (?:and |& |of |the )?[A-Z(][\w’'.)-]*){0,4}"
_BEFORE_COLON = re.compile(rf"{_NUMBER}[*_]{{0,2}}({_NAME})[*_]{{0,2}}:[*_]{{0,2}} (?=\S)")
_TO_DO = re.compile(rf"{_NUMBER}({_NAME}) (?:to|will|shall|is to|are to|agreed to|undertook to) [a-z]")
_MAY_BE_TO_DO = re.compile(rf"{_NUMBER}((?:[\w’'.,&/()-]+ ){{1,8}}?)(?:to|will|shall|should|must) [a-z]")
_SAID = re.compile(r"\b(?:responsible|owner|lead|assigned to|assignee|who)\s*:\s*([^;.)\]|]{2,80})", re.IGNORECASE)
_DUE = re.compile(
    r"\b(?:by|before|until|due|due date|deadline|no later than|not later than)\b[\s:]*(?:on |the )?$", re.IGNORECASE
)
_NO_NAMES = _words(
    """note update deadline due next action status background done completed it this there that these he she they we all
    decision item date question time link see who what when where responsible owner lead assigned task priority"""
)
_NOTHING = re.compile(r"\W*(?:none|no actions?|no action items?|n/?a|nil)\b\W*$", re.IGNORECASE)


def is_actions_heading(text: str) -> bool:
    """Tell whether a heading or a line says that action items follow."""
    return bool(_HEADING.fullmatch(text))


def has_label(text: str) -> bool:
    return bool(_LABEL.match(text))


def labelled(text: str) -> str:
    """Give the words behind “Action:”, exactly; nothing where a text has no such label or states no action."""
    label = _LABEL.match(text)
    words = text[label.end() :].strip() if label else ""
    return "" if _NOTHING.fullmatch(words) else words


def names_someone(text: str) -> bool:
    """Tell whether a line is of the form “Name: do it”."""
    match = _BEFORE_COLON.match(text)
    return bool(match) and _who(match[1] if match else "") != ""


def says_who_is_to_do(text: str) -> bool:
    """Tell whether a sentence says that somebody is to do something, without a label."""
    match = _MAY_BE_TO_DO.match(text)
    return match is not None and _who(match[1]) != ""


def is_nothing(text: str) -> bool:
    return bool(_NOTHING.fullmatch(text))


def facts(words: str, number: int) -> ActionItem:
    """Give an action item of words that state one; who and until when stay open where they are not said."""
    matches = (_BEFORE_COLON.match(words), _TO_DO.match(words), _SAID.search(words))
    named = (_who(match[1]) for match in matches if match)
    due = next((days.first for days in find_days(words) if _DUE.search(words[: days.start])), None)
    return ActionItem(number=f"A{number}", text=words, responsible=next(filter(None, named), ""), due=due)


def _who(name: str) -> str:
    first = name.split()[0].strip(".,").casefold() if name.split() else ""
    return "" if first in _NO_NAMES else name.strip(" *_,")
