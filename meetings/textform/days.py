"""Days and times as the text form writes them: `2020-12-14`, `2020-12-14 07:04 EST (UTC-05:00)`."""

from __future__ import annotations

import re
from datetime import date, time

from meetings.minutes import Moment

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"(\S+) ([0-9]{2}:[0-9]{2})(?: ([^()\s]+))?(?: \(UTC([+-])([0-9]{2}):([0-9]{2})\))?")


def read_day(text: str) -> date | None:
    """Give the day, or None where the text is not one written `2020-12-14`."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def read_days(text: str) -> tuple[date, date] | None:
    """Read `A to B`, or one day."""
    first, to, last = text.partition(" to ")
    begin, end = read_day(first), read_day(last if to else first)
    return (begin, end) if begin and end else None


def write_days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def read_moment(text: str) -> Moment | None:
    """Give the moment, or None where the text is not one. Raises `InvalidMinutes` on a bad offset."""
    match = _MOMENT.fullmatch(text)
    day = read_day(match[1]) if match else None
    if not match or not day:
        return None
    try:
        clock = time.fromisoformat(match[2])
    except ValueError:
        return None
    return Moment(day=day, time=clock, zone=match[3] or "", offset=_offset(match))


def _offset(match: re.Match[str]) -> int | None:
    if not match[4]:
        return None
    minutes = int(match[5]) * 60 + int(match[6])
    return -minutes if match[4] == "-" else minutes


def write_moment(moment: Moment) -> str:
    words = [moment.day.isoformat(), moment.time.strftime("%H:%M")]
    if moment.zone:
        words.append(moment.zone)
    if moment.offset is not None:
        hours, minutes = divmod(abs(moment.offset), 60)
        words.append(f"(UTC{'-' if moment.offset < 0 else '+'}{hours:02}:{minutes:02})")
    return " ".join(words)
