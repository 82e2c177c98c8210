"""The numbers of decisions and action items from one edition to the next, as pure functions of minutes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from meetings.history import item_numbers, keep_numbers, same_items, unused
from meetings.minutes import ActionItem, Decision, Minutes, Passage, Session
from meetings.textform import parse
from meetings.words import Kind
from tests import factories, texts

BUDGET = "The budget of the year was adopted"
CHARTER = "A charter for observers was endorsed"
VENUE = "Nairobi hosts the summit in spring"
AUDIT = "An auditor is appointed from abroad"
LOGO = "Members may print the logo on letters"
ROADMAP, ROOMS, LETTER = "share a roadmap with members", "book the rooms in Nairobi", "write to the auditor abroad"
WORK = f"The Support Unit will {ROADMAP}, {ROOMS} and {LETTER}."


def minutes(*decisions: tuple[str, str], actions: Iterable[tuple[str, str]] = ()) -> Minutes:
    """Minutes with these decisions, and one paragraph that states these action items; each a number and words."""
    stated = tuple(ActionItem(number=number, text=words) for number, words in actions)
    passages = [Passage(kind=Kind.DECISION, text=words, decision=Decision(number=each)) for each, words in decisions]
    passages.append(Passage(kind=Kind.NARRATIVE, text=WORK, actions=stated))
    return factories.small_minutes(sessions=(Session(number="1", heading="Session 1", passages=tuple(passages)),))


FIRST = minutes(("D1", BUDGET), ("D2", CHARTER), ("D3", VENUE))


def numbers(after: Minutes, known: list[Minutes], stated: Iterable[str] = ()) -> list[str]:
    return list(item_numbers(keep_numbers(after, known, set(stated))))


def test_items_are_the_same_where_their_passage_is() -> None:
    after = minutes(("D1", CHARTER), ("D2", f"{VENUE} of 2022"), ("D3", AUDIT))
    assert same_items(FIRST, after) == {"D1": "D2", "D2": "D3"}


def test_action_items_of_one_passage_are_told_apart_by_their_words() -> None:
    before = minutes(actions=[("A1", ROADMAP), ("A2", ROOMS)])
    after = minutes(actions=[("A1", ROOMS), ("A2", LETTER)])
    assert same_items(before, after) == {"A1": "A2"}


def test_the_only_action_item_of_a_passage_is_the_same_however_it_is_worded() -> None:
    assert same_items(minutes(actions=[("A4", ROOMS)]), minutes(actions=[("A1", LETTER)])) == {"A1": "A4"}


@pytest.mark.parametrize(
    ("after", "stated", "expected"),
    [
        (minutes(("D1", BUDGET), ("D2", CHARTER), ("D3", VENUE)), (), ["D1", "D2", "D3"]),
        (minutes(("D1", BUDGET), ("D2", VENUE)), (), ["D1", "D3"]),
        (minutes(("D1", BUDGET), ("D2", VENUE), ("D3", AUDIT)), (), ["D1", "D3", "D4"]),
        (minutes(("D1", VENUE), ("D2", BUDGET)), (), ["D3", "D1"]),
        (minutes(("D1", AUDIT), ("D2", BUDGET)), (), ["D4", "D1"]),
        (minutes(("D2", AUDIT), ("D3", VENUE)), ("D2",), ["D2", "D3"]),
        (minutes(("D2", AUDIT), ("D3", CHARTER)), ("D2",), ["D2", "D4"]),
        (minutes(("D9", AUDIT), ("D10", LOGO)), ("D9",), ["D9", "D10"]),
        (minutes(("D1", VENUE)), ("D1",), ["D1"]),
    ],
)
def test_numbers_stay_with_what_they_name(after: Minutes, stated: tuple[str, ...], expected: list[str]) -> None:
    assert numbers(after, [FIRST], stated) == expected


def test_minutes_without_earlier_ones_stay_as_they_are() -> None:
    assert keep_numbers(FIRST, [], ()) == FIRST


def test_action_items_stand_in_the_order_of_the_numbers_that_they_keep() -> None:
    before = minutes(actions=[("A1", ROADMAP), ("A2", ROOMS)])
    after = minutes(actions=[("A1", ROOMS), ("A2", ROADMAP)])
    assert keep_numbers(after, [before], ()) == before


def test_what_left_the_record_comes_back_under_its_number() -> None:
    second = minutes(("D1", BUDGET), ("D3", VENUE))
    assert numbers(minutes(("D1", CHARTER), ("D2", AUDIT)), [second, FIRST]) == ["D2", "D4"]


def test_a_number_of_an_earlier_edition_is_not_kept_where_a_newer_one_gave_it_to_another() -> None:
    second = minutes(("D1", BUDGET), ("D2", LOGO))
    assert numbers(minutes(("D1", CHARTER)), [second, FIRST]) == ["D4"]


@pytest.mark.parametrize(
    ("given", "free"),
    [((), "D1"), (("D2", "A7"), "D3"), (("D9998",), "D9999"), (("D1", "D9999"), "D2")],
)
def test_an_unused_number_is_above_all_others_where_one_is_left(given: tuple[str, ...], free: str) -> None:
    assert unused("D", given) == free


def test_a_text_tells_which_numbers_it_states_and_where() -> None:
    parsed = parse(
        texts.HEAD
        + "## One\n\n- a {outcome: noted}\n- b {decision: d7; outcome: noted}\n- c {A2: SU}\n- d {A4}e{/A4} f\n"
    )
    first = texts.HEAD.count("\n") + 4
    assert parsed.stated == {"D7": first, "A2": first + 1, "A4": first + 2}


def test_a_number_is_not_given_to_a_decision_where_another_one_states_it() -> None:
    passages = texts.passages_of("- a {outcome: noted}\n- b {outcome: noted}\n- c {decision: D2; outcome: noted}")
    assert [passage.decision.number for passage in passages if passage.decision] == ["D1", "D3", "D2"]
