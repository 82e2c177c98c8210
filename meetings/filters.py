"""The facets of the browse page: OR within a group, AND between groups, and words to search."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django_filters import FilterSet
from django_filters.filters import Filter

from meetings.forms import Several, Words, notes_of
from meetings.models import Meeting, Passage, Region, Theme
from meetings.querysets import PassageQuerySet, Reader
from meetings.terms import Term, read_terms, say
from meetings.vocabulary import Vocabulary
from meetings.words import Kind, Scope

Passages = PassageQuerySet[Passage]
Choices = list[tuple[str, str]]
Options = Mapping[str, Choices]

_REFERENCE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_CITATION = re.compile(rf"(?:({_REFERENCE.pattern})[/ ])?({_REFERENCE.pattern})\.([1-9][0-9]{{0,4}})", re.IGNORECASE)
_ITEM = re.compile(rf"({_REFERENCE.pattern})[/ ]([AD][1-9][0-9]{{0,3}})", re.IGNORECASE)


class Group(Filter):
    """A group of check boxes; what is on offer comes with the request."""

    field_class = Several


class SearchBox(Filter):
    field_class = Words


class PassageFilter(FilterSet):
    """Passages as a query string asks for them. `options` are the values on offer, group by group."""

    q = SearchBox(label="Search the minutes", method="with_words")
    kind = Group(label="Kind", method="of_kind")
    scope = Group(label="Scope of feedback", method="of_scope")
    region = Group(label="Region", method="in_region")
    theme = Group(label="Theme", method="on_theme")
    meeting = Group(label="Meeting", method="of_meeting")
    body = Group(label="Body", method="of_body")
    year = Group(label="Year", method="in_year")

    class Meta:
        model = Passage
        fields: list[str] = []

    def __init__(self, data: Any, queryset: Passages, *, options: Options) -> None:
        super().__init__({} if data is None else data, queryset)
        self.is_bound = True
        for name in self.groups:
            self.filters[name].extra["choices"] = options[name]
        self.options = options

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(regions=dict(self.options["region"]), themes=dict(self.options["theme"]))

    @property
    def groups(self) -> list[str]:
        return [name for name in self.filters if name != "q"]

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values in use, group by group; groups without any are left out."""
        self.form.full_clean()
        return {name: self.form.cleaned_data[name] for name in self.groups if self.form.cleaned_data[name]}

    @cached_property
    def words(self) -> str:
        self.form.full_clean()
        return str(self.form.cleaned_data["q"])

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words to mark: none where a reference was asked for."""
        return () if self.reference else read_terms(self.words)

    @property
    def reference(self) -> str:
        """The passage, decision or action item that was asked for by its number, as it is written, or nothing."""
        cited = _CITATION.fullmatch(self.words) or _ITEM.fullmatch(self.words)
        return self.words.upper() if cited else ""

    @property
    def notes(self) -> list[str]:
        return notes_of(self.form)

    def without(self, *names: str) -> Passages:
        """Passages under all filters but these: for one, what the counts of its own values are made of."""
        rows: Passages = self.queryset.all()
        for other, value in self.form.cleaned_data.items():
            if other not in names:
                rows = self.filters[other].filter(rows, value)
        return rows

    def query(self, *, without: tuple[str, str] | None = None, leave: tuple[str, ...] = ()) -> str:
        """Give the query string of this search, or of it without one value, or without whole groups."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        return urlencode([pair for pair in pairs if pair != without and pair[0] not in leave])

    # What each group means

    def with_words(self, passages: Passages, name: str, value: str) -> Passages:
        """Passages that say all the words, by themselves or in the heading of their session; or the one cited."""
        if cited := _CITATION.fullmatch(value):
            return passages.filter(_cited(*cited.groups()))
        if item := _ITEM.fullmatch(value):
            return self.with_item(passages, item[1].upper(), item[2].upper())
        return passages.filter(say(read_terms(value), "folded", "session__folded"))

    def with_item(self, passages: Passages, reference: str, number: str) -> Passages:
        """Passages that state a decision or an action item. This floor knows none; the one above overrides it."""
        return passages.none()

    def of_kind(self, passages: Passages, name: str, values: list[str]) -> Passages:
        return passages.filter(kind__in=values)

    def of_scope(self, passages: Passages, name: str, values: list[str]) -> Passages:
        return passages.filter(scope__in=values)

    def in_region(self, passages: Passages, name: str, values: list[str]) -> Passages:
        return passages.in_region(values)

    def on_theme(self, passages: Passages, name: str, values: list[str]) -> Passages:
        return passages.on_theme(values)

    def of_meeting(self, passages: Passages, name: str, values: list[str]) -> Passages:
        return passages.filter(session__edition__meeting__slug__in=values)

    def of_body(self, passages: Passages, name: str, values: list[str]) -> Passages:
        return passages.filter(session__edition__meeting__body__slug__in=values)

    def in_year(self, passages: Passages, name: str, values: list[str]) -> Passages:
        return passages.filter(session__edition__meeting__first_day__year__in=[int(value) for value in values])


def _cited(reference: str | None, session: str, number: str) -> Q:
    edition = Q(session__edition__reference=reference.upper()) if reference else Q()
    return edition & Q(session__number=session.upper(), number=int(number))


def options_for(user: Reader) -> dict[str, Choices]:
    """Give all values that a reader may choose from, in three queries."""
    return {
        "kind": [(kind.value, kind.label) for kind in Kind],
        "scope": [(scope.value, scope.label) for scope in Scope if scope],
        "region": list(Region.objects.values_list("slug", "name")),
        "theme": list(Theme.objects.values_list("slug", "name")),
        **meeting_options_for(user),
    }


def meeting_options_for(user: Reader) -> dict[str, Choices]:
    """Give the meetings that a reader may choose from, with their bodies and years, in one query."""
    meetings = list(Meeting.objects.visible_to(user).newest_first().select_related("body"))
    bodies = {meeting.body.slug: meeting.body.name for meeting in meetings}
    years = dict.fromkeys(str(meeting.first_day.year) for meeting in meetings)
    return {
        "meeting": [(meeting.slug, _name(meeting, bodies)) for meeting in meetings],
        "body": sorted(bodies.items(), key=lambda body: body[1]),
        "year": [(year, year) for year in years],
    }


def _name(meeting: Meeting, bodies: Mapping[str, str]) -> str:
    """The days of a meeting, and whose meeting it was where that is a question."""
    return f"{meeting.days}, {meeting.body.name}" if len(bodies) > 1 else meeting.days
