"""The page of results in Chromium: results follow each choice, the focus stays, and Back works."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_results_follow_each_choice_and_the_focus_stays(portal: str, opened: Open) -> None:
    with opened() as page:
        page.goto(f"{portal}/browse/?q=civic")
        count = page.locator("#status")
        before = count.inner_text()
        page.evaluate("document.body.dataset.same = 'yes'")
        choice = page.get_by_role("checkbox", name=re.compile("^Feedback"))
        choice.focus()
        page.keyboard.press("Space")
        expect(page).to_have_url(re.compile(r"q=civic&kind=feedback"))
        expect(count).not_to_have_text(before)
        expect(choice).to_be_focused()
        expect(choice).to_be_checked()
        assert page.evaluate("document.body.dataset.same") == "yes"
        assert page.evaluate("complaints") == []
        page.go_back()
        expect(page).to_have_url(f"{portal}/browse/?q=civic")
        expect(count).to_have_text(before)
        expect(choice).not_to_be_checked()


def test_results_follow_what_is_typed(portal: str, opened: Open) -> None:
    with opened(390) as page:
        page.goto(f"{portal}/browse/")
        box = page.get_by_role("searchbox")
        box.press_sequentially("commitm")
        expect(page.locator("#count")).to_contain_text("for “commitm”")
        expect(page.locator("mark").first).to_have_text(re.compile("^[Cc]ommitment"))
        expect(box).to_be_focused()
        expect(box).to_have_value("commitm")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_another_order_is_shown_at_once_also_after_the_results_were_replaced(portal: str, opened: Open) -> None:
    with opened() as page:
        page.goto(f"{portal}/browse/?q=civic")
        order = page.get_by_label("Sort by")
        order.focus()
        order.select_option("Oldest first")
        expect(page).to_have_url(re.compile(r"[?&]sort=oldest"))
        expect(order).to_have_value("oldest")
        expect(order).to_be_focused()
        order.select_option("Relevance")
        expect(page).to_have_url(re.compile(r"[?&]sort=(&|$)"))
        expect(order).to_be_focused()


def test_a_reference_goes_straight_there_when_it_is_sent(portal: str, opened: Open) -> None:
    with opened() as page:
        page.goto(f"{portal}/browse/")
        box = page.get_by_role("searchbox")
        box.fill("SC-2020-12/3D.6")
        expect(page.locator("#count")).to_have_text("1 result for “SC-2020-12/3D.6”")
        box.press("Enter")
        expect(page).to_have_url(f"{portal}/meetings/december-2020/#3D.6")


def test_back_from_a_reference_that_was_typed_leads_to_what_was_found(portal: str, opened: Open) -> None:
    with opened() as page:
        page.goto(f"{portal}/browse/")
        box = page.get_by_role("searchbox")
        box.fill("SC-2020-12/3D.6")
        expect(page.locator("#count")).to_have_text("1 result for “SC-2020-12/3D.6”")
        expect(page).to_have_url(re.compile(r"/browse/\?q=SC-2020-12%2F3D\.6&sort=&list=1$"))
        box.press("Enter")
        expect(page).to_have_url(f"{portal}/meetings/december-2020/#3D.6")
        page.go_back()
        expect(page.locator("#count")).to_have_text("1 result for “SC-2020-12/3D.6”")
        page.go_back()
        expect(page).to_have_url(f"{portal}/browse/")


def test_a_day_that_is_typed_offers_its_meeting(portal: str, opened: Open) -> None:
    with opened(390) as page:
        page.goto(f"{portal}/browse/")
        page.get_by_role("searchbox").fill("14 December 2020")
        meeting = page.get_by_role("link", name="Steering Committee, 14–15 December 2020")
        expect(page.locator("#count")).to_have_text("0 results for “14 December 2020”")
        expect(page.get_by_role("heading", name="No passage says all of these words")).to_be_visible()
        meeting.click()
        expect(page).to_have_url(f"{portal}/meetings/december-2020/")
        page.go_back()
        expect(meeting).to_be_visible()


@pytest.mark.parametrize("is_offline", [True, False])
def test_results_that_do_not_come_are_said_to_be_missing(portal: str, opened: Open, is_offline: bool) -> None:
    words = "The results could not be brought up to date. Check the connection, then press Search."
    told = ("Response Status Error Code 503", "net::ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    with opened(390, expected=(503, *told)) as page:
        page.goto(f"{portal}/browse/?q=civic")
        status, box = page.get_by_role("status").filter(has=page.locator("#count")), page.get_by_role("searchbox")
        note, before = status.get_by_role("paragraph"), page.locator("#count").inner_text()
        if is_offline:
            page.context.set_offline(True)
        else:
            page.route("**/browse/?*", lambda route: route.fulfill(status=503, body="unwell"))
        box.fill("civic sp")
        expect(note).to_have_text(words)
        expect(page.locator("#count")).to_have_text(before)
        expect(box).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.context.set_offline(False)
        page.unroute_all()
        box.fill("civic space")
        expect(page.locator("#count")).to_contain_text("for “civic space”")
        expect(note).to_have_count(0)
        assert page.evaluate("complaints") == []


def test_without_scripts_the_form_does_the_same(portal: str, opened: Open) -> None:
    with opened(java_script_enabled=False) as page:
        page.goto(f"{portal}/browse/?q=civic")
        page.get_by_role("checkbox", name=re.compile("^Feedback")).check()
        page.get_by_role("button", name="Apply filters").click()
        expect(page).to_have_url(re.compile(r"q=civic&sort=&kind=feedback|q=civic&.*kind=feedback"))
        expect(page.locator("#count")).to_contain_text("for “civic”")


@pytest.mark.parametrize("width", [390, 1280])
def test_what_was_chosen_stays_where_it_is_on_the_screen(portal: str, opened: Open, width: int) -> None:
    with opened(width) as page:
        page.goto(f"{portal}/browse/?q=open")
        if width == 390:
            page.locator("summary", has_text="Filters").click()
        choice = page.locator("#theme-digital-governance")
        choice.scroll_into_view_if_needed()
        start = page.evaluate("scrollY")
        page.mouse.move(100, 400)
        page.mouse.wheel(0, 150)  # as a person scrolls, after whom the browser would keep what is seen in its place
        page.wait_for_function("start => scrollY === start + 150", arg=start)
        before = choice.bounding_box()
        choice.check()
        expect(page).to_have_url(re.compile("theme=digital-governance"))
        expect(page.locator(".chips")).to_contain_text("Digital governance")
        after = choice.bounding_box()
        assert before
        assert after
        assert abs(after["y"] - before["y"]) < 2
