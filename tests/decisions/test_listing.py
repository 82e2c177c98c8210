"""A page of a long register is what a page of all of it would be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from decisions.listing import Listing
from decisions.models import Decision
from meetings.minutes import Decision as Decided
from meetings.minutes import Passage, Session
from meetings.words import Kind, Outcome
from tests import factories

pytestmark = pytest.mark.django_db


def decided(*held: int) -> Any:
    """Decisions of meetings that made so many each, oldest first; two of the meetings begin on one day."""
    factories.vocabulary()
    for place, number in enumerate(held):
        passages = tuple(
            Passage(kind=Kind.DECISION, text="Text.", decision=Decided(number=f"D{each}", outcome=Outcome.APPROVED))
            for each in range(1, number + 1)
        )
        talk = Passage(kind=Kind.POINT, text="Talk.")
        session = Session(number="1", heading="Session 1: Talk", passages=(*passages, talk))
        day = date(2020, 1, 1 + place // 2)
        factories.edition(factories.small_minutes("x", f"m-{place}", day, reference=f"SC-{place}", sessions=(session,)))
    return Decision.objects.current_for(AnonymousUser()).newest_first()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10])
def test_pages_are_those_of_the_whole_list(size: int) -> None:
    items = decided(2, 0, 3, 1, 1)
    whole, listing = [str(item) for item in items], Listing(items)
    pages = [[str(item) for item in listing[start : start + size]] for start in range(0, len(whole), size)]
    assert pages == [whole[start : start + size] for start in range(0, len(whole), size)]
    assert (len(listing), len(whole)) == (7, 7)


def test_an_empty_list_has_an_empty_page() -> None:
    listing = Listing(decided(0))
    assert (len(listing), listing[0:25]) == (0, [])


@pytest.mark.parametrize("held", [(1,), (3, 3, 3)])
def test_a_page_costs_two_queries(held: tuple[int, ...], django_assert_num_queries: Callable[[int], Any]) -> None:
    listing = Listing(decided(*held))
    with django_assert_num_queries(2):
        assert len(listing[0 : len(listing)]) == sum(held)
