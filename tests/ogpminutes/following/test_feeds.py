"""Feeds: read as a feed reader reads them, complete, in order, and nothing in them that is not public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from attendees.models import Organisation
from decisions.models import Update
from meetings.minutes import Minutes, Passage, Session
from meetings.words import Kind
from ogpminutes import publication
from tests import factories
from tests.pagetext import all_of, tree

pytestmark = pytest.mark.django_db

STREAMS = ("minutes", "decisions", "actions", "browse")
PLACE = "http://127.0.0.1:8000"
OLDER = ("june-2020", date(2020, 6, 3))
HOSTILE = "?q=%00&region=%ff%fe&region=europe&page=-1&kind=zebra&q[]=x&year=99999999999999&sort=%F0%9F&from=%00"


def atom(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert found.bozo is False, found.get("bozo_exception")
    return found


def items(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/feed+json")
    found: list[dict[str, Any]] = json.loads(response.content)["items"]
    return found


@pytest.fixture
def march() -> Minutes:
    factories.vocabulary()
    minutes = factories.small_minutes()
    factories.edition(minutes)
    return minutes


def test_a_feed_of_minutes_says_what_was_approved(client: Client, march: Minutes) -> None:
    found = atom(client, "/feeds/minutes.atom")
    assert found.feed.id == "tag:127.0.0.1,2026:feeds/minutes"
    assert {(link.rel, link.href) for link in found.feed.links} == {
        ("self", f"{PLACE}/feeds/minutes.atom"),
        ("alternate", f"{PLACE}/meetings/"),
    }
    assert found.feed.author == "OGP Support Unit"
    (entry,) = found.entries
    assert entry.id == "tag:127.0.0.1,2026:meeting/SC-2021-03"
    assert entry.title == "Minutes plain, 3 March 2021"
    assert entry.link == f"{PLACE}/meetings/march-2021/"
    assert entry.published == entry.updated
    assert [(tag.scheme, tag.term, tag.label) for tag in entry.tags] == [
        (f"{PLACE}/feeds/#kind", "minutes", "Minutes"),
        (f"{PLACE}/feeds/#body", "steering-committee", "Steering Committee"),
    ]


def test_sealed_files_are_enclosed(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    factories.vocabulary()
    draft = factories.edition(factories.small_minutes(), "draft")
    publication.adopt(draft, publication.OPERATOR, draft.version, None)
    (entry,) = atom(client, "/feeds/minutes.atom").entries
    (enclosure,) = entry.enclosures
    pdf = client.get("/meetings/march-2021/editions/1/minutes.pdf")
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        f"{PLACE}/meetings/march-2021/editions/1/minutes.pdf",
        "application/pdf",
        str(len(pdf.content)),
    )
    (item,) = items(client, "/feeds/minutes.json")
    assert item["attachments"] == [
        {"url": enclosure.href, "mime_type": "application/pdf", "size_in_bytes": len(pdf.content)}
    ]


def test_decisions_are_whole_and_their_outcome_is_in_words(client: Client, march: Minutes) -> None:
    (entry,) = atom(client, "/feeds/decisions.atom").entries
    assert entry.id == "tag:127.0.0.1,2026:SC-2021-03/D1"
    assert entry.title == "Decision SC-2021-03/D1: Approved with conditions"
    assert entry.link == f"{PLACE}/decisions/SC-2021-03/D1/"
    assert "<blockquote><p>Approved on condition plain.</p></blockquote>" in entry.summary
    assert "<dt>Condition</dt><dd>condition plain</dd>" in entry.summary
    assert "<dt>Referred to</dt><dd>Board of Directors</dd>" in entry.summary
    assert ("approved-with-conditions", "Approved with conditions") in {(tag.term, tag.label) for tag in entry.tags}


def test_a_suggestion_says_that_it_is_no_decision(client: Client, march: Minutes) -> None:
    found = items(client, "/feeds/browse.json?kind=feedback")
    assert [item["title"] for item in found] == [
        "Feedback SC-2021-03/1.3: Feedback plain.",
        "Feedback SC-2021-03/1A.1: Breakout feedback plain.",
    ]
    for item in found:
        assert "It is not a decision." in item["content_html"]
        assert "Decision" not in item["tags"]
    assert found[0]["tags"] == ["Feedback", "Europe", "Civic space", "Steering Committee"]
    assert found[0]["_minutes"]["kind"] == "feedback"


def test_a_decision_is_the_same_entry_in_every_feed(client: Client, march: Minutes) -> None:
    in_search = next(item for item in items(client, "/feeds/browse.json") if "/D1" in item["id"])
    (in_register,) = items(client, "/feeds/decisions.json")
    assert in_search == in_register


def test_action_items_are_in_the_words_of_the_minutes(client: Client, march: Minutes) -> None:
    (item,) = items(client, "/feeds/actions.json")
    assert item["title"] == "Action item SC-2021-03/A1: will share plain"
    assert item["summary"] == "will share plain"
    assert "<dt>Responsible</dt><dd>Unit plain</dd>" in item["content_html"]


def test_a_correction_changes_the_entry_and_not_its_identity(client: Client, march: Minutes) -> None:
    before = {name: items(client, f"/feeds/{name}.json")[0] for name in STREAMS}
    second = factories.edition(factories.small_minutes("corrected"), "draft", reason="A name was wrong.")
    factories.turn(_superseding(second), "approved")
    after = {name: items(client, f"/feeds/{name}.json")[0] for name in STREAMS}
    for name in STREAMS:
        assert after[name]["id"] == before[name]["id"]
        assert after[name]["date_published"] == before[name]["date_published"]
        assert after[name]["date_modified"] >= before[name]["date_modified"]
        assert "corrected" in after[name]["content_html"] + after[name]["title"]
    assert "A name was wrong." in after["minutes"]["content_html"]
    assert after["minutes"]["_minutes"]["edition"] == 2


def _superseding(edition: Any) -> Any:
    type(edition).objects.filter(meeting=edition.meeting_id, status="approved").update(status="superseded")
    return edition


def test_updates_stand_in_the_feed_of_what_they_are_of(client: Client, march: Minutes) -> None:
    meeting = factories.meeting("march-2021")
    Update.objects.create(
        meeting=meeting, number="D1", day=date(2021, 5, 1), state="condition-met", note="Done & well."
    )
    Update.objects.create(meeting=meeting, number="A1", day=date(2021, 6, 1), state="done")
    update, decision = items(client, "/feeds/decisions.json")
    assert update["title"] == "SC-2021-03/D1: Condition met"
    assert "It is no part of the minutes." in update["content_html"]
    assert "Done &amp; well." in update["content_html"]
    assert update["url"] == decision["url"]
    assert update["id"] != decision["id"]
    assert items(client, "/feeds/actions.json")[0]["title"] == "SC-2021-03/A1: Done"


def test_an_update_says_who_speaks(client: Client, march: Minutes) -> None:
    meeting, society = factories.meeting("march-2021"), Organisation.objects.create(slug="x", name="Society X")
    facts = {"meeting": meeting, "number": "A1", "state": "done"}
    Update.objects.create(**facts, day=date(2021, 5, 1), voice="organisation", organisation=society)
    Update.objects.create(**facts, day=date(2021, 5, 2))
    unit, organisation, _ = items(client, "/feeds/actions.json")
    assert "<dt>Recorded by</dt><dd>Support Unit</dd>" in unit["content_html"]
    assert "<dt>Marked by</dt><dd>Society X</dd>" in organisation["content_html"]
    assert [(each["_minutes"]["voice"], each["_minutes"]["speaker"]) for each in (unit, organisation)] == [
        ("support-unit", "Support Unit"),
        ("organisation", "Society X"),
    ]


def test_a_withdrawal_says_what_it_withdraws(client: Client, march: Minutes) -> None:
    meeting = factories.meeting("march-2021")
    wrong = Update.objects.create(meeting=meeting, number="D1", day=date(2021, 5, 1), state="condition-met")
    facts = {"meeting": meeting, "number": "D1", "day": date(2021, 6, 1)}
    Update.objects.create(**facts, withdraws=wrong, note="It was another paper.")
    withdrawal, decision = items(client, "/feeds/decisions.json")
    assert withdrawal["title"] == "SC-2021-03/D1: Withdrawal"
    assert "<dt>Withdrawn</dt><dd>The update of 1 May 2021 (“Condition met”)</dd>" in withdrawal["content_html"]
    assert "<dt>Note</dt><dd>It was another paper.</dd>" in withdrawal["content_html"]
    assert decision["title"].startswith("Decision SC-2021-03/D1")


@pytest.mark.parametrize("number", [1, 3])
def test_updates_and_withdrawals_cost_the_same_however_many(
    client: Client, march: Minutes, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = factories.meeting("march-2021")
    for place in range(number):
        society = Organisation.objects.create(slug=f"x{place}", name=f"Society {place}")
        facts = {"meeting": meeting, "number": "A1", "voice": "organisation", "organisation": society}
        wrong = Update.objects.create(**facts, day=date(2021, 5, 1), state="done")
        Update.objects.create(meeting=meeting, number="A1", day=date(2021, 5, 2), withdraws=wrong, note="No.")
        Update.objects.create(**facts, day=date(2021, 5, 3), state="open")
    client.get("/feeds/actions.json")  # what may be chosen is looked up, and kept
    with django_assert_num_queries(11):
        client.get("/feeds/actions.json")


def test_an_update_of_what_is_no_longer_in_the_minutes_is_left_out(client: Client, march: Minutes) -> None:
    Update.objects.create(meeting=factories.meeting("march-2021"), number="D9", day=date(2021, 5, 1), state="done")
    assert len(items(client, "/feeds/decisions.json")) == 1


def test_a_feed_holds_what_its_page_finds(client: Client, march: Minutes) -> None:
    factories.edition(factories.small_minutes("older", *OLDER))
    page = client.get("/browse/?region=europe&q=older&page=1")
    assert b'href="/feeds/browse.atom?q=older&amp;region=europe"' in page.content
    (item,) = items(client, "/feeds/browse.json?region=europe&q=older")
    assert item["id"] == "tag:127.0.0.1,2026:SC-2020-06/1.3"
    for stream in ("decisions", "actions"):
        found = items(client, f"/feeds/{stream}.json?year=2020")
        assert [each["_minutes"]["meeting"] for each in found] == ["june-2020"]


def test_feeds_show_staff_what_anybody_sees(client: Client, march: Minutes) -> None:
    addresses = [f"/feeds/{stream}.{form}" for stream in STREAMS for form in ("atom", "json")]
    before = {address: client.get(address).content for address in addresses}
    factories.edition(factories.small_minutes("zebrafish"), "draft", reason="Because of zebrafish.")
    client.force_login(factories.editor())
    assert {address: client.get(address).content for address in addresses} == before


def test_feeds_are_asked_for_again_at_little_cost(client: Client, march: Minutes) -> None:
    first = client.get("/feeds/browse.atom")
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert client.get("/feeds/browse.atom", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/feeds/browse.atom", headers={"If-Modified-Since": changed}).status_code == 304
    factories.edition(factories.small_minutes("older", *OLDER))
    assert client.get("/feeds/browse.atom", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("stream", STREAMS)
def test_a_feed_costs_the_same_however_long_it_is(
    client: Client, march: Minutes, stream: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bound = {"minutes": 3, "decisions": 12, "actions": 10, "browse": 16}[stream]
    with django_assert_max_num_queries(bound):
        client.get(f"/feeds/{stream}.atom")
    for number in range(2):
        factories.edition(factories.small_minutes("more", f"july-201{number}", date(2010 + number, 7, 1)))
    with django_assert_max_num_queries(bound):
        client.get(f"/feeds/{stream}.atom")


@pytest.mark.parametrize("stream", STREAMS)
def test_a_feed_of_nothing_is_a_feed(client: Client, stream: str) -> None:
    assert atom(client, f"/feeds/{stream}.atom").entries == []
    assert items(client, f"/feeds/{stream}.json") == []
    assert client.get(f"/feeds/{stream}.atom").content == client.get(f"/feeds/{stream}.atom").content


@pytest.mark.parametrize("stream", STREAMS)
def test_hostile_queries_leave_a_feed_that_can_be_read(client: Client, march: Minutes, stream: str) -> None:
    atom(client, f"/feeds/{stream}.atom{HOSTILE}")
    items(client, f"/feeds/{stream}.json{HOSTILE}")
    long = "a" * 1_000_000
    assert len(atom(client, f"/feeds/{stream}.atom?q={long}").feed.title) < 300


@pytest.mark.parametrize(
    "address", ["/feeds/drafts.atom", "/feeds/minutes.rss", "/feeds/minutes.atom/", "/feeds/%00.json"]
)
def test_there_are_no_other_feeds(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_text_that_xml_cannot_hold_is_left_out(client: Client) -> None:
    factories.vocabulary()
    text = "A \ufffe <b>&amp; ]]> \U0001f41f end."
    session = Session(number="1", heading="Session 1: Odd", passages=(Passage(kind=Kind.POINT, text=text),))
    factories.edition(factories.small_minutes(sessions=(session,)))
    (entry,) = atom(client, "/feeds/browse.atom").entries
    assert entry.title == "Point SC-2021-03/1.1: A  <b>&amp; ]]> \U0001f41f end."


def test_names_survive_a_move_of_the_portal(client: Client, march: Minutes, settings: Any) -> None:
    settings.TAG_AUTHORITY, settings.PORTAL_ADDRESS = "old.example.org", "https://new.example.org"
    (entry,) = atom(client, "/feeds/minutes.atom").entries
    assert (entry.id, entry.link) == (
        "tag:old.example.org,2026:meeting/SC-2021-03",
        "https://new.example.org/meetings/march-2021/",
    )


def found_by_readers(client: Client, address: str) -> Iterator[str]:
    for link in all_of(tree(client.get(address)), "link"):
        if link.get("type") in ("application/atom+xml", "application/feed+json"):
            yield str(link.get("href"))


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/", "/feeds/minutes.atom"),
        ("/meetings/", "/feeds/minutes.atom"),
        ("/decisions/?outcome=endorsed", "/feeds/decisions.atom?outcome=endorsed"),
        ("/decisions/actions/", "/feeds/actions.atom"),
        ("/decisions/actions/?year=2021", "/feeds/actions.atom?year=2021"),
        ("/browse/?q=a+b", "/feeds/browse.atom?q=a+b"),
        ("/regions/europe/", "/feeds/browse.atom?region=europe"),
        ("/themes/civic-space/", "/feeds/browse.atom?theme=civic-space"),
        ("/documents/articles-of-governance/", "/feeds/decisions.atom?altered=articles-of-governance"),
    ],
)
def test_pages_lead_feed_readers_to_their_feed(client: Client, march: Minutes, address: str, feed: str) -> None:
    assert list(found_by_readers(client, address)) == [feed, feed.replace(".atom", ".json")]
    assert client.get(feed).status_code == 200


def test_one_file_subscribes_to_all(client: Client, march: Minutes) -> None:
    response = client.get("/feeds/following.opml")
    outlines = ElementTree.fromstring(response.content).findall("body/outline")  # noqa: S314 (our own)
    assert outlines[0].get("xmlUrl") == f"{PLACE}/feeds/minutes.atom"
    assert {each.get("type") for each in outlines} == {"rss"}
    lists = {each.get("xmlUrl") for each in outlines}
    assert f"{PLACE}/feeds/browse.atom?region=europe" in lists
    assert f"{PLACE}/feeds/decisions.atom?altered=articles-of-governance" in lists


@pytest.mark.parametrize("query", ["region=Europe", "status=draft", "meeting=marhc-2021", "region=europe&year=2027"])
def test_a_feed_of_what_means_nothing_is_empty_and_says_why(client: Client, march: Minutes, query: str) -> None:
    assert len(items(client, "/feeds/browse.json?region=europe")) == 1
    feed = client.get(f"/feeds/browse.json?{query}").json()
    assert feed["items"] == []
    assert feed["description"].startswith("Nothing is given, since a part of this address means nothing. ")
    assert feed["description"].endswith("is not known here and was left out.")
    assert client.get("/feeds/decisions.json?outcome=maybe").json()["items"] == []
