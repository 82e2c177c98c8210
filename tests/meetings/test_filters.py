"""What a query string asks for."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from meetings.filters import options_for
from meetings.minutes import Passage, Session
from meetings.models import Passage as Row
from meetings.words import Kind, Scope
from ogpminutes import results
from tests import factories

pytestmark = pytest.mark.django_db


def filters(query: str | dict[str, Any], user: Any = None) -> results.RecordFilter:
    reader = user or AnonymousUser()
    data = QueryDict(query if isinstance(query, str) else urlencode(query, doseq=True))
    return results.search(reader, data)


def found(query: str | dict[str, Any], user: Any = None) -> list[str]:
    rows = filters(query, user).qs.select_related("session__edition")
    return [f"{row.session.edition.reference}/{row.citation}" for row in rows]


def feedback(text: str, **more: Any) -> Passage:
    return Passage(kind=Kind.FEEDBACK, text=text, **more)


@pytest.fixture
def record() -> None:
    """Two meetings, every group of filters with something on both sides."""
    factories.vocabulary()
    breakout = Session(number="1A", heading="Europe", regions=("europe",), passages=(feedback("Écoute the SU."),))
    session = Session(
        number="1",
        heading="Session 1: Civic space",
        themes=("civic-space",),
        passages=(
            Passage(kind=Kind.NARRATIVE, text="Such support is 100% ensured."),
            feedback("Commitments **matter**, O’Neil said.", scope=Scope.COUNTRY, regions=("americas",)),
        ),
        breakouts=(breakout,),
    )
    factories.edition(factories.small_minutes(sessions=(session,)))
    plain = Session(number="1", heading="Session 1: Other", passages=(feedback("Commit early."),))
    factories.edition(factories.small_minutes("older", "may-2020", date(2020, 5, 5), sessions=(plain,)))


OLD, FIRST, SECOND, BREAKOUT = "SC-2020-05/1.1", "SC-2021-03/1.1", "SC-2021-03/1.2", "SC-2021-03/1A.1"


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("query", "citations"),
    [
        ("", [FIRST, SECOND, BREAKOUT, OLD]),
        ("kind=feedback", [SECOND, BREAKOUT, OLD]),
        ("kind=feedback&kind=narrative", [FIRST, SECOND, BREAKOUT, OLD]),
        ("kind=feedback&kind=narrative&year=2020", [OLD]),
        ("scope=country", [SECOND]),
        ("region=europe", [BREAKOUT]),
        ("region=americas&region=europe", [SECOND, BREAKOUT]),
        ("theme=civic-space", [FIRST, SECOND, BREAKOUT]),
        ("theme=civic-space&region=americas", [SECOND]),
        ("meeting=may-2020", [OLD]),
        ("year=2021&kind=narrative", [FIRST]),
        ("body=steering-committee", [FIRST, SECOND, BREAKOUT, OLD]),
        ("kind=decision", []),
    ],
)
def test_values_of_a_group_add_up_and_groups_narrow_down(query: str, citations: list[str]) -> None:
    assert found(query) == citations


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("words", "citations"),
    [
        ("commit", [SECOND, OLD]),
        ("commitments", [SECOND, OLD]),
        ('"commit"', [OLD]),
        ("COMMIT early", [OLD]),
        ("commit absent", []),
        ("su", [BREAKOUT]),
        ("ecoute", [BREAKOUT]),
        ("écoute", [BREAKOUT]),
        ("matter", [SECOND]),
        ("o'neil", [SECOND]),
        ("O’Neil", [SECOND]),
        ("100%", [FIRST]),
        ("100_", [FIRST]),
        ("civic space", [FIRST, SECOND]),
        ("europe", [BREAKOUT]),
        ('"commitments matter"', [SECOND]),
        ('"matter commitments"', []),
        ("' OR 1=1 --", []),
        ("%", [FIRST, SECOND, BREAKOUT, OLD]),
    ],
)
def test_all_words_must_occur_in_the_passage_or_its_heading(words: str, citations: list[str]) -> None:
    assert found({"q": words}) == citations


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("reference", "citations"),
    [
        ("1A.1", [BREAKOUT]),
        ("1a.1", [BREAKOUT]),
        (" 1.1 ", [FIRST, OLD]),
        ("SC-2020-05/1.1", [OLD]),
        ("sc-2020-05 1.1", [OLD]),
        ("SC-2020-05/1A.1", []),
        ("9Z.9", []),
        ("1.99999", []),
        ("SC-2021-03/D1", []),
    ],
)
def test_a_reference_finds_exactly_that_passage(reference: str, citations: list[str]) -> None:
    assert found({"q": reference}) == citations
    assert filters({"q": reference}).terms == ()


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("region=europe&q=commit", []),
        ("region=atlantis", ["Region: “atlantis” is not known here and was left out."]),
        ("year=2020%00", []),
        ("year=20x0", ["Year: “20x0” is not known here and was left out."]),
        (
            "kind=a&kind=b&kind=c&kind=d&kind=e",
            ["Kind: “a”, “b”, “c” and 2 more is not known here and was left out."],
        ),
        ("theme=" + "x" * 60, ["Theme: “" + "x" * 39 + "…” is not known here and was left out."]),
        ({"q": "y" * 201}, ["Only the first 200 characters were searched for."]),
        ({"q": "🎉 !?"}, ["“🎉 !?” holds no letter or digit to search for and was left out."]),
        ({"q": "_ __"}, ["“_ __” holds no letter or digit to search for and was left out."]),
        ("unheard=of", []),
    ],
)
def test_the_reader_is_told_what_was_left_out(query: str, notes: list[str]) -> None:
    asked = filters(query)
    list(asked.qs)
    assert asked.notes == notes


@pytest.mark.usefixtures("record")
def test_at_most_twenty_values_of_a_group_are_used() -> None:
    for number in range(25):
        factories.edition(factories.small_minutes(meeting=f"m-{number}", day=date(1960 + number, 1, 1)))
    asked = filters({"meeting": [f"m-{number}" for number in range(25)]})
    assert len(asked.chosen["meeting"]) == 20
    assert asked.notes == ["Meeting: only the first 20 of 25 were used."]


@pytest.mark.usefixtures("record")
def test_the_query_string_is_kept_clean() -> None:
    asked = filters("q=%00+civic%0a++space+&region=europe&region=europe&region=x&kind=feedback&page=9&junk=1")
    assert asked.query() == "q=civic+space&kind=feedback&region=europe"
    assert asked.query(without=("region", "europe")) == "q=civic+space&kind=feedback"
    assert asked.query(leave=("q", "kind")) == "region=europe"


@pytest.mark.usefixtures("record")
def test_a_draft_is_neither_found_nor_on_offer() -> None:
    factories.edition(factories.small_minutes("secret", "draft-2030", date(2030, 1, 1)), "draft")
    member, editor = factories.member(), factories.editor()
    assert (found("q=secret"), found("q=secret", member), len(found("q=secret", editor))) == ([], [], 6)
    assert [year for year, _ in options_for(member)["year"]] == ["2021", "2020"]
    assert [year for year, _ in options_for(editor)["year"]] == ["2030", "2021", "2020"]


@pytest.mark.usefixtures("record")
def test_a_newer_edition_stands_in_the_place_of_the_older() -> None:
    Row.objects.first()
    factories.meeting("may-2020").editions.update(status="superseded")
    newer = Session(number="1", heading="Session 1: Other", passages=(feedback("Corrected."),))
    minutes = factories.small_minutes("older", "may-2020", date(2020, 5, 5), sessions=(newer,))
    factories.edition(minutes, reason="A correction")
    assert found("year=2020") == [OLD]
    assert found("q=early") == []
