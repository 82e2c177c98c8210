"""Attendees whose page would stand where another page of the portal stands: no import and no editor makes one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attendees.models import Attendance, Person
from meetings.importers.imported import Facts
from meetings.lines import InvalidMinutes
from meetings.minutes import AttendanceGroup, Attendee, Minutes
from ogpminutes import archive, drafting, editing, importing
from tests import factories

pytestmark = pytest.mark.django_db

CURE = (
    "Attendee “Co-Chairs”: would have a page where another one of the portal stands; write “{person: co-chairs-2}” "
    "behind the name, or take it out if it is no person's."
)
TEXT = """Minutes of the Steering Committee

3 March 2021

Session 1: Talk

It was said.

List of attendees

Others

Co-Chairs, Support Unit
María Baron, Directorio Legislativo
"""


def naming(person: str) -> Minutes:
    group = AttendanceGroup(heading="Others", attendees=(Attendee(name="Co-Chairs", person=person),))
    return replace(factories.small_minutes(), attendance_heading="Attendees", attendance=(group,))


def test_no_path_makes_somebody_whose_page_is_another_one() -> None:
    factories.vocabulary()
    with pytest.raises(InvalidMinutes) as refused:
        archive.write(naming("co-chairs"))
    assert str(refused.value) == CURE
    assert not Person.objects.filter(slug="co-chairs").exists()


def test_the_editor_is_told_where_and_how_to_put_it_right() -> None:
    factories.vocabulary()
    draft = factories.edition(factories.small_minutes(), "draft")
    text = editing.text_of(draft, naming("co-chairs"))
    (told,) = drafting.check(draft, text, archive.vocabulary()).diagnostics
    assert (told.message, text.split("\n")[told.line - 1]) == (CURE, "- Co-Chairs")
    cured = text.replace("- Co-Chairs", "- Co-Chairs {person: co-chairs-2}")
    assert drafting.check(draft, cured, archive.vocabulary()).diagnostics == ()


def test_an_import_files_them_under_another_name_and_says_so() -> None:
    factories.vocabulary()
    preview = importing.look(TEXT.encode(), Facts(name="a.txt", body="steering-committee"))
    (told,) = (each for each in preview.diagnostics if "co-chairs" in each.message)
    assert (told.severity, told.message) == (
        "warning",
        "“co-chairs” would have a page where another one of the portal stands, and is filed as “co-chairs-2”; take it "
        "out if it is no person's name.",
    )
    taken = importing.take(preview.text, preview.plan.seen, factories.editor(), is_confirmed=False)
    assert list(Attendance.objects.of_edition(taken.edition).values_list("person__slug", flat=True)) == [
        "co-chairs-2",
        "maria-baron",
    ]


def test_who_is_known_already_may_be_named_again() -> None:
    factories.vocabulary()
    Person.objects.create(slug="co-chairs", name="Co-Chairs")
    edition = archive.write(naming("co-chairs"))
    assert [row.person.slug for row in Attendance.objects.of_edition(edition)] == ["co-chairs"]
