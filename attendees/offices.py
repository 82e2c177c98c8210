"""Who held an office of a body on the day of one of its meetings: its co-chairs, its members.

Co-chairs are those whom the list of attendees of that meeting names; where it names none of that kind, those whose
terms certainly hold that day. Members are those whom the list names, and those whose terms certainly hold the day: who
did not attend is a member too. A term that is known by its years alone holds its first and its last year in part, so
of a day in those nothing is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from attendees.models import Attendance, Membership, Organisation, Person
from attendees.seating import SEAT_OF, SEATED, holder_of, holder_of_term
from meetings.models import Edition
from meetings.words import Capacity, CoChair

Holder = Organisation | Person
Offices = Mapping[tuple[int, str], frozenset[tuple[str, int]]]


class Role(models.TextChoices):
    """An office that minutes give something to do. The Support Unit is no seat: its accounts stand for it."""

    CO_CHAIRS = "co-chairs", "Co-chairs"
    LEAD = "lead-co-chairs", "Lead co-chairs"
    LEAD_GOVERNMENT = "lead-government-co-chair", "Lead government co-chair"
    LEAD_CIVIL_SOCIETY = "lead-civil-society-co-chair", "Lead civil society co-chair"
    INCOMING = "incoming-co-chairs", "Incoming co-chairs"
    INCOMING_GOVERNMENT = "incoming-government-co-chair", "Incoming government co-chair"
    INCOMING_CIVIL_SOCIETY = "incoming-civil-society-co-chair", "Incoming civil society co-chair"
    MEMBERS = "members", "Members of the Steering Committee"
    GOVERNMENTS = "government-members", "Government members"
    CIVIL_SOCIETY = "civil-society-members", "Civil society members"
    SUPPORT_UNIT = "support-unit", "OGP Support Unit"
    NOBODY = "nobody", "Nobody in particular"


ANY = (Capacity.GOVERNMENT, Capacity.CIVIL_SOCIETY)
CO_CHAIRS: dict[Role, tuple[tuple[CoChair, ...], tuple[Capacity, ...]]] = {
    # Who is incoming is none yet, and who is outgoing none any more: minutes call them so.
    Role.CO_CHAIRS: ((CoChair.LEAD, CoChair.SUPPORT), ANY),
    Role.LEAD: ((CoChair.LEAD,), ANY),
    Role.LEAD_GOVERNMENT: ((CoChair.LEAD,), (Capacity.GOVERNMENT,)),
    Role.LEAD_CIVIL_SOCIETY: ((CoChair.LEAD,), (Capacity.CIVIL_SOCIETY,)),
    Role.INCOMING: ((CoChair.INCOMING,), ANY),
    Role.INCOMING_GOVERNMENT: ((CoChair.INCOMING,), (Capacity.GOVERNMENT,)),
    Role.INCOMING_CIVIL_SOCIETY: ((CoChair.INCOMING,), (Capacity.CIVIL_SOCIETY,)),
}
MEMBERS: dict[Role, tuple[Capacity, ...]] = {
    Role.MEMBERS: SEATED,
    Role.GOVERNMENTS: (Capacity.GOVERNMENT,),
    Role.CIVIL_SOCIETY: (Capacity.CIVIL_SOCIETY,),
}


def held(editions: Iterable[Edition], holder: Holder | None = None) -> Offices:
    """Give who held each office at the meeting of each edition, by edition and role; of one holder alone if given.

    Three queries, however many editions there are. A holder is given as ("organisation", 3) or ("person", 7).
    """
    editions = list(editions)
    found: dict[tuple[int, str], set[tuple[str, int]]] = defaultdict(set)
    lines = Attendance.objects.of_editions(editions).with_people().select_related("group")
    for line in lines.exclude(co_chair=""):
        _note(found, line.group.edition_id, CO_CHAIRS, line.co_chair, line.capacity, key_of(holder_of(line)))
    printed = set(found)
    seated = lines.filter(capacity__in=SEATED)
    for line in seated.filter(_line_of(holder)) if holder else seated:
        _note_member(found, line.group.edition_id, line.capacity, key_of(holder_of(line)))
    terms = list(Membership.objects.filter(_term_of(holder)) if holder else Membership.objects.all())
    for edition in editions:
        for term in terms:
            if term.body_id == edition.meeting.body_id and term.surely_holds(edition.first_day):
                _note_term(found, printed, edition.pk, term)
    wanted = key_of(holder) if holder else None
    return {place: frozenset(each & {wanted} if wanted else each) for place, each in found.items()}


def key_of(holder: Holder) -> tuple[str, int]:
    return ("organisation" if isinstance(holder, Organisation) else "person", holder.pk)


def _line_of(holder: Holder) -> models.Q:
    return models.Q(**{key_of(holder)[0]: holder})


_term_of = _line_of


def _note(found: Any, edition: int, roles: Any, co_chair: str, capacity: str, holder: tuple[str, int]) -> None:
    for role, (kinds, capacities) in roles.items():
        if co_chair in kinds and capacity in capacities:
            found[edition, role].add(holder)


def _note_member(found: Any, edition: int, capacity: str, holder: tuple[str, int]) -> None:
    for role, capacities in MEMBERS.items():
        if capacity in capacities:
            found[edition, role].add(holder)


def _note_term(found: Any, printed: set[tuple[int, str]], edition: int, term: Membership) -> None:
    """What the minutes print of co-chairs goes before the terms: those say what the portal's keepers know of it."""
    capacity, holder = SEAT_OF[Membership.Seat(term.seat)], holder_of_term(term)
    _note_member(found, edition, capacity, holder)
    roles = {role: kinds for role, kinds in CO_CHAIRS.items() if (edition, role) not in printed}
    _note(found, edition, roles, term.co_chair, capacity, holder)
