"""The page that says what the record holds, what minutes do not record, and what is missing from the archive."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from meetings.minutes import Reference, Session
from meetings.models import Announcement, Body, Meeting
from ogpminutes.models.members import today
from tests import factories
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db
PAGE = "/about/"


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    factories.vocabulary()


def minutes(day: date, approved_on: date | None = None, status: str = "approved", **more: Any) -> None:
    facts = {"meeting": f"m-{day:%Y-%m}", "day": day, **more}
    factories.edition(factories.small_minutes(**facts), status, approved_on=approved_on)


def announce(name: str, day: date, **more: Any) -> None:
    body = Body.objects.get(slug="steering-committee")
    meeting = Meeting.objects.create(slug=name, body=body, first_day=day, last_day=day)
    facts = {"meeting": meeting, "title": f"Meeting {name}", "first_day": day, "last_day": day}
    Announcement.objects.create(**{**facts, **more})


def told(client: Client) -> dict[str, str]:
    """What the page says of each thing, by the word before it; the later one where two share it."""
    root = tree(client.get(PAGE))
    found = {}
    for each in all_of(root, "dl"):
        parts = list(each)
        found.update({text(term): text(said) for term, said in zip(parts[::2], parts[1::2], strict=True)})
    return found


def test_it_says_plainly_what_minutes_do_not_record(client: Client) -> None:
    minutes(date(2021, 3, 3))
    said = told(client)
    assert said["Votes and ballots"].startswith("How anybody voted, and whether a ballot was secret.")
    assert "no finding of a quorum" in said["Quorum"]
    assert said["Red flags"].startswith("Objections between meetings, before a window closes.")
    assert {"Under review", "The Board", "Speakers"} <= set(said)
    page = client.get(PAGE).content.decode()
    for address in ("/browse/?q=%22red+flag%22", "/attendees/seats/", "/browse/?q=vote"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_every_page_leads_to_it(client: Client) -> None:
    for address in ("/", "/decisions/", "/attendees/seats/"):
        assert '<a href="/about/">What it holds, and what is missing</a>' in client.get(address).content.decode()


def test_it_names_what_is_missing(client: Client) -> None:
    minutes(date(2017, 5, 1), attendance=(), attendance_heading="")
    lost = Session(
        number="1", heading="Session 1: X", references=(Reference(title="The lost paper", label="Reference material:"),)
    )
    minutes(date(2021, 3, 3), sessions=(lost,))
    announce("past", today() - timedelta(days=1))
    announce("off", today() - timedelta(days=2), is_withdrawn=True)
    announce("coming", today())
    said = told(client)
    assert said["Minutes"].startswith("Meeting past,")
    assert "off" not in said["Minutes"]
    assert "coming" not in said["Minutes"]
    assert said["Years"] == "No meeting of 2018, 2019, 2020 is here."
    assert said["Lists of attendees"] == "Steering Committee, 1 May 2017"
    assert said["Papers"] == "The lost paper (3 March 2021): named without an address that leads to them."


def test_where_nothing_is_missing_it_says_so(client: Client) -> None:
    minutes(date(2021, 3, 3))
    said = told(client)
    assert (said["Minutes"], said["Years"], said["Lists of attendees"], said["Papers"]) == (
        "None of an announced meeting that is past.",
        "None between the first and the last is empty.",
        "None is missing.",
        "None that the minutes name has lost its address.",
    )


def test_it_says_of_each_meeting_whether_minutes_came_in_time(client: Client) -> None:
    minutes(date(2021, 3, 3), date(2021, 3, 17))
    minutes(date(2021, 4, 3), date(2021, 4, 18))
    minutes(date(2021, 5, 3))
    (table,) = all_of(tree(client.get(PAGE)), "table", "register")
    assert [text(row) for row in all_of(table, "tr")[1:]] == [
        "Steering Committee, 3 May 2021 Not recorded Not known",
        "Steering Committee, 3 April 2021 18 April 2021 15 days Later",
        "Steering Committee, 3 March 2021 17 March 2021 14 days Within two weeks",
    ]


def test_a_correction_does_not_make_minutes_late(client: Client) -> None:
    minutes(date(2021, 3, 3), date(2021, 3, 17))
    factories.meeting("m-2021-03").editions.update(status="superseded")
    again = factories.small_minutes("again", "m-2021-03", date(2021, 3, 3))
    factories.edition(again, reason="A correction", approved_on=date(2022, 1, 1))
    (table,) = all_of(tree(client.get(PAGE)), "table", "register")
    assert [text(row) for row in all_of(table, "tr")[1:]] == [
        "Steering Committee, 3 March 2021 17 March 2021 14 days Within two weeks"
    ]


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_a_draft_is_neither_held_nor_does_it_make_anything_less_missing(client: Client, status: str) -> None:
    minutes(date(2021, 3, 3))
    announce("past", today() - timedelta(days=1))
    before = client.get(PAGE).content
    minutes(date(2019, 3, 3), status=status, title="Secret zebrafish")
    draft = factories.small_minutes("zebrafish", "past", today() - timedelta(days=1))
    factories.edition(draft, status)
    assert client.get(PAGE).content == before


def test_an_empty_portal_has_the_page(client: Client) -> None:
    assert "No minutes are published yet." in client.get(PAGE).content.decode()


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=%00", "page=" + "9" * 5_000])
def test_hostile_query_strings_are_answered(client: Client, query: str) -> None:
    minutes(date(2021, 3, 3))
    assert client.get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(client: Client, number: int, django_assert_num_queries: Any) -> None:
    for month in range(1, number + 1):
        minutes(date(2021, month, 1))
    with django_assert_num_queries(10):
        client.get(PAGE)
