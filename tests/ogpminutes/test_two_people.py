"""Two people at once: whoever comes second changes nothing unseen, by whichever way they write."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from attendees.models import Attendance, AttendanceGroup, Membership, Organisation, Person
from decisions.models import ActionItem, Decision
from meetings.models import Announcement, Body, Edition, Meeting, Passage, Reference, Region, Session, Theme
from ogpminutes import archive, editing, publication
from ogpminutes.models import Member
from tests import factories
from tests.ogpminutes.test_admin import address, filled
from tests.ogpminutes.test_killing import database, edition
from tests.processes import run

__all__ = ["database", "edition"]  # fixtures
ROWS = [Session, Passage, Reference, Decision, ActionItem, AttendanceGroup, Attendance]


@pytest.fixture
def draft(db: None) -> Edition:
    factories.vocabulary()
    return factories.edition(factories.small_minutes(), status="draft")


@pytest.fixture
def desk(client: Client, draft: Edition) -> Client:
    client.force_login(factories.approver("first"))
    return client


def somebody_saves(draft: Edition) -> str:
    """Let a second person save; give what stands then."""
    now = Edition.objects.with_meeting().get(pk=draft.pk)
    with editing.changing(now, now.version, "second", "in between"):
        Passage.objects.filter(kind="point").update(text="Saved in between.", folded="saved in between.")
    return standing(draft)


def standing(draft: Edition) -> str:
    now = Edition.objects.with_meeting().get(pk=draft.pk)
    return f"{now.status} {now.version} {editing.text_of(now, archive.read(now))}"


def old_form(desk: Client, model: Any) -> tuple[str, dict[str, Any]]:
    row = model._default_manager.first()
    form = address(model, "facts" if model is Edition else "change", row.pk)
    return form, filled(desk.get(form))


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Edition, *ROWS], ids=lambda model: model.__name__)
def test_a_row_form_that_is_older_than_the_edition_is_not_saved(desk: Client, draft: Edition, model: Any) -> None:
    form, typed = old_form(desk, model)
    saved = somebody_saves(draft)
    field = next(name for name in ("title", "heading", "text", "name", "responsible", "referred_to") if name in typed)
    answer = desk.post(form, {**typed, field: "What the first typed"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody saved in between: second, in between." in page
    assert "What the first typed" in page, "nothing that was typed is lost"
    assert "See what was changed in between" in page
    assert standing(draft) == saved


@pytest.mark.django_db
def test_a_second_look_lets_the_form_be_saved(desk: Client, draft: Edition) -> None:
    form, typed = old_form(desk, Decision)
    somebody_saves(draft)
    again = desk.post(form, {**typed, "referred_to": "Another board"})
    answer = desk.post(form, {**typed, "referred_to": "Another board", "seen": again.context["seen"]})
    assert answer.status_code == 302
    assert Decision.objects.get().referred_to == "Another board"
    assert Passage.objects.filter(text="Saved in between.").exists()


@pytest.mark.django_db
def test_an_inline_row_of_an_old_form_is_not_saved(desk: Client, draft: Edition) -> None:
    form, typed = old_form(desk, Session)
    saved = somebody_saves(draft)
    text = next(name for name in typed if name.startswith("passages-") and name.endswith("-text"))
    answer = desk.post(form, {**typed, text: "Typed in an inline."})
    assert "Typed in an inline." in answer.content.decode()
    assert standing(draft) == saved


@pytest.mark.django_db
def test_a_row_is_not_added_from_an_old_form(desk: Client, draft: Edition) -> None:
    page = desk.get(address(Passage, "add"))
    typed = {"seen": page.context["seen"], "session": Session.objects.get(number="1").pk, "number": 6}
    saved = somebody_saves(draft)
    typed |= {"kind": "narrative", "depth": 0, "text": "Added by the first.", "scope": ""}
    answer = desk.post(address(Passage, "add"), typed)
    assert "Somebody saved in between" in answer.content.decode()
    assert standing(draft) == saved


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Edition, *ROWS], ids=lambda model: model.__name__)
def test_nothing_is_deleted_from_an_old_page(desk: Client, draft: Edition, model: Any) -> None:
    row = model._default_manager.first()
    page = desk.get(address(model, "delete", row.pk))
    saved = somebody_saves(draft)
    answer = desk.post(address(model, "delete", row.pk), {"post": "yes", "seen": page.context["seen"]}, follow=True)
    assert "Nothing was deleted. Somebody saved in between" in answer.content.decode()
    assert standing(draft) == saved


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Edition, *ROWS], ids=lambda model: model.__name__)
def test_no_rows_are_deleted_from_an_old_list(desk: Client, draft: Edition, model: Any) -> None:
    chosen = {"action": "delete_selected", "_selected_action": [model._default_manager.first().pk]}
    page = desk.post(address(model, "changelist"), chosen)
    saved = somebody_saves(draft)
    chosen |= {"post": "yes", "seen": page.context["seen"]}
    answer = desk.post(address(model, "changelist"), chosen, follow=True)
    assert "Nothing was deleted. Somebody saved in between" in answer.content.decode()
    assert standing(draft) == saved


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["circulate", "adopt", "restore"])
def test_no_step_is_taken_from_an_old_page(desk: Client, draft: Edition, step: str) -> None:
    somebody_saves(draft)
    saved = standing(draft)
    typed = {"seen": 0, "respond_by": publication.proposed_deadline(draft).isoformat(), "number": 0}
    desk.post(reverse(f"admin:meetings_edition_{step}", args=[draft.pk]), typed)
    assert standing(draft) == saved


@pytest.mark.django_db
@pytest.mark.parametrize("seen", ["", "-1", "0", "99", "1e3", "x", "9" * 5000, "1 OR 1=1"])
def test_a_forged_version_writes_nothing(desk: Client, draft: Edition, seen: str) -> None:
    saved = somebody_saves(draft)
    change = reverse("admin:meetings_edition_change", args=[draft.pk])
    text = editing.text_of(draft).replace("Feedback plain.", "Forged.")
    assert desk.post(change, {"text": text, "seen": seen, "confirmed": "1"}).status_code == 409
    form, typed = old_form(desk, Passage)
    desk.post(form, {**typed, "text": "Forged.", "seen": seen})
    assert standing(draft) == saved


@pytest.mark.django_db
def test_a_form_that_comes_back_for_a_mistake_has_seen_no_more_than_before(desk: Client, draft: Edition) -> None:
    form, typed = old_form(desk, Decision)
    saved = somebody_saves(draft)
    again = desk.post(form, {**typed, "outcome": "no such outcome"})
    answer = desk.post(form, {**typed, "referred_to": "Another board", "seen": again.context["seen"]})
    assert "Somebody saved in between" in answer.content.decode()
    assert standing(draft) == saved


# What belongs to no edition: the terms of members, and meetings with their announcements


@pytest.fixture
def ada(db: None) -> Member:
    return Member.objects.get(user=factories.member("ada"))


def second(form: str, **changes: Any) -> None:
    """Let a second person open a form and save it."""
    other = Client()
    other.force_login(factories.approver("second"))
    typed = filled(other.get(form))
    if "starts_on" in typed:
        typed["initial-starts_on"] = typed["starts_on"]  # as browsers send it, of a field with a callable default
    assert other.post(form, {**typed, **changes}).status_code == 302


@pytest.mark.django_db
def test_a_term_that_was_ended_meanwhile_stays_ended(desk: Client, ada: Member) -> None:
    form = address(Member, "change", ada.pk)
    typed = filled(desk.get(form)) | {"name": "Ada Typed", "initial-starts_on": ada.starts_on}
    second(form, ends_on="2026-01-31", starts_on="2026-01-01")
    answer = desk.post(form, typed)
    page = answer.content.decode()
    assert "Nothing was saved. Somebody saved in between: second, Changed From and Until." in page
    assert "Look at what differs, then decide again." in page
    assert "<li>From: saved is “2026-01-01”</li>" in page
    assert "<li>Until: saved is “2026-01-31”</li>" in page
    assert 'value="Ada Typed"' in page, "nothing that was typed is lost"
    ada.refresh_from_db()
    assert (ada.name, ada.ends_on) == ("Member ada", date(2026, 1, 31))
    again = {**typed, "seen": answer.context["seen"], "ends_on": "2026-01-31", "starts_on": "2026-01-01"}
    assert desk.post(form, again).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.ends_on) == ("Ada Typed", date(2026, 1, 31))


@pytest.mark.django_db
def test_another_address_of_a_member_is_not_undone(desk: Client, ada: Member) -> None:
    form = address(Member, "change", ada.pk)
    typed = filled(desk.get(form))
    second(form, email="new@example.org")
    assert "Somebody saved in between: second" in desk.post(form, typed).content.decode()
    assert User.objects.get(pk=ada.user_id).email == "new@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize("seen", ["", "0", "x", "f" * 64, f"{'f' * 64}.0", f"{'0' * 64}.{'9' * 18}", "9" * 5000, "\0"])
def test_a_member_is_not_saved_by_a_form_that_saw_nothing(desk: Client, ada: Member, seen: str) -> None:
    form = address(Member, "change", ada.pk)
    answer = desk.post(form, filled(desk.get(form)) | {"seen": seen, "name": "Forged"})
    assert "Nothing was saved. Somebody saved in between" in answer.content.decode()
    assert Member.objects.get(pk=ada.pk).name == "Member ada"


@pytest.mark.django_db
def test_a_mistake_in_a_form_lets_it_save_over_nothing(desk: Client, ada: Member) -> None:
    form = address(Member, "change", ada.pk)
    typed = filled(desk.get(form))
    second(form, ends_on="2026-01-31")
    again = desk.post(form, {**typed, "capacity": "king"})
    answer = desk.post(form, {**typed, "seen": again.context["seen"]})
    assert "Somebody saved in between: second, Changed Until." in answer.content.decode()
    assert Member.objects.get(pk=ada.pk).ends_on == date(2026, 1, 31)


@pytest.fixture
def term(draft: Edition) -> Membership:
    korea = Organisation.objects.create(slug="korea", name="Korea")
    return Membership.objects.create(body=draft.meeting.body, seat="government", organisation=korea, from_year=2020)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "changed", "typed", "told"),
    [
        (Body, {"prefix": "XX"}, {"name": "Another name"}, "second, Changed Prefix"),
        (Region, {"name": "Elsewhere"}, {"position": "7"}, "second, Changed Name"),
        (Theme, {"description": "Described."}, {"name": "Another name"}, "second, Changed Description"),
        (Membership, {"until_year": "2021"}, {"from_year": "2019"}, "second, Changed Until year"),
        (Person, {"name": "Renamed"}, {"aliases": "Other"}, "second, Changed Name"),
        (
            Organisation,
            {"memberships-0-until_year": "2021"},
            {"name": "Another name"},
            "second, Changed Until year for membership “Korea, 2020–2021”",
        ),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_somebody_saved_meanwhile_in_a_form_of_the_desk_stands(
    desk: Client, term: Membership, model: Any, changed: dict[str, str], typed: dict[str, str], told: str
) -> None:
    form = address(model, "change", (term.organisation if model is Organisation else model.objects.first()).pk)
    old = filled(desk.get(form))
    second(form, **changed)
    before = list(model.objects.values())
    answer = desk.post(form, {**old, **typed})
    page = answer.content.decode()
    assert f"Nothing was saved. Somebody saved in between: {told}" in page
    assert next(iter(typed.values())) in page, "nothing that was typed is lost"
    assert list(model.objects.values()) == before
    assert desk.post(form, {**old, **typed, "seen": answer.context["seen"]}).status_code == 302
    assert list(model.objects.values()) != before


@pytest.mark.django_db
def test_a_list_is_edited_in_its_place(desk: Client, draft: Edition) -> None:
    page = address(Region, "changelist")
    formset = desk.get(page).context["cl"].formset
    typed = {each.html_name: each.value() for form in (formset.management_form, *formset.forms) for each in form}
    assert desk.post(page, {**typed, "form-0-position": "9", "_save": "Save"}).status_code == 302
    assert sorted(Region.objects.values_list("position", flat=True))[-1] == 9


@pytest.mark.django_db
def test_a_meeting_that_was_cancelled_meanwhile_stays_cancelled(desk: Client, draft: Edition) -> None:
    days = {"first_day": date(2027, 6, 3), "last_day": date(2027, 6, 3)}
    meeting = Meeting.objects.create(body=draft.meeting.body, slug="june-2027", **days)
    announced = Announcement.objects.create(meeting=meeting, title="Working-level meeting", **days)
    form = address(Meeting, "change", meeting.pk)
    typed = filled(desk.get(form)) | {"announcement-0-place": "Online", "papers-TOTAL_FORMS": 0}
    second(form, **{"announcement-0-is_withdrawn": "on", "papers-TOTAL_FORMS": 0})
    answer = desk.post(form, typed)
    page = answer.content.decode()
    assert "Somebody saved in between: second, Changed Withdrawn for announcement" in page
    assert "Withdrawn: saved is “yes”" in page
    assert 'value="Online"' in page
    announced.refresh_from_db()
    assert (announced.is_withdrawn, announced.place, announced.revision) == (True, "", 1)
    again = {**typed, "announcement-0-is_withdrawn": "on", "seen": answer.context["seen"]}
    assert desk.post(form, again).status_code == 302
    announced.refresh_from_db()
    assert (announced.is_withdrawn, announced.place, announced.revision) == (True, "Online", 2)


@pytest.mark.django_db
def test_a_meeting_that_a_draft_moved_is_not_moved_back(desk: Client, draft: Edition) -> None:
    form = address(Meeting, "change", draft.meeting_id)
    typed = filled(desk.get(form))
    moved = factories.small_minutes(first_day=date(2021, 3, 4), last_day=date(2021, 3, 5))
    editing.replace(draft, moved, draft.version, "second")
    answer = desk.post(form, {**typed, "slug": "another", "papers-TOTAL_FORMS": 0})
    assert "Somebody saved in between. Look at what differs" in answer.content.decode()
    assert (Meeting.objects.get().slug, Meeting.objects.get().first_day) == ("march-2021", date(2021, 3, 4))


SAVE = """
import sys, threading
from django.contrib.auth.models import User
from django.db import connection
from meetings.models import Edition
from ogpminutes import drafting, editing
from ogpminutes.editing import Stale
edition = Edition.objects.with_meeting().get()
text, seen = editing.text_of(edition), edition.version
users = [User.objects.create_user(f"editor {number}") for number in range(8)]
line, said = threading.Barrier(8), []

def save(number):
    mine = Edition.objects.with_meeting().get()
    line.wait()
    try:
        new = text.replace("Point plain.", f"Point {number}.")
        drafting.save(mine, new, seen, users[number], is_confirmed=True)
        said.append("saved")
    except Stale:
        said.append("stale")
    finally:
        connection.close()

threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
from meetings.models import UnsavedText, Version
print(sorted(said).count("saved"), sorted(said).count("stale"), UnsavedText.objects.count(), Version.objects.count())
"""


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_save_at_once_one_saves_and_no_text_is_lost(database: str, tmp_path: Path) -> None:
    told = run(SAVE, database)
    assert told.stdout.split() == ["1", "7", "7", "2"], told.stderr
