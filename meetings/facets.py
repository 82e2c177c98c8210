"""How many passages each value of each group would give: one query a group, however many passages there are.

The counts of a group are made under the words and under all other groups, so that a number says what choosing one
more value adds to. A session's region or theme (and that of the session it is a breakout of) counts for its passages,
each passage once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Value

from meetings.filters import PassageFilter, Passages
from meetings.models import Session

# From the nearest to the farthest place where a passage can get its region or theme.
REACH = ("", "session__", "session__parent__")


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the search without it."""

    title: str
    label: str
    query: str


def facets(filters: PassageFilter) -> list[Facet]:
    return [_facet(filters, name) for name in filters.groups]


def _facet(filters: PassageFilter, name: str) -> Facet:
    chosen = filters.chosen.get(name, [])
    counts = count(filters.without(name), name)
    options = (Option(value, label, counts[value], value in chosen) for value, label in filters.options[name])
    return Facet(name, str(filters.filters[name].label), tuple(options))


def chips(filters: PassageFilter) -> list[Chip]:
    labels = {name: dict(choices) for name, choices in filters.options.items()}
    return [
        Chip(str(filters.filters[name].label), labels[name][value], filters.query(without=(name, value)))
        for name, values in filters.chosen.items()
        for value in values
    ]


def count(passages: Passages, name: str) -> Counter[str]:
    """Give value -> number of passages, in one query."""
    found: Counter[str] = Counter()
    for value, number in COUNTERS[name](passages.order_by()):
        found[str(value)] += number
    return found


Rows = Iterable[tuple[Any, int]]


def _by(column: str) -> Callable[[Passages], Rows]:
    return lambda passages: passages.values_list(column).annotate(number=Count("pk"))


def _by_subject(subject: str) -> Callable[[Passages], Rows]:
    return lambda passages: _count_subject(passages, subject)


def _count_subject(passages: Passages, subject: str) -> Rows:
    """Count where each passage gets a subject first: by its session, else by the parent, else by itself."""
    by_session, by_parent = (_carried(f"session{path}", subject) for path in ("", "__parent"))
    arms = (
        reached(passages, subject, "session__"),
        reached(passages, subject, "session__parent__").filter(~by_session),
        reached(passages, subject, "").filter(~by_session, ~by_parent),
    )
    first, *others = (arm.values_list("subject").annotate(number=Count("pk")) for arm in arms)
    rows: Rows = first.union(*others, all=True)
    return rows


def reached(passages: Any, subject: str, path: str) -> Any:
    """Passages with the slug of each subject that they get by this path, as `subject`."""
    return passages.annotate(subject=F(f"{path}{subject}s__slug")).filter(subject__isnull=False)


def _carried(session: str, subject: str) -> Exists:
    """Whether that session carries the subject of the row itself."""
    through = getattr(Session, f"{subject}s").through
    same = {"session": OuterRef(session), f"{subject}__slug": OuterRef("subject")}
    return Exists(through.objects.filter(**same))


COUNTERS: dict[str, Callable[[Passages], Rows]] = {
    "kind": _by("kind"),
    "scope": _by("scope"),
    "region": _by_subject("region"),
    "theme": _by_subject("theme"),
    "meeting": _by("session__edition__meeting__slug"),
    "body": _by("session__edition__meeting__body__slug"),
    "year": _by("session__edition__meeting__first_day__year"),
}


@dataclass(frozen=True, slots=True)
class Subjects:
    """The slugs of the regions and themes of one passage, its session's included."""

    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def subjects_of(passages: Passages, keys: Iterable[int]) -> dict[int, Subjects]:
    """Give passage id -> subjects, in one query."""
    rows = passages.model._default_manager.filter(pk__in=list(keys)).order_by()
    first, *others = (
        reached(rows, subject, path).values_list("pk", Value(subject), "subject")
        for subject in ("region", "theme")
        for path in REACH
    )
    found: dict[tuple[int, str], list[str]] = {}
    for key, subject, slug in first.union(*others):
        found.setdefault((key, subject), []).append(slug)
    return {
        key: Subjects(*(tuple(sorted(found.get((key, subject), ()))) for subject in ("region", "theme")))
        for key in {key for key, _ in found}
    }
