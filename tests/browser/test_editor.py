"""The page of a draft, used as an editor uses it: by keyboard, in one browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from meetings.models import Edition
from ogpminutes import archive
from tests.browser.desk import Opener, desk, draft, standing
from tests.browser.test_public_pages import violations

__all__ = ["desk", "draft"]  # fixtures
pytestmark = pytest.mark.browser

PASTED = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2>Session 8: Any other
business</h2><p>The SC provided the following suggestions:</p><ul>{}</ul></b>""".format(
    "".join(
        f'<li dir="ltr" aria-level="1"><p><span style="font-weight:700">Point {n}</span> of '
        f'<a href="https://example.org/{n}">the list</a>.</p></li>'
        for n in range(1, 9)
    )
)


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
