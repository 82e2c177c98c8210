"""A real browser against a live portal that holds the minutes of December 2020."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser.turnstile import Turnstile

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Playwright runs an event loop in the thread of the tests, which have the database for themselves.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

COMPLAINTS = """
window.complaints = [];
addEventListener("securitypolicyviolation", (event) => complaints.push(event.violatedDirective + event.blockedURI));
addEventListener("error", (event) => complaints.push(event.message));
"""
NOWHERE = "/no-such-page/"  # the one address whose 404 is no complaint
Open = Callable[..., Any]

expect.set_options(timeout=30_000)  # milliseconds: how fast a machine is, is not what these tests are about


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give each request a connection of its own, as in earnest; a database in memory would have one for all."""
    standing = settings.DATABASES["default"]
    if standing["ENGINE"] == "django.db.backends.sqlite3":
        standing.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "portal.sqlite3")


@pytest.fixture
def portal(live_server: LiveServer) -> str:
    """The address of a portal with minutes of one of everything and those of December 2020."""
    factories.december()
    return str(live_server.url)


@pytest.fixture(scope="session")
def turnstile(django_db_setup: None, live_server: LiveServer) -> Turnstile:
    return Turnstile(live_server)


@pytest.fixture
def opened(browser: Browser, turnstile: Turnstile) -> Iterator[Open]:
    """Open a page of a width and a scheme; scripts are on unless `java_script_enabled=False`.

    What the browser complains of fails the test, but for what is `expected`: answers by their status, or other words.
    A page that is left asks for one thing more, to keep what was typed: the test ends when the portal has answered all
    that was asked.
    """

    @contextmanager
    def open_page(
        width: int = 1280, scheme: str = "light", expected: tuple[int | str, ...] = (), **options: Any
    ) -> Iterator[Page]:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)  # type: ignore[arg-type]
        context.add_init_script(COMPLAINTS)
        page = context.new_page()
        heard: list[str] = []
        page.on("console", lambda message: heard.append(f"{message.text} {_source(message)}"))
        page.on("pageerror", lambda error: heard.append(str(error)))
        try:
            yield page
            complaints = list(heard)
        finally:
            context.set_offline(True)  # a page that is being closed asks for nothing new
            context.close()
        known = (NOWHERE, *(_complaint(each) for each in expected))
        assert [each for each in complaints if not any(one in each for one in known)] == []

    yield open_page
    turnstile.wait_until_empty()


def _complaint(expected: int | str) -> str:
    return f"responded with a status of {expected} " if isinstance(expected, int) else expected


def _source(message: ConsoleMessage) -> str:
    return str(message.location.get("url", ""))
