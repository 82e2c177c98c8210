"""In which seat each line of a list of attendees stands: as the minutes print it.

Minutes do not say in which capacity somebody sits who sent apologies. Such a line stands in the seat that a term on
record surely gives them that day, or else in the one that the nearest other minutes of the same body print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from attendees.models import Attendance, Membership, Organisation, Person
from meetings.models import Edition
from meetings.querysets import Reader
from meetings.words import Capacity

SEATED = (Capacity.GOVERNMENT, Capacity.CIVIL_SOCIETY, Capacity.ADDITIONAL)
SEAT_OF = {
    Membership.Seat.GOVERNMENT: Capacity.GOVERNMENT,
    Membership.Seat.CIVIL_SOCIETY: Capacity.CIVIL_SOCIETY,
    Membership.Seat.ADDITIONAL: Capacity.ADDITIONAL,
}
Key = tuple[str, int]  # ("organisation", 3) or ("person", 7)
Place = tuple[str, Key]  # a capacity, and who holds the seat


def holder_of(line: Attendance, capacity: str = "") -> Organisation | Person:
    """Give whose seat it is: the government's, or else the person's, as far as the line names them."""
    is_government = (capacity or line.capacity) == Capacity.GOVERNMENT
    first, second = (line.organisation, line.person) if is_government else (line.person, line.organisation)
    holder = first or second
    assert holder is not None, "a line names a person or an organisation"  # noqa: S101 - a constraint of the database
    return holder


def holder_of_term(term: Membership) -> Key:
    """A government holds its seat itself; a civil society seat is a person's."""
    return _key(SEAT_OF[Membership.Seat(term.seat)], term.organisation_id, term.person_id)


def _key(capacity: str, organisation: int | None, person: int | None) -> Key:
    if organisation and (capacity == Capacity.GOVERNMENT or not person):
        return ("organisation", organisation)
    return ("person", int(person or 0))


def capacities(user: Reader, editions: list[Edition], lines: list[Attendance]) -> list[str]:
    """Give the capacity of the seat that each line stands in, "" where in none; two queries where any is not stated."""
    unstated = [line for line in lines if not line.says_capacity]
    known = _known(user, editions, unstated) if unstated else _Known({}, {})
    days = {edition.pk: edition.first_day for edition in editions}
    return [
        known.capacity_of(line, days[line.group.edition_id])
        if not line.says_capacity
        else (line.capacity if line.capacity in SEATED else "")
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """On which days other minutes print somebody in a seat, and which terms the portal keeps."""

    days: dict[Place, list[date]]
    terms: dict[Place, list[Membership]]

    def capacity_of(self, line: Attendance, day: date) -> str:
        keys = (line.organisation_id, line.person_id)
        places: list[Place] = [(capacity.value, _key(capacity, *keys)) for capacity in SEATED]
        for place in places:
            if any(term.surely_holds(day) for term in self.terms.get(place, ())):
                return place[0]
        found = [
            (min(abs(day - each) for each in self.days[place]), place[0]) for place in places if place in self.days
        ]
        return min(found, default=(None, ""), key=lambda each: each[0])[1]


def _known(user: Reader, editions: Iterable[Edition], lines: list[Attendance]) -> _Known:
    bodies = {edition.meeting.body_id for edition in editions}
    theirs = Q(organisation__in={line.organisation_id for line in lines if line.organisation_id}) | Q(
        person__in={line.person_id for line in lines if line.person_id}
    )
    days: dict[Place, list[date]] = defaultdict(list)
    seated = Attendance.objects.current_for(user).filter(theirs, group__edition__meeting__body__in=bodies)
    columns = ("capacity", "organisation", "person", "group__edition__first_day")
    for capacity, organisation, person, day in seated.filter(capacity__in=SEATED).values_list(*columns):
        days[capacity, _key(capacity, organisation, person)].append(day)
    terms: dict[Place, list[Membership]] = defaultdict(list)
    for term in Membership.objects.filter(theirs, body__in=bodies):
        terms[SEAT_OF[Membership.Seat(term.seat)].value, holder_of_term(term)].append(term)
    return _Known(days, terms)
