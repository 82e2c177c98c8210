"""What decisions and action items are called from one edition to the next: a number belongs to one of them for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from meetings.history.identity import identify, pair
from meetings.minutes import Minutes, Passage, Session

HIGHEST = 9999  # that an item can have


def same_items(before: Minutes, after: Minutes) -> dict[str, str]:
    """Give new number -> old number of decisions and action items whose passage is the same one."""
    old, new = _cited(before), _cited(after)
    found: dict[str, str] = {}
    for cited, origin in identify(before, after).passages.items():
        found.update(_same(old[origin], new[cited]))
    return found


def keep_numbers(minutes: Minutes, known: Sequence[Minutes], stated: Collection[str]) -> Minutes:
    """Give minutes whose items are called as in the `known` ones, of which the first goes before the others.

    Numbers that are `stated` stay. What is in none of the known minutes gets a number that none of them ever gave.
    """
    open_numbers = [number for number in item_numbers(minutes) if number not in stated]
    if not open_numbers or not known:
        return minutes
    kept = {number: number for number in stated}
    given: set[str] = set()
    for before in known:
        origins = same_items(before, minutes)
        for number in open_numbers:
            origin = origins.get(number, "")
            if origin and number not in kept and origin not in given and origin not in kept.values():
                kept[number] = origin
        given.update(item_numbers(before))
    for number in open_numbers:
        if number not in kept:
            kept[number] = unused(number[0], given.union(kept.values()))
    return _renumber(minutes, kept)


def item_numbers(minutes: Minutes) -> Iterator[str]:
    """Give the numbers of decisions and action items, in the order of the page."""
    return (number for passage in minutes.passages() for number in wordings(passage))


def wordings(passage: Passage) -> dict[str, str]:
    """Give number -> words of the decision and the action items of a passage."""
    decided = {passage.decision.number: passage.text} if passage.decision else {}
    return decided | {action.number: action.text for action in passage.actions}


def _cited(minutes: Minutes) -> dict[str, Passage]:
    return dict(cited for session in minutes.all_sessions() for cited in session.numbered())


def _same(old: Passage, new: Passage) -> Iterator[tuple[str, str]]:
    """Pair the items of one passage: its decision, its only action item, and of several those with the same words."""
    if old.decision and new.decision:
        yield new.decision.number, old.decision.number
    if len(old.actions) == len(new.actions) == 1:
        yield new.actions[0].number, old.actions[0].number
        return
    for j, i in pair([each.text for each in old.actions], [each.text for each in new.actions]).items():
        yield new.actions[j].number, old.actions[i].number


def unused(letter: str, given: Collection[str]) -> str:
    """Give the number after the highest one that was ever given; where there is none, the lowest that never was."""
    last = max((int(number[1:]) for number in given if number[0] == letter), default=0)
    if last < HIGHEST:
        return f"{letter}{last + 1}"
    return next(number for place in range(1, HIGHEST) if (number := f"{letter}{place}") not in given)


def _renumber(minutes: Minutes, numbers: Mapping[str, str]) -> Minutes:
    return replace(minutes, sessions=tuple(_renumber_session(session, numbers) for session in minutes.sessions))


def _renumber_session(session: Session, numbers: Mapping[str, str]) -> Session:
    passages = tuple(_renumber_passage(passage, numbers) for passage in session.passages)
    breakouts = tuple(_renumber_session(breakout, numbers) for breakout in session.breakouts)
    return replace(session, passages=passages, breakouts=breakouts)


def _renumber_passage(passage: Passage, numbers: Mapping[str, str]) -> Passage:
    decision = passage.decision and replace(passage.decision, number=numbers[passage.decision.number])
    actions = [replace(action, number=numbers[action.number]) for action in passage.actions]
    return replace(passage, decision=decision, actions=tuple(sorted(actions, key=lambda each: int(each.number[1:]))))
