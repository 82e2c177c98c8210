"""Queries that nearly every page asks: their statements are put together once.

Django takes a millisecond and more to put a statement together, which is longer than a database takes for a short
answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from meetings.querysets import Reader, statuses_visible_to

_AMONG = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}
_KEYS = object()  # stands in a statement where the keys go


class Prepared:
    """Values of rows, of a query that depends on a reader by nothing but the statuses of minutes that he may see.

    `rows` is given a reader, and gives a query set of `values_list`.
    """

    def __init__(self, rows: Callable[[Reader], Any]) -> None:
        self._rows = rows
        self._statements: dict[tuple[str, ...], _Statement] = {}

    def __call__(self, user: Reader, keys: Iterable[int] = ()) -> list[Any]:
        """Give the rows that the reader may see: those with some keys, where `rows` narrows them to `among_keys`."""
        statuses = statuses_visible_to(user)
        if statuses not in self._statements:
            self._statements[statuses] = _Statement(self._rows(user))
        return self._statements[statuses].ask(list(keys))


def among_keys() -> RawSQL:
    """Give the keys that a prepared query is asked for: `rows.filter(pk__in=among_keys())`."""
    return RawSQL(_AMONG[connection.vendor], [_KEYS], output_field=BigIntegerField())  # noqa: S611 (a constant of ours)


class _Statement:
    def __init__(self, rows: Any) -> None:
        self._compiler = rows.query.get_compiler(connection=connection)  # which stands for that of each thread
        self._sql, self._parameters = self._compiler.as_sql()
        self._converters = self._compiler.get_converters([column for column, *_ in self._compiler.select])

    def ask(self, keys: list[int]) -> list[Any]:
        asked = json.dumps(keys) if connection.vendor == "sqlite" else keys
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [asked if value is _KEYS else value for value in self._parameters])
            rows = cursor.fetchall()
        return list(self._compiler.apply_converters(rows, self._converters) if self._converters else rows)
