"""What the portal knows fills what a file leaves open, and is told; a guess never takes another meeting's place."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.importers.imported import Facts
from meetings.models import Body, Edition
from meetings.textform import dump
from ogpminutes import importing
from ogpminutes.importing import Fate, Preview
from ogpminutes.publication import OPERATOR
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = """{title}
{day}

1. Budget
The budget was discussed.
"""


@pytest.fixture(autouse=True)
def _words() -> None:
    factories.vocabulary()


def look(title: str = "Steering Committee Minutes", day: str = "3 March 2021", **facts: str) -> Preview:
    return importing.look(TEXT.format(title=title, day=day).encode(), Facts(**facts))  # type: ignore[arg-type]


def filed(preview: Preview) -> tuple[str, str, str]:
    assert preview.minutes is not None
    return preview.minutes.body, preview.minutes.meeting, preview.minutes.reference


def messages(preview: Preview) -> list[str]:
    return [each.message for each in preview.diagnostics]


def test_the_reference_begins_as_the_portal_cites_the_body() -> None:
    preview = look("Governance & Leadership Subcommittee Minutes")
    assert filed(preview) == ("governance-and-leadership-subcommittee", "march-2021", "GL-2021-03")
    assert "The reference is made as the portal cites this body: “GL-2021-03”; check it." in messages(preview)
    assert preview.plan.fate == Fate.BEGIN


def test_a_meeting_keeps_the_reference_that_it_has() -> None:
    factories.edition(factories.small_minutes(reference="SC-21A"), "draft")
    preview = look()
    assert filed(preview) == ("steering-committee", "march-2021", "SC-21A")
    assert preview.plan.fate == Fate.CHANGE


def test_what_is_said_is_not_guessed() -> None:
    preview = look(
        "Governance & Leadership Subcommittee Minutes", reference="X-1", meeting="m", body="board-of-directors"
    )
    assert filed(preview) == ("board-of-directors", "m", "X-1")
    assert [message for message in messages(preview) if "reference" in message or "body" in message] == []


def test_a_prefix_that_begins_no_reference_is_left_to_the_guess() -> None:
    Body.objects.filter(slug="steering-committee").update(prefix="s c")
    assert filed(look()) == ("steering-committee", "march-2021", "SC-2021-03")


def test_the_only_body_is_taken_openly() -> None:
    assert filed(look("Minutes of the Meeting"))[0] != "steering-committee"
    Body.objects.exclude(parent=None).delete()
    Body.objects.exclude(slug="steering-committee").delete()
    preview = look("Minutes of the Meeting")
    assert filed(preview) == ("steering-committee", "march-2021", "SC-2021-03")
    assert messages(preview)[0] == "The file names no body of the portal; “steering-committee” is taken, its only one."


@pytest.mark.parametrize(
    ("title", "day"),
    [("Steering Committee Minutes", "17 March 2021"), ("Board of Directors Minutes", "3 March 2021")],
    ids=["other days", "another body"],
)
def test_a_guessed_name_takes_no_place_of_another_meeting(title: str, day: str) -> None:
    edition = factories.edition(factories.small_minutes(), "draft")
    preview = look(title, day)
    told = f"The name “march-2021”, which is guessed, is that of {edition.meeting}. Give this meeting its own."
    assert preview.plan.obstacle == f"Line 1: {told}"
    assert look(title, day, meeting="other", reference="X-1").plan.fate == Fate.BEGIN


def test_a_draft_whose_days_were_wrong_can_be_corrected_by_name() -> None:
    factories.edition(factories.small_minutes(), "draft")
    preview = look(day="17 March 2021", meeting="march-2021")
    assert preview.plan.fate == Fate.CHANGE
    importing.take(preview.text, preview.plan.seen, OPERATOR, is_confirmed=True)
    assert Edition.objects.get().first_day == date(2021, 3, 17)


def test_the_text_form_says_all_by_itself() -> None:
    Body.objects.filter(slug="steering-committee").update(prefix="OTHER")
    preview = importing.look(dump(factories.small_minutes()).encode(), Facts())
    assert preview.minutes == factories.small_minutes()
    assert preview.diagnostics == ()
