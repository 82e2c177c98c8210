"""The database itself refuses: raw SQL against approved minutes, seals and the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from attendees.models import Attendance, AttendanceGroup, Organisation, Person
from decisions.models import ActionItem, Decision, Update
from meetings.models import (
    Body,
    Edition,
    LogEntry,
    Meeting,
    Passage,
    Reference,
    Region,
    Seal,
    SealedFile,
    Session,
    Theme,
)
from ogpminutes import archive, audit, guards, seals
from tests import factories

pytestmark = pytest.mark.django_db

OWNED: list[Any] = [
    Session,
    Passage,
    Reference,
    Session.regions.through,
    Passage.regions.through,
    Passage.themes.through,
    AttendanceGroup,
    Attendance,
    Decision,
    ActionItem,
]
NAMED_BY_IT: dict[Any, str] = {
    Meeting: "march-2021",
    Body: "steering-committee",
    Person: "ada-plain",
    Organisation: "society-plain",
    Region: "europe",
    Theme: "civic-space",
}
APPENDED: list[Any] = [Seal, SealedFile, LogEntry, Update]


@pytest.fixture(autouse=True)
def _as_any_program_opens_the_file() -> Iterator[None]:
    """SQLite deletes what REPLACE pushes aside without asking a trigger, unless a connection wants it as ours does."""
    if connection.vendor == "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
        yield
        cursor.execute("PRAGMA recursive_triggers = ON")


@pytest.fixture(autouse=True)
def record() -> None:
    """One approved edition with a file, one draft, an update and an entry of the log."""
    factories.vocabulary()
    minutes = factories.small_minutes()
    edition = archive.write(minutes)
    seals.affix(edition, seals.prove(edition, minutes, None), {"json": b"{}"})
    Edition.objects.filter(pk=edition.pk).update(status="approved")
    factories.edition(factories.small_minutes("other", "june-2021", date(2021, 6, 3)), "draft")
    Update.objects.create(meeting=edition.meeting, number="D1", day=date(2021, 4, 1), state="open")
    audit.record("editor", "looked", edition)
    connection.check_constraints()  # PostgreSQL truncates and alters no table that has checks left to do


def refused(statement: str, *values: Any) -> bool:
    """Tell whether the database refuses a statement; what it does not refuse stays done."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return "approved" in str(error).lower() or "only ever added" in str(error)
    return False


def table(model: Any) -> str:
    return str(model._meta.db_table)


def rows(model: Any) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())


def kept(model: Any) -> int:
    """The id of the row that belongs to the approved edition: the first one, or the one that it names."""
    if model in NAMED_BY_IT:
        return int(model._default_manager.get(slug=NAMED_BY_IT[model]).pk)
    return int(rows(model)[0]["id"])


def writable(model: Any) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


@pytest.mark.parametrize("model", [*OWNED, Edition, *APPENDED], ids=table)
def test_no_column_of_what_is_kept_can_be_written(model: Any) -> None:
    before = rows(model)
    for column in writable(model):
        # Even a column that keeps its value: the row is not written at all.
        assert refused(f"UPDATE {table(model)} SET {column} = {column} WHERE id = %s", kept(model))
    assert rows(model) == before


@pytest.mark.parametrize("model", [*OWNED, Edition, *NAMED_BY_IT, *APPENDED], ids=table)
def test_nothing_that_is_kept_can_be_deleted(model: Any) -> None:
    before = rows(model)
    assert refused(f"DELETE FROM {table(model)} WHERE id = %s", kept(model))
    assert rows(model) == before


@pytest.mark.parametrize("model", OWNED, ids=table)
def test_nothing_can_be_added_to_approved_minutes(model: Any) -> None:
    before = rows(model)
    columns = ", ".join(writable(model))
    copy = f"INSERT INTO {table(model)} ({columns}) SELECT {columns} FROM {table(model)} WHERE id = %s"
    assert refused(copy, kept(model))
    assert rows(model) == before


@pytest.mark.parametrize("model", [Session, Passage, Reference, Decision, ActionItem, Attendance], ids=table)
def test_nothing_can_be_moved_into_approved_minutes(model: Any) -> None:
    before, owner = rows(model), {Passage: "session_id", Reference: "session_id", Attendance: "group_id"}
    column = owner.get(model, "edition_id")
    draft = before[-1]["id"]
    assert refused(f"UPDATE {table(model)} SET {column} = %s WHERE id = %s", before[0][column], draft)
    assert rows(model) == before


@pytest.mark.parametrize("model", NAMED_BY_IT, ids=table)
def test_what_approved_minutes_name_keeps_its_address(model: Any) -> None:
    before = rows(model)
    assert refused(f"UPDATE {table(model)} SET slug = 'forged' WHERE id = %s", kept(model))
    assert rows(model) == before


def test_a_name_that_is_not_part_of_an_address_may_change() -> None:
    assert not refused("UPDATE attendees_person SET name = 'Ada Lovelace' WHERE id = %s", kept(Person))


def test_a_status_cannot_be_forged() -> None:
    approved, draft = Edition.objects.order_by("pk")
    for status in ("draft", "circulated"):
        assert refused("UPDATE meetings_edition SET status = %s WHERE id = %s", status, approved.pk)
    for status in ("approved", "superseded"):
        assert refused("UPDATE meetings_edition SET status = %s WHERE id = %s", status, draft.pk)
    columns = ", ".join(writable(Edition))
    values = columns.replace("number", "9").replace("9_", "number_")
    assert refused(
        f"INSERT INTO meetings_edition ({columns}) SELECT {values} FROM meetings_edition WHERE id = %s", approved.pk
    )
    assert [edition.status for edition in Edition.objects.order_by("pk")] == ["approved", "draft"]


def test_an_approved_edition_can_be_superseded_and_nothing_with_it() -> None:
    change = "UPDATE meetings_edition SET status = 'superseded'{} WHERE status = 'approved'"
    assert refused(change.format(", title = 'Forged'"))
    assert not refused(change.format(""))
    assert refused("UPDATE meetings_edition SET status = 'approved' WHERE status = 'superseded'")


@pytest.mark.parametrize("model", [Seal, LogEntry], ids=table)
def test_a_chain_grows_at_its_end_alone(model: Any) -> None:
    columns = writable(model)
    fresh = {"value": "'v'", "digest": "'d'", "previous": "'p'", "edition_id": str(kept(Edition) + 1)}
    for position in (1, 2, 7):
        values = ", ".join(str(position) if name == "position" else fresh.get(name, name) for name in columns)
        forged = f"INSERT INTO {table(model)} ({', '.join(columns)}) SELECT {values} FROM {table(model)} LIMIT 1"
        assert refused(forged), position


@pytest.mark.parametrize("model", OWNED, ids=table)
def test_drafts_can_be_changed(model: Any) -> None:
    last, column = rows(model)[-1]["id"], writable(model)[0]
    assert not refused(f"UPDATE {table(model)} SET {column} = {column} WHERE id = %s", last)
    Edition.objects.get(status="draft").delete()
    assert not model._default_manager.filter(pk=last).exists()


def replacing(model: Any, draft: int) -> list[str]:
    """The ways in which SQLite puts a row in the place of another without deleting it."""
    columns = ", ".join(writable(model))
    return [
        f"INSERT OR REPLACE INTO {table(model)} (id, {columns}) SELECT id, {columns} FROM {table(model)} WHERE id = %s",
        f"REPLACE INTO {table(model)} (id, {columns}) SELECT id, {columns} FROM {table(model)} WHERE id = %s",
        f"UPDATE OR REPLACE {table(model)} SET id = %s WHERE id = {draft}",
    ]


@pytest.mark.parametrize("model", [*OWNED, Edition], ids=table)
def test_no_row_takes_the_place_of_a_kept_one(model: Any) -> None:
    before = rows(model)
    if connection.vendor == "postgresql":
        columns = writable(model)
        sets = ", ".join(f"{column} = excluded.{column}" for column in columns)
        names = ", ".join(columns)
        upsert = (
            f"INSERT INTO {table(model)} (id, {names}) SELECT id, {names} FROM {table(model)} WHERE id = %s "
            f"ON CONFLICT (id) DO UPDATE SET {sets}"
        )
        assert refused(upsert, kept(model))
        assert refused(f"TRUNCATE {table(model)} CASCADE")
        assert refused(
            f"WITH gone AS (DELETE FROM {table(model)} WHERE id = %s RETURNING *) SELECT * FROM gone", kept(model)
        )
    else:
        for statement in replacing(model, before[-1]["id"]):
            assert refused(statement, kept(model)), statement
    assert rows(model) == before


def test_a_forged_seal_lets_no_draft_push_the_approved_edition_aside() -> None:
    """A meeting has one approved edition: REPLACE would delete it for another one that turns approved."""
    approved = Edition.objects.get(status="approved")
    forged = archive.write(factories.small_minutes(), "A reason.")
    seals.affix(forged, seals.prove(forged, factories.small_minutes(), None), {})
    way = "UPDATE" if connection.vendor == "postgresql" else "UPDATE OR REPLACE"
    assert refused(f"{way} meetings_edition SET status = 'approved' WHERE id = %s", forged.pk)
    assert list(Edition.objects.of_meeting("march-2021").order_by("pk").values_list("pk", "status")) == [
        (approved.pk, "approved"),
        (forged.pk, "draft"),
    ]


@pytest.mark.parametrize("model", [Passage, Seal, LogEntry], ids=table)
def test_a_session_s_own_tables_do_not_stand_in_for_the_record(model: Any) -> None:
    """Anybody may make temporary tables, and PostgreSQL looks at them first unless it is told not to."""
    for name in ("meetings_edition", "meetings_session", table(model)):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMPORARY TABLE {name} AS SELECT * FROM {name} WHERE 1 = 0")
    place = "public" if connection.vendor == "postgresql" else "main"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(id) FROM {place}.{table(model)}")
        ((first,),) = cursor.fetchall()
    column = {Passage: "text", Seal: "record", LogEntry: "details"}[model]
    assert refused(f"UPDATE {place}.{table(model)} SET {column} = 'forged' WHERE id = %s", first)
    with connection.cursor() as cursor:
        for name in ("meetings_edition", "meetings_session", table(model)):
            cursor.execute(f"DROP TABLE {'pg_temp' if place == 'public' else 'temp'}.{name}")


@pytest.mark.parametrize("name", ["keep_meetings_passage_update", "keep_meetings_seal_delete"])
def test_a_missing_guard_is_named_and_put_back(name: str) -> None:
    assert guards.missing() == []
    drop(name)
    assert guards.missing() == [name]
    assert guards.install() == [name]
    assert guards.missing() == []


def drop(name: str) -> None:
    table_name = name.removeprefix("keep_").rsplit("_", 1)[0]
    on = f" ON {table_name}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")


WEAK = "keep_meetings_passage_update"


def weakened(how: str) -> list[str]:
    """Give the statements by which the owner of the tables makes a guard again so that it keeps nothing."""
    if connection.vendor != "postgresql":
        return [
            f"DROP TRIGGER {WEAK}",
            f"CREATE TRIGGER {WEAK} {how} ON meetings_passage BEGIN SELECT RAISE(ABORT, ''); END",
        ]
    if how.startswith("ALTER"):
        return [how]
    made = f"CREATE TRIGGER {WEAK} {how} EXECUTE FUNCTION {WEAK}()"
    always = f"ALTER TABLE {how.split()[how.split().index('ON') + 1]} ENABLE ALWAYS TRIGGER {WEAK}"
    return [f"DROP TRIGGER {WEAK} ON meetings_passage", made, always]


HARMLESS = {
    "sqlite": ["BEFORE INSERT", "BEFORE UPDATE OF number"],
    "postgresql": [
        f"ALTER TABLE meetings_passage DISABLE TRIGGER {WEAK}",
        f"ALTER TABLE meetings_passage ENABLE TRIGGER {WEAK}",
        f"ALTER FUNCTION {WEAK}() SET search_path = pg_temp, public",
        f"ALTER FUNCTION {WEAK}() RESET search_path",
        "BEFORE UPDATE ON meetings_passage FOR EACH ROW WHEN (false)",
        "BEFORE UPDATE OF number ON meetings_passage FOR EACH ROW",
        "BEFORE INSERT ON meetings_passage FOR EACH ROW",
        "BEFORE UPDATE ON meetings_passage FOR EACH STATEMENT",
        "BEFORE UPDATE ON meetings_session FOR EACH ROW",
    ],
}


@pytest.mark.parametrize("how", HARMLESS[connection.vendor])
def test_a_guard_that_was_made_harmless_is_named(how: str) -> None:
    with connection.cursor() as cursor:
        for statement in weakened(how):
            cursor.execute(statement)
    assert guards.missing() == [WEAK]


def test_the_guards_of_a_table_that_is_gone_are_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE ogpminutes_news")  # it stands on the other, and PostgreSQL lets none fall alone
        cursor.execute("DROP TABLE decisions_update")
    assert [name for name in guards.missing() if "decisions_update" not in name] == []
    assert "keep_decisions_update_delete" in guards.missing()
    assert guards.install() == []
