"""Where a reference or a day leads: straight there, also where only an earlier edition has it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from meetings.minutes import Decision, Passage, Session
from meetings.words import Kind
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(client: Client, words: str, **more: str) -> Any:
    return client.get("/browse/", {"q": words, **more}).context


def talk(*decided: Passage) -> Session:
    return Session(number="1", heading="Session 1: Talk", passages=(Passage(kind=Kind.POINT, text="One."), *decided))


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("1A.1", "/meetings/march-2021/#1A.1"),
        ("SC-2021-03/1.2", "/meetings/march-2021/#1.2"),
        ("sc-2021-03/d1", "/decisions/SC-2021-03/D1/"),
        ("SC-2021-03 A1", "/decisions/SC-2021-03/A1/"),
        ("A1", "/decisions/SC-2021-03/A1/"),
        ("2021-03-03", "/meetings/march-2021/"),
        ("3 March 2021", "/meetings/march-2021/"),
    ],
)
def test_a_reference_or_a_day_goes_straight_there(client: Client, words: str, address: str) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    answer = client.get("/browse/", {"q": words})
    assert (answer.status_code, answer.headers.get("Location")) == (302, address)
    assert client.get("/browse/", {"q": words, "list": "1"}).status_code == 200
    assert client.get("/browse/", {"q": words}, headers={"HX-Request": "true"}).status_code == 200
    assert client.get("/browse/", {"q": f'"{words}"'}).status_code == 200


@pytest.mark.parametrize("words", ["1.1", "A1", "9Z.9", "SC-2021-03/D9", "2021-03-04"])
def test_what_names_several_or_nothing_is_a_list(client: Client, words: str) -> None:
    factories.vocabulary()
    for place in range(2):
        factories.edition(factories.small_minutes("x", f"m-{place}", date(2020, 1 + place, 1)))
    assert client.get("/browse/", {"q": words}).status_code == 200


def test_a_draft_is_nowhere_to_go(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("x", "june-2021", date(2021, 6, 6)), "draft")
    editor = factories.editor()
    for words in ("SC-2021-06/D1", "SC-2021-06/1.1", "2021-06-06"):
        assert client.get("/browse/", {"q": words}).status_code == 200
        client.force_login(editor)
        assert client.get("/browse/", {"q": words}).status_code == 302
        client.logout()


@pytest.mark.parametrize(
    ("words", "pushed"),
    [
        ("1A.1", "/browse/?q=1A.1&sort=&list=1"),
        ("3 March 2021", "/browse/?q=3+March+2021&sort=&list=1"),
        ("SC-2021-03/D1", "/browse/?q=SC-2021-03%2FD1&sort=&list=1"),
        ("SC-2021-03/D9", None),
        ("plain", None),
    ],
)
def test_what_is_kept_for_back_does_not_go_straight_on(client: Client, words: str, pushed: str | None) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    answer = client.get("/browse/", {"q": words, "sort": ""}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers.get("HX-Push-Url")) == (200, pushed)
    if pushed:
        assert client.get(pushed).status_code == 200
    narrowed = client.get("/browse/", {"q": words, "kind": "decision"}, headers={"HX-Request": "true"})
    assert "HX-Push-Url" not in narrowed.headers


# What earlier editions cite


def amend(meeting: str, month: int, status: str = "approved") -> None:
    """Publish minutes with D1, D2 and 1.3, and an edition 2 that dropped D2 and with it the passage 1.3."""
    first, second = (
        Passage(kind=Kind.DECISION, text=f"Resolved {number}.", decision=Decision(number=number))
        for number in ("D1", "D2")
    )
    before, after = (
        factories.small_minutes("x", meeting, date(2015, month, 1), sessions=(talk(*decided),))
        for decided in ((first, second), (first,))
    )
    factories.edition(before, "superseded" if status == "approved" else "approved")
    factories.edition(after, status, "D2 was not agreed.")


def offered(context: Any) -> list[tuple[str, str, str]]:
    return [(other.name, other.address, other.where) for group in context["former"] for other in group.shown]


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("SC-2015-07/D2", "/decisions/SC-2015-07/D2/"),
        ("d2", "/decisions/SC-2015-07/D2/"),
        ("sc-2015-07/1.3", "/meetings/m-7/passages/1.3/"),
        ("1.3", "/meetings/m-7/passages/1.3/"),
        ("SC-2015-07/D1", "/decisions/SC-2015-07/D1/"),
        ("SC-2015-07/1.2", "/meetings/m-7/#1.2"),
    ],
)
def test_what_an_earlier_edition_cites_is_where_its_address_is(client: Client, words: str, address: str) -> None:
    factories.vocabulary()
    amend("m-7", 7)
    answer = client.get("/browse/", {"q": words})
    assert (answer.status_code, answer.headers.get("Location")) == (302, address)
    assert client.get(address.split("#")[0], follow=True).status_code == 200


def test_what_an_earlier_edition_cites_is_offered_as_one_types(client: Client) -> None:
    factories.vocabulary()
    amend("m-7", 7)
    answer = client.get("/browse/", {"q": "SC-2015-07/D2"}, headers={"HX-Request": "true"})
    expected = [("SC-2015-07/D2", "/decisions/SC-2015-07/D2/", "Steering Committee, 1 July 2015")]
    assert offered(answer.context) == expected
    assertContains(answer, "<h3>Nothing is cited as SC-2015-07/D2 any more</h3>", 1, html=True)
    assertContains(answer, '<p class="vh">Offered: in earlier editions</p>', 1, html=True)
    assertNotContains(answer, "No passage, decision or action item is cited as")
    assert offered(page_of(client, "SC-2015-07/D1", kind="feedback")) == []
    assert offered(page_of(client, "SC-2015-07/D9")) == []


def test_what_earlier_editions_of_several_meetings_cite_is_offered(client: Client) -> None:
    factories.vocabulary()
    amend("m-7", 7)
    amend("m-9", 9)
    assert [address for _, address, _ in offered(page_of(client, "D2"))] == [
        "/decisions/SC-2015-09/D2/",
        "/decisions/SC-2015-07/D2/",
    ]
    assert [address for _, address, _ in offered(page_of(client, "1.3"))] == [
        "/meetings/m-9/passages/1.3/",
        "/meetings/m-7/passages/1.3/",
    ]


def test_a_reference_of_minutes_in_work_is_denied_to_others(client: Client) -> None:
    factories.vocabulary()
    resolved = Passage(kind=Kind.DECISION, text="Resolved.", decision=Decision(number="D1"))
    factories.edition(factories.small_minutes("x", "m-9", date(2015, 9, 1), sessions=(talk(resolved),)), "circulated")
    denied = client.get("/browse/", {"q": "SC-2015-09/D1"})
    assert offered(denied.context) == []
    assertContains(denied, "No passage, decision or action item is cited as SC-2015-09/D1")
    client.force_login(factories.member())
    assert client.get("/browse/", {"q": "SC-2015-09/D1"}).headers["Location"] == "/decisions/SC-2015-09/D1/"


def test_those_who_see_the_next_edition_are_led_to_what_it_dropped(client: Client) -> None:
    factories.vocabulary()
    amend("m-7", 7, "circulated")
    addresses = []
    for reader in (None, factories.member()):
        if reader:
            client.force_login(reader)
        addresses.append(client.get("/browse/", {"q": "1.3"}).headers["Location"])
    assert addresses == ["/meetings/m-7/#1.3", "/meetings/m-7/passages/1.3/"]
