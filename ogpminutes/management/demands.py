"""What commands ask for before they begin: a database as this release needs it, and numbers that can be meant."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class RecordCommand(BaseCommand):
    """A command on the record. Where the database is not ready for it, one line says so, and nothing is done."""

    def execute(self, *arguments: Any, **options: Any) -> Any:
        demand_database()
        return super().execute(*arguments, **options)


def demand_database() -> None:
    """Refuse a database that does not answer, or that `migrate` has not made or brought up to date."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        said = str(error).strip().split("\n")[0]
        raise CommandError(f"The database does not answer ({said}). Check DATABASE_URL.") from error
    if missing:
        state = "is not up to date" if executor.loader.applied_migrations else "holds nothing yet"
        raise CommandError(f"The database {state}. Run manage.py migrate, then this again.")


def number(least: int, most: int) -> Callable[[str], int]:
    """Give what reads a whole number of an option, written in digits, from one to another."""

    def read(text: str) -> int:
        is_number = text.isascii() and text.isdecimal() and len(text) < 10
        if not (is_number and least <= int(text) <= most):
            raise ArgumentTypeError(f"“{text[:20]}” is no whole number from {least:,} to {most:,}.")
        return int(text)

    return read
