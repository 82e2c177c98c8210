"""Two changes of one text, put together: a three-way merge by lines. A line of the text form is one passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetings.history.matching import matches, split_lines

MINE, BETWEEN, THEIRS = "<<<<<<< yours", "=======", ">>>>>>> saved meanwhile"
MARKS = (MINE, BETWEEN, THEIRS)


@dataclass(frozen=True, slots=True)
class Merged:
    """What both changed. Where both changed the same line in two ways, both stand there between marks."""

    text: str
    has_conflicts: bool


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Put together what `mine` and `theirs` each changed in `base`. No line that either of them wrote is lost."""
    lines: list[str] = []
    has_conflicts = False
    for piece in _pieces(split_lines(base), split_lines(mine), split_lines(theirs)):
        chosen = _choose(*piece)
        if chosen is None:
            has_conflicts = True
            chosen = [MINE, *piece[1], BETWEEN, *piece[2], THEIRS]
        lines.extend(chosen)
    return Merged("".join(f"{line}\n" for line in lines), has_conflicts)


Piece = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _pieces(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Piece]:
    """Part three texts into pieces that belong together: what all three hold, and what stands between."""
    a = b = c = 0
    for start, in_mine, in_theirs, size in _shared(base, mine, theirs):
        yield from _narrow(base[a:start], mine[b:in_mine], theirs[c:in_theirs])
        a, b, c = start + size, in_mine + size, in_theirs + size
        yield base[start:a], mine[in_mine:b], theirs[in_theirs:c]


def _shared(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Give the runs of the base that both kept: where they begin in each, and how long they are."""
    ours, others = matches(base, mine), matches(base, theirs)
    i = j = 0
    while i < len(ours) and j < len(others):
        one, other = ours[i], others[j]
        start, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
        if start < end:
            yield start, one.b + start - one.a, other.b + start - other.a, end - start
        i, j = (i + 1, j) if one.a + one.size < other.a + other.size else (i, j + 1)
    yield len(base), len(mine), len(theirs), 0


def _narrow(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Piece]:
    """Take as many lines apart as can be told apart: neighbours that two people edited are no conflict."""
    if len(base) == len(mine) == len(theirs):
        for place in range(len(base)):
            yield base[place : place + 1], mine[place : place + 1], theirs[place : place + 1]
    else:
        yield base, mine, theirs


def _choose(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Sequence[str] | None:
    """Give what a piece is after both changes, or nothing where they contradict each other."""
    if list(mine) == list(theirs) or list(base) == list(theirs):
        return mine
    return theirs if list(base) == list(mine) else None
