"""The words of a source and the words of minutes, each in the order of the page: the proof that none was lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from meetings.importers.recognise.items import Item
from meetings.minutes import AttendanceGroup, Minutes, Session

# Words, and signs that mean something; separators part words and are no words themselves. Marks of bold and links to
# nowhere do not part them: half a word can stand in bold.
_MARKS = re.compile(r"\*+|__")
_LOST = re.compile(r"\[([^\[\]]*)\]\(#?\)")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s,;:|()\[\]\-–—•·.*#\\]")


def tokens(texts: Iterable[str]) -> list[str]:
    return [token for text in texts for token in _TOKEN.findall(_MARKS.sub("", _LOST.sub(r"\1", text)))]


def source_words(items: Iterable[Item]) -> list[str]:
    return tokens(item.text for item in items)


def minutes_words(minutes: Minutes, head: Iterable[str]) -> list[str]:
    """Give the words of minutes as the page shows them, below the facts of the head that the source states."""
    attendance = list(_attendance(minutes))
    sessions = [text for session in minutes.all_sessions() for text in _session(session)]
    body = [*attendance, *sessions] if minutes.attendance_first else [*sessions, *attendance]
    return tokens([*head, *body])


def _session(session: Session) -> Iterator[str]:
    yield session.heading
    for reference in session.references:
        yield from (reference.label, reference.title, reference.url)
    for passage in session.passages:
        yield passage.text


def _attendance(minutes: Minutes) -> Iterator[str]:
    yield minutes.attendance_heading
    for group in minutes.attendance:
        yield group.heading
        yield from _seats(group) if group.by_organisation else _people(group)
        yield group.note


def _people(group: AttendanceGroup) -> Iterator[str]:
    for one in group.attendees:
        yield from (one.name, one.role, one.organisation, one.title)


def _seats(group: AttendanceGroup) -> Iterator[str]:
    for (organisation, role), people in groupby(group.attendees, lambda one: (one.organisation, one.seat_role)):
        yield from (organisation, role)
        for one in people:
            yield from (one.name, one.role, one.title)
