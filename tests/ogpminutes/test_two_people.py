"""Two people at once: whoever comes second changes nothing unseen, by whichever way they write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from attendees.models import Attendance, AttendanceGroup
from decisions.models import ActionItem, Decision
from meetings.models import Edition, Passage, Reference, Session
from ogpminutes import archive, editing, publication
from tests import factories
from tests.ogpminutes.test_admin import address, filled
from tests.ogpminutes.test_killing import database, edition, run

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


SAVE = """
import sys, threading
import django
django.setup()
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
