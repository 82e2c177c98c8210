"""What was typed in the search box, read as a question; whatever it is, it is one, and never anybody's syntax.

Words must all occur. `"words in quotes"` stand side by side as they are written, and so do words joined by signs
(`peer-to-peer`). `-word` must not occur; `this or that` asks for either. English words are found in all their forms.
The last word may go on: `commi` finds `commitments`, from four letters, so that SU and EU are only themselves; `su*`
goes on at any length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from meetings.search.wording import beginning, stem, words

GOES_ON = 4  # letters from which the last word also finds longer ones
MOST = 32  # words of a question; the rest is left out
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')


@dataclass(frozen=True)
class Said:
    """Folded words that stand side by side. `goes_on` where the last may be the beginning of a longer one."""

    words: tuple[str, ...]
    is_quoted: bool = False
    goes_on: bool = False

    @property
    def is_phrase(self) -> bool:
        return self.is_quoted or len(self.words) > 1

    @cached_property
    def stem(self) -> str:
        """The English stem of a single word; nothing for a phrase."""
        return "" if self.is_phrase else stem(self.words[0])

    @property
    def beginning(self) -> str:
        """What the first word of whatever says it begins with."""
        return beginning(self.stem) if self.stem else self.words[0]

    def is_at(self, said: list[str], place: int) -> bool:
        """Whether these folded words say it from this place on."""
        *before, end = self.words
        last = said[place + len(before)] if place + len(before) < len(said) else ""
        if not last or (before and said[place : place + len(before)] != before):
            return False
        if last == end:
            return True
        if self.goes_on and last.startswith(end):
            return True
        return bool(self.stem) and last.startswith(beginning(self.stem)) and stem(last) == self.stem


@dataclass(frozen=True)
class Query:
    """`wanted` must all be said, each by one of its alternatives; nothing of `unwanted` may be.

    `is_aside` where entries that are no passages alone are asked.
    """

    wanted: tuple[tuple[Said, ...], ...] = ()
    unwanted: tuple[Said, ...] = ()
    is_aside: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    @property
    def marks(self) -> tuple[Said, ...]:
        """What to mark in a text that was found."""
        return tuple(dict.fromkeys(said for alternatives in self.wanted for said in alternatives))

    def is_said_by(self, text: str) -> bool:
        """Whether an English text that no index holds, such as a name, says what is wanted and nothing unwanted."""
        found = words(text)

        def says(alternatives: Iterable[Said]) -> bool:
            return any(said.is_at(found, place) for said in alternatives for place in range(len(found)))

        return bool(self.wanted) and all(map(says, self.wanted)) and not says(self.unwanted)


def read(text: str) -> Query:
    """Read what was typed. Signs without a letter are nothing, and so is an `or` with nothing on one side."""
    wanted: list[list[Said]] = []
    unwanted: list[Said] = []
    is_alternative = False
    terms = _TERM.findall(text.translate(_QUOTES))[:MOST]
    for place, (minus, quoted, plain) in enumerate(terms):
        if plain.lower() == "or" and not minus:
            is_alternative = bool(wanted)
            continue
        said = _said(quoted, plain, is_last=place == len(terms) - 1)
        if said is None:
            continue
        if minus:
            unwanted.append(Said(said.words, said.is_quoted, goes_on=said.goes_on and plain.endswith("*")))
        elif is_alternative:
            wanted[-1].append(said)
        else:
            wanted.append([said])
        is_alternative = False
    return Query(tuple(dict.fromkeys(map(tuple, wanted))), tuple(dict.fromkeys(unwanted)))


def with_star(text: str) -> str:
    """Give what was typed so that its last word goes on, where it is too short to do so by itself; else nothing."""
    terms = _TERM.findall(text.translate(_QUOTES))
    minus, quoted, plain = terms[-1] if terms else ("", "", "")
    is_plain = bool(plain) and not (minus or quoted or plain.endswith("*") or plain.lower() == "or")
    said = _said("", plain, is_last=True) if is_plain and len(terms) <= MOST else None
    return f"{text}*" if said and not said.goes_on else ""


def _said(quoted: str, plain: str, *, is_last: bool) -> Said | None:
    found = tuple(words(quoted or plain))
    if not found:
        return None
    goes_on = bool(plain) and (plain.endswith("*") or (is_last and len(found[-1]) >= GOES_ON))
    return Said(found, is_quoted=bool(quoted), goes_on=goes_on)
