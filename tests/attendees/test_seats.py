"""Seats against meetings: what is recorded, and nothing that is not."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from attendees import seats
from meetings.minutes import AttendanceGroup, Attendee
from meetings.models import Edition
from meetings.words import Capacity, CoChair, Presence
from tests import factories
from tests.attendees.test_attendees_pages import attended, nicole
from tests.ogpminutes.test_browse import HOSTILE, several
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
PAGE = "/attendees/seats/"
CSV = "/attendees/seats/attendance.csv"


def maria(**more: Any) -> Attendee:
    facts: dict[str, Any] = {
        "name": "María Baron",
        "person": "maria-baron",
        "organisation": "Directorio Legislativo",
        "organisation_key": "directorio-legislativo",
        "capacity": Capacity.CIVIL_SOCIETY,
        "votes": True,
    }
    return Attendee(**{**facts, **more})


@pytest.fixture
def _record() -> None:
    """Argentina sends two, then apologies; María sits for civil society, then adds; Ada only takes part."""
    factories.vocabulary()
    second = nicole("", name="Ada Śmith", person="ada-smith", presence=Presence.REMOTE)
    guest = maria(name="Guest", person="guest", capacity=Capacity.PARTICIPANT, votes=False)
    attended("may-2020", date(2020, 5, 5), nicole("Advisor"), second, maria(co_chair=CoChair.LEAD), guest)
    office = {"name": "", "person": "", "presence": Presence.APOLOGIES, "organisation": "Argentina (Government)"}
    additional = maria(capacity=Capacity.ADDITIONAL, votes=False, presence=Presence.NOT_RECORDED)
    attended("june-2021", date(2021, 6, 6), nicole("", **office), additional)


def cells(client: Client, address: str = PAGE) -> list[list[str]]:
    """Give the table as it reads, row by row."""
    (table,) = all_of(tree(client.get(address)), "table", "seats")
    return [
        [text(cell) for cell in row if isinstance(cell.tag, str) and cell.tag in ("th", "td")]
        for row in all_of(table, "tr")
    ]


@pytest.mark.usefixtures("_record")
def test_each_seat_has_what_each_meeting_records_of_it(client: Client) -> None:
    assert cells(client) == [
        ["Seat", "6 June 2021", "5 May 2020"],
        ["Government seats", "0 of 1 there", "1 of 1 there"],
        ["Argentina (Government)", "Apologies", "Present (1) Remote (1)"],
        ["Civil society seats", "None named", "1 of 1 there"],
        ["María Baron Directorio Legislativo", "Named otherwise", "Present Lead co-chair"],
        ["Additional members", "0 of 1 there", "None named"],
        ["María Baron Directorio Legislativo", "Not recorded No vote", "Named otherwise"],
    ]


@pytest.mark.usefixtures("_record")
def test_apologies_without_a_seat_are_those_of_the_seat(client: Client) -> None:
    excused = {"capacity": Capacity.PARTICIPANT, "votes": False, "presence": Presence.APOLOGIES}
    attended("july-2022", date(2022, 7, 7), maria(**excused), nicole("", **excused), maria(name="Ben", person="ben"))
    assert cells(client, f"{PAGE}?year=2022") == [
        ["Seat", "7 July 2022"],
        ["Government seats", "0 of 1 there"],
        ["Government of Argentina", "Apologies"],
        ["Civil society seats", "1 of 1 there"],
        ["Ben Directorio Legislativo", "Present"],
        ["Additional members", "0 of 1 there"],
        ["María Baron Directorio Legislativo", "Apologies"],
    ]
    assert [row[:2] for row in cells(client)] == [
        ["Seat", "7 July 2022"],
        ["Government seats", "0 of 1 there"],
        ["Government of Argentina", "Apologies"],
        ["Civil society seats", "1 of 1 there"],
        ["Ben Directorio Legislativo", "Present"],
        ["María Baron Directorio Legislativo", "Not named"],
        ["Additional members", "0 of 1 there"],
        ["María Baron Directorio Legislativo", "Apologies"],
    ]
    assert cells(client)[4] == ["Ben Directorio Legislativo", "Present", "Not named", "Not named"]
    rows = csv.reader(client.get(f"{CSV}?year=2022").getvalue().decode().splitlines())
    assert [(row[4], row[9], row[13], row[14]) for row in rows] == [
        ("name", "capacity", "vote", "presence"),
        ("María Baron", "", "", "apologies"),
        ("Nicole Grünbaum", "", "", "apologies"),
        ("Ben", "civil-society-member", "yes", "present"),
    ]


@pytest.mark.usefixtures("_record")
def test_who_is_named_in_another_capacity_is_not_said_to_be_unnamed(client: Client) -> None:
    guest = maria(capacity=Capacity.PARTICIPANT, votes=False)
    attended("july-2022", date(2022, 7, 7), guest, nicole("", capacity=Capacity.OBSERVER, votes=False))
    assert [row[:2] for row in cells(client)] == [
        ["Seat", "7 July 2022"],
        ["Government seats", "None named"],
        ["Argentina (Government)", "Named otherwise"],
        ["Civil society seats", "None named"],
        ["María Baron Directorio Legislativo", "Named otherwise"],
        ["Additional members", "None named"],
        ["María Baron Directorio Legislativo", "Named otherwise"],
    ]


@pytest.mark.usefixtures("_record")
def test_what_differs_in_colour_differs_in_words_and_class(client: Client) -> None:
    attended("july-2022", date(2022, 7, 7), maria())
    page = client.get(PAGE).content.decode()
    for state in ("present", "apologies", "not-recorded", "otherwise", "unnamed"):
        assert f'<td class="is-{state}">' in page
    assert "no finding of a quorum" in page


@pytest.mark.usefixtures("_record")
def test_rows_and_columns_are_headers_that_lead_on(client: Client) -> None:
    (table,) = all_of(tree(client.get(PAGE)), "table", "seats")
    assert [(head.get("scope"), [link.get("href") for link in all_of(head, "a")]) for head in all_of(table, "th")] == [
        ("col", []),
        ("col", ["/meetings/june-2021/#attendees"]),
        ("col", ["/meetings/may-2020/#attendees"]),
        ("rowgroup", []),
        ("row", ["/attendees/organisations/argentina/"]),
        ("rowgroup", []),
        ("row", ["/attendees/maria-baron/"]),
        ("rowgroup", []),
        ("row", ["/attendees/maria-baron/"]),
    ]


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("state", list(Presence))
def test_only_presence_and_remote_count_as_there(state: Presence) -> None:
    attended("july-2022", date(2022, 7, 7), nicole("", presence=state))
    (government,) = seats.matrix(NOBODY, Edition.objects.in_year(2022))
    assert government.counts == [(int(state in ("present", "remote")), 1)]
    ((cell,),) = [seat.cells for seat in government.seats]
    assert (cell.state, cell.presences) == (state.value, [(state.label, 1)])


@pytest.mark.usefixtures("_record")
def test_a_year_and_a_body_narrow_it(client: Client) -> None:
    board = AttendanceGroup(heading="Board", attendees=(maria(),))
    minutes = factories.small_minutes(
        "board", "board-2022", date(2022, 1, 1), body="board-of-directors", reference="BD-2022-01", attendance=(board,)
    )
    factories.edition(minutes)
    assert cells(client)[0] == ["Seat", "6 June 2021", "5 May 2020"]
    assert cells(client, f"{PAGE}?year=2020")[0] == ["Seat", "5 May 2020"]
    assert cells(client, f"{PAGE}?body=board-of-directors")[0] == ["Seat", "1 January 2022"]
    response = client.get(f"{PAGE}?body=board-of-directors&year=2020")
    assert response.context["matrix"] == []
    assert "No minutes of these name a seat" in response.content.decode()
    assert client.get(f"{PAGE}?body=nowhere&year=1900").context["form"].notes == [
        "Body: “nowhere” is not known here and was left out.",
        "Year: “1900” is not known here and was left out.",
    ]


def test_eight_meetings_are_a_page(client: Client) -> None:
    several(9)
    assert len(cells(client)[0]) == 9
    response = client.get(f"{PAGE}?year=2020&page=2")
    assert [edition.meeting.slug for edition in response.context["editions"]] == ["m-0"]
    assert 'href="?year=2020&amp;page=1"' in response.content.decode()


def test_without_minutes_the_page_says_so(client: Client) -> None:
    assert "No list of attendees is published yet" in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("_record")
def test_the_csv_has_every_line_as_printed(client: Client) -> None:
    rows = list(csv.reader(client.get(CSV).getvalue().decode("utf-8-sig").splitlines()))
    assert (rows[0], len(rows)) == (list(seats.COLUMNS), 7)
    assert rows[3] == [
        *("Steering Committee", "Minutes may-2020", "2020-05-05", "Members", "Nicole Grünbaum"),
        *("Government of Argentina", "Advisor", "", "", "government-member", "", "", "", "yes", "present"),
        "http://127.0.0.1:8000/meetings/may-2020/#attendees",
        "approved",
    ]
    assert [row[4] for row in csv.reader(client.get(f"{CSV}?year=2021").getvalue().decode().splitlines())] == [
        *("name", "", "María Baron")
    ]


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_what_is_not_approved_is_in_no_cell_and_no_choice(client: Client, status: str) -> None:
    before = [client.get(address).getvalue() for address in (PAGE, CSV)]
    secret = nicole("Secret title", name="Secret Name", person="secret", organisation="Secret Land")
    attended("july-2022", date(2022, 7, 7), secret, status=status)
    assert [client.get(address).getvalue() for address in (PAGE, CSV)] == before
    client.force_login(factories.editor())
    assert cells(client)[0][1] == f"7 July 2022 {status.capitalize()}"
    assert cells(client)[2][0] == "Secret Land"


@pytest.mark.parametrize("meetings", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(PAGE, 4), (CSV, 2)])
def test_queries_do_not_grow_with_rows(
    client: Client, address: str, queries: int, meetings: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    several(meetings)
    with django_assert_num_queries(queries):
        assert client.get(address).getvalue()


@pytest.mark.parametrize("address", [PAGE, CSV, "/attendees/co-chairs/"])
@pytest.mark.parametrize("query", [*HOSTILE, "body=%00&year=%00", "day=%00", "day=9999-99-99", "day=" + "9" * 5000])
def test_hostile_query_strings_are_answered(client: Client, address: str, query: str) -> None:
    several(1)
    assert client.generic("GET", address, QUERY_STRING=query).status_code == 200


@pytest.mark.parametrize("address", [PAGE, "/themes/civic-space/", "/decisions/", "/decisions/actions/"])
def test_a_browser_sends_the_filters_though_nothing_is_chosen(client: Client, address: str) -> None:
    """A list whose first choice is empty, and that is required, would be refused by the browser, and silently."""
    factories.december()
    chosen = list(tree(client.get(address)).iter("select"))
    assert chosen != []
    assert [select.get("name") for select in chosen if "required" in select.attrib] == []
