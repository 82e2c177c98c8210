"""Following decisions and action items, and what is recorded of them since."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from decisions import register
from decisions.filters import DUE_SOON, OVERDUE, ActionFilter, ItemFilter
from decisions.models import ActionItem, Alteration, Decision
from meetings.querysets import ANYBODY
from ogpminutes import lasting
from ogpminutes.following import entries, news, recorded
from ogpminutes.following.entries import Entry
from ogpminutes.following.news import Days, Window
from ogpminutes.following.pages import Source
from ogpminutes.following.recorded import Recorded
from ogpminutes.following.stream import Stream, dated
from ogpminutes.lasting import Gone, Life

WRITTEN = ("passage__session__position", "passage__number", "position", "pk")  # the order of items within minutes


class RegisterStream(Stream):
    """Decisions or action items, and what became of them since."""

    model: ClassVar[type[Decision] | type[ActionItem]]
    letter: ClassVar[str]  # begins their numbers
    same: ClassVar[tuple[str, ...]]  # what has to be equal for an item to be the same in two editions
    facts: ClassVar[tuple[str, ...]]  # that, and what may be NULL

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.filters = self.search(data)
        self.query, self.notes, self.items = self.filters.query, self.filters.notes, self.filters.qs

    @property
    def chosen(self) -> list[str]:
        return self.filters.chosen

    @property
    def words(self) -> str:
        return self.filters.words

    @abstractmethod
    def search(self, data: QueryDict) -> ItemFilter: ...

    @abstractmethod
    def entry(self, item: Any, life: Life) -> Entry: ...

    def _recorded(self) -> Iterable[Recorded]:
        """What is told of beside the items. Who follows what is open is told, too, of what settles it."""
        yield recorded.updates(self.filters.ever(self.filters.queryset.all()), self.letter)

    def _sources(self, window: Window | None) -> tuple[Source, ...]:
        """What is recorded of items, and items; both by the moment at which they became public."""
        beside = (each.source(window) for each in self._recorded())
        return (*beside, Source(self._rows(window), "edition__seal__sealed_at", self._show))

    def _rows(self, window: Window | None) -> Any:
        rows = self.items.order_by("-edition__seal__sealed_at", *WRITTEN)
        return rows.filter(window.of("edition__seal__"), ~Exists(self._before(window))) if window else rows

    def _show(self, keys: list[int]) -> list[tuple[int, Entry]]:
        items = list(dated(self.items.filter(pk__in=keys).select_related("edition__seal"), "edition__"))
        lives = lasting.of_items(self.model, items, self.facts) if items else {}
        return [(item.pk, self.entry(item, lives[item.pk])) for item in items]

    def _before(self, window: Window) -> Any:
        """The same item, word for word, among those of the edition of its meeting that was told of last."""
        same = {name: OuterRef(name) for name in ("edition__meeting", "number", *self.same)}
        told = self.model.objects.visible_to(ANYBODY).filter(edition__in=news.told_last(window), **same)
        return self.filters.ever(told)

    def _lost(self, replaced: Iterable[int]) -> list[Gone]:
        stood = self.model.objects.visible_to(ANYBODY).filter(edition__in=list(replaced)).with_passage()
        return lasting.gone_items(self.model, self.filters.ever(stood))


class DecisionStream(RegisterStream):
    name, page, title = "decisions", "decisions", "Decisions of the Steering Committee"
    model, letter = Decision, "D"
    same = facts = lasting.DECIDED

    def search(self, data: QueryDict) -> ItemFilter:
        return register.search(ANYBODY, data)

    def entry(self, item: Decision, life: Life) -> Entry:
        return entries.of_decision(item, life)

    def _recorded(self) -> Iterable[Recorded]:
        """Who follows a document reads, too, that a decision is not said to have altered it any more."""
        yield from super()._recorded()
        document = self.filters.value_of("altered")
        told = Alteration.objects.of_document(document) if document else None
        yield recorded.alterations(self.filters.without("altered"), told)


class ActionStream(RegisterStream):
    name, page, title = "actions", "actions", "Action items of the Steering Committee"
    model, letter = ActionItem, "A"
    filters: ActionFilter
    same = ("text", "responsible")
    facts = (*same, "due")

    def search(self, data: QueryDict) -> ActionFilter:
        return register.search_actions(ANYBODY, data)

    def entry(self, item: ActionItem, life: Life) -> Entry:
        return entries.of_action(item, life)

    def _recorded(self) -> Iterable[Recorded]:
        """Of what is overdue, what happened since it is: an item that was settled in time never was."""
        items, is_overdue = self.filters.ever(self.filters.queryset.all()), self.filters.value_of("due") == OVERDUE
        yield recorded.updates(items, self.letter, is_late=is_overdue)

    def _sources(self, window: Window | None) -> tuple[Source, ...]:
        """Whoever follows what is overdue, or due soon, is told when a day makes it so."""
        days = news.days_of(window) if window and self.filters.is_by_day else None
        sources = super()._sources(window)
        return (self._come(window, days), *sources) if window and days else sources

    def _come(self, window: Window, days: Days) -> Source:
        """Items of which the day came or passed, but for those that are told of as new."""
        spans = {OVERDUE: days.overdue, DUE_SOON: days.soon}
        told = self._rows(window).order_by().values("pk")
        came = self.items.due_between(*spans[self.filters.value_of("due")]).exclude(pk__in=told)
        morning = timezone.make_aware(datetime.combine(days.upto, time()))
        return Source(came.annotate(came=Value(morning)).order_by("due", "pk"), "came", self._show_due)

    def _show_due(self, keys: list[int]) -> list[tuple[int, Entry]]:
        is_overdue = self.filters.value_of("due") == OVERDUE
        return [(key, entries.of_day(entry, is_overdue=is_overdue)) for key, entry in self._show(keys)]

    def _before(self, window: Window) -> Any:
        never = Value(date.min)  # NULL is not NULL in SQL, but no day is no day
        before = super()._before(window).alias(day=Coalesce("due", never))
        return before.filter(day=Coalesce(OuterRef("due"), never))
