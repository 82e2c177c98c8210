"""The rows of the index: written for one edition at a time, and compared with what they should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date

from django.db import transaction

from meetings.models import Edition, Entry, Meeting, Word
from meetings.search.wording import ASIDE, MARK, wording

BATCH = 900  # rows in one INSERT
SHORTEST, LONGEST = 4, 40  # letters of a word that is ever suggested
EDITIONS, PLACES = 21, 20  # bits of an id for the edition and for the place in it


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that can be found, as whoever knows it says it. `text` and `context` are plain words, not yet folded.

    `regions`, `themes` and `organisations` are the slugs of what it carries, inherited ones included. `state` is that
    of what it decides or promises, if it does. What is no passage is listed by its `title`, as it is printed; a
    session or a paper with the number of its `session`.
    """

    what: str
    key: int
    text: str
    context: str = ""
    kind: str = ""
    scope: str = ""
    outcome: str = ""
    state: str = ""
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    title: str = ""
    session: str = ""


@transaction.atomic
def replace(edition: Edition, found: Iterable[Found]) -> None:
    """Let the index hold this of an edition, and nothing else. Call it in the transaction that changes the edition."""
    entries = list(rows(edition, found))
    Entry.objects.of_edition(edition).delete()
    store(entries)
    remember(word for entry in entries for word in entry.text.split())


def store(entries: Iterable[Entry]) -> None:
    Entry.objects.bulk_create(entries, batch_size=BATCH)


def remember(said: Iterable[str]) -> None:
    """Keep the words that may be suggested. They are added in one order, so that two writers never wait in a ring."""
    wanted = sorted(word for word in set(said) if SHORTEST <= len(word) <= LONGEST and word.isalpha())
    for start in range(0, len(wanted), BATCH):
        some = [word for word in wanted[start : start + BATCH] if not word.startswith(MARK)]
        known = set(Word.objects.filter(pk__in=some).values_list("pk", flat=True))
        Word.objects.bulk_create((Word(text=word) for word in some if word not in known), ignore_conflicts=True)


def rows(edition: Edition, found: Iterable[Found]) -> Iterator[Entry]:
    """Give the rows of what can be found in an edition, in its order."""
    meeting = edition.meeting
    first = place_of(edition, meeting.first_day)
    for place, one in enumerate(found):
        if place >> PLACES:
            raise OverflowError(f"{edition} says more than the search has room for: {1 << PLACES:,} things.")
        yield Entry(
            id=first + place,
            edition=edition,
            meeting=meeting,
            body_id=meeting.body_id,
            year=meeting.first_day.year,
            what=one.what,
            key=one.key,
            kind=one.kind,
            scope=one.scope,
            outcome=one.outcome,
            state=one.state,
            regions=carried(one.regions),
            themes=carried(one.themes),
            organisations=carried(one.organisations),
            text=wording(one.text, edition.language),
            context=" ".join(filter(None, [wording(one.context, edition.language), aside(one.what)])),
            title=one.title,
            session=one.session,
        )


def carried(values: Iterable[object]) -> str:
    """Write values so that each can be looked for: ` americas europe `."""
    said = sorted(map(str, set(values)))
    return f" {' '.join(said)} " if said else ""


def place_of(edition: Edition, day: date) -> int:
    """Give the id of the first entry of an edition: the later its meeting began, the lower. Each has room for many."""
    days = date.max.toordinal() - day.toordinal()  # 22 bits
    if edition.pk >= 1 << EDITIONS:
        raise OverflowError(f"Edition {edition.pk} has no place in the search, which has room for {1 << EDITIONS:,}.")
    return (days << EDITIONS | edition.pk) << PLACES


def day_of(place: int) -> int:
    """Give what the ids of all entries of one day share: the later the day, the lower."""
    return place >> (EDITIONS + PLACES)


def first_of_day(place: int) -> int:
    """Give the lowest id that an entry of the same day can have."""
    return day_of(place) << (EDITIONS + PLACES)


def aside(what: str) -> str:
    """Give the mark of all that is no passage, so that the full-text index parts them; no text can hold it."""
    return "" if what == Entry.What.PASSAGE else ASIDE


@transaction.atomic
def follow(meeting: Meeting) -> None:
    """Let the entries of a meeting have its body and days, and the place that these give them."""
    entries = list(Entry.objects.of_meeting(meeting).select_related("edition"))
    Entry.objects.of_meeting(meeting).delete()
    for entry in entries:
        entry.id = place_of(entry.edition, meeting.first_day) + entry.id % (1 << PLACES)
        entry.body_id, entry.year = meeting.body_id, meeting.first_day.year
    store(entries)


def forget(subject: str, slug: str) -> None:
    """Let no entry carry a region or theme that is deleted. `subject` is `regions` or `themes`."""
    rows = list(Entry.objects.all().about(subject, [slug]))
    for row in rows:
        setattr(row, subject, carried(value for value in getattr(row, subject).split() if value != slug))
    Entry.objects.bulk_update(rows, [subject], batch_size=BATCH)


def differences(edition: Edition, found: Iterable[Found]) -> Iterator[str]:
    """Name each entry of an edition that is missing, needless, or not what it should be."""
    wanted = {(entry.what, entry.key): _told(entry) for entry in rows(edition, found)}
    held = {(entry.what, entry.key): _told(entry) for entry in Entry.objects.of_edition(edition)}
    for what, key in sorted(wanted.keys() | held.keys()):
        if (what, key) not in held:
            yield f"{edition}: the search does not know {what} {key}."
        elif (what, key) not in wanted:
            yield f"{edition}: the search knows {what} {key}, which is not there."
        elif held[what, key] != wanted[what, key]:
            yield f"{edition}: the search knows {what} {key} otherwise than it is."


COMPARED = ("id", "meeting_id", "body_id", "year", *(field.name for field in fields(Found)))


def _told(entry: Entry) -> tuple[object, ...]:
    return tuple(getattr(entry, name) for name in COMPARED)
