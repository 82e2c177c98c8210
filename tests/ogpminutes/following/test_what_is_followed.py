"""What is followed is said in words, filters included: on pages, in letters and in the titles of feeds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from ogpminutes.following import alerts
from ogpminutes.following.streams import open_stream
from tests import factories, mailserver
from tests.mailserver import Postbox
from tests.ogpminutes.following.test_alerts import ask, follow, links, part, said
from tests.ogpminutes.following.test_rounds import go, publish
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db

DECISIONS, ACTIONS = "Decisions of the Steering Committee", "Action items of the Steering Committee"
TURKEY = "decisions/?q=turkey&region=europe"


@pytest.fixture(autouse=True)
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    cache.clear()
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    with mailserver.serving(settings) as postbox:
        yield postbox
    cache.clear()


@pytest.mark.parametrize(
    ("stream", "query", "label"),
    [
        ("minutes", "region=europe", "Minutes of the Steering Committee"),
        ("decisions", "", DECISIONS),
        ("decisions", "q=plain", DECISIONS),
        ("decisions", "region=europe&theme=civic-space", f"{DECISIONS}: Europe; Civic space"),
        ("decisions", "year=2021&state=still-open", f"{DECISIONS}: Still open; 2021"),
        (
            "decisions",
            "outcome=approved&referred=Board+of+Directors",
            f"{DECISIONS}: Approved; referred to Board of Directors",
        ),
        ("decisions", "region=atlantis&year=%00", DECISIONS),
        ("actions", "owner=Unit+plain&due=overdue", f"{ACTIONS}: responsible: Unit plain; Overdue"),
        ("actions", "owner=-", f"{ACTIONS}: responsible: Nobody named"),
        ("actions", "office=support-unit", f"{ACTIONS}: office: OGP Support Unit"),
        ("actions", "organisation=society-plain", f"{ACTIONS}: to be done by Society plain"),
        ("actions", "person=ada-plain", f"{ACTIONS}: to be done by Ada plain"),
        ("browse", "region=europe&region=americas&kind=feedback", "Search of the minutes: Feedback; Americas, Europe"),
    ],
)
def test_a_stream_says_what_it_is_narrowed_to(stream: str, query: str, label: str) -> None:
    assert open_stream(stream, query).label == label


def test_a_register_is_followed_by_its_filters_from_the_page_to_the_letter(client: Client, postbox: Postbox) -> None:
    what = f"{DECISIONS}: Europe"
    assert f"{what}, for “turkey”" in said(client.get(f"/follow/{TURKEY}"))
    ask(client, what=TURKEY)
    (letter,) = postbox.letters
    for kind in ("plain", "html"):
        assert "turkey" not in part(letter, kind), "whatever somebody typed is mailed to nobody who did not agree"
        assert what in part(letter, kind)
    assert f"{what}, for words that the page names" in part(letter)
    (link,) = links(letter)
    assert f"{what}, for “turkey”" in said(client.get(link))
    client.post(link)
    publish("turkey")
    assert go(postbox) == [], "no decision of it is about Europe"


def test_a_letter_of_a_register_says_what_it_is_of(client: Client, postbox: Postbox) -> None:
    follow(client, postbox, what="decisions/?q=otter&outcome=approved-with-conditions", rhythm="immediate")
    publish("otter")
    (letter,) = go(postbox)
    assert letter.splitlines()[0] == (f"New in what you follow: {DECISIONS}: Approved with conditions, for “otter”")


def test_what_an_address_follows_is_told_apart(client: Client, postbox: Postbox) -> None:
    for what in (TURKEY, "decisions/?q=kenya&region=europe", "decisions/?region=americas"):
        alert = follow(client, postbox, what=what)
    page = tree(client.get(alerts.link_to_keep(alert.follower)))
    named = [f"{DECISIONS}: Europe, for “turkey”", f"{DECISIONS}: Europe, for “kenya”", f"{DECISIONS}: Americas"]
    assert [text(each) for each in all_of(page, "h2")][:3] == named
    buttons = [text(each) for each in all_of(page, "button") if each.get("value") == "stop"]
    assert buttons == [f"Stop this alert: {each}" for each in named]
    assert f"You follow {named[2]}." in said(client.get(alerts.link_to_stop(alert)))


@pytest.mark.parametrize("form", ["atom", "json"])
def test_a_feed_says_what_it_is_of(client: Client, form: str) -> None:
    feed = client.get(f"/feeds/decisions.{form}?q=turkey&region=europe&state=still-open").content.decode()
    assert f"OGP: {DECISIONS}: Still open; Europe – “turkey”" in feed
