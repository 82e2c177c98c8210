"""What was found, newest first and by rank, in work that is bounded however common a word is.

The newest `COUNTED` matches are listed and counted, and of them the newest `RANKED` are put in the order of their rank;
what is older follows by date. Where there is more than is counted, pages say so.

The ids of entries are that order, so that the newest are met first on the way through the full-text index of SQLite.
PostgreSQL's knows no order: see `postgresql.newest`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from meetings.search.backends import backend
from meetings.search.entries import EntryQuerySet
from meetings.search.query import Query

COUNTED = 5_000
RANKED = 2_000

Entries = EntryQuerySet[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, newest first: of each its id, its key, and the values of the `columns` that were asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were looked for."""
        return self.total >= COUNTED

    def place(self, column: str) -> int:
        """Give where in a row the value of a column stands."""
        return self.columns.index(column) + 2

    def count(self, column: str) -> Counter[Any]:
        """Give value -> number of entries that have it."""
        return Counter(map(itemgetter(self.place(column)), self.rows))


def find(entries: Entries, columns: tuple[str, ...], query: Query, *, most: int = 0) -> Found:
    """Give the newest of these entries that say what is wanted. What is unwanted they must be narrowed by already.

    `most` where fewer will do.
    """
    rows = entries.order_by().values_list("pk", "key", *columns)
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Found(columns, ())
    with connection.cursor() as cursor:
        backend().ask_newest(cursor, sql, [*parameters], query, most or COUNTED)
        return Found(columns, tuple(cursor.fetchall()))


def page(found: Found, query: Query, start: int, stop: int, *, by_rank: bool) -> list[int]:
    """Give the keys of one page of what was found."""
    rows = found.rows
    if by_rank and query.wanted and start < RANKED:
        scores = _scores(found, query)
        ranked = sorted(rows[:RANKED], key=lambda row: -scores.get(row[0], 0.0))  # equals stay newest first
        rows = (*ranked, *rows[RANKED:])
    return [row[1] for row in rows[start:stop]]


def _scores(found: Found, query: Query) -> dict[int, float]:
    """Give id -> score of the newest `RANKED` of what was found, in one query."""
    ids = [row[0] for row in found.rows[:RANKED]]
    with connection.cursor() as cursor:
        backend().ask_scores(cursor, query, ids)
        return dict(cursor.fetchall())
