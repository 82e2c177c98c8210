"""Feeds in pages: what was published last comes first, and what was published at once stays together.

The minutes of an old meeting that are approved today are news today. A page ends where an approval ends, as soon as it
has `LENGTH` entries, so that whoever asks in time has all of it; one approval with more than `MOST` is parted. The rest
follows on the next page (RFC 5005).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Self

from ogpminutes.following.entries import Entry

LENGTH = 50  # entries after which a page of a feed ends with its approval, and a letter at once
MOST = 500  # entries of a page, whatever was approved at once
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"([0-9]{1,16})(?:\.([0-9]{1,5}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: with what was published at a moment, behind the first `skipped` entries of that."""

    moment: datetime
    skipped: int = 0

    def __str__(self) -> str:
        """Write it for an address: `1612171800000000`, or `1612171800000000.500`; microseconds since 1970."""
        since = (self.moment - BEGINNING) // timedelta(microseconds=1)
        return f"{since}.{self.skipped}" if self.skipped else f"{since}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read it from an address; what is none is the beginning of the feed."""
        found = _PLACE.fullmatch(text)
        return cls(BEGINNING + timedelta(microseconds=int(found[1])), int(found[2] or 0)) if found else None


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, and where the next page begins if there is one."""

    entries: list[Entry]
    following: Place | None


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one kind, the last published first; where each says when that was; and how those of some ids look."""

    rows: Any
    moment: str
    show: Callable[[list[int]], Iterable[tuple[int, Entry]]]


@dataclass(frozen=True, slots=True)
class _Key:
    """A row of a feed before it is read."""

    moment: datetime
    source: int
    row: int


def page(sources: Sequence[Source], place: Place | None) -> Page:
    keys = _keys(sources, place.moment if place else None, (place.skipped if place else 0) + MOST + 1)
    told = min(place.skipped, _of_moment(keys, place.moment)) if place else 0
    keys = keys[told:]
    end = _end(keys)
    following = None
    if len(keys) > end:
        moment = keys[end].moment
        following = Place(moment, _of_moment(keys[:end], moment) + (told if place and moment == place.moment else 0))
    return Page(_show(sources, keys[:end]), following)


def newest(sources: Sequence[Source], length: int) -> list[Entry]:
    """Give so many entries, as one letter holds them."""
    return _show(sources, _keys(sources, None, length))


def _keys(sources: Sequence[Source], upto: datetime | None, number: int) -> list[_Key]:
    found = []
    for place, source in enumerate(sources):
        rows = source.rows.filter(**{f"{source.moment}__lte": upto}) if upto else source.rows
        found += [_Key(moment, place, row) for moment, row in rows.values_list(source.moment, "pk")[:number]]
    return sorted(found, key=lambda key: key.moment, reverse=True)[:number]


def _of_moment(keys: list[_Key], moment: datetime) -> int:
    return sum(key.moment == moment for key in keys)


def _end(keys: list[_Key]) -> int:
    """Say how many of these make a page; they are one more than may, where there are more."""
    end = 0
    for _, approved in groupby(keys, key=lambda key: key.moment):
        number = len(list(approved))
        if end and (end >= LENGTH or end + number > MOST):
            break
        end += number
    return min(end, MOST)


def _show(sources: Sequence[Source], keys: list[_Key]) -> list[Entry]:
    shown: dict[tuple[int, int], Entry] = {}
    for place, source in enumerate(sources):
        wanted = [key.row for key in keys if key.source == place]
        shown |= {(place, row): entry for row, entry in source.show(wanted)} if wanted else {}
    return [shown[key.source, key.row] for key in keys if (key.source, key.row) in shown]
