"""Passages on pages of their own, citations as files, and old numbers that lead on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from meetings.minutes import Minutes, Passage
from meetings.models import Edition
from meetings.words import Kind
from ogpminutes.reading import open_edition
from ogpminutes.renumbering import Fate, fates
from tests import factories
from tests.pagetext import all_of, by_id, text, tree

pytestmark = pytest.mark.django_db

PAGE = "/meetings/march-2021/"
ROOT = f"{PAGE}editions/1/"


@pytest.fixture(autouse=True)
def _vocabulary() -> None:
    factories.vocabulary()


def first_session(minutes: Minutes, *passages: Passage) -> Minutes:
    """The same minutes with other passages in their first session."""
    session, *others = minutes.sessions
    return replace(minutes, sessions=(replace(session, passages=passages), *others))


def amend(*passages: Passage, status: str = "approved") -> Edition:
    """Publish the small minutes, and an edition 2 with these passages in their first session."""
    small = factories.small_minutes()
    factories.edition(small, "superseded" if status == "approved" else "approved")
    return factories.edition(first_session(small, *passages), status, "To put it right.")


def page_of(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status
    return tree(response)


def said(root: Any) -> str:
    return text(all_of(root, "main")[0])


def test_a_passage_is_shown_with_its_session_and_cited(client: Client) -> None:
    factories.edition(factories.small_minutes())
    shown = said(page_of(client, f"{ROOT}passages/1.3/"))
    assert "Passage SC-2021-03/1.3" in shown
    assert "Session 1: Session plain Feedback" in shown
    assert "Feedback plain." in shown
    assert "edition 1, passage 1.3. http" in shown
    assert "/meetings/march-2021/editions/1/#1.3" in shown


def test_a_decision_is_called_one_and_a_suggestion_is_not(client: Client) -> None:
    factories.edition(factories.small_minutes())
    decision, feedback = (page_of(client, f"{ROOT}passages/{number}/") for number in ("1.4", "1.3"))
    assert "Decision: Approved with conditions" in said(decision)
    assert "decision SC-2021-03/D1, passage 1.4" in said(decision)
    assert "decision" not in said(feedback).lower()


def test_the_lead_in_of_a_list_stands_above_its_bullet(client: Client) -> None:
    lead = Passage(kind=Kind.NARRATIVE, text="A sentence. The SC suggested:")
    bullet = Passage(kind=Kind.FEEDBACK, text="Do more.")
    other = Passage(kind=Kind.NARRATIVE, text="It went on.")
    last = Passage(kind=Kind.FEEDBACK, text="Do less.")
    factories.edition(first_session(factories.small_minutes(), lead, bullet, other, last))
    (shown,) = all_of(page_of(client, f"{ROOT}passages/1.2/"), "p", "quoted__lead")
    assert text(shown) == "The SC suggested:"
    assert all_of(page_of(client, f"{ROOT}passages/1.4/"), "p", "quoted__lead") == []


@pytest.mark.parametrize("number", ["1.99", "9.1", "1.0", "1", "1.3.1", "1.999999", "x" * 30 + ".1", "%00.1"])
def test_what_is_no_passage_is_not_found(client: Client, number: str) -> None:
    factories.edition(factories.small_minutes())
    page_of(client, f"{ROOT}passages/{number}/", 404)


def test_numbers_are_read_in_any_case(client: Client) -> None:
    factories.edition(factories.small_minutes())
    assert "SC-2021-03/1A.1" in said(page_of(client, f"{ROOT}passages/1a.1/"))


@pytest.mark.parametrize(
    ("place", "kind", "begins"),
    [
        ("passages/1.3/citation.bib", "application/x-bibtex; charset=utf-8", "@misc{SC-2021-03-ed1-1.3,"),
        ("passages/1.3/citation.txt", "text/plain; charset=utf-8", "Open Government Partnership, Minutes plain"),
        ("citation.bib", "application/x-bibtex; charset=utf-8", "@misc{SC-2021-03-ed1,"),
        ("citation.json", "application/vnd.citationstyles.csl+json; charset=utf-8", "[\n"),
    ],
)
def test_citations_are_files(client: Client, place: str, kind: str, begins: str) -> None:
    factories.edition(factories.small_minutes())
    answer = client.get(f"{ROOT}{place}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.content.decode().startswith(begins)


def test_the_file_of_an_item_cites_the_passage_that_states_it(client: Client) -> None:
    factories.edition(factories.small_minutes())
    (decision,) = json.loads(client.get("/decisions/SC-2021-03/D1/citation.json").content)
    (action,) = json.loads(client.get("/decisions/SC-2021-03/A1/citation.json").content)
    assert decision["note"] == "3 March 2021; decision SC-2021-03/D1, passage 1.4"
    assert action["note"] == "3 March 2021; action item SC-2021-03/A1, passage 1.5"
    assert action["URL"].endswith("/meetings/march-2021/editions/1/#1.5")


@pytest.mark.parametrize("suffix", ["exe", "bibtex", "pdf"])
def test_there_are_no_other_styles(client: Client, suffix: str) -> None:
    factories.edition(factories.small_minutes())
    for place in (f"{ROOT}citation", f"{ROOT}passages/1.3/citation", "/decisions/SC-2021-03/D1/citation"):
        page_of(client, f"{place}.{suffix}", 404)


def test_a_draft_is_cited_as_one_by_those_who_see_it(client: Client) -> None:
    factories.edition(factories.small_minutes(), "circulated")
    page_of(client, f"{ROOT}passages/1.3/", 404)
    page_of(client, f"{ROOT}citation.txt", 404)
    client.force_login(factories.member())
    assert "edition 1, circulated, passage 1.3." in said(page_of(client, f"{ROOT}passages/1.3/"))


# Editions that number otherwise

FIRST = factories.small_minutes().sessions[0].passages
NEW = Passage(kind=Kind.NARRATIVE, text="Something that was forgotten at first.")


def test_a_passage_that_moved_says_where_it_is_now(client: Client) -> None:
    amend(NEW, *FIRST[:2], *FIRST[3:])
    moved, gone = (said(page_of(client, f"{ROOT}passages/{number}/")) for number in ("1.2", "1.3"))
    assert "In edition 2 this passage is 1.3." in moved
    assert "Edition 2 does not hold this passage any more: what it changed." in gone


def test_a_passage_that_stayed_says_nothing(client: Client) -> None:
    amend(*FIRST[:4], NEW, FIRST[4])
    assert "In edition 2" not in said(page_of(client, f"{ROOT}passages/1.2/"))
    assert "In edition 2 this passage is 1.6." in said(page_of(client, f"{ROOT}passages/1.5/"))


def test_the_newest_page_tells_what_old_numbers_mean(client: Client) -> None:
    amend(NEW, *FIRST[:2])
    root = page_of(client, PAGE)
    told = {place: text(by_id(root, place)) for place in ("was-1.1", "was-1.2", "was-1.3", "1.4", "1.5")}
    assert told == {
        "was-1.1": "1.1 of edition 1 is now 1.2.",
        "was-1.2": "1.2 of edition 1 is now 1.3.",
        "was-1.3": "1.3 of edition 1 is not in this edition.",
        "1.4": "1.4 of edition 1 is not in this edition.",
        "1.5": "1.5 of edition 1 is not in this edition.",
    }


def notes_of(root: Any) -> list[str]:
    return [text(note) for note in all_of(root, "p", "notes")]


def test_a_number_that_was_another_passage_says_so_on_arrival(client: Client) -> None:
    amend(NEW, *FIRST[:2], FIRST[4])
    moved, gone = (tree(client.get(f"{PAGE}passages/{number}/", follow=True)) for number in ("1.2", "1.4"))
    assert notes_of(moved) == ["In edition 1 this number is another passage: 1.2 of edition 1, which is 1.3 here."]
    assert notes_of(gone) == [
        "In edition 1 this number is another passage: 1.4 of edition 1, which edition 2 does not hold."
    ]
    links = [link.get("href") for note in all_of(moved, "p", "notes") for link in all_of(note, "a")]
    assert links == [f"{ROOT}passages/1.2/", f"{PAGE}editions/2/passages/1.3/"]
    root = page_of(client, PAGE)
    assert [link.get("href") for link in all_of(root, "a", "pil") if text(link) == "renumbered"] == [
        f"#was-1.{number}" for number in range(1, 5)
    ]


def test_a_number_that_was_always_the_same_passage_says_nothing(client: Client) -> None:
    amend(*FIRST[:4], NEW, FIRST[4])
    for number in ("1.2", "1.6", "1A.1"):
        assert notes_of(tree(client.get(f"{PAGE}passages/{number}/", follow=True))) == []


def test_a_number_of_a_pinned_edition_is_told_apart_from_earlier_ones_alone(client: Client) -> None:
    small = factories.small_minutes()
    factories.edition(small, "superseded")
    factories.edition(first_session(small, NEW, *FIRST), "superseded", "Again.")
    factories.edition(first_session(small, NEW, *FIRST[:1]), "approved", "Again.")
    assert notes_of(page_of(client, f"{PAGE}editions/2/passages/1.2/")) == [
        "In edition 1 this number is another passage: 1.2 of edition 1, which is 1.3 here."
    ]
    assert notes_of(page_of(client, f"{ROOT}passages/1.2/")) == [
        "Edition 3 does not hold this passage any more: what it changed."
    ]
    arrived = client.get(f"{PAGE}passages/1.4/", follow=True)
    assert notes_of(tree(arrived)) == [
        "Edition 3 does not hold this passage any more: what it changed.",
        "In edition 1 this number is another passage: 1.4 of edition 1, which is 1.5 here.",
    ]


def test_an_edition_that_a_reader_may_not_see_gives_no_number_another_meaning(client: Client) -> None:
    amend(NEW, *FIRST, status="circulated")
    assert notes_of(tree(client.get(f"{PAGE}passages/1.2/", follow=True))) == []
    client.force_login(factories.member())
    told = notes_of(tree(client.get(f"{PAGE}passages/1.2/", follow=True)))
    assert "In edition 1 this number is another passage: 1.2 of edition 1, which is 1.3 here." in told


def test_numbers_are_followed_over_several_editions() -> None:
    small = factories.small_minutes()
    for place, passages in enumerate(((NEW, *FIRST), (NEW, replace(NEW, text="And then another one."), *FIRST))):
        if not place:
            factories.edition(small, "superseded")
        status = "approved" if place else "superseded"
        factories.edition(first_session(small, *passages), status, "Again.")
    user = factories.member()
    third, second, first = (open_edition(user, "march-2021", number) for number in (3, 2, 1))
    found = fates(third, [second, first])
    assert found[:2] == [Fate(2, "1.2", "1.3"), Fate(2, "1.3", "1.4")]
    assert [fate for fate in found if fate.edition == 1] == [Fate(1, f"1.{n}", f"1.{n + 2}") for n in range(1, 6)]
    assert fates(third, [second, first]) == found, "what was kept is the same"


def test_a_passage_without_an_edition_leads_to_the_newest_that_has_it(client: Client) -> None:
    amend(*FIRST[:3])
    addresses = {number: client.get(f"{PAGE}passages/{number}/") for number in ("1.2", "1.5", "1.6")}
    assert [(answer.status_code, answer.headers.get("Location")) for answer in addresses.values()] == [
        (302, f"{PAGE}editions/2/passages/1.2/"),
        (302, f"{ROOT}passages/1.5/"),
        (404, None),
    ]


def test_a_draft_of_the_next_edition_renumbers_nothing_for_others(client: Client) -> None:
    before = client.get(f"{ROOT}passages/1.2/").content
    amend(NEW, *FIRST, status="draft")
    after = client.get(f"{ROOT}passages/1.2/")
    assert before != after.content
    assert "In edition 2" not in after.content.decode()
    assert "Numbers of earlier editions" not in client.get(PAGE).content.decode()
    client.force_login(factories.editor())
    assert "In edition 2 this passage is" in client.get(f"{ROOT}passages/1.2/").content.decode()
