"""What is still open: of the decisions that left something to do, and of the action items."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from decisions.models import ActionItem, Decision, Update
from decisions.querysets import SETTLED
from meetings.minutes import Decision as Decided
from meetings.minutes import Passage, Session
from meetings.models import Meeting
from meetings.words import Kind, Outcome
from tests import factories

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def updated(number: str, *states: str) -> None:
    meeting = Meeting.objects.get(slug="march-2021")
    for day, state in enumerate(states, 1):
        Update.objects.create(meeting=meeting, number=number, day=date(2021, 4, day), state=state)


def numbers(model: type[Decision] | type[ActionItem]) -> list[str]:
    return sorted(model.objects.current_for(NOBODY).still_open().values_list("number", flat=True))


@pytest.fixture
def _march() -> None:
    """D1 on conditions, D2 plain, D3 deferred, D4 referred to a body; A1."""
    factories.vocabulary()
    small = factories.small_minutes()
    more = (
        Decided(number="D2", outcome=Outcome.APPROVED),
        Decided(number="D3", outcome=Outcome.DEFERRED),
        Decided(number="D4", outcome=Outcome.ENDORSED, referred_to="Board of Directors"),
    )
    passages = tuple(Passage(kind=Kind.DECISION, text=f"Text {one.number}.", decision=one) for one in more)
    sessions = (*small.sessions, Session(number="2", heading="Session 2: Sign-off", passages=passages))
    factories.edition(factories.small_minutes(sessions=sessions))


@pytest.mark.usefixtures("_march")
def test_a_decision_is_open_where_it_left_something_to_do() -> None:
    assert numbers(Decision) == ["D1", "D3", "D4"]


@pytest.mark.usefixtures("_march")
@pytest.mark.parametrize("state", SETTLED)
def test_the_newest_update_settles(state: str) -> None:
    for number in ("D1", "D3", "A1"):
        updated(number, "open", state)
    assert (numbers(Decision), numbers(ActionItem)) == (["D4"], [])


@pytest.mark.usefixtures("_march")
def test_an_update_opens_again() -> None:
    updated("D1", "condition-met", "under-way")
    updated("D2", "open")
    updated("A1", "done", "open")
    assert (numbers(Decision), numbers(ActionItem)) == (["D1", "D2", "D3", "D4"], ["A1"])


def test_settled_states_are_states() -> None:
    assert set(SETTLED) < set(Update.State.values)
