"""Importing in the admin: the form, the preview that the page carries, and the import of exactly that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from meetings.minutes import Minutes
from meetings.models import Edition, Meeting, Version
from meetings.textform import dump
from ogpminutes import archive, editing
from ogpminutes.admin import carried
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/meetings/edition/import/"


@pytest.fixture
def desk(client: Client) -> Client:
    factories.vocabulary()
    client.force_login(factories.editor())
    return client


def text_of(minutes: Minutes | None = None) -> str:
    return dump(minutes or factories.small_minutes())


def paste(desk: Client, text: str, **more: Any) -> Any:
    return desk.post(ADDRESS, {"text": text, **more})


def press(desk: Client, page: Any, step: str = "import", **more: Any) -> Any:
    """Press a button of a preview."""
    fields = dict(page.context["typed"]) | {"_preview": page.context["packed"], "_step": step}
    return desk.post(ADDRESS, {**fields, **more})


def test_the_way_to_it_is_on_the_list_and_where_minutes_begin(desk: Client) -> None:
    for page in ("changelist", "add"):
        assert f'href="{ADDRESS}"' in desk.get(reverse(f"admin:meetings_edition_{page}")).content.decode()


def test_the_form_asks_for_a_file_or_a_text(desk: Client) -> None:
    page = desk.get(ADDRESS)
    assert page.status_code == 200
    names = ["file", "text", "body", "title", "first_day", "last_day", "meeting", "reference"]
    assert list(page.context["form"].fields) == names


def test_a_preview_shows_what_was_recognised_and_saves_nothing(desk: Client) -> None:
    page = paste(desk, text_of(factories.december_minutes()))
    assert page.status_code == 200
    assert page.context["preview"].minutes == factories.december_minutes()
    assert page.context["attendees"] == 43
    said = page.content.decode()
    assert "109 passages, 63 feedback, 2 decisions, 10 action items, 9 references, 43 attendees" in said
    assert "Begin the minutes of this meeting, as the draft of their first edition." in said
    assert (Meeting.objects.count(), Edition.objects.count()) == (0, 0)


def test_what_was_shown_is_imported(desk: Client) -> None:
    page = paste(desk, text_of())
    answer = press(desk, page)
    edition = Edition.objects.with_meeting().get()
    assert answer.headers["Location"] == reverse("admin:meetings_edition_change", args=[edition.pk])
    assert archive.read(edition) == factories.small_minutes()
    kept = Version.objects.values_list("text", "author", "note").get()
    assert kept == (page.context["preview"].text, "editor", "imported from a pasted text")


def test_a_file_is_named_in_the_history(desk: Client) -> None:
    page = desk.post(ADDRESS, {"file": SimpleUploadedFile("March 2021 é.md", text_of().encode())})
    press(desk, page)
    assert Version.objects.values_list("note", flat=True).get() == "imported from March 2021 é.md"


def test_the_form_has_no_say_in_what_is_imported(desk: Client) -> None:
    page = paste(desk, text_of())
    press(desk, page, text=text_of(factories.small_minutes("forged")), title="Forged")
    assert archive.read(Edition.objects.with_meeting().get()) == factories.small_minutes()


def test_importing_twice_changes_nothing(desk: Client) -> None:
    page = paste(desk, text_of())
    press(desk, page)
    answer = press(desk, page)
    assert answer.status_code == 302
    again = paste(desk, text_of())
    assert "says exactly this already" in again.content.decode()
    assert ">Import</button>" not in again.content.decode()
    assert Version.objects.count() == 1


def test_facts_go_before_what_the_file_says(desk: Client) -> None:
    page = paste(desk, text_of(), title="Other minutes", meeting="april-2021", reference="SC-2021-04")
    minutes = page.context["preview"].minutes
    assert (minutes.title, minutes.meeting, minutes.reference) == ("Other minutes", "april-2021", "SC-2021-04")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose a file, or paste a text."),
        ({"text": " \n "}, "Choose a file, or paste a text."),
        ({"text": "a\x00b"}, "Null characters are not allowed."),
        ({"text": "x", "body": "nowhere"}, "Select a valid choice."),
        ({"text": "x", "first_day": "yesterday"}, "Enter a valid date."),
    ],
)
def test_a_form_that_cannot_be_read_comes_back_as_typed(desk: Client, fields: dict[str, str], message: str) -> None:
    page = desk.post(ADDRESS, fields)
    assert page.status_code == 422
    assert message in page.content.decode()
    for name, value in fields.items():
        assert page.context["form"][name].value() == value


def test_a_file_and_a_text_are_one_too_many(desk: Client) -> None:
    page = desk.post(ADDRESS, {"text": "x", "file": SimpleUploadedFile("x.md", b"x")})
    assert page.status_code == 422
    assert "Give a file or a text, not both; take one of them out." in page.content.decode()
    assert "and choose the file again" in page.content.decode()


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01", b"PK\x03\x04 no zip", "café".encode("cp1252"), b"\xff\xfe\x00", b"{\\rtf1"]
)
def test_a_file_that_holds_no_minutes_is_refused_with_the_reason(desk: Client, data: bytes) -> None:
    page = desk.post(ADDRESS, {"file": SimpleUploadedFile("x.md", data), "title": "Kept title"})
    assert page.status_code == 422
    assert page.context["preview"].minutes is None
    assert page.context["packed"] == ""
    assert "Nothing can be imported. Line " in page.content.decode()
    assert ("title", "Kept title") in page.context["typed"]


def test_the_cure_of_what_is_missing_is_a_field_of_the_form(desk: Client) -> None:
    page = paste(desk, "The budget was discussed.")
    assert page.status_code == 422
    cure = "Write it below the title, such as 2020-12-14. Or go back and fill in “First day”."
    assert page.content.decode().count(cure) == 2  # what the import would do, and what to look at
    page = paste(desk, "The budget was discussed.", first_day="2021-03-03")
    cures = [each.message.rpartition("; ")[2] for each in page.context["preview"].diagnostics]
    fields = [f"check it. Or go back and fill in “{name}”." for name in ("Body", "Meeting", "Reference")]
    assert [cure for cure in cures if cure.startswith("check it")] == fields
    assert " --" not in " ".join(cures)
    facts = {"first_day": "2021-03-03", "body": "steering-committee"}
    assert paste(desk, "The budget was discussed.", **facts).status_code == 200


def test_a_file_of_more_than_twenty_megabytes_is_not_read(desk: Client) -> None:
    page = desk.post(ADDRESS, {"file": SimpleUploadedFile("x.md", bytes(20 * 1024 * 1024 + 1))})
    assert page.status_code == 422
    assert "The file has more than 20 MB" in page.content.decode()


def test_five_megabytes_of_pasted_text_are_told(desk: Client) -> None:
    page = paste(desk, "word " * 1024 * 1024 + "x")
    assert page.status_code == 413
    assert "This is larger than 5 MB" in page.content.decode()


def test_minutes_that_are_too_large_for_the_page_are_told(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "SIZE_LIMIT", 1000)
    page = paste(desk, text_of())
    assert page.context["packed"] == ""
    assert "Import the file with “manage.py import_minutes” instead" in page.content.decode()


def test_the_way_back_gives_the_form_as_it_was_typed(desk: Client) -> None:
    typed = {
        "text": f"\n{text_of()}",
        "title": "Other minutes",
        "body": "steering-committee",
        "first_day": "2021-03-03",
    }
    page = press(desk, desk.post(ADDRESS, typed), "back")
    assert page.status_code == 200
    for name, value in typed.items():
        assert page.context["form"][name].value() == value


def test_readers_would_see_the_sheet(desk: Client) -> None:
    sheet = press(desk, paste(desk, text_of()), "sheet")
    assert sheet.status_code == 200
    said = sheet.content.decode()
    assert "Nothing is imported yet." in said
    assert "Point plain." in said
    assert "Download PDF" not in said
    assert Edition.objects.count() == 0


def test_a_draft_loses_nothing_that_nobody_confirmed(desk: Client) -> None:
    edition = factories.edition(factories.small_minutes(), "draft")
    page = paste(desk, text_of().replace("* Point plain.\n", ""))
    assert "1.2 Point plain." in page.content.decode()
    answer = press(desk, page)
    assert answer.status_code == 422
    assert "Nothing was imported: the draft would lose something." in answer.content.decode()
    assert archive.read(edition) == factories.small_minutes()
    assert press(desk, answer, confirmed="1").status_code == 302
    assert archive.read(edition) == page.context["preview"].minutes


def test_of_two_people_one_wins_and_the_other_is_shown_what_is_there_now(desk: Client) -> None:
    page = paste(desk, text_of())
    theirs = factories.small_minutes(place="Elsewhere")
    edition = editing.open_draft(theirs, "somebody")
    answer = press(desk, page)
    assert answer.status_code == 409
    assert "Somebody began or changed these minutes since the preview" in answer.content.decode()
    assert archive.read(edition) == theirs
    assert str(answer.context["preview"].plan).startswith(f"Change the draft of {edition}: 1 edited")
    assert press(desk, answer).status_code == 302
    edition.refresh_from_db()
    assert archive.read(edition) == replace(theirs, place="Place plain")


def test_what_was_found_is_still_told_after_a_conflict(desk: Client) -> None:
    text = text_of().replace("* Point plain.", "---\n\n* Point plain.")
    page = paste(desk, text)
    assert [each.message for each in page.context["preview"].diagnostics] == [
        "The rule “---” says nothing and is left out."
    ]
    editing.open_draft(factories.small_minutes(place="Elsewhere"), "somebody")
    answer = press(desk, page)
    assert answer.context["preview"].diagnostics == page.context["preview"].diagnostics


@pytest.mark.parametrize("status", ["circulated", "approved"])
def test_what_is_no_draft_any_more_is_not_touched(desk: Client, status: str) -> None:
    edition = factories.edition(factories.small_minutes(), "draft")
    page = paste(desk, text_of().replace("Point plain.", "Point forged."))
    factories.turn(edition, status)
    answer = press(desk, page, confirmed="1")
    assert answer.status_code == 409
    assert f"is {status} already" in answer.content.decode()
    assert archive.read(edition) == factories.small_minutes()


def forged(token: str, editor: User) -> list[str]:
    facts = {"user": editor.pk, "text": "x", "seen": None, "note": "", "diagnostics": [], "unplaced": []}
    return [
        "",
        "x",
        token[:-1],
        f"{token}x",
        signing.dumps(facts),
        signing.dumps(facts, salt=carried.SALT, key="other"),
    ]


def test_a_forged_preview_is_refused(desk: Client) -> None:
    page = paste(desk, text_of())
    for token in forged(page.context["packed"], User.objects.get(username="editor")):
        for step in ("import", "sheet"):
            answer = press(desk, page, step, _preview=token)
            assert answer.status_code == 422
            assert "The preview did not come back as it was made." in answer.content.decode()
            assert "Point plain." in answer.content.decode()
    assert Edition.objects.count() == 0


def test_a_preview_is_good_for_one_account_and_one_day(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = paste(desk, text_of())
    other = Client()
    other.force_login(factories.editor("other"))
    assert "The preview was made for another account." in press(other, page).content.decode()
    monkeypatch.setattr(carried, "AGE", -1)
    assert "The preview is more than a day old." in press(desk, page).content.decode()
    assert Edition.objects.count() == 0


def test_somebody_signed_out_meanwhile_keeps_what_was_typed(desk: Client) -> None:
    page = paste(desk, text_of(), title="Kept title")
    desk.logout()
    for answer in (press(desk, page), paste(desk, text_of(), title="Kept title")):
        assert answer.status_code == 403
        said = answer.content.decode()
        assert "Point plain." in said
        assert "Kept title" in said
        assert page.context["packed"] not in said
    assert Edition.objects.count() == 0


def test_nobody_else_gets_in(client: Client) -> None:
    factories.vocabulary()
    assert client.get(ADDRESS).status_code == 302
    for somebody in (factories.member(), factories.observer()):
        client.force_login(somebody)
        assert client.get(ADDRESS).status_code == 302
        assert paste(client, text_of()).status_code == 403
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="add_edition"))
    client.force_login(clerk)
    assert client.get(ADDRESS).status_code == 403
    assert paste(client, text_of()).status_code == 403
    assert Edition.objects.count() == 0


def test_whoever_may_only_begin_minutes_changes_no_draft(client: Client) -> None:
    factories.vocabulary()
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["add_edition", "view_draft_edition"]))
    client.force_login(clerk)
    edition = factories.edition(factories.small_minutes(place="Elsewhere"), "draft")
    answer = press(client, paste(client, text_of()))
    assert answer.status_code == 409
    assert "Your account may not change minutes." in answer.content.decode()
    assert edition.versions.count() == 0


def test_a_preview_warns_of_a_number_that_meant_something_else(desk: Client) -> None:
    first = factories.edition(factories.small_minutes())
    factories.update(first, "A1", state="done")
    factories.edition(factories.small_minutes(), "draft", reason="A line was wrong.")
    text = text_of().replace("The SU {A1}will share plain{/A1}.", "Kenya {A1}hosts all of us{/A1} next.")
    page = paste(desk, text)
    told = (
        "A1 is “hosts all of us” here, and was “will share plain” in edition 1. Updates are recorded on it, and would "
        "be this one’s. Call this one A2, or leave it where both are the same."
    )
    assert [each.message for each in page.context["preview"].diagnostics] == [told]
    assert told in page.content.decode()
