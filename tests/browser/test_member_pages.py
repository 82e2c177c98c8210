"""Responding to a draft in Chromium: accessible, narrow and wide, light and dark, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from meetings.models import Edition
from ogpminutes import editing, publication, responses
from ogpminutes.models import Comment, Stance
from ogpminutes.models.members import today
from ogpminutes.publication import OPERATOR
from tests import factories
from tests.browser.conftest import Open
from tests.browser.test_public_pages import violations
from tests.browser.test_sign_in_pages import sign_in

PAGE = "/respond/december-2020/1/"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_limit_is_used_up() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def edition(live_server: LiveServer) -> Edition:
    """The minutes of December 2020, circulated, with comments of each kind."""
    factories.vocabulary()
    draft = editing.open_draft(factories.december_minutes(), "editor")
    publication.circulate(draft, OPERATOR, draft.version, today() + timedelta(days=7))
    observer = factories.observer()
    answered = responses.comment(draft, observer, draft.version, "Who said this?", "1.3")
    responses.answer(answered, factories.editor(), "The minutes name nobody here.")
    responses.comment(draft, observer, draft.version, "", "1.1", "Another wording, *in part* italic.")
    return draft


def come_in(page: Page, portal: LiveServer, name: str, address: str) -> None:
    sign_in(page, portal.url, name)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(portal.url + address)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_pages_of_members_are_accessible(
    live_server: LiveServer, edition: Edition, opened: Open, width: int, scheme: str
) -> None:
    factories.member()
    with opened(width, scheme) as page:
        come_in(page, live_server, "member", "/respond/")
        found = {"list": violations(page)}
        page.get_by_role("link", name="Steering Committee, 14–15 December 2020").click()
        page.get_by_text("Comment on 1.2", exact=True).click()
        found["page"] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert found == {"list": [], "page": []}
        assert page.evaluate("complaints") == []


def test_a_member_responds_by_keyboard_without_javascript(
    live_server: LiveServer, edition: Edition, opened: Open
) -> None:
    factories.member()
    with opened(java_script_enabled=False) as page:
        come_in(page, live_server, "member", PAGE)
        place = page.locator('[id="1.4"]')
        place.locator("summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("I would say it so.")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type("Another wording.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Your comment is kept.")).to_be_visible()
        expect(page.get_by_label("Comment of Member member")).to_contain_text("Another wording")
        page.get_by_label("I object").check()
        page.get_by_label("Reason, where you object").fill("The Co-Chairs did not say this.")
        page.get_by_role("button", name="Send your answer").click()
        expect(page.locator("#answer")).to_contain_text("You object.")
    comment = Comment.objects.get(citation="1.4")
    assert (comment.text, comment.proposal) == ("I would say it so.", "Another wording.")
    assert Stance.objects.get().reason == "The Co-Chairs did not say this."


@pytest.mark.parametrize("width", [390, 1280])
def test_the_responses_are_accessible_and_a_wording_is_taken_over(
    live_server: LiveServer, edition: Edition, opened: Open, width: int
) -> None:
    responses.state(edition, factories.member(), edition.version, "objection", "No.")
    with opened(width) as page:
        come_in(page, live_server, "editor", f"/admin/meetings/edition/{edition.pk}/responses/")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.get_by_role("button", name="Take the wording over").click()
        expect(page.get_by_text("The comment of Member observer is taken over.")).to_be_visible()
        expect(page.get_by_text("1 spoke of an earlier text")).to_be_visible()
        assert violations(page) == []
