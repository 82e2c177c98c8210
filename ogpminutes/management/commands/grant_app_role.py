"""Give the PostgreSQL role that serves the portal what it needs, and nothing that could lift a guard.

Run it as the owner of the tables, after each migrate. The role reads and writes rows, adds to seals and log without
changing them, and owns nothing: it can drop no trigger, replace no function, truncate no table.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, transaction
from psycopg import sql

from decisions.models import Alteration, Update, Uptake
from meetings.models import LogEntry, Seal, SealedFile
from ogpminutes.management.demands import RecordCommand

APPENDED = (Seal, SealedFile, LogEntry, Update, Uptake, Alteration)
GRANTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "REVOKE ALL ON SCHEMA public FROM {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",  # the first run loads rows with numbers
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="The role that DATABASE_URL names where the portal is served.")

    @transaction.atomic
    def handle(self, *arguments: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles. With SQLite, keep the file from everybody but the portal.")
        role = options["role"]
        with connection.cursor() as cursor:
            _demand(cursor, role)
            for grant in GRANTS:
                cursor.execute(sql.SQL(grant).format(role=sql.Identifier(role)))
            for model in APPENDED:
                names = {"table": sql.Identifier(model._meta.db_table), "role": sql.Identifier(role)}
                cursor.execute(sql.SQL("REVOKE UPDATE, DELETE ON {table} FROM {role}").format(**names))
        self.stdout.write(f"{role} may serve the portal. Run this again after each migrate.")


def _demand(cursor: Any, role: str) -> None:
    cursor.execute("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
    found = cursor.fetchone()
    if found is None:
        raise CommandError(f"There is no role {role!r}; make it first: CREATE ROLE {role} LOGIN PASSWORD '…'.")
    cursor.execute("SELECT current_user")
    if found[0] or cursor.fetchone()[0] == role:
        raise CommandError(f"{role!r} owns the tables or may do anything; choose a role that only serves.")
