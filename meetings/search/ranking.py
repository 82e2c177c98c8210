"""What was found, newest first and by rank, in work that is bounded however common a word is.

The newest `COUNTED` matches are listed and counted, and of them the newest `RANKED` are put in the order of their rank;
what is older follows by date. Where there is more than is counted, pages say so.

A database finds the newest entries that say something in one of two ways: by the words, all of whose entries it then
looks up and sorts, or by the date, walking from the newest entry until it has enough. Either takes long for the other's
searches, and neither database can tell, since it does not know how common a word is: that is asked first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from meetings.querysets import EntryQuerySet
from meetings.search.backends import backend
from meetings.search.query import Query

COUNTED = 5_000
RANKED = 2_000
COMMON = 3_000  # entries that say something, from which on they are sought by date

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


def find(entries: Entries, columns: tuple[str, ...], *, by_words: bool, most: int = 0) -> Found:
    """Give the newest of these entries, in one query, led by the words or by the date; `most` where fewer will do."""
    rows = entries.order_by().values_list("pk", "key", *columns)
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Found(columns, ())
    speaks = backend()
    newest = speaks.newest_by_words(sql) if by_words else speaks.newest_by_date(sql)
    return Found(columns, tuple(_ask(newest, [*parameters, most or COUNTED])))


def leads(query: Query, *, is_narrowed: bool) -> bool:
    """Whether words lead to what is looked for sooner than a walk by date. `is_narrowed` where more narrows it."""
    return bool(query.wanted) and (is_narrowed or not _is_common(query))


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
    speaks, ids = backend(), [row[0] for row in found.rows[:RANKED]]
    return dict(_ask(speaks.RANKED, [speaks.expression(query), speaks.listed(ids)]))


def _is_common(query: Query) -> bool:
    """Whether so many entries say it, whoever may see them, that the newest are sooner met on a walk by date."""
    speaks = backend()
    probe = f"SELECT count(*) FROM ({speaks.MATCHING} LIMIT {COMMON}) AS found"
    return bool(_ask(probe, [speaks.expression(query)])[0][0] >= COMMON)


def _ask(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
