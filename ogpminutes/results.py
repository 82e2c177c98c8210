"""What the browse page shows: passages with the words that were found, their session, regions and themes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.db.models import Min
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from decisions.models import ActionItem, Decision
from meetings.facets import Subjects, subjects_of
from meetings.filters import Choices, Entries, Group, PassageFilter, Passages, options_for
from meetings.forms import ChoicesAsNeeded
from meetings.highlighting import Marker, Part, Sought
from meetings.markdown import plain
from meetings.models import Body, Entry, Passage
from meetings.querysets import Reader
from meetings.sealing import digest
from meetings.search import ranking
from meetings.search.ranking import Found
from meetings.vocabulary import Vocabulary
from meetings.words import Kind, Outcome
from ogpminutes import tally

COLUMNS = ("meeting", "date", "citation", "kind", "scope", "regions", "themes", "text", "address")
BATCH = 500  # rows of CSV that are read at once


class Tag(NamedTuple):
    """A region or theme that a passage carries."""

    slug: str
    name: str
    address: str


Tags = tuple[Tag, ...]  # in the order in which they are listed


class RecordFilter(PassageFilter):
    """Passages of the whole record, decisions and action items by their references included.

    An organisation narrows to what it is to do: action items that name it. Attendance would not narrow, since whoever
    came was there for all of a meeting, and the minutes do not say who spoke.
    """

    outcome = Group(label="Outcome of decisions", method="with_outcome")
    state = Group(label="Decisions and action items", method="in_state")
    organisation = Group(label="To be done by", method="for_organisation")

    columns: ClassVar[dict[str, str]] = {
        **PassageFilter.columns,
        "outcome": "outcome",
        "state": "state",
        "organisation": "organisations",
    }

    def with_item(self, entries: Entries, reference: str, number: str) -> Entries:
        item: Any = Decision if number.startswith("D") else ActionItem
        cited = item.objects.filter(number=number)
        cited = cited.filter(edition__reference=reference) if reference else cited
        return entries.filter(key__in=cited.values("passage"))

    def with_outcome(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(outcome__in=values)

    def in_state(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(state__in=values)

    def for_organisation(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.about("organisations", values)


def search(user: Reader, data: QueryDict) -> RecordFilter:
    """Give the passages that a reader may see and asks for."""
    entries = Entry.objects.passages().current_for(user)
    bodies = list(Body.objects.values_list("slug", "name"))  # whose names choices show, and no edition
    record = digest(f"{tally.name_record(user)} {bodies}")
    options = {**options_for(user, partial(_keep, record)), **item_options_for(user)}
    for name, choices in options.items():
        if isinstance(choices, ChoicesAsNeeded):
            options[name] = choices.kept(partial(_keep, f"{record}/{name}"))
    return RecordFilter(data, Passage.objects.current_for(user).in_order(), entries=entries, options=options)


def _keep(record: str, name: str, make: Callable[[], Any]) -> Any:
    """Keep what is on offer until the record changes."""
    return tally.kept(f"choices/{record}/{name}", make)


def item_options_for(user: Reader) -> dict[str, Any]:
    """Give the outcomes, states and responsible organisations that a reader may choose from, as they are needed."""

    def load(slugs: Collection[str] | None, number: int | None) -> Choices:
        seen = ActionItem.objects.current_for(user).exclude(organisation=None)
        seen = seen if slugs is None else seen.filter(organisation__slug__in=slugs)
        named = seen.order_by("organisation__slug").values_list("organisation__slug")
        return list(named.annotate(name=Min("responsible"))[:number])

    return {
        "outcome": [(outcome.value, outcome.label) for outcome in Outcome if outcome],
        "state": [("open", "Still open"), ("settled", "Settled")],
        "organisation": ChoicesAsNeeded(load),
    }


class Findings:
    """The passages of a search as a list that can be cut into pages: in the order of their rank, or by date."""

    def __init__(self, filters: RecordFilter, found: Found) -> None:
        self.filters = filters
        self.found = found

    def __len__(self) -> int:
        return self.found.total

    def __getitem__(self, place: slice) -> list[Passage]:
        start, by_rank = place.start or 0, self.filters.is_by_rank
        keys = ranking.page(self.found, self.filters.asked, start, place.stop, by_rank=by_rank)
        passages = self.filters.queryset.order_by().with_meeting().select_related("decision").in_bulk(keys)
        return [passages[key] for key in keys if key in passages]

    def subjects_of(self, passages: Iterable[Passage]) -> dict[int, Subjects]:
        """Give passage id -> subjects of some that were found."""
        keys = {passage.pk for passage in passages}
        regions, themes = (self.found.place(self.filters.columns[name]) for name in ("region", "theme"))
        shown = (row for row in self.found.rows if row[1] in keys)
        return {row[1]: Subjects(tuple(row[regions].split()), tuple(row[themes].split())) for row in shown}


@dataclass(frozen=True, slots=True)
class Result:
    """A passage as it is listed. A decision is never cut short."""

    passage: Passage
    parts: list[Part]
    regions: Tags
    themes: Tags

    @property
    def marked(self) -> SafeString:
        """The words with those that were found in `mark`; a loop over them in a template takes five times as long."""
        pieces = (format_html("<mark>{}</mark>", part.text) if part.is_found else part.text for part in self.parts)
        return format_html_join("", "{}", ((piece,) for piece in pieces))

    @property
    def decision(self) -> Decision | None:
        decision: Decision | None = getattr(self.passage, "decision", None)
        if decision:
            decision.edition = self.passage.session.edition
        return decision


def with_all(passages: Passages) -> Passages:
    """Passages with what a `Result` reads of them."""
    return passages.with_session().select_related("decision")


def gather(
    passages: Iterable[Passage],
    terms: tuple[Sought, ...],
    vocabulary: Vocabulary,
    subjects: Mapping[int, Subjects] | None = None,
) -> list[Result]:
    """Give passages as they are listed; one query for all their regions and themes, where these are not known."""
    passages, marker = list(passages), Marker(terms)
    if subjects is None:
        subjects = subjects_of(Passage.objects.all(), [passage.pk for passage in passages])
    regions, themes = _tags("region", vocabulary.regions), _tags("theme", vocabulary.themes)

    def result(passage: Passage) -> Result:
        own = subjects.get(passage.pk, Subjects())
        return Result(
            passage,
            (marker.highlight if passage.kind == Kind.DECISION else marker.excerpt)(plain(passage.text)),
            tuple(tag for tag in regions if tag.slug in own.regions),
            tuple(tag for tag in themes if tag.slug in own.themes),
        )

    return [result(passage) for passage in passages]


def _tags(name: str, names: Mapping[str, str]) -> Tags:
    return tuple(Tag(slug, label, reverse(name, args=[slug])) for slug, label in names.items())


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
    chosen = filters.chosen.get(name, ())
    labels = filters.labels(name) if chosen else {}
    values = [labels[value] for value in chosen] or [filters.words]
    return ", ".join(f"“{value}”" for value in values)


def rows(passages: Passages, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """Give the passages as rows of CSV, a batch at a time."""
    remaining = with_all(passages).iterator(chunk_size=BATCH)
    while batch := list(islice(remaining, BATCH)):
        subjects = subjects_of(Passage.objects.all(), [passage.pk for passage in batch])
        for passage in batch:
            yield _row(passage, subjects.get(passage.pk, Subjects()), vocabulary)


def _names(slugs: tuple[str, ...], names: Mapping[str, str]) -> str:
    return "; ".join(name for slug, name in names.items() if slug in slugs)


def _row(passage: Passage, subjects: Subjects, vocabulary: Vocabulary) -> tuple[str, ...]:
    edition = passage.session.edition
    return (
        edition.title,
        edition.first_day.isoformat(),
        f"{edition.reference}/{passage.citation}",
        passage.kind,
        passage.scope,
        _names(subjects.regions, vocabulary.regions),
        _names(subjects.themes, vocabulary.themes),
        plain(passage.text),
        f"{settings.PORTAL_ADDRESS}{passage.get_absolute_url()}",
    )
