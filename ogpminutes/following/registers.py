"""Following decisions and action items, and what is recorded of them since."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from decisions import register
from decisions.filters import ItemFilter
from decisions.models import ActionItem, Alteration, Decision, Update
from meetings.querysets import ANYBODY
from ogpminutes import lasting
from ogpminutes.following import entries
from ogpminutes.following.entries import Entry
from ogpminutes.following.pages import LENGTH, Source
from ogpminutes.following.stream import Stream, Window, dated
from ogpminutes.lasting import Gone, Life

WRITTEN = ("passage__session__position", "passage__number", "position", "pk")  # the order of items within minutes


class RegisterStream(Stream):
    """Decisions or action items, and what became of them since."""

    model: ClassVar[type[Decision] | type[ActionItem]]
    letter: ClassVar[str]  # begins their numbers
    recorded: ClassVar[dict[Any, Callable[[Any, Any], Entry]]] = {Update: entries.of_update}  # beside the items
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

    def _sources(self, window: Window | None) -> tuple[Source, ...]:
        """What is recorded of items, and items; both by the moment at which they became public."""
        beside = (
            Source(self._told(model, window), "recorded_at", partial(self._show_told, model)) for model in self.recorded
        )
        return (*beside, Source(self._rows(window), "edition__seal__sealed_at", self._show))

    def _rows(self, window: Window | None) -> Any:
        rows = self.items.order_by("-edition__seal__sealed_at", *WRITTEN)
        return rows.filter(window.of("edition__seal__"), ~Exists(self._before(window))) if window else rows

    def _show(self, keys: list[int]) -> list[tuple[int, Entry]]:
        items = list(dated(self.items.filter(pk__in=keys).select_related("edition__seal"), "edition__"))
        lives = lasting.of_items(self.model, items, self.facts) if items else {}
        return [(item.pk, self.entry(item, lives[item.pk])) for item in items]

    def _before(self, window: Window) -> Any:
        """The same item, word for word, in an edition that was told of before."""
        told = Q(edition__seal__news__position__lte=window.after)
        same = {name: OuterRef(name) for name in ("edition__meeting", "number", *self.same)}
        return self.model.objects.visible_to(ANYBODY).filter(told, **same)

    def _beside(self, model: Any) -> Any:
        """Items of which records of a kind are told."""
        return self.items

    def _told(self, model: Any, window: Window | None, *, is_withdrawn: bool = False) -> Any:
        item = self._beside(model).order_by().filter(edition__meeting=OuterRef("meeting"), number=OuterRef("number"))
        told = model.objects.filter(Exists(item), number__startswith=self.letter, withdrawal__isnull=not is_withdrawn)
        rows = told.order_by("-recorded_at", "-pk")
        return rows.filter(window.of("")) if window else rows

    def withdrawn(self) -> list[Gone]:
        """Items that left the record with a superseded edition, and what was recorded of items and withdrawn."""
        stood = self.model.objects.visible_to(ANYBODY).filter(edition__status="superseded").with_passage()
        lost = lasting.gone_items(self.model, stood.order_by("-edition__seal__position")[: 10 * LENGTH])
        lost += [gone for model in self.recorded for gone in self._taken_back(model)]
        return sorted(lost, key=lambda each: each.when, reverse=True)[:LENGTH]

    def _taken_back(self, model: Any) -> Iterable[Gone]:
        found = list(self._told(model, None, is_withdrawn=True).with_all()[:LENGTH])
        known = self._items_of(model, found)
        for each in found:
            entry = self.recorded[model](each, known[each.meeting_id, each.number])
            yield Gone(entry.name, each.withdrawal.recorded_at, each.withdrawal.note)

    def _show_told(self, model: Any, keys: list[int]) -> list[tuple[int, Entry]]:
        rows = list(model.objects.filter(pk__in=keys).with_all())
        known = self._items_of(model, rows)
        told = [(each, known.get((each.meeting_id, each.number))) for each in rows]
        return [(row.pk, self.recorded[model](row, item)) for row, item in told if item]

    def _items_of(self, model: Any, rows: list[Any]) -> dict[tuple[int, str], Any]:
        wanted = {row.meeting_id for row in rows}
        items = self._beside(model).filter(edition__meeting__in=wanted) if wanted else ()
        return {(item.edition.meeting_id, item.number): item for item in items}


class DecisionStream(RegisterStream):
    name, page, title = "decisions", "decisions", "Decisions of the Steering Committee"
    model, letter = Decision, "D"
    recorded: ClassVar = {**RegisterStream.recorded, Alteration: entries.of_alteration}
    same = facts = lasting.DECIDED

    def search(self, data: QueryDict) -> ItemFilter:
        return register.search(ANYBODY, data)

    def entry(self, item: Decision, life: Life) -> Entry:
        return entries.of_decision(item, life)

    def _beside(self, model: Any) -> Any:
        """Who follows a document reads, too, that a decision is not said to have altered it any more."""
        return self.filters.without("altered") if model is Alteration else self.items

    def _told(self, model: Any, window: Window | None, *, is_withdrawn: bool = False) -> Any:
        told, document = super()._told(model, window, is_withdrawn=is_withdrawn), self.filters.value_of("altered")
        return told.of_document(document) if model is Alteration and document else told


class ActionStream(RegisterStream):
    name, page, title = "actions", "actions", "Action items of the Steering Committee"
    model, letter = ActionItem, "A"
    same = ("text", "responsible")
    facts = (*same, "due")

    def search(self, data: QueryDict) -> ItemFilter:
        return register.search_actions(ANYBODY, data)

    def entry(self, item: ActionItem, life: Life) -> Entry:
        return entries.of_action(item, life)

    def _before(self, window: Window) -> Any:
        never = Value(date.min)  # NULL is not NULL in SQL, but no day is no day
        before = super()._before(window).alias(day=Coalesce("due", never))
        return before.filter(day=Coalesce(OuterRef("due"), never))
