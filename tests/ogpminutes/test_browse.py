"""The browse page, its CSV, and the pages of regions and themes."""

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.highlighting import Part
from meetings.minutes import Passage, Session
from meetings.words import Kind
from ogpminutes.results import WayOut
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = ["/browse/", "/browse/results.csv", "/regions/", "/regions/europe/", "/themes/", "/themes/civic-space/"]
HOSTILE = [
    "q=%00",
    "q=%00%01%1f&region=%00&page=%00",
    "q=%ff%fe%80",
    "q=%ED%A0%80",
    "q=\xff",
    "q=' OR 1=1 --&region=europe' OR '1'='1",
    "q=%25%5C%5F_%",
    "q=(((([[[[***+++???",
    "q=" + "a " * 5000,
    "q=" + "%C3%A9" * 5000,
    "q[]=a&q[0]=b&region[]=europe",
    "q=a&q=b&page=1&page=2",
    "page=-1",
    "page=0",
    "page=99999999999999999999",
    "page=" + "9" * 5000,
    "page=1.5&year=nan",
    "year=99999999999999999999&year=-1&year=2020%00",
    "region=" + "&region=".join(f"r{number}" for number in range(900)),
    "kind=decision&kind=<script>alert(1)</script>",
    "&&&===;;;%",
    "%00=%00",
]


def several(number: int, status: str = "approved") -> None:
    factories.vocabulary()
    for place in range(number):
        factories.edition(factories.small_minutes(f"word{place}", f"m-{place}", date(2020, 1 + place, 1)), status)


def citations(client: Client, address: str) -> list[str]:
    results = client.get(address).context["results"]
    return [f"{result.reference}/{result.citation}" for result in results]


def test_the_newest_meeting_comes_first_and_each_as_it_is_written(client: Client) -> None:
    several(2)
    numbers = ["1.1", "1.2", "1.3", "1.4", "1.5", "1A.1"]
    assert citations(client, "/browse/") == [f"SC-2020-0{month}/{number}" for month in (2, 1) for number in numbers]


def test_a_result_shows_kind_citation_session_meeting_and_the_words_that_were_found(client: Client) -> None:
    several(1)
    response = client.get("/browse/", {"q": "FEEDBACK", "region": "europe"})
    page = " ".join(response.content.decode().split())
    (result,) = response.context["results"]
    assert result.parts == [Part("Feedback", is_found=True), Part(" word0.")]
    assert result.regions == (("europe", "Europe"),)
    assert result.themes == (("civic-space", "Civic space"),)
    assert '<a href="/meetings/m-0/#1.3">Feedback 1.3</a>' in page
    assert '<p class="q"><mark>Feedback</mark> word0.</p>' in page
    assert "<span>Session 1, Session word0</span>" in page
    assert '<a href="/themes/civic-space/">Civic space</a>' in page
    assert '<h2 id="count">1 result for “FEEDBACK”</h2>' in page


def test_a_decision_looks_like_one_and_feedback_does_not(client: Client) -> None:
    several(1)
    decision = client.get("/browse/?kind=decision").content.decode()
    feedback = client.get("/browse/?kind=feedback").content.decode()
    assert decision.count('<li class="is-dec">') == 1
    assert '<a href="/decisions/SC-2020-01/D1/">Decision SC-2020-01/D1</a>' in decision
    assert ("is-dec" in feedback, "kind--decision" in feedback, "SC-2020-01/D1" in feedback) == (False, False, False)


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("1A.1", ["SC-2020-02/1A.1", "SC-2020-01/1A.1"]),
        ("SC-2020-01/1A.1", ["SC-2020-01/1A.1"]),
        ("SC-2020-02/D1", ["SC-2020-02/1.4"]),
        ("sc-2020-02/a1", ["SC-2020-02/1.5"]),
        ("SC-2020-02/D2", []),
        ("SC-2020-09/D1", []),
    ],
)
def test_a_reference_finds_exactly_what_it_cites(client: Client, reference: str, found: list[str]) -> None:
    several(2)
    assert citations(client, f"/browse/?list=1&q={reference}") == found


def test_signs_of_html_are_shown_as_they_were_typed(client: Client) -> None:
    factories.vocabulary()
    text = "Say <script>alert(1)</script> **loudly**."
    passage = Passage(kind=Kind.POINT, text=text)
    session = Session(number="1", heading="Session 1: <i>One</i>", passages=(passage,))
    factories.edition(factories.small_minutes(sessions=(session,)))
    page = client.get("/browse/", {"q": "alert <img>", "kind": "<b>"}).content.decode()
    assert ("<script>alert" in page, "<img>" in page, "<b>" in page, "<i>One" in page) == (False,) * 4
    page = client.get("/browse/", {"q": "alert"}).content.decode()
    assert "Say &lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt; loudly." in page


def test_pages_have_20_results_and_keep_the_search(client: Client) -> None:
    several(9)
    response = client.get("/browse/?q=word&page=2")
    page = response.content.decode()
    sheet = response.context["sheet"]
    assert (sheet.count, len(response.context["results"]), sheet.page.number) == (54, 20, 2)
    assert '<a href="?q=word&amp;page=1" rel="prev">Previous</a>' in page
    assert '<a href="?q=word&amp;page=3" rel="next">Next</a>' in page
    assert len(client.get("/browse/?q=word&page=99").context["results"]) == 14


def test_an_empty_result_says_which_filter_to_take_away(client: Client) -> None:
    several(1)
    response = client.get("/browse/?q=feedback&kind=decision&region=americas")
    assert response.context["ways_out"] == [WayOut("“Decision”", "q=feedback&region=americas", 1)]
    page = " ".join(response.content.decode().split())
    assert "Nothing in the minutes matches these words and all of these filters" in page
    assert '<a href="/browse/?q=feedback&amp;region=americas">remove “Decision”</a> and see 1 result' in page
    assert "Download as CSV" not in page


def test_where_no_single_filter_is_in_the_way_all_are_taken_away(client: Client) -> None:
    several(1)
    response = client.get("/browse/?q=feedback&kind=decision&scope=global")
    assert response.context["ways_out"] == [WayOut("all filters", "q=feedback", 2)]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("q=absent", "Nothing in the minutes says all of these words"),
        ("scope=global", "Nothing in the minutes matches all of these filters"),
        ("q=9Z.9", "No passage, decision or action item is cited as 9Z.9"),
    ],
)
def test_an_empty_result_says_why(client: Client, query: str, heading: str) -> None:
    several(1)
    assert f"<h3>{heading}</h3>" in client.get(f"/browse/?{query}").content.decode()


def test_an_empty_portal_says_so(client: Client) -> None:
    assert "<h3>No minutes are published yet</h3>" in client.get("/browse/").content.decode()


def test_what_was_left_out_is_said(client: Client) -> None:
    several(1)
    page = client.get("/browse/?region=atlantis").content.decode()
    assert '<p class="notes">Region: “atlantis” is not known here and was left out.</p>' in page


def test_the_csv_holds_every_result(client: Client) -> None:
    several(9)
    response = client.get("/browse/results.csv?q=word")
    rows = list(csv.reader(response.getvalue().decode("utf-8-sig").splitlines()))
    assert len(rows) == 55
    columns = ["meeting", "date", "citation", "kind", "scope", "regions", "themes", "text", "address"]
    columns.append("status of the minutes")
    assert (rows[0], rows[3]) == (
        columns,
        [
            *("Minutes word8", "2020-09-01", "SC-2020-09/1.3", "feedback", "", "Europe", "Civic space"),
            *("Feedback word8.", "http://127.0.0.1:8000/meetings/m-8/#1.3", "approved"),
        ],
    )


def test_the_csv_runs_no_formula(client: Client) -> None:
    factories.vocabulary()
    session = Session(number="1", heading="H", passages=(Passage(kind=Kind.POINT, text="=HYPERLINK(1)"),))
    factories.edition(factories.small_minutes(sessions=(session,), title="@Minutes"))
    rows = list(csv.reader(client.get("/browse/results.csv").getvalue().decode("utf-8-sig").splitlines()))
    assert (rows[1][0], rows[1][7]) == ("'@Minutes", "'=HYPERLINK(1)")


def test_regions_and_themes_are_listed_with_their_counts(client: Client) -> None:
    several(2)
    rows = {
        row.subject.slug: (row.feedback, row.decisions, row.passages) for row in client.get("/regions/").context["rows"]
    }
    assert (rows["europe"], rows["americas"], rows["asia-pacific"]) == ((2, 0, 2), (2, 0, 2), (0, 0, 0))
    rows = {row.subject.slug: row.feedback for row in client.get("/themes/").context["rows"]}
    assert (rows["civic-space"], sum(rows.values())) == (2, 2)


@pytest.mark.parametrize("address", ["/regions/atlantis/", "/themes/europe/", "/regions/%00/", "/regions/europe"])
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    several(1)
    assert client.get(address).status_code in ({301} if address == "/regions/europe" else {404})


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_only_read(client: Client, address: str) -> None:
    several(1)
    assert (client.head(address).status_code, client.post(address).status_code) == (200, 405)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_what_is_not_approved_is_nowhere(client: Client, address: str, status: str) -> None:
    several(1)
    factories.edition(factories.small_minutes("secretword", "m-9", date(2030, 9, 1)), status)

    def text() -> str:
        response = client.get(address)
        return (response.getvalue() if response.streaming else response.content).decode()

    anonymous = text()
    client.force_login(factories.member())
    member = text()
    client.force_login(factories.editor())
    told = status == "circulated" and address not in ("/regions/", "/themes/")
    assert ("secretword" in anonymous, "2030" in anonymous, "secretword" in member) == (False, False, told)
    if address == "/browse/":
        assert client.get(address).context["sheet"].count == 12
        assert ("secretword" in text(), "2030" in text()) == (True, True)


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_what_is_not_approved_is_never_counted(client: Client, status: str) -> None:
    several(2, status)
    response = client.get("/browse/")
    assert {option.count for facet in response.context["facets"] for option in facet.options} == {0}
    assert {row.passages for row in client.get("/regions/").context["rows"]} == {0}
    assert client.get("/themes/civic-space/").context["history"].counts["passages"] == 0


QUERIES = [
    ("/browse/", 9),
    ("/browse/?q=word&region=europe&kind=feedback", 14),
    ("/browse/?q=absent&region=europe&kind=feedback", 18),
    ("/browse/results.csv", 5),
    ("/regions/", 11),
    ("/themes/", 11),
    ("/regions/americas/", 30),
    ("/themes/civic-space/", 30),
    ("/regions/europe/?theme=civic-space&since=2014", 30),
]


@pytest.mark.parametrize("meetings", [1, 3])
@pytest.mark.parametrize(("address", "queries"), QUERIES)
def test_queries_do_not_grow_with_rows(
    client: Client, address: str, queries: int, meetings: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    several(meetings)
    with django_assert_num_queries(queries):
        response = client.get(address)
        assert response.getvalue() if response.streaming else response.content


@pytest.mark.parametrize("address", PAGES)
def test_hostile_query_strings_are_answered(client: Client, address: str) -> None:
    several(1)
    answers = {query[:60]: client.generic("GET", address, QUERY_STRING=query).status_code for query in HOSTILE}
    assert answers == {query[:60]: 200 for query in HOSTILE}


@pytest.mark.parametrize("address", PAGES[:2])
def test_ten_thousand_values_are_refused(client: Client, address: str) -> None:
    """Django's own limit: a bad request, no error of ours."""
    query = "&".join(f"region=r{number}" for number in range(10_000))
    assert client.generic("GET", address, QUERY_STRING=query).status_code == 400


@pytest.mark.parametrize("address", PAGES)
def test_any_query_string_is_answered(client: Client, address: str) -> None:
    several(1)
    names = st.sampled_from(["q", "region", "kind", "year", "page", "meeting", "x", ""])
    signs = st.text(st.characters(max_codepoint=255), max_size=30)
    encoded = st.binary(max_size=20).map(lambda raw: "".join(f"%{byte:02x}" for byte in raw))
    pairs = st.lists(st.tuples(names, signs | encoded), max_size=6)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(pairs)
    def answer(query: list[tuple[str, str]]) -> None:
        raw = "&".join(f"{name}={value}" for name, value in query)
        assert client.generic("GET", address, QUERY_STRING=raw).status_code == 200

    answer()
