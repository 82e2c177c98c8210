"""Feeds lose nothing: what was published last comes first, an approval stays whole, the rest is on further pages."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import feedparser
import pytest
from django.test import Client

from decisions.models import Update
from meetings.minutes import Passage, Session
from meetings.models import Edition, Seal
from meetings.words import Kind
from ogpminutes.following.pages import Place
from tests import factories

pytestmark = pytest.mark.django_db

PLACE = "http://127.0.0.1:8000"
BROWSE = "/feeds/browse.json?kind=point"
MOMENT = datetime(2021, 2, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    factories.vocabulary()


def approve(slug: str, day: date, number: int) -> Edition:
    """Minutes with so many points, which no other minutes have."""
    passages = tuple(Passage(kind=Kind.POINT, text=f"{slug} {place}.") for place in range(1, number + 1))
    session = Session(number="1", heading="Session 1: Long", passages=passages)
    return factories.edition(factories.small_minutes("x", slug, day, sessions=(session,)))


def correct(slug: str, day: date) -> None:
    """Approve a second edition, in the place of the one that stands."""
    draft = factories.edition(factories.small_minutes("corrected", slug, day), "draft", reason="A name was wrong.")
    Edition.objects.filter(meeting=draft.meeting, status="approved").update(status="superseded")
    factories.turn(draft, "approved")


def feed(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address.removeprefix(PLACE))
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.content)
    return found


def walk(client: Client, address: str) -> list[list[str]]:
    """Give what the entries of each page say, page by page."""
    pages: list[list[str]] = []
    while address:
        page = feed(client, address)
        pages.append([item["summary"] for item in page["items"]])
        address = page.get("next_url", "")
        assert len(pages) < 10
    return pages


def of(slug: str, first: int, last: int) -> list[str]:
    return [f"{slug} {place}." for place in range(first, last + 1)]


# What comes first


@pytest.mark.parametrize("stream", ["minutes", "decisions", "actions", "browse"])
def test_old_minutes_that_are_approved_today_come_first(client: Client, stream: str) -> None:
    factories.edition(factories.small_minutes())
    factories.edition(factories.small_minutes("older", "february-2013", date(2013, 2, 6)))
    days = [item["_minutes"]["date"] for item in feed(client, f"/feeds/{stream}.json")["items"]]
    assert days == sorted(days)
    assert set(days) == {"2013-02-06", "2021-03-03"}


@pytest.mark.parametrize("stream", ["minutes", "decisions", "actions", "browse"])
def test_a_correction_of_old_minutes_comes_first(client: Client, stream: str) -> None:
    factories.edition(factories.small_minutes("older", "february-2013", date(2013, 2, 6)))
    factories.edition(factories.small_minutes())
    assert feed(client, f"/feeds/{stream}.json")["items"][0]["_minutes"]["meeting"] == "march-2021"
    correct("february-2013", date(2013, 2, 6))
    first = feed(client, f"/feeds/{stream}.json")["items"][0]
    assert (first["_minutes"]["meeting"], first["_minutes"]["edition"]) == ("february-2013", 2)


def test_an_update_comes_first_whatever_day_it_tells_of(client: Client) -> None:
    edition = factories.edition(factories.small_minutes())
    Update.objects.create(meeting=edition.meeting, number="D1", day=date(2013, 1, 1), state="under-way")
    Update.objects.create(meeting=edition.meeting, number="D1", day=date(2012, 1, 1), state="done")
    titles = [item["title"] for item in feed(client, "/feeds/decisions.json")["items"]]
    assert titles == [
        "SC-2021-03/D1: Done",
        "SC-2021-03/D1: Under way",
        "Decision SC-2021-03/D1: Approved with conditions",
    ]
    factories.edition(factories.small_minutes("older", "february-2013", date(2013, 2, 6)))
    assert feed(client, "/feeds/decisions.json")["items"][0]["_minutes"]["reference"] == "SC-2013-02/D1"


def test_what_was_approved_at_once_stands_as_it_is_written(client: Client) -> None:
    approve("may-2021", date(2021, 5, 4), 12)
    assert walk(client, BROWSE) == [of("may-2021", 1, 12)]


# Pages


def test_an_approval_reaches_a_subscriber_whole(client: Client) -> None:
    approve("may-2021", date(2021, 5, 4), 63)
    page = feed(client, BROWSE)
    assert [item["summary"] for item in page["items"]] == of("may-2021", 1, 63)
    assert "next_url" not in page
    assert page["description"].endswith("What was published last comes first.")


def test_what_a_page_does_not_hold_is_on_the_next(client: Client) -> None:
    for slug, day in (("may-2021", date(2021, 5, 4)), ("may-2014", date(2014, 5, 6)), ("may-2016", date(2016, 5, 3))):
        approve(slug, day, 30)
    assert walk(client, BROWSE) == [[*of("may-2016", 1, 30), *of("may-2014", 1, 30)], of("may-2021", 1, 30)]
    page = feed(client, BROWSE)
    assert page["description"].endswith(" Older entries are on the next page of this feed.")
    assert page["next_url"].startswith(f"{PLACE}/feeds/browse.json?kind=point&from=")
    assert feed(client, page["next_url"])["feed_url"] == page["feed_url"]


def test_what_is_approved_while_somebody_reads_moves_no_page(client: Client) -> None:
    approve("may-2021", date(2021, 5, 4), 40)
    approve("may-2014", date(2014, 5, 6), 60)
    following = feed(client, BROWSE)["next_url"]
    approve("may-2016", date(2016, 5, 3), 60)
    assert walk(client, following) == [of("may-2021", 1, 40)]


def test_atom_names_the_other_pages(client: Client) -> None:
    for slug, day in (("may-2021", date(2021, 5, 4)), ("may-2014", date(2014, 5, 6)), ("may-2016", date(2016, 5, 3))):
        approve(slug, day, 60)
    own = f"{PLACE}/feeds/browse.atom"
    moments = [str(Place(seal.sealed_at)) for seal in Seal.objects.order_by("-position")]
    pages = ["", f"?from={moments[1]}", f"?from={moments[2]}"]
    ids = []
    for number, query in enumerate(pages):
        found = feedparser.parse(client.get(f"/feeds/browse.atom{query}").content)
        assert not found.bozo
        links = {link.rel: link.href for link in found.feed.links if link.rel != "alternate"}
        wanted = {"self": own + query, "first": own if number else None}
        wanted["next"] = own + pages[number + 1] if number < 2 else None
        assert links == {relation: address for relation, address in wanted.items() if address}
        assert found.feed.id == "tag:127.0.0.1,2026:feeds/browse"
        ids += [entry.id for entry in found.entries]
    assert len(set(ids)) == len(ids) == 180


def test_an_approval_that_no_page_holds_is_parted_and_lost_nowhere(client: Client) -> None:
    approve("may-2014", date(2014, 5, 6), 3)
    approve("may-2021", date(2021, 5, 4), 1002)
    approve("may-2016", date(2016, 5, 3), 2)
    assert walk(client, BROWSE) == [
        of("may-2016", 1, 2),
        of("may-2021", 1, 500),
        of("may-2021", 501, 1000),
        [*of("may-2021", 1001, 1002), *of("may-2014", 1, 3)],
    ]


def test_pages_of_a_register_hold_items_and_updates_once(client: Client) -> None:
    for month in range(1, 13):
        edition = factories.edition(factories.small_minutes("x", f"month-{month}", date(2020, month, 3)))
        for state in ("open", "under-way", "open", "under-way", "done"):
            Update.objects.create(meeting=edition.meeting, number="A1", day=date(2021, 1, month), state=state)
    first = feed(client, "/feeds/actions.json")
    second = feed(client, first["next_url"])
    ids = [item["id"] for page in (first, second) for item in page["items"]]
    assert (len(first["items"]), len(second["items"]), len(set(ids))) == (50, 22, 72)
    assert "next_url" not in second


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "1e9", "١٦", "1.", ".5", "1.5.5", "9" * 17, "1." + "9" * 6, "1 ", "\0"]
)
def test_what_is_no_place_is_the_beginning(client: Client, text: str) -> None:
    approve("may-2021", date(2021, 5, 4), 2)
    assert Place.read(text) is None
    assert len(client.get("/feeds/browse.json", {"kind": "point", "from": text}).json()["items"]) == 2


@pytest.mark.parametrize("place", [Place(MOMENT), Place(MOMENT, 500), Place(datetime(1970, 1, 1, tzinfo=UTC), 1)])
def test_a_place_is_read_as_it_is_written(place: Place) -> None:
    assert Place.read(str(place)) == place


@pytest.mark.parametrize("text", ["0", "9" * 16, "9" * 16 + ".99999"])
@pytest.mark.parametrize("stream", ["minutes", "decisions", "actions", "browse"])
def test_a_place_far_away_is_a_page_that_can_be_read(client: Client, stream: str, text: str) -> None:
    factories.edition(factories.small_minutes())
    found = feedparser.parse(client.get(f"/feeds/{stream}.atom?from={text}").content)
    assert not found.bozo
    assert bool(found.entries) is (text != "0")
