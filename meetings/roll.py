"""The roll of meetings: to choose some of them, or to find those that are meant by a day, a reference or a title.

Those that are announced and have no minutes yet are on a roll of their own: nobody can choose from what they say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from sys import intern
from typing import NamedTuple

from meetings.addresses import address
from meetings.forms import Values
from meetings.models import Announcement, Edition, name_meeting, spell_days
from meetings.querysets import Reader
from meetings.references import read_meeting
from meetings.search.days import Span, read_span
from meetings.search.query import Query, Said
from meetings.search.wording import words

COLUMNS = ("meeting", "meeting__slug", "meeting__body__name", "meeting__first_day", "meeting__last_day")
PRINTED = ("status", "reference", "title", "place")
TOLD = ("meeting", "meeting__slug", "meeting__body__name", "first_day", "last_day", "is_withdrawn", "title", "place")
ANNOUNCED, HELD, WITHDRAWN = "announced", "held, without minutes here yet", "withdrawn"


class Called(NamedTuple):
    """A meeting with what its newest edition prints of it, or its announcement says, which has no reference.

    `names` and `days` are folded words between spaces.
    """

    key: str
    slug: str
    body: str
    first_day: date
    last_day: date
    status: str
    reference: str
    place: str
    names: str
    days: str

    @property
    def name(self) -> str:
        return name_meeting(self.body, self.first_day, self.last_day)

    @property
    def address(self) -> str:
        """The page of its minutes."""
        return address("minutes", self.slug)

    def is_within(self, span: Span) -> bool:
        return self.first_day <= span.last and self.last_day >= span.first

    def is_called(self, wanted: Iterable[list[str]], unwanted: list[str]) -> bool:
        """Whether all that is wanted is said by the names or the days, something of it by the names, and no more."""
        is_named = False
        for forms in wanted:
            if any(form in self.names for form in forms):
                is_named = True
            elif not any(form in self.days for form in forms):
                return False
        return is_named and not any(form in self.names for form in unwanted)


class Roll(Values):
    """Meetings, newest first. Whoever sees one sees its minutes: `call` makes a roll for a reader."""

    def __init__(self, meetings: Iterable[Called]) -> None:
        self.meetings = tuple(meetings)
        self._has_bodies = len({meeting.body for meeting in self.meetings}) > 1
        self._words = sorted({word for meeting in self.meetings for word in (meeting.names + meeting.days).split()})
        super().__init__((meeting.key, meeting.slug, self._label(meeting)) for meeting in self.meetings)

    def by_id(self, key: int) -> Called | None:
        """Give the meeting of an id, if it is on the roll."""
        place = self._places_of_keys.get(str(key))
        return None if place is None else self.meetings[place]

    def _label(self, meeting: Called) -> str:
        """Name it by its days, and by whose it was where that is a question."""
        days = spell_days(meeting.first_day, meeting.last_day)
        return f"{days}, {meeting.body}" if self._has_bodies else days

    def meant_by(self, text: str, asked: Query) -> list[Called]:
        """Give those of a day, month or year; of a reference or days as they are written; else those of such a name.

        A name is the words of the title, the place and the body; with one of these, those of the days count as well.
        """
        if span := read_span(text):
            return [meeting for meeting in self.meetings if meeting.is_within(span)]
        if cited := self._cited_as(text):
            return cited
        wanted = [self._forms(alternatives) for alternatives in asked.wanted]
        unwanted = self._forms(asked.unwanted)
        return [each for each in self.meetings if each.is_called(wanted, unwanted)] if all(wanted) else []

    def _cited_as(self, text: str) -> list[Called]:
        reference, days = read_meeting(text), f" {' '.join(words(text))} " if text[:1].isdigit() else ""
        return [each for each in self.meetings if (reference and each.reference == reference) or each.days == days]

    def _forms(self, alternatives: Iterable[Said]) -> list[str]:
        """Give the words by which any of these is said, as they stand in names, with a space on either side."""
        forms: list[str] = []
        for said in alternatives:
            if said.is_phrase:
                forms.append(f" {' '.join(said.words)}" + ("" if said.goes_on else " "))
            else:
                forms += [f" {word} " for word in self._words if said.is_at([word], 0)]
        return forms


def call(user: Reader) -> Roll:
    """Give the meetings of which a reader may see minutes, in one query."""
    rows = Edition.objects.current_for(user).newest_first().values_list(*COLUMNS, *PRINTED)
    return Roll(_called(*row) for row in rows)


def call_announced(user: Reader, day: date) -> Roll:
    """Give the announced meetings of which a reader sees no minutes yet, as they are on a day, in one query."""
    without = Announcement.objects.still_without_minutes(user, day)
    rows = without.order_by("-first_day", "-last_day", "pk").values_list(*TOLD)
    return Roll(
        _called(key, slug, body, first, last, _state(last, day, is_withdrawn=is_withdrawn), "", title, place)
        for key, slug, body, first, last, is_withdrawn, title, place in rows
    )


def _state(last: date, day: date, *, is_withdrawn: bool) -> str:
    if is_withdrawn:
        return WITHDRAWN
    return HELD if last < day else ANNOUNCED


def _called(
    key: int, slug: str, body: str, first: date, last: date, status: str, reference: str, title: str, place: str
) -> Called:
    """Say how a meeting is called. What many are called alike is held, and kept, once."""
    names, days = (f" {' '.join(words(text))} " for text in (f"{title} {place} {body}", spell_days(first, last)))
    return Called(
        str(key), slug, intern(body), first, last, intern(status), reference, intern(place), intern(names), days
    )
