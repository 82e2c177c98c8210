"""What was found, newest first and by rank, in work that is bounded however common a word is.

Of a record of up to `WHOLE` passages, which took OGP decades, all that is found is listed and counted; of a larger one
the newest `COUNTED`, and pages say so. The newest `RANKED` are put in the order of their rank; what is older follows by
date.

The ids of entries are that order, so that the newest are met first on the way through the full-text index of SQLite.
PostgreSQL's knows no order: see `postgresql.newest`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from meetings.search.backends import backend
from meetings.search.entries import EntryQuerySet, Rows
from meetings.search.query import Query

COUNTED = 2_000
RANKED = 2_000
WHOLE = 10_000

Entries = EntryQuerySet[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, newest first: of each its id, its key, and the values of the columns that were asked for.

    `scores` are those of the newest, by their ids: the higher, the better they say what was asked for.
    """

    columns: tuple[str, ...]
    rows: Rows = field(default_factory=list)
    scores: dict[int, float] = field(default_factory=dict)
    is_cut: bool = False  # whether there are more than were looked for

    @property
    def total(self) -> int:
        return len(self.rows)

    def values(self, column: str) -> Iterator[Any]:
        """Give the values of a column, in the order of the entries."""
        return map(itemgetter(self.columns.index(column) + 2), self.rows)


def find(entries: Entries, query: Query, *columns: str, most: int = 0, is_ranked: bool = False) -> Found:
    """Give the newest of these entries that say what is wanted. What is unwanted they must be narrowed by already.

    `most` of them, or else `COUNTED`; the newest `RANKED` have a score if it `is_ranked`.
    """
    rows = entries.order_by().values_list("pk", "key", *columns)
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Found(columns)
    most = most or COUNTED
    ranked = min(RANKED, most) if is_ranked else 0
    with connection.cursor() as cursor:
        found, scores = backend().newest(cursor, sql, [*parameters], query, most + 1, ranked)
    return Found(columns, found[:most], scores, is_cut=len(found) > most)


def most_of(passages: int) -> int:
    """Give how much is listed and counted of a record of so many passages."""
    return WHOLE if passages <= WHOLE else COUNTED


def page(found: Found, start: int, stop: int) -> Rows:
    """Give one page of what was found: by rank where there are scores, and equals and what has none newest first."""
    rows = found.rows
    if found.scores and start < RANKED:
        ranked = sorted(rows[:RANKED], key=lambda row: -found.scores.get(row[0], 0.0))
        rows = [*ranked, *rows[RANKED:]]
    return rows[start:stop]
