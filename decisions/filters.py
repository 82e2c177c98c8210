"""The filters of the register: year, outcome and body, one of each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django_filters import FilterSet
from django_filters.filters import Filter

from decisions.models import Decision
from decisions.querysets import ItemQuerySet
from meetings.filters import Options
from meetings.forms import OneOf, notes_of
from meetings.words import Outcome

Decisions = ItemQuerySet[Decision]
OUTCOMES = [(outcome.value, outcome.label) for outcome in Outcome if outcome]


class Choice(Filter):
    """A list to choose one value from; what is on offer comes with the request."""

    field_class = OneOf

    def __init__(self, *, everything: str, **options: Any) -> None:
        super().__init__(widget=forms.Select(attrs={"class": "field"}), **options)
        self.everything = everything

    def offer(self, choices: list[tuple[str, str]]) -> None:
        self.extra["choices"] = [("", self.everything), *choices]


class DecisionFilter(FilterSet):
    year = Choice(label="Year", everything="All years", method="in_year")
    outcome = Choice(label="Outcome", everything="All outcomes", method="with_outcome")
    body = Choice(label="Body", everything="All bodies", method="of_body")

    class Meta:
        model = Decision
        fields: list[str] = []

    def __init__(self, data: Any, queryset: Decisions, *, options: Options) -> None:
        super().__init__({} if data is None else data, queryset)
        self.is_bound = True
        self.filters["outcome"].offer(OUTCOMES)
        for name in ("year", "body"):
            self.filters[name].offer(options[name])

    @property
    def query(self) -> str:
        self.form.full_clean()
        return urlencode({name: value for name, value in self.form.cleaned_data.items() if value})

    @property
    def notes(self) -> list[str]:
        return notes_of(self.form)

    def in_year(self, decisions: Decisions, name: str, value: str) -> Decisions:
        return decisions.filter(edition__meeting__first_day__year=int(value))

    def with_outcome(self, decisions: Decisions, name: str, value: str) -> Decisions:
        return decisions.filter(outcome=value)

    def of_body(self, decisions: Decisions, name: str, value: str) -> Decisions:
        return decisions.filter(edition__meeting__body__slug=value)
