"""Commands that are called too early, or with numbers that cannot be meant: one line that tells the cure."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from ogpminutes.management.commands import bench

ROOT = Path(__file__).resolve().parent.parent.parent
EARLY = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.base import CommandError
for name in (
    "make_corpus", "bench_search --here", "import_minutes x.md", "verify", "rebuild_search", "send_alerts",
    "send_reminders", "make_open_data", "make_fixture", "grant_app_role x",
):
    try:
        call_command(*name.split())
    except CommandError as error:
        print(error)
"""
CURE = "Run manage.py migrate, then this again."


def early(database: str) -> list[str]:
    """Give what each command says on a database, line by line."""
    settings = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "ogpminutes.settings"}
    told = subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-c", EARLY], cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True
    )
    assert told.stderr == ""
    return told.stdout.splitlines()


@pytest.mark.once
def test_a_command_before_migrate_says_so_in_one_line(tmp_path: Path) -> None:
    assert early(f"sqlite:///{tmp_path / 'empty.sqlite3'}") == [f"The database holds nothing yet. {CURE}"] * 10


@pytest.mark.once
def test_a_command_without_a_database_says_so_in_one_line() -> None:
    lines = early("postgres://nobody@127.0.0.1:1/none")
    assert len(lines) == 10
    for line in lines:
        assert line.startswith("The database does not answer (")
        assert line.endswith("). Check DATABASE_URL.")


@pytest.mark.django_db
def test_nothing_is_measured_where_nothing_is() -> None:
    said = "This record has less than 84 passages: too few to measure on. Run make_corpus first."
    with pytest.raises(CommandError, match=said):
        call_command("bench_search", "--here")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "option", "bounds"),
    [
        ("make_corpus", "--meetings", "1 to 100,000"),
        ("make_corpus", "--times", "1 to 100"),
        ("bench", "--rounds", "1 to 1,000"),
        ("bench", "--requests", "1 to 10,000"),
        ("bench_search", "--meetings", "20 to 100,000"),
        ("bench_search", "--searches", "1 to 50"),
        ("send_reminders", "--after", "1 to 365"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused_with_the_cure(command: str, option: str, bounds: str) -> None:
    for typed in ("-1", "0", "9" * 5000, "1.5", "x", "", "²"):
        with pytest.raises(CommandError) as refused:
            call_command(command, f"{option}={typed}")
        said = f"Error: argument {option}: “{typed[:20]}” is no whole number from {bounds}."
        assert str(refused.value) == said


@pytest.mark.django_db
def test_the_benchmark_asks_pages_that_answer(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    bench.Command(stdout=(said := StringIO())).measure(rounds=1, requests=1)
    measured = [line.split("  ")[0] for line in said.getvalue().splitlines() if line and not line.startswith("  ")]
    assert measured == ["page", *bench.PAGES, *bench.COMPARED]
    assert reverse("home") == "/"
