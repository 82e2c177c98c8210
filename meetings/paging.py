"""Long lists in pages: numbers with an ellipsis, and links that keep the search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE = 25


@dataclass(frozen=True, slots=True)
class Step:
    """One place in the pager. Without an address it is the page that is shown, or a gap."""

    label: str
    query: str = ""

    @property
    def is_gap(self) -> bool:
        return self.label == str(Paginator.ELLIPSIS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list, and the way to the others. Every query ends in the number of its page."""

    page: Page[Any]
    search: str

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def is_alone(self) -> bool:
        return self.page.paginator.num_pages == 1

    @property
    def previous(self) -> str:
        return self._query(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def following(self) -> str:
        return self._query(self.page.number + 1) if self.page.has_next() else ""

    def steps(self) -> Iterator[Step]:
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1):
            linked = isinstance(number, int) and number != self.page.number
            yield Step(str(number), self._query(int(number)) if linked else "")

    def _query(self, number: int) -> str:
        return f"{self.search}&page={number}" if self.search else f"page={number}"


class Listed(Protocol):
    """What can be cut into pages: rows that the database counts, or a sequence."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: slice, /) -> Any: ...


def sheet(request: HttpRequest, rows: Listed, search: str = "", size: int = PAGE) -> Sheet:
    """Give the page that the reader asks for: the first where he asks for none, the last where he asks too far."""
    return Sheet(Paginator(cast(Any, rows), size).get_page(request.GET.get("page")), search)
