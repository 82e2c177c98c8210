"""What became of minutes between two states: identity, changes, comparison and merge."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.history import Span, compare, compare_texts, identify, merge, pair, word_diff
from meetings.minutes import Minutes, Passage, Session
from meetings.words import Kind
from tests import factories, strategies

pytestmark = pytest.mark.once

WORDS = st.text(alphabet="ab .\n", max_size=30)
LINES = st.lists(st.sampled_from("abcdefg"), max_size=12).map(lambda lines: "".join(f"{line}\n" for line in lines))


# Words


def test_words_that_went_and_came() -> None:
    spans = word_diff("The SU will share a roadmap.", "The SU will send a road map.")
    assert spans == (
        Span("same", "The SU will "),
        Span("removed", "share"),
        Span("added", "send"),
        Span("same", " a "),
        Span("removed", "roadmap"),
        Span("added", "road map"),
        Span("same", "."),
    )


def test_a_space_between_two_changes_is_part_of_them() -> None:
    assert word_diff("one two", "three four") == (Span("removed", "one two"), Span("added", "three four"))


@given(WORDS, WORDS)
def test_the_spans_hold_both_texts(before: str, after: str) -> None:
    spans = word_diff(before, after)
    assert "".join(span.text for span in spans if span.fate != "added") == before
    assert "".join(span.text for span in spans if span.fate != "removed") == after


@given(LINES, LINES)
def test_a_comparison_holds_every_line_of_both_in_order(before: str, after: str) -> None:
    rows = compare_texts(before, after)
    assert [row.old for row in rows if row.old] == list(range(1, before.count("\n") + 1))
    assert [row.new for row in rows if row.new] == list(range(1, after.count("\n") + 1))
    for row in rows:
        assert (row.fate == "same") == all(span.fate == "same" for span in row.spans)


def test_an_edited_line_stands_beside_what_it_was() -> None:
    before = "Heading\n\nThe SU will share a roadmap of activities.\n\nEnd\n"
    after = "Heading\n\nAn entirely different thing.\n\nThe SU will share a map of all activities.\n\nEnd\n"
    rows = [(row.fate, row.old, row.new) for row in compare_texts(before, after) if row.fate != "same"]
    assert rows == [("added", None, 3), ("added", None, 4), ("edited", 3, 5)]


def test_long_texts_without_a_line_in_common_take_no_time() -> None:
    rows = compare_texts("a\n" * 40_000, "b\n" * 40_000)
    assert len(rows) == 80_000


# Merging


def test_two_people_who_edit_neighbouring_bullets_do_not_disturb_each_other() -> None:
    base = "- one\n- two\n- three\n"
    merged = merge(base, "- one\n- two #a\n- three\n", "- one #b\n- two\n- three\n- four\n")
    assert (merged.text, merged.has_conflicts) == ("- one #b\n- two #a\n- three\n- four\n", False)


def test_a_line_that_both_edited_stands_there_twice() -> None:
    merged = merge("a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n")
    assert merged.has_conflicts
    assert merged.text == "a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> saved meanwhile\nc\n"


def test_the_same_edit_of_both_is_one() -> None:
    assert merge("a\nb\n", "a\nB\n", "a\nB\n").text == "a\nB\n"


@given(LINES, LINES, LINES)
def test_a_merge_loses_no_line_that_somebody_wrote(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs).text.splitlines()
    for text in (mine, theirs):
        assert {line for line in text.splitlines() if line not in base} <= set(merged)


def test_signs_that_end_a_line_elsewhere_are_kept() -> None:
    assert merge("a\u2028b\x0cc\n", "a\u2028b\x0cc\n", "a\u2028b\x0cc\nd\n").text == "a\u2028b\x0cc\nd\n"


@given(LINES, LINES)
def test_where_one_changed_nothing_the_other_is_taken(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed
    assert not merge(base, changed, base).has_conflicts


# Identity


def test_equal_texts_are_told_apart_by_what_surrounds_them() -> None:
    before = ["One.", "Agreed.", "Two.", "Agreed.", "Three.", "Agreed."]
    assert pair(before, ["Two.", "Agreed.", "Three.", "Agreed."]) == {0: 2, 1: 3, 2: 4, 3: 5}


def test_two_that_are_equally_like_are_neither() -> None:
    assert pair(["Share the map of Kenya"], ["Share the map of Ghana", "Share the map of Malta"]) == {}


def test_what_shares_no_more_than_half_of_its_words_is_another() -> None:
    assert pair(["Fund civil society."], ["Fund the roads."]) == {}


def test_a_moved_and_edited_passage_is_known_in_another_session() -> None:
    minutes = factories.december_minutes()
    first, second, *rest = minutes.sessions
    moved = replace(first.passages[-1], text=first.passages[-1].text + " Later.")
    changed = replace(
        minutes,
        sessions=(
            replace(first, passages=first.passages[:-1]),
            replace(second, passages=(moved, *second.passages)),
            *rest,
        ),
    )
    pairs = identify(minutes, changed)
    assert pairs.passages[f"{second.number}.1"] == f"{first.number}.{len(first.passages)}"
    assert len(pairs.passages) == len(list(minutes.passages()))


@pytest.mark.parametrize(("share", "least"), [(0.05, 0.99), (0.2, 0.97), (0.4, 0.85), (0.6, 0.5)])
def test_identity_under_stress(share: float, least: float) -> None:
    """63 shuffled feedback items, 12 rewritten, 3 deleted, 3 new: never a wrong one."""
    texts = [passage.text for passage in factories.december_minutes().passages() if passage.kind == Kind.FEEDBACK]
    assert len(texts) == 63
    wrong = kept = wanted = 0
    for seed in range(20):
        dice = random.Random(seed)  # noqa: S311
        after = [(place, text) for place, text in enumerate(texts)]
        dice.shuffle(after)
        del after[:3]
        for index in dice.sample(range(60), 12):
            place, text = after[index]
            after[index] = place, _reword(dice, text, share)
        after += [(-1, f"Entirely new item {number} on harbours, ships and sails.") for number in "ABC"]
        found = pair(texts, [text for _, text in after])
        wrong += sum(after[j][0] != i for j, i in found.items())
        kept += sum(after[j][0] == i for j, i in found.items())
        wanted += 60
    assert wrong == 0
    assert kept / wanted >= least


def _reword(dice: random.Random, text: str, share: float) -> str:
    words = text.split()
    for place in dice.sample(range(len(words)), max(1, round(share * len(words)))):
        words[place] = dice.choice(["harbour", "window", "quietly", "seventeen", "green", "before", "the", "of"])
    return " ".join(words)


# Changes


def test_nothing_changed() -> None:
    minutes = factories.december_minutes()
    assert compare(minutes, minutes) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.minutes(), strategies.minutes())
def test_minutes_without_a_change_are_equal(before: Minutes, after: Minutes) -> None:
    assert compare(before, before) == ()
    assert (compare(before, after) == ()) == (before == after)


def test_each_change_is_told_where_it_is() -> None:
    minutes = factories.december_minutes()
    session = minutes.sessions[2]
    passages = list(session.passages)
    edited = replace(
        passages[1], text=passages[1].text.replace("Leveraging", "Using") + " Indeed.", themes=("recovery",)
    )
    added = Passage(kind=Kind.FEEDBACK, text="Entirely new words on harbours.")
    kept = [passages[0], edited, *passages[3:], added]
    changed = replace(minutes, place="Seoul", sessions=_with(minutes, replace(session, passages=tuple(kept))))
    told = [(each.part, each.fate, each.place, each.place_before) for each in compare(minutes, changed)]
    number = session.number
    assert told == [
        ("fact", "edited", "Place", "Place"),
        ("passage", "edited", f"{number}.2", f"{number}.2"),
        ("passage", "removed", f"{number}.3", f"{number}.3"),
        ("passage", "new", f"{number}.{len(kept)}", ""),
    ]
    assert compare(minutes, changed)[1].notes_added == ("Theme: recovery",)


def test_a_moved_passage_is_told_once() -> None:
    minutes = factories.december_minutes()
    session = minutes.sessions[1]
    one, two, *rest = session.passages
    changed = replace(minutes, sessions=_with(minutes, replace(session, passages=(two, *rest, one))))
    told = [(each.fate, each.place, each.place_before) for each in compare(minutes, changed)]
    assert told == [("moved", f"{session.number}.{len(rest) + 2}", f"{session.number}.1")]


def _with(minutes: Minutes, session: Session) -> tuple[Session, ...]:
    return tuple(session if each.number == session.number else each for each in minutes.sessions)
