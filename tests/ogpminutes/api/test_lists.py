"""The lists of the API: what they give, page by page, to anybody, at what cost, and what they say of a bad request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.http import QueryDict
from django.test import Client

from decisions.models import ActionItem, Decision, Update
from meetings.models import Meeting, Seal
from meetings.querysets import ANYBODY
from ogpminutes import results
from ogpminutes.api.resource import Resource
from ogpminutes.api.resources import RESOURCES
from tests import factories

pytestmark = pytest.mark.django_db
Counting = Callable[[int], Any]

PORTAL = "http://127.0.0.1:8000"
HOSTILE = [
    *("page_size=99999999999999999999", "page_size=-1", "page_size=%00", "page_size=٣", "page_size[]=1"),
    *("q=%00%ff", "region=%00", "open=maybe", "year=0", "kind=decision' OR 1=1", "%00=%00", "q=" + "a" * 5000),
    "&".join(f"unknown{number}={number}" for number in range(100)),
]
LOST_CURSORS = ["x", "%00", "a" * 5000, "WyIyMDIwIl0:1abc:forged", "é"]
QUERIES = {  # resource -> queries of a list, however long it is
    **{"meetings": 2, "editions": 3, "sessions": 7, "passages": 6, "decisions": 8, "action-items": 8},
    **{
        "people": 2,
        "organisations": 2,
        "attendances": 2,
        "regions": 1,
        "themes": 1,
        "bodies": 1,
        "seals": 1,
        "updates": 3,
        "taken-up": 4,
        "alterations": 2,
        "governing-documents": 1,
    },
}
RESOURCE = pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)


def get(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.json()


def small(word: str, month: int) -> Any:
    return factories.edition(factories.small_minutes(word, f"month-{month}", date(2021, month, 3)))


def walk(client: Client, address: str) -> list[str]:
    """Give the ids of all pages of a list."""
    found: list[str] = []
    while address:
        page = get(client, address)
        found += [each["id"] for each in page["results"]]
        address = page["next"]
    return found


# What they give


def test_a_passage_says_where_it_stands_and_what_it_is(client: Client) -> None:
    factories.december()
    (seal,) = Seal.objects.all()
    passage = get(client, "/api/passages/SC-2020-12/3D.6/")
    assert passage == {
        "id": f"{PORTAL}/api/passages/SC-2020-12/3D.6/",
        "url": f"{PORTAL}/meetings/december-2020/#3D.6",
        "pinned_url": f"{PORTAL}/meetings/december-2020/editions/1/#3D.6",
        "citation": "SC-2020-12/3D.6",
        "meeting": f"{PORTAL}/api/meetings/december-2020/",
        "edition": f"{PORTAL}/api/editions/december-2020/1/",
        "session": f"{PORTAL}/api/sessions/SC-2020-12/3D/",
        "number": 6,
        "kind": "feedback",
        "scope": passage["scope"],
        "depth": 0,
        "text": passage["text"],
        "plain": passage["plain"],
        "regions": ["europe"],
        "themes": passage["themes"],
        "decision": None,
        "modified": seal.sealed_at.isoformat().replace("+00:00", "Z"),
    }
    assert passage["plain"].startswith("Strengthen peer-to-peer support")


def test_passages_are_those_of_browse_in_the_same_order(client: Client) -> None:
    factories.december()
    small("plain", 3)
    query = "region=europe&kind=feedback&year=2020&year=2021"
    found = walk(client, f"/api/passages/?{query}&page_size=7")
    wanted = results.search(ANYBODY, QueryDict(query)).qs
    assert found == [f"{PORTAL}/api/passages/{row.session.edition.reference}/{row.citation}/" for row in wanted]
    assert len(found) > 7


@RESOURCE
def test_every_object_of_a_list_is_found_by_its_id(client: Client, resource: Resource) -> None:
    factories.beside(factories.december())
    listed = get(client, f"/api/{resource.name}/?page_size=100")["results"]
    assert len(listed) == min(resource.rows().count(), 100) > 0
    for each in (listed[0], listed[-1]):
        assert get(client, each["id"].removeprefix(PORTAL)) == each
        assert client.head(each["id"].removeprefix(PORTAL)).status_code == 200
        page = each.get("url", "").removeprefix(PORTAL)
        assert not page or client.get(page).status_code == 200


@RESOURCE
@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_give_each_object_once(client: Client, resource: Resource, size: int) -> None:
    for month in (3, 4, 5):
        if month == 3:
            factories.vocabulary()
        minutes = factories.small_minutes("plain", f"month-{month}", date(2021, 3, 3), reference=f"SC-{month}")
        factories.beside(factories.edition(minutes))
    ids = walk(client, f"/api/{resource.name}/?page_size={size}")
    assert len(ids) == len(set(ids)) == resource.rows().count()


def test_a_page_goes_on_behind_the_last_object_though_something_is_published(client: Client) -> None:
    factories.vocabulary()
    small("first", 3)
    small("second", 4)
    page = get(client, "/api/meetings/?page_size=1")
    small("third", 5)
    following = get(client, page["next"])
    assert [each["slug"] for each in (*page["results"], *following["results"])] == ["month-4", "month-3"]
    assert following["next"] is None


@RESOURCE
def test_a_list_costs_as_many_queries_for_three_rows_as_for_one(
    client: Client, resource: Resource, django_assert_num_queries: Counting
) -> None:
    factories.vocabulary()
    for month in (3, 4, 5):
        factories.beside(small(f"word{month}", month))
        Update.objects.create(
            meeting=Meeting.objects.get(slug=f"month-{month}"), number="D1", day=date(2022, 1, 1), state="open"
        )
        if month in (3, 5):
            with django_assert_num_queries(QUERIES[resource.name]):
                client.get(f"/api/{resource.name}/")


@pytest.mark.parametrize(
    ("resource", "query", "months"),
    [
        ("decisions", "meeting=month-4", [4]),
        ("action-items", "meeting=month-4", [4]),
        ("attendances", "person=ada-word4", [4]),
        ("attendances", "organisation=society-word5&organisation=society-word3", [5, 3]),
        ("attendances", "meeting=month-3&person=ada-word4", []),
    ],
)
def test_what_a_meeting_decided_and_when_somebody_attended_can_be_asked_for(
    client: Client, resource: str, query: str, months: list[int]
) -> None:
    factories.vocabulary()
    for month in (3, 4, 5):
        small(f"word{month}", month)
    factories.edition(factories.small_minutes("zebrafish", "month-6", date(2021, 6, 3)), "draft")
    answer = get(client, f"/api/{resource}/?{query}")
    assert answer["notes"] == []
    assert [each["meeting"] for each in answer["results"]] == [
        f"{PORTAL}/api/meetings/month-{month}/" for month in months
    ]
    name = query.split("=")[0]
    unknown = get(client, f"/api/{resource}/?{name}=ada-zebrafish")
    assert "“ada-zebrafish” is not known here and was left out." in unknown["notes"][0]


# Decisions, action items and what became of them


def test_decisions_say_what_became_of_them(client: Client) -> None:
    factories.vocabulary()
    small("plain", 3)
    meeting = Meeting.objects.get()
    facts = {"meeting": meeting, "number": "D1", "evidence": "https://example.org/proof"}
    Update.objects.create(**facts, day=date(2021, 4, 1), state="under-way", note="Begun.")
    Update.objects.create(**facts, day=date(2021, 5, 1), state="condition-met", note="Done.")
    decision = get(client, "/api/decisions/SC-2021-03/D1/")
    assert (decision["outcome"], decision["conditions"]) == ("approved-with-conditions", ["condition plain"])
    assert (decision["state"], decision["open"]) == ("condition-met", False)
    assert [(each["day"], each["state"], each["note"]) for each in decision["updates"]] == [
        ("2021-05-01", "condition-met", "Done."),
        ("2021-04-01", "under-way", "Begun."),
    ]
    assert decision["modified"] == decision["updates"][0]["recorded_at"]
    assert get(client, "/api/decisions/?open=true")["results"] == []
    assert [each["reference"] for each in get(client, "/api/action-items/?open=true")["results"]] == ["SC-2021-03/A1"]


def test_what_is_open_is_what_the_register_calls_open(client: Client) -> None:
    factories.december()
    for model, name in ((Decision, "decisions"), (ActionItem, "action-items")):
        wanted = {row.reference for row in model.objects.current_for(ANYBODY).still_open()}
        found = get(client, f"/api/{name}/?page_size=100")["results"]
        assert {each["reference"] for each in found if each["open"]} == wanted
        assert {each["reference"] for each in get(client, f"/api/{name}/?open=true")["results"]} == wanted


# What changed


def test_modified_since_gives_what_was_sealed_or_recorded_since(client: Client) -> None:
    factories.vocabulary()
    small("old", 3)
    old = Seal.objects.get().sealed_at
    small("new", 4)
    new = Seal.objects.get(position=2).sealed_at
    Update.objects.create(
        meeting=Meeting.objects.get(slug="month-3"), number="D1", day=date(2021, 5, 1), state="condition-met"
    )
    for name, wanted in (("passages", 6), ("sessions", 2), ("meetings", 1), ("attendances", 1), ("decisions", 2)):
        found = get(client, f"/api/{name}/?modified_since={new.isoformat().replace('+', '%2B')}")
        assert (name, len(found["results"]), found["notes"]) == (name, wanted, [])
    assert len(walk(client, f"/api/passages/?modified_since={old:%Y-%m-%d}")) == 12
    assert get(client, "/api/passages/?modified_since=2999-01-01T00:00:00Z")["results"] == []


@pytest.mark.parametrize(
    "since", ["yesterday", "%00", "2021-13-01", "2021-02-01T25:00Z", "0001-01-01T00:00:00%2B14:00", "9" * 500, "12"]
)
def test_a_moment_that_is_none_is_refused_with_the_cure(client: Client, since: str) -> None:
    problem = get(client, f"/api/passages/?modified_since={since}", 400)
    assert problem["detail"].endswith("write a day such as 2021-02-01, or a moment such as 2021-02-01T09:30:00Z.")
    assert len(problem["detail"]) < 250


# What cannot be used


def test_what_is_not_known_is_left_out_and_noted(client: Client) -> None:
    factories.december()
    notes = get(client, "/api/decisions/?outcome=eaten&colour=red&page_size=0&open=maybe")["notes"]
    assert notes == [
        "Outcome: “eaten” is not known here and was left out.",
        "open: “maybe” is neither true nor false and was left out.",
        "“colour”: not known here and left out. What is known: altered, body, cursor, format, meeting, modified_since, "
        "open, outcome, page_size, q, referred, region, state, theme, year.",
        "page_size: from 1 to 100; 1 was used.",
    ]


@RESOURCE
def test_hostile_parameters_never_fail_and_give_a_bounded_page(client: Client, resource: Resource) -> None:
    factories.december()
    for query in HOSTILE:
        found = get(client, f"/api/{resource.name}/?{query}")
        assert len(found["results"]) <= 100
        assert "\x00" not in str(found["notes"])
        assert all(len(note) < 700 for note in found["notes"])


def test_passages_come_oldest_meeting_first_where_that_is_asked_for(client: Client) -> None:
    factories.vocabulary()
    for month in (3, 4):
        small(f"word{month}", month)
    newest = walk(client, "/api/passages/?page_size=5")
    oldest = walk(client, "/api/passages/?page_size=5&sort=oldest")
    assert (oldest, len(oldest)) == ([*newest[6:], *newest[:6]], 12)
    assert walk(client, "/api/passages/?page_size=5&sort=date&q=word3+or+word4") == newest
    cursor = get(client, "/api/passages/?page_size=5&sort=oldest")["next"].split("cursor=")[1].split("&")[0]
    assert get(client, f"/api/passages/?cursor={cursor}", 400)["status"] == 400


@pytest.mark.parametrize("cursor", LOST_CURSORS)
def test_a_forged_cursor_is_refused_with_the_cure(client: Client, cursor: str) -> None:
    problem = get(client, f"/api/passages/?cursor={cursor}", 400)
    assert problem["detail"].startswith("cursor: this is none of ours, or of another list. Go on with the address")


def test_a_cursor_of_another_list_or_release_is_refused(client: Client) -> None:
    factories.december()
    other = get(client, "/api/passages/?page_size=1")["next"].split("cursor=")[1]
    assert get(client, f"/api/sessions/?cursor={other}", 400)["status"] == 400
    older = signing.Signer(salt="api-cursor-passages").sign_object(["2020-12-14"])
    assert get(client, f"/api/passages/?cursor={older}", 400)["status"] == 400


# Nobody is known


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_the_api_gives_the_support_unit_what_anybody_gets(client: Client, status: str) -> None:
    factories.vocabulary()
    small("plain", 3)
    addresses = [f"/api/{each.name}/" for each in RESOURCES]
    before = {address: client.get(address).content for address in addresses}
    secret = factories.small_minutes("zebrafish", "month-3", date(2021, 3, 3))
    factories.edition(secret, status, reason="Because zebrafish.")
    factories.edition(factories.small_minutes("zebrafish", "june-2021", date(2021, 6, 3)), status)
    client.force_login(factories.editor())
    after = {address: client.get(address) for address in addresses}
    assert {address: answer.content for address, answer in after.items()} == before
    assert {answer.headers["Cache-Control"] for answer in after.values()} == {"public, max-age=60"}
    assert {"Cookie" in answer.headers["Vary"] for answer in after.values()} == {False}
    assert User.objects.get().has_perm("meetings.view_draft_edition")
    page = client.get("/api/passages/?format=html")
    assert "zebrafish" not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_reading_the_api_asks_for_no_session(client: Client, django_assert_num_queries: Counting) -> None:
    factories.vocabulary()
    client.force_login(factories.editor())
    with django_assert_num_queries(1):
        client.get("/api/regions/")


# The same filters as the pages


FILTERED = [
    *("state=still-open", "state=no-update", "year=2021", "region=europe", "q=share", "body=steering-committee"),
    *("theme=civic-space", "year=1999", "state=zebra&q=%00"),
]


@pytest.mark.parametrize("query", [*FILTERED, "owner=Unit+word3", "owner=-", "due=undated", "due=overdue"])
def test_action_items_are_those_of_their_page(client: Client, query: str) -> None:
    factories.vocabulary()
    for month in (3, 4):
        small(f"word{month}", month)
    page = client.get(f"/decisions/actions/?{query}")
    found = get(client, f"/api/action-items/?{query}")
    assert [each["reference"] for each in found["results"]] == [item.reference for item in page.context["sheet"].page]
    assert found["notes"] == page.context["filters"].notes


@pytest.mark.parametrize("query", [*FILTERED, "outcome=approved-with-conditions", "referred=Board+of+Directors"])
def test_decisions_are_those_of_the_register(client: Client, query: str) -> None:
    factories.vocabulary()
    for month in (3, 4):
        small(f"word{month}", month)
    page = client.get(f"/decisions/?{query}")
    found = get(client, f"/api/decisions/?{query}")
    assert [each["reference"] for each in found["results"]] == [item.reference for item in page.context["sheet"].page]
    assert found["notes"] == page.context["filters"].notes


def test_an_owner_of_action_items_is_asked_for_by_slug(client: Client) -> None:
    factories.december()
    found = get(client, "/api/action-items/?organisation=government-of-south-korea")
    assert [each["reference"] for each in found["results"]] == ["SC-2020-12/A1", "SC-2020-12/A8"]


def test_a_list_that_goes_on_keeps_its_etag_while_it_does_not_change(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.december()
    told = []
    for moment in (1_800_000_000.0, 1_800_000_900.0):
        monkeypatch.setattr(signing.time, "time", lambda moment=moment: moment)
        answer = client.get("/api/passages/?page_size=1")
        told.append((answer.headers["ETag"], answer.json()["next"]))
    assert told[0] == told[1]
    assert client.get("/api/passages/?page_size=1", headers={"If-None-Match": told[0][0]}).status_code == 304
