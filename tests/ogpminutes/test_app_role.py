"""On PostgreSQL the portal is served by a role that owns nothing, and cannot get round the guards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from meetings.models import Body, Edition
from ogpminutes import guards, verification
from tests import factories

pytestmark = pytest.mark.django_db

ROLE = "portal_server"
ATTACKS = [
    "UPDATE meetings_passage SET text = 'Forged.'",
    "DELETE FROM meetings_passage",
    "WITH gone AS (DELETE FROM decisions_actionitem RETURNING *) SELECT * FROM gone",
    "UPDATE meetings_edition SET status = 'draft'",
    "UPDATE meetings_seal SET record = record",
    "DELETE FROM meetings_logentry",
    "TRUNCATE meetings_passage CASCADE",
    "ALTER TABLE meetings_passage DISABLE TRIGGER ALL",
    "DROP TRIGGER keep_meetings_passage_update ON meetings_passage",
    "CREATE OR REPLACE FUNCTION keep_meetings_passage_update() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RETURN NEW; END'",
    "SET session_replication_role = replica",
    "DROP TABLE meetings_seal CASCADE",
    "ALTER TABLE meetings_passage ALTER COLUMN text TYPE text USING 'Forged.'",
    "MERGE INTO meetings_passage p USING meetings_passage q ON p.id = q.id "
    "WHEN MATCHED THEN UPDATE SET text = 'Forged.'",
    "CREATE TEMPORARY TABLE meetings_edition AS SELECT * FROM meetings_edition WHERE false; "
    "UPDATE meetings_passage SET text = 'Forged.'",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('meetings', '0099', now())",
    "CREATE TABLE forged (id int)",
]

# The factory seals behind the application's back, so that the log knows nothing of it.
NO_FILES_OR_LOG = [
    "Steering Committee, 14–15 December 2020, edition 1: the log does not say that it was approved.",
]


@pytest.fixture
def server() -> Iterator[None]:
    """Become the role that serves the portal, with an approved edition."""
    factories.december()
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
    call_command("grant_app_role", ROLE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def attempt(statement: str) -> str:
    """Give what the database says to a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return "done"


def test_on_sqlite_there_are_no_roles() -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(CommandError, match="There is no role 'nobody-at-all'; make it first"):
            call_command("grant_app_role", "nobody-at-all")
    else:
        with pytest.raises(CommandError, match="Only PostgreSQL has roles"):
            call_command("grant_app_role", ROLE)


def test_the_owner_is_not_the_server() -> None:
    message = "owns the tables or may do anything" if connection.vendor == "postgresql" else "Only PostgreSQL"
    with pytest.raises(CommandError, match=message):
        call_command("grant_app_role", connection.settings_dict["USER"])


if connection.vendor == "postgresql":  # SQLite has no roles: tests/ogpminutes/test_guards.py attacks it

    @pytest.mark.parametrize("statement", ATTACKS)
    def test_the_server_cannot_get_round_the_guards(server: None, statement: str) -> None:
        said = attempt(statement)
        assert any(word in said for word in ("is approved", "permission denied", "must be owner")), said
        assert [*guards.missing(), *verification.problems()] == NO_FILES_OR_LOG

    def test_the_server_loads_what_a_new_portal_begins_with(server: None) -> None:
        call_command("loaddata", "vocabulary", verbosity=0)
        assert Body.objects.filter(slug="steering-committee").count() == 1

    def test_the_server_can_do_its_work(server: None) -> None:
        factories.edition(factories.small_minutes(), "approved")
        assert Edition.objects.approved().count() == 2
