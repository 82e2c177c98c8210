"""Meetings that are offered beside the passages of a search."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from meetings.minutes import Passage, Session
from meetings.models import Announcement, Body, Meeting
from meetings.words import Kind
from ogpminutes import others
from tests import factories
from tests.pagetext import all_of, by_id, text, tree

pytestmark = pytest.mark.django_db


def meet(slug: str, day: date, status: str = "approved", **more: Any) -> None:
    factories.edition(factories.small_minutes("x", slug, day, **more), status)


def offered(client: Client, words: str, **headers: str) -> list[tuple[str, str, str]]:
    """Give name, address and place of the meetings that are offered, as one types."""
    context = client.get("/browse/", {"q": words}, headers={"HX-Request": "true", **headers}).context
    groups = [group for group in context["others"] if group.title == "Meetings"]
    return [(other.name, other.address, other.where) for group in groups for other in group.shown]


@pytest.mark.parametrize(
    "words",
    ["3 March 2022", "2022-03-03", "march 2022", "2022-03", "2022", "SC-2022-03", "sc-2022-03", "ottawa", "tulip"],
)
def test_a_meeting_is_offered_by_its_day_reference_title_and_place(client: Client, words: str) -> None:
    factories.vocabulary()
    meet("march-2022", date(2022, 3, 3), title="Tulip Minutes", place="Ottawa, Canada")
    meet("march-2020", date(2020, 3, 3))
    assert offered(client, words) == [("Steering Committee, 3 March 2022", "/meetings/march-2022/", "Ottawa, Canada")]


def test_a_day_on_which_two_bodies_met_offers_both(client: Client) -> None:
    factories.vocabulary()
    meet("march-2022", date(2022, 3, 3))
    meet("standards-2022", date(2022, 3, 3), body="criteria-and-standards-subcommittee", reference="CS-2022-03")
    answer = client.get("/browse/", {"q": "2022-03-03"})
    assert answer.status_code == 200
    assert [other.address for other in answer.context["others"][0].shown] == [
        "/meetings/march-2022/",
        "/meetings/standards-2022/",
    ]
    assertContains(answer, "<h3>No passage says all of these words</h3>", 1, html=True)
    assertNotContains(answer, "Nothing in the minutes")
    assertContains(answer, '<p class="vh">Offered: meetings</p>', 1, html=True)


def test_the_newest_of_many_meetings_are_offered_and_all_are_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "MEETINGS", 2)
    factories.vocabulary()
    for month in (1, 2, 3):
        meet(f"m-{month}", date(2022, month, 1))
    assertContains(client.get("/browse/?q=2022"), '<dt>Meetings <span class="c">(2 of 3)</span></dt>', 1, html=True)
    assert [address for _, address, _ in offered(client, "2022")] == ["/meetings/m-3/", "/meetings/m-2/"]


def test_more_of_a_group_than_is_offered_is_one_step_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.vocabulary()
    for month in range(1, 7):
        session = Session(number="1", heading="Openness", passages=(Passage(kind=Kind.POINT, text="Plain."),))
        meet(f"m-{month}", date(2022, month, 1), sessions=(session,))
    root = tree(client.get("/browse/?q=openness&kind=point&sort=oldest"))
    group = by_id(root, "others-sessions")
    assert text(all_of(group, "dt")[0]) == "Sessions (4 of 6)"
    assert (len(all_of(group, "dd")), text(all_of(group, "dd")[-1])) == (5, "All 6 sessions")
    address = all_of(group, "a", "more")[0].get("href", "")
    assert address == "/browse/?q=openness&kind=point&sort=oldest&all=sessions#others-sessions"
    whole = by_id(tree(client.get(address)), "others-sessions")
    assert (text(all_of(whole, "dt")[0]), len(all_of(whole, "dd"))) == ("Sessions", 6)
    assert all_of(whole, "a", "more") == []
    meetings = by_id(tree(client.get("/browse/?q=2022&all=%00")), "others-meetings")
    assert text(all_of(meetings, "dt")[0]) == "Meetings"
    monkeypatch.setattr(others, "WHOLE", 5)
    cut = by_id(tree(client.get(address)), "others-sessions")
    assert (text(all_of(cut, "dt")[0]), len(all_of(cut, "dd"))) == ("Sessions (5 of 6)", 5)


def test_a_meeting_is_offered_to_those_who_see_its_minutes(client: Client) -> None:
    factories.vocabulary()
    meet("march-2022", date(2022, 3, 3), "draft", place="Ottawa")
    asked = ("2022", "SC-2022-03", "ottawa", "3 March 2022")
    for reader, number in ((None, 0), (factories.member(), 0), (factories.editor(), 1)):
        if reader:
            client.force_login(reader)
        assert [len(offered(client, words)) for words in asked] == [number] * 4


def test_a_meeting_that_is_published_is_offered_at_once(client: Client) -> None:
    factories.vocabulary()
    meet("march-2022", date(2022, 3, 3), place="Ottawa")
    assert (len(offered(client, "ottawa")), len(offered(client, "lyon"))) == (1, 0)
    meet("april-2022", date(2022, 4, 4), place="Lyon")
    assert (len(offered(client, "ottawa")), len(offered(client, "lyon"))) == (1, 1)


def test_words_that_no_meeting_is_called_by_offer_none(client: Client) -> None:
    factories.vocabulary()
    meet("march-2022", date(2022, 3, 3))
    for words in ("paragraph", "march", "3", "1.1", "A1", "-ottawa", "2021", "..."):
        assert offered(client, words) == []


def test_a_governing_document_is_offered_by_its_name(client: Client) -> None:
    factories.vocabulary()
    meet("march-2022", date(2022, 3, 3))
    for words, number in (("articles of governance", 1), ("articles", 1), ("paragraph", 0), ("-articles", 0)):
        groups = [
            group for group in client.get("/browse/", {"q": words}).context["others"] if "documents" in group.name
        ]
        assert len(groups) == number
        for group in groups:
            assert (group.title, group.everything) == ("Governing documents", "")
            assert [(other.name, other.address) for other in group.shown] == [
                ("Articles of Governance", "/documents/articles-of-governance/")
            ]


def test_where_a_meeting_is_meant_no_other_spelling_is_offered(client: Client) -> None:
    factories.vocabulary()
    meet("march-2022", date(2022, 3, 3), place="Pount")  # near “point”, which the minutes say
    assert client.get("/browse/?q=pount").context["suggestion"] == ""
    assert client.get("/browse/?q=poimt").context["suggestion"] == "point"


# Meetings that are announced


def announce(slug: str, day: date, **facts: Any) -> Announcement:
    body = Body.objects.get(slug="steering-committee")
    meeting = Meeting.objects.create(body=body, slug=slug, first_day=day, last_day=day)
    words = {"title": "Otter meeting", "place": "Lyon", "first_day": day, "last_day": day, **facts}
    return Announcement.objects.create(meeting=meeting, **words)


@pytest.mark.parametrize(
    "words",
    [
        "20 January 2127",
        "2127-01-21",
        "january 2127",
        "2127",
        "20–21 January 2127",
        "otter",
        "lyon 2127",
        "tulip -paris",
    ],
)
def test_an_announced_meeting_is_offered_by_its_days_title_and_place(client: Client, words: str) -> None:
    factories.vocabulary()
    announce("january-2127", date(2127, 1, 20), last_day=date(2127, 1, 21), title="Otter and tulip meeting")
    announce("may-2127", date(2126, 5, 3), title="Heron", place="Paris")
    meet("march-2022", date(2022, 3, 3), place="Ottawa")
    answer = client.get("/browse/", {"q": words}, headers={"HX-Request": "true"})  # as one types, which leads nowhere
    root = by_id(tree(answer), "others-meetings")
    assert [text(each) for each in all_of(root, "dd")] == ["Steering Committee, 20–21 January 2127 Lyon Announced"]
    assert [link.get("href") for link in all_of(root, "a")] == ["/meetings/january-2127/"]
    assert answer.context["suggestion"] == ""


def test_the_day_of_an_announced_meeting_leads_to_its_page(client: Client) -> None:
    factories.vocabulary()
    announce("january-2127", date(2127, 1, 20), last_day=date(2127, 1, 21))
    for words in ("20 January 2127", "2127-01-21"):
        assert client.get("/browse/", {"q": words}).headers["Location"] == "/meetings/january-2127/"
    assert client.get("/browse/", {"q": "2127-01-22"}).status_code == 200
    meet("january-2127-too", date(2127, 1, 20), body="criteria-and-standards-subcommittee", reference="CS-2127-01")
    answer = client.get("/browse/", {"q": "2127-01-20"})
    assert (answer.status_code, len(answer.context["others"][0].shown)) == (200, 2)
    assert client.get("/browse/", {"q": "2127-01-21"}).headers["Location"] == "/meetings/january-2127/"


def test_words_that_no_announced_meeting_is_called_by_offer_none(client: Client) -> None:
    factories.vocabulary()
    announce("january-2127", date(2127, 1, 20))
    for words in ("3 otters more", "20", "january", "SC-2127-01", "2126", "-lyon", "..."):
        assert offered(client, words) == []


def test_announced_meetings_stand_among_the_others_by_their_days(client: Client) -> None:
    factories.vocabulary()
    meet("march-2022", date(2022, 3, 3), place="Lyon")
    meet("march-2128", date(2128, 3, 3), place="Lyon")
    announce("january-2127", date(2127, 1, 20))
    slugs = ["march-2128", "january-2127", "march-2022"]
    assert [address for _, address, _ in offered(client, "lyon")] == [f"/meetings/{slug}/" for slug in slugs]
    answer = client.get("/browse/?q=lyon&sort=oldest").context["others"][0]
    assert [other.address for other in answer.shown] == [f"/meetings/{slug}/" for slug in slugs[::-1]]


def test_what_becomes_of_an_announced_meeting_is_told_at_once(client: Client) -> None:
    def told() -> list[str]:
        groups = client.get("/browse/?q=lyon").context["others"]
        return [other.status for group in groups for other in group.shown]

    factories.vocabulary()
    assert told() == []
    announce("january-2127", date(2127, 1, 20))
    assert told() == ["announced"]
    Announcement.objects.update(is_withdrawn=True)
    assert told() == ["withdrawn"]
    Announcement.objects.update(first_day=date(2020, 1, 20), last_day=date(2020, 1, 20))
    assert told() == []
    Announcement.objects.update(is_withdrawn=False)
    assert told() == ["held, without minutes here yet"]
    factories.edition(factories.small_minutes("x", "january-2127", date(2127, 1, 20), place="Lyon"), "circulated")
    assert told() == ["held, without minutes here yet"]
    client.force_login(factories.member())
    assert told() == ["circulated"]
