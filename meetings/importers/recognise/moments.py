"""When the meeting opened and ended, where a line says so: “Commenced 07:04 EST, December 14”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time

from meetings.diagnostics import Findings
from meetings.importers.recognise import patterns
from meetings.importers.recognise.days import find_day_of_year, find_days
from meetings.importers.recognise.head import Head
from meetings.importers.recognise.items import Item
from meetings.minutes import Moment

_OPENED = re.compile(
    r"^(?:the )?(?:meeting |call |session )?(?:was |is )?"
    r"(?:commenced|began|convened|called to order|call to order|opened|started)\b|"
    r"\bmeeting (?:was )?(?:commenced|began|convened|called to order|opened|started)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"^(?:the )?(?:meeting |call )?(?:was |is )?(?:adjourned|closed|ended|concluded)\b|"
    r"\bmeeting (?:was |is )?(?:adjourned|closed|ended|concluded)\b",
    re.IGNORECASE,
)
_ZONES = {
    "UTC": 0,
    "GMT": 0,
    "EST": -300,
    "EDT": -240,
    "CET": 60,
    "CEST": 120,
    "EET": 120,
    "PST": -480,
    "PDT": -420,
    "MDT": -360,
    "EAT": 180,
    "WAT": 60,
    "SAST": 120,
}
_ZONE = re.compile(r"\s*\(?([A-Z]{2,5}(?:[+-]\d{1,2})?)\b")
_MOST_WORDS = 60


def read_moments(items: Sequence[Item], head: Head, findings: Findings) -> tuple[Moment | None, Moment | None]:
    """Give when the meeting opened and when it was adjourned; None where no line states day and time."""
    opened = adjourned = None
    for item in items:
        if len(item.text) > 2000 or len(item.text.split()) > _MOST_WORDS:
            continue
        if opened is None and (word := _OPENED.search(item.plain)):
            opened = _moment(item, word.end(), head, "opened", findings)
        elif word := _CLOSED.search(item.plain):
            adjourned = _moment(item, word.end(), head, "adjourned", findings) or adjourned
    return opened, adjourned


def _moment(item: Item, start: int, head: Head, what: str, findings: Findings) -> Moment | None:
    text = item.plain[start:]
    clock = patterns.CLOCK.search(text)
    day = _day(text, head)
    if not clock or not day:
        return None
    hour, minute = int(clock[1] or clock[4]), int(clock[2] or 0)
    half = (clock[3] or clock[5] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    zone = _ZONE.match(text, clock.end())
    name = zone[1] if zone and zone[1] not in ("AM", "PM") else ""
    stated = f"{day.isoformat()} {hour:02}:{minute:02} {name}".strip()
    findings.warn(item.line, f"The meeting is taken to have been {what} at {stated}; check it.")
    return Moment(day=day, time=time(hour, minute), zone=name, offset=_ZONES.get(name))


def _day(text: str, head: Head) -> date | None:
    """Give the day that a line names; that of the meeting where it had one day only."""
    named = find_days(text)
    if named:
        return named[0].first
    day = find_day_of_year(text, head.first_day.year)
    return day or (head.first_day if head.first_day == head.last_day else None)
