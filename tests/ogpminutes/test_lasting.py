"""Entries of feeds keep their names through editions, change with their own words alone, and say when they left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from django.test import Client

from decisions.models import Update
from meetings.minutes import ActionItem, Decision, Minutes, Passage, Session
from meetings.models import Edition, Seal
from meetings.words import Kind, Outcome
from ogpminutes.lasting import trace
from tests import factories

pytestmark = pytest.mark.django_db
AT = "{http://purl.org/atompub/tombstones/1.0}"
TAG = "tag:127.0.0.1,2026:"
HERONS, OTTERS, LYNXES = (
    "Herons should be counted along the rivers of Europe each spring.",
    "Otters deserve a plan of their own, with money for it.",
    "Lynxes return to the mountains when forests are left alone.",
)


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    factories.vocabulary()


def suggested(*texts: str, decided: tuple[str, ...] = (), **more: Any) -> Minutes:
    """Minutes with these suggestions, and these decisions behind them, which begin with their numbers."""
    passages = [Passage(kind=Kind.FEEDBACK, text=text, **more) for text in texts]
    passages += [
        Passage(kind=Kind.DECISION, text=text, decision=Decision(number=text[:2], outcome=Outcome.NOTED))
        for text in decided
    ]
    promise = ActionItem(number="A1", text="will share it")
    passages += [Passage(kind=Kind.NARRATIVE, text="The SU will share it.", actions=(promise,))]
    return factories.small_minutes(sessions=(Session(number="1", heading="Session 1", passages=tuple(passages)),))


def approve(minutes: Minutes, reason: str = "A correction") -> Edition:
    """The next edition of March, in the place of the one that stands."""
    before = Edition.objects.filter(meeting__slug=minutes.meeting, status="approved")
    edition = factories.edition(minutes, "draft", reason if before.exists() else "")
    before.update(status="superseded")
    return factories.turn(edition, "approved")


def corrected(number: int) -> None:
    """So many meetings, the second suggestion of each taken out by a correction."""
    for place in range(number):
        day = date(2011 + place, 5, 1)
        facts = {"meeting": f"may-{day.year}", "reference": f"SC-{day.year}-05", "first_day": day, "last_day": day}
        for texts in ((HERONS, OTTERS), (HERONS,)):
            approve(replace(suggested(*texts), **facts), "Again" if len(texts) == 1 else "-")


def items(client: Client, address: str = "/feeds/browse.json?kind=feedback") -> dict[str, dict[str, Any]]:
    """The entries of a feed by the words that they are of."""
    found = client.get(address).json()["items"]
    return {each.get("summary", each["title"]): each for each in found}


def left(client: Client, query: str = "?kind=feedback", stream: str = "browse") -> list[tuple[str, str]]:
    """The names of what left, with why; the same in both forms of the feed."""
    answer = client.get(f"/feeds/{stream}.atom{query}").content
    assert not feedparser.parse(answer).bozo
    tombs = Xml.fromstring(answer).findall(f"{AT}deleted-entry")  # noqa: S314 (our own words)
    found = [(str(tomb.get("ref")).removeprefix(TAG), tomb.findtext(f"{AT}comment") or "") for tomb in tombs]
    told = client.get(f"/feeds/{stream}.json{query}").json().get("_minutes", {}).get("withdrawn", [])
    assert [(each["id"].removeprefix(TAG), each["reason"]) for each in told] == found
    assert [each["when"] for each in told] == sorted((each["when"] for each in told), reverse=True)
    return found


def sealed(number: int) -> str:
    return Seal.objects.get(edition__number=number).sealed_at.isoformat(timespec="seconds")


def test_a_renumbered_suggestion_keeps_its_name_and_is_not_new(client: Client) -> None:
    approve(suggested(HERONS, OTTERS))
    before = items(client)
    approve(suggested(LYNXES, HERONS, OTTERS))
    after = items(client)
    names = {words: each["id"].removeprefix(TAG) for words, each in after.items()}
    assert names == {
        LYNXES: "SC-2021-03/editions/2/1.1",
        HERONS: "SC-2021-03/1.1",
        OTTERS: "SC-2021-03/1.2",
    }
    for words in (HERONS, OTTERS):
        assert after[words]["id"] == before[words]["id"]
        assert after[words]["date_modified"] == before[words]["date_modified"] == sealed(1)
        assert after[words]["date_published"] == sealed(1)
    assert after[HERONS]["url"].endswith("#1.2")
    assert (after[LYNXES]["date_published"], after[LYNXES]["date_modified"]) == (sealed(2), sealed(2))
    assert left(client) == []


@pytest.mark.parametrize("change", [{"texts": (f"{HERONS} Twice.",)}, {"texts": (HERONS,), "themes": ("civic-space",)}])
def test_only_what_changed_is_updated(client: Client, change: dict[str, Any]) -> None:
    approve(suggested(HERONS, decided=("D1 is noted.",)))
    minutes = suggested(*change["texts"], decided=("D1 is noted.",), themes=change.get("themes", ()))
    Seal.objects.get()  # the first
    approve(minutes)
    (entry,) = items(client).values()
    assert (entry["id"], entry["date_published"]) == (f"{TAG}SC-2021-03/1.1", sealed(1))
    assert entry["date_modified"] == sealed(2)
    for address in ("/feeds/decisions.json", "/feeds/browse.json?kind=decision", "/feeds/actions.json"):
        (same,) = items(client, address).values()
        assert (same["date_published"], same["date_modified"]) == (sealed(1), sealed(1)), address


def test_a_decision_that_changed_is_updated_alike_in_every_feed(client: Client) -> None:
    approve(suggested(decided=("D1 is noted.",)))
    approve(suggested(decided=("D1 is noted, with thanks.",)))
    (one,), (other,) = (
        items(client, "/feeds/decisions.json").values(),
        items(client, "/feeds/browse.json?kind=decision").values(),
    )
    assert one["id"] == other["id"] == f"{TAG}SC-2021-03/D1"
    assert one["date_modified"] == other["date_modified"] == sealed(2)


def test_what_left_the_record_is_told_where_it_was_found(client: Client) -> None:
    approve(suggested(HERONS, OTTERS, decided=("D1 is noted.", "D2 is noted, too.")))
    assert left(client) == []
    approve(suggested(OTTERS, decided=("D1 is noted.",)), "Herons were never spoken of.")
    gone = [("SC-2021-03/1.1", "Herons were never spoken of.")]
    assert left(client) == gone
    assert left(client, "?q=herons") == gone
    assert left(client, "?q=otters") == []
    assert left(client, "?region=europe") == []
    assert left(client, "?kind=decision") == [("SC-2021-03/D2", "Herons were never spoken of.")]
    assert left(client, "", "decisions") == [("SC-2021-03/D2", "Herons were never spoken of.")]
    assert left(client, "", "actions") == []
    assert "Herons should be counted" not in client.get("/feeds/browse.atom").content.decode()
    last = client.get("/feeds/browse.json?q=herons").headers["Last-Modified"]
    assert last != "Thu, 01 Jan 1970 00:00:00 GMT"


def test_what_comes_back_is_withdrawn_no_more_under_a_new_name(client: Client) -> None:
    approve(suggested(HERONS, OTTERS))
    approve(suggested(OTTERS), "Out")
    approve(suggested(HERONS, OTTERS), "In again")
    assert left(client) == [("SC-2021-03/1.1", "Out")]
    assert items(client)[HERONS]["id"] == f"{TAG}SC-2021-03/editions/3/1.1"


def test_a_withdrawn_update_is_told_and_listed_no_more(client: Client) -> None:
    approve(suggested(decided=("D1 is noted.",)))
    facts = {"meeting": factories.meeting("march-2021"), "number": "D1"}
    wrong = Update.objects.create(**facts, day=date(2021, 4, 1), state="done", note="Done.")
    assert "SC-2021-03/D1: Done" in items(client, "/feeds/decisions.json")
    Update.objects.create(**facts, day=date(2021, 4, 2), note="It was not.", withdraws=wrong)
    titles = list(items(client, "/feeds/decisions.json"))
    assert titles == ["SC-2021-03/D1: Withdrawal", "D1 is noted."]
    assert left(client, "", "decisions") == [(f"SC-2021-03/D1/update-{wrong.pk}", "It was not.")]


def test_a_draft_withdraws_nothing_and_shows_nowhere(client: Client) -> None:
    approve(suggested(HERONS, OTTERS))
    before = client.get("/feeds/browse.atom").content
    factories.edition(suggested("A zebrafish alone."), "draft", "Because of zebrafish")
    assert client.get("/feeds/browse.atom").content == before


def test_names_are_each_of_one_passage() -> None:
    old = suggested(HERONS, OTTERS, HERONS)
    new = suggested(OTTERS, HERONS, LYNXES, HERONS)
    traces = trace([(1, old), (2, new), (4, old)])
    for number in (1, 2, 4):
        origins = [place[:2] for place in traces[number].values()]
        assert len(set(origins)) == len(origins)


@pytest.mark.parametrize("number", [1, 3])
def test_a_feed_of_corrected_minutes_costs_the_same_however_many_there_are(
    client: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    corrected(number)
    client.get("/feeds/browse.atom")  # what is found between sealed editions is kept
    with django_assert_max_num_queries(36):
        assert len(left(client)) == number


@pytest.mark.parametrize("number", [1, 3])
def test_ids_of_corrected_minutes_cost_the_same_however_many_there_are(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    corrected(number)
    with django_assert_num_queries(8):
        client.get("/api/passages/")
    with django_assert_num_queries(6):
        assert len(client.get("/api/passages/").json()["results"]) == 2 * number
