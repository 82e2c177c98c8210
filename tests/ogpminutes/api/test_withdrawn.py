"""Tombstones: what left the record says where it stood and what took its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from meetings.minutes import Minutes
from tests import factories
from tests.ogpminutes.api.test_lists import PORTAL, get

pytestmark = pytest.mark.django_db
Counting = Callable[[int], Any]


def shortened(minutes: Minutes) -> Minutes:
    """The same without the first point, the decision and the breakout: what stood behind moves up."""
    (session,) = minutes.sessions
    kept = tuple(passage for place, passage in enumerate(session.passages, 1) if place not in (2, 4))
    return replace(minutes, sessions=(replace(session, passages=kept, breakouts=()),))


def amend(minutes: Minutes) -> None:
    """Approve these minutes, then an edition without some of what they said."""
    factories.edition(minutes, "superseded")
    factories.edition(shortened(minutes), reason="A point was never made.")


def test_what_left_the_record_is_listed_with_where_it_stood(client: Client) -> None:
    factories.vocabulary()
    amend(factories.small_minutes())
    (change,) = get(client, "/api/withdrawn/")["results"]
    pinned = f"{PORTAL}/meetings/march-2021/editions/1/"
    assert change["edition"] == f"{PORTAL}/api/editions/march-2021/1/"
    assert change["replaced_by"] == f"{PORTAL}/api/editions/march-2021/2/"
    assert change["reason"] == "A point was never made."
    assert change["changes"] == f"{PORTAL}/meetings/march-2021/editions/2/changes/"
    assert change["modified"] == get(client, "/api/editions/march-2021/1/")["modified"]
    assert change["passages"] == [
        {"id": f"{PORTAL}/api/passages/SC-2021-03/1.4/", "stood_at": f"{pinned}#1.4", "stands_at": None},
        {
            "id": f"{PORTAL}/api/passages/SC-2021-03/1.5/",
            "stood_at": f"{pinned}#1.5",
            "stands_at": f"{PORTAL}/api/passages/SC-2021-03/1.3/",
        },
        {"id": f"{PORTAL}/api/passages/SC-2021-03/1A.1/", "stood_at": f"{pinned}#1A.1", "stands_at": None},
    ]
    assert change["decisions"] == [
        {"id": f"{PORTAL}/api/decisions/SC-2021-03/D1/", "stood_at": f"{pinned}#1.4", "stands_at": None}
    ]
    assert change["sessions"] == [
        {"id": f"{PORTAL}/api/sessions/SC-2021-03/1A/", "stood_at": f"{pinned}#session-1A", "stands_at": None}
    ]
    assert change["action_items"] == []


@pytest.mark.parametrize("place", ["passages/SC-2021-03/1.4", "decisions/SC-2021-03/D1", "sessions/SC-2021-03/1A"])
def test_an_address_that_gives_nothing_any_more_is_gone_and_says_so(client: Client, place: str) -> None:
    factories.vocabulary()
    amend(factories.small_minutes())
    problem = get(client, f"/api/{place}/", 410)
    assert problem["title"] == "Gone"
    assert problem["id"] == f"{PORTAL}/api/{place}/"
    assert problem["stood_at"].startswith(f"{PORTAL}/meetings/march-2021/editions/1/#")
    assert client.get(problem["stood_at"].removeprefix(PORTAL).split("#")[0]).status_code == 200
    assert problem["replaced_by"] == f"{PORTAL}/api/editions/march-2021/2/"
    assert problem["reason"] == "A point was never made."


def test_what_was_never_there_is_not_found(client: Client) -> None:
    factories.vocabulary()
    amend(factories.small_minutes())
    for place in ("passages/SC-2021-03/1.9", "decisions/SC-2021-03/D2", "people/nobody", "seals/" + "0" * 64):
        assert get(client, f"/api/{place}/", 404)["title"] == "Not Found"


def test_a_superseded_edition_is_not_withdrawn(client: Client) -> None:
    factories.vocabulary()
    amend(factories.small_minutes())
    assert get(client, "/api/editions/march-2021/1/")["status"] == "superseded"
    assert get(client, "/api/attendances/march-2021/1/1/1/")["edition"] == f"{PORTAL}/api/editions/march-2021/1/"
    assert client.get("/api/editions/march-2021/1/minutes/").status_code == 200


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_a_draft_that_drops_something_withdraws_nothing(client: Client, status: str) -> None:
    factories.vocabulary()
    minutes = factories.small_minutes()
    factories.edition(minutes)
    factories.edition(shortened(minutes), status, reason="Because zebrafish.")
    assert get(client, "/api/withdrawn/")["results"] == []
    assert get(client, "/api/decisions/SC-2021-03/D1/")["state"] is None


def test_withdrawals_are_paged_and_asked_for_since_a_moment(
    client: Client, django_assert_num_queries: Counting
) -> None:
    factories.vocabulary()
    amend(factories.small_minutes("one", "month-3", date(2021, 3, 3)))
    with django_assert_num_queries(6):
        (first,) = get(client, "/api/withdrawn/")["results"]
    for month in (4, 5):
        amend(factories.small_minutes("more", f"month-{month}", date(2021, month, 3)))
    with django_assert_num_queries(6):
        found = get(client, "/api/withdrawn/")["results"]
    assert [each["edition"][-10:-3] for each in found] == ["month-5", "month-4", "month-3"]
    page = get(client, "/api/withdrawn/?page_size=2")
    assert page["results"] + get(client, page["next"])["results"] == found
    assert get(client, f"/api/withdrawn/?modified_since={found[1]['modified']}")["results"] == found[:2]
    assert first == found[2]
