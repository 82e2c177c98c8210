"""What became of the numbers that earlier editions gave their passages, so that an old citation still leads somewhere.

A number belongs to an edition: `3D.6` of edition 1 may be `3D.7` of edition 2, or be gone from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.core.cache import cache

from meetings.history import identify
from meetings.minutes import Minutes
from ogpminutes.reading import Reading

DAY = 24 * 60 * 60
Numbered = tuple[int, Minutes]  # an edition's number, and what it says


@dataclass(frozen=True, slots=True)
class Fate:
    """A passage that `edition` numbers `citation`: its number `now`, or nothing where it is not there any more."""

    edition: int
    citation: str
    now: str


def fates(reading: Reading, earlier: Iterable[Reading]) -> list[Fate]:
    """Tell, newest edition first, which passages of earlier editions stand under another number here, or nowhere.

    Identifying takes tens of milliseconds and sealed editions never change, so what was found between them is kept.
    """
    line = [reading, *earlier]
    if not all(one.seal for one in line):
        return _fates([(one.edition.number, one.minutes) for one in line])
    key = "fates:" + ":".join(one.seal.value[:24] for one in line if one.seal)
    if (kept := cache.get(key)) is None:
        cache.set(key, kept := _fates([(one.edition.number, one.minutes) for one in line]), DAY)
    return list(kept)


def _fates(line: Sequence[Numbered]) -> list[Fate]:
    """Tell the fates of all but the first of these editions, newest first, step by step from one to the next."""
    found: list[Fate] = []
    now = {citation: citation for citation in citations(line[0][1])}
    for (_, newer), (number, older) in pairwise(line):
        became = {old: new for new, old in identify(older, newer).passages.items()}
        now = {citation: now.get(became.get(citation, ""), "") for citation in citations(older)}
        found += [Fate(number, citation, place) for citation, place in now.items() if place != citation]
    return found


def citations(minutes: Minutes) -> list[str]:
    """Give the number of every passage, in order."""
    return [citation for session in minutes.all_sessions() for citation, _ in session.numbered()]
