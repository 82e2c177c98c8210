"""Seats against meetings: who holds a seat as the minutes print it, and what they record of each meeting.

What is not recorded stays so: that a list of attendees does not name a seat says nothing of who was in the room, and
the numbers of those recorded as there are no quorum.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Count, QuerySet

from attendees.models import Attendance, Organisation, Person
from attendees.seating import SEATED, capacities, holder_of
from meetings.folding import fold
from meetings.forms import OneOf, notes_of
from meetings.models import Edition
from meetings.querysets import Reader
from meetings.words import HERE, Capacity, CoChair, Presence

Lines = dict[int, list[Attendance]]  # by the edition whose list has them
Holder = Organisation | Person
MEETINGS = 8  # columns of a page
TITLES = {
    Capacity.GOVERNMENT: "Government seats",
    Capacity.CIVIL_SOCIETY: "Civil society seats",
    Capacity.ADDITIONAL: "Additional members",
}
COLUMNS = (
    *("body", "meeting", "date", "group", "name", "organisation", "title", "role", "role of the seat", "capacity"),
    *("co-chair", "term from", "term until", "vote", "presence", "address", "status of the minutes"),
)


class SeatsForm(forms.Form):
    """Whose meetings are asked for, and of which year; `counted` are the bodies and years that there are."""

    def __init__(self, data: Any, counted: Iterable[tuple[str, str, int, int]]) -> None:
        super().__init__(data)
        meetings: Counter[tuple[str, str]] = Counter()
        years = set()
        for slug, name, year, number in counted:
            meetings[slug, name] += number
            years.add(str(year))
        bodies = [body for body, _ in meetings.most_common()]
        self.usual = bodies[0][0] if bodies else ""
        chosen = forms.Select(attrs={"class": "field"})
        self.fields["body"] = OneOf(label="Body", choices=bodies, widget=chosen, initial=self.usual)
        listed = [(year, year) for year in sorted(years, reverse=True)]
        self.fields["year"] = OneOf(label="Year", choices=[("", "All years"), *listed], widget=chosen)
        self.full_clean()

    @property
    def body(self) -> str:
        return str(self.cleaned_data["body"]) or self.usual

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})

    @property
    def notes(self) -> list[str]:
        return notes_of(self)


def ask(user: Reader, data: Any) -> SeatsForm:
    """Read a query string, in one query."""
    meetings = Edition.objects.current_for(user).order_by("meeting__body__name")
    columns = ("meeting__body__slug", "meeting__body__name", "meeting__first_day__year")
    return SeatsForm(data, meetings.values_list(*columns).annotate(number=Count("pk")))


def meetings(user: Reader, form: SeatsForm) -> QuerySet[Edition]:
    """Give the newest edition of each meeting that was asked for, newest first."""
    editions = Edition.objects.current_for(user).filter(meeting__body__slug=form.body).with_meeting().newest_first()
    year = form.cleaned_data["year"]
    return editions.in_year(int(year)) if year else editions


@dataclass(frozen=True)
class Cell:
    """What the minutes of one meeting record of one seat: its lines there, or none.

    `is_otherwise` tells that the minutes name its holder, but in another capacity.
    """

    edition: Edition
    lines: tuple[Attendance, ...]
    is_otherwise: bool = False

    @property
    def presences(self) -> list[tuple[str, int]]:
        """What is recorded, each with the number of lines, from presence to what is not recorded."""
        counted = Counter(line.presence for line in self.lines)
        return [(presence.label, counted[presence]) for presence in Presence if counted[presence]]

    @property
    def state(self) -> str:
        """The first of them as one word for the sheet of styles; without any `otherwise` or `unnamed`."""
        unrecorded = "otherwise" if self.is_otherwise else "unnamed"
        return next((presence.value for presence in Presence if presence in self._recorded), unrecorded)

    @property
    def is_here(self) -> bool:
        return any(presence in self._recorded for presence in HERE)

    @property
    def has_no_vote(self) -> bool:
        stated = [line.votes for line in self.lines if line.says_vote]
        return bool(stated) and not any(stated)

    @property
    def co_chairs(self) -> list[str]:
        """What the seat is printed as: lead, incoming and so on."""
        return list(dict.fromkeys(CoChair(line.co_chair).label for line in self.lines if line.co_chair))

    @cached_property
    def _recorded(self) -> set[str]:
        return {line.presence for line in self.lines}


@dataclass(frozen=True, slots=True)
class Seat:
    """A government, or a person who sits for civil society or as an additional member, as printed newest."""

    name: str
    organisation: str
    address: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Constituency:
    """Seats of one kind. `here` and `named` count for each meeting those recorded as there, and those named at all."""

    title: str
    seats: list[Seat]

    @property
    def counts(self) -> list[tuple[int, int]]:
        columns = zip(*(seat.cells for seat in self.seats), strict=True)
        return [(sum(cell.is_here for cell in cells), sum(bool(cell.lines) for cell in cells)) for cells in columns]


def matrix(user: Reader, editions: Iterable[Edition]) -> list[Constituency]:
    """Give the seats that the minutes of these meetings name, by constituency and name, in one query.

    Two queries more find the seats of those of whom a list of apologies does not say in which capacity they sit.
    """
    editions = list(editions)
    listed = Attendance.objects.current_for(user).filter(group__edition__in=editions)
    lines = list(listed.with_people().select_related("group").newest_first())
    named = _named(lines)
    seats: dict[str, list[Seat]] = defaultdict(list)
    for (capacity, holder), own in _by_seat(lines, capacities(user, editions, lines)).items():
        otherwise = {edition for edition, others in named[holder].items() if others - {capacity}}
        cells = [Cell(each, tuple(own.get(each.pk, ())), each.pk in otherwise) for each in editions]
        seats[capacity].append(_seat(holder, next(iter(own.values()))[0], cells))
    return [
        Constituency(TITLES[capacity], sorted(seats[capacity], key=lambda seat: fold(seat.name)))
        for capacity in SEATED
        if seats[capacity]
    ]


def _by_seat(lines: list[Attendance], stands_in: list[str]) -> dict[tuple[str, Holder], Lines]:
    found: dict[tuple[str, Holder], Lines] = defaultdict(lambda: defaultdict(list))
    for line, capacity in zip(lines, stands_in, strict=True):
        if capacity:
            found[capacity, holder_of(line, capacity)][line.group.edition_id].append(line)
    return found


def _named(lines: list[Attendance]) -> dict[Holder, dict[int, set[str]]]:
    """Give in what capacities the minutes of each meeting name each person and organisation, where they say it."""
    named: dict[Holder, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in lines:
        for who in (line.person, line.organisation):
            if who and line.says_capacity:
                named[who][line.group.edition_id].add(line.capacity)
    return named


def _seat(holder: Holder, newest: Attendance, cells: list[Cell]) -> Seat:
    """Name a seat as the newest line of its holder prints it."""
    is_person = isinstance(holder, Person)
    name = newest.name if is_person else newest.organisation_name
    return Seat(name, newest.organisation_name if is_person else "", holder.get_absolute_url(), cells)


def rows(user: Reader, editions: QuerySet[Edition]) -> Iterator[tuple[object, ...]]:
    """Give every line of the lists of attendees of these meetings as rows of CSV, as printed."""
    lines = Attendance.objects.current_for(user).filter(group__edition__in=editions.order_by())
    for line in lines.with_meeting().newest_first().iterator(chunk_size=500):
        edition = line.group.edition
        yield (
            *(edition.meeting.body, edition.title, edition.first_day.isoformat(), line.group.heading),
            *(line.name, line.organisation_name, line.title, line.role, line.seat_role),
            *(line.capacity if line.says_capacity else "", line.co_chair, line.term_from, line.term_until),
            *(("yes" if line.votes else "no") if line.says_vote else "", line.presence),
            f"{settings.PORTAL_ADDRESS}{edition.meeting.get_absolute_url()}#attendees",
            edition.status,
        )
