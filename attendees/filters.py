"""The search box above the lists of people and organisations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django_filters import FilterSet

from attendees.models import Attendance, Organisation, Person
from attendees.querysets import OrganisationQuerySet, PersonQuerySet
from meetings.filters import SearchBox
from meetings.forms import cleaned, notes_of
from meetings.querysets import Reader
from meetings.terms import read_terms, say


class NameFilter(FilterSet):
    """Rows that a reader may see, by the words of their names."""

    def __init__(self, data: Any, queryset: Any, *, user: Reader) -> None:
        super().__init__({} if data is None else data, queryset)
        self.is_bound = True
        self.user = user

    @property
    def words(self) -> str:
        return str(cleaned(self.form)["q"])

    @property
    def query(self) -> str:
        return urlencode({"q": self.words}) if self.words else ""

    @property
    def notes(self) -> list[str]:
        return notes_of(self.form)


class PersonFilter(NameFilter):
    q = SearchBox(label="Name or organisation", method="named")

    class Meta:
        model = Person
        fields: list[str] = []

    def named(self, people: PersonQuerySet[Person], name: str, value: str) -> PersonQuerySet[Person]:
        """People each word of whose search is in their name or in that of an organisation that they came for."""
        seen = Attendance.objects.current_for(self.user).filter(person=OuterRef("pk"))
        for term in read_terms(value):
            came_for = Exists(seen.filter(say((term,), "organisation__folded")))
            people = people.filter(say((term,), "folded") | came_for)
        return people


class OrganisationFilter(NameFilter):
    q = SearchBox(label="Name", method="named")

    class Meta:
        model = Organisation
        fields: list[str] = []

    def named(
        self, organisations: OrganisationQuerySet[Organisation], name: str, value: str
    ) -> OrganisationQuerySet[Organisation]:
        return organisations.filter(say(read_terms(value), "folded"))
