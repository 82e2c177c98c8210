"""Days as people type them into a search box: `2020-12-14`, `14 December 2020`, `December 14, 2020`, `14 Dec 2020`."""

from __future__ import annotations

import re
from datetime import date

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
_WORDS = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?|([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?),? ([0-9]{4})"
)


def read_day(text: str) -> date | None:
    """Give the one day that a text is, or None."""
    folded = fold(text)
    if numbers := _NUMBERS.fullmatch(folded):
        return _day(*map(int, numbers.groups()))
    if (said := _WORDS.fullmatch(folded)) is None:
        return None
    month = (said[2] or said[3]).removesuffix("t") if (said[2] or said[3]) == "sept" else (said[2] or said[3])
    place = next((place for place, name in enumerate(_NAMES, 1) if month in (name, _MONTHS[place - 1])), 0)
    return _day(int(said[5]), place, int(said[1] or said[4]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
