"""What was found, newest first, by rank or oldest first, in work that is bounded however common a word is.

Of a record of up to `WHOLE` passages, which took OGP decades, all that is found is listed and counted; of a larger one
the newest, and pages say so. Of these again the newest are put in the order of their rank; what is older follows by
date. Where the oldest are asked for, they are those of the whole record.

The ids of entries are that order, so that the newest are met first on the way through the full-text index of SQLite.
PostgreSQL's knows no order: see `postgresql.newest`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nlargest
from operator import itemgetter
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from meetings.search.backends import backend
from meetings.search.entries import EntryQuerySet, Rows
from meetings.search.index import day_of, first_of_day
from meetings.search.query import Query

Entries = EntryQuerySet[Any]


class Bounds(NamedTuple):
    """How much of what is found is listed and counted, and how much of that is ranked: the newest."""

    counted: int
    ranked: int


WHOLE = 10_000  # passages of a record that is counted whole
SMALL, LARGE = Bounds(WHOLE, 2_000), Bounds(2_000, 2_000)


def bounds_of(passages: int) -> Bounds:
    """Give the bounds of a search in a record of so many passages."""
    return SMALL if passages <= WHOLE else LARGE


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, newest or oldest first: of each its id, its key, and the values of the columns that were asked for.

    `scores` are those of the newest, by their ids: the higher, the better they say what was asked for.
    """

    columns: tuple[str, ...]
    rows: Rows = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    is_cut: bool = False  # whether there are more than were looked for

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def ranked(self) -> int:
        """How many have a rank."""
        return sum(map(self.scores.__contains__, map(itemgetter(0), self.rows))) if self.scores else 0

    def values(self, column: str) -> Iterator[Any]:
        """Give the values of a column, in the order of the entries."""
        return map(itemgetter(self.columns.index(column) + 2), self.rows)


def find(entries: Entries, query: Query, *columns: str, most: int, ranked: int = 0) -> Found:
    """Give the newest of these entries that say what is wanted. What is unwanted they must be narrowed by already.

    At `most` so many are given; the newest `ranked` have a score.
    """
    if (asked := _statement(entries, columns)) is None:
        return Found(columns)
    with connection.cursor() as cursor:
        found, scores = backend().newest(cursor, *asked, query, most + 1, min(ranked, most))
    return Found(columns, found[:most], scores, is_cut=len(found) > most)


def find_oldest(entries: Entries, query: Query, *columns: str, most: int) -> Found:
    """Give the oldest of these entries, likewise: the oldest meeting first, and each as it is written.

    They are met the last first, so that where that stops, the beginning of a day is still to be fetched.
    """
    if (asked := _statement(entries, columns)) is None:
        return Found(columns)
    with connection.cursor() as cursor:
        found = backend().oldest(cursor, *asked, query, most + 1)
        if len(found) > most:
            last, day = found[-1][0], first_of_day(found[-1][0])
            found += backend().oldest(cursor, *asked, query, last - day, day, last)
    found.sort(key=lambda row: (-day_of(row[0]), row[0]))
    return Found(columns, found[:most], is_cut=len(found) > most)


def _statement(entries: Entries, columns: tuple[str, ...]) -> tuple[str, list[Any]] | None:
    """Give the statement that selects these entries, and its parameters; None where there can be none."""
    rows = entries.order_by().values_list("pk", "key", *columns)
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return sql, [*parameters]


def page(found: Found, start: int, stop: int) -> Rows:
    """Give one page of what was found: by rank where there are scores, and equals and what has none newest first."""
    rows, scores = found.rows, found.scores
    if scores:
        ranked = [row for row in rows if row[0] in scores]
        best = nlargest(stop, ranked, key=lambda row: scores[row[0]])
        rows = best if stop <= len(ranked) else [*best, *(row for row in rows if row[0] not in scores)]
    return rows[start:stop]
