"""Days as people type them into a search box: `2020-12-14`, `14 December 2020`, `December 14, 2020`, `14 Dec 2020`.

`14.12.2020` is a day too, and so is `14/12/2020` or `12/14/2020` where it can be but one. Months and years likewise:
`2020-12`, `December 2020`, `2020`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from meetings.folding import fold

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_NUMBERS = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTS, _SLASHES = (re.compile(rf"([0-9]{{1,2}}){sign}([0-9]{{1,2}}){sign}([0-9]{{4}})") for sign in (r"\.", "/"))
_WORDS = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?|([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?),? ([0-9]{4})"
)
_MONTH = re.compile(r"(?:([0-9]{4})-([0-9]{1,2})|([a-z]{3,9})\.?,? ([0-9]{4}))")
_YEAR = re.compile(r"[0-9]{4}")


class Span(NamedTuple):
    """From a first to a last day."""

    first: date
    last: date


def read_span(text: str) -> Span | None:
    """Give the day, month or year that a text is, or None."""
    if day := read_day(text):
        return Span(day, day)
    folded = fold(text)
    if _YEAR.fullmatch(folded):
        return _span(int(folded), 1, 12)
    if (said := _MONTH.fullmatch(folded)) is None:
        return None
    month = int(said[2]) if said[2] else _month(said[3])
    return _span(int(said[1] or said[4]), month, month)


def read_day(text: str) -> date | None:
    """Give the one day that a text is, or None."""
    folded = fold(text)
    if numbers := _NUMBERS.fullmatch(folded):
        return _day(*map(int, numbers.groups()))
    if dots := _DOTS.fullmatch(folded):
        return _day(*map(int, reversed(dots.groups())))
    if slashes := _SLASHES.fullmatch(folded):
        return _only_day(*map(int, slashes.groups()))
    if (said := _WORDS.fullmatch(folded)) is None:
        return None
    return _day(int(said[5]), _month(said[2] or said[3]), int(said[1] or said[4]))


def _month(name: str) -> int:
    """Give the number of a month, or 0."""
    short = "sep" if name == "sept" else name
    return next((place for place, long in enumerate(_NAMES, 1) if short in (long, _MONTHS[place - 1])), 0)


def _span(year: int, first: int, last: int) -> Span | None:
    if year == 0 or not 1 <= first <= last <= 12:
        return None
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _only_day(first: int, second: int, year: int) -> date | None:
    """Give the day that it is whichever of both is the month, or None."""
    days = {_day(year, second, first), _day(year, first, second)} - {None}
    return days.pop() if len(days) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
