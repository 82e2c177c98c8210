"""The list of attendees: where it stands and what its lines say.

It is read only where the source lists attendees before everything else or behind it, since minutes hold one list. A
line that cannot be read stays as it is, in the note of its group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from meetings.importers.blocks import Form
from meetings.importers.imported import Unplaced
from meetings.importers.recognise import patterns
from meetings.importers.recognise.groups import GroupReader
from meetings.importers.recognise.items import Item
from meetings.importers.recognise.labels import (
    is_group_label,
    is_organisation_line,
    parted_label,
    parted_seat,
    without_annex,
)
from meetings.importers.recognise.people import is_name, read_person
from meetings.minutes import AttendanceGroup

_START = re.compile(
    r"(?:[\w&/’'.-]+ ){0,5}?(?:attendees|attendance|participants?|present|attending|apologies|regrets|absent|"
    r"présents?|presentes|asistentes|asistencia|roll ?call|quorum|chair(?:person|man|woman|ed by)?|"
    r"co-chairs?|members|directors)\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:full |complete )?(?:list of |roll of )?(?:[\w&/’'.-]+ ){0,3}?(?:attendees|attendance|participants?|present|"
    r"participation|roll ?call|in attendance|attending|présents?|presentes|asistentes|asistencia)(?: list)?"
    r"(?: \([^()]*\))?\s*:?",
    re.IGNORECASE,
)
_OF_ATTENDANCE = re.compile(
    r"\b(?:apolog\w+|regrets?|quor\w+|absent|absence|joined|observ\w+|voting|attend\w*|present|chaired|participat\w+|proxy|"
    r"alternate|excused)\b",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVX]{1,6}\. [A-Z]\w+ \w+ \w|[IVX]{2,6}\. [A-Z]|I\. [A-Z]\w+$")
_MOST_TRIES = 20
_LABELLED = re.compile(
    r"[*_]*(?:decision|action|resolved|agreed|reference|note|agenda|motion)\w*(?: \w+)?\s*:", re.IGNORECASE
)


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
    """Find the attendees at the beginning, or else at the end."""
    if items and _is_start(items[0]):
        roster = _read(items, 0, is_last=False)
        if roster:
            return roster
    starts = [place for place, item in enumerate(items) if place and _is_general(item)]
    for start in starts[-_MOST_TRIES:]:
        roster = _read(items, start, is_last=True)
        if roster and roster.end == len(items):
            return roster
    return None


def _is_start(item: Item) -> bool:
    label, _ = parted_label(item)
    return bool(label) and bool(_START.match(label))


def _is_general(item: Item) -> bool:
    label, _ = parted_label(item)
    return item.form != Form.BULLET and bool(label) and bool(_GENERAL.fullmatch(without_annex(label)))


def _read(items: Sequence[Item], start: int, *, is_last: bool) -> Roster | None:
    """Read the list that begins here.

    One list cannot hold seats with their people in one line and, behind them, people who stand by themselves: then the
    lines of the kind that is rarer stay as they are.
    """
    reader = GroupReader(_known(items[start:]))
    roster = _read_by(reader, items, start, is_last=is_last)
    if not reader.strays:
        return roster
    by_names = _read_by(GroupReader(_known(items[start:]), reads_lists=False), items, start, is_last=is_last)
    found = [each for each in (roster, by_names) if each]
    return min(found, key=lambda each: len(each.unplaced), default=None)


def _read_by(reader: GroupReader, items: Sequence[Item], start: int, *, is_last: bool) -> Roster | None:
    label, rest = parted_label(items[start])
    heading = label
    reader.begin("", items[start].line, label)
    if rest:
        reader.read_list(rest, items[start])
    end = start + 1
    while end < len(items) and not _stops(items, end, items[start].level, is_last=is_last):
        _take(reader, items, end)
        end += 1
    if not reader.has_words and not (is_last and end == len(items)):
        return None
    if reader.run_together > 2 and reader.run_together > reader.people:
        return None  # more lines would be run together in notes than are read; each stands as a paragraph instead
    groups = reader.finish()
    return Roster(start, end, heading, groups, tuple(reader.warnings), tuple(reader.unplaced)) if groups else None


def _take(reader: GroupReader, items: Sequence[Item], place: int) -> None:
    item = items[place]
    label, rest = parted_label(item)
    below = items[place + 1] if place + 1 < len(items) else None
    if label and is_group_label(label):
        reader.begin(label, item.line, label)
        if rest:
            reader.read_list(rest, item)
    elif below and _heads_people(item, below):
        reader.begin(item.plain, item.line, item.plain)
    else:
        reader.read(item, below)


def _heads_people(item: Item, below: Item) -> bool:
    """Tell whether a line that is marked as a heading, or stands above bullets, heads a group of people."""
    is_above_people = below.is_bullet and not below.marker and bool(read_person(below, frozenset(), in_seat=False))
    is_above_bullets = is_above_people and item.form == Form.PARAGRAPH
    is_marked = item.form == Form.HEADING or item.is_bold or is_above_bullets
    return is_marked and not is_organisation_line(item) and not parted_seat(item)[0] and not _is_prose(item.plain)


def _known(items: Sequence[Item]) -> frozenset[str]:
    """Gather what stands in the last column of lines with columns: organisations, and titles that nobody shares."""
    return frozenset(item.cells[-1].casefold() for item in items if len(item.cells) > 1)


def _stops(items: Sequence[Item], place: int, level: int, *, is_last: bool) -> bool:
    """Tell whether something else than attendance begins here."""
    item = items[place]
    text = item.plain
    label, _ = parted_label(item)
    if label and is_group_label(label):
        return False
    if patterns.NUMBERED.match(text) or patterns.DAY_HEADING.match(text) or patterns.MOMENT.match(text):
        return True
    if patterns.CONTENTS.fullmatch(text) or _ROMAN.match(text) or _is_behind_run(items, place):
        return True
    if _LABELLED.match(text) or patterns.LEADERS.search(text) or re.match(r"\d", item.marker):
        return True
    if item.is_bullet and not is_last and not read_person(item, frozenset(), in_seat=True) and "," not in text:
        return "?" not in text
    if item.form == Form.HEADING:
        return item.level <= level or patterns.HEADING_WORD.search(text) is not None
    if _is_prose(text):
        return not (is_last or _OF_ATTENDANCE.search(text)) or len(text) > 600
    return _is_other_heading(items, place)


def _is_behind_run(items: Sequence[Item], place: int) -> bool:
    """Tell whether bare words stand below a label with its whole list, or alone above a number: they are a heading."""
    _, listed = parted_label(items[place - 1])
    item, below = items[place], items[place + 1] if place + 1 < len(items) else None
    is_bare = item.form == Form.PARAGRAPH and not item.cells and not re.search(r"[(),;:|–—]", item.plain)
    is_above_number = below is not None and bool(re.match(r"\d", below.marker))
    is_alone = item.line - items[place - 1].line > 1 and is_above_number
    is_behind_list = bool(re.search(r"[,;]\s", listed))
    return is_bare and len(item.plain.split()) > 1 and (is_alone or is_behind_list)


def _is_prose(text: str) -> bool:
    return bool(re.search(r"[.!?:][”\"’)*]*$", text)) and len(text.split()) > 8 and ";" not in text


def _is_other_heading(items: Sequence[Item], place: int) -> bool:
    """Tell whether a short line is a heading of what follows rather than an attendee."""
    item = items[place]
    if item.form != Form.PARAGRAPH or item.cells or len(item.plain.split()) > 14:
        return False
    below = items[place + 1].plain if place + 1 < len(items) else ""
    if patterns.HEADING_WORD.search(item.plain) and not read_person(item, frozenset(), in_seat=True):
        return True
    person = read_person(item, frozenset(), in_seat=False)
    is_above_bullets = place + 1 < len(items) and items[place + 1].is_bullet and not items[place + 1].marker
    if _OF_ATTENDANCE.search(item.plain):
        return False
    if is_above_bullets and not read_person(items[place + 1], frozenset(), in_seat=False):
        return True
    if not _is_prose(below) or _OF_ATTENDANCE.search(below):
        return False
    is_alone = person is None or not (person.role or person.organisation or person.title)
    return is_alone and not _ends_list(items, place)


def _ends_list(items: Sequence[Item], place: int) -> bool:
    """Tell whether a name stands close to the one above and apart from the text below, in a source that has lines."""
    is_close = items[place].line - items[place - 1].line == 1
    return is_close and items[place + 1].line - items[place].line > 1 and is_name(items[place].plain)
