"""The counts beside the filters, held against a count by hand."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings import facets
from meetings.facets import Option, Subjects, chips, count, counts, subjects_of
from meetings.minutes import Minutes, Passage, Session
from meetings.models import Entry
from meetings.models import Passage as Row
from meetings.search import ranking
from meetings.words import Kind, Scope
from tests import factories
from tests.meetings.test_filters import filters, found

pytestmark = pytest.mark.django_db

TAGS = ((), ("europe",), ("americas",), ("americas", "europe"))
THEMES = ((), ("civic-space",), ("anti-corruption", "civic-space"))


def every_mixture(slug: str, day: date) -> Minutes:
    """A passage for every mixture of regions of itself, its session and its parent; themes, kinds and words in turn."""
    themes, words = cycle(THEMES), cycle(("Alpha", "béta", "alphabet", "gamma", "delta"))
    kinds = cycle([(Kind.FEEDBACK, Scope.COUNTRY), (Kind.POINT, Scope.UNSTATED), (Kind.FEEDBACK, Scope.UNSTATED)])

    def passages() -> Iterator[Passage]:
        for regions, (kind, scope) in zip(TAGS, kinds, strict=False):
            yield Passage(kind=kind, scope=scope, text=f"Say {next(words)}.", regions=regions, themes=next(themes))

    sessions = []
    for place, own in enumerate(TAGS):
        breakouts = tuple(
            Session(number=f"{place}{letter}", heading=letter, regions=regions, passages=tuple(passages()))
            for letter, regions in zip("ABCD", TAGS, strict=True)
        )
        heading = f"Session {place}: Whole"
        session = Session(
            number=str(place),
            heading=heading,
            regions=own,
            themes=next(themes),
            passages=tuple(passages()),
            breakouts=breakouts,
        )
        sessions.append(session)
    return factories.small_minutes("mixed", slug, day, sessions=tuple(sessions))


@dataclass(frozen=True)
class Counted:
    """A passage as a person with a pencil sees it."""

    citation: str
    words: set[str]
    values: dict[str, set[str]]


def by_hand(minutes: Minutes) -> Iterator[Counted]:
    for parent in minutes.sessions:
        for session in (parent, *parent.breakouts):
            for citation, passage in session.numbered():
                levels = (parent, session, passage)
                yield Counted(
                    f"{minutes.reference}/{citation}",
                    set(passage.text.lower().replace("é", "e").strip(".").split()),
                    {
                        "kind": {passage.kind.value},
                        "scope": {passage.scope.value},
                        "region": {slug for level in levels for slug in level.regions},
                        "theme": {slug for level in levels for slug in level.themes},
                        "meeting": {minutes.meeting},
                        "body": {minutes.body},
                        "year": {str(minutes.first_day.year)},
                    },
                )


@pytest.fixture
def record() -> list[Counted]:
    factories.vocabulary()
    newer, older = every_mixture("june-2021", date(2021, 6, 1)), every_mixture("may-2020", date(2020, 5, 5))
    for minutes in (newer, older):
        factories.edition(minutes)
    return [*by_hand(newer), *by_hand(older)]


def matches(passage: Counted, asked: dict[str, list[str]], but: str = "") -> bool:
    groups = {name: values for name, values in asked.items() if name not in ("q", but) and values}
    words = asked["q"][0].replace("é", "e").lower().split() if asked.get("q") else []
    return all(set(values) & passage.values[name] for name, values in groups.items()) and all(
        any(said.startswith(word) for said in passage.words) for word in words
    )


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


ASKED = st.fixed_dictionaries(
    {
        "q": st.sampled_from([[], ["alpha"], ["ALPHABET"], ["beta say"], ["Béta"], ["absent"]]),
        "kind": some("feedback", "point", "decision"),
        "scope": some("country", "global"),
        "region": some("europe", "americas"),
        "theme": some("civic-space", "anti-corruption"),
        "meeting": some("june-2021", "may-2020"),
        "body": some("steering-committee"),
        "year": some("2020", "2021"),
    }
)


@pytest.mark.parametrize("ranked", [2_000, 0], ids=["told from what is found", "each asked for"])
def test_results_and_counts_are_those_by_hand(
    record: list[Counted], ranked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "SMALL", ranking.Bounds(10_000, ranked))

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ASKED)
    def agree(asked: dict[str, list[str]]) -> None:
        by_hand = sorted(one.citation for one in record if matches(one, asked))
        counted = counts(filters(asked))
        assert sorted(found(asked)) == by_hand
        assert counted.found.total == len(by_hand)
        for facet in counted.facets:
            if facet.name not in asked:
                continue
            others = [one for one in record if matches(one, asked, but=facet.name)]
            numbers = Counter(value for one in others for value in one.values[facet.name])
            assert [(option.value, option.count) for option in facet.options] == [
                (option.value, numbers[option.value]) for option in facet.options
            ]

    agree()


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("size", "ranked", "asked"), [(10_000, 2_000, [2_000]), (10_000, 1, [1, 1]), (10_001, 2_000, [0, 2_000])]
)
def test_what_is_listed_alone_is_ranked(
    size: int, ranked: int, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where little is found under no group, it is found once; what cannot be ranked from that is asked for anew.

    Of a large record much is found, so that ranking it all would be for nothing.
    """
    monkeypatch.setattr(ranking, "SMALL", ranking.Bounds(10_000, ranked))
    searches: list[int] = []

    def find(*arguments: Any, most: int, ranked: int) -> ranking.Found:
        searches.append(ranked)
        return ranking.find(*arguments, most=most, ranked=ranked)

    monkeypatch.setattr(facets, "find", find)
    narrowed = filters("q=alphabet&region=europe&kind=feedback")
    narrowed.size = lambda: size
    assert counts(narrowed).found.total > 0
    assert searches == asked


def test_every_group_is_counted_for_those_who_see_more() -> None:
    factories.vocabulary()
    for year, status in ((2019, "approved"), (2020, "circulated"), (2021, "draft")):
        factories.edition(factories.small_minutes(meeting=f"m-{year}", day=date(year, 1, 1)), status)
    counted = {
        facet.name: {option.value: option.count for option in facet.options if option.count}
        for facet in counts(filters("status=draft&status=circulated&q=plain+-paragraph", factories.editor())).facets
    }
    assert counted == {
        **{"kind": {"narrative": 2, "point": 2, "feedback": 4, "decision": 2}, "scope": {}},
        **{"region": {"americas": 2, "europe": 2}, "theme": {"civic-space": 2}},
        **{"meeting": {"m-2021": 5, "m-2020": 5}, "body": {"steering-committee": 10}, "year": {"2021": 5, "2020": 5}},
        **{"status": {"draft": 5, "circulated": 5, "approved": 5}, "outcome": {"approved-with-conditions": 2}},
        **{"state": {"open": 4}, "organisation": {}},
    }


def test_an_option_says_its_name_its_count_and_whether_it_is_chosen(record: list[Counted]) -> None:
    in_country = sum(matches(one, {"scope": ["country"], "q": ["alphabet"]}) for one in record)
    facet = counts(filters("scope=country&q=alphabet")).facets[1]
    assert (facet.name, facet.title) == ("scope", "Scope of feedback")
    assert facet.options == (
        Option("overall", "Overall", 0, is_chosen=False),
        Option("country", "Country", in_country, is_chosen=True),
        Option("thematic", "Thematic", 0, is_chosen=False),
        Option("global", "Global", 0, is_chosen=False),
    )
    assert in_country > 0


@pytest.mark.usefixtures("record")
def test_each_filter_in_use_has_a_chip_that_takes_it_away() -> None:
    found_chips = [(chip.title, chip.label, chip.query) for chip in chips(filters("q=say&region=europe&kind=feedback"))]
    assert found_chips == [
        ("Kind", "Feedback", "q=say&region=europe"),
        ("Region", "Europe", "q=say&kind=feedback"),
    ]


def test_a_draft_is_never_counted() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes(), "draft")
    rows = Entry.objects.passages().current_for(AnonymousUser())
    assert {column: dict(count(rows, column)) for column in ("kind", "regions")} == {"kind": {}, "regions": {}}
    assert {option.count for facet in counts(filters("", factories.member())).facets for option in facet.options} == {0}
    drafted = Entry.objects.passages().current_for(factories.editor())
    assert dict(count(drafted, "regions")) == {"americas": 1, "europe": 1}


@pytest.mark.parametrize("meetings", [1, 3])
@pytest.mark.parametrize("query", ["", "q=feedback", "region=europe&theme=civic-space&kind=feedback"])
def test_counting_little_costs_four_queries_whatever_is_narrowed(
    query: str, meetings: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    factories.vocabulary()
    for place in range(meetings):
        factories.edition(factories.small_minutes(meeting=f"m-{place}", day=date(2000 + place, 1, 1)))
    asked = filters(query)
    with django_assert_num_queries(4):
        counts(asked)


def test_subjects_of_a_passage_include_those_of_its_session_and_its_parent(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    factories.vocabulary()
    passage = Passage(kind=Kind.POINT, text="Text.", regions=("europe",))
    breakout = Session(number="1A", heading="A", regions=("americas",), themes=("civic-space",), passages=(passage,))
    session = Session(number="1", heading="B", regions=("europe",), themes=("anti-corruption",), breakouts=(breakout,))
    factories.edition(factories.small_minutes(sessions=(session,)))
    key = Row.objects.get().pk
    with django_assert_num_queries(1):
        assert subjects_of(Row.objects.all(), [key]) == {
            key: Subjects(regions=("americas", "europe"), themes=("anti-corruption", "civic-space"))
        }
