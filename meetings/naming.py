"""What regions, themes and bodies are called."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Model, QuerySet, Value

from meetings.models import Body, Region, Theme
from meetings.prepared import Prepared
from meetings.querysets import ANYBODY, Reader

Names = list[tuple[str, str]]


class Named(NamedTuple):
    """Slug and name of each, in the order in which they are listed."""

    regions: Names
    themes: Names
    bodies: Names


def load_names() -> Named:
    """Load all names in one query."""
    named = Named([], [], [])
    for kind, _, name, slug in sorted(_all(ANYBODY)):
        named[kind].append((slug, name))
    return named


def _rows(kind: int, model: type[Model], position: Any) -> QuerySet[Any, Any]:
    return model._default_manager.order_by().values_list(Value(kind), position, "name", "slug")


def _union(user: Reader) -> QuerySet[Any, Any]:
    regions, themes = (_rows(kind, model, "position") for kind, model in enumerate((Region, Theme)))
    return regions.union(themes, _rows(2, Body, Value(0)), all=True)


_all = Prepared(_union)
