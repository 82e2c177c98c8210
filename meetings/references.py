"""References as people type them, in any case.

`SC-2020-12` is a meeting, `SC-2020-12/3D.6` a passage, `SC-2020-12/D1` a decision, `SC-2020-12/A1` an action item. What
is of a meeting is also cited without it: `3D.6`, `D1`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MEETING = r"[A-Z0-9]+(?:-[A-Z0-9]+)*"
_PASSAGE = re.compile(rf"(?:({_MEETING})[/ ])?({_MEETING})\.([1-9][0-9]{{0,4}})", re.IGNORECASE)
_ITEM = re.compile(rf"(?:({_MEETING})[/ ])?([AD][1-9][0-9]{{0,3}})", re.IGNORECASE)
_MEETINGS = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+", re.IGNORECASE)  # with a hyphen, since any word would be one


class CitedPassage(NamedTuple):
    """A passage by its session and place, and the reference of its meeting, or nothing."""

    meeting: str
    session: str
    number: int

    @property
    def citation(self) -> str:
        return f"{self.session}.{self.number}"


class CitedItem(NamedTuple):
    """A decision or an action item by its number, such as `D1`, and the reference of its meeting, or nothing."""

    meeting: str
    number: str


def read_passage(text: str) -> CitedPassage | None:
    found = _PASSAGE.fullmatch(text)
    return CitedPassage((found[1] or "").upper(), found[2].upper(), int(found[3])) if found else None


def read_item(text: str) -> CitedItem | None:
    found = _ITEM.fullmatch(text)
    return CitedItem((found[1] or "").upper(), found[2].upper()) if found else None


def read_meeting(text: str) -> str:
    """Give the reference that a text is in its own right, or nothing."""
    return text.upper() if _MEETINGS.fullmatch(text) else ""
