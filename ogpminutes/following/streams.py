"""What can be followed: minutes, decisions, action items, and whatever a search of the record finds.

A feed and a letter show what anybody may see. What was published last comes first, however old the meeting is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from decisions.models import ActionItem, Alteration, Decision, Update
from meetings.models import Edition, Passage
from meetings.models import Entry as IndexEntry
from meetings.querysets import ANYBODY
from ogpminutes import lasting, listing, results
from ogpminutes.following import entries, news, recorded
from ogpminutes.following.entries import Entry
from ogpminutes.following.news import Window
from ogpminutes.following.pages import Source
from ogpminutes.following.recorded import Recorded
from ogpminutes.following.registers import ActionStream, DecisionStream
from ogpminutes.following.stream import Stream, dated
from ogpminutes.lasting import Gone

ITEMS: tuple[Any, ...] = (Decision, ActionItem)


class MinutesStream(Stream):
    name, page, title = "minutes", "meetings", "Minutes of the Steering Committee"

    def _sources(self, window: Window | None) -> tuple[Source, ...]:
        rows = Edition.objects.current_for(ANYBODY).order_by("-seal__sealed_at", "pk")
        return (Source(rows.filter(window.of("seal__")) if window else rows, "seal__sealed_at", self._show),)

    def _show(self, keys: list[int]) -> list[tuple[int, Entry]]:
        editions = Edition.objects.current_for(ANYBODY).with_seal().prefetch_related("seal__files")
        return [(edition.pk, entries.of_edition(edition)) for edition in dated(editions.filter(pk__in=keys), "")]


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
        """What is recorded of decisions and action items that passages state, and the passages."""
        beside = (each.source(window) for each in self._recorded())
        return (*beside, Source(self._rows(window), "session__edition__seal__sealed_at", self._show))

    def _recorded(self) -> Iterable[Recorded]:
        if not self._told_of:
            return ()
        decisions, actions = (
            model.objects.current_for(ANYBODY).filter(passage__in=self._told_of).with_passage() for model in ITEMS
        )
        return recorded.updates(decisions, "D"), recorded.alterations(decisions), recorded.updates(actions, "A")

    @cached_property
    def _told_of(self) -> list[int]:
        """The passages that the search finds and of whose decision or action item something is recorded.

        Who follows what is open is told, too, of what settles it. Both lists are read by themselves: asked together,
        each database finds a way that takes seconds in a large record.
        """
        own = {"meeting": OuterRef("edition__meeting"), "number": OuterRef("number")}
        is_told_of = Exists(Update.objects.filter(**own)) | Exists(Alteration.objects.filter(**own))
        told_of = (model.objects.current_for(ANYBODY).filter(is_told_of).values_list("passage") for model in ITEMS)
        stating = [passage for rows in told_of for (passage,) in rows]
        leave = ("state",) if "open" in self.filters.chosen.get("state", ()) else ()
        found = self.filters.without(*leave).filter(key__in=stating)
        return list(found.values_list("key", flat=True)) if stating else []

    def _show(self, keys: list[int]) -> list[tuple[int, Entry]]:
        found = Passage.objects.current_for(ANYBODY).filter(pk__in=keys).select_related("session__edition__seal")
        passages = list(results.with_all(dated(found, "session__edition__")))
        tags, lives = listing.tags_of(keys, self.filters.vocabulary), lasting.of_record(passages)
        return [(each.pk, entries.of_passage(each, *tags[each.pk], lives[each.pk])) for each in passages]

    def _lost(self, replaced: Iterable[int]) -> list[Gone]:
        passages = list(results.with_all(self._found_in(list(replaced))))
        return [*lasting.gone(passages), *lasting.gone_items(Decision, lasting.decided_in(passages))]

    def _rows(self, window: Window | None) -> Any:
        rows = self.filters.qs.order_by("-session__edition__seal__sealed_at", "session__position", "number", "pk")
        return rows.filter(window.of("session__edition__seal__"), ~Exists(self._before(window))) if window else rows

    def _before(self, window: Window) -> Any:
        """The same words as the same kind of passage, found in the edition of that meeting that was told of last."""
        same = {name: OuterRef(name) for name in ("session__edition__meeting", "kind", "text", "scope")}
        return self._found_in(news.told_last(window)).filter(**same)

    def _found_in(self, editions: list[int]) -> Any:
        """Give what the search finds in some public editions, whether they were replaced or not."""
        stood = Passage.objects.visible_to(ANYBODY).filter(session__edition__in=editions).in_order()
        index = IndexEntry.objects.passages().visible_to(ANYBODY).filter(edition__in=editions)
        return results.RecordFilter(QueryDict(self.query), stood, entries=index, options=self.filters.options).qs


STREAMS: dict[str, type[Stream]] = {
    stream.name: stream for stream in (MinutesStream, DecisionStream, ActionStream, SearchStream)
}


def open_stream(name: str, query: QueryDict | str) -> Stream:
    """Give what is followed under a name and a query string. Raises `KeyError` for a name that there is not."""
    return STREAMS[name](query if isinstance(query, QueryDict) else QueryDict(query))


def all_streams() -> Iterable[Stream]:
    """Every stream, without a search."""
    return [stream(QueryDict()) for stream in STREAMS.values()]
