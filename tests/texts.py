"""Short texts in the text form, and what is made of them."""

from __future__ import annotations

from meetings.minutes import AttendanceGroup, Minutes, Passage, Session
from meetings.textform import parse
from meetings.vocabulary import Vocabulary

HEAD = """---
publisher: Open Government Partnership
title: Minutes
dates: 14 December 2020
body: steering-committee
meeting: december-2020
reference: SC-2020-12
days: 2020-12-14
---
"""
FIRST = HEAD.count("\n") + 1  # the line on which a body begins
VOCABULARY = Vocabulary(
    themes={"funding": "Funding", "civil-society": "Civil society"},
    regions={"europe": "Europe", "americas": "Americas"},
)


def minutes_of(body: str) -> Minutes:
    """Read a body that has no errors."""
    parsed = parse(HEAD + body)
    assert parsed.errors == ()
    assert parsed.minutes is not None
    return parsed.minutes


def sessions_of(body: str) -> tuple[Session, ...]:
    return minutes_of(body).sessions


def passages_of(body: str) -> tuple[Passage, ...]:
    """Read passages below one heading."""
    return sessions_of(f"## Session 1: Welcome\n\n{body}")[0].passages


def passage_of(text: str) -> Passage:
    (passage,) = passages_of(text)
    return passage


def groups_of(body: str) -> tuple[AttendanceGroup, ...]:
    """Read groups below the heading of the attendees."""
    return minutes_of(f"## Attendees\n\n{body}").attendance


def told(body: str, vocabulary: Vocabulary | None = None) -> list[tuple[str, int, str]]:
    """Give the diagnostics of a body, its lines counted from 1."""
    found = parse(HEAD + body, vocabulary).diagnostics
    return [(each.severity.value, each.line - FIRST + 1, each.message) for each in found]


def told_below_heading(body: str, vocabulary: Vocabulary | None = None) -> list[tuple[str, int, str]]:
    """Give the diagnostics of passages, the heading above them not counted."""
    return [(severity, line - 1, message) for severity, line, message in told(f"## Session 1: A\n{body}", vocabulary)]
