"""References as people type them, in any case.

`SC-2020-12` is a meeting, `SC-2020-12/3D.6` a passage, `SC-2020-12/D1` a decision, `SC-2020-12/A1` an action item. What
is of a meeting is also cited without it: `3D.6`, `D1`. The portal says before it what it is, and other programs print
its hyphens otherwise: `Decision SC‑2020‑12/D1`, `#3D.6`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MEETING = r"[A-Z0-9]+(?:-[A-Z0-9]+)*"
_PASSAGE = re.compile(rf"(?:({_MEETING})[/ ])?({_MEETING})\.([1-9][0-9]{{0,4}})")
_ITEM = re.compile(rf"(?:({_MEETING})[/ ])?([AD][1-9][0-9]{{0,3}})")
_CALLED = re.compile(
    r"\A(?:(?:decision|action(?: item)?|feedback|narrative|point|passage) |#)(?=.*[0-9])", re.IGNORECASE
)  # before what holds a number, as each reference does
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_MEETINGS = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")  # with a hyphen, since any word would be one


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


def bare(text: str) -> str:
    """Give what may be a reference without what it is called, in capitals and with hyphens."""
    return _CALLED.sub("", " ".join(text.split()).translate(_HYPHENS)).upper()


def read_passage(text: str) -> CitedPassage | None:
    found = _PASSAGE.fullmatch(bare(text))
    return CitedPassage(found[1] or "", found[2], int(found[3])) if found else None


def read_item(text: str) -> CitedItem | None:
    found = _ITEM.fullmatch(bare(text))
    return CitedItem(found[1] or "", found[2]) if found else None


def read_meeting(text: str) -> str:
    """Give the reference that a text is in its own right, or nothing."""
    return found[0] if (found := _MEETINGS.fullmatch(bare(text))) else ""
