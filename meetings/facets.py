"""How many passages each value of each group would give.

The counts of a group are made under the words and under all other groups, so that a number says what choosing one
more value adds to. A session's region or theme (and that of the session it is a breakout of) counts for its passages,
each passage once. The passages are found once, with all their values, which each entry of the search holds as `facts`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Value

from meetings.filters import Entries, PassageFilter, Passages
from meetings.forms import ChoicesAsNeeded, Row
from meetings.search.ranking import Found, find

APART = {"meeting": "meeting_id", "status": "edition__status"}  # groups that the facts of an entry do not tell
WHOLE = 12  # values that a group may have to be shown whole
FOLDED = 8  # values that are shown of a longer one

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
    """One group. Of a long one the fullest values are shown; `total` have any, and `everything` leads to all."""

    name: str
    title: str
    options: tuple[Option, ...]
    total: int = 0
    everything: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the search without it."""

    title: str
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a search gives: the passages that were found, and how many of them have each value of each group.

    Where there are more than are counted, `found` is cut, and the numbers are those of the newest `ranking.COUNTED`.
    """

    found: Found
    facets: tuple[Facet, ...]


def counts(filters: PassageFilter, unfolded: str = "") -> Counts:
    """Find and count a search: in one query, one more for each group in use, and what the names of long groups cost.

    The group that is `unfolded` is given whole. The status, which would join the editions, is counted for those who
    have a choice of it.
    """
    groups = [name for name in filters.groups if name != "status" or filters.options[name]]
    columns = ["facts", *(column for name, column in APART.items() if name in groups)]
    found = find(filters.found_without(), filters.asked, *columns, is_ranked=filters.is_by_rank)
    tallied, facets = tally(found), []
    for name in groups:
        counted = tallied
        if name in filters.chosen:
            counted = tally(find(filters.found_without(name), filters.asked, *columns))
        facets.append(_facet(filters, name, counted[name], unfolded))
    return Counts(found, tuple(facets))


def tally(found: Found) -> dict[str, Counter[str]]:
    """Give group -> value -> number of entries that were found with their `facts`."""
    numbers: dict[str, int] = {}
    for facts, number in Counter(found.values("facts")).items():
        for fact in facts.split():
            numbers[fact] = numbers.get(fact, 0) + number
    tallied: dict[str, Counter[str]] = defaultdict(Counter)
    for fact, number in numbers.items():
        name, _, value = fact.partition(":")
        if value:
            tallied[name][value] = number
    for name, column in APART.items():
        if column in found.columns:
            tallied[name] = Counter({str(value): number for value, number in Counter(found.values(column)).items()})
    return tallied


def _values(counted: Counter[Any]) -> Counter[str]:
    """Give value -> number; ` americas europe ` counts for both."""
    found: Counter[str] = Counter()
    for values, number in counted.items():
        for value in str(values).split():
            found[value] += number
    return found


def _facet(filters: PassageFilter, name: str, counted: Counter[str], unfolded: str) -> Facet:
    chosen, choices = filters.chosen.get(name, []), filters.options[name]
    rows, is_folded = _rows(choices, counted, chosen, is_whole=name == unfolded)
    options = (Option(value, label, counted[key], value in chosen) for key, value, label in rows)
    everything = f"{filters.query()}&all={name}".lstrip("&") if is_folded else ""
    return Facet(name, str(filters.filters[name].label), tuple(options), len(counted), everything)


def _rows(choices: Any, counted: Counter[str], chosen: list[str], *, is_whole: bool) -> tuple[list[Row], bool]:
    """Give the values to show, and whether there are more: of many the fullest, and those that are chosen."""
    if is_whole or not isinstance(choices, ChoicesAsNeeded):
        return choices.all_rows(), False
    first = choices.first_rows(WHOLE + 1)
    if len(first) <= WHOLE:
        return first, False
    return choices.rows_among([value for value, _ in counted.most_common(FOLDED)], chosen), True


def chips(filters: PassageFilter) -> list[Chip]:
    return [
        Chip(str(filters.filters[name].label), filters.labels(name)[value], filters.query(without=(name, value)))
        for name, values in filters.chosen.items()
        for value in values
    ]


def count(entries: Entries, column: str) -> Counter[str]:
    """Give value -> number of entries that have it in a column, in one query."""
    rows = entries.order_by().values_list(column).annotate(number=Count("pk"))
    return _values(Counter(dict(rows)))


def reached(passages: Any, subject: str, path: str) -> Any:
    """Passages with the slug of each subject that they get by this path, as `subject`."""
    return passages.annotate(subject=F(f"{path}{subject}s__slug")).filter(subject__isnull=False)


@dataclass(frozen=True, slots=True)
class Subjects:
    """The slugs of the regions and themes of one passage, its session's included."""

    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def subjects_in(facts: str) -> Subjects:
    """Read what a passage carries out of the facts of its entry."""
    said = [fact.partition(":") for fact in facts.split()]
    regions, themes = (tuple(value for name, _, value in said if name == wanted) for wanted in ("region", "theme"))
    return Subjects(regions, themes)


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
