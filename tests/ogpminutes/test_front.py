"""Home, the list of meetings, and the frame of every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from meetings.minutes import ActionItem, Passage, Session
from meetings.words import Kind
from ogpminutes import front
from ogpminutes.models.members import today
from tests import factories
from tests.pagetext import all_of, by_id, text, tree

pytestmark = pytest.mark.django_db
Counting = Callable[[int], Any]
PAGE = "/meetings/march-2021/"


def get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return tree(response)


def publish(*minutes: Any, status: str = "approved") -> None:
    factories.vocabulary()
    for each in minutes:
        factories.edition(each, status)


def test_home_before_the_first_minutes(client: Client) -> None:
    factories.vocabulary()
    root = get(client, "/")
    assert text(by_id(root, "nothing")) == "No minutes are published yet"
    assert all_of(root, "ol", "ledger") == []


def test_home_shows_the_newest_minutes(client: Client) -> None:
    publish(factories.small_minutes(), factories.small_minutes("newer", "june-2021", date(2021, 6, 3)))
    root = get(client, "/")
    assert text(all_of(root, "div", "latest__facts")[0]) == (
        "Latest minutes Minutes newer 3 June 2021 | Place newer Approved "
        "2 feedback items 1 decision 1 person taking part Read the minutes PDF"
    )
    assert [(text(line), line.find("a").get("href")) for line in all_of(all_of(root, "ol", "ledger")[0], "li")] == [  # type: ignore[union-attr]
        ("Session 1 Session newer 1 decision", "/meetings/june-2021/#session-1"),
        ("Breakout 1A Breakout newer 1 item", "/meetings/june-2021/#session-1A"),
    ]
    assert [text(head) for head in all_of(root, "div", "decision__head")] == [
        "Decision SC-2021-06/D1Approved with conditions",
        "Decision SC-2021-03/D1Approved with conditions",
    ]
    assert [text(line) for line in all_of(root, "li") if "Minutes plain" in text(line)] == [
        "Minutes plain3 March 2021 | Place plain 2 feedback items, 1 decision, 1 person"
    ]


def test_home_says_what_is_open_and_what_is_late(client: Client) -> None:
    publish(factories.small_minutes())
    root = get(client, "/")
    (section,) = [part for part in all_of(root, "section") if part.get("aria-labelledby") == "left"]
    assert text(section) == (
        "Still open 1 decision 1 action item The oldest that are open No open action item has a due date in the "
        "minutes, so the oldest stand first. Action item SC-2021-03/A1 Passage 1.5 Unit plain "
        "Steering Committee, 3 March 2021 will share plain State: No update recorded"
    )
    promise = ActionItem(number="A1", text="will share", responsible="The SU", due=date(2021, 6, 1))
    said = Passage(kind=Kind.NARRATIVE, text="The SU will share.", actions=(promise,))
    session = Session(number="1", heading="Session 1: One", passages=(said,))
    factories.edition(factories.small_minutes("later", "may-2021", date(2021, 5, 3), sessions=(session,)))
    root = get(client, "/")
    (section,) = [part for part in all_of(root, "section") if part.get("aria-labelledby") == "left"]
    assert text(section) == (
        "Still open 1 decision 2 action items 1 overdue Action items that are due longest, or next "
        "Action item SC-2021-05/A1 Passage 1.1 The SU Steering Committee, 3 May 2021 will share "
        "State: No update recorded. Due 1 June 2021 Overdue"
    )


def test_home_marks_what_is_due_soon_as_the_register_does(client: Client) -> None:
    factories.vocabulary()
    days = {number: today() + timedelta(days=ahead) for number, ahead in (("A1", 14), ("A2", 15), ("A3", -1))}
    said = tuple(
        Passage(kind=Kind.NARRATIVE, text="It will.", actions=(ActionItem(number=number, text="will", due=day),))
        for number, day in days.items()
    )
    factories.edition(factories.small_minutes(sessions=(Session(number="1", heading="Session 1", passages=said),)))
    for address in ("/", "/decisions/actions/"):
        chips = [text(chip) for chip in all_of(get(client, address), "span") if text(chip) in ("Due soon", "Overdue")]
        assert sorted(chips) == ["Due soon", "Overdue"]


def test_home_shows_the_years_once_there_is_more_than_one(client: Client) -> None:
    publish(factories.small_minutes(), factories.small_minutes("newer", "june-2021", date(2021, 6, 3)))
    assert all_of(get(client, "/"), "svg", "years") == []
    factories.edition(factories.small_minutes("older", "may-2019", date(2019, 5, 3)))
    root = get(client, "/")
    assert text(by_id(root, "years-text")) == "2019: 1, 2020: 0, 2021: 2"
    (years,) = all_of(root, "ul", "try")
    assert [link.get("href") for link in all_of(years, "a")] == ["/meetings/2021/", "/meetings/2019/"]


def test_meetings_are_listed_by_year(client: Client) -> None:
    publish(
        factories.small_minutes(),
        factories.small_minutes("newer", "june-2021", date(2021, 6, 3)),
        factories.small_minutes("older", "may-2019", date(2019, 5, 3)),
    )
    root = get(client, "/meetings/")
    assert [text(heading) for heading in all_of(root, "h2")][:2] == ["2021", "2019"]
    assert meeting_links(root) == [
        *("/meetings/2021/", "/meetings/june-2021/", "/meetings/march-2021/"),
        *("/meetings/2019/", "/meetings/may-2019/"),
    ]
    of_2019 = get(client, "/meetings/2019/")
    assert meeting_links(of_2019) == ["/meetings/", "/meetings/may-2019/"]
    assert client.get("/meetings/2018/").status_code == 404


def meeting_links(root: Element) -> list[str]:
    """Give where a list of meetings leads, without the ways to follow it."""
    found = [link.get("href", "") for link in all_of(by_id(root, "main"), "a")]
    return [address for address in found if address.startswith("/meetings/")]


def test_a_meeting_over_new_year_is_listed_in_both_years(client: Client) -> None:
    publish(factories.small_minutes(first_day=date(2020, 12, 31)))
    assert [client.get(f"/meetings/{year}/").status_code for year in (2019, 2020, 2021)] == [404, 200, 200]


@pytest.mark.parametrize("meetings", [1, 3])
def test_lists_cost_the_same_for_one_meeting_and_for_three(
    client: Client, django_assert_num_queries: Counting, meetings: int
) -> None:
    publish(*(factories.small_minutes("a", f"m{day}", date(2021, day, 1)) for day in range(1, meetings + 1)))
    pages = (("/", 30), ("/", 15), ("/meetings/", 5), ("/meetings/2021/", 4), ("/sitemap.xml", 9))
    for address, queries in pages:
        with django_assert_num_queries(queries):
            client.get(address)


# The frame


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", []),
        ("/meetings/", ["Minutes"]),
        (PAGE, ["Minutes"]),
        ("/browse/", ["Browse"]),
        ("/themes/", ["Browse"]),
        ("/decisions/", ["Decisions"]),
        ("/decisions/actions/", ["Decisions"]),
        ("/documents/articles-of-governance/", ["Decisions"]),
        ("/attendees/", ["Attendees"]),
    ],
)
def test_the_navigation_says_where_the_reader_is(client: Client, address: str, current: list[str]) -> None:
    publish(factories.small_minutes())
    (navigation,) = all_of(get(client, address), "nav", "nav")
    assert [text(link) for link in all_of(navigation, "a") if link.get("aria-current")] == current


def test_many_meetings_come_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "LISTED", 2)
    publish(*(factories.small_minutes(f"w{year}", f"m-{year}", date(year, 3, 3)) for year in (2018, 2019, 2020)))
    first, second = get(client, "/meetings/"), get(client, "/meetings/?page=2")
    assert [text(head) for head in all_of(first, "section", "stack")] != []
    assert ["Minutes w2020" in text(first), "Minutes w2018" in text(first)] == [True, False]
    assert ["Minutes w2020" in text(second), "Minutes w2018" in text(second)] == [False, True]
    assert "3 meetings, newest first." in text(first)
