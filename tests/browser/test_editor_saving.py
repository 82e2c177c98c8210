"""What becomes of a text that is saved, or cannot be: by one editor, and by two at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.sessions.models import Session as LoginSession
from playwright.sync_api import Route, expect

from meetings.models import Edition, UnsavedText, Version
from ogpminutes import editing
from tests import factories
from tests.browser.desk import Opener, desk, draft, standing
from tests.browser.test_public_pages import violations

__all__ = ["desk", "draft"]  # fixtures
pytestmark = pytest.mark.browser


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


def test_matters_arising_are_added_behind_what_is_being_kept(desk: Opener, draft: Edition) -> None:
    factories.edition(factories.small_minutes("early", "march-2020", date(2020, 3, 3)))
    facts = {"sessions": (), "attendance_heading": "", "attendance": ()}
    begun = editing.open_draft(
        factories.small_minutes("new", "june-2021", date(2021, 6, 3), **facts), "editor", "begun"
    )
    at = desk()
    held: list[Route] = []
    finished: list[str] = []
    at.page.route("**/keep/", lambda route: held.append(route), times=1)
    with at.page.expect_request("**/keep/"):  # nothing is typed: what is kept is the skeleton
        at.page.goto(at.page.url.replace(f"/{draft.pk}/", f"/{begun.pk}/"))
    at.page.on("requestfinished", lambda request: finished.append(request.url.split("/")[-2]))
    at.page.get_by_role("button", name="Add matters arising (2)").click()
    at.page.get_by_role("button", name="Add matters arising (2)").click()  # once more, since nothing seems to happen
    (first,) = held
    first.continue_()
    expect(at.text).to_contain_text("Still open from earlier meetings:")
    assert [name for name in finished if name in ("keep", "matters")] == ["keep", "matters"]
    expect(at.page.locator("[data-unsaved]")).to_be_hidden()
    assert not UnsavedText.objects.exists()
    assert Version.objects.filter(edition=begun).count() == 2


def test_matters_arising_are_not_added_to_an_older_text(desk: Opener, draft: Edition) -> None:
    factories.edition(factories.small_minutes("early", "march-2020", date(2020, 3, 3)))
    at = desk()
    at.put_cursor("Carefully consider SU capacity in delivering the new work plan.")
    at.page.keyboard.type(" Saved words.")
    at.press("Control+s")
    at.saved()
    at.page.keyboard.type(" Typed words.")
    at.page.get_by_role("button", name="Add matters arising (2)").click()
    expect(at.page.locator("[data-version]")).to_have_text("2")
    assert "new work plan. Saved words. Typed words." in standing(draft)
    assert "Still open from earlier meetings:" in standing(draft)
    assert not UnsavedText.objects.exists()
