"""Decisions and action items as lists that are cut into pages, of a record however long."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import Count

Held = list[tuple[int, int]]


class Listing:
    """Items, newest meeting first, as `newest_first` orders them.

    How many each edition holds is counted first, so that only those of the editions on a page are read and sorted: no
    database sorts all items for the sake of 25, whatever it knows of its tables.
    """

    def __init__(self, items: Any, keep: Callable[[Callable[[], Held]], Held] = lambda make: make()) -> None:
        self.items = items
        self.keep = keep

    @cached_property
    def held(self) -> Held:
        """The id of each edition that holds any, newest meeting first, and how many it holds."""
        return self.keep(self._count)

    def _count(self) -> Held:
        editions = self.items.order_by("-edition__first_day", "edition__meeting__slug").values_list("edition")
        return list(editions.annotate(number=Count("pk")))

    def __len__(self) -> int:
        return sum(number for _, number in self.held)

    def __getitem__(self, place: slice) -> list[Any]:
        start, stop = place.start or 0, place.stop
        shown, passed, end = [], 0, 0
        for edition, number in self.held:
            end += number
            if end <= start:
                passed = end
            else:
                shown.append(edition)
            if end >= stop:
                break
        return list(self.items.of_editions(shown))[start - passed : stop - passed]
