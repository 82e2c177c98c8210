"""What can be followed: minutes, decisions, action items, and whatever a search of the record finds.

A stream is a name and a query string, read as its page reads them, for a reader who has not signed in: a feed and a
letter show what anybody may see. What was published last comes first, however old the meeting is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from decisions import register
from decisions.filters import ItemFilter
from decisions.models import ActionItem, Alteration, Decision, Update
from meetings.models import Edition, Passage, Seal
from meetings.models import Entry as IndexEntry
from meetings.querysets import ANYBODY
from ogpminutes import listing, results
from ogpminutes.following import entries, lasting, pages
from ogpminutes.following.entries import Entry
from ogpminutes.following.lasting import Gone, Life
from ogpminutes.following.pages import LENGTH, Page, Place, Source

WRITTEN = ("passage__session__position", "passage__number", "position", "pk")  # the order of items within minutes


@dataclass(frozen=True, slots=True)
class Window:
    """The news after one position, up to another."""

    after: int
    upto: int

    def of(self, path: str) -> Q:
        """A condition on rows whose news are at `path`."""
        return Q(**{f"{path}news__position__gt": self.after, f"{path}news__position__lte": self.upto})


class Stream(ABC):
    """One thing to follow. Feeds `turn_to` its pages; `news` gives what became public in a window."""

    name: ClassVar[str]
    page: ClassVar[str]  # the name of the URL where people read it
    title: ClassVar[str]

    def __init__(self, data: QueryDict) -> None:
        self.query = ""
        self.notes: list[str] = []

    @property
    def path(self) -> str:
        return reverse(self.page) + (f"?{self.query}" if self.query else "")

    @property
    def label(self) -> str:
        """What it is, filters included, in words of the portal alone: whatever somebody typed is left out."""
        return f"{self.title}: {'; '.join(self.chosen)}" if self.chosen else self.title

    @property
    def chosen(self) -> list[str]:
        """What it is narrowed to, as the portal calls that."""
        return []

    @property
    def words(self) -> str:
        """The words that are looked for, as somebody typed them."""
        return ""

    def feed_path(self, form: str) -> str:
        return reverse("feed", args=[self.name, form]) + (f"?{self.query}" if self.query else "")

    @abstractmethod
    def _sources(self, window: Window | None) -> tuple[Source, ...]: ...

    def turn_to(self, place: Place | None = None) -> Page:
        return pages.page(self._sources(None), place)

    def news(self, window: Window, length: int = LENGTH) -> list[Entry]:
        """Give what became public in a window. Where a part of the query means nothing any more, that is nothing:
        without it the stream would tell of what nobody asked for."""
        return [] if self.notes else pages.newest(self._sources(window), length)

    def withdrawn(self) -> list[Gone]:
        """Give what was told of here once and left the record since, the newest departure first."""
        return []

    def has_news(self, window: Window) -> bool:
        return not self.notes and any(source.rows.exists() for source in self._sources(window))


class MinutesStream(Stream):
    name, page, title = "minutes", "meetings", "Minutes of the Steering Committee"

    def _sources(self, window: Window | None) -> tuple[Source, ...]:
        rows = Edition.objects.current_for(ANYBODY).order_by("-seal__sealed_at", "pk")
        return (Source(rows.filter(window.of("seal__")) if window else rows, "seal__sealed_at", self._show),)

    def _show(self, keys: list[int]) -> list[tuple[int, Entry]]:
        editions = Edition.objects.current_for(ANYBODY).with_seal().prefetch_related("seal__files")
        return [(edition.pk, entries.of_edition(edition)) for edition in dated(editions.filter(pk__in=keys), "")]


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

    def _told(self, model: Any, window: Window | None, *, is_withdrawn: bool = False) -> Any:
        item = self.items.order_by().filter(edition__meeting=OuterRef("meeting"), number=OuterRef("number"))
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
        known = self._items_of(found)
        for each in found:
            entry = self.recorded[model](each, known[each.meeting_id, each.number])
            yield Gone(entry.name, each.withdrawal.recorded_at, each.withdrawal.note)

    def _show_told(self, model: Any, keys: list[int]) -> list[tuple[int, Entry]]:
        rows = list(model.objects.filter(pk__in=keys).with_all())
        known = self._items_of(rows)
        told = [(each, known.get((each.meeting_id, each.number))) for each in rows]
        return [(row.pk, self.recorded[model](row, item)) for row, item in told if item]

    def _items_of(self, rows: list[Any]) -> dict[tuple[int, str], Any]:
        wanted = {row.meeting_id for row in rows}
        items = self.items.filter(edition__meeting__in=wanted) if wanted else ()
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


class SearchStream(Stream):
    """Passages of the record, as the browse page finds them; regions and themes are searches too."""

    name, page, title = "browse", "browse", "Search of the minutes"

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.filters = results.search(ANYBODY, data)
        self.query = self.filters.query(leave=("sort",))
        self.notes = self.filters.notes

    @property
    def chosen(self) -> list[str]:
        return [", ".join(self.filters.labels(name).values()) for name in self.filters.chosen]

    @property
    def words(self) -> str:
        return self.filters.words

    def _sources(self, window: Window | None) -> tuple[Source, ...]:
        return (Source(self._rows(window), "session__edition__seal__sealed_at", self._show),)

    def _show(self, keys: list[int]) -> list[tuple[int, Entry]]:
        found = Passage.objects.current_for(ANYBODY).filter(pk__in=keys).select_related("session__edition__seal")
        passages = list(results.with_all(dated(found, "session__edition__")))
        tags, lives = listing.tags_of(keys, self.filters.vocabulary), lasting.of_record(passages)
        return [(each.pk, entries.of_passage(each, *tags[each.pk], lives[each.pk])) for each in passages]

    def withdrawn(self) -> list[Gone]:
        """Passages that the search found in a superseded edition, and that left the record with it."""
        superseded = Seal.objects.visible_to(ANYBODY).filter(edition__status="superseded").order_by("-position")
        editions = list(superseded.values_list("edition", flat=True)[:LENGTH])
        if not editions or self.notes:
            return []
        stood = Passage.objects.visible_to(ANYBODY).filter(session__edition__in=editions).in_order()
        index = IndexEntry.objects.passages().visible_to(ANYBODY).filter(edition__in=editions)
        found = results.RecordFilter(QueryDict(self.query), stood, entries=index, options=self.filters.options)
        passages = list(results.with_all(found.qs))
        lost = [*lasting.gone(passages), *lasting.gone_items(Decision, lasting.decided_in(passages))]
        return sorted(lost, key=lambda each: each.when, reverse=True)[:LENGTH]

    def _rows(self, window: Window | None) -> Any:
        rows = self.filters.qs.order_by("-session__edition__seal__sealed_at", "session__position", "number", "pk")
        return rows.filter(window.of("session__edition__seal__"), ~Exists(_before(window))) if window else rows


def _before(window: Window) -> Any:
    """The same words as the same kind of passage, in an edition of that meeting that was told of before."""
    told = Q(session__edition__seal__news__position__lte=window.after)
    same = {name: OuterRef(name) for name in ("session__edition__meeting", "kind", "text", "scope")}
    return Passage.objects.visible_to(ANYBODY).filter(told, **same)


def dated(rows: Any, path: str) -> Any:
    """Rows with `published`, when the first edition of their meeting became public, and `changed`, when theirs did."""
    seals = Seal.objects.visible_to(ANYBODY).filter(edition__meeting=OuterRef(f"{path}meeting"))
    first = seals.in_order().values("sealed_at")[:1]
    return rows.annotate(published=Subquery(first), changed=F(f"{path}seal__sealed_at"))


STREAMS: dict[str, type[Stream]] = {
    stream.name: stream for stream in (MinutesStream, DecisionStream, ActionStream, SearchStream)
}


def open_stream(name: str, query: QueryDict | str) -> Stream:
    """Give what is followed under a name and a query string. Raises `KeyError` for a name that there is not."""
    return STREAMS[name](query if isinstance(query, QueryDict) else QueryDict(query))


def all_streams() -> Iterable[Stream]:
    """Every stream, without a search."""
    return [stream(QueryDict()) for stream in STREAMS.values()]
