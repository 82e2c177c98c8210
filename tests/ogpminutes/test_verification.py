"""`manage.py verify` finds one flipped byte, one missing guard, one lost file, and names it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import override_settings

from attendees.models import Attendance, AttendanceGroup, Organisation, Person
from decisions.models import ActionItem, Decision
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
    Version,
)
from ogpminutes import audit, editing, guards, publication, verification
from tests import factories

pytestmark = pytest.mark.django_db

ROWS: list[Any] = [Edition, Session, Passage, Reference, AttendanceGroup, Attendance, Decision, ActionItem]
KEPT: list[Any] = [Seal, SealedFile, LogEntry, Version]
IDENTITIES: list[tuple[Any, str]] = [
    (Meeting, "march-2021"),
    (Body, "steering-committee"),
    (Person, "ada-plain"),
    (Organisation, "society-plain"),
    (Region, "europe"),
    (Theme, "civic-space"),
]


@pytest.fixture(scope="module")
def approved(standing_database: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the files of an approved edition, in a portal where all is well."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        factories.vocabulary()
        edition = editing.open_draft(factories.small_minutes(), "editor")
        publication.adopt(edition, publication.OPERATOR, edition.version, None)
        audit.record("editor", "looked", edition)
        assert list(verification.problems()) == []
    connection.check_constraints()
    return folder


@pytest.fixture(autouse=True)
def edition(approved: Path, db: None, tmp_path: Path, settings: Any) -> Edition:
    """The approved edition, with files that the test may spoil."""
    settings.MEDIA_ROOT = shutil.copytree(approved, tmp_path / "media")
    return Edition.objects.get()


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def behind_the_back(change: Callable[[], None]) -> list[str]:
    """Do something as the owner of the database: the guards are put back afterwards."""
    guards.lift()
    change()
    connection.check_constraints()
    guards.install()
    return list(verification.problems())


def flip(field: Any, value: Any) -> Any:
    """Give another value that differs by one letter, one day or one."""
    kind = field.get_internal_type()
    if isinstance(value, str):
        return value[:-1] + ("b" if value.endswith("a") else "a") if value else "a"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return {"DateField": "2001-01-01", "TimeField": "01:01", "DateTimeField": "2001-01-01 00:00:00+00:00"}.get(kind, 1)


def columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation]


@pytest.mark.parametrize(
    ("model", "column"),
    [(model, column) for model in [*ROWS, *KEPT] for column in columns(model)],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_one_flipped_byte_is_found(model: Any, column: str) -> None:
    row, field = model._default_manager.order_by("pk").first(), model._meta.get_field(column)
    value = flip(field, getattr(row, column))

    def change() -> None:
        execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", value, row.pk)

    try:
        found = behind_the_back(change)
    except IntegrityError:
        return  # a constraint of the table does not let it pass
    assert found != [], f"{column} of {model.__name__} was changed to {value!r} and nobody noticed"


@pytest.mark.parametrize(("model", "slug"), IDENTITIES, ids=lambda each: each if isinstance(each, str) else "")
def test_a_changed_identity_is_found(model: Any, slug: str) -> None:
    table = model._meta.db_table
    found = behind_the_back(lambda: execute(f"UPDATE {table} SET slug = 'forged' WHERE slug = %s", slug))
    assert any("not what was sealed" in each or "what the statement says" in each for each in found)


@pytest.mark.parametrize("model", [Reference, Attendance, ActionItem, Passage.themes.through, Session.regions.through])
def test_a_row_that_is_gone_is_found(model: Any) -> None:
    table, first = model._meta.db_table, model._default_manager.order_by("pk").first().pk
    found = behind_the_back(lambda: execute(f"DELETE FROM {table} WHERE id = %s", first))
    edition = "Steering Committee, 3 March 2021, edition 1"
    told = [each for each in found if ": the search" not in each]
    assert [each.split(":")[0] for each in told] == [edition] * 2
    assert {each.partition(": the search knows ")[0] for each in found[2:]} == {edition}


def test_the_first_difference_is_named() -> None:
    key = Passage.objects.get(text="Point plain.").pk
    found = behind_the_back(lambda: execute("UPDATE meetings_passage SET text = 'Forged.' WHERE text = 'Point plain.'"))
    assert found == [
        "Steering Committee, 3 March 2021, edition 1: its rows are not what was sealed "
        "(first at minutes.sessions[1].passages[2].text).",
        "Steering Committee, 3 March 2021, edition 1: its rows are not those that the log says were approved.",
        f"Steering Committee, 3 March 2021, edition 1: the search knows passage {key} otherwise than it is.",
    ]


def test_a_lost_and_a_changed_file_are_named(edition: Edition) -> None:
    paths = sorted(Path(settings.MEDIA_ROOT).rglob("*.*"))
    assert [path.suffix for path in paths] != []
    for path in paths:
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        assert [each for each in verification.problems() if path.name in each and "is not what was sealed" in each]
        path.unlink()
        assert [each for each in verification.problems() if path.name in each and "is gone from" in each]
        path.write_bytes(whole)
    assert list(verification.problems()) == []


@pytest.mark.parametrize("model", [Seal, LogEntry, SealedFile, Version])
def test_a_link_that_is_gone_is_found(model: Any) -> None:
    def change() -> None:
        if model is Seal:
            execute("DELETE FROM meetings_sealedfile")
        last = model._default_manager.order_by("pk").first().pk
        execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", last)

    assert behind_the_back(change) != []


def test_the_last_entry_of_the_log_cannot_go_unnoticed_where_something_was_approved() -> None:
    found = behind_the_back(lambda: execute("DELETE FROM meetings_logentry WHERE action IN ('approved', 'looked')"))
    assert "the log does not say that it was approved" in found[0]


# The command


def verify(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", *arguments, stdout=out, stderr=err)
    except SystemExit as error:
        return int(str(error.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_says_that_all_is_well_and_the_newest_seal() -> None:
    seal = Seal.objects.get().value
    assert verify() == (0, f"All is well: 1 sealed of 1 editions. Newest seal: {seal}\n", "")
    assert verify("--seal", f"{seal[:32].upper()} {seal[32:]}")[0] == 0
    assert verify("--seal", seal[:16])[0] == 0  # as the head of the PDF prints it


def test_the_command_ends_with_1_and_names_what_is_wrong() -> None:
    name = "keep_meetings_passage_update"
    on = " ON meetings_passage" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {name}{on}")
    status, out, err = verify()
    assert (status, out) == (1, "")
    assert err == (
        f"Trigger {name} is missing or altered: run manage.py migrate, and find out who took it away.\n1 problem.\n"
    )


def test_a_seal_that_was_noted_and_is_gone_is_told() -> None:
    status, _, err = verify("--seal", "a" * 64)
    assert (status, err.splitlines()[0]) == (
        1,
        f"Seal {'a' * 64} is not in the chain: it was made anew, or this is another portal.",
    )


@pytest.mark.parametrize("noted", ["", "a1b2", "not a seal at all"])
def test_what_cannot_be_a_seal_is_no_seal_that_was_found(noted: str) -> None:
    """An empty variable in the table of cron must not make the check pass."""
    status, _, err = verify("--seal", noted)
    assert status == 1
    assert err.splitlines()[0].startswith(f"“{noted}” is no seal. ")
