"""Pages of what was found, and how much of it there is, in work that is bounded however common a word is.

The newest `COUNTED` matches are counted, and of them the newest `RANKED` are put in the order of their rank; what is
older follows by date. Where there is more than is counted, pages say so. Matches are found first and alone
(`MATERIALIZED`): a database that is asked for the newest ones at once walks the whole record by date for a rare word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from meetings.querysets import EntryQuerySet
from meetings.search.backends import backend
from meetings.search.query import Query

COUNTED = 10_000
RANKED = 2_000
ORDER = "day DESC, meeting_id, place"

Entries = EntryQuerySet[Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """Combinations of values with the number of entries that have them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def total(self) -> int:
        return sum(row[-1] for row in self.rows)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were counted."""
        return self.total >= COUNTED


def tally(entries: Entries, columns: tuple[str, ...], query: Query) -> Tally:
    """Count entries by these columns together, in one query."""
    newest, parameters = _newest(entries, columns, COUNTED, is_sought=bool(query))
    names = ", ".join(f"c{place}" for place in range(len(columns)))
    return Tally(columns, tuple(_ask(f"{newest} SELECT {names}, count(*) FROM newest GROUP BY {names}", parameters)))


def page(entries: Entries, query: Query, start: int, stop: int, *, by_rank: bool) -> list[int]:
    """Give the keys of one page of the entries that were found, which must be narrowed by `query` already."""
    if not by_rank or not query.wanted or start >= RANKED:
        newest, parameters = _newest(entries, ("key",), stop, is_sought=bool(query))
        found = _ask(f"{newest} SELECT c0 FROM newest ORDER BY {ORDER} LIMIT %s OFFSET %s", [*parameters, stop, start])
    else:
        newest, parameters = _newest(entries, ("key",), RANKED, is_sought=True)
        speaks = backend()
        found = _ask(
            f"{newest}, scored AS MATERIALIZED ({speaks.RANKED}) "
            "SELECT c0 FROM newest JOIN scored ON scored.id = newest.id "
            f"ORDER BY score DESC, {ORDER} LIMIT %s OFFSET %s",
            [*parameters, speaks.expression(query), stop - start, start],
        )
    return [key for (key,) in found]


def _newest(entries: Entries, columns: tuple[str, ...], limit: int, *, is_sought: bool) -> tuple[str, list[Any]]:
    """Give `WITH newest …`: the newest entries, with an id, what they are sorted by, and the columns as c0, c1, …"""
    keys = ("pk", "day", "meeting", "place")
    names = ", ".join(["id", "day", "meeting_id", "place", *(f"c{place}" for place in range(len(columns)))])
    # A column that is asked for twice would be given once; so those that it is sorted by are annotated by the caller.
    rows = entries.order_by().values_list(*keys, *columns)
    if not is_sought:
        rows = rows.order_by("-day", "meeting", "place")[:limit]
    try:
        sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        nothing = ", ".join(["NULL"] * (len(keys) + len(columns)))
        return f"WITH newest({names}) AS (SELECT {nothing} WHERE 1 = 0)", []
    if not is_sought:
        return f"WITH newest({names}) AS MATERIALIZED ({sql})", list(parameters)
    return (
        f"WITH found({names}) AS MATERIALIZED ({sql}), "
        f"newest AS MATERIALIZED (SELECT * FROM found ORDER BY {ORDER} LIMIT {int(limit)})",
        list(parameters),
    )


def _ask(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
