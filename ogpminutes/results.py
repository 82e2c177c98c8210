"""What is looked for in the record, what is found, and ways out where nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.http import QueryDict

from decisions.models import ActionItem, Decision
from meetings.addresses import of_minutes
from meetings.facets import Subjects, is_stating, subjects_in, subjects_of
from meetings.filters import EARLIER, Choices, Entries, Group, PassageFilter, Passages, options_for
from meetings.forms import Offer, Values
from meetings.keeping import Keep, keeper, looked_up_anew
from meetings.markdown import plain
from meetings.models import Edition, Entry, Passage
from meetings.naming import load_names
from meetings.prepared import Prepared, among_keys
from meetings.querysets import Reader
from meetings.search import backends, ranking
from meetings.search.query import read, with_star
from meetings.search.ranking import Found
from meetings.vocabulary import Vocabulary
from meetings.words import Outcome
from ogpminutes import listing
from ogpminutes.listing import Result, Venue

COLUMNS = (
    "meeting",
    "date",
    "citation",
    "kind",
    "scope",
    "regions",
    "themes",
    "text",
    "address",
    "status of the minutes",
)
BATCH = 500  # rows of CSV that are read at once


class RecordFilter(PassageFilter):
    """Passages of the whole record, decisions and action items by their references included.

    An organisation narrows to what it is to do: action items that name it. Attendance would not narrow, since whoever
    came was there for all of a meeting, and the minutes do not say who spoke.
    """

    outcome = Group(label="Outcome of decisions", method="with_outcome")
    state = Group(label="Decisions and action items", method="in_state")
    organisation = Group(label="To be done by an organisation", method="for_organisation")

    def with_item(self, entries: Entries, reference: str, number: str) -> Entries:
        item: Any = Decision if number.startswith("D") else ActionItem
        return entries.filter(key__in=item.objects.with_reference(reference, number).values("passage"))

    def with_outcome(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(outcome__in=values)

    def in_state(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(state__in=values)

    def for_organisation(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.about("organisations", values)


def search(user: Reader, data: QueryDict, *, is_earlier: bool = False) -> RecordFilter:
    """Give the passages that a reader may see and asks for, of the newest editions or of those that they replaced."""
    names = load_names()
    keep = keeper(user, names.bodies)  # choices show the names of bodies, which no edition holds
    options = {**options_for(user, keep, names), **item_options_for(user, keep)}
    entries, passages = Entry.objects.passages(), Passage.objects.in_order()
    earlier = entries.replaced_for(user)
    if is_earlier:
        entries, passages, options["status"] = earlier, passages.replaced_for(user), []
    else:
        entries, passages = entries.current_for(user), passages.current_for(user)
    return RecordFilter(
        data,
        passages,
        entries=entries,
        options=options,
        size=partial(keep, "earlier-passages" if is_earlier else "passages", entries.count),
        has_earlier=partial(keep, "earlier-editions", earlier.exists),
        is_earlier=is_earlier,
    )


def is_of_earlier(data: QueryDict) -> bool:
    """Whether a query string asks for what newer editions replaced."""
    name, value = EARLIER
    return data.get(name) == value


def item_options_for(user: Reader, keep: Keep = looked_up_anew) -> dict[str, Choices | Offer]:
    """Give the outcomes, states and responsible organisations that a reader may choose from, as they are needed."""
    return {
        "outcome": [(outcome.value, outcome.label) for outcome in Outcome if outcome],
        "state": [("open", "Still open"), ("settled", "Settled")],
        "organisation": Offer(lambda: keep("organisations", lambda: Values.of(_responsible(user)))),
    }


def _responsible(user: Reader) -> Choices:
    """Give all organisations that are to do something: some hundred at most, as the record names them."""
    seen = ActionItem.objects.current_for(user).exclude(organisation=None)
    named = seen.order_by("organisation__slug").values_list("organisation__slug")
    return list(named.annotate(name=Min("responsible")))


class Findings:
    """The passages of a search as a list that can be cut into pages: in the order of their rank, or by date."""

    def __init__(self, user: Reader, filters: RecordFilter, found: Found) -> None:
        self.user = user
        self.filters = filters
        self.found = found

    def __len__(self) -> int:
        return self.found.total

    def __getitem__(self, place: slice) -> list[Result]:
        rows = ranking.page(self.found, place.start or 0, place.stop)
        subjects = {key: subjects_in(facts) for _, key, facts, *_ in rows}
        passages, promises = _EARLIER if self.filters.is_earlier else _CURRENT
        read = passages(self.user, subjects)
        stating = [key for _, key, facts, *_ in rows if is_stating(facts)]
        promised = promises(self.user, stating) if stating else ()
        terms, vocabulary = self.filters.terms, self.filters.vocabulary
        results = listing.gather(read, self._venue, terms, vocabulary, subjects, promised)
        by_key = {result.key: result for result in results}
        return [by_key[key] for _, key, *_ in rows if key in by_key]

    def _venue(self, meeting: int) -> Venue | None:
        """Give a meeting that is on the roll: one whose minutes are approved this moment may not be yet."""
        called = self.filters.roll.by_id(meeting)
        return Venue(called.name, called.slug) if called else None


def _read(passages: Any) -> Any:
    return passages.filter(pk__in=among_keys()).order_by().values_list(*listing.READ)


def _promises(actions: Any) -> Any:
    rows = actions.filter(passage__in=among_keys())
    return rows.order_by("position", "pk").values_list("passage", "number", "responsible")


_CURRENT = (
    Prepared(lambda user: _read(Passage.objects.current_for(user))),
    Prepared(lambda user: _promises(ActionItem.objects.current_for(user))),
)
_EARLIER = (
    Prepared(lambda user: _read(Passage.objects.replaced_for(user))),
    Prepared(lambda user: _promises(ActionItem.objects.replaced_for(user))),
)


def with_all(passages: Passages) -> Passages:
    """Passages with their session, meeting and decision."""
    return passages.with_session().select_related("decision")


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


def longer(filters: PassageFilter) -> tuple[str, str]:
    """Where nothing was found: the words with a star and that search, where passages say longer ones; else nothing.

    Asks nothing unless the last word is too short to go on by itself.
    """
    words = with_star(filters.words) if filters.asked else ""
    if not words or not backends.matching(filters.without("q"), read(words)).exists():
        return "", ""
    return words, filters.query(words=words)


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
    page = of_minutes(edition.meeting.slug, edition.number, is_replaced=edition.status == Edition.Status.SUPERSEDED)
    return (
        edition.title,
        edition.first_day.isoformat(),
        f"{edition.reference}/{passage.citation}",
        passage.kind,
        passage.scope,
        _names(subjects.regions, vocabulary.regions),
        _names(subjects.themes, vocabulary.themes),
        plain(passage.text),
        f"{settings.PORTAL_ADDRESS}{page}#{passage.citation}",
        edition.status,
    )
