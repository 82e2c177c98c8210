"""What the record holds and what is missing from it: meetings without minutes, empty years, lost papers, late minutes.

All of it is what anybody may read, for every reader the same; a draft makes no meeting less missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from attendees.models import AttendanceGroup
from meetings.models import Announcement, Edition, Reference
from meetings.paging import sheet
from meetings.querysets import ANYBODY
from ogpminutes.models.members import today
from ogpminutes.publication import PUBLICATION_RULE

LISTED = 20  # of what is missing; the rest is counted


@dataclass(frozen=True, slots=True)
class Missing:
    """Rows of which something is missing: the first of them, and how many there are."""

    rows: list[Any]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long after a meeting its first minutes were approved; `days` is None where no day of that is recorded."""

    edition: Edition
    approved_on: date | None

    @property
    def days(self) -> int | None:
        return (self.approved_on - self.edition.last_day).days if self.approved_on else None

    @property
    def is_in_time(self) -> bool:
        return self.days is not None and self.days <= PUBLICATION_RULE.days


def holdings(request: HttpRequest) -> dict[str, Any]:
    """Give what the page of the record tells, in as many queries for a hundred meetings as for one."""
    editions = Edition.objects.current_for(ANYBODY).with_meeting().newest_first()
    dated: Any = editions.annotate(first_approved=Subquery(_first().values("approved_on")[:1]))
    listed = sheet(request, dated)
    return {
        "held": editions.aggregate(count=Count("pk"), first=Min("first_day"), last=Max("last_day")),
        "awaited": _first_of(_awaited()),
        "empty_years": _empty_years(editions),
        "without_people": _first_of(editions.filter(~Exists(AttendanceGroup.objects.filter(edition=OuterRef("pk"))))),
        "lost_papers": _first_of(_lost_papers()),
        "sheet": listed,
        "timings": [Timing(edition, edition.first_approved) for edition in listed.page],
        "rule": PUBLICATION_RULE.days,
    }


def _first() -> QuerySet[Edition]:
    public: QuerySet[Edition] = Edition.objects.visible_to(ANYBODY).filter(meeting=OuterRef("meeting"))
    return public.order_by("number")


def _awaited() -> QuerySet[Announcement]:
    """Meetings that were announced and are past, and of which nobody can read minutes here."""
    without: Any = Announcement.objects.still_without_minutes(ANYBODY, today()).with_meeting()
    past: QuerySet[Announcement] = without.filter(last_day__lt=today(), is_withdrawn=False).order_by("-last_day")
    return past


def _empty_years(editions: QuerySet[Edition]) -> list[int]:
    """Give the years between the first and the last meeting of which there is none."""
    years = set(editions.order_by().values_list("meeting__first_day__year", flat=True).distinct())
    return [year for year in range(min(years), max(years)) if year not in years] if years else []


def _lost_papers() -> QuerySet[Reference]:
    """Papers that the minutes name without an address that leads to them."""
    lost: QuerySet[Reference] = Reference.objects.current_for(ANYBODY).filter(url="")
    return lost.select_related("session__edition__meeting__body").order_by("-session__edition__first_day", "pk")


def _first_of(rows: Any) -> Missing:
    first: Iterable[Any] = rows[:LISTED]
    return Missing(list(first), rows.count())
