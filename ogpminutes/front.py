"""What the home page and the list of meetings show: the newest minutes, what is open, meetings by year, subjects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest

from attendees.models import Attendance
from decisions import register
from decisions.models import ActionItem, Decision
from meetings.keeping import name_record
from meetings.models import Announcement, Edition, Passage, Region, Session, Theme
from meetings.paging import sheet
from meetings.querysets import Reader
from meetings.words import HERE, Kind
from ogpminutes import tally
from ogpminutes.charts import NARROW, chart
from ogpminutes.models.members import today

THEMES = 6  # on the home page; the others are one step away
COMING = 10  # announced meetings in a list
HELD = 3  # of them, past ones without minutes; `/about/` lists all of these
LISTED = 25  # on one page of the list of meetings


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting in a list, with what its minutes hold."""

    edition: Edition
    feedback: int
    decisions: int
    people: int


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A session in the ledger of a meeting; `share` is its feedback in hundredths of the fullest session's."""

    session: Session
    feedback: int
    share: int
    decisions: int
    breakouts: int
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A region or a theme, with what the record holds on it."""

    subject: Region | Theme
    feedback: int


@dataclass(frozen=True, slots=True)
class LeftToDo:
    """What is open in the whole record, and the action items that are due longest or next, or else the oldest."""

    decisions: int
    actions: int
    overdue: int
    next: list[register.Standing]

    @property
    def are_due(self) -> bool:
        return any(standing.due for standing in self.next)


# The home page


def welcome(user: Reader) -> dict[str, Any]:
    """Give what the home page shows; `latest` is None before the first minutes.

    The queries are as many, and ask for as few rows, for a hundred meetings as for one: `tally` keeps the counts.
    """
    record = name_record(user)
    counted = tally.tally(user, record)
    newest = Edition.objects.visible_to(user).filter(pk__in=counted.editions).with_meeting().newest_first()
    listed = lines(list(newest))
    latest = listed[0] if listed else None
    themes = sorted(subjects(Theme, counted.subjects["theme"]), key=lambda line: -line.feedback)
    decisions = Decision.objects.visible_to(user).filter(pk__in=counted.decisions)
    return {
        "latest": latest,
        "earlier": listed[1:],
        "agenda": agenda(latest.edition) if latest else [],
        "coming": coming(user),
        "left": left_to_do(user, tally.still_open(user, record)),
        "regions": subjects(Region, counted.subjects["region"]),
        "themes": [line for line in themes[:THEMES] if line.feedback],
        "theme_count": len(themes),
        "decisions": list(decisions.with_passage().newest_first()),
        "years": chart(counted.years, room=NARROW),
        "meeting_count": sum(counted.years.values()),
        "today": today(),
    }


def left_to_do(user: Reader, counted: tally.Open) -> LeftToDo:
    """Give what is still open, with the rows that are next, in three queries."""
    items = ActionItem.objects.visible_to(user).filter(pk__in=counted.next)
    due = items.with_passage().order_by("due", "edition__first_day", "edition__meeting__slug", "pk")
    return LeftToDo(counted.decisions, counted.actions, counted.overdue, register.standings(user, due))


def agenda(edition: Edition) -> list[AgendaLine]:
    """Give the sessions of an edition as they follow each other, breakouts behind their session, in three queries."""
    sessions = list(Session.objects.of_edition(edition).prefetch_related("regions").order_by("position"))
    passages = Passage.objects.of_edition(edition)
    counts = _counts(passages, "session", "kind")
    feedback = {session.pk: counts.get((session.pk, Kind.FEEDBACK), 0) for session in sessions}
    most = max(feedback.values(), default=0) or 1
    return [
        AgendaLine(
            session,
            feedback[session.pk],
            100 * feedback[session.pk] // most,
            counts.get((session.pk, Kind.DECISION), 0),
            sum(other.parent_id == session.pk for other in sessions),
            tuple(region.slug for region in session.regions.all()),
        )
        for session in sessions
    ]


def subjects(model: type[Region] | type[Theme], held: Mapping[str, tally.Held]) -> list[SubjectLine]:
    """Give all regions or all themes with the feedback on each, in one query."""
    rows: Iterable[Any] = model.objects.all()
    return [SubjectLine(subject, held.get(subject.slug, (0,))[0]) for subject in rows]


# The list of meetings


def list_meetings(request: HttpRequest, year: int | None = None) -> dict[str, Any]:
    """Give a page of the meetings by year, newest first; of one year alone where it is given.

    Raises `Http404` for a year without any.
    """
    editions = Edition.objects.current_for(request.user).with_meeting().newest_first()
    if year is not None:
        editions = editions.in_year(year)
    listed = sheet(request, editions, size=LISTED)
    if year is not None and not listed.count:
        raise Http404(f"There are no minutes of {year}.")
    years: dict[int, list[Line]] = {}
    for line in lines(list(listed.page)):
        years.setdefault(year or line.edition.first_day.year, []).append(line)
    return {"years": years, "year": year, "sheet": listed, "coming": [] if year else coming(request.user)}


def coming(user: Reader) -> list[Announcement]:
    """Give the announced meetings whose minutes a reader cannot read yet, in one query: to come, then the last past."""
    without: Any = Announcement.objects.still_without_minutes(user, today()).with_meeting()
    found = list(without.with_held(today()).coming_first()[:COMING])
    held = [announced for announced in found if announced.is_held]
    return found[: len(found) - len(held)] + held[:HELD]


def announced(user: Reader, slug: str) -> Announcement | None:
    """Give what was announced of a meeting, while a reader cannot read its minutes."""
    found = Announcement.objects.still_without_minutes(user, date.min).of_meeting(slug)
    return found.with_meeting().with_held(today()).first()


def lines(editions: list[Edition]) -> list[Line]:
    """Give meetings with what their minutes hold, in two queries."""
    kinds = _counts(Passage.objects.filter(session__edition__in=editions), "session__edition", "kind")
    attendances = Attendance.objects.filter(group__edition__in=editions, presence__in=HERE).exclude(name="")
    people = _counts(attendances, "group__edition")
    return [
        Line(
            edition,
            kinds.get((edition.pk, Kind.FEEDBACK), 0),
            kinds.get((edition.pk, Kind.DECISION), 0),
            people.get((edition.pk,), 0),
        )
        for edition in editions
    ]


def _counts(rows: QuerySet[Any], *columns: str) -> dict[tuple[Any, ...], int]:
    """Give how many rows there are for each combination of these columns, in one query."""
    counted = rows.order_by().values_list(*columns).annotate(number=Count("pk"))
    return {tuple(place): number for *place, number in counted}
