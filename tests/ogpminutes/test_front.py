"""Home, the list of meetings, and the frame of every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ogpminutes import front
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


def test_meetings_are_listed_by_year(client: Client) -> None:
    publish(
        factories.small_minutes(),
        factories.small_minutes("newer", "june-2021", date(2021, 6, 3)),
        factories.small_minutes("older", "may-2019", date(2019, 5, 3)),
    )
    root = get(client, "/meetings/")
    assert [text(heading) for heading in all_of(root, "h2")][:2] == ["2021", "2019"]
    assert [link.get("href") for link in all_of(by_id(root, "main"), "a")] == [
        *("/meetings/2021/", "/meetings/june-2021/", "/meetings/march-2021/"),
        *("/meetings/2019/", "/meetings/may-2019/"),
    ]
    of_2019 = get(client, "/meetings/2019/")
    assert [link.get("href") for link in all_of(by_id(of_2019, "main"), "a")] == ["/meetings/", "/meetings/may-2019/"]
    assert client.get("/meetings/2018/").status_code == 404


def test_a_meeting_over_new_year_is_listed_in_both_years(client: Client) -> None:
    publish(factories.small_minutes(first_day=date(2020, 12, 31)))
    assert [client.get(f"/meetings/{year}/").status_code for year in (2019, 2020, 2021)] == [404, 200, 200]


@pytest.mark.parametrize("meetings", [1, 3])
def test_lists_cost_the_same_for_one_meeting_and_for_three(
    client: Client, django_assert_num_queries: Counting, meetings: int
) -> None:
    publish(*(factories.small_minutes("a", f"m{day}", date(2021, day, 1)) for day in range(1, meetings + 1)))
    for address, queries in (("/", 11), ("/meetings/", 4), ("/meetings/2021/", 4), ("/sitemap.xml", 8)):
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
