"""The page of a draft, used as an editor uses it: by keyboard, in one browser and in two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session as LoginSession
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from meetings.models import Edition, UnsavedText, Version
from ogpminutes import archive, editing
from tests import factories
from tests.browser.conftest import Open
from tests.browser.test_public_pages import violations

pytestmark = pytest.mark.browser

PASTED = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2>Session 8: Any other
business</h2><p>The SC provided the following suggestions:</p><ul>{}</ul></b>""".format(
    "".join(
        f'<li dir="ltr" aria-level="1"><p><span style="font-weight:700">Point {n}</span> of '
        f'<a href="https://example.org/{n}">the list</a>.</p></li>'
        for n in range(1, 9)
    )
)


@pytest.fixture
def draft(live_server: LiveServer) -> Edition:
    factories.vocabulary()
    return factories.edition(factories.december_minutes(), "draft")


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


# What is timed


def test_a_session_with_eight_bullets_is_entered_in_five_actions(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.put_cursor("## List of Attendees")
    at.press("Home")
    at.paste(PASTED)
    at.press("Control+s")
    at.saved()
    assert at.actions <= 5
    session = archive.read(Edition.objects.with_meeting().get(pk=draft.pk)).sessions[-1]
    assert session.heading == "Session 8: Any other business"
    assert [passage.text for passage in session.passages] == [
        "The SC provided the following suggestions:",
        *(f"**Point {n}** of [the list](https://example.org/{n})." for n in range(1, 9)),
    ]
    assert {passage.kind.value for passage in session.passages[1:]} == {"feedback"}


def test_eight_bullets_are_tagged_in_fourteen_actions(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.put_cursor("Highlight ideas on how to make")
    texts = standing(draft).split("\n\n")
    chosen = next(part for part in texts if part.startswith("- Involve the ministers"))
    at.put_cursor("Involve the ministers")
    at.press("Alt+a", "Control+Shift+l")
    at.search("civ")
    at.press("Enter", "Control+s")
    at.saved()
    assert at.actions <= 14
    tagged = next(part for part in standing(draft).split("\n\n") if part.startswith("- Involve the ministers"))
    assert all("#civic-space" in line for line in tagged.split("\n"))
    assert len(tagged.split("\n")) == len(chosen.split("\n")) == 6


def test_bullet_by_bullet_they_are_tagged_in_fourteen_actions_too(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.put_cursor("Specify the open government entry")
    at.press("Shift+Alt+ArrowDown", "Shift+Alt+ArrowDown", "Shift+Alt+ArrowDown", "Control+Shift+l")
    at.search("inc")
    at.press("Enter", "Control+s")
    at.saved()
    part = next(each for each in standing(draft).split("\n\n") if each.startswith("- Specify the open"))
    assert [("#inclusion" in line) for line in part.split("\n")] == [True, True, True, False]


def test_two_bullets_are_moved_in_ten_actions(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.put_cursor("Carefully consider SU capacity")
    at.press("Alt+ArrowUp", "Alt+ArrowUp")
    at.put_cursor("It is important for OGP")
    at.press("Alt+ArrowUp", "Control+s")
    at.saved()
    assert at.actions <= 10
    part = next(each for each in standing(draft).split("\n\n") if each.startswith("- Civic space concerns"))
    assert [line[2:12] for line in part.split("\n")] == [
        *("Civic spac", "Integrate ", "Carefully ", "Ensure mon", "Integrate ", "It is impo", "There is a"),
    ]


# Writing


def test_themes_are_completed_and_mistakes_are_cured(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    at.page.keyboard.type(" #civ")
    expect(at.page.locator(".cm-tooltip-autocomplete")).to_contain_text("#civic-space")
    at.press("Enter")
    expect(at.text).to_contain_text("new work plan. #civic-space")
    at.page.keyboard.type(" #fundin")
    at.press("Escape")
    expect(at.page.locator("[data-problems]")).to_contain_text("Unknown theme #fundin. Did you mean “#funding”?")
    expect(at.page.locator(".cm-gutter-lint .cm-lint-marker")).to_have_count(1)
    at.page.get_by_role("button", name="Write funding").click()
    expect(at.page.locator("[data-count]")).to_have_text("No problems found")


def test_the_preview_follows_what_is_typed(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    at.page.keyboard.type(" Sailing ships.")
    expect(at.page.locator("[data-preview]")).to_contain_text("Sailing ships.")
    top = at.page.locator("[data-preview]").evaluate("(box) => box.scrollTop")
    assert top > 300, "it is scrolled along"


def test_the_outline_jumps_by_keyboard(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.page.get_by_role("button", name="Welcome & introduction").focus()
    at.press("End", "Enter")
    expect(at.text).to_be_focused()
    expect(at.page.locator(".outline__entry[aria-current]")).to_have_text(last_heading(draft))


def last_heading(draft: Edition) -> str:
    lines = [line for line in standing(draft).split("\n") if line.startswith(("## ", "### "))]
    return lines[-1].lstrip("# ").split(" {")[0]


def test_tab_leaves_the_text(desk: Opener, draft: Edition) -> None:
    at = desk()
    before = standing(draft)
    at.text.focus()
    at.press("Tab")
    expect(at.text).not_to_be_focused()
    at.press("Shift+Tab")
    expect(at.text).to_be_focused()
    at.press("Control+s")
    assert standing(draft) == before


def test_words_bullets_from_word_are_nested(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.put_cursor("## List of Attendees")
    at.press("Home")
    word = (
        "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>   "
        "</span></span>Outer <b>bold</b></p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'>"
        "<span style='mso-list:Ignore'>o</span>Inner</p>"
    )
    at.paste(word)
    expect(at.text).to_contain_text("- Outer **bold**")
    text = at.page.locator(".cm-line.depth-1").all_text_contents()
    assert "  - Inner" in text


# Saving


def test_what_is_typed_is_kept_on_the_server_and_offered_again(desk: Opener, draft: Edition) -> None:
    editor = factories.editor()
    at = desk(editor)
    before = standing(draft)
    at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    at.page.keyboard.type(" Kept words.")
    expect(at.page.locator("[data-status]")).to_contain_text("what you typed is kept")
    assert "Kept words." in UnsavedText.objects.get().text
    assert standing(draft) == before
    at.page.close(run_before_unload=False)
    again = desk(editor)
    expect(again.page.locator("[data-unsaved]")).to_be_visible()
    again.page.get_by_role("button", name="Go on with it").click()
    again.press("Control+s")
    again.saved()
    assert "Kept words." in standing(draft)
    assert not UnsavedText.objects.exists()


def test_two_editors_keep_both_texts(desk: Opener, draft: Edition) -> None:
    first, second = desk(factories.editor("first")), desk(factories.editor("second"))
    first.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    first.page.keyboard.type(" Words of the first.")
    second.put_cursor("There is a key role for the private sector in many of the thematic priorities.")
    second.page.keyboard.type(" Words of the second.")
    first.press("Control+s")
    first.saved()
    second.press("Control+s")
    dialog = second.page.get_by_role("dialog", name="Somebody saved meanwhile")
    expect(dialog).to_contain_text("by first")
    expect(dialog).to_contain_text("You changed different parts")
    second.page.get_by_role("button", name="Save the right one").click()
    second.saved()
    text = standing(draft)
    assert "Words of the first." in text
    assert "Words of the second." in text
    assert [version.author for version in Version.objects.order_by("number")][1:] == ["first", "second"]


def test_a_line_that_both_edited_is_chosen_by_hand(desk: Opener, draft: Edition) -> None:
    first, second = desk(factories.editor("first")), desk(factories.editor("second"))
    for at, words in ((first, " First."), (second, " Second.")):
        at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
        at.page.keyboard.type(words)
    first.press("Control+s")
    first.saved()
    second.press("Control+s")
    second.page.get_by_role("button", name="Save the right one").click()
    expect(second.page.get_by_role("alert")).to_contain_text("is still a mark")
    second.page.get_by_role("button", name="Not now").click()
    expect(second.text).to_contain_text("new work plan. Second.")
    assert " First." in standing(draft)


def test_what_is_saved_is_taken_over_by_a_key(desk: Opener, draft: Edition) -> None:
    first, second = desk(factories.editor("first")), desk(factories.editor("second"))
    for at, words in ((first, " First."), (second, " Second.")):
        at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
        at.page.keyboard.type(words)
    first.press("Control+s")
    first.saved()
    second.press("Control+s")
    take = second.page.get_by_role("button", name="Take what is saved here").first
    expect(second.page.locator("[data-left]")).to_be_hidden()
    assert violations(second.page) == []
    while take.count():
        take.press("Enter")
    second.page.get_by_role("button", name="Save the right one").press("Enter")
    expect(second.page.get_by_role("dialog")).to_have_count(0)
    expect(second.text).to_contain_text("new work plan. First.")
    assert " Second." not in standing(draft)


def test_somebody_else_who_writes_is_named(desk: Opener, draft: Edition) -> None:
    first, second = desk(factories.editor("first")), desk(factories.editor("second"))
    first.put_cursor("Carefully consider SU capacity")
    first.page.keyboard.type(" x")
    expect(first.page.locator("[data-status]")).to_contain_text("is kept")
    second.put_cursor("Carefully consider SU capacity")
    second.page.keyboard.type(" y")
    expect(second.page.locator("[data-others]")).to_contain_text("first is writing here too")


def test_what_would_be_removed_is_asked_first(desk: Opener, draft: Edition) -> None:
    at = desk()
    before = standing(draft)
    at.put_cursor("Carefully consider SU capacity")
    at.press("Control+Shift+k", "Control+s")
    dialog = at.page.get_by_role("dialog", name="This save takes something out")
    expect(dialog).to_contain_text("1 removed")
    expect(dialog).to_contain_text("Carefully consider SU capacity")
    at.page.get_by_role("button", name="Do not save").click()
    assert standing(draft) == before
    at.text.focus()
    at.press("Control+s")
    at.page.get_by_role("button", name="Save, and take it out").click()
    at.saved()
    assert "Carefully consider SU capacity" not in standing(draft)


def test_an_expired_session_keeps_the_text_and_says_so(desk: Opener, draft: Edition) -> None:
    at = desk()
    LoginSession.objects.all().delete()
    at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    at.page.keyboard.type(" Not lost.")
    at.press("Control+s")
    status = at.page.locator("[data-status]")
    expect(status).to_contain_text("Not saved: your session has expired. Your text is kept in this browser.")
    expect(status.get_by_role("link")).to_have_text("Sign in in a new tab, then save again.")
    expect(at.text).to_contain_text("Not lost.")


@pytest.mark.parametrize("status", [413, 500])
def test_a_save_that_fails_says_so_though_the_text_is_kept(desk: Opener, draft: Edition, status: int) -> None:
    at = desk()
    at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    at.page.keyboard.type(" Not lost.")
    expect(at.page.locator("[data-status]")).to_contain_text("what you typed is kept")
    at.page.route("**/change/", lambda route: route.fulfill(status=status, body="<h1>Trouble</h1>"))
    at.press("Control+s")
    said = f"Not saved: the server answers with {status}. Your text is kept in this browser."
    expect(at.page.locator("[data-status]")).to_have_text(said)
    at.page.unroute("**/change/")
    at.press("Control+s")
    at.saved()
    assert "new work plan. Not lost." in standing(draft)


def test_a_save_that_is_refused_says_why_until_something_is_typed(desk: Opener, draft: Edition) -> None:
    at = desk()
    at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    with at.page.expect_response("**/keep/"):
        at.page.keyboard.type(" {outcome: perhaps}")
        at.press("Control+s")
    expect(at.page.locator("[data-status]")).to_contain_text("Not saved: the text has 1 error. The first is on line")
    at.page.keyboard.type("x")
    expect(at.page.locator("[data-status]")).to_contain_text("Not saved yet")


def test_a_save_asked_for_during_another_one_is_done_too(desk: Opener, draft: Edition) -> None:
    at = desk()
    held: list[Route] = []
    at.page.route("**/change/", lambda route: held.append(route), times=1)  # the first save is under way until let go
    at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    at.page.keyboard.type(" First.")
    with at.page.expect_request("**/change/"):
        at.press("Control+s")
    expect(at.page.locator("[data-status]")).to_contain_text("Saving")
    at.page.keyboard.type(" Second.")
    at.press("Control+s")
    expect(at.text).to_contain_text("new work plan. First. Second.")
    (first,) = held
    first.continue_()
    expect(at.page.locator("[data-version]")).to_have_text("2")
    assert "new work plan. First. Second." in standing(draft)


# Looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible(desk: Opener, draft: Edition, width: int, scheme: str) -> None:
    at = desk(width=width, scheme=scheme)
    assert violations(at.page) == []
    assert at.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    at.page.locator("[data-help]").click()
    assert violations(at.page) == []


def test_the_page_ends_with_the_screen_and_the_preview_shows_its_numbers(desk: Opener, draft: Edition) -> None:
    at = desk()
    assert at.page.evaluate("document.documentElement.scrollHeight") == 800
    box = at.page.locator("[data-preview]").bounding_box()
    number = at.page.locator("[data-preview] .pil").first.bounding_box()
    assert box
    assert number
    assert number["x"] >= box["x"]


def test_without_scripts_it_is_a_form_with_the_same_checks(desk: Opener, draft: Edition) -> None:
    at = desk(java_script_enabled=False)
    before = standing(draft)
    field = at.page.get_by_label("Text of the minutes")
    assert field.input_value().strip() == before.strip()
    field.fill(before.replace("delivering the new work plan.", "delivering the new work plan. {outcome: perhaps}"))
    at.page.get_by_role("button", name="Save").click()
    expect(at.page.locator("#content > .errornote")).to_contain_text("Nothing was saved")
    at.page.get_by_label("Text of the minutes").fill(before.replace("Carefully consider", "Carefully ponder"))
    at.page.get_by_role("button", name="Save").click()
    expect(at.page.locator(".messagelist")).to_contain_text("Saved as version 1")
    assert "Carefully ponder" in standing(draft)
