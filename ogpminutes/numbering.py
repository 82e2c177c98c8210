"""The numbers of decisions and action items: permanent references, on which hangs what is recorded beside the minutes.

A draft after an approved edition keeps the numbers that were given; one before has none to keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from decisions.models import Update
from meetings.diagnostics import Diagnostic, Severity, quote
from meetings.history import item_numbers, keep_numbers, same_items, unused, wordings
from meetings.minutes import Minutes
from meetings.models import Edition
from ogpminutes import archive


def keep(minutes: Minutes, stated: Mapping[str, int]) -> tuple[Minutes, list[Diagnostic]]:
    """Give minutes with the numbers by which earlier editions know what they hold, and tell of doubtful ones.

    `stated` has the lines of items, by number, whose number whoever wrote the minutes gave. These stay.
    """
    editions = Edition.objects.with_meeting().of_meeting(minutes.meeting).newest_first()
    record = [_Recorded(edition) for edition in editions]
    given = [each for each in record if each.edition.status != Edition.Status.DRAFT]
    if not given:
        return minutes, []
    if any(number not in stated for number in item_numbers(minutes)):
        drafts = [each for each in record if each not in given]
        minutes = keep_numbers(minutes, [each.minutes for each in (*given, *drafts)], stated)
    return minutes, list(_doubts(minutes, stated, given))


@dataclass(frozen=True)
class _Recorded:
    """What an edition says, read when it is asked for."""

    edition: Edition

    @cached_property
    def minutes(self) -> Minutes:
        return archive.read(self.edition)

    @cached_property
    def items(self) -> dict[str, str]:
        return _items(self.minutes)


def _items(minutes: Minutes) -> dict[str, str]:
    """Give number -> words of all decisions and action items."""
    return {number: words for passage in minutes.passages() for number, words in wordings(passage).items()}


def _doubts(minutes: Minutes, stated: Mapping[str, int], given: Sequence[_Recorded]) -> Iterator[Diagnostic]:
    """Tell of stated numbers that meant something else in the newest edition that gave them, and of free ones."""
    now = _items(minutes)
    doubtful = list(_doubtful(minutes, now, stated, given))
    spent = {*now, *(number for each in given for number in each.items)} if doubtful else set()
    for number, was in doubtful:
        free = unused(number[0], spent)
        spent.add(free)
        message = f"{_doubt(number, now[number], was)} Call this one {free}, or leave it where both are the same."
        yield Diagnostic(Severity.WARNING, stated[number], message)


def _doubtful(
    minutes: Minutes, now: Mapping[str, str], stated: Iterable[str], given: Sequence[_Recorded]
) -> Iterator[tuple[str, _Recorded]]:
    origins: dict[int, dict[str, str]] = {}  # by edition; identifying takes tens of milliseconds
    for number in stated:
        was = next((each for each in given if number in each.items), None)
        if was is None or was.items[number] == now[number]:
            continue
        if was.edition.number not in origins:
            origins[was.edition.number] = same_items(was.minutes, minutes)
        if origins[was.edition.number].get(number) != number:
            yield number, was


def _doubt(number: str, words: str, was: _Recorded) -> str:
    told = f"{number} is {quote(words)} here, and was {quote(was.items[number])} in edition {was.edition.number}."
    is_recorded = Update.objects.standing().filter(meeting=was.edition.meeting_id, number=number).exists()
    return f"{told} Updates are recorded on it, and would be this one’s." if is_recorded else told
