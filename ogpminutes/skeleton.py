"""What the editor offers to fill in where minutes say nothing yet, and what of it is still not filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from meetings.diagnostics import quote
from meetings.lines import one_line
from meetings.minutes import Minutes
from meetings.models import Edition
from ogpminutes import archive

PLACEHOLDER = "…"  # stands where words are to be written

# Headings to write below, shown in the editor of minutes that say nothing yet, and saved when somebody saves.
SKELETON = f"""
## Welcome & introduction

## Session 1: {PLACEHOLDER}

## Attendees

### Government members

### Civil society members
"""
_UNWRITTEN = re.compile(rf"(?:.*[\s:])?(?:{PLACEHOLDER}|\.\.\.)", re.DOTALL)  # ends in one that stands alone
_MOST_NAMED = 5


def begun_with(edition: Edition, standing: str) -> str:
    """Give the text that the editor of an edition begins with, which says `standing`."""
    says_something = edition.sessions.exists() or edition.attendance_heading != ""
    return standing if says_something else standing + SKELETON


def left_over(edition: Edition) -> list[str]:
    """Say what of an edition is still to be written, a sentence for each kind of part."""
    return [f"{what} {_named(parts)}." for what, parts in left_in(archive.read(edition)) if parts]


def left_in(minutes: Minutes) -> Iterator[tuple[str, list[str]]]:
    """Give the beginning of a sentence, and the headings and passages of which it is to be said."""
    yield "Not written yet:", _unfinished(minutes)
    yield "Nothing stands under", _empty_sessions(minutes)
    yield "Nobody stands under", _empty_groups(minutes)


def _unfinished(minutes: Minutes) -> list[str]:
    """Give headings that end in a placeholder, and passages that are one."""
    groups = [group.heading for group in minutes.attendance]
    headings = [minutes.attendance_heading, *(session.heading for session in minutes.all_sessions()), *groups]
    passages = [one_line(passage.text) for passage in minutes.passages()]
    return [
        *(heading for heading in headings if _UNWRITTEN.fullmatch(heading)),
        *(text for text in passages if text in (PLACEHOLDER, "...")),
    ]


def _empty_sessions(minutes: Minutes) -> list[str]:
    return [each.heading for each in minutes.all_sessions() if not each.passages and not each.breakouts]


def _empty_groups(minutes: Minutes) -> list[str]:
    """Give groups of attendees that name nobody and do not say why."""
    if minutes.attendance_heading and not minutes.attendance:
        return [minutes.attendance_heading]
    return [group.heading for group in minutes.attendance if not group.attendees and not group.note]


def _named(parts: list[str]) -> str:
    shown = [quote(part) for part in parts[:_MOST_NAMED]]
    more = len(parts) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
