"""What every test stands on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.cache import cache

from decisions import reviews
from ogpminutes import guards


def pytest_configure() -> None:
    """WhiteNoise warns where nothing was collected yet, and here a warning is an error."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _plain_settings(settings: LazySettings) -> None:
    """Cheap passwords, and static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def _citations_are_found_anew() -> None:
    """A test that is rolled back leaves the same numbers of editions behind as the next one makes."""
    cache.delete(reviews.KEY)


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
