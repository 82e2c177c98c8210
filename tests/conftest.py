"""What every test stands on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from meetings.keeping import forget
from ogpminutes import guards


def pytest_configure() -> None:
    """WhiteNoise warns where nothing was collected yet, and here a warning is an error."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the database may answer is tried on both: `once` is for tests that pytest-django lets ask none."""
    asking = {"db", "transactional_db", "live_server"}
    for item in items:
        if item.get_closest_marker("once") and (
            item.get_closest_marker("django_db") or asking & set(getattr(item, "fixturenames", ()))
        ):
            raise pytest.UsageError(
                f"{item.nodeid} has the database and is marked to run once: take one of the two away."
            )


def pytest_collection_finish() -> None:
    """What was imported stays for all tests: the collector of garbage need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _plain_settings() -> Iterator[None]:
    """Cheap passwords, static files without a manifest, and no end of requests."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        API_RATE=0,
        OPEN_DATA_AFTER_APPROVAL=False,  # another process would not see what a test has not committed
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ):
        yield


@pytest.fixture(scope="module")
def standing_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around the tests of a module: each finds what fixtures of the module made, and none changes it.

    For modules of which all tests have the database, and none commits.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    """A test rolls the database back, but not what the process keeps of it."""
    forget()


@pytest.fixture(autouse=True)
def _guards_give_way_to_the_broom(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit are followed by a flush, which the guards of the record would refuse.

    Emptying the tables ends as a migration does, so the guards are back for the next test.
    """
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (mark and mark.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    guards.lift()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which asks nobody outside for anything."""
    quiet = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"]
    flags = [f"--{flag}" for flag in (*quiet, "disable-component-update", "disable-sync")]
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": flags}
