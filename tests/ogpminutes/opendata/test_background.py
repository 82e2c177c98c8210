"""What has a package made: all that changes the record, once for many changes, and after the last one."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from pytest_django import DjangoCaptureOnCommitCallbacks

from decisions.models import ActionItem, Alteration, Decision, GoverningDocument, Update, Uptake
from meetings.models import Edition, Passage
from ogpminutes import altering, taking_up, updating
from ogpminutes.opendata import background
from tests import factories

MANAGE = """
with open("runs", "a") as runs:
    runs.write("x")
with open("begun", "w") as begun:
    begun.write("x")
with open("end") as end:
    end.read()
"""


def update(edition: Edition) -> Callable[[], Any]:
    said = Update(day=date(2021, 4, 1), state="open")
    return lambda: updating.record(said, Decision.objects.get(), factories.editor())


def withdrawal(edition: Edition) -> Callable[[], Any]:
    said = factories.update(edition, state="open")
    return lambda: updating.withdraw(said, Decision.objects.get(), factories.editor(), "Wrong.")


def uptake(edition: Edition) -> Callable[[], Any]:
    suggestion = Passage.objects.get(session__number="1", kind="feedback")
    said = Uptake(day=date(2021, 4, 1), extent="wholly")
    return lambda: taking_up.record(said, suggestion, ActionItem.objects.get(), factories.editor())


def withdrawn_uptake(edition: Edition) -> Callable[[], Any]:
    said = factories.uptake(edition)
    return lambda: taking_up.withdraw(said, factories.editor(), "Wrong.")


def alteration(edition: Edition) -> Callable[[], Any]:
    said = Alteration(document=GoverningDocument.objects.get(slug="articles-of-governance"))
    return lambda: altering.record(said, Decision.objects.get(), factories.editor())


def withdrawn_alteration(edition: Edition) -> Callable[[], Any]:
    said = factories.alteration(edition)
    return lambda: altering.withdraw(said, factories.editor(), "Wrong.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [update, withdrawal, uptake, withdrawn_uptake, alteration, withdrawn_alteration],
    ids=lambda it: it.__name__,
)
def test_what_is_recorded_beside_minutes_has_a_package_made_once_it_is_committed(
    change: Callable[[Edition], Callable[[], Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    factories.vocabulary()
    record = change(factories.edition(factories.small_minutes()))
    with django_capture_on_commit_callbacks() as callbacks:
        record()
    assert callbacks == [background.begin]


def test_many_changes_make_one_package_at_a_time_and_one_after_the_last(settings: LazySettings, tmp_path: Path) -> None:
    settings.OPEN_DATA_AFTER_APPROVAL, settings.BASE_DIR = True, tmp_path
    begun, end, runs = tmp_path / "begun", tmp_path / "end", tmp_path / "runs"
    for pipe in (begun, end):
        os.mkfifo(pipe)
    (tmp_path / "manage.py").write_text(MANAGE.replace('open("', f'open("{tmp_path}/'))
    threads = [background.begin()]
    assert begun.read_text() == "x"
    threads += [background.begin() for _ in range(5)]
    assert runs.read_text() == "x"
    end.write_text("")
    assert begun.read_text() == "x"
    end.write_text("")
    for thread in threads:
        assert thread is not None
        thread.join(timeout=60)
    assert runs.read_text() == "xx"
