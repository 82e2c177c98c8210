"""The facets of the browse page: OR within a group, AND between groups, and words to search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property
from typing import Any, Self, cast
from urllib.parse import urlencode

from django_filters import FilterSet
from django_filters.filters import Filter

from meetings.forms import Offer, OneOf, Several, Values, Words, cleaned, notes_of
from meetings.keeping import Keep, looked_up_anew
from meetings.models import Edition, Entry, Meeting, Passage
from meetings.naming import Named, load_names
from meetings.querysets import PUBLIC, PassageQuerySet, Reader, statuses_visible_to
from meetings.references import bare, read_item, read_passage
from meetings.roll import Roll, call
from meetings.search import backends
from meetings.search.entries import EntryQuerySet
from meetings.search.query import Query, Said, read
from meetings.vocabulary import Vocabulary
from meetings.words import Kind, Scope

Passages = PassageQuerySet[Passage]
Entries = EntryQuerySet[Entry]
Choices = list[tuple[str, str]]
Options = Mapping[str, Choices | Offer]  # by the name of a group
BY_RANK, NEWEST, OLDEST = "", "date", "oldest"
SORTS = [(BY_RANK, "Relevance"), (NEWEST, "Newest first"), (OLDEST, "Oldest first")]
EARLIER = ("editions", "earlier")  # in a query string: what newer editions replaced is searched
SORTS_WITHOUT_WORDS = [(BY_RANK, "Newest first"), (OLDEST, "Oldest first")]  # nothing has a rank there


class Quick(Filter):
    """A filter of which a set makes a copy for each request: of what differs alone, where `Filter` copies all."""

    def __deepcopy__(self, memo: object) -> Self:
        same = copy(self)
        same.extra = {**self.extra}
        same.method = self.method  # which knows whose it is
        return same


class Group(Quick):
    """A group of check boxes; what is on offer comes with the request."""

    field_class = Several


class SearchBox(Quick):
    field_class = Words


class Order(Quick):
    field_class = OneOf


class PassageFilter(FilterSet):
    """Passages as a query string asks for them. `options` are the values on offer, group by group.

    What is looked for, filtered and counted are `entries` of the search; what is given are `queryset`, their passages.
    Both hold nothing but what the reader may see; `size` tells how many there are. They are of the newest editions, or
    where the search `is_earlier` of what these replaced; `has_earlier` tells whether they replaced any.
    """

    q = SearchBox(label="Search the minutes", method="with_words")
    sort = Order(label="Sort by", method="unchanged")
    kind = Group(label="Kind", method="of_kind")
    scope = Group(label="Scope of feedback", method="of_scope")
    region = Group(label="Region", method="in_region")
    theme = Group(label="Theme", method="on_theme")
    meeting = Group(label="Meeting", method="of_meeting")
    body = Group(label="Body", method="of_body")
    year = Group(label="Year", method="in_year")
    status = Group(label="Status of the minutes", method="of_status")

    class Meta:
        model = Passage
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        queryset: Passages,
        *,
        entries: Entries,
        options: Options,
        size: Callable[[], int] | None = None,
        has_earlier: Callable[[], bool] = lambda: False,
        is_earlier: bool = False,
    ) -> None:
        super().__init__({} if data is None else data, queryset)
        self.is_bound = True
        self.options = {name: Offer.of(options[name]) for name in self.groups}
        for name, choices in {**self.options, "sort": Offer.of(SORTS)}.items():
            self.filters[name].extra["choices"] = choices
        self.entries = entries
        self.size = size or entries.count
        self.has_earlier = has_earlier
        self.is_earlier = is_earlier

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(regions=dict(self.options["region"]), themes=dict(self.options["theme"]))

    @property
    def roll(self) -> Roll:
        """All meetings that the reader may choose from."""
        return cast(Roll, self.options["meeting"].values)

    @property
    def groups(self) -> list[str]:
        return [name for name in self.filters if name not in ("q", "sort")]

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values in use, group by group; groups without any are left out."""
        values = cleaned(self.form)
        return {name: values[name] for name in self.groups if values[name]}

    @cached_property
    def words(self) -> str:
        return str(cleaned(self.form)["q"])

    @cached_property
    def order(self) -> str:
        """One of `sorts`, so that a search has one query string: without words all but the oldest is the newest."""
        order = str(cleaned(self.form)["sort"])
        return order if order in dict(self.sorts) else BY_RANK

    @property
    def sorts(self) -> Choices:
        """The orders to choose from."""
        return SORTS if self.asked.wanted else SORTS_WITHOUT_WORDS

    @cached_property
    def asked(self) -> Query:
        """The question that the words are: none where a reference was asked for."""
        return Query() if self.reference else read(self.words)

    @property
    def terms(self) -> tuple[Said, ...]:
        """The words to mark."""
        return self.asked.marks

    @property
    def is_by_rank(self) -> bool:
        return bool(self.asked.wanted) and self.order == BY_RANK

    @property
    def is_oldest_first(self) -> bool:
        return self.order == OLDEST

    @property
    def reference(self) -> str:
        """The passage, decision or action item that was asked for by its number, as it is written, or nothing."""
        return bare(self.words) if read_passage(self.words) or read_item(self.words) else ""

    @property
    def notes(self) -> list[str]:
        return notes_of(self.form)

    @property
    def qs(self) -> Passages:
        """All passages that are asked for, newest meeting first unless the oldest is asked for."""
        passages: Passages = self.queryset.oldest_first() if self.is_oldest_first else self.queryset.all()
        if not self.chosen and not self.words:
            return passages
        return passages.filter(pk__in=self.without().values("key"))

    def without(self, *names: str) -> Entries:
        """Entries under all filters but these: for one, what the counts of its own values are made of."""
        rows: Entries = self.entries.all()
        for other, value in cleaned(self.form).items():
            if other not in names:
                rows = self.filters[other].filter(rows, value)
        return rows

    def found_without(self, *names: str) -> Entries:
        """Entries under all filters but these, of which `ranking.find` gives those that say the words."""
        return self.without(*names, "q") if self.asked.wanted else self.without(*names)

    def labels(self, name: str) -> dict[str, str]:
        """Give value -> label of the values of a group that are in use."""
        chosen = self.options[name].values.among(self.chosen.get(name, ()))
        return {value: label for _, value, label in chosen}

    def query(self, *, without: tuple[str, str] | None = None, leave: tuple[str, ...] = (), words: str = "") -> str:
        """Give the query string of this search, or of it without one value or whole groups, or with other words."""
        pairs = [*self._pairs(words), *([EARLIER] if self.is_earlier else [])]
        return urlencode([pair for pair in pairs if pair != without and pair[0] not in leave])

    def _pairs(self, words: str = "") -> list[tuple[str, str]]:
        pairs = [("q", words or self.words)] if self.words else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        return pairs + ([("sort", self.order)] if self.order else [])

    @property
    def other_editions(self) -> str:
        """The query string of the same search of the other editions: of earlier ones, or else of the newest."""
        return urlencode([*self._pairs(), *([] if self.is_earlier else [EARLIER])])

    @property
    def whole_query(self) -> str:
        """The query string of the same words in the same order, without any filters."""
        return self.query(leave=tuple(self.groups))

    # What each group means

    def with_words(self, entries: Entries, name: str, value: str) -> Entries:
        """Entries that say the words, by themselves or in what they stand under; or the one cited."""
        if cited := read_passage(value):
            return entries.filter(key__in=self.queryset.order_by().with_reference(*cited).values("pk"))
        if item := read_item(value):
            return self.with_item(entries, item.meeting, item.number)
        return backends.matching(entries, self.asked)

    def with_item(self, entries: Entries, reference: str, number: str) -> Entries:
        """Entries that state a decision or an action item. This floor knows none; the one above overrides it."""
        return entries.none()

    def unchanged(self, entries: Entries, name: str, value: str) -> Entries:
        return entries

    def of_kind(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(kind__in=values)

    def of_scope(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(scope__in=values)

    def in_region(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.about("regions", values)

    def on_theme(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.about("themes", values)

    def of_meeting(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(meeting__in=Meeting.objects.filter(slug__in=values))

    def of_body(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(body__slug__in=values)

    def in_year(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(year__in=[int(value) for value in values])

    def of_status(self, entries: Entries, name: str, values: list[str]) -> Entries:
        return entries.filter(edition__status__in=values)


def options_for(user: Reader, keep: Keep = looked_up_anew, names: Named | None = None) -> dict[str, Choices | Offer]:
    """Give all values that a reader may choose from, in two queries; the meetings are read when they are needed."""
    names = names or load_names()
    return {
        "kind": [(kind.value, kind.label) for kind in Kind],
        "scope": [(scope.value, scope.label) for scope in Scope if scope],
        "region": names.regions,
        "theme": names.themes,
        "status": _statuses(user),
        **meeting_options_for(user, keep),
    }


def _statuses(user: Reader) -> Choices:
    """Give the states of the newest minutes to those who see more than what is approved."""
    seen = statuses_visible_to(user)
    current = [
        (value, str(label)) for value, label in Edition.Status.choices if value in seen and value != "superseded"
    ]
    return current if seen != PUBLIC else []


def meeting_options_for(user: Reader, keep: Keep = looked_up_anew) -> dict[str, Choices | Offer]:
    """Give the bodies and years that a reader may choose from, in one query, and the meetings when they are needed."""
    rows = keep("bodies", lambda: _bodies_and_years(user))
    bodies = sorted({(str(key), slug, name) for key, slug, name, _ in rows}, key=lambda body: body[2])
    return {
        "meeting": Offer(lambda: keep("meetings", lambda: call(user))),
        "body": Offer(lambda: Values(bodies)),
        "year": [(str(year), str(year)) for year in sorted({year for *_, year in rows}, reverse=True)],
    }


def _bodies_and_years(user: Reader) -> set[tuple[Any, ...]]:
    """Give id, slug and name of each body that met, with each year in which it did."""
    seen = Meeting.objects.visible_to(user).order_by()
    return set(seen.values_list("body", "body__slug", "body__name", "first_day__year").distinct())
