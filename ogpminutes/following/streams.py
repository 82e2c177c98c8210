"""What can be followed: minutes, decisions, action items, and whatever a search of the record finds.

A stream is a name and a query string, read as its page reads them, for a reader who has not signed in: a feed and a
letter show what anybody may see. The newest meeting comes first, as in the record, whenever its minutes were published.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from decisions import register
from decisions.filters import ItemFilter
from decisions.models import ActionItem, Decision, Update
from meetings.models import Edition, Passage, Seal
from meetings.models import Entry as IndexEntry
from meetings.querysets import ANYBODY
from ogpminutes import listing, results
from ogpminutes.following import entries, lasting
from ogpminutes.following.entries import Entry
from ogpminutes.following.lasting import Gone, Life

LENGTH = 50  # entries of a feed or a letter; the page has the rest


@dataclass(frozen=True, slots=True)
class Window:
    """The news after one position, up to another."""

    after: int
    upto: int

    def of(self, path: str) -> Q:
        """A condition on rows whose news are at `path`."""
        return Q(**{f"{path}news__position__gt": self.after, f"{path}news__position__lte": self.upto})


class Stream(ABC):
    """One thing to follow. `entries` are its newest; `since` gives those that became public in a window."""

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
        """What it is, in words of the portal alone: whatever somebody typed is left out."""
        return self.title

    def feed_path(self, form: str) -> str:
        return reverse("feed", args=[self.name, form]) + (f"?{self.query}" if self.query else "")

    @abstractmethod
    def entries(self, length: int = LENGTH, window: Window | None = None) -> list[Entry]: ...

    def news(self, window: Window, length: int = LENGTH) -> list[Entry]:
        """Give what became public in a window. Where a part of the query means nothing any more, that is nothing:
        without it the stream would tell of what nobody asked for."""
        return [] if self.notes else self.entries(length, window)

    def withdrawn(self) -> list[Gone]:
        """Give what was told of here once and left the record since, the newest departure first."""
        return []

    def has_news(self, window: Window) -> bool:
        return not self.notes and self._finds(window)

    @abstractmethod
    def _finds(self, window: Window) -> bool: ...


class MinutesStream(Stream):
    name, page, title = "minutes", "meetings", "Minutes of the Steering Committee"

    def entries(self, length: int = LENGTH, window: Window | None = None) -> list[Entry]:
        return [entries.of_edition(edition) for edition in self._rows(window)[:length]]

    def _finds(self, window: Window) -> bool:
        return self._rows(window).exists()

    def _rows(self, window: Window | None) -> QuerySet[Edition]:
        editions = Edition.objects.current_for(ANYBODY).newest_first().with_seal().prefetch_related("seal__files")
        found: QuerySet[Edition] = dated(editions, "")
        return found.filter(window.of("seal__")) if window else found


class RegisterStream(Stream):
    """Decisions or action items, and what became of them since."""

    model: ClassVar[type[Decision] | type[ActionItem]]
    letter: ClassVar[str]  # begins their numbers
    same: ClassVar[tuple[str, ...]]  # what has to be equal for an item to be the same in two editions
    facts: ClassVar[tuple[str, ...]]  # that, and what may be NULL

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        filters = self.search(data)
        self.query, self.notes, self.items = filters.query, filters.notes, filters.qs

    @abstractmethod
    def search(self, data: QueryDict) -> ItemFilter: ...

    @abstractmethod
    def entry(self, item: Any, life: Life) -> Entry: ...

    def entries(self, length: int = LENGTH, window: Window | None = None) -> list[Entry]:
        """Updates by the day of what happened, items by the day of their meeting."""
        updates = list(self._updates(window)[:length])
        items = list(self._rows(window)[:length])
        lives = lasting.of_items(self.model, items, self.facts) if items else {}
        shown = [*self._told_of(updates), *(self.entry(item, lives[item.pk]) for item in items)]
        return sorted(shown, key=lambda entry: entry.day, reverse=True)[:length]

    def _finds(self, window: Window) -> bool:
        return self._rows(window).exists() or self._updates(window).exists()

    def _rows(self, window: Window | None) -> Any:
        rows = dated(self.items.select_related("edition__seal"), "edition__")
        return rows.filter(window.of("edition__seal__"), ~Exists(self._before(window))) if window else rows

    def _before(self, window: Window) -> Any:
        """The same item, word for word, in an edition that was told of before."""
        told = Q(edition__seal__news__position__lte=window.after)
        same = {name: OuterRef(name) for name in ("edition__meeting", "number", *self.same)}
        return self.model.objects.visible_to(ANYBODY).filter(told, **same)

    def _updates(self, window: Window | None, *, is_withdrawn: bool = False) -> QuerySet[Update]:
        item = self.items.order_by().filter(edition__meeting=OuterRef("meeting"), number=OuterRef("number"))
        told = Update.objects.filter(Exists(item), number__startswith=self.letter, withdrawal__isnull=not is_withdrawn)
        updates = told.order_by("-day", "-pk")
        return updates.filter(window.of("")) if window else updates

    def withdrawn(self) -> list[Gone]:
        """Items that left the record with a superseded edition, and updates that were withdrawn."""
        stood = self.model.objects.visible_to(ANYBODY).filter(edition__status="superseded").with_passage()
        lost = lasting.gone_items(self.model, stood.order_by("-edition__seal__position")[: 10 * LENGTH])
        lost += [_gone(*each) for each in self._withdrawn_updates()]
        return sorted(lost, key=lambda each: each.when, reverse=True)[:LENGTH]

    def _withdrawn_updates(self) -> list[tuple[Update, Any]]:
        found = list(self._updates(None, is_withdrawn=True).select_related("withdrawal")[:LENGTH])
        known = self._items_of(found)
        return [(each, known[each.meeting_id, each.number]) for each in found]

    def _told_of(self, updates: list[Update]) -> list[Entry]:
        known = self._items_of(updates)
        return [entries.of_update(each, known[each.meeting_id, each.number]) for each in updates]

    def _items_of(self, updates: list[Update]) -> dict[tuple[int, str], Any]:
        wanted = {update.meeting_id for update in updates}
        items = self.items.filter(edition__meeting__in=wanted) if wanted else ()
        return {(item.edition.meeting_id, item.number): item for item in items}


def _gone(update: Update, item: Decision | ActionItem) -> Gone:
    return Gone(entries.of_update(update, item).name, update.withdrawal.recorded_at, update.withdrawal.note)


class DecisionStream(RegisterStream):
    name, page, title = "decisions", "decisions", "Decisions of the Steering Committee"
    model, letter = Decision, "D"
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
    def label(self) -> str:
        chosen = [", ".join(self.filters.labels(name).values()) for name in self.filters.chosen]
        return f"{self.title}: {'; '.join(chosen)}" if chosen else self.title

    @property
    def words(self) -> str:
        return self.filters.words

    def entries(self, length: int = LENGTH, window: Window | None = None) -> list[Entry]:
        passages = results.with_all(self._rows(window)).select_related("session__edition__seal")[:length]
        tags = listing.tags_of((each.pk for each in passages), self.filters.vocabulary)
        lives = lasting.of_record(list(passages))
        return [entries.of_passage(each, *tags[each.pk], lives[each.pk]) for each in passages]

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

    def _finds(self, window: Window) -> bool:
        return self._rows(window).exists()

    def _rows(self, window: Window | None) -> Any:
        rows = dated(self.filters.qs.in_order(), "session__edition__")
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
