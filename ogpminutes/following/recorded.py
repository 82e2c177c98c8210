"""What is recorded of decisions and action items since the minutes, as streams tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from decisions.models import Alteration, Update
from ogpminutes.following import entries
from ogpminutes.following.entries import Entry
from ogpminutes.following.news import Window
from ogpminutes.following.pages import LENGTH, Source
from ogpminutes.lasting import Gone


@dataclass(frozen=True, slots=True)
class Recorded:
    """Records of one kind of some items. `letter` begins the numbers of the items; `entry` shows a record and its item.

    `items` are those that anybody may see: of others nothing is told.
    """

    records: Any
    items: Any
    letter: str
    entry: Callable[[Any, Any], Entry]
    is_late: bool = False  # tell only what happened after the day of an item

    def source(self, window: Window | None) -> Source:
        told = self._told()
        return Source(told.filter(window.of("")) if window else told, "recorded_at", self._show)

    def taken_back(self) -> Iterator[Gone]:
        """Give what was recorded and withdrawn since, the last recorded first."""
        found = list(self._told(is_withdrawn=True).with_all()[:LENGTH])
        known = self._items_of(found)
        for each in found:
            entry = self.entry(each, known[each.meeting_id, each.number])
            yield Gone(entry.name, entry.title, each.withdrawal.recorded_at, each.withdrawal.note, entry.path)

    def _told(self, *, is_withdrawn: bool = False) -> Any:
        item = self.items.order_by().filter(edition__meeting=OuterRef("meeting"), number=OuterRef("number"))
        item = item.filter(due__lt=OuterRef("day")) if self.is_late else item
        told = self.records.filter(Exists(item), number__startswith=self.letter, withdrawal__isnull=not is_withdrawn)
        return told.order_by("-recorded_at", "-pk")

    def _show(self, keys: list[int]) -> list[tuple[int, Entry]]:
        rows = list(self.records.filter(pk__in=keys).with_all())
        known = self._items_of(rows)
        told = [(each, known.get((each.meeting_id, each.number))) for each in rows]
        return [(row.pk, self.entry(row, item)) for row, item in told if item]

    def _items_of(self, rows: list[Any]) -> dict[tuple[int, str], Any]:
        wanted = {row.meeting_id for row in rows}
        items: Iterable[Any] = self.items.filter(edition__meeting__in=wanted) if wanted else ()
        return {(item.edition.meeting_id, item.number): item for item in items}


def updates(items: Any, letter: str, *, is_late: bool = False) -> Recorded:
    return Recorded(Update.objects.all(), items, letter, entries.of_update, is_late)


def alterations(decisions: Any, records: Any = None) -> Recorded:
    """What decisions altered; `records` narrows to some of it."""
    return Recorded(Alteration.objects.all() if records is None else records, decisions, "D", entries.of_alteration)
