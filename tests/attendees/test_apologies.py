"""Who sent apologies, whom minutes name otherwise, and whose presence is not recorded: said, and nothing beside it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from attendees.models import Membership, Organisation, Person
from meetings.minutes import AttendanceGroup, Attendee
from meetings.models import Body
from meetings.textform import parse
from meetings.words import Capacity, Presence
from tests import factories
from tests.attendees.test_attendees_pages import attended, nicole
from tests.attendees.test_seats import CSV, PAGE, cells, maria
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db

MINUTES = """\
---
title: Minutes
dates: 6 June 2021
body: steering-committee
meeting: june-2021
reference: SC-2021-06
days: 2021-06-06
---

## Welcome

The chair welcomed all.

## Attendees

### Government Members

#### Government of Chile

- Ada Śmith

#### Government of Kenya

### Apologies

- Maria Baron | Directorio Legislativo {person: maria-baron}
- Nicole Grünbaum | Government of Argentina {organisation key: argentina}
- Gus Guest | Elsewhere
"""


def sent_apologies(attendee: Attendee, **more: Any) -> Attendee:
    """As it is read below the heading “Apologies”, which says nothing of a capacity or a vote."""
    facts = {name: getattr(attendee, name) for name in ("name", "person", "organisation", "organisation_key")}
    return Attendee(**{**facts, "presence": Presence.APOLOGIES, **more})


@pytest.fixture
def _record() -> None:
    """Argentina, and María for civil society, sat in 2020; both sent apologies in 2021."""
    factories.vocabulary()
    attended("may-2020", date(2020, 5, 5), nicole("Advisor"), maria())
    minutes = parse(MINUTES).minutes
    assert minutes is not None
    factories.edition(minutes)


def facts(client: Client, address: str) -> list[list[str]]:
    """Give what a page says of each meeting: pairs of words, as they read."""
    shown = all_of(tree(client.get(address)), "dl", "facts")
    return [[text(part) for part in each if isinstance(part.tag, str)] for each in shown]


def lines_of_csv(client: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(client.get(CSV).getvalue().decode("utf-8-sig").splitlines()))


@pytest.mark.usefixtures("_record")
def test_who_sent_apologies_stands_in_the_row_of_the_seat(client: Client) -> None:
    assert cells(client) == [
        ["Seat", "6 June 2021", "5 May 2020"],
        ["Government seats", "1 of 3 there", "1 of 1 there"],
        ["Government of Argentina", "Apologies", "Present"],
        ["Government of Chile", "Present", "Not named"],
        ["Government of Kenya", "Not recorded", "Not named"],
        ["Civil society seats", "0 of 1 there", "1 of 1 there"],
        ["Maria Baron Directorio Legislativo", "Apologies", "Present"],
    ]
    assert '<td class="is-apologies">' in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("_record")
def test_no_capacity_or_vote_is_claimed_of_who_sent_apologies(client: Client) -> None:
    directorio = "Directorio Legislativo"
    assert facts(client, "/attendees/maria-baron/") == [
        ["Name", "Maria Baron", "Organisation", directorio, "Presence", "Apologies"],
        ["Name", "María Baron", "Organisation", directorio, "Capacity", "Civil society member", "Vote", "Voting"],
    ]
    assert facts(client, "/attendees/organisations/argentina/") == [["Capacity", "Government member", "Vote", "Voting"]]
    listed = client.get("/api/attendances/").json()["results"]
    assert {(each["name"], each["capacity"], each["votes"]) for each in listed if each["presence"] == "apologies"} == {
        ("Maria Baron", "", None),
        ("Nicole Grünbaum", "", None),
        ("Gus Guest", "", None),
    }
    assert {(each["capacity"], each["votes"]) for each in listed if each["name"] == "María Baron"} == {
        ("civil-society-member", True)
    }
    page = " ".join(client.get("/attendees/organisations/argentina/").content.decode().split())
    assert page.count('<a href="/attendees/nicole-grunbaum/">Nicole Grünbaum</a><small>Apologies</small>') == 1
    assert "No vote" not in page
    assert "Participant" not in page
    columns = ("name", "capacity", "vote", "presence")
    assert [tuple(line[column] for column in columns) for line in lines_of_csv(client)] == [
        ("Ada Śmith", "government-member", "yes", "present"),
        ("", "government-member", "yes", "not-recorded"),
        ("Maria Baron", "", "", "apologies"),
        ("Nicole Grünbaum", "", "", "apologies"),
        ("Gus Guest", "", "", "apologies"),
        ("Nicole Grünbaum", "government-member", "yes", "present"),
        ("María Baron", "civil-society-member", "yes", "present"),
    ]


@pytest.mark.parametrize(
    ("said", "shown", "row"),
    [
        ({"capacity": Capacity.OBSERVER}, ["Capacity", "Observer", "Vote", "No vote"], ("observer", "no")),
        ({"votes": True}, ["Vote", "Voting"], ("", "yes")),
    ],
)
def test_what_minutes_say_of_who_sent_apologies_is_kept(
    client: Client, said: dict[str, Any], shown: list[str], row: tuple[str, str]
) -> None:
    factories.vocabulary()
    attended("may-2020", date(2020, 5, 5), sent_apologies(maria(), **said))
    whole = ["Name", "María Baron", "Organisation", "Directorio Legislativo", *shown, "Presence", "Apologies"]
    assert facts(client, "/attendees/maria-baron/") == [whole]
    assert facts(client, "/attendees/organisations/directorio-legislativo/") == [shown]
    assert [(line["capacity"], line["vote"]) for line in lines_of_csv(client)] == [row]


def test_some_of_a_delegation_can_come_and_others_send_apologies(client: Client) -> None:
    factories.vocabulary()
    ada = nicole("", name="Ada Śmith", person="ada-smith")
    attended("may-2020", date(2020, 5, 5), nicole("Advisor"), sent_apologies(ada))
    assert cells(client)[2] == ["Government of Argentina", "Present (1) Apologies (1)"]
    assert facts(client, "/attendees/organisations/argentina/") == [["Capacity", "Government member", "Vote", "Voting"]]


def test_apologies_stand_in_one_seat_that_of_the_nearest_meeting(client: Client) -> None:
    """María sits for civil society, then as an additional member; that she is in one row counts her once."""
    factories.vocabulary()
    attended("may-2018", date(2018, 5, 5), maria())
    attended("june-2018", date(2018, 6, 6), sent_apologies(maria()))
    attended("may-2020", date(2020, 5, 5), maria(capacity=Capacity.ADDITIONAL, votes=False))
    assert cells(client) == [
        ["Seat", "5 May 2020", "6 June 2018", "5 May 2018"],
        ["Civil society seats", "None named", "0 of 1 there", "1 of 1 there"],
        ["María Baron Directorio Legislativo", "Named otherwise", "Apologies", "Present"],
        ["Additional members", "1 of 1 there", "None named", "None named"],
        ["María Baron Directorio Legislativo", "Present No vote", "Not named", "Named otherwise"],
    ]


def test_a_seat_of_meetings_on_another_page_is_found(client: Client) -> None:
    factories.vocabulary()
    attended("may-2018", date(2018, 5, 5), maria())
    attended("june-2020", date(2020, 6, 6), sent_apologies(maria()), nicole(""))
    assert cells(client, f"{PAGE}?year=2020")[3:] == [
        ["Civil society seats", "0 of 1 there"],
        ["María Baron Directorio Legislativo", "Apologies"],
    ]


def test_a_seat_in_a_draft_or_in_another_body_is_none(client: Client) -> None:
    factories.vocabulary()
    attended("may-2020", date(2020, 5, 5), sent_apologies(maria()), nicole(""))
    attended("may-2018", date(2018, 5, 5), maria(), status="draft")
    board = AttendanceGroup(heading="Board", attendees=(maria(),))
    facts_of_board = {"body": "board-of-directors", "reference": "BD-2019-01", "attendance": (board,)}
    factories.edition(factories.small_minutes("board", "board-2019", date(2019, 1, 1), **facts_of_board))
    assert cells(client, f"{PAGE}?body=steering-committee")[1:] == [
        ["Government seats", "1 of 1 there"],
        ["Government of Argentina", "Present"],
    ]


@pytest.mark.parametrize(
    ("years", "days", "is_seated"),
    [
        ((2019, 2021), (None, None), True),
        ((2020, 2021), (None, None), False),
        ((2020, 2021), (date(2020, 5, 5), None), True),
        ((2017, 2019), (None, None), False),
    ],
)
def test_a_term_that_surely_holds_the_day_gives_the_seat(
    client: Client, years: tuple[int, int], days: tuple[date | None, date | None], *, is_seated: bool
) -> None:
    factories.vocabulary()
    attended("may-2020", date(2020, 5, 5), sent_apologies(maria()), sent_apologies(nicole("")))
    body = Body.objects.get(slug="steering-committee")
    term = {"body": body, "from_year": years[0], "until_year": years[1], "starts_on": days[0], "ends_on": days[1]}
    Membership.objects.create(**term, seat="civil-society", person=Person.objects.get(slug="maria-baron"))
    Membership.objects.create(**term, seat="government", organisation=Organisation.objects.get(slug="argentina"))
    shown = [
        ["Government seats", "0 of 1 there"],
        ["Government of Argentina", "Apologies"],
        ["Civil society seats", "0 of 1 there"],
        ["María Baron Directorio Legislativo", "Apologies"],
    ]
    if is_seated:
        assert cells(client)[1:] == shown
    else:
        assert "No minutes of these name a seat" in client.get(PAGE).content.decode()


def test_a_term_goes_before_other_minutes(client: Client) -> None:
    factories.vocabulary()
    attended("may-2018", date(2018, 5, 5), maria())
    attended("june-2018", date(2018, 6, 6), sent_apologies(maria()))
    term = {"body": Body.objects.get(slug="steering-committee"), "from_year": 2017, "until_year": 2019}
    Membership.objects.create(**term, seat="additional", person=Person.objects.get(slug="maria-baron"))
    assert cells(client)[3:] == [
        ["Additional members", "0 of 1 there", "None named"],
        ["María Baron Directorio Legislativo", "Apologies", "Named otherwise"],
    ]


@pytest.mark.parametrize("other", [{"capacity": Capacity.PARTICIPANT}, {"capacity": Capacity.OBSERVER}])
def test_who_is_named_in_another_capacity_is_not_said_to_be_missing(client: Client, other: dict[str, Any]) -> None:
    factories.vocabulary()
    attended("may-2016", date(2016, 5, 5), maria(), nicole(""))
    attended("may-2018", date(2018, 5, 5), nicole("", name="Gus", person="gus", organisation_key="chile"))
    attended("may-2020", date(2020, 5, 5), maria(**other, votes=False), nicole("", **other, votes=False))
    assert [row for row in cells(client) if "Named otherwise" in row] == [
        ["Government of Argentina", "Named otherwise", "Not named", "Present"],
        ["María Baron Directorio Legislativo", "Named otherwise", "Not named", "Present"],
    ]
    assert cells(client)[1] == ["Government seats", "None named", "1 of 1 there", "1 of 1 there"]
    page = " ".join(client.get(PAGE).content.decode().split())
    assert page.count('<td class="is-otherwise"><span class="seats__none">Named otherwise</span></td>') == 2
    assert (
        "<dt>Named otherwise</dt><dd>The minutes of that meeting name who holds the seat at other meetings, but not in "
        "this seat: in another capacity, such as a guest or a chair of another body, or without saying in which.</dd>"
    ) in page


def test_december_names_the_chair_of_the_board_otherwise(client: Client) -> None:
    factories.december()
    dimba = Person.objects.get(slug="mukelani-dimba").name
    seated = maria(name=dimba, person="mukelani-dimba", organisation="ODAC", organisation_key="odac")
    attended("may-2016", date(2016, 5, 5), seated)
    (row,) = [row for row in cells(client) if row[0].startswith(dimba)]
    assert row[1:] == ["Named otherwise", "Present"]


@pytest.mark.usefixtures("_record")
def test_an_organisation_without_a_name_below_it_says_what_is_recorded(client: Client) -> None:
    assert facts(client, "/attendees/organisations/government-of-kenya/") == [
        ["Capacity", "Government member", "Vote", "Voting", "Presence", "Not recorded"]
    ]


def test_an_organisation_that_sent_apologies_is_told_so_and_no_more(client: Client) -> None:
    factories.vocabulary()
    office = {"name": "", "person": ""}
    attended("may-2020", date(2020, 5, 5), sent_apologies(nicole(""), **office))
    attended("may-2018", date(2018, 5, 5), nicole("", **office))
    assert facts(client, "/attendees/organisations/argentina/") == [
        ["Presence", "Apologies"],
        ["Capacity", "Government member", "Vote", "Voting"],
    ]
    assert cells(client)[2] == ["Government of Argentina", "Apologies", "Present"]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_apologies(
    client: Client, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    factories.vocabulary()
    people = [maria(name=f"Ada {place}", person=f"ada-{place}") for place in range(number)]
    attended("may-2018", date(2018, 5, 5), *people)
    attended("may-2020", date(2020, 5, 5), *map(sent_apologies, people))
    with django_assert_num_queries(6):
        assert client.get(PAGE).content
