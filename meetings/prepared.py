"""Queries that nearly every page asks: their statements are put together once.

Django takes a millisecond and more to put a statement together, which is longer than a database takes for a short
answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from meetings.querysets import Reader, statuses_visible_to

_AMONG = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}
_KEYS = object()  # stands in a statement where the keys go


def among_keys() -> RawSQL:
    """Give the keys that a prepared query is asked for: `rows.filter(pk__in=among_keys())`."""
    return RawSQL(_AMONG[connection.vendor], [_KEYS], output_field=BigIntegerField())  # noqa: S611 (a constant of ours)


class Statement:
    """Values of rows, of a query of which every time is the same, but for the keys of what it is about.

    `rows` gives a query set of `values_list`; it is called once, when the statement is first asked.
    """

    def __init__(self, rows: Callable[[], Any]) -> None:
        self._rows = rows

    def __call__(self, keys: Iterable[int] = ()) -> list[Any]:
        """Give the rows: those with some keys, where `rows` narrows them to `among_keys`."""
        compiler, sql, parameters, converters = self._compiled
        keys = list(keys)
        asked = json.dumps(keys) if connection.vendor == "sqlite" else keys
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked if value is _KEYS else value for value in parameters])
            found = cursor.fetchall()
        return list(compiler.apply_converters(found, converters) if converters else found)

    @cached_property
    def _compiled(self) -> tuple[Any, str, tuple[Any, ...], Any]:
        compiler = self._rows().query.get_compiler(connection=connection)  # which stands for that of each thread
        sql, parameters = compiler.as_sql()
        return compiler, sql, parameters, compiler.get_converters([column for column, *_ in compiler.select])


class Prepared:
    """The same of a query that depends on a reader by nothing but the statuses of minutes that he may see.

    `rows` is given a reader.
    """

    def __init__(self, rows: Callable[[Reader], Any]) -> None:
        self._rows = rows
        self._statements: dict[tuple[str, ...], Statement] = {}

    def __call__(self, user: Reader, keys: Iterable[int] = ()) -> list[Any]:
        """Give the rows that the reader may see: those with some keys, where `rows` narrows them to `among_keys`."""
        statuses = statuses_visible_to(user)
        if statuses not in self._statements:
            rows = self._rows(user)
            self._statements[statuses] = Statement(lambda: rows)
        return self._statements[statuses](keys)
