"""The admin of people, organisations and terms. Lists of attendees are edited in `ogpminutes.admin`."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from attendees.models import Membership, Organisation, Person
from meetings.choosing import Choosing


class TermInline(Choosing, admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["body", "organisation", "person"]


class NamedAdmin(admin.ModelAdmin):
    """Somebody whom minutes name. What ends the address stays; the name may be corrected."""

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
class MembershipAdmin(Choosing, admin.ModelAdmin):
    list_display = ["__str__", "body", "seat", "co_chair", "from_year", "until_year"]
    list_filter = ["body", "seat", "co_chair"]
    list_select_related = ["body", "organisation", "person"]
    search_fields = ["organisation__name", "person__name", "person__folded"]
    autocomplete_fields = ["body", "organisation", "person"]
