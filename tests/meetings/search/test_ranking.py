"""What is found within bounds: everything once, the newest counted, the newest of these ranked; or the oldest."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from meetings.facets import counts
from meetings.search import ranking
from ogpminutes import results
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> None:
    """Four meetings of six passages each, all of which say `plain`."""
    factories.vocabulary()
    for year in range(2015, 2019):
        factories.edition(factories.small_minutes("plain", f"m-{year}", date(year, 1, 1)))


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(("ranked", "counted"), [(1, 1), (3, 5), (5, 5), (4, 23), (24, 24), (30, 40)])
@pytest.mark.parametrize(
    "query", ["q=plain", "q=poin*+or+plain", "q=plain+-decision", "q=plain&sort=date", "q=-absent"]
)
def test_pages_give_the_newest_once_and_the_newest_of_these_by_rank(
    query: str, ranked: int, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "LARGE", ranking.Bounds(counted, ranked))
    monkeypatch.setattr(ranking, "WHOLE", 0)
    filters = results.search(AnonymousUser(), QueryDict(query))
    everything = list(filters.without().newest_first().values_list("pk", "key"))
    found = counts(filters).found
    assert [row[:2] for row in found.rows] == everything[:counted]
    assert found.is_cut == (len(everything) > counted)
    listed = [row[0] for start in range(0, counted, 2) for row in ranking.page(found, start, start + 2)]
    newest = [key for key, _ in everything[:counted]]
    if filters.is_by_rank:
        first = sorted(newest[:ranked], key=lambda key: -found.scores[key])
        assert (set(found.scores), listed) == (set(first), [*first, *newest[ranked:]])
    else:
        assert (found.scores, listed) == ({}, newest)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("counted", [1, 5, 6, 9, 23, 24, 40])
@pytest.mark.parametrize("query", ["q=plain", "q=poin*+or+plain", "q=plain+-decision&kind=feedback", "q=-absent", ""])
def test_the_oldest_of_the_whole_record_come_first_and_each_meeting_as_it_is_written(
    query: str, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "LARGE", ranking.Bounds(counted, counted))
    monkeypatch.setattr(ranking, "WHOLE", 0)
    filters = results.search(AnonymousUser(), QueryDict(f"{query}&sort=oldest"))
    everything = list(filters.qs.values_list("pk", flat=True))
    places = list(filters.qs.values_list("session__edition__meeting__slug", "session__position", "number"))
    assert places == sorted(places)  # m-2015 before m-2016
    assert {slug for slug, *_ in places} == {"m-2015", "m-2016", "m-2017", "m-2018"}
    found = counts(filters).found
    assert [row[1] for row in found.rows] == everything[:counted]
    assert (found.is_cut, found.scores) == (len(everything) > counted, {})
    assert [row[1] for row in ranking.page(found, 1, 3)] == everything[:counted][1:3]


@pytest.mark.usefixtures("record")
def test_where_the_oldest_are_asked_for_meetings_of_one_day_are_not_mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.edition(factories.small_minutes("plain", "n-2015", date(2015, 1, 1), reference="OTHER"))
    monkeypatch.setattr(ranking, "LARGE", ranking.Bounds(8, 8))
    monkeypatch.setattr(ranking, "WHOLE", 0)
    filters = results.search(AnonymousUser(), QueryDict("q=plain&sort=oldest"))
    found = [row[1] for row in counts(filters).found.rows]
    assert found == list(filters.qs.values_list("pk", flat=True)[:8])
