"""Where the parts of minutes stand in their text: for an outline, and to find the line of a passage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The line, from 1, on which a part begins; `anchor` is what the page calls it (`session-3D`, `3D.6`).

    A heading has a `level` (2 of sessions, 3 of breakouts and groups of attendees), its `text`, and the `number` of
    its session; a passage has none of them.
    """

    line: int
    anchor: str
    level: int = 0
    text: str = ""
    number: str = ""
