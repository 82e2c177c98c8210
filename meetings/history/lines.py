"""The difference of two texts: line by line, and word by word where a line was edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from meetings.history.identity import pair
from meetings.history.matching import matches, split_lines
from meetings.history.spans import Span, word_diff

MANY = 400  # lines of one piece; beyond it, they are not searched for lines that resemble each other


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison. `old` and `new` are its numbers in both texts, from 1; None where it is in one."""

    fate: Literal["same", "edited", "removed", "added"]
    old: int | None
    new: int | None
    spans: tuple[Span, ...]


def compare_texts(before: str, after: str) -> tuple[Row, ...]:
    """Give every line of both texts, in order; lines that went stand before those that came in their place."""
    old, new = split_lines(before), split_lines(after)
    rows: list[Row] = []
    a = b = 0
    for run in matches(old, new):
        rows.extend(_replaced(old, new, range(a, run.a), range(b, run.b)))
        shared = zip(range(run.a, run.a + run.size), range(run.b, run.b + run.size), strict=True)
        rows.extend(Row("same", i + 1, j + 1, (Span("same", old[i]),)) for i, j in shared)
        a, b = run.a + run.size, run.b + run.size
    return tuple(rows)


def _replaced(old: Sequence[str], new: Sequence[str], went: range, came: range) -> Iterator[Row]:
    """Give lines in whose place others stand; those that resemble each other, in order, as edited ones."""
    left = went.start
    for i, j in _edited(old, new, went, came):
        if i is not None:
            yield from (_gone(old, place) for place in range(left, i))
            yield Row("edited", i + 1, j + 1, word_diff(old[i], new[j]))
            left = i + 1
        else:
            yield Row("added", None, j + 1, (Span("added", new[j]),))
    yield from (_gone(old, place) for place in range(left, went.stop))


def _gone(old: Sequence[str], place: int) -> Row:
    return Row("removed", place + 1, None, (Span("removed", old[place]),))


def _edited(old: Sequence[str], new: Sequence[str], went: range, came: range) -> Iterator[tuple[int | None, int]]:
    """Give each line that came, with the one that it was; never going back among those that went."""
    found: dict[int, int] = {}
    if len(went) == len(came) == 1:
        found = {0: 0}  # one line in the place of one is the same line to a reader, whatever it says
    elif 0 < len(went) <= MANY and len(came) <= MANY:
        found = pair([old[i] for i in went], [new[j] for j in came])
    last = -1
    for j in came:
        i = found.get(j - came.start, -1)
        if i > last:
            last = i
            yield went.start + i, j
        else:
            yield None, j
