"""Tombstones: what left the record says where it stood and what took its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from meetings.minutes import Minutes, Passage, Session
from meetings.words import Kind
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
        {"id": f"{PORTAL}/api/passages/SC-2021-03/1.2/", "stood_at": f"{pinned}#1.2", "stands_at": None},
        {"id": f"{PORTAL}/api/passages/SC-2021-03/1.4/", "stood_at": f"{pinned}#1.4", "stands_at": None},
        {"id": f"{PORTAL}/api/passages/SC-2021-03/1A.1/", "stood_at": f"{pinned}#1A.1", "stands_at": None},
    ]
    assert change["decisions"] == [
        {"id": f"{PORTAL}/api/decisions/SC-2021-03/D1/", "stood_at": f"{pinned}#1.4", "stands_at": None}
    ]
    assert change["sessions"] == [
        {"id": f"{PORTAL}/api/sessions/SC-2021-03/1A/", "stood_at": f"{pinned}#session-1A", "stands_at": None}
    ]
    assert change["action_items"] == []


@pytest.mark.parametrize(
    "place", ["passages/SC-2021-03/1.2", "passages/SC-2021-03/1.4", "decisions/SC-2021-03/D1", "sessions/SC-2021-03/1A"]
)
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
    (first,) = get(client, "/api/withdrawn/")["results"]
    with django_assert_num_queries(10):
        (first,) = get(client, "/api/withdrawn/")["results"]
    for month in (4, 5):
        amend(factories.small_minutes("more", f"month-{month}", date(2021, month, 3)))
    get(client, "/api/withdrawn/")  # what is found between sealed editions is kept
    with django_assert_num_queries(10):
        found = get(client, "/api/withdrawn/")["results"]
    assert [each["edition"][-10:-3] for each in found] == ["month-5", "month-4", "month-3"]
    page = get(client, "/api/withdrawn/?page_size=2")
    assert page["results"] + get(client, page["next"])["results"] == found
    assert get(client, f"/api/withdrawn/?modified_since={found[1]['modified']}")["results"] == found[:2]
    assert first == found[2]


# What was moved stays what it is


def sessions(**passages: tuple[str, ...]) -> Minutes:
    """Minutes with sessions of these headings and passages, numbered from 1."""
    found = [
        Session(
            number=str(number),
            heading=heading,
            passages=tuple(Passage(kind=Kind.NARRATIVE, text=text) for text in texts),
        )
        for number, (heading, texts) in enumerate(passages.items(), 1)
    ]
    return factories.small_minutes(sessions=tuple(found))


OTTERS, LYNXES, HERONS = (
    "Otters deserve a plan of their own, with money for it.",
    "Lynxes return to the mountains when forests are left alone.",
    "Herons should be counted along the rivers of Europe each spring.",
)


def named(client: Client, resource: str, said: str) -> dict[str, str]:
    """Give words -> the id of what says them, without what all of them begin with."""
    listed = get(client, f"/api/{resource}/")["results"]
    return {each[said]: each["id"].removeprefix(f"{PORTAL}/api/{resource}/SC-2021-03/") for each in listed}


def test_an_id_is_of_one_passage_though_a_correction_moves_it(client: Client) -> None:
    factories.vocabulary()
    factories.edition(sessions(Rivers=(OTTERS, HERONS)), "superseded")
    factories.edition(sessions(Rivers=(LYNXES, OTTERS, f"{HERONS} Twice.")), reason="Lynxes were forgotten.")
    assert named(client, "passages", "text") == {LYNXES: "1.1@2/", OTTERS: "1.1/", f"{HERONS} Twice.": "1.2/"}
    moved = get(client, "/api/passages/SC-2021-03/1.1/")
    assert (moved["text"], moved["citation"]) == (OTTERS, "SC-2021-03/1.2")
    assert moved["pinned_url"] == f"{PORTAL}/meetings/march-2021/editions/2/#1.2"
    assert get(client, "/api/passages/SC-2021-03/1.1@2/")["text"] == LYNXES
    assert get(client, "/api/withdrawn/")["results"][0]["passages"] == []
    for absent in ("1.3", "1.1@1", "1.2@2", "1.1@3", "1.1@99999"):
        assert get(client, f"/api/passages/SC-2021-03/{absent}/", 404)["title"] == "Not Found", absent


def test_what_takes_the_number_of_another_passage_is_not_taken_for_it(client: Client) -> None:
    factories.vocabulary()
    factories.edition(sessions(Rivers=(OTTERS, HERONS)), "superseded")
    factories.edition(sessions(Rivers=(LYNXES, HERONS)), "superseded", reason="Otters were never spoken of.")
    factories.edition(sessions(Rivers=(HERONS,)), reason="Nor were lynxes.")
    assert named(client, "passages", "text") == {HERONS: "1.2/"}
    for place, edition, reason in (("1.1", 1, "Otters were never spoken of."), ("1.1@2", 2, "Nor were lynxes.")):
        gone = get(client, f"/api/passages/SC-2021-03/{place}/", 410)
        assert gone["stood_at"] == f"{PORTAL}/meetings/march-2021/editions/{edition}/#1.1"
        assert (gone["replaced_by"], gone["reason"]) == (f"{PORTAL}/api/editions/march-2021/{edition + 1}/", reason)
    listed = {change["edition"][-2]: change["passages"] for change in get(client, "/api/withdrawn/")["results"]}
    assert [each["id"].rsplit("/", 2)[1] for each in listed["1"]] == ["1.1"]
    assert [each["id"].rsplit("/", 2)[1] for each in listed["2"]] == ["1.1@2"]


def test_a_session_keeps_its_id_too_and_what_points_at_it_follows(client: Client) -> None:
    factories.vocabulary()
    factories.edition(sessions(Rivers=(OTTERS,)), "superseded")
    factories.edition(sessions(Mountains=(LYNXES,), Rivers=(OTTERS,)), reason="A session was forgotten.")
    assert named(client, "sessions", "heading") == {"Mountains": "1@2/", "Rivers": "1/"}
    rivers = get(client, "/api/sessions/SC-2021-03/1/")
    assert (rivers["heading"], rivers["number"]) == ("Rivers", "2")
    (otters, lynxes) = (get(client, f"/api/passages/SC-2021-03/{place}/") for place in ("1.1", "1.1@2"))
    assert otters["session"] == rivers["id"]
    assert lynxes["session"] == f"{PORTAL}/api/sessions/SC-2021-03/1@2/"


def test_a_decision_points_at_its_passage_where_that_was_moved(client: Client) -> None:
    factories.vocabulary()
    minutes = factories.small_minutes()
    amend(minutes)
    (session,) = shortened(minutes).sessions
    before = next(place for place, passage in enumerate(minutes.sessions[0].passages, 1) if passage.actions)
    after = next(place for place, passage in enumerate(session.passages, 1) if passage.actions)
    assert before != after
    for item in get(client, "/api/action-items/")["results"]:
        assert item["passage"] == f"{PORTAL}/api/passages/SC-2021-03/1.{before}/"
        assert get(client, item["passage"].removeprefix(PORTAL))["citation"] == f"SC-2021-03/1.{after}"


def test_a_draft_names_nothing(client: Client) -> None:
    factories.vocabulary()
    factories.edition(sessions(Rivers=(OTTERS,)))
    factories.edition(sessions(Rivers=("Zebrafish.", OTTERS)), "draft", reason="Because of zebrafish.")
    assert named(client, "passages", "text") == {OTTERS: "1.1/"}
    assert get(client, "/api/passages/SC-2021-03/1.1@2/", 404)["title"] == "Not Found"
