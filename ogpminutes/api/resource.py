"""What a resource of the API is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django_filters import FilterSet

from ogpminutes.api.filters import Everything
from ogpminutes.api.shapes.fields import Shape

REFERENCE = r"(?P<reference>[A-Z0-9-]{1,30})"
SLUG = r"(?P<slug>[\w-]{1,120})"
EDITION = r"(?P<slug>[\w-]{1,50})/(?P<number>[1-9][0-9]{0,4})"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resource:
    """A kind of object.

    `search` gives the list that a query string asks for; `order` is its order, ending in what no two rows share, as
    the columns of the database; a list that can be sorted has the newest first by the first of them. `place` is the
    rest of the address of one object, and `key` gives the columns that the parts of that place are looked up by, or
    None where nothing can stand there. `complete` adds to a query what the shape reads, and `prepare` to the rows of a
    page. `changed` narrows to what changed since a moment; without it the list has no such moments.
    """

    name: str
    shape: type[Shape]
    rows: Callable[[], Any]
    search: Callable[[QueryDict], Any]
    filterset: type[FilterSet]
    order: tuple[str, ...]
    place: str
    key: Callable[..., Mapping[str, Any] | None]
    complete: Callable[[Any], Any] = lambda rows: rows
    prepare: Callable[[list[Any]], object] = lambda rows: None
    changed: Callable[[Any, datetime], Any] | None = None
    opens: bool = False
    any_edition: Callable[[], Any] | None = None

    @property
    def title(self) -> str:
        return self.name.replace("-", " ").capitalize()

    @property
    def about(self) -> str:
        return " ".join((self.shape.__doc__ or "").split())

    def order_of(self, filters: Any) -> tuple[str, ...]:
        """Give the order of a list that was asked for."""
        newest, *others = self.order
        return (newest.removeprefix("-"), *others) if getattr(filters, "is_oldest_first", False) else self.order

    def find(self, **words: str) -> Any:
        """Give one object, or None."""
        wanted = self.key(**words)
        if wanted is None:
            return None
        rows = (self.any_edition or self.rows)()
        found = list(self.complete(rows.filter(**wanted)).order_by(*self.order)[:1])
        self.prepare(found)
        return found[0] if found else None


def by(**columns: str) -> Callable[..., Mapping[str, Any]]:
    """Give a `key`: the column that each part of a place is looked up by."""
    return lambda **words: {columns[name]: value for name, value in words.items()}


def since(rows: Any, moment: datetime) -> Any:
    return rows.sealed_since(moment)


def narrow(filterset: type[Everything], rows: Callable[[], Any]) -> Callable[[QueryDict], Any]:
    return lambda data: filterset(data, rows())
