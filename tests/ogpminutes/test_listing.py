"""Results as they are listed: in which order, and what each says of itself."""

import csv
from datetime import date

import pytest
from django.test import Client

from meetings.minutes import ActionItem, Decision, Passage, Session
from meetings.words import Kind, Outcome
from tests import factories
from tests.ogpminutes.test_browse import citations, several
from tests.pagetext import all_of, by_id, text, tree

pytestmark = pytest.mark.django_db


def test_the_oldest_meeting_comes_first_where_that_is_asked_for_and_each_as_it_is_written(client: Client) -> None:
    several(2)
    numbers = ["1.1", "1.2", "1.3", "1.4", "1.5", "1A.1"]
    oldest = [f"SC-2020-0{month}/{number}" for month in (1, 2) for number in numbers]
    for words in ("", "q=word*&", "region=europe&region=americas&q=-absent&"):
        found = [each for each in oldest if not words.startswith("region") or each.endswith(("/1.3", "1A.1"))]
        assert citations(client, f"/browse/?{words}sort=oldest") == found
        rows = client.get(f"/browse/results.csv?{words}sort=oldest").getvalue().decode("utf-8-sig").splitlines()[1:]
        assert [row[2] for row in csv.reader(rows)] == found


@pytest.mark.parametrize(
    ("query", "canonical", "offered"),
    [
        ("sort=oldest&q=word*", "q=word%2A&sort=oldest", ["Relevance", "Newest first", "[Oldest first]"]),
        ("sort=date&q=word*", "q=word%2A&sort=date", ["Relevance", "[Newest first]", "Oldest first"]),
        ("sort=zebra&q=word*", "q=word%2A", ["[Relevance]", "Newest first", "Oldest first"]),
        ("sort=oldest", "sort=oldest", ["Newest first", "[Oldest first]"]),
        ("sort=date&kind=point", "kind=point", ["[Newest first]", "Oldest first"]),
        ("sort=oldest&q=3A.1", "q=3A.1&sort=oldest", ["Newest first", "[Oldest first]"]),
    ],
)
def test_the_order_is_part_of_the_search(client: Client, query: str, canonical: str, offered: list[str]) -> None:
    several(1)
    root = tree(client.get(f"/browse/?{query}&list=1"))
    options = [(text(one), one.get("selected")) for one in all_of(by_id(root, "sort"), "option")]
    assert [f"[{label}]" if selected is not None else label for label, selected in options] == offered
    assert client.get(f"/browse/?{query}&list=1").context["sheet"].search == canonical


def test_the_order_is_kept_through_filters_and_pages(client: Client) -> None:
    several(5)
    page = client.get("/browse/?kind=feedback&kind=point&q=word*+or+feedback&sort=oldest&page=1").content.decode()
    search = "q=word%2A+or+feedback&amp;kind=point&amp;kind=feedback&amp;sort=oldest"
    for link in (f'"/browse/results.csv?{search}"', '"/browse/?q=word%2A+or+feedback&amp;sort=oldest">Clear all'):
        assert link in page
    assert '"/browse/?q=word%2A+or+feedback&amp;kind=feedback&amp;sort=oldest"' in page
    assert "sort=oldest&amp;page=2" in client.get("/browse/?sort=oldest").content.decode()


def promising() -> None:
    """Minutes of March 2021 with a passage that states two action items, and a decision that was referred to a body."""
    factories.vocabulary()
    actions = (
        ActionItem(number="A1", text="will send it", responsible="Co-Chairs of <C&S>"),
        ActionItem(number="A2", text="will send it"),
    )
    decided = Decision(number="D1", outcome=Outcome.NOTED, referred_to="the Board")
    passages = (
        Passage(kind=Kind.NARRATIVE, text="They will send it.", actions=actions),
        Passage(kind=Kind.DECISION, text="The SC took note.", decision=decided),
        Passage(kind=Kind.POINT, text="Nothing else."),
    )
    session = Session(number="1", heading="Session 1: Talk", passages=passages)
    factories.edition(factories.small_minutes("plain", "march-2021", date(2021, 3, 3), sessions=(session,)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("q=chairs&", ["Action item SC-2021-03/A1. Responsible: Co-[Chairs] of <C&S>", "Action item SC-2021-03/A2"]),
        ("q=board&", ["Referred to: the [Board]"]),
    ],
)
def test_a_passage_that_is_found_by_whose_it_is_shows_the_words_marked_there(
    client: Client, words: str, found: list[str]
) -> None:
    promising()
    root = tree(client.get(f"/browse/?{words}"))
    for mark in all_of(root, "mark"):
        mark.text = f"[{mark.text}]"
    assert [text(line) for line in all_of(root, "p", "sm")] == found


def test_results_say_what_was_decided_and_what_was_promised(client: Client) -> None:
    promising()
    root = tree(client.get("/browse/?q=they+or+note+or+nothing&sort=oldest"))
    assert [text(item) for item in all_of(all_of(root, "ol", "res")[0], "li")] == [
        "Narrative 1.1 Session 1, Talk Steering Committee, 3 March 2021 They will send it. "
        "Action item SC-2021-03/A1. Responsible: Co-Chairs of <C&S> Action item SC-2021-03/A2",
        "Decision SC-2021-03/D1 Passage 1.2 Noted Session 1, Talk Steering Committee, 3 March 2021 The SC took note. "
        "Referred to: the Board",
        "Point 1.3 Session 1, Talk Steering Committee, 3 March 2021 Nothing else.",
    ]
    links = [link.get("href") for line in all_of(root, "p", "sm") for link in all_of(line, "a")]
    assert links == ["/decisions/SC-2021-03/A1/", "/decisions/SC-2021-03/A2/"]


def test_results_of_minutes_that_are_not_approved_say_so(client: Client) -> None:
    factories.vocabulary()
    for month, status in enumerate(("draft", "approved", "circulated"), start=1):
        factories.edition(factories.small_minutes(meeting=status, day=date(2021, month, 1)), status)
    client.force_login(factories.editor())
    root = tree(client.get("/browse/?kind=decision&sort=oldest"))
    lines = [all_of(line, "p", "top")[0] for line in all_of(all_of(root, "ol", "res")[0], "li")]
    said = [[text(chip) for chip in all_of(line, "span", "chip")][1:] for line in lines]
    assert said == [["Draft"], [], ["Circulated"]]
    assert "<span" not in "".join(map(text, lines))
