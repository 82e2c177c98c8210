"""What is found within bounds: everything once, the newest counted, the newest of these ranked."""

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
