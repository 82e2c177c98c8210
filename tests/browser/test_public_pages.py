"""The public pages in Chromium: accessible, within the policy, as wide as the screen, and whole without scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from meetings.minutes import Passage
from meetings.models import Edition
from meetings.words import Kind
from tests import addresses, factories
from tests.browser.conftest import AXE, Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MINUTES = "/meetings/december-2020/"
JUMP = "share => scrollTo({left: 9999, top: share * document.documentElement.scrollHeight, behavior: 'instant'})"
GAPS = """parts => parts.map(part => part.getBoundingClientRect())
    .flatMap((part, place, all) => place ? [part.left - all[place - 1].right] : [])"""  # between parts of one line
EMPTY = ["/", "/meetings/", "/browse/", "/decisions/", "/decisions/actions/", "/attendees/"]


def pages() -> list[str]:
    return addresses.pages(factories.december_minutes())


def violations(page: Page) -> list[str]:
    """Run axe-core and give what it finds, with the elements."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return _found(page, {})


def violations_in_the_dark(page: Page) -> list[str]:
    """Let the page, of which `violations` was asked, turn dark, and give what axe-core finds of its colours."""
    page.emulate_media(color_scheme="dark")
    return _found(page, {"runOnly": ["cat.color"]})


def _found(page: Page, options: dict[str, list[str]]) -> list[str]:
    found = page.evaluate(
        "options => axe.run(document, {resultTypes: ['violations'], preload: false, ...options})", options
    )
    return [f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible(portal: str, opened: Open, width: int) -> None:
    with opened(width) as page:
        found = {}
        for address in pages():
            page.goto(portal + address)
            found[address] = [*violations(page), *page.evaluate("complaints")]
            assert page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
            found[f"{address} in the dark"] = violations_in_the_dark(page)
            page.emulate_media(color_scheme="light")
    assert {address: each for address, each in found.items() if each} == {}


def test_pages_without_any_minutes_are_accessible(live_server: object, opened: Open) -> None:
    factories.vocabulary()
    with opened(390) as page:
        for address in EMPTY:
            page.goto(f"{live_server}{address}")
            assert (address, violations(page)) == (address, [])


def test_drafts_are_accessible_to_those_who_see_them(portal: str, opened: Open) -> None:
    factories.edition(factories.december_minutes(), "draft", reason="A name was wrong.")
    factories.editor()
    with opened(390) as page:
        page.goto(f"{portal}/sign-in/?next={MINUTES}")
        page.get_by_label("User name").fill("editor")
        page.get_by_label("Password").fill("correct horse battery")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.locator(".banner")).to_contain_text("Draft.")
        assert violations(page) == []
        gaps = page.locator(".tools > *").evaluate_all(GAPS)
        assert min(gaps) >= 8
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.get_by_role("button", name="Sign out").click()
        page.goto(portal + MINUTES)
        expect(page.locator(".banner")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 700])
def test_nothing_scrolls_sideways(portal: str, opened: Open, width: int) -> None:
    with opened(width) as page:
        for address in pages():
            page.goto(portal + address)
            for share in (0, 0.3, 0.6, 1):
                page.evaluate(JUMP, share)
                wide = page.evaluate("[scrollX, document.documentElement.scrollWidth]")
                assert (address, share, wide) == (address, share, [0, width])


def test_the_keyboard_skips_to_the_content_of_every_page(portal: str, opened: Open) -> None:
    with opened() as page:
        for address in pages():
            page.goto(portal + address)
            page.keyboard.press("Tab")
            skip = page.locator(":focus")
            assert (address, skip.text_content()) == (address, "Skip to main content")
            expect(skip).to_be_in_viewport(ratio=1)
            page.keyboard.press("Enter")
            expect(page.locator("main")).to_be_focused()
            page.keyboard.press("Tab")
            expect(page.locator("main :focus, .foot :focus")).to_have_count(1)


def test_the_contents_follow_the_reader(portal: str, opened: Open) -> None:
    with opened() as page:
        page.goto(f"{portal}{MINUTES}#3D.6")
        expect(page.locator(".toc a[aria-current]")).to_have_text("3D Europe")
        page.locator(".toc").get_by_role("link", name="List of Attendees").click()
        expect(page.locator(".toc a[aria-current]")).to_have_text("List of Attendees")
        assert page.url.endswith("#attendees")


def test_the_contents_close_behind_the_reader_on_a_small_screen(portal: str, opened: Open) -> None:
    with opened(390) as page:
        page.goto(portal + MINUTES)
        page.locator(".toc summary").click()
        page.locator(".toc").get_by_role("link", name="Americas").click()
        expect(page.locator(".toc details")).not_to_have_attribute("open", "")


def test_the_number_of_a_passage_is_its_address(portal: str, opened: Open) -> None:
    with opened() as page:
        page.goto(portal + MINUTES)
        page.get_by_role("link", name="Feedback 3D.6", exact=True).click()
        assert page.url == f"{portal}{MINUTES}#3D.6"
        expect(page.locator(":target")).to_contain_text("Strengthen peer-to-peer support")


@pytest.mark.parametrize("width", [390, 1280, 1600])
def test_what_tells_of_a_renumbering_covers_no_number(portal: str, opened: Open, width: int) -> None:
    minutes = factories.december_minutes()
    first, *others = minutes.sessions
    added = replace(first, passages=(Passage(kind=Kind.NARRATIVE, text="Added in front."), *first.passages))
    Edition.objects.update(status=Edition.Status.SUPERSEDED)
    factories.edition(replace(minutes, sessions=(added, *others)), reason="One was left out.")
    with opened(width) as page:
        page.goto(portal + MINUTES)
        paragraph = page.locator(".txt").filter(has=page.get_by_role("link", name="renumbered")).first
        number, told = (box(paragraph.locator(".pil").nth(place)) for place in (0, 1))
        assert box(paragraph.get_by_role("link", name="renumbered")) == told
        assert number["x"] + number["width"] <= told["x"] or number["y"] + number["height"] <= told["y"]
        assert told["width"] > 60  # the whole word on one line


def box(part: Locator) -> Any:
    return part.bounding_box()


def test_the_colours_are_the_reader_s_choice_and_stay(portal: str, opened: Open) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    with opened(scheme="light") as page:
        page.goto(portal)
        assert page.evaluate(background) == "rgb(255, 255, 255)"
        page.get_by_role("button", name="Switch between light and dark colours").click()
        assert page.evaluate(background) == "rgb(14, 25, 31)"
        page.goto(portal + MINUTES)
        assert page.evaluate(background) == "rgb(14, 25, 31)"


def test_pages_are_whole_without_scripts(portal: str, opened: Open) -> None:
    with opened(java_script_enabled=False) as page:
        page.goto(portal)
        page.get_by_role("searchbox").fill("cornerstone")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("listitem").filter(has_text="cornerstone of open government")).to_be_visible()
        page.goto(f"{portal}/browse/")
        page.get_by_role("checkbox", name="Europe").check()
        page.get_by_role("checkbox", name="Civic space").check()
        page.get_by_role("button", name="Apply filters").click()
        assert parse_qsl(urlsplit(page.url).query) == [("region", "europe"), ("theme", "civic-space")]
        expect(page.get_by_role("checkbox", name="Europe")).to_be_checked()
        page.goto(portal + MINUTES)
        page.locator(".toc").get_by_role("link", name="Americas").click()
        assert page.url.endswith("#session-3B")
        assert page.locator("button:visible").count() == 0


def test_the_fonts_are_our_own(portal: str, opened: Open) -> None:
    with opened() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(portal + MINUTES)
        page.evaluate("document.fonts.ready.then(() => null)")
        loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    assert {family.strip('"') for family in loaded} == {"Record Serif", "Record Sans"}
    assert [address for address in asked if not address.startswith(portal)] == []
