"""Time zones in a calendar: moments as clocks showed them where they were told, and what a program must know of that.

Recorded are a distance from UTC and a name as printed, such as EST. Where the time zone database (IANA) knows a zone
of that name that had this distance then, the zone is that one. Otherwise it is the distance and no more: no city is
guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import MAXYEAR, UTC, date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone, TimezoneStandard

_NO_PLACE = frozenset({"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Universal", "Zulu"})  # the same as UTC all the year


def told_in(moment: datetime | None, name: str) -> datetime | None:
    """Give a moment, which knows its distance from UTC, in the zone that it was told in by name."""
    distance = moment.utcoffset() if moment else None
    if moment is None or distance is None:
        return moment and moment.astimezone(UTC)
    named = moment.astimezone(ZoneInfo(name)) if name in _known() and name not in _NO_PLACE else None
    if named and named.utcoffset() == distance:
        return named
    return moment.astimezone(_fixed(distance) if distance else UTC)


def components(moments: Iterable[datetime | date | None]) -> list[Timezone]:
    """Give each zone of some moments, save UTC, with all that is to be known of it in their years."""
    timed = [each for each in moments if isinstance(each, datetime)]
    found = {str(each.tzinfo): each.tzinfo for each in timed if each.tzinfo is not UTC}
    years = [each.year for each in timed]
    return [
        fixed(name, zone)
        if isinstance(zone, timezone)
        else Timezone.from_tzinfo(zone, name, date(min(years), 1, 1), date(min(max(years) + 1, MAXYEAR), 1, 1))
        for name, zone in sorted(found.items())
        if zone is not None
    ]


def fixed(name: str, zone: timezone) -> Timezone:
    """Describe a distance from UTC that is the same all the year."""
    described, standard = Timezone(), TimezoneStandard()
    described.add("tzid", name)
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (the onset of a zone is in its own local time)
    for word in ("tzoffsetfrom", "tzoffsetto"):
        standard.add(word, zone.utcoffset(None))
    described.add_component(standard)
    return described


@cache
def _known() -> set[str]:
    return available_timezones()


@cache
def _fixed(distance: timedelta) -> timezone:
    """Give a zone whose name is one that a calendar may use: without a colon."""
    minutes = round(distance / timedelta(minutes=1))
    sign = "-" if minutes < 0 else "+"
    hours, left = divmod(abs(minutes), 60)
    return timezone(distance, f"UTC{sign}{hours:02}{left:02}")
