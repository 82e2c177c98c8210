"""How many passages each value of each group would give.

The counts of a group are made under the words and under all other groups, so that a number says what choosing one
more value adds to. A session's region or theme (and that of the session it is a breakout of) counts for its passages,
each passage once. The passages are found once, with all their values, which each entry of the search holds as `facts`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, compress, islice
from sys import intern
from typing import Any

from django.db.models import Count, F, Value

from meetings.filters import Entries, PassageFilter, Passages
from meetings.forms import Row, Values
from meetings.search.ranking import Found, bounds_of, find, find_oldest

APART = {"meeting": "meeting_id", "status": "edition__status"}  # groups that the facts of an entry do not tell
LONG = ("meeting", "body", "organisation")  # groups that grow with the record
WHOLE = 12  # values that such a group may have to be shown whole
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
    """One group. Of a long one the fullest values are shown; `total` have any, and `everything` leads to all.

    Where what was counted `is_cut`, a value that none of it has may have some all the same.
    """

    name: str
    title: str
    options: tuple[Option, ...]
    total: int = 0
    everything: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the search without it."""

    title: str
    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a search gives: the passages that were found, and how many of them have each value of each group.

    Where there are more than are counted, `found` is cut, and the numbers are those of the newest.
    """

    found: Found
    facets: tuple[Facet, ...]


def counts(filters: PassageFilter, unfolded: str = "") -> Counts:
    """Find and count a search: in one query, and where much is found in one more, or one for each group in use.

    The group that is `unfolded` is given whole. The status, which would join the editions, is counted for those who
    have a choice of it.
    """
    groups = [name for name in filters.groups if name != "status" or filters.options[name]]
    columns = ["facts", *(column for name, column in APART.items() if name in groups)]
    search = _Search(filters, columns)
    found, facets = search.without(), []
    tallied = tally(found)
    for name in groups:
        others = search.without(name) if name in filters.chosen else found
        counted = tallied if others is found else tally(others)
        facets.append(replace(_facet(filters, name, counted[name], unfolded), is_cut=others.is_cut))
    return Counts(found, tuple(facets))


class _Search:
    """What is found under all groups in use but some.

    Where little enough is found under none of them, the rest is told from that; else each is asked for. Only what is
    listed needs a rank: what is found under all, which of a large record is seldom told from the rest.
    """

    def __init__(self, filters: PassageFilter, columns: list[str]) -> None:
        self.filters = filters
        self.columns = columns
        self.bounds = bounds_of(filters.size())
        is_listed = not filters.chosen or self.bounds.ranked < self.bounds.counted
        self.widest = self._find(filters.chosen, is_ranked=filters.is_by_rank and is_listed)

    def without(self, *names: str) -> Found:
        others = [name for name in self.filters.chosen if name not in names]
        if not others:
            return self.widest
        is_ranked = self.filters.is_by_rank and not names
        has_ranks = self.widest.ranked == self.widest.total
        is_told = not self.widest.is_cut and (has_ranks or not is_ranked)
        return self._among_widest(others) if is_told else self._find(names, is_ranked=is_ranked)

    def _find(self, names: Iterable[str], *, is_ranked: bool) -> Found:
        entries, (most, ranked) = self.filters.found_without(*names), self.bounds
        if self.filters.is_oldest_first:
            return find_oldest(entries, self.filters.asked, *self.columns, most=most)
        return find(entries, self.filters.asked, *self.columns, most=most, ranked=ranked if is_ranked else 0)

    def _among_widest(self, names: list[str]) -> Found:
        kept = self.widest
        for name in names:
            chosen = self.filters.options[name].values.among(self.filters.chosen[name])
            kept = _having(kept, name, {key for key, _, _ in chosen})
        return kept


def _having(found: Found, name: str, keys: set[str]) -> Found:
    """Give those of what was found that have any of some values of a group, told by what these are counted by."""
    if name in APART:
        has = [str(value) in keys for value in found.values(APART[name])]
    else:
        wanted = {f"{name}:{key}" for key in keys}
        has = [not wanted.isdisjoint(_split(facts)) for facts in found.values("facts")]
    return replace(found, rows=list(compress(found.rows, has)))


def tally(found: Found) -> dict[str, Counter[str]]:
    """Give group -> value -> number of entries that were found with their `facts`."""
    tallied: dict[str, Counter[str]] = defaultdict(Counter)
    for fact, number in Counter(chain.from_iterable(map(_split, found.values("facts")))).items():
        name, _, value = fact.partition(":")
        if value:
            tallied[name][value] = number
    for name, column in APART.items():
        if column in found.columns:
            tallied[name] = Counter({str(value): number for value, number in Counter(found.values(column)).items()})
    return tallied


@lru_cache(maxsize=20_000)
def _split(facts: str) -> tuple[str, ...]:
    """Give the facts of an entry one by one: many entries have the same ones, and each fact is one text in memory."""
    return tuple(map(intern, facts.split()))


def _values(counted: Counter[Any]) -> Counter[str]:
    """Give value -> number; ` americas europe ` counts for both."""
    found: Counter[str] = Counter()
    for values, number in counted.items():
        for value in str(values).split():
            found[value] += number
    return found


def _facet(filters: PassageFilter, name: str, counted: Counter[str], unfolded: str) -> Facet:
    chosen, values = filters.chosen.get(name, []), filters.options[name].values
    is_folded = name in LONG and name != unfolded and len(values.rows) > WHOLE
    rows = _fullest(values, counted, chosen) if is_folded else values.rows
    options = (Option(value, label, counted[key], value in chosen) for key, value, label in rows)
    everything = f"{filters.query()}&all={name}".lstrip("&") if is_folded else ""
    return Facet(name, str(filters.filters[name].label), tuple(options), len(counted), everything)


def _fullest(values: Values, counted: Counter[str], chosen: list[str]) -> Iterable[Row]:
    """Give the fullest of many values, and those that are chosen; where few have any, the first of the others too."""
    fullest = (key for key, _ in counted.most_common(FOLDED))
    without = (key for key, _, _ in values.rows if key not in counted)
    return values.among(chosen, keys=chain(fullest, islice(without, max(FOLDED - len(counted), 0))))


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


def is_stating(facts: str) -> bool:
    """Whether a passage, of whose entry these are the facts, decides or promises something."""
    return any(name == "state" and value for name, _, value in (fact.partition(":") for fact in _split(facts)))


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
