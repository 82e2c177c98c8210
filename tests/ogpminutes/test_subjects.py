"""A region or a theme over time: what was said, decided and promised, how often, and what is still open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from decisions.models import Update
from meetings.minutes import ActionItem, Decision, Passage, Session
from meetings.words import Kind, Outcome
from ogpminutes import subjects
from tests import factories
from tests.ogpminutes.test_browse import HOSTILE, several
from tests.pagetext import all_of, by_id, text, tree

pytestmark = pytest.mark.django_db
ASIA = "/regions/asia-pacific/"
CROSSED = f"{ASIA}?theme=civic-space"


def speaking(word: str, slug: str, day: date, regions: tuple[str, ...], themes: tuple[str, ...]) -> Any:
    """Minutes whose breakout is on regions; there a suggestion, a decision and a promise are on themes as well."""
    passages = (
        Passage(kind=Kind.FEEDBACK, text=f"Suggestion {word}.", themes=themes),
        Passage(kind=Kind.FEEDBACK, text=f"Other {word}."),
        Passage(
            kind=Kind.DECISION,
            text=f"Deferred {word}.",
            themes=themes,
            decision=Decision(number="D1", outcome=Outcome.DEFERRED),
        ),
        Passage(
            kind=Kind.NARRATIVE,
            text=f"The SU will send {word}.",
            themes=themes,
            actions=(ActionItem(number="A1", text=f"will send {word}", responsible="SU", due=date(2021, 1, 1)),),
        ),
    )
    breakout = Session(number="3C", heading=f"Asia-Pacific {word}", regions=regions, passages=passages)
    session = Session(number="3", heading=f"Session 3: Breakouts {word}", breakouts=(breakout,))
    return factories.small_minutes(word, slug, day, sessions=(session,))


@pytest.fixture
def _record() -> None:
    """Civic space in Asia-Pacific in 2013, 2014 and 2020; something else in 2016."""
    factories.vocabulary()
    about = (("asia-pacific",), ("civic-space",))
    factories.edition(speaking("first", "may-2013", date(2013, 5, 5), *about))
    factories.edition(speaking("second", "may-2014", date(2014, 5, 5), *about))
    factories.edition(speaking("other", "may-2016", date(2016, 5, 5), ("europe",), ("justice",)))
    factories.edition(speaking("newest", "may-2020", date(2020, 5, 5), *about))


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def follow(client: Client, address: str, words: str) -> str:
    """Give the address of the link of these words on a page."""
    links = all_of(tree(client.get(address)), "a")
    (found,) = {link.get("href", "") for link in links if text(link).startswith(words)}
    return found


@pytest.mark.usefixtures("_record")
def test_what_was_said_decided_and_done_is_three_clicks_from_home(client: Client) -> None:
    region = follow(client, "/", "Asia-Pacific")
    crossed = follow(client, region, "Civic space9 passages")
    assert (region, crossed) == (ASIA, CROSSED)
    Update.objects.create(meeting=factories.meeting("may-2020"), number="A1", day=date(2020, 6, 6), state="done")
    root = tree(client.get(f"{crossed}&since=2014"))
    assert text(all_of(root, "h1")[0]) == "Civic space in Asia-Pacific since 2014"
    said = [text(item) for item in all_of(by_id(root, "main"), "li") if item.find("p") is not None]
    assert said[3:] == [
        "Decision SC-2020-05/D1 Passage 3C.3 Deferred Breakout 3C Deferred newest. State: No update recorded",
        "Action item SC-2020-05/A1 Passage 3C.4 SU will send newest State: Done. Due 1 January 2021",
        "Feedback 3C.1 Breakout 3C, Asia-Pacific newest Steering Committee, 5 May 2020 Suggestion newest. "
        "Regions: Asia-Pacific Themes: Civic space",
        "Decision SC-2014-05/D1 Passage 3C.3 Deferred Breakout 3C Deferred second. State: No update recorded",
        "Action item SC-2014-05/A1 Passage 3C.4 SU will send second State: No update recorded. Due 1 January 2021",
        "Feedback 3C.1 Breakout 3C, Asia-Pacific second Steering Committee, 5 May 2014 Suggestion second. "
        "Regions: Asia-Pacific Themes: Civic space",
    ]


@pytest.mark.usefixtures("_record")
def test_what_is_open_stands_first_and_what_is_late_says_so(client: Client) -> None:
    Update.objects.create(meeting=factories.meeting("may-2014"), number="D1", day=date(2020, 6, 6), state="done")
    opened = client.get(CROSSED).context["open"]
    assert [promise.item.reference for promise in opened.decisions] == ["SC-2020-05/D1", "SC-2013-05/D1"]
    assert (opened.decision_count, opened.action_count, opened.is_more) == (2, 3, False)
    assert page(client, CROSSED).count('<span class="chip chip--dec">Overdue</span>') == 3


@pytest.mark.usefixtures("_record")
def test_only_the_newest_open_items_are_listed_and_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subjects, "OPEN", 2)
    opened = client.get(CROSSED).context["open"]
    assert [promise.item.reference for promise in opened.actions] == ["SC-2020-05/A1", "SC-2014-05/A1"]
    assert (opened.action_count, opened.is_more) == (3, True)
    assert "The newest 2 decisions and 2 action items are listed here" in page(client, CROSSED)
    for slug in ("may-2013", "may-2014", "may-2020"):
        Update.objects.create(meeting=factories.meeting(slug), number="D1", day=date(2020, 6, 6), state="done")
    assert "The newest 2 action items are listed here" in page(client, CROSSED)


@pytest.mark.usefixtures("_record")
def test_the_years_are_a_chart_and_a_table_of_the_same_numbers(client: Client) -> None:
    response = client.get(ASIA)
    history = response.context["history"]
    assert history.years == [subjects.Year(year, 1, 1, 2, 1, 4) for year in (2020, 2014, 2013)]
    assert history.counts == {"meetings": 3, "sessions": 3, "passages": 12, "feedback": 6, "decisions": 3}
    root = tree(response)
    (drawing,) = all_of(root, "svg", "years")
    assert drawing.get("role") == "img"
    assert text(by_id(root, "chart-title")) == "Passages by year, 2013 to 2020"
    assert text(by_id(root, "chart-text")) == "2013: 4, 2014: 4, 2015: 0, 2016: 0, 2017: 0, 2018: 0, 2019: 0, 2020: 4"
    (table,) = all_of(root, "table", "tally")
    assert [text(row) for row in all_of(table, "tr")][1:] == ["2020 1 1 2 1 4", "2014 1 1 2 1 4", "2013 1 1 2 1 4"]
    link = next(link for link in all_of(table, "a") if text(link) == "2014")
    assert link.get("href") == "/browse/?region=asia-pacific&year=2014"
    assert client.get(link.get("href", "")).context["sheet"].count == 4


def test_one_meeting_has_no_chart(client: Client) -> None:
    several(1)
    root = tree(client.get("/regions/americas/"))
    assert (all_of(root, "svg", "years"), all_of(root, "table")) == ([], [])
    assert text(all_of(root, "dl", "nums")[0]) == (
        "1 meeting, 1 session on it 1 feedback item 0 decisions 0 open action items"
    )


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("address", "meetings", "browse"),
    [
        (ASIA, ["may-2020", "may-2014", "may-2013"], "region=asia-pacific"),
        (f"{ASIA}?since=2014", ["may-2020", "may-2014"], "region=asia-pacific&year=2020&year=2014"),
        (f"{ASIA}?since=2015", ["may-2020"], "region=asia-pacific&year=2020"),
        (f"{ASIA}?since=2021", [], ""),
        (f"{ASIA}?theme=justice", [], ""),
        (CROSSED, ["may-2020", "may-2014", "may-2013"], "region=asia-pacific&theme=civic-space"),
        ("/themes/civic-space/?region=asia-pacific", ["may-2020", "may-2014", "may-2013"],
         "theme=civic-space&region=asia-pacific"),
    ],
)  # fmt: skip
def test_a_history_is_narrowed_and_browse_gives_the_same_passages(
    client: Client, address: str, meetings: list[str], browse: str
) -> None:
    response = client.get(address)
    assert [chapter.edition.meeting.slug for chapter in response.context["chapters"]] == meetings
    history = response.context["history"]
    if meetings:
        assert history.query == browse
        assert client.get(f"/browse/?{browse}").context["sheet"].count == history.counts["passages"]


@pytest.mark.usefixtures("_record")
def test_a_history_is_told_from_its_beginning_where_that_is_asked_for(client: Client) -> None:
    answer = client.get(f"{CROSSED}&since=2013&sort=oldest")
    history, found = answer.context["history"], answer.context["chapters"]
    assert [chapter.edition.meeting.slug for chapter in found] == ["may-2013", "may-2014", "may-2020"]
    assert [year.year for year in history.years] == [2013, 2014, 2020]
    years = "year=2013&year=2014&year=2020"
    assert history.query == f"region=asia-pacific&theme=civic-space&{years}&sort=oldest"
    assert client.get(f"/browse/?{history.query}").context["results"][0].reference == "SC-2013-05"
    assert history.narrowing.own_query == "theme=civic-space&since=2013&sort=oldest"
    shown = " ".join(answer.content.decode().split())
    assert '<a class="btn" href="/regions/asia-pacific/?sort=oldest">All on Asia-Pacific</a>' in shown
    assert '<option value="oldest" selected>Oldest first</option>' in shown
    assert "sort=" not in page(client, f"{ASIA}?sort=zebra").replace('name="sort"', "")


@pytest.mark.usefixtures("_record")
def test_an_order_alone_narrows_no_history(client: Client) -> None:
    assert "All on Asia-Pacific" not in page(client, f"{ASIA}?sort=oldest")
    assert "<h2>The minutes do not speak of this region yet</h2>" in page(client, "/regions/americas/?sort=oldest")


@pytest.mark.usefixtures("_record")
def test_a_history_without_anything_says_where_there_is_more(client: Client) -> None:
    assert (
        '<h2>The minutes say nothing on Justice in Asia-Pacific since 2014</h2><p><a href="/regions/asia-pacific/">'
    ) in page(client, f"{ASIA}?theme=justice&since=2014")
    assert "<h2>The minutes do not speak of this region yet</h2>" in page(client, "/regions/americas/")


@pytest.mark.usefixtures("_record")
def test_crossings_lead_there_and_back_over_the_same_years(client: Client) -> None:
    found = client.get(f"{ASIA}?since=2014").context["crossings"]
    assert [(str(crossing.subject), crossing.passages, crossing.query) for crossing in found] == [
        ("Civic space", 6, "theme=civic-space&since=2014")
    ]
    crossed = page(client, f"{CROSSED}&since=2014")
    assert '<a class="btn" href="/themes/civic-space/?since=2014">All on Civic space</a>' in crossed
    assert '<a class="btn" href="/regions/asia-pacific/">All on Asia-Pacific</a>' in crossed
    themes = client.get("/themes/civic-space/?since=2014").context["crossings"]
    assert [(str(crossing.subject), crossing.passages) for crossing in themes] == [("Asia-Pacific", 6)]


@pytest.mark.usefixtures("_record")
def test_a_narrowing_that_cannot_be_meant_is_left_out_and_said(client: Client) -> None:
    response = client.get(f"{ASIA}?theme=atlantis&since=never")
    assert response.context["narrowing"].notes == [
        "Theme: “atlantis” is not known here and was left out.",
        "Since: “never” is not known here and was left out.",
    ]
    assert len(response.context["chapters"]) == 3


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    "query",
    [
        *HOSTILE,
        "since=%00",
        "since=0000",
        "since=99999",
        "since=%C2%B2%E2%81%B0%C2%B9%E2%81%B4",
        "theme=%00&since=2014",
    ],
)
def test_hostile_narrowings_are_answered(client: Client, query: str) -> None:
    assert client.generic("GET", ASIA, QUERY_STRING=query).status_code == 200


def test_a_session_shows_under_its_meeting(client: Client) -> None:
    several(2)
    response = client.get("/regions/americas/")
    chapters = response.context["chapters"]
    assert [chapter.edition.reference for chapter in chapters] == ["SC-2020-02", "SC-2020-01"]
    assert [session.number for chapter in chapters for session in chapter.sessions] == ["1A", "1A"]
    assert [result.citation for chapter in chapters for result in chapter.suggested] == ["1A.1", "1A.1"]
    assert '<a href="/meetings/m-1/#session-1A">' in response.content.decode()


def test_a_history_has_five_meetings_a_page_and_keeps_what_was_asked(client: Client) -> None:
    several(6)
    assert len(client.get("/themes/civic-space/").context["chapters"]) == 5
    response = client.get("/themes/civic-space/?region=europe&since=2019&page=2")
    assert [chapter.edition.meeting.slug for chapter in response.context["chapters"]] == ["m-0"]
    assert '<a href="?region=europe&amp;since=2019&amp;page=1" rel="prev">' in response.content.decode()


def test_a_long_chapter_leads_to_all_of_its_feedback(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "FEEDBACK", 1)
    factories.vocabulary()
    factories.edition(speaking("long", "may-2020", date(2020, 5, 5), ("asia-pacific",), ()))
    assert follow(client, ASIA, "All 2 feedback items") == (
        "/browse/?region=asia-pacific&meeting=may-2020&kind=feedback"
    )


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_a_draft_is_in_no_number_of_a_history(client: Client, status: str) -> None:
    before = [client.get(address).content for address in (ASIA, CROSSED, "/themes/civic-space/")]
    factories.edition(
        speaking("secretword", "may-2022", date(2022, 5, 5), ("asia-pacific", "europe"), ("civic-space",)), status
    )
    assert [client.get(address).content for address in (ASIA, CROSSED, "/themes/civic-space/")] == before
    client.force_login(factories.editor())
    assert client.get(CROSSED).context["history"].counts["meetings"] == 4
