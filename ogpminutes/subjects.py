"""A region or a theme over time: which meetings spoke of it, what they suggested and decided, what is open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from decisions import register
from decisions.models import ActionItem, Decision
from meetings.facets import count
from meetings.forms import VALUES_LIMIT
from meetings.keeping import name_record
from meetings.models import Edition, Entry, Passage, Region, Session, Theme
from meetings.querysets import EditionQuerySet, Reader
from meetings.vocabulary import Vocabulary
from meetings.words import Kind
from ogpminutes import listing, tally
from ogpminutes.charts import Chart, chart
from ogpminutes.listing import Result, Venue
from ogpminutes.narrowing import Narrowing, Subject, name_of

MEETINGS = 5  # a page of a history
FEEDBACK = 20  # items of one meeting; the others are one step away
OPEN = 5  # decisions and action items that are listed as open
SHOWN = (Kind.FEEDBACK, Kind.DECISION)


@dataclass(frozen=True, slots=True)
class Row:
    """A region or theme in its list, with what the record holds on it."""

    subject: Subject
    feedback: int
    decisions: int
    passages: int


def overview(user: Reader, model: type[Region] | type[Theme]) -> list[Row]:
    """Give all regions or all themes with their counts, in one query beside those of the tally."""
    counted = tally.tally(user, name_record(user)).subjects[name_of(model)]
    subjects: Iterable[Any] = model.objects.all()
    return [Row(subject, *counted.get(subject.slug, (0, 0, 0))) for subject in subjects]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one meeting said about a subject; `decisions` and `actions` come with what became of them."""

    edition: Edition
    sessions: list[Session]
    decisions: list[register.Standing]
    actions: list[register.Standing]
    suggested: list[Result]

    @property
    def feedback(self) -> list[Result]:
        return self.suggested[:FEEDBACK]


@dataclass(frozen=True, slots=True)
class Year:
    """How much one year said."""

    year: int
    meetings: int
    sessions: int
    feedback: int
    decisions: int
    passages: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """A theme of a region or a region of a theme: how many passages are about both, and where they are shown."""

    subject: Subject
    passages: int
    query: str


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What was decided and promised, and is not settled; the newest of it is listed."""

    decisions: list[register.Standing]
    actions: list[register.Standing]
    decision_count: int
    action_count: int

    @property
    def is_more(self) -> bool:
        return self.decision_count > len(self.decisions) or self.action_count > len(self.actions)


class History:
    """All that a reader may see on one region or theme, as far as it is asked for."""

    def __init__(self, user: Reader, narrowing: Narrowing) -> None:
        self.user = user
        self.narrowing = narrowing
        self.passages = narrowing.about(Passage.objects.current_for(user), *narrowing.subjects)
        self.sessions = narrowing.about(Session.objects.current_for(user), *narrowing.subjects)

    @cached_property
    def passage_counts(self) -> dict[int, Counter[str]]:
        """Edition id -> how many passages of each kind are about it, in one query."""
        found: dict[int, Counter[str]] = defaultdict(Counter)
        rows = self.passages.order_by().values_list("session__edition", "kind").annotate(number=Count("pk"))
        for edition, kind, number in rows:
            found[edition][kind] = number
        return found

    @cached_property
    def session_counts(self) -> dict[int, int]:
        """Edition id -> how many sessions are about it, in one query."""
        return dict(self.sessions.order_by().values_list("edition").annotate(number=Count("pk")))

    @cached_property
    def editions(self) -> dict[int, int]:
        """Edition id -> year, of the meetings that spoke of it, in order, in one query and those of the counts."""
        said = self.passage_counts.keys() | self.session_counts.keys()
        editions = self._in_order(Edition.objects.current_for(self.user))
        return {pk: year for pk, year in editions.values_list("pk", "meeting__first_day__year") if pk in said}

    def _in_order(self, editions: EditionQuerySet[Edition]) -> EditionQuerySet[Edition]:
        """Editions newest meeting first, or, where that is asked for, oldest first."""
        return editions.newest_first().reverse() if self.narrowing.is_oldest_first else editions.newest_first()

    @cached_property
    def years(self) -> list[Year]:
        """Give what each year said, in order. Years that said nothing are left out."""
        return [_year(year, self, [pk for pk, _ in own]) for year, own in groupby(self.editions.items(), itemgetter(1))]

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of meetings, sessions, passages, feedback items and decisions."""
        return {
            name: sum(getattr(year, name) for year in self.years)
            for name in ("meetings", "sessions", "passages", "feedback", "decisions")
        }

    @property
    def chart(self) -> Chart | None:
        """Passages by year, from the first year that is asked for, or that has minutes, to the newest."""
        first, last = self.narrowing.since or self.narrowing.first, self.narrowing.last
        return chart({year.year: year.passages for year in self.years}, first, last)

    def crossings(self) -> list[Crossing]:
        """Give the themes of a region, or the regions of a theme, most passages first, in one query."""
        subject, since = self.narrowing.subject, self.narrowing.since
        entries = Entry.objects.passages().current_for(self.user).about(f"{name_of(subject)}s", [subject.slug])
        counts = count(entries.since(since) if since else entries, f"{self.narrowing.other}s")
        found = [
            Crossing(other, counts[other.slug], self.narrowing.query(other))
            for other in self.narrowing.others
            if counts[other.slug]
        ]
        return sorted(found, key=lambda crossing: -crossing.passages)

    def still_open(self) -> StillOpen:
        """Give what is not settled, newest first, in eight queries."""
        decisions, decision_count = self._left(Decision.objects.current_for(self.user))
        actions, action_count = self._left(ActionItem.objects.current_for(self.user))
        return StillOpen(decisions, actions, decision_count, action_count)

    def _left(self, rows: Any) -> tuple[list[register.Standing], int]:
        left = rows.filter(passage__in=self.passages).still_open().newest_first()
        ids = list(left.values_list("pk", flat=True))
        listed = rows.filter(pk__in=ids[:OPEN]).with_passage().newest_first()
        return register.standings(self.user, listed), len(ids)

    def chapters(self, ids: Iterable[int], vocabulary: Vocabulary) -> list[Chapter]:
        """Give what these editions said, in order, in ten queries."""
        editions = list(self._in_order(Edition.objects.filter(pk__in=list(ids)).with_meeting()))
        passages = self.passages.filter(session__edition__in=editions)
        feedback = passages.filter(kind=Kind.FEEDBACK).in_order().values_list(*listing.READ)
        meetings = [edition.meeting for edition in editions]
        venues = {meeting.pk: Venue(str(meeting), meeting.slug) for meeting in meetings}
        results = listing.gather(feedback, venues.get, (), vocabulary)
        sessions = list(self.sessions.filter(edition__in=editions).order_by("position"))
        decisions, actions = (
            register.standings(self.user, rows.filter(passage__in=passages).with_passage().newest_first())
            for rows in (Decision.objects.current_for(self.user), ActionItem.objects.current_for(self.user))
        )
        return [
            Chapter(
                edition,
                [session for session in sessions if session.edition_id == edition.pk],
                [decision for decision in decisions if decision.item.edition_id == edition.pk],
                [action for action in actions if action.item.edition_id == edition.pk],
                [result for result in results if result.edition == edition.pk],
            )
            for edition in editions
        ]

    @property
    def subject_query(self) -> str:
        """The search for all that is about these subjects."""
        return urlencode([(name_of(subject), subject.slug) for subject in self.narrowing.subjects])

    @property
    def query(self) -> str:
        """The search for the passages of this history; nothing where it has more years than a search takes."""
        years = [year.year for year in self.years] if self.narrowing.since else []
        named = urlencode([*(("year", year) for year in years), *self.narrowing.sort])
        return "&".join(filter(None, [self.subject_query, named])) if len(years) <= VALUES_LIMIT else ""


def open_history(user: Reader, data: Any, subject: Subject) -> History:
    """Give the history of a region or theme, narrowed as a query string asks."""
    return History(user, Narrowing(data, subject, tally.tally(user, name_record(user)).years))


def _year(year: int, history: History, editions: list[int]) -> Year:
    kinds = sum((history.passage_counts.get(pk, Counter()) for pk in editions), Counter[str]())
    sessions = sum(history.session_counts.get(pk, 0) for pk in editions)
    return Year(year, len(editions), sessions, kinds[Kind.FEEDBACK], kinds[Kind.DECISION], kinds.total())
