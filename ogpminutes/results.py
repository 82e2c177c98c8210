"""What the browse page shows: passages with the words that were found, their session, regions and themes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.http import QueryDict

from decisions.models import Decision
from meetings.facets import Subjects, subjects_of
from meetings.filters import PassageFilter, Passages, options_for
from meetings.highlighting import Part, excerpt, highlight
from meetings.markdown import plain
from meetings.models import Passage
from meetings.querysets import Reader
from meetings.terms import Term
from meetings.vocabulary import Vocabulary
from meetings.words import Kind

COLUMNS = ("meeting", "date", "citation", "kind", "scope", "regions", "themes", "text", "address")
BATCH = 500  # rows of CSV that are read at once

Names = tuple[tuple[str, str], ...]  # slug and name, in the order in which they are listed


class RecordFilter(PassageFilter):
    """Passages of the whole record, decisions and action items by their references included."""

    def with_item(self, passages: Passages, reference: str, number: str) -> Passages:
        item = "decision" if number.startswith("D") else "actions"
        return passages.filter(**{"session__edition__reference": reference, f"{item}__number": number})


def search(user: Reader, data: QueryDict) -> RecordFilter:
    """Give the passages that a reader may see and asks for."""
    return RecordFilter(data, Passage.objects.current_for(user).in_order(), options=options_for(user))


@dataclass(frozen=True, slots=True)
class Result:
    """A passage as it is listed. A decision is never cut short."""

    passage: Passage
    parts: list[Part]
    regions: Names
    themes: Names

    @property
    def decision(self) -> Decision | None:
        return getattr(self.passage, "decision", None)


def with_all(passages: Passages) -> Passages:
    """Passages with what a `Result` reads of them."""
    return passages.with_session().select_related("decision__edition")


def gather(passages: Iterable[Passage], terms: tuple[Term, ...], vocabulary: Vocabulary) -> list[Result]:
    """Give passages as they are listed; one query for all their regions and themes."""
    passages = list(passages)
    subjects = subjects_of(Passage.objects.all(), [passage.pk for passage in passages])
    return [_result(passage, terms, subjects.get(passage.pk, Subjects()), vocabulary) for passage in passages]


def _result(passage: Passage, terms: tuple[Term, ...], subjects: Subjects, vocabulary: Vocabulary) -> Result:
    shorten = highlight if passage.kind == Kind.DECISION else excerpt
    return Result(
        passage,
        shorten(plain(passage.text), terms),
        _named(subjects.regions, vocabulary.regions),
        _named(subjects.themes, vocabulary.themes),
    )


def _named(slugs: tuple[str, ...], names: Mapping[str, str]) -> Names:
    return tuple((slug, name) for slug, name in names.items() if slug in slugs)


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search with one group of filters less, and what it would give."""

    label: str
    query: str
    count: int


def ways_out(filters: PassageFilter) -> list[WayOut]:
    """Where nothing was found: what to take away, most fruitful first. A query for each group in use, and one more."""
    groups = [*filters.chosen, *(["q"] if filters.words else [])]
    found = (
        WayOut(_label(filters, name), filters.query(leave=(name,)), filters.without(name).count()) for name in groups
    )
    ways = sorted((way for way in found if way.count), key=lambda way: -way.count)
    return ways or _without_filters(filters)


def _without_filters(filters: PassageFilter) -> list[WayOut]:
    """The words alone, where no single filter is in their way."""
    number = filters.without(*filters.chosen).count() if filters.words and len(filters.chosen) > 1 else 0
    return [WayOut("all filters", filters.query(leave=tuple(filters.chosen)), number)] if number else []


def _label(filters: PassageFilter, name: str) -> str:
    labels = dict(filters.options.get(name, ()))
    values = [labels[value] for value in filters.chosen.get(name, ())] or [filters.words]
    return ", ".join(f"“{value}”" for value in values)


def rows(passages: Passages, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """Give the passages as rows of CSV, a batch at a time."""
    remaining = with_all(passages).iterator(chunk_size=BATCH)
    while batch := list(islice(remaining, BATCH)):
        subjects = subjects_of(Passage.objects.all(), [passage.pk for passage in batch])
        for passage in batch:
            yield _row(passage, subjects.get(passage.pk, Subjects()), vocabulary)


def _row(passage: Passage, subjects: Subjects, vocabulary: Vocabulary) -> tuple[str, ...]:
    edition = passage.session.edition
    return (
        edition.title,
        edition.first_day.isoformat(),
        f"{edition.reference}/{passage.citation}",
        passage.kind,
        passage.scope,
        "; ".join(name for _, name in _named(subjects.regions, vocabulary.regions)),
        "; ".join(name for _, name in _named(subjects.themes, vocabulary.themes)),
        plain(passage.text),
        f"{settings.PORTAL_ADDRESS}{passage.get_absolute_url()}",
    )
