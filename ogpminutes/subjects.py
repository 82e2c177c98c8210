"""A region or a theme over time: which meetings spoke of it, in which sessions, with what feedback and decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from meetings.facets import count
from meetings.models import Edition, Passage, Region, Session, Theme
from meetings.querysets import Reader
from meetings.vocabulary import Vocabulary
from meetings.words import Kind
from ogpminutes.results import Result, gather, with_all

MEETINGS = 5  # a page of a history
SHOWN = (Kind.FEEDBACK, Kind.DECISION)


@dataclass(frozen=True, slots=True)
class Row:
    """A region or theme in its list, with what the record holds on it."""

    subject: Region | Theme
    feedback: int
    decisions: int
    passages: int


def overview(user: Reader, model: type[Region] | type[Theme]) -> list[Row]:
    """Give all regions or all themes with their counts, in four queries."""
    name = str(model._meta.model_name)
    passages = Passage.objects.current_for(user)
    feedback, decisions = (count(passages.filter(kind=kind), name) for kind in SHOWN)
    everything: Counter[str] = count(passages, name)
    subjects: Iterable[Any] = model.objects.all()
    return [
        Row(subject, feedback[subject.slug], decisions[subject.slug], everything[subject.slug]) for subject in subjects
    ]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one meeting said about a subject."""

    edition: Edition
    sessions: list[Session]
    results: list[Result]

    @property
    def feedback(self) -> int:
        return sum(result.passage.kind == Kind.FEEDBACK for result in self.results)

    @property
    def decisions(self) -> int:
        return sum(result.passage.kind == Kind.DECISION for result in self.results)


class History:
    """All that a reader may see on one region or theme."""

    def __init__(self, user: Reader, subject: Region | Theme) -> None:
        self.passages = _about(Passage.objects.current_for(user), subject)
        self.sessions = _about(Session.objects.current_for(user), subject)
        self.editions = Edition.objects.current_for(user).filter(
            Q(pk__in=self.passages.values("session__edition")) | Q(pk__in=self.sessions.values("edition"))
        )

    def counts(self) -> dict[str, int]:
        """Give the numbers of sessions, passages, feedback items and decisions, in two queries."""
        kinds = {kind.value: Count("pk", filter=Q(kind=kind.value)) for kind in SHOWN}
        return {**self.passages.order_by().aggregate(passages=Count("pk"), **kinds), "sessions": self.sessions.count()}

    def meetings(self) -> QuerySet[Edition]:
        return self.editions.newest_first().with_meeting()

    def chapters(self, editions: Iterable[Edition], vocabulary: Vocabulary) -> list[Chapter]:
        """Give what these meetings said, in three queries."""
        editions = list(editions)
        shown = self.passages.filter(session__edition__in=editions, kind__in=SHOWN).in_order()
        results = gather(with_all(shown), (), vocabulary)
        sessions = list(self.sessions.filter(edition__in=editions).order_by("position"))
        return [
            Chapter(
                edition,
                [session for session in sessions if session.edition_id == edition.pk],
                [result for result in results if result.passage.session.edition_id == edition.pk],
            )
            for edition in editions
        ]


def _about(rows: Any, subject: Region | Theme) -> Any:
    return rows.in_region([subject.slug]) if isinstance(subject, Region) else rows.on_theme([subject.slug])
