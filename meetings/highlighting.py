"""Where the words that a reader looks for stand in a text: plain parts, so that the template does the escaping."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from meetings.folding import fold

LENGTH = 420  # characters of an excerpt, about five lines
LEAD = 90  # characters kept before the first word that was found
_WORD = re.compile(r"\w+")
_FOLDED = r"[a-zA-Z0-9]*+(?:_|[^\W\x00-\x7f])"  # the beginning of a word that folding may change, up to where it may
_GAP = "…"


class Sought(Protocol):
    """What is looked for: folded words that stand side by side, and whether some words of a text say it.

    The first of these has `beginning` as its own.
    """

    @property
    def words(self) -> tuple[str, ...]: ...

    @property
    def beginning(self) -> str: ...

    def is_at(self, words: list[str], place: int, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    is_found: bool = False


Stretches = list[tuple[int, int]]


class Marker:
    """Marks the same words in one text after another."""

    def __init__(self, terms: tuple[Sought, ...]) -> None:
        self.terms = terms
        self.longest = max((len(term.words) for term in terms), default=0)
        # Words that can say a term, by their first letters or one that folding may change: most are never looked at.
        beginnings = "|".join(sorted({re.escape(term.beginning) for term in terms}))
        self.candidate = re.compile(rf"\b(?:(?i:{beginnings})|{_FOLDED})\w*")

    def highlight(self, text: str) -> list[Part]:
        """Part a text at the whole words that say a term. The parts, joined, are the text."""
        return _parts(text, self._found(text), 0, len(text))

    def excerpt(self, text: str, length: int = LENGTH) -> list[Part]:
        """Give the part of a long text around the first word found, cut between words, never inside one."""
        found = self._found(text)
        if len(text) <= length:
            return _parts(text, found, 0, len(text))
        start = _word_start(text, found[0][0]) if found and found[0][1] > length else 0
        stop = _word_end(text, start, start + length)
        before = [Part(f"{_GAP} ")] if start else []
        after = [Part(f" {_GAP}")] if stop < len(text) else []
        return before + _parts(text, found, start, stop) + after

    def _found(self, text: str) -> Stretches:
        """Give the stretches to mark, in order; those that overlap, or that only white space parts, are one."""
        stretches: Stretches = []
        for word in self.candidate.finditer(text) if self.terms else ():
            words = [word, *islice(_WORD.finditer(text, word.end()), self.longest - 1)]
            folded = [_fold(each[0]) for each in words]
            lengths = [len(term.words) for term in self.terms if term.is_at(folded, 0)]
            if lengths:
                stretch = (word.start(), words[max(lengths) - 1].end())
                if stretches and not text[stretches[-1][1] : stretch[0]].strip():
                    first = stretches.pop()
                    stretch = (first[0], max(first[1], stretch[1]))
                stretches.append(stretch)
        return stretches


def _fold(word: str) -> str:
    """Fold a word of letters, digits and underscores."""
    return word.lower().replace("_", "") if word.isascii() else fold(word)


def _parts(text: str, found: Stretches, start: int, stop: int) -> list[Part]:
    """Part the text from `start` to `stop` at the stretches; of one that goes on beyond, what is shown is marked."""
    parts: list[Part] = []
    end = start
    for first, last in found:
        first, last = max(first, start), min(last, stop)
        if first < last:
            parts += [Part(text[end:first])] if first > end else []
            parts.append(Part(text[first:last], is_found=True))
            end = last
    return parts + ([Part(text[end:stop])] if end < stop else [])


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
