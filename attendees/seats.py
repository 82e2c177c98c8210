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
from meetings.folding import fold
from meetings.forms import OneOf, notes_of
from meetings.models import Edition
from meetings.querysets import Reader
from meetings.words import HERE, Capacity, CoChair, Presence

Lines = dict[int, list[Attendance]]  # by the edition whose list has them
MEETINGS = 8  # columns of a page
SEATED = (Capacity.GOVERNMENT, Capacity.CIVIL_SOCIETY, Capacity.ADDITIONAL)
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

    `others` name its holder, and not in the capacity of the seat. A list of apologies says no capacity, so that where
    nothing else is recorded of the seat, it is of it that they speak.
    """

    edition: Edition
    lines: tuple[Attendance, ...]
    others: tuple[Attendance, ...] = ()

    @property
    def presences(self) -> list[tuple[str, int]]:
        """What is recorded, each with the number of lines, from presence to what is not recorded."""
        counted = Counter(line.presence for line in self._telling)
        return [(presence.label, counted[presence]) for presence in Presence if counted[presence]]

    @property
    def state(self) -> str:
        """The first of them as one word for the sheet of styles; without any `otherwise` or `unnamed`."""
        unrecorded = "otherwise" if self.others else "unnamed"
        return next((presence.value for presence in Presence if presence in self._recorded), unrecorded)

    @property
    def is_here(self) -> bool:
        return any(presence in self._recorded for presence in HERE)

    @property
    def has_no_vote(self) -> bool:
        return bool(self.lines) and not any(line.votes for line in self.lines)

    @property
    def co_chairs(self) -> list[str]:
        """What the seat is printed as: lead, incoming and so on."""
        return list(dict.fromkeys(CoChair(line.co_chair).label for line in self.lines if line.co_chair))

    @cached_property
    def _recorded(self) -> set[str]:
        return {line.presence for line in self._telling}

    @cached_property
    def _telling(self) -> tuple[Attendance, ...]:
        return self.lines or tuple(line for line in self.others if not line.says_capacity)


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
        return [(sum(cell.is_here for cell in cells), sum(bool(cell.presences) for cell in cells)) for cells in columns]


def matrix(user: Reader, editions: Iterable[Edition]) -> list[Constituency]:
    """Give the seats that the minutes of these meetings name, by constituency and name, in one query."""
    editions = list(editions)
    lines = Attendance.objects.current_for(user).filter(group__edition__in=editions)
    found: dict[tuple[str, Any], Lines] = defaultdict(lambda: defaultdict(list))
    otherwise: dict[Any, Lines] = defaultdict(lambda: defaultdict(list))
    for line in lines.with_people().select_related("group").newest_first():
        if line.capacity in SEATED:
            found[line.capacity, holder_of(line)][line.group.edition_id].append(line)
        for who in filter(None, (line.person, line.organisation)):
            otherwise[who][line.group.edition_id].append(line)
    seats: dict[str, list[Seat]] = defaultdict(list)
    for (capacity, holder), by_edition in found.items():
        seats[capacity].append(_seat(holder, editions, by_edition, otherwise[holder]))
    return [
        Constituency(TITLES[capacity], sorted(seats[capacity], key=lambda seat: fold(seat.name)))
        for capacity in SEATED
        if seats[capacity]
    ]


def holder_of(line: Attendance) -> Organisation | Person:
    """Give whose seat it is: the government's, or else the person's, as far as the line names them."""
    first, second = (
        (line.organisation, line.person) if line.capacity == Capacity.GOVERNMENT else (line.person, line.organisation)
    )
    holder = first or second
    assert holder is not None, "a line names a person or an organisation"  # noqa: S101 - a constraint of the database
    return holder


def _seat(holder: Organisation | Person, editions: list[Edition], lines: Lines, others: Lines) -> Seat:
    """The lines come newest first, so the first says how the holder is printed now."""
    newest = next(iter(lines.values()))[0]
    is_person = isinstance(holder, Person)
    cells = [Cell(edition, *(tuple(each.get(edition.pk, ())) for each in (lines, others))) for edition in editions]
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
            *(("yes" if line.votes else "no") if line.says_capacity else "", line.presence),
            f"{settings.PORTAL_ADDRESS}{edition.meeting.get_absolute_url()}#attendees",
            edition.status,
        )
