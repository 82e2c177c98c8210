"""The words that a reader looks for: how a search box is read, and what a match is.

All terms must occur. A term is one word, or words in quotes, or words joined by signs (`peer-to-peer`). A word of
four letters or more also finds the longer words that begin with it (`commit` finds `commitments`); a short one, such
as SU or EU, and words in quotes are found only as they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from meetings.folding import fold

STEM = 4  # letters from which a word also finds longer ones
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand side by side; `whole` where the last may not go on."""

    words: tuple[str, ...]
    whole: bool

    @property
    def beginning(self) -> str:
        """What the first word of whatever says it begins with."""
        return self.words[0]

    @property
    def pattern(self) -> str:
        """A regular expression over folded text, read alike by SQLite and PostgreSQL."""
        said = r"\W+".join(re.escape(word) for word in self.words)
        return rf"(^|\W){said}" + (r"(\W|$)" if self.whole else "")

    def is_at(self, words: list[str], place: int) -> bool:
        """Whether these folded words say it from this place on."""
        there = words[place : place + len(self.words)]
        if self.whole or len(there) < len(self.words):
            return tuple(there) == self.words
        return tuple(there[:-1]) == self.words[:-1] and there[-1].startswith(self.words[-1])


def read_terms(text: str) -> tuple[Term, ...]:
    """Read what was typed in a search box. Each term is given once; signs without a letter are nothing."""
    found: dict[Term, None] = {}
    for quoted, plain in _TERM.findall(text.translate(_QUOTES)):
        words = tuple(_WORD.findall(fold(quoted or plain)))
        if words:
            found[Term(words, whole=bool(quoted) or len(words[-1]) < STEM)] = None
    return tuple(found)


def say(terms: tuple[Term, ...], *columns: str) -> Q:
    """Rows in which each term occurs in at least one of these columns of folded text."""
    condition = Q()
    for term in terms:
        anywhere = Q()
        for column in columns:
            anywhere |= _says(term, column)
        condition &= anywhere
    return condition


def _says(term: Term, column: str) -> Q:
    """`contains` is quick and comes first, so that the expression is tried on few rows."""
    condition = Q()
    for word in term.words:
        condition &= Q(**{f"{column}__contains": word})
    return condition & Q(**{f"{column}__regex": term.pattern})
