"""The numbers that sessions, breakouts and decisions have where the text gives none."""

from __future__ import annotations

import re
from collections.abc import Collection

from meetings.headings import split_heading

_NUMBER_WORD = re.compile(r"[0-9]{1,3}[A-Za-z]?")
_UNCOUNTED = re.compile(r"0|N[0-9]+")


class SessionNumbers:
    """Gives each session the number of its heading, and `0`, `N1`, `N2` … to those without one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._has_counted = False
        self._spare = 1

    def default(self, heading: str) -> str:
        word = _NUMBER_WORD.search(split_heading(heading)[0])
        if word and word[0].upper() not in self._taken:
            return word[0].upper()
        if not word and not self._has_counted and "0" not in self._taken:
            return "0"
        while f"N{self._spare}" in self._taken:
            self._spare += 1
        return f"N{self._spare}"

    def take(self, number: str, *, is_breakout: bool = False) -> bool:
        """Note a number as given; tell whether it was free."""
        is_free = number not in self._taken
        self._taken.add(number)
        self._has_counted |= not is_breakout and not _UNCOUNTED.fullmatch(number)
        return is_free


def breakout_number(parent: str, place: int) -> str:
    """Give the number of a breakout by its place from 0: `3A` … `3Z`, `3AA`."""
    letters = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        letters = chr(ord("A") + letter) + letters
        place -= 1
    return parent + letters


class DecisionNumbers:
    """Gives each decision the number after the one before it, from `D1`; none that is stated of another."""

    def __init__(self, stated: Collection[str] = ()) -> None:
        self._last = 0
        self._stated = stated

    def default(self) -> str:
        place = self._last + 1
        while f"D{place}" in self._stated:
            place += 1
        return f"D{place}"

    def take(self, number: str) -> None:
        self._last = int(number[1:])
