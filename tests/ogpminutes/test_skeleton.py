"""What the editor offers to fill in: it is named before minutes are circulated and sealed, and is nobody's typing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.minutes import AttendanceGroup, Minutes, Passage, Session
from meetings.models import Edition, LogEntry
from meetings.words import Kind
from ogpminutes import archive, drafting, editing, publication, skeleton
from tests import factories

pytestmark = pytest.mark.django_db

ALL = [
    "Not written yet: “Session 1: …”.",
    "Nothing stands under “Welcome & introduction”, “Session 1: …”.",
    "Nobody stands under “Government members”, “Civil society members”.",
]


@pytest.fixture
def begun(db: None) -> Edition:
    """A draft that is begun and says nothing."""
    factories.vocabulary()
    nothing = factories.small_minutes(sessions=(), attendance_heading="", attendance=())
    return editing.open_draft(nothing, "editor", "begun")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.approver())
    return client


def start(edition: Edition) -> str:
    return skeleton.begun_with(edition, editing.text_of(edition))


def address(edition: Edition, step: str) -> str:
    return reverse(f"admin:meetings_edition_{step}", args=[edition.pk])


def save(edition: Edition, text: str) -> Edition:
    drafting.save(edition, text, edition.version, factories.editor("writer"), is_confirmed=True)
    return Edition.objects.with_meeting().get(pk=edition.pk)


def left_over(**facts: Any) -> list[str]:
    factories.vocabulary()
    return skeleton.left_over(factories.edition(factories.small_minutes(**facts), status="draft"))


def said(page: Any) -> str:
    return " ".join(page.content.decode().replace("&amp;", "&").split())


def test_the_skeleton_is_all_left_over(begun: Edition) -> None:
    assert skeleton.left_over(save(begun, start(begun))) == ALL


def test_the_editor_tells_where_something_is_left_over(begun: Edition) -> None:
    text = start(begun)
    told = drafting.check(begun, text, archive.vocabulary()).diagnostics
    lines = text.split("\n")
    assert [(each.severity, lines[each.line - 1], each.message) for each in told] == [
        ("info", "## Welcome & introduction", "Nothing stands under “Welcome & introduction”."),
        ("info", "## Session 1: …", "Not written yet: “Session 1: …”."),
        ("info", "## Session 1: …", "Nothing stands under “Session 1: …”."),
        ("info", "### Government members", "Nobody stands under “Government members”."),
        ("info", "### Civil society members", "Nobody stands under “Civil society members”."),
    ]
    long = "".join(f"## Session {number}: …\n\n" for number in range(1, 400))
    told = drafting.check(begun, text.replace("## Session 1: …\n\n", long), archive.vocabulary()).diagnostics
    assert len(told) == 42


def test_nothing_is_left_over_of_minutes_that_are_written(db: None) -> None:
    assert left_over() == []


def test_minutes_that_say_something_begin_with_what_they_say(db: None) -> None:
    factories.vocabulary()
    assert skeleton.begun_with(factories.december("draft"), "standing") == "standing"


def test_what_is_still_to_be_written_is_named_by_kind(db: None) -> None:
    whole: Minutes = factories.small_minutes()
    passages = tuple(Passage(kind=Kind.NARRATIVE, text=text) for text in ("…", "...", "And so on …", "Etc."))
    bare = replace(whole.sessions[0].breakouts[0], passages=())
    first = replace(whole.sessions[0], heading="Session 1:…", passages=passages, breakouts=(bare,))
    second = Session(number="2", heading="A word…", passages=passages[3:])
    groups = (*whole.attendance, AttendanceGroup(heading="Apologies:", note="none"), AttendanceGroup(heading="Guests"))
    assert left_over(sessions=(first, second), attendance=groups) == [
        "Not written yet: “Session 1:…”, “…”, “...”.",
        "Nothing stands under “Breakout plain”.",
        "Nobody stands under “Guests”.",
    ]


def test_a_heading_of_attendees_without_any_is_named(db: None) -> None:
    assert left_over(attendance=()) == ["Nobody stands under “Attendees plain”."]


def test_of_many_parts_some_are_named_and_the_rest_counted(db: None) -> None:
    groups = tuple(AttendanceGroup(heading=f"{'Group ' * 10}{number}") for number in range(7))
    name = f"“{('Group ' * 10)[:40]}…”"
    assert left_over(attendance=groups) == [f"Nobody stands under {', '.join([name] * 5)} and 2 more."]


def test_each_step_names_what_is_left_and_approving_asks_why(desk: Client, begun: Edition) -> None:
    edition = save(begun, start(begun).replace("## Session 1", "It began.\n\n## Session 1"))
    left = [ALL[0], "Nothing stands under “Session 1: …”.", ALL[2]]
    for step in ("circulate", "adopt"):
        page = said(desk.get(address(edition, step)))
        assert all(sentence in page for sentence in left)
    publication.circulate(
        edition, factories.approver("second"), edition.version, publication.proposed_deadline(edition)
    )
    Edition.objects.filter(pk=edition.pk).update(respond_by=None)
    edition.refresh_from_db()
    assert publication.obstacles(edition) == left
    asked = desk.post(address(edition, "approve"), {"seen": edition.version})
    assert asked.status_code == 200
    assert all(sentence in said(asked) for sentence in left)
    typed = {"seen": edition.version, "read": asked.context["step"].form.initial["read"], "is_sure": "on"}
    assert desk.post(address(edition, "approve"), typed).status_code == 409
    assert desk.post(address(edition, "approve"), {**typed, "despite": "It was a short day."}).status_code == 302
    details = json.loads(LogEntry.objects.filter(action="approved").get().details)
    assert (details["despite"], details["obstacles"]) == ("It was a short day.", 3)
