"""Where the words that a reader looks for stand in a text: plain parts, so that the template does the escaping."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from meetings.folding import fold

LENGTH = 420  # characters of an excerpt, about five lines
LEAD = 90  # characters kept before the first word that was found
_WORD = re.compile(r"\w+")
_GAP = "…"


class Sought(Protocol):
    """What is looked for: folded words that stand side by side, and whether some words of a text say it."""

    @property
    def words(self) -> tuple[str, ...]: ...

    def is_at(self, words: list[str], place: int, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    is_found: bool = False


def highlight(text: str, terms: tuple[Sought, ...]) -> list[Part]:
    """Part a text at the whole words that say a term. The parts, joined, are the text."""
    parts: list[Part] = []
    end = 0
    for start, stop in _found(text, terms):
        parts += [Part(text[end:start])] if start > end else []
        parts.append(Part(text[start:stop], is_found=True))
        end = stop
    return parts + ([Part(text[end:])] if end < len(text) else [])


def _found(text: str, terms: tuple[Sought, ...]) -> list[tuple[int, int]]:
    """Give the stretches to mark, in order; those that overlap, or that only white space parts, are one."""
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    stretches: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        lengths = [len(term.words) for term in terms if term.is_at(folded, place)]
        if lengths:
            stretch = (word.start(), words[place + max(lengths) - 1].end())
            if stretches and not text[stretches[-1][1] : stretch[0]].strip():
                first = stretches.pop()
                stretch = (first[0], max(first[1], stretch[1]))
            stretches.append(stretch)
    return stretches


def excerpt(text: str, terms: tuple[Sought, ...], length: int = LENGTH) -> list[Part]:
    """Give the part of a long text around the first word that was found, cut between words, never inside one."""
    if len(text) <= length:
        return highlight(text, terms)
    found = _found(text, terms)
    start = _word_start(text, found[0][0]) if found and found[0][1] > length else 0
    stop = _word_end(text, start, start + length)
    before = [Part(f"{_GAP} ")] if start else []
    after = [Part(f" {_GAP}")] if stop < len(text) else []
    return before + highlight(text[start:stop], terms) + after


def _word_start(text: str, found: int) -> int:
    """Give the beginning of a word some way before the one that was found, or of that one.

    A word ends at a space alone: `aaaa.a` is never cut at its full stop.
    """
    gap = text.find(" ", max(found - LEAD, 0), found)
    return gap + 1 if gap >= 0 else text.rfind(" ", 0, found) + 1


def _word_end(text: str, start: int, stop: int) -> int:
    """Give the end of the last word that is over by `stop`, or of the first if it is longer than that."""
    gap = text.rfind(" ", start, stop + 1) if stop < len(text) else len(text)
    if gap <= start:
        gap = text.find(" ", stop)
    return gap if gap > start else len(text)
