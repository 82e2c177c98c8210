"""The rules as triggers of the database at hand: put in place, looked for, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ogpminutes.guards.rules import Rule, rules

PREFIX = "keep_"
# Where a guard of PostgreSQL looks for tables: ours, before what a session puts under the same name for itself.
PATH = "public, pg_temp"
EVENTS = ("insert", "update", "delete")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its table, its name, and the statement that makes it."""

    table: str
    name: str
    statement: str


def install() -> list[str]:
    """Put every trigger in place that is missing or differs; give their names."""
    if not _has_all_tables():
        return []  # on the way from or to an empty database: there is nothing to keep yet
    absent = missing()
    with transaction.atomic(), connection.cursor() as cursor:
        for trigger in _wanted():
            if trigger.name in absent:
                for statement in _replacing(trigger):
                    cursor.execute(statement)
    return absent


def missing() -> list[str]:
    """Name the triggers that are not there, are switched off, or are not what they should be; of lost tables, all."""
    present = _present()
    return [trigger.name for trigger in _wanted() if present.get(trigger.name) != _body(trigger)]


def lift() -> None:
    """Take all triggers away: for a migration that rebuilds tables, and for tests that empty them."""
    with connection.cursor() as cursor:
        for table, name in _names():
            cursor.execute(_drop(table, name))


def _wanted() -> list[Trigger]:
    return [trigger for rule in rules(_same()) for trigger in _triggers(rule)]


def _has_all_tables() -> bool:
    return {rule.table for rule in rules(_same())} <= set(connection.introspection.table_names())


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _same() -> str:
    return "IS NOT DISTINCT FROM" if _is_postgresql() else "IS"


def _conditions(rule: Rule) -> dict[str, str]:
    """Give for each event the condition under which it is refused."""
    old, new = rule.kept.format(row="OLD"), rule.kept.format(row="NEW")
    insert = [rule.conflict(), rule.insert, "" if rule.is_open else new]
    update = [f"({rule.conflict()} AND NOT ({old}))"]
    update += [rule.update] if rule.update else [old, "" if rule.is_open else new]
    return {
        "insert": " OR ".join(f"({each})" for each in insert if each),
        "update": " OR ".join(f"({each})" for each in update if each),
        "delete": old,
    }


def _triggers(rule: Rule) -> Iterator[Trigger]:
    for event, condition in _conditions(rule).items():
        name = f"{PREFIX}{rule.table}_{event}"
        yield Trigger(rule.table, name, _statement(rule, name, event.upper(), condition))
    if _is_postgresql():
        name = f"{PREFIX}{rule.table}_truncate"
        yield Trigger(rule.table, name, _statement(rule, name, "TRUNCATE", ""))


# The dialects


def _statement(rule: Rule, name: str, event: str, condition: str) -> str:
    message = rule.message.replace("'", "''")
    if not _is_postgresql():
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {rule.table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    refusal = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation';"
    if condition:
        refusal = f"IF {condition} THEN {refusal} END IF;"
    result = "OLD" if event == "DELETE" else "NEW" if condition else "NULL"
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = {PATH} AS $guard$\n"
        f"BEGIN {refusal} RETURN {result}; END $guard$"
    )


def _replacing(trigger: Trigger) -> list[str]:
    """Give the statements that put a trigger in the place of what is there."""
    dropping = _drop(trigger.table, trigger.name)
    if not _is_postgresql():
        return [dropping, trigger.statement]
    always = f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}"
    return [trigger.statement, dropping, _calling(trigger), always]


def _calling(trigger: Trigger) -> str:
    """Give the statement by which PostgreSQL calls the function of a trigger, in the words in which it tells of it."""
    event = trigger.name.rsplit("_", 1)[1].upper()
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {trigger.name} BEFORE {event} ON {trigger.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {trigger.name}()"
    )


def _drop(table: str, name: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if _is_postgresql() else "")


def _body(trigger: Trigger) -> str:
    """Give of a trigger what the database tells of it."""
    if not _is_postgresql():
        return trigger.statement
    return f"{_calling(trigger)} search_path={PATH} {trigger.statement.split('$guard$')[1]}"


def _present() -> dict[str, str]:
    """Give the triggers that are there and always fire, with what they do."""
    return dict(_ask(_PRESENT[connection.vendor]))


def _names() -> list[tuple[str, str]]:
    return _ask(_NAMES[connection.vendor])


def _ask(query: str) -> list[Any]:
    database: BaseDatabaseWrapper = connection
    with database.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        return list(cursor.fetchall())


_PRESENT = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT t.tgname, concat_ws(' ', pg_get_triggerdef(t.oid, true), array_to_string(p.proconfig, ' '), p.prosrc) "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgenabled = 'A' AND p.proname = t.tgname AND t.tgname LIKE %s "
        "AND t.tgrelid = to_regclass(substring(t.tgname from 'keep_(.*)_[a-z]+$'))"
    ),
}
_NAMES = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgname LIKE %s"
    ),
}
