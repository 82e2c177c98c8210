"""Which part of new minutes is which part of the old: exact words first, then resemblance, and never a guess.

A passage that is not recognised counts as new and its old self as removed, which is seen and can be put right; one that
is taken for another would carry that one's tags, comments and action items unseen. So where two candidates are as good
as each other, neither is taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from meetings.history.matching import matches
from meetings.minutes import Minutes, Session

LIKENESS = 0.5  # of the weight of their words, that two texts must share more of to be the same one
NEIGHBOUR = 0.1  # how much more likely a candidate is whose neighbour is known to be the same
COMMON = 50  # texts that a word stands in; a commoner one tells nothing apart, and is not searched by
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is the same in two minutes: new number -> old number of sessions, new citation -> old one of passages."""

    sessions: dict[str, str]
    passages: dict[str, str]


def identify(before: Minutes, after: Minutes) -> Pairs:
    """Find each session and each passage of `after` in `before`."""
    old, new = list(before.all_sessions()), list(after.all_sessions())
    exact = _pair_passages(old, new, {}, is_exact=True)
    sessions = _pair_sessions(before, after, exact)
    return Pairs(sessions, _pair_passages(old, new, sessions))


def _pair_sessions(before: Minutes, after: Minutes, passages: dict[str, str]) -> dict[str, str]:
    old, new = list(before.all_sessions()), list(after.all_sessions())
    parents = _parents(before), _parents(after)
    found = pair(
        [session.heading for session in old],
        [session.heading for session in new],
        [parents[0].get(session.number, "") for session in old],
        [parents[1].get(session.number, "") for session in new],
    )
    paired = {new[j].number: old[i].number for j, i in found.items()}
    taken = set(paired.values())
    for number, origin in _by_their_passages(new, passages):
        if number not in paired and origin not in taken:
            paired[number] = origin
            taken.add(origin)
    return paired


def _parents(minutes: Minutes) -> dict[str, str]:
    """Give breakout number -> heading of its session."""
    return {breakout.number: session.heading for session in minutes.sessions for breakout in session.breakouts}


def _by_their_passages(sessions: Iterable[Session], passages: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give, of each session, the old one that more than half of its passages come from."""
    for session in sessions:
        origins = Counter(passages[cited].rpartition(".")[0] for cited, _ in session.numbered() if cited in passages)
        for origin, times in origins.most_common(1):
            if 2 * times > len(session.passages):
                yield session.number, origin


def _pair_passages(
    old: list[Session], new: list[Session], sessions: dict[str, str], *, is_exact: bool = False
) -> dict[str, str]:
    before = [(cited, passage.text, session.number) for session in old for cited, passage in session.numbered()]
    after = [
        (cited, passage.text, sessions.get(session.number, f"new {session.number}"))
        for session in new
        for cited, passage in session.numbered()
    ]
    found = pair(
        [text for _, text, _ in before],
        [text for _, text, _ in after],
        [group for *_, group in before],
        [group for *_, group in after],
        is_exact=is_exact,
    )
    return {after[j][0]: before[i][0] for j, i in found.items()}


def pair(
    before: Sequence[str],
    after: Sequence[str],
    old_groups: Sequence[Hashable] = (),
    new_groups: Sequence[Hashable] = (),
    *,
    is_exact: bool = False,
) -> dict[int, int]:
    """Give place in `after` -> place in `before` of texts that are the same one, perhaps moved or edited.

    Of equal candidates that of the same group is meant. `is_exact` leaves edited ones out.
    """
    old_groups, new_groups = old_groups or [""] * len(before), new_groups or [""] * len(after)
    found = {run.b + step: run.a + step for run in matches(before, after) for step in range(run.size)}
    _pair_equal(found, list(zip(old_groups, before, strict=True)), list(zip(new_groups, after, strict=True)))
    _pair_equal(found, before, after)
    if not is_exact:
        _pair_alike(found, before, after, old_groups, new_groups)
    return found


def _pair_equal(found: dict[int, int], before: Sequence[Hashable], after: Sequence[Hashable]) -> None:
    """Pair what is equal and not paired yet, where there are as many of it before as after."""
    old, new = _free_places(before, found.values()), _free_places(after, found)
    for item, places in new.items():
        if len(old.get(item, ())) == len(places):
            found.update(zip(places, old[item], strict=True))


def _free_places(items: Sequence[Hashable], taken: Iterable[int]) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    taken = set(taken)
    for place, item in enumerate(items):
        if place not in taken:
            places[item].append(place)
    return places


def _pair_alike(
    found: dict[int, int],
    before: Sequence[str],
    after: Sequence[str],
    old_groups: Sequence[Hashable],
    new_groups: Sequence[Hashable],
) -> None:
    """Pair what resembles each other most, the best first; where two are equally good, neither."""
    known = dict(found)
    candidates = []
    for likeness, i, j in _alike(before, after, known):
        beside = (known.get(j - 1) == i - 1) + (known.get(j + 1) == i + 1) + (old_groups[i] == new_groups[j])
        candidates.append((round(likeness + NEIGHBOUR * beside, 6), i, j))
    candidates.sort(key=lambda each: -each[0])
    taken: set[int] = set()
    for place, (likeness, i, j) in enumerate(candidates):
        if i in taken or j in found:
            continue
        rivals = [each for each in candidates[max(0, place - 1) : place + 50] if each[0] == likeness]
        if any((i == a) != (j == b) for _, a, b in rivals if a not in taken and b not in found):
            continue
        found[j] = i
        taken.add(i)


def _alike(before: Sequence[str], after: Sequence[str], known: dict[int, int]) -> Iterator[tuple[float, int, int]]:
    """Give pairs of unpaired texts that share more than half of the weight of their words."""
    paired = set(known.values())
    old = {i: words(text) for i, text in enumerate(before) if i not in paired}
    new = {j: words(text) for j, text in enumerate(after) if j not in known}
    times = Counter(word for text in (*before, *after) for word in set(words(text)))
    weights = {word: 1 / sqrt(count) for word, count in times.items()}
    holding: dict[str, list[int]] = defaultdict(list)
    for i, counted in old.items():
        for word in counted:
            holding[word].append(i)
    for j, counted in new.items():
        near = {i for word in counted if len(holding.get(word, ())) <= COMMON for i in holding.get(word, ())}
        for i in sorted(near):
            likeness = _likeness(old[i], counted, weights)
            if likeness > LIKENESS:
                yield likeness, i, j


def words(text: str) -> Counter[str]:
    """Count the words of a text, in whatever case."""
    return Counter(_WORD.findall(text.casefold()))


def _likeness(one: Counter[str], other: Counter[str], weights: dict[str, float]) -> float:
    """Give the share of two texts' words that both hold, rare words weighing more: 0 to 1."""
    shared = sum(min(count, other[word]) * weights[word] for word, count in one.items())
    whole = sum(count * weights[word] for text in (one, other) for word, count in text.items())
    return 2 * shared / whole if whole else 0.0
