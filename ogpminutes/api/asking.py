"""What a list of the API was asked for besides its filters, and what of it could not be used.

As on the portal's pages a filter that is not known is left out and noted. Where leaving something out would mislead a
program, a place in the list or the time since when it wants changes, the answer is a problem.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

from meetings.forms import printable
from ogpminutes.api.problems import Problem

PAGE, MOST = 50, 100
OWN = ("cursor", "page_size", "format")
NOTED = 5  # of the parameters that are not known
UNTIL = 60  # characters of a parameter that a note repeats


def page_size(query: QueryDict, notes: list[str]) -> int:
    """Give how many objects a page holds: from 1 to 100, or 50 where nothing usable is asked for."""
    asked = printable(query.get("page_size", ""))
    if not asked:
        return PAGE
    if not asked.isascii() or not asked.isdecimal():
        notes.append(f"page_size: “{_short(asked)}” is not a whole number; {PAGE} was used.")
        return PAGE
    size = min(max(int(asked[:9]), 1), MOST)
    if size != int(asked[:9]) or len(asked) > 9:
        notes.append(f"page_size: from 1 to {MOST}; {size} was used.")
    return size


def modified_since(query: QueryDict) -> datetime | None:
    """Give since when changes are asked for; a day means its beginning, and no zone means UTC."""
    asked = query.get("modified_since", "")
    if not asked:
        return None
    try:
        moment = parse_datetime(asked.replace(" ", "+")) or _beginning(asked)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        cure = "write a day such as 2021-02-01, or a moment such as 2021-02-01T09:30:00Z."
        raise Problem(f"modified_since: “{_short(asked)}” is no day and no moment; {cure}") from error


def _beginning(asked: str) -> datetime:
    day = parse_date(asked)
    if day is None:
        raise ValueError
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def is_open(query: QueryDict, notes: list[str]) -> bool:
    asked = printable(query.get("open", "")).lower()
    if asked not in ("", "true", "false"):
        notes.append(f"open: “{_short(asked)}” is neither true nor false and was left out.")
    return asked == "true"


def note_unknown(query: QueryDict, known: Iterable[str], notes: list[str]) -> None:
    known = sorted({*known, *OWN})
    unknown = [f"“{_short(name)}”" for name in query if name not in known]
    if unknown:
        more = f" and {len(unknown) - NOTED} more" if len(unknown) > NOTED else ""
        named = ", ".join(unknown[:NOTED]) + more
        notes.append(f"{named}: not known here and left out. What is known: {', '.join(known)}.")


def _short(text: str) -> str:
    line = printable(text[: 10 * UNTIL])
    return line if len(line) <= UNTIL else f"{line[: UNTIL - 1]}…"
