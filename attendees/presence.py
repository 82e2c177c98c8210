"""Who was at which meeting, as lists and by person and organisation: all as it was printed that day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.http import QueryDict

from attendees.filters import OrganisationFilter, PersonFilter
from attendees.models import Attendance, Membership, Organisation, Person
from attendees.querysets import AttendanceQuerySet
from meetings.models import Edition
from meetings.querysets import Reader
from meetings.words import Presence


def people(user: Reader, data: QueryDict) -> PersonFilter:
    """Give the people whom minutes name, by name."""
    named = Person.objects.current_for(user).with_printed_name(user).with_meetings_counted(user)
    return PersonFilter(data, named.with_last_organisation(user).order_by("folded", "pk"), user=user)


def organisations(user: Reader, data: QueryDict) -> OrganisationFilter:
    named = Organisation.objects.current_for(user).with_printed_name(user).with_meetings_counted(user)
    return OrganisationFilter(data, named.order_by("folded", "pk"), user=user)


@dataclass(frozen=True, slots=True)
class Delegation:
    """Those who came to one meeting for one organisation; or a person's lines there, mostly one."""

    edition: Edition
    lines: list[Attendance]

    @property
    def seat_roles(self) -> list[str]:
        """The roles of the seat, as printed, each once."""
        return list(dict.fromkeys(line.seat_role for line in self.lines if line.seat_role))

    @property
    def votes(self) -> bool:
        return any(line.votes for line in self.lines)

    @property
    def says_vote(self) -> bool:
        return any(line.says_vote for line in self.lines)

    @property
    def has_facts(self) -> bool:
        return bool(self.says_vote or self.seat_roles or self.presences)

    @property
    def capacities(self) -> list[str]:
        """In which capacity, each once; none where the minutes do not say."""
        return list(dict.fromkeys(line.get_capacity_display() for line in self.lines if line.says_capacity))

    @property
    def presences(self) -> list[str]:
        """What is recorded where nobody is named, unless it is that they were there."""
        unnamed = (line for line in self.lines if not line.name and line.presence != Presence.PRESENT)
        return list(dict.fromkeys(line.get_presence_display() for line in unnamed))


def editions_of(user: Reader, who: Person | Organisation) -> QuerySet[Edition]:
    """Give the newest minutes of each meeting that name them, newest meeting first."""
    named = who.attendances.values("group__edition")
    return Edition.objects.current_for(user).filter(pk__in=named).newest_first()


def meetings_of(user: Reader, who: Person | Organisation, editions: list[Edition]) -> list[Delegation]:
    """Give what these minutes print of them, newest first, in one query."""
    rows: AttendanceQuerySet[Attendance] = who.attendances.current_for(user).filter(group__edition__in=editions)
    return delegations(rows.with_meeting().with_people().newest_first())


def delegations(lines: Iterable[Attendance]) -> list[Delegation]:
    """Part lines, which come meeting by meeting, into their meetings."""
    return [Delegation(edition, list(own)) for edition, own in groupby(lines, key=lambda line: line.group.edition)]


def terms_of(who: Person | Organisation) -> list[Membership]:
    """Give their seats, newest first, in one query."""
    return list(who.memberships.select_related("body", "organisation", "person"))
