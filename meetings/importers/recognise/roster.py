"""The list of attendees: where it stands and what its lines say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from meetings.importers.imported import Unplaced
from meetings.importers.recognise.items import Item
from meetings.minutes import AttendanceGroup


@dataclass(frozen=True, slots=True)
class Roster:
    """Attendance read from the items from `start` to before `end`."""

    start: int
    end: int
    heading: str
    groups: tuple[AttendanceGroup, ...]
    warnings: tuple[tuple[int, str], ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


def find_roster(items: Sequence[Item]) -> Roster | None:
    return None
