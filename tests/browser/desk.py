"""The desk of an editor: the page of a draft, open in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from meetings.models import Edition
from ogpminutes import editing
from tests import factories
from tests.browser.conftest import Open


class Desk:
    """An editor at the page of a draft. `actions` counts clicks, key presses, pastes and letters that search."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0
        self.text = page.locator(".cm-content")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.actions += 1

    def search(self, letters: str) -> None:
        self.page.keyboard.type(letters)
        self.actions += len(letters)

    def paste(self, html: str = "", plain: str = "") -> None:
        """Paste as a word processor puts it on the clipboard."""
        self.page.evaluate(
            """([html, plain]) => {
                const data = new DataTransfer();
                if (html) data.setData("text/html", html);
                data.setData("text/plain", plain);
                const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
                document.querySelector(".cm-content").dispatchEvent(event);
            }""",
            [html, plain],
        )
        self.actions += 1

    def put_cursor(self, words: str) -> None:
        """Go to the end of a line by searching it. What leads there is navigation, and not counted."""
        before = self.actions
        self.press("Control+f")
        self.search(words)
        self.press("Enter", "Escape", "ArrowRight")
        self.actions = before

    def saved(self) -> None:
        expect(self.page.locator("[data-status]")).to_contain_text("Saved ")


Opener = Callable[..., Desk]


@pytest.fixture
def draft(live_server: LiveServer) -> Edition:
    factories.vocabulary()
    return factories.edition(factories.december_minutes(), "draft")


@pytest.fixture
def desk(opened: Open, draft: Edition, live_server: LiveServer) -> Iterator[Opener]:
    with ExitStack() as stack:

        def open_desk(user: User | None = None, width: int = 1280, scheme: str = "light", **options: Any) -> Desk:
            page = stack.enter_context(opened(width, scheme, expected=(403, 409, 413, 422, 428, 500), **options))
            client = Client()
            client.force_login(user or factories.editor())
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
            page.goto(live_server.url + address(draft))
            if options.get("java_script_enabled", True):
                expect(page.locator("[data-preview]")).to_contain_text("Welcome & introduction")
            return Desk(page)

        yield open_desk


def address(draft: Edition, name: str = "change") -> str:
    return reverse(f"admin:meetings_edition_{name}", args=[draft.pk])


def standing(draft: Edition) -> str:
    return editing.text_of(Edition.objects.with_meeting().get(pk=draft.pk))
