"""The search of what newer editions replaced."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from tests import factories
from tests.pagetext import all_of, by_id, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def replaced() -> None:
    """Minutes of which a second edition says `new` where the first said `old`, and others that were never replaced."""
    factories.vocabulary()
    factories.edition(factories.small_minutes("other", "june-2021", date(2021, 6, 3)))
    factories.edition(factories.small_minutes("old"), "superseded")
    factories.edition(factories.small_minutes("new"), reason="A slip.")


def found(client: Client, query: str) -> list[tuple[str, str, str]]:
    """Give citation, address and status of each result."""
    results = client.get(f"/browse/?{query}").context["results"]
    return [(result.citation, result.address, result.status) for result in results]


@pytest.mark.usefixtures("replaced")
def test_what_a_newer_edition_took_away_is_found_where_it_stands(client: Client) -> None:
    assert found(client, "q=point+old") == []
    assert found(client, "q=point+old&editions=earlier") == [
        ("1.2", "/meetings/march-2021/editions/1/#1.2", "superseded")
    ]
    assert found(client, "q=point+new&editions=earlier") == []
    assert found(client, "q=point+new") == [("1.2", "/meetings/march-2021/#1.2", "approved")]
    assert len(found(client, "editions=earlier")) == 6
    assert found(client, "q=point+old&editions=later") == []


@pytest.mark.usefixtures("replaced")
def test_a_decision_is_shown_with_what_it_promised(client: Client) -> None:
    root = tree(client.get("/browse/?q=share+old&editions=earlier"))
    assert text(all_of(all_of(root, "ol", "res")[0], "li")[0]) == (
        "Narrative 1.5 Session 1, Session old Steering Committee, 3 March 2021 Superseded The SU will share old. "
        "Action item SC-2021-03/A1. Responsible: Unit old"
    )


@pytest.mark.usefixtures("replaced")
def test_both_searches_lead_to_each_other_with_words_filters_and_order(client: Client) -> None:
    query = "q=point&kind=point&sort=oldest"
    offer = (
        f'<p class="how">Found in the newest edition of each minutes. <a href="/browse/?{query.replace("&", "&amp;")}'
    )
    assertContains(client.get(f"/browse/?{query}"), f'{offer}&amp;editions=earlier">Search earlier editions</a></p>', 1)
    page = client.get(f"/browse/?{query}&editions=earlier")
    root = tree(page)
    assert text(by_id(root, "count")) == "1 result for “point” in earlier editions"
    links = {text(link): link.get("href") for link in all_of(by_id(root, "results"), "a")}
    assert links["Search the newest editions"] == f"/browse/?{query}"
    assert links["Clear all"] == "/browse/?q=point&sort=oldest&editions=earlier"
    assert links["Download as CSV"] == f"/browse/results.csv?{query}&editions=earlier"
    assertContains(page, '<input type="hidden" name="editions" value="earlier">', 1)


@pytest.mark.usefixtures("replaced")
def test_where_nothing_is_found_the_earlier_editions_are_a_way_on(client: Client) -> None:
    link = '<li><a href="/browse/?q=point+old&amp;editions=earlier">search earlier editions</a>, which newer ones'
    assertContains(client.get("/browse/?q=point+old"), f"{link} replaced</li>", 1)
    assertContains(
        client.get("/browse/?q=point+old"), "<h3>No passage of the newest editions says all of these words</h3>"
    )
    page = client.get("/browse/?q=absent&editions=earlier")
    assertContains(page, "<h3>Nothing in earlier editions says all of these words</h3>", 1)
    assertNotContains(page, "search earlier editions")


def test_where_no_edition_was_replaced_none_is_offered(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("x"))
    for query in ("q=point", "q=absent", ""):
        assertNotContains(client.get(f"/browse/?{query}"), "earlier editions")


@pytest.mark.usefixtures("replaced")
def test_what_is_replaced_is_not_followed_and_stands_beside_nothing(client: Client) -> None:
    page = client.get("/browse/?q=session&editions=earlier")
    for words in ("Follow:", "application/atom+xml", 'class="others"'):
        assertNotContains(page, words)
    assertContains(client.get("/browse/?q=session"), 'class="others"', 1)
    assertNotContains(client.get("/feeds/browse.atom?q=old&editions=earlier"), "Point old")
    assert client.get("/api/passages/?q=old").json()["results"] == []


@pytest.mark.usefixtures("replaced")
def test_the_spreadsheet_of_earlier_editions_says_where_each_passage_stands(client: Client) -> None:
    rows = csv.reader(
        client.get("/browse/results.csv?q=point+old&editions=earlier").getvalue().decode("utf-8-sig").splitlines()
    )
    (_, row) = rows
    assert (row[2], row[7], row[9]) == ("SC-2021-03/1.2", "Point old.", "superseded")
    assert row[8].endswith("/meetings/march-2021/editions/1/#1.2")


@pytest.mark.usefixtures("replaced")
def test_drafts_are_no_earlier_editions(client: Client) -> None:
    factories.edition(factories.small_minutes("third"), "draft", reason="Another slip.")
    readers: tuple[Any, ...] = (None, factories.member(), factories.editor())
    for reader in readers:
        if reader:
            client.force_login(reader)
        assert found(client, "q=third&editions=earlier") == []
        assert len(found(client, "q=old&editions=earlier")) == 6
        assert len(found(client, "q=new&editions=earlier")) == 0


@pytest.mark.usefixtures("replaced")
def test_the_counts_are_of_what_is_searched(client: Client) -> None:
    context = client.get("/browse/?editions=earlier&kind=point").context
    counted = {facet.name: {option.value: option.count for option in facet.options} for facet in context["facets"]}
    assert counted["kind"] == {"narrative": 2, "point": 1, "feedback": 2, "decision": 1}
    assert counted["meeting"] == {"march-2021": 1, "june-2021": 0}
    assert context["sheet"].count == 1
