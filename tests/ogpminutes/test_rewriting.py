"""A draft that is made to say other minutes says them, and what stayed the same keeps its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.lines import InvalidMinutes
from meetings.minutes import Minutes, Passage, Session
from meetings.models import Edition
from meetings.models import Passage as PassageRow
from meetings.models import Session as SessionRow
from meetings.words import Kind
from ogpminutes import archive, rewriting
from tests import factories, strategies
from tests.ogpminutes.test_archive import reread, teach

pytestmark = pytest.mark.django_db
ROWS = {"max_examples": 30, "deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def keys(edition: Edition) -> dict[str, int]:
    """Citation -> key of the row."""
    return {row.citation: row.pk for row in PassageRow.objects.of_edition(edition).select_related("session")}


def change(minutes: Minutes, number: str, *passages: Passage) -> Minutes:
    def changed(session: Session) -> Session:
        if session.number == number:
            return replace(session, passages=passages)
        return replace(session, breakouts=tuple(map(changed, session.breakouts)))

    return replace(minutes, sessions=tuple(map(changed, minutes.sessions)))


@settings(**ROWS)
@given(before=strategies.minutes(), after=strategies.minutes())
def test_it_says_what_it_was_made_to_say(before: Minutes, after: Minutes, db: None) -> None:
    after = replace(after, body=before.body, meeting=before.meeting)
    with transaction.atomic():
        teach(before)
        teach(after)
        edition = archive.write(before)
        rewriting.rewrite(edition, after)
        assert reread(edition) == after
        transaction.set_rollback(True)


@settings(**ROWS)
@given(minutes=strategies.minutes(), dice=st.randoms(use_true_random=False))
def test_shuffled_parts_keep_their_rows(minutes: Minutes, dice: object, db: None) -> None:
    with transaction.atomic():
        teach(minutes)
        edition = archive.write(minutes)
        before = set(keys(edition).values())
        sessions = list(minutes.sessions)
        dice.shuffle(sessions)  # type: ignore[attr-defined]
        shuffled = replace(minutes, sessions=tuple(sessions))
        rewriting.rewrite(edition, shuffled)
        assert reread(edition) == shuffled
        texts = [passage.text for passage in minutes.passages()]
        if len(set(texts)) == len(texts):
            assert set(keys(edition).values()) == before
        transaction.set_rollback(True)


def test_an_edited_and_a_moved_passage_keep_their_rows() -> None:
    edition = factories.december("draft")
    minutes, before = reread(edition), keys(edition)
    one, two, three, *rest = minutes.sessions[1].passages
    number = minutes.sessions[1].number
    edited = replace(three, text=f"{three.text} Added words.", themes=("civic-space",))
    rewritten = rewriting.rewrite(edition, change(minutes, number, two, edited, *rest, one))
    after = keys(edition)
    assert after[f"{number}.1"] == before[f"{number}.2"]
    assert after[f"{number}.2"] == before[f"{number}.3"]
    assert after[f"{number}.{len(rest) + 3}"] == before[f"{number}.1"]
    assert [change.place for change in rewritten.edited] == [f"{number}.2", f"{number}.{len(rest) + 3}"]
    assert (rewritten.new, rewritten.removed) == ((), ())


def test_what_goes_and_comes_is_counted() -> None:
    edition = factories.december("draft")
    minutes = reread(edition)
    number = minutes.sessions[1].number
    _, *rest = minutes.sessions[1].passages
    wanted = change(minutes, number, *rest, Passage(kind=Kind.POINT, text="Harbours, ships and sails."))
    told = rewriting.preview(edition, wanted)
    assert [(each.fate, each.place) for each in told.changes] == [
        ("removed", f"{number}.1"),
        ("new", f"{number}.{len(rest) + 1}"),
    ]
    assert rewriting.rewrite(edition, wanted) == told
    assert reread(edition) == wanted


def test_a_session_that_becomes_a_breakout_keeps_its_row() -> None:
    edition = factories.december("draft")
    minutes = reread(edition)
    first, second, *rest = minutes.sessions
    key = SessionRow.objects.get(edition=edition, number=second.number).pk
    below = replace(second, number=f"{first.number}A")
    wanted = replace(minutes, sessions=(replace(first, breakouts=(below,)), *rest))
    rewriting.rewrite(edition, wanted)
    assert reread(edition) == wanted
    assert SessionRow.objects.get(edition=edition, number=below.number).pk == key


def test_more_than_minutes_can_hold_is_refused() -> None:
    edition = factories.december("draft")
    minutes = reread(edition)
    many = [Passage(kind=Kind.NARRATIVE, text="x")] * (archive.MOST_PARTS + 1)
    with pytest.raises(InvalidMinutes, match="Split them"):
        rewriting.rewrite(edition, change(minutes, minutes.sessions[0].number, *many))
    assert reread(edition) == minutes
