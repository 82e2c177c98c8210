"""The admin of people, organisations and terms. Lists of attendees are edited in `ogpminutes.admin`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from attendees.models import Membership, Organisation, Person
from attendees.terms import demand_each_once
from meetings.choosing import Choosing
from meetings.meanwhile import Watching, facts_of


class TermFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form.instance for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        demand_each_once(term for term in kept if term.body_id)


class TermInline(Choosing, admin.TabularInline):
    model = Membership
    formset = TermFormSet
    extra = 0
    autocomplete_fields = ["body", "organisation", "person"]


class NamedAdmin(Watching, admin.ModelAdmin):
    """Somebody whom minutes name. What ends the address stays; the name may be corrected."""

    def facts_of(self, row: Any) -> list[str]:
        """Give them with those of the terms, which the form changes too."""
        terms = row.memberships.order_by("pk")
        return [*super().facts_of(row), *(fact for term in terms for fact in facts_of(term))]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []


@admin.register(Organisation)
class OrganisationAdmin(NamedAdmin):
    list_display = ["name", "kind", "slug"]
    list_filter = ["kind"]
    search_fields = ["name", "aliases", "folded"]
    inlines = [TermInline]


@admin.register(Person)
class PersonAdmin(NamedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "aliases", "folded"]
    inlines = [TermInline]


@admin.register(Membership)
class MembershipAdmin(Watching, Choosing, admin.ModelAdmin):
    list_display = ["__str__", "body", "seat", "co_chair", "from_year", "until_year"]
    list_filter = ["body", "seat", "co_chair"]
    list_select_related = ["body", "organisation", "person"]
    search_fields = ["organisation__name", "person__name", "person__folded"]
    autocomplete_fields = ["body", "organisation", "person"]
