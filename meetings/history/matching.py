"""Which items of two sequences are the same ones, in order: the ground of comparing and of merging.

`difflib` alone takes a time that grows with the square of the length, or worse, where items repeat. So what both
sequences begin and end with is set aside first, then items that occur once in each divide the rest (patience
difference), and only what is left between them goes to `difflib`, where that is short enough.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

EFFORT = 250_000  # pairs of items that `difflib` may look at in one piece; beyond it, a piece counts as replaced


@dataclass(frozen=True, slots=True)
class Match:
    """`size` items from `a` of the first sequence are those from `b` of the second."""

    a: int
    b: int
    size: int


def matches(first: Sequence[str], second: Sequence[str]) -> list[Match]:
    """Give the runs that both hold, in order, and an empty one at the end."""
    runs: list[Match] = []
    for a, b in _pairs(first, second):
        last = runs[-1] if runs else None
        if last and (last.a + last.size, last.b + last.size) == (a, b):
            runs[-1] = Match(last.a, last.b, last.size + 1)
        else:
            runs.append(Match(a, b, 1))
    return [*runs, Match(len(first), len(second), 0)]


def _pairs(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int]]:
    begun, ended = _shared_ends(first, second)
    yield from ((place, place) for place in range(begun))
    yield from _divide(first, second, (begun, len(first) - ended), (begun, len(second) - ended))
    yield from ((len(first) - left, len(second) - left) for left in range(ended, 0, -1))


def _shared_ends(first: Sequence[str], second: Sequence[str]) -> tuple[int, int]:
    shortest = min(len(first), len(second))
    begun = next((place for place in range(shortest) if first[place] != second[place]), shortest)
    rest = shortest - begun
    ended = next((left for left in range(rest) if first[-1 - left] != second[-1 - left]), rest)
    return begun, ended


def _divide(
    first: Sequence[str], second: Sequence[str], here: tuple[int, int], there: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Pair what stands in `here` of the first and `there` of the second: at items that occur once, and between them."""
    anchors = _anchors(first, second, here, there)
    edges = [(here[0] - 1, there[0] - 1), *anchors, (here[1], there[1])]
    for (a, b), (next_a, next_b) in pairwise(edges):
        if a >= here[0]:
            yield a, b
        yield from _search(first[a + 1 : next_a], second[b + 1 : next_b], a + 1, b + 1)


def _anchors(
    first: Sequence[str], second: Sequence[str], here: tuple[int, int], there: tuple[int, int]
) -> list[tuple[int, int]]:
    """Give the longest row of items, in order in both, that each hold once."""
    once_here, once_there = _once(first, *here), _once(second, *there)
    places = [(once_here[item], once_there[item]) for item in once_here.keys() & once_there.keys()]
    return longest_rising(sorted(places))


def _once(items: Sequence[str], start: int, end: int) -> dict[str, int]:
    times = Counter(items[start:end])
    return {items[place]: place for place in range(start, end) if times[items[place]] == 1}


def longest_rising(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest chain of places whose second number rises; they are sorted by the first."""
    ends: list[int] = []  # of the best chain of each length, the second number of its last place
    chain: list[int] = []  # and which place that is
    before: list[int] = []
    for index, (_, there) in enumerate(places):
        length = bisect_left(ends, there)
        ends[length : length + 1] = [there]
        chain[length : length + 1] = [index]
        before.append(chain[length - 1] if length else -1)
    found, index = [], chain[-1] if chain else -1
    while index >= 0:
        found.append(places[index])
        index = before[index]
    return found[::-1]


def _search(first: Sequence[str], second: Sequence[str], a: int, b: int) -> Iterator[tuple[int, int]]:
    if not first or not second or len(first) * len(second) > EFFORT:
        return
    for run in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks():
        yield from ((a + run.a + place, b + run.b + place) for place in range(run.size))


def split_lines(text: str) -> list[str]:
    """Part a text at its line feeds alone; other signs that end a line somewhere are somebody's words."""
    return text.removesuffix("\n").split("\n") if text else []
