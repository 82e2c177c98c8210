"""What the reader and the writer of passages agree on: the default kinds, the sugar, the list they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from meetings.textform.references import is_reference_line
from meetings.words import Kind, Scope

_LEAD_IN = re.compile(r"\*{0,2}decisions?:\*{0,2}", re.IGNORECASE)
_SUGAR = re.compile(r"decisions?: (.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What the paragraph before a list says of its `-` bullets."""

    announces_decisions: bool = False
    scope: Scope = Scope.UNSTATED


def announces_decisions(text: str) -> bool:
    return bool(_LEAD_IN.fullmatch(text))


def decision_after_word(text: str) -> str:
    """Give what a paragraph `Decision: …` decides, or nothing where it is no such paragraph."""
    match = _SUGAR.fullmatch(text)
    return match[1] if match else ""


def default_kind(marker: str, depth: int, lead_in: LeadIn, *, is_decisive: bool) -> Kind:
    """Give the kind of a passage that states none.

    `marker` is `-`, `*` or nothing; a decisive one has an outcome or another attribute of decisions.
    """
    if is_decisive:
        return Kind.DECISION
    if not marker:
        return Kind.NARRATIVE
    if marker == "-" and not lead_in.announces_decisions:
        return Kind.FEEDBACK
    return Kind.DECISION if marker == "-" and depth == 0 else Kind.POINT


def escape_paragraph(raw: str) -> str:
    """Keep a paragraph from being read as references or as a decision: one backslash before it."""
    return f"\\{raw}" if _is_paragraph_markup(raw.lstrip("\\")) else raw


def unescape_paragraph(raw: str) -> str:
    is_escaped = raw.startswith("\\") and _is_paragraph_markup(raw.lstrip("\\"))
    return raw[1:] if is_escaped else raw


def _is_paragraph_markup(raw: str) -> bool:
    return is_reference_line(raw) or bool(_SUGAR.fullmatch(raw))
