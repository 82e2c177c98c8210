"""Who were co-chairs on a given day, and over time: as the minutes print it, and as the portal keeps the terms.

The two are told apart: what the minutes print is the record; the terms are what the Support Unit entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, F, Max, Min, Q

from attendees.models import Attendance, Membership, Organisation, Person
from attendees.seating import holder_of, holder_of_term
from meetings.forms import printable
from meetings.models import Edition
from meetings.querysets import Reader
from meetings.words import Capacity, CoChair

SEAT = ~Q(seat_role="") & Q(organisation__isnull=False)  # the role is the seat's, whoever sits in it
ORDER = [co_chair.value for co_chair in CoChair]


class DayForm(forms.Form):
    """The day that is asked about; a query string without one, or with one that is none, asks about `today`."""

    day = forms.DateField(
        label="On which day", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "field"})
    )

    def __init__(self, data: Any, today: date) -> None:
        self.asked = printable(data.get("day", ""))[:40]
        super().__init__({"day": self.asked})
        self.full_clean()
        self.chosen: date = self.cleaned_data.get("day") or today

    @property
    def notes(self) -> list[str]:
        return [f"“{self.asked}” is no day. Write it as 2020-12-14."] if self.errors else []


@dataclass(frozen=True, slots=True)
class Printed:
    """The co-chairs that the minutes of one meeting name, and the people who sat for them there."""

    edition: Edition
    lines: list[Attendance]

    def holders(self) -> list[tuple[Organisation | Person, Attendance, list[Attendance]]]:
        """Give each holder with a line that says its role, and all lines of it."""
        found: dict[Any, list[Attendance]] = {}
        for line in sorted(self.lines, key=lambda line: ORDER.index(line.co_chair)):
            found.setdefault((line.co_chair, holder_of(line)), []).append(line)
        return [(holder, lines[0], lines) for (_, holder), lines in found.items()]


def on(user: Reader, day: date) -> Printed | None:
    """Give the newest minutes that name co-chairs and whose meeting had begun by that day, in two queries."""
    lines = Attendance.objects.current_for(user).exclude(co_chair="")
    newest = lines.filter(group__edition__first_day__lte=day).with_meeting().newest_first().first()
    if newest is None:
        return None
    edition = newest.group.edition
    return Printed(edition, list(lines.filter(group__edition=edition).with_people().newest_first()))


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is printed, with how many minutes print it so, and when these first and last did."""

    name: str
    address: str
    printed: str
    co_chair: str
    constituency: str
    from_year: int | None
    until_year: int | None
    meetings: int
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the years of the term hold that day. A term without years says nothing of it."""
        return self.from_year is not None and self.from_year <= day.year <= (self.until_year or day.year)


def terms(user: Reader) -> list[Term]:
    """Give the terms that minutes print, newest first, in four queries."""
    lines = Attendance.objects.current_for(user).exclude(co_chair="")
    seats = _grouped(lines.filter(SEAT), "organisation", "seat_role")
    people = _grouped(lines.exclude(SEAT), "person", "role")
    names: list[tuple[list[dict[str, Any]], Mapping[int, Any]]] = [
        (seats, _named(Organisation, user, seats)),
        (people, _named(Person, user, people)),
    ]
    found = [_term(row, named[row["holder"]]) for rows, named in names for row in rows if row["holder"] in named]
    return sorted(found, key=lambda term: (-(term.from_year or 0), ORDER.index(term.co_chair), term.name))


@dataclass(frozen=True, slots=True)
class Kept:
    """A term as the portal keeps it. `surely` where its days say that it holds the day asked about."""

    term: Membership
    name: str
    address: str
    holds: bool
    surely: bool


def kept_terms(user: Reader, day: date) -> list[Kept]:
    """Give the terms of co-chairs that the portal keeps, newest first, of those whom a reader sees; three queries."""
    terms = list(Membership.objects.exclude(co_chair="").select_related("body").order_by("-from_year", "seat", "pk"))
    seen: dict[Any, Mapping[int, Any]] = {
        "organisation": _named(Organisation, user, [{"holder": term.organisation_id} for term in terms]),
        "person": _named(Person, user, [{"holder": term.person_id} for term in terms]),
    }
    found = []
    for term in terms:
        kind, key = holder_of_term(term)
        if holder := seen[kind].get(key):
            facts = (term.may_hold(day), term.surely_holds(day))
            found.append(Kept(term, holder.printed, holder.get_absolute_url(), *facts))
    return found


def _grouped(lines: Any, holder: str, role: str) -> list[dict[str, Any]]:
    """Count the minutes that print the same term of the same holder in the same words."""
    renamed = {"printed": role, "holder": holder}
    columns = ("capacity", "co_chair", "term_from", "term_until")
    return list(
        lines.order_by()
        .values(*columns, **{name: F(column) for name, column in renamed.items()})
        .annotate(
            meetings=Count("group__edition", distinct=True),
            first=Min("group__edition__first_day"),
            last=Max("group__edition__first_day"),
        )
    )


def _named(model: type[Organisation] | type[Person], user: Reader, rows: list[dict[str, Any]]) -> Mapping[int, Any]:
    return model.objects.visible_to(user).with_printed_name(user).in_bulk([row["holder"] for row in rows])


def _term(row: dict[str, Any], holder: Any) -> Term:
    return Term(
        holder.printed,
        holder.get_absolute_url(),
        row["printed"],
        row["co_chair"],
        Capacity(row["capacity"]).label,
        *(row[name] for name in ("term_from", "term_until", "meetings", "first", "last")),
    )
