"""The register of decisions and the list of action items."""

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisions.models import ActionItem, Update
from meetings.minutes import Decision, Passage, Session
from meetings.models import Edition
from meetings.words import Kind, Outcome
from tests import factories
from tests.ogpminutes.test_browse import HOSTILE, several

pytestmark = pytest.mark.django_db

PAGES = [
    "/decisions/",
    "/decisions/decisions.csv",
    "/decisions/actions/",
    "/decisions/actions/actions.csv",
    "/decisions/SC-2020-01/D1/",
    "/decisions/SC-2020-01/A1/",
]


def decided(reference: str, month: int, *outcomes: Outcome, year: int = 2020) -> None:
    """A meeting with these outcomes, each on a passage of its own."""
    passages = tuple(
        Passage(kind=Kind.DECISION, text=f"Resolved {place}.", decision=Decision(number=f"D{place}", outcome=outcome))
        for place, outcome in enumerate(outcomes, 1)
    )
    session = Session(number="1", heading="Session 1: Resolutions", passages=passages)
    minutes = factories.small_minutes(
        reference.lower(), f"m-{reference.lower()}", date(year, month, 1), sessions=(session,)
    )
    factories.edition(minutes)


def listed(client: Client, query: str = "") -> list[str]:
    return [decision.reference for decision in client.get(f"/decisions/{query}").context["sheet"].page]


def page_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ("", ["SC-2021-05/D1", "SC-2020-03/D1", "SC-2020-03/D2"]),
        ("?year=2020", ["SC-2020-03/D1", "SC-2020-03/D2"]),
        ("?outcome=endorsed", ["SC-2021-05/D1", "SC-2020-03/D2"]),
        ("?outcome=endorsed&year=2020", ["SC-2020-03/D2"]),
        ("?body=steering-committee&year=2021", ["SC-2021-05/D1"]),
        ("?outcome=deferred", []),
        ("?year=&outcome=&body=", ["SC-2021-05/D1", "SC-2020-03/D1", "SC-2020-03/D2"]),
        ("?year=1066&outcome=shouted", ["SC-2021-05/D1", "SC-2020-03/D1", "SC-2020-03/D2"]),
        ("?year=2020&year=2021", ["SC-2021-05/D1"]),
    ],
)
def test_the_register_is_filtered(client: Client, query: str, references: list[str]) -> None:
    factories.vocabulary()
    decided("A", 3, Outcome.APPROVED, Outcome.ENDORSED)
    decided("B", 5, Outcome.ENDORSED, year=2021)
    assert listed(client, query) == references


@pytest.mark.parametrize(
    ("words", "references"),
    [
        ("SC-2020-03/D1", ["SC-2020-03/D1"]),
        ("sc-2020-03/d2", ["SC-2020-03/D2"]),
        ("SC-2020-03 D2", ["SC-2020-03/D2"]),
        ("sc-2020-03", ["SC-2020-03/D1", "SC-2020-03/D2"]),
        ("D1", ["SC-2021-05/D1", "SC-2020-03/D1"]),
        ("SC-2020-03/D9", []),
        ("SC-2020-03/A1", []),
        ("SC-2020", []),
        ("resolved", ["SC-2021-05/D1", "SC-2020-03/D1", "SC-2020-03/D2"]),
    ],
)
def test_the_register_finds_its_references(client: Client, words: str, references: list[str]) -> None:
    factories.vocabulary()
    decided("A", 3, Outcome.APPROVED, Outcome.ENDORSED)
    decided("B", 5, Outcome.ENDORSED, year=2021)
    assert listed(client, f"?q={words}") == references


def test_a_reference_also_finds_what_mentions_it(client: Client) -> None:
    factories.vocabulary()
    decided("A", 3, Outcome.APPROVED)
    amends = Passage(kind=Kind.DECISION, text="This amends SC-2020-03/D1.", decision=Decision(number="D1"))
    session = Session(number="1", heading="Session 1: Again", passages=(amends,))
    factories.edition(factories.small_minutes("b", "m-b", date(2021, 1, 1), sessions=(session,)))
    assert listed(client, "?q=SC-2020-03/D1") == ["SC-2021-01/D1", "SC-2020-03/D1"]
    assert listed(client, '?q="SC-2020-03/D1"') == ["SC-2021-01/D1"]


@pytest.mark.parametrize("address", ["/decisions/", "/decisions/actions/"])
def test_words_that_no_item_says_lead_to_all_minutes(client: Client, address: str) -> None:
    several(1)
    link = '<a href="/browse/?q=SC-2020-01%2FD9%20%26%20x">look for these words in all minutes</a>'
    assert link in page_of(client, f"{address}?q=SC-2020-01/D9%20%26%20x")
    assert "look for these words" not in page_of(client, f"{address}?year=2020&state=done")


@pytest.mark.parametrize("words", ["SC-2020-02/A1", "sc-2020-02/a1", "sc-2020-02"])
def test_the_list_of_action_items_finds_its_references(client: Client, words: str) -> None:
    several(3)
    promises = client.get("/decisions/actions/", {"q": words}).context["promises"]
    assert [promise.item.reference for promise in promises] == ["SC-2020-02/A1"]


def test_a_row_shows_the_text_as_minuted_its_outcome_terms_and_place(client: Client) -> None:
    several(1)
    page = page_of(client, "/decisions/")
    assert '<th scope="row"><a class="nb" href="/decisions/SC-2020-01/D1/">SC-2020-01/D1</a></th>' in page
    assert '<td class="what">Approved on condition word0.</td>' in page
    assert '<span class="chip chip--dec">Approved with conditions</span>' in page
    assert "Condition: “condition word0”" in page
    assert "Referred to: Board of Directors" in page
    assert '<a href="/meetings/m-0/#1.4">Session 1</a>' in page
    assert "<caption>1 decision</caption>" in page


def test_feedback_is_no_decision(client: Client) -> None:
    several(1)
    assert "Feedback word0" not in page_of(client, "/decisions/")


def test_an_outcome_that_is_not_stated_is_said_to_be_so(client: Client) -> None:
    factories.vocabulary()
    decided("A", 3, Outcome.UNSTATED)
    assert '<td data-l="Outcome"><span class="ref">Outcome not stated</span>' in page_of(client, "/decisions/")
    assert "<dt>Outcome</dt><dd>Outcome not stated</dd>" in page_of(client, "/decisions/SC-2020-03/D1/")


def test_what_was_left_out_is_said(client: Client) -> None:
    page = page_of(client, "/decisions/?outcome=shouted")
    assert '<p class="notes">Outcome: “shouted” is not known here and was left out.</p>' in page


def test_the_register_is_a_spreadsheet(client: Client) -> None:
    several(2)
    rows = list(
        csv.reader(client.get("/decisions/decisions.csv?year=2020").getvalue().decode("utf-8-sig").splitlines())
    )
    assert rows[0] == [
        *("reference", "meeting", "date", "decision", "outcome", "conditions", "referred to"),
        *("session", "citation", "address", "state", "state since", "recorded by", "evidence", "reviewed at"),
        "status of the minutes",
    ]
    assert rows[1] == [
        *("SC-2020-02/D1", "Minutes word1", "2020-02-01", "Approved on condition word1.", "Approved with conditions"),
        *("condition word1", "Board of Directors", "Session 1: Session word1", "1.4"),
        *("http://127.0.0.1:8000/decisions/SC-2020-02/D1/", "No update recorded", "", "", "", "", "approved"),
    ]
    assert len(rows) == 3


def test_a_decision_has_its_page(client: Client) -> None:
    several(1)
    page = page_of(client, "/decisions/SC-2020-01/D1/")
    assert '<h1>Decision <span class="nb">SC-2020-01/D1</span></h1>' in page
    assert "<p>Approved on condition word0.</p>" in page
    assert "<dt>Outcome</dt><dd>Approved with conditions</dd>" in page
    assert "<dt>Condition</dt><dd>“condition word0”</dd>" in page
    assert "<dt>Referred to</dt><dd>Board of Directors</dd>" in page
    assert '<a href="/meetings/m-0/#1.4">Session 1: Session word0, passage 1.4</a>' in page
    cited = "Minutes word0, 1 January 2020 (SC-2020-01), edition 1, decision SC-2020-01/D1, passage 1.4."
    assert f"Open Government Partnership, {cited} http://127.0.0.1:8000/meetings/m-0/editions/1/#1.4" in page
    assert "<p>No update is recorded. That says nothing of whether it was done.</p>" in page
    assert '<dt>State now</dt><dd> <span class="ref nb">No update recorded</span>' in page


def test_updates_stand_on_the_page_newest_first(client: Client) -> None:
    several(1)
    for day, state in ((1, Update.State.UNDER_WAY), (9, Update.State.CONDITION_MET)):
        evidence = f"https://example.org/{day}"
        Update.objects.create(
            meeting=factories.meeting("m-0"),
            number="D1",
            day=date(2020, 2, day),
            state=state,
            note="<b>",
            evidence=evidence,
        )
    page = page_of(client, "/decisions/SC-2020-01/D1/")
    assert page.index('Condition met</span><time datetime="2020-02-09">9 February 2020</time>') < page.index(
        "Under way"
    )
    assert ('href="https://example.org/9"' in page, "<p>&lt;b&gt;</p>" in page) == (True, True)
    assert "Under way" not in page_of(client, "/decisions/SC-2020-01/A1/")


def test_action_items_are_listed_with_their_state(client: Client) -> None:
    several(2, "draft")
    ActionItem.objects.filter(edition__meeting__slug="m-0").update(due=date(2020, 4, 4))
    for draft in Edition.objects.with_meeting():
        factories.turn(draft, "approved")
    Update.objects.create(meeting=factories.meeting("m-0"), number="A1", day=date(2020, 2, 2), state=Update.State.OPEN)
    Update.objects.create(meeting=factories.meeting("m-0"), number="A1", day=date(2020, 3, 3), state=Update.State.DONE)
    promises = client.get("/decisions/actions/").context["promises"]
    assert [(promise.item.reference, promise.state) for promise in promises] == [
        ("SC-2020-02/A1", "No update recorded"),
        ("SC-2020-01/A1", "Done"),
    ]
    page = page_of(client, "/decisions/actions/")
    assert '<td class="what">will share word0</td> <td class="sm" data-l="Responsible">Unit word0</td>' in page
    assert '<time class="nb" datetime="2020-04-04">4 April 2020</time>' in page
    assert '<a href="/meetings/m-0/#1.5">Session 1, 1.5</a>' in page


def test_an_action_item_has_its_page(client: Client) -> None:
    several(1)
    page = page_of(client, "/decisions/SC-2020-01/A1/")
    assert '<h1>Action item <span class="nb">SC-2020-01/A1</span></h1>' in page
    assert '<p class="txt">will share word0</p>' in page
    assert '<p class="txt">The SU will share word0.</p>' in page
    assert '<dt>Responsible</dt><dd><a href="/decisions/actions/?owner=Unit%20word0">Unit word0</a></dd>' in page
    assert "<dt>Due</dt><dd> Not stated" in page
    assert '<dt>State now</dt><dd> <span class="ref nb">No update recorded</span>' in page


def test_an_address_outlives_the_edition_that_held_it(client: Client) -> None:
    several(1)
    factories.meeting("m-0").editions.update(status="superseded")
    session = Session(number="1", heading="Session 1: Nothing decided")
    factories.edition(
        factories.small_minutes("word0", "m-0", date(2020, 1, 1), sessions=(session,)), reason="A correction"
    )
    assert listed(client) == []
    page = page_of(client, "/decisions/SC-2020-01/D1/")
    assert "This is the text of edition 1." in page
    assert '<a href="/meetings/m-0/editions/1/#1.4">' in page


@pytest.mark.parametrize(
    "address",
    [
        "/decisions/SC-2020-01/D2/",
        "/decisions/SC-2020-02/D1/",
        "/decisions/sc-2020-01/d2/",
        "/decisions/SC-2020-01/D0/",
        "/decisions/SC-2020-01/D99999/",
        "/decisions/SC-2020-01/B1/",
        "/decisions/%00/D1/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    several(1)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_what_is_not_approved_is_nowhere(client: Client, status: str) -> None:
    several(1, status)
    for address in PAGES[:4]:
        response = client.get(address)
        text = (response.getvalue() if response.streaming else response.content).decode()
        assert ("word0" in text, "SC-2020-01" in text) == (False, False)
    assert [client.get(address).status_code for address in PAGES[4:]] == [404, 404]
    client.force_login(factories.member())
    seen = status == "circulated"
    assert [client.get(address).status_code == 200 for address in PAGES[4:]] == [seen, seen]
    assert len(listed(client)) == seen
    client.force_login(factories.editor())
    assert "These minutes are not approved yet" in page_of(client, PAGES[4])


@pytest.mark.parametrize("meetings", [1, 3])
@pytest.mark.parametrize(("address", "queries"), list(zip(PAGES, [10, 8, 9, 8, 8, 14], strict=True)))
def test_queries_do_not_grow_with_rows(
    client: Client, address: str, queries: int, meetings: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    several(meetings)
    with django_assert_num_queries(queries):
        response = client.get(address)
        assert response.getvalue() if response.streaming else response.content


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_only_read(client: Client, address: str) -> None:
    several(1)
    refused = 403 if address.endswith("/A1/") else 405  # an action item is answered by its owner
    assert (client.head(address).status_code, client.post(address).status_code) == (200, refused)


@pytest.mark.parametrize("address", PAGES[:4])
def test_hostile_query_strings_are_answered(client: Client, address: str) -> None:
    several(1)
    queries = [*HOSTILE, "year=2020&outcome[]=endorsed", "outcome=%00&body=%ff"]
    answers = {query[:60]: client.generic("GET", address, QUERY_STRING=query).status_code for query in queries}
    assert answers == {query[:60]: 200 for query in queries}


def test_any_query_string_is_answered(client: Client) -> None:
    several(1)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(st.tuples(st.sampled_from(["year", "outcome", "body", "page"]), st.binary(max_size=12)), max_size=5)
    )
    def answer(query: list[tuple[str, bytes]]) -> None:
        raw = "&".join(f"{name}={''.join(f'%{byte:02x}' for byte in value)}" for name, value in query)
        assert client.generic("GET", "/decisions/", QUERY_STRING=raw).status_code == 200

    answer()


def test_the_lists_can_be_narrowed_to_a_meeting_and_say_so(client: Client) -> None:
    several(3)
    for address, title in (("/decisions/", "Register of decisions"), ("/decisions/actions/", "Action items")):
        page = client.get(f"{address}?meeting=m-0")
        slugs = {item.edition.meeting.slug for item in page.context["sheet"].page}
        assert slugs == {"m-0"}
        html = " ".join(page.content.decode().split())
        assert f"<h1>{title}, " in html
        assert '<input type="hidden" name="meeting" value="m-0"' in html
