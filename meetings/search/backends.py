"""The full-text index of the database at hand: put in place, asked, checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection, transaction

from meetings.search import postgresql, sqlite
from meetings.search.entries import EntryQuerySet
from meetings.search.query import Query

TABLE = "meetings_entry"
BACKENDS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def backend() -> Any:
    """Give the module that speaks the language of the database."""
    return BACKENDS[connection.vendor]


def matching(entries: EntryQuerySet[Any], query: Query) -> EntryQuerySet[Any]:
    """Give those of some entries that say what was asked for: all of them, where nothing was.

    They are passages, or where the query `is_aside` none is: PostgreSQL has an index of each.
    """
    if query.wanted:
        return entries.filter(backend().saying(query))
    return narrow(entries, query)


def narrow(entries: EntryQuerySet[Any], query: Query) -> EntryQuerySet[Any]:
    """Give entries of which `ranking.find` shall give those that say what was asked for.

    It asks for what is wanted itself; where nothing is, what is unwanted is left out here.
    """
    if query.unwanted and not query.wanted:
        return entries.exclude(backend().saying_unwanted(query))
    return entries


# Keeping the index


def has_place() -> bool:
    """Whether the table is as this release needs it: not while older migrations run, or are taken back."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, TABLE)
    return {"text", "facts", "title"} <= {column.name for column in columns}


def install() -> None:
    """Put the index in place where it is missing; the rows of `Entry` are taken in.

    On PostgreSQL that takes the owner of the tables; where nothing is missing, nobody needs to be.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if missing := list(_absent_indexes()):
                cursor.execute(postgresql.COLUMNS)
                for name in missing:
                    cursor.execute(postgresql.INDEXES[name])
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [sqlite.TABLE])
        (statement,) = cursor.fetchone() or [None]
        is_new = not sqlite.is_as_made(statement)
        if is_new:
            cursor.execute(f"DROP TABLE IF EXISTS {sqlite.TABLE}")
        cursor.execute(sqlite.INDEX)
        absent = list(_absent_triggers())
        for name in absent:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(sqlite.triggers()[name])
        if is_new or absent:
            cursor.execute(sqlite.REBUILD)


def remove() -> None:
    """Take the index away; the rows stay."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(postgresql.NO_COLUMNS)
            return
        for name in sqlite.triggers():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {sqlite.TABLE}")


def rebuild() -> None:
    """Make the index anew from the rows of `Entry`, in one transaction. PostgreSQL's cannot differ from them."""
    if connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sqlite.REBUILD)


def faults() -> Iterator[str]:
    """Name what is wrong with the index itself."""
    if connection.vendor == "postgresql":
        if any(_absent_indexes()):
            yield "The full-text index is missing: run manage.py migrate."
        return
    for name in _absent_triggers():
        yield f"Trigger {name}, which keeps the full-text index, is missing or altered: run manage.py migrate."
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sqlite.CHECK)
    except DatabaseError:
        yield "The full-text index is not what the rows say: run manage.py rebuild_search."


def _absent_indexes() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(postgresql.ABSENT, [list(postgresql.INDEXES)])
        yield from (name for (name,) in cursor.fetchall())


def _absent_triggers() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_%'")
        present = dict(cursor.fetchall())
    yield from (name for name, statement in sqlite.triggers().items() if present.get(name) != statement)
