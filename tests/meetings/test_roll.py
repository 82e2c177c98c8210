"""The roll of meetings: which one is meant by a day, a reference, or words of a title or place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from meetings.querysets import ANYBODY
from meetings.roll import Roll, call
from meetings.search.query import read
from tests import factories

pytestmark = pytest.mark.django_db


def meet(slug: str, first: date, last: date | None = None, **more: Any) -> None:
    facts = {"reference": f"SC-{first:%Y-%m}", "title": "Steering Committee Minutes", "place": "Virtual", **more}
    factories.edition(factories.small_minutes("x", slug, first, last_day=last or first, **facts))


@pytest.fixture
def roll() -> Roll:
    factories.vocabulary()
    meet("paris", date(2016, 12, 6), date(2016, 12, 7), place="Paris, France")
    meet("long", date(2016, 11, 30), date(2016, 12, 2), title="Long meeting in Bogotá", reference="SC-2016-11")
    meet(
        "may",
        date(2019, 5, 29),
        place="Ottawa",
        title="Criteria & Standards",
        body="criteria-and-standards-subcommittee",
        reference="CS-2019-05",
    )
    meet("same-day", date(2019, 5, 29), place="Ottawa")
    return call(ANYBODY)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("2016-12-07", ["paris"]),
        ("1 December 2016", ["long"]),
        ("29 May 2019", ["may", "same-day"]),
        ("2019-05", ["may", "same-day"]),
        ("December 2016", ["paris", "long"]),
        ("nov 2016", ["long"]),
        ("2016", ["paris", "long"]),
        ("2015", []),
        ("sc-2016-11", ["long"]),
        ("SC-2016", []),
        ("6–7 December 2016", ["paris"]),
        ("paris", ["paris"]),
        ("Otta", ["may", "same-day"]),
        ("ott", []),
        ("bogota", ["long"]),
        ("ottawa 2019", ["may", "same-day"]),
        ("ottawa 2016", []),
        ("ottawa committee", ["same-day"]),
        ("ottawa -criteria", ["same-day"]),
        ("paris or bogota", ["paris", "long"]),
        ('"long meeting"', ["long"]),
        ('"meeting long"', []),
        ("meetings bogota", ["long"]),
        ("may", []),
        ("29", []),
        ("paris budget", []),
    ],
)
def test_a_meeting_is_meant_by_its_days_its_reference_and_its_names(roll: Roll, text: str, slugs: list[str]) -> None:
    assert [meeting.slug for meeting in roll.meant_by(text, read(text))] == slugs


def test_what_a_meeting_is_called_is_what_its_newest_edition_that_is_seen_prints() -> None:
    factories.vocabulary()
    meet("paris", date(2016, 12, 6), place="Paris")
    factories.edition(
        factories.small_minutes("x", "paris", date(2016, 12, 6), place="Lyon"), "draft", "It was in Lyon."
    )
    factories.edition(factories.small_minutes("x", "hidden", date(2017, 1, 1), place="Lyon"), "circulated")
    readers = (ANYBODY, factories.member(), factories.editor())
    rolls = [call(reader) for reader in readers]
    assert [[called.slug for called in each.meant_by("lyon", read("lyon"))] for each in rolls] == [
        [],
        ["hidden"],
        ["hidden", "paris"],
    ]
    assert [len(each.meant_by("paris", read("paris"))) for each in rolls] == [1, 1, 0]
    assert [len(each.meant_by("2017", read("2017"))) for each in rolls] == [0, 1, 1]


def test_meetings_are_chosen_by_their_days_and_by_their_body_where_there_are_several(roll: Roll) -> None:
    assert [label for _, _, label in roll.rows] == [
        "29 May 2019, Criteria & Standards Subcommittee",
        "29 May 2019, Steering Committee",
        "6–7 December 2016, Steering Committee",
        "30 November – 2 December 2016, Steering Committee",
    ]
    alone = Roll(meeting for meeting in roll.meetings if meeting.body == "Steering Committee")
    assert next(label for _, _, label in alone.rows) == "29 May 2019"


@pytest.mark.parametrize("number", [1, 3])
def test_a_roll_is_called_in_one_query(number: int, django_assert_num_queries: Callable[..., Any]) -> None:
    factories.vocabulary()
    for place in range(number):
        meet(f"m-{place}", date(2016, 1 + place, 1))
    with django_assert_num_queries(1):
        assert len(call(ANYBODY).meetings) == number
