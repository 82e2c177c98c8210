"""The difference of two lines, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from meetings.history.matching import matches

Fate = Literal["same", "removed", "added"]
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line, and what became of it."""

    fate: Fate
    text: str


def word_diff(before: str, after: str) -> tuple[Span, ...]:
    """Part two lines into what both say, what went and what came.

    The spans that are not `added` make up `before`, those that are not `removed` make up `after`.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    spans: list[Span] = []
    a = b = 0
    for run in matches(old, new):
        shared = "".join(old[run.a : run.a + run.size])
        pieces = Span("removed", "".join(old[a : run.a])), Span("added", "".join(new[b : run.b])), Span("same", shared)
        spans.extend(piece for piece in pieces if piece.text)
        a, b = run.a + run.size, run.b + run.size
    return tuple(_join(_bridge(spans)))


def _bridge(spans: list[Span]) -> Iterator[Span]:
    """Count a space between two changes as changed too: one phrase that went and one that came are read with ease."""
    for place, span in enumerate(spans):
        inside = 0 < place < len(spans) - 1 and spans[place - 1].fate != "same" != spans[place + 1].fate
        if span.fate == "same" and inside and not span.text.strip():
            yield Span("removed", span.text)
            yield Span("added", span.text)
        else:
            yield span


def _join(spans: Iterator[Span]) -> Iterator[Span]:
    """Lay the changes between two shared pieces together: first all that went, then all that came."""
    went = came = ""
    for span in (*spans, Span("same", "")):
        if span.fate == "removed":
            went += span.text
        elif span.fate == "added":
            came += span.text
        else:
            yield from (each for each in (Span("removed", went), Span("added", came), span) if each.text)
            went = came = ""
