"""The page of a draft as its script and its form talk to it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from meetings.models import Edition, Passage, Theme, UnsavedText, Version
from ogpminutes import editing
from tests import factories

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def draft(db: None) -> Edition:
    factories.vocabulary()
    return factories.edition(factories.small_minutes(), status="draft")


@pytest.fixture
def desk(client: Client, draft: Edition) -> Client:
    client.force_login(factories.editor())
    return client


def address(draft: Edition, page: str = "change") -> str:
    return reverse(f"admin:meetings_edition_{page}", args=[draft.pk])


def save(desk: Client, draft: Edition, text: str, **more: Any) -> Any:
    return desk.post(address(draft), {"text": text, "seen": 0, "confirmed": "1", **more}, headers=JSON)


def text_of(draft: Edition) -> str:
    return editing.text_of(Edition.objects.with_meeting().get(pk=draft.pk))


def test_the_page_of_a_draft_is_one_text(desk: Client, draft: Edition) -> None:
    page = desk.get(address(draft))
    assert page.status_code == 200
    assert page.context["text"] == text_of(draft)
    assert page.context["seen"] == 0
    assert page.context["unsaved"] is None
    assert page.context["diagnostics"] == []
    assert {"slug": "civic-space", "name": "Civic space"} in page.context["vocabulary"]["themes"]
    assert page.context["vocabulary"]["people"] == [{"slug": "ada-plain", "name": "Ada plain"}]
    assert "Point plain." in page.content.decode()


def test_the_nonce_of_the_page_is_allowed_by_its_policy_and_by_no_other(desk: Client, draft: Edition) -> None:
    page = desk.get(address(draft))
    nonce = page.content.decode().split('data-nonce="')[1].split('"')[0]
    assert f"style-src 'self' 'nonce-{nonce}';" in f"{page.headers['Content-Security-Policy']};"
    assert "nonce" not in desk.get(address(draft, "facts")).headers["Content-Security-Policy"]


def test_a_save_is_a_version_and_keeps_the_one_before(desk: Client, draft: Edition) -> None:
    before = text_of(draft)
    answer = save(desk, draft, before.replace("Point plain.", "Point new."))
    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    assert answer.json()["text"] is None
    assert answer.json()["diagnostics"] == []
    assert text_of(draft) == before.replace("Point plain.", "Point new.")
    kept = list(Version.objects.order_by("number").values_list("number", "author", "text"))
    assert kept == [(0, "", before), (1, "editor", text_of(draft))]


def test_a_save_says_how_the_text_is_written(desk: Client, draft: Edition) -> None:
    before = text_of(draft)
    answer = save(desk, draft, before.replace("* Point plain.", "•   Point   new.\n"))
    assert answer.json()["text"] == before.replace("Point plain.", "Point new.")


def test_a_save_without_a_change_makes_no_version(desk: Client, draft: Edition) -> None:
    answer = save(desk, draft, text_of(draft))
    assert answer.status_code == 200
    assert answer.json()["version"] == 0
    assert answer.json()["changes"] == {"edited": 0, "new": 0, "removed": 0}
    assert not Version.objects.exists()


def test_an_error_is_told_with_its_line_and_the_text_is_kept(desk: Client, draft: Edition) -> None:
    before = text_of(draft)
    wrong = before.replace("Point plain.", "Point plain. {outcome: perhaps}")
    answer = save(desk, draft, wrong)
    assert answer.status_code == 422
    line = before[: before.index("* Point plain.")].count("\n") + 1
    assert [(each["severity"], each["line"]) for each in answer.json()["diagnostics"]][:1] == [("error", line)]
    assert text_of(draft) == before
    assert UnsavedText.objects.get().text == wrong
    page = desk.get(address(draft))
    assert page.context["unsaved"]["text"] == wrong


def test_the_second_of_two_gets_both_texts_and_neither_is_lost(desk: Client, draft: Edition) -> None:
    before = text_of(draft)
    theirs, mine = before.replace("Point plain.", "Theirs."), before.replace("Feedback plain.", "Mine.")
    assert save(desk, draft, theirs).status_code == 200
    desk.force_login(User.objects.create_superuser("second", password="correct horse battery"))
    answer = save(desk, draft, mine)
    assert answer.status_code == 409
    both = answer.json()
    assert (both["version"], both["base"], both["theirs"], both["saved_by"]) == (1, before, theirs, "editor")
    assert text_of(draft) == theirs
    assert UnsavedText.objects.get().text == mine


def test_a_form_without_a_script_shows_both_texts(desk: Client, draft: Edition) -> None:
    before = text_of(draft)
    save(desk, draft, before.replace("Point plain.", "Theirs."))
    page = desk.post(address(draft), {"text": before.replace("Feedback plain.", "Mine."), "seen": 0})
    assert page.status_code == 409
    assert page.context["seen"] == 1
    assert "Theirs." in page.context["conflict"]["theirs"]
    assert "Mine." in page.context["conflict"]["mine"]
    assert page.context["text"] == page.context["conflict"]["merged"]


@pytest.mark.parametrize("seen", ["", "-1", "x", "1", "99999999999999999999", "0x0"])
def test_a_forged_version_is_never_the_right_one(desk: Client, draft: Edition, seen: str) -> None:
    before = text_of(draft)
    assert save(desk, draft, before.replace("Point", "Forged"), seen=seen).status_code == 409
    assert text_of(draft) == before


def test_what_removes_asks_first(desk: Client, draft: Edition) -> None:
    before = text_of(draft)
    shorter = before.replace("* Point plain.\n", "")
    answer = save(desk, draft, shorter, confirmed="")
    assert answer.status_code == 428
    assert answer.json()["changes"]["removed"] == 1
    assert answer.json()["removed"][0].startswith("1.2 Point plain.")
    assert text_of(draft) == before
    assert save(desk, draft, shorter).status_code == 200
    assert text_of(draft) == shorter


def test_a_word_that_the_portal_does_not_have_is_refused_with_the_one_that_was_meant(
    desk: Client, draft: Edition
) -> None:
    assert Theme.objects.filter(slug="funding").exists()
    wrong = text_of(draft).replace("Point plain.", "Point plain. #fundin")
    answer = save(desk, draft, wrong)
    assert answer.status_code == 422
    assert [each["message"] for each in answer.json()["diagnostics"]] == [
        "Unknown theme #fundin. Did you mean “#funding”?"
    ]
    checked = desk.post(address(draft, "check"), {"text": wrong}).json()
    assert checked["html"] is not None


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [("meeting", "march-2021", "april-2021"), ("body", "steering-committee", "criteria-and-standards")],
)
def test_the_facts_that_a_draft_belongs_to_stay(desk: Client, draft: Edition, key: str, old: str, new: str) -> None:
    before = text_of(draft)
    answer = save(desk, draft, before.replace(f"{key}: {old}", f"{key}: {new}"))
    assert answer.status_code == 422
    line = before[: before.index(f"{key}: ")].count("\n") + 1
    assert [each["line"] for each in answer.json()["diagnostics"]] == [line]
    assert f"write “{key}: {old}”" in answer.json()["diagnostics"][0]["message"]


def test_a_check_tells_what_the_text_holds(desk: Client, draft: Edition) -> None:
    answer = desk.post(address(draft, "check"), {"text": text_of(draft)}).json()
    assert answer["counts"] == {
        "sessions": 2, "passages": 6, "feedback": 2, "decisions": 1, "actions": 1, "attendees": 1, "words": 18,
    }  # fmt: skip
    assert [(each["text"], each["number"]) for each in answer["outline"]] == [
        ("Session 1: Session plain", "1"), ("Breakout plain", "1A"), ("Attendees plain", ""), ("Members plain", ""),
    ]  # fmt: skip
    anchors = [each["anchor"] for each in answer["places"]]
    assert anchors[:3] == ["session-1", "1.1", "1.2"]
    assert all(f'id="{anchor}"' in answer["html"] for anchor in anchors)


def test_what_is_typed_is_kept_and_others_see_who_writes(desk: Client, draft: Edition) -> None:
    answer = desk.post(address(draft, "keep"), {"text": "half a sen", "seen": 0})
    assert (answer.json()["version"], answer.json()["status"], answer.json()["others"]) == (0, "draft", [])
    desk.force_login(User.objects.create_superuser("second", password="correct horse battery"))
    others = desk.post(address(draft, "keep"), {"text": "other", "seen": 0}).json()["others"]
    assert [each["name"] for each in others] == ["editor"]
    assert desk.post(address(draft, "discard")).status_code == 200
    assert [kept.text for kept in UnsavedText.objects.all()] == ["half a sen"]


def test_a_page_that_was_only_open_leaves_nothing_to_go_on_with(desk: Client, draft: Edition) -> None:
    shown = desk.get(address(draft)).context["text"]
    desk.post(address(draft, "keep"), {"text": shown, "seen": 0})
    with editing.changing(draft, 0, "second"):
        Passage.objects.filter(kind="point").update(text="Saved meanwhile.", folded="saved meanwhile.")
    assert desk.get(address(draft)).context["unsaved"] is None
    desk.post(address(draft, "keep"), {"text": f"{shown}\n\nTyped.", "seen": 0})
    assert desk.get(address(draft)).context["unsaved"]["text"] == f"{shown}\n\nTyped."


def test_the_skeleton_alone_is_nothing_to_go_on_with(desk: Client) -> None:
    facts: dict[str, Any] = {"sessions": (), "attendance_heading": "", "attendance": ()}
    begun = editing.open_draft(factories.small_minutes("new", "june-2021", date(2021, 6, 3), **facts), "editor")
    shown = desk.get(address(begun)).context["text"]
    desk.post(address(begun, "keep"), {"text": shown, "seen": 1})
    assert desk.get(address(begun)).context["unsaved"] is None
    saved = desk.post(address(begun), {"text": shown.replace("…", "Rain"), "seen": 1}, headers=JSON)
    assert saved.json()["version"] == 2
    desk.post(address(begun, "keep"), {"text": shown, "seen": 1})  # sent before the save, and overtaken by it
    assert desk.get(address(begun)).context["unsaved"] is None
    desk.post(address(begun, "keep"), {"text": f"{shown}\nTyped.", "seen": 1})
    assert desk.get(address(begun)).context["unsaved"]["text"] == f"{shown}\nTyped."


def test_a_signed_out_editor_is_told_and_keeps_the_text(desk: Client, draft: Edition) -> None:
    desk.logout()
    answer = save(desk, draft, "my long text")
    assert answer.status_code == 403
    assert answer.json()["signed_in"] is False
    page = desk.post(address(draft), {"text": "my long text", "seen": 0})
    assert page.status_code == 403
    assert "my long text" in page.content.decode()


def test_a_form_without_its_token_keeps_the_text(draft: Edition) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.editor())
    answer = client.post(address(draft), {"text": "my long text", "seen": 0}, headers=JSON)
    assert (answer.status_code, answer.json()["signed_in"]) == (403, True)
    page = client.post(address(draft), {"text": "my long text", "seen": 0})
    assert page.status_code == 403
    assert "my long text" in page.content.decode()


@pytest.mark.parametrize("status", ["circulated", "approved"])
def test_what_is_no_draft_any_more_takes_no_text(desk: Client, draft: Edition, status: str) -> None:
    factories.turn(draft, status)
    before = text_of(draft)
    answer = save(desk, draft, "my long text")
    assert answer.status_code == 410
    assert f"is {status} now" in answer.json()["message"]
    page = desk.post(address(draft), {"text": "my long text", "seen": 0})
    assert page.status_code == 410
    assert "my long text" in page.content.decode()
    assert text_of(draft) == before


def test_members_do_not_reach_the_desk(client: Client, draft: Edition) -> None:
    client.force_login(factories.member())
    for page in ("change", "check", "keep", "discard", "draft"):
        answer = client.post(address(draft, page), {"text": "x", "seen": 0}, headers=JSON)
        assert (answer.status_code, answer.json()["signed_in"]) == (403, True)


def test_the_pdf_of_a_text_that_is_not_saved(desk: Client, draft: Edition) -> None:
    answer = desk.post(address(draft, "draft"), {"text": text_of(draft)})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    wrong = desk.post(address(draft, "draft"), {"text": "no facts"})
    assert wrong.status_code == 422
    assert "Line 1: " in wrong.content.decode()


# The history


def three_versions(desk: Client, draft: Edition) -> str:
    """Save twice; give the text of version 0."""
    before = text_of(draft)
    save(desk, draft, before.replace("Point plain.", "Point new words."))
    save(desk, draft, before.replace("* Point plain.\n\n", ""), seen=1)
    return before


def test_every_save_stands_in_the_list_of_versions(desk: Client, draft: Edition) -> None:
    three_versions(desk, draft)
    page = desk.get(address(draft, "versions"))
    assert [version.number for version in page.context["page"]] == [2, 1, 0]
    assert "2 (now)" in page.content.decode()


def test_any_two_versions_are_compared_word_by_word(desk: Client, draft: Edition) -> None:
    three_versions(desk, draft)
    page = desk.get(address(draft, "compare"), {"old": 0, "new": 1})
    assert "* Point <del>plain</del><ins>new words</ins>." in page.content.decode()
    assert page.context["changed"] == 1
    assert "unchanged lines" in page.content.decode()


@pytest.mark.parametrize("number", ["", "9", "-1", "1e3", "x", "٣", "9" * 5000])
def test_a_version_that_is_none_is_not_found(desk: Client, draft: Edition, number: str) -> None:
    three_versions(desk, draft)
    assert desk.get(address(draft, "compare"), {"old": number, "new": 1}).status_code == 404
    assert desk.post(address(draft, "restore"), {"number": number, "seen": 2}).status_code == 404


def test_a_version_is_restored_as_a_new_one(desk: Client, draft: Edition) -> None:
    before = three_versions(desk, draft)
    answer = desk.post(address(draft, "restore"), {"number": 0, "seen": 2})
    assert answer.status_code == 302
    assert text_of(draft) == before
    last = Version.objects.latest("number")
    assert (last.number, last.note, last.author) == (3, "restored version 0", "editor")


def test_a_restoring_over_somebody_elses_save_is_refused(desk: Client, draft: Edition) -> None:
    three_versions(desk, draft)
    now = text_of(draft)
    answer = desk.post(address(draft, "restore"), {"number": 0, "seen": 1})
    assert answer.url == f"{address(draft, 'compare')}?old=0&new=2"
    assert text_of(draft) == now


def test_the_marks_of_a_merge_are_not_saved(desk: Client, draft: Edition) -> None:
    before = text_of(draft)
    marked = before.replace(
        "* Point plain.", "<<<<<<< yours\n* Point mine.\n=======\n* Point.\n>>>>>>> saved meanwhile"
    )
    answer = save(desk, draft, marked)
    assert answer.status_code == 422
    assert sum("marks a line that two of you edited" in each["message"] for each in answer.json()["diagnostics"]) == 3
    assert text_of(draft) == before
