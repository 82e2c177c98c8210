"""Importing in Chromium, without scripts: accessible, as wide as the screen, and what is shown is imported."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Edition
from meetings.textform import dump
from tests import factories
from tests.browser.conftest import Open
from tests.browser.test_public_pages import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/admin/meetings/edition/import/"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def draft(portal: str) -> Edition:
    factories.editor()
    return factories.edition(factories.small_minutes(), "draft")


def sign_in(page: Page, portal: str) -> None:
    page.goto(f"{portal}/sign-in/?next={ADDRESS}")
    page.get_by_label("User name").fill("editor")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Import minutes")).to_be_visible()


def paste(page: Page) -> None:
    """Paste minutes that take a passage out of the draft, with a line that is told of."""
    text = dump(factories.small_minutes()).replace("* Point plain.\n", "---\n\nPoint other.\n")
    page.get_by_label("or text").fill(text)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Import minutes: preview")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible(portal: str, draft: Edition, opened: Open, width: int, scheme: str) -> None:
    with opened(width, scheme) as page:
        sign_in(page, portal)
        assert [violations(page), page.evaluate(OVERFLOW)] == [[], 0]
        paste(page)
        assert page.evaluate("complaints") == []
        assert [violations(page), page.evaluate(OVERFLOW)] == [[], 0]


def test_without_scripts_what_is_shown_is_imported(portal: str, draft: Edition, opened: Open) -> None:
    with opened(java_script_enabled=False) as page:
        sign_in(page, portal)
        paste(page)
        with page.expect_popup() as popup:
            page.get_by_role("button", name="See them as readers would").click()
        expect(popup.value.locator(".banner")).to_contain_text("Nothing is imported yet.")
        expect(popup.value.get_by_text("Point other.")).to_be_visible()
        page.get_by_role("button", name="Back").click()
        expect(page.get_by_label("or text")).to_have_value(
            dump(factories.small_minutes()).replace("* Point plain.\n", "---\n\nPoint other.\n")
        )
        page.get_by_role("button", name="Preview").click()
        page.get_by_label("Import, and let the draft lose this").check()
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.locator(".messagelist")).to_contain_text("is imported, as a draft.")
        expect(page.locator("textarea[name=text]")).to_have_value(
            dump(factories.small_minutes()).replace("* Point plain.\n", "Point other.\n\n")
        )
