"""The admin of what meetings are made of: bodies, meetings, regions and themes.

The rows of an edition are edited one floor up, in `ogpminutes.admin`, where the whole edition can be checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from meetings.models import Body, Edition, Meeting, Region, Theme
from meetings.search import index


class EditionLinks(admin.TabularInline):
    """The editions of a meeting, to open; they are edited on their own pages."""

    model = Edition
    fields = ("number", "status", "title", "reason", "approved_on")
    readonly_fields = fields
    extra = max_num = 0
    can_delete = False
    show_change_link = True


class VocabularyAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "position", "sessions_count"]
    list_editable = ["position"]
    search_fields = ["name", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region] | QuerySet[Theme]:
        return super().get_queryset(request).annotate(used=Count("sessions", distinct=True))

    def delete_model(self, request: HttpRequest, obj: Region | Theme) -> None:
        super().delete_model(request, obj)
        index.forget(f"{self.opts.model_name}s", obj.slug)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        slugs = list(queryset.values_list("slug", flat=True))
        super().delete_queryset(request, queryset)
        for slug in slugs:
            index.forget(f"{self.opts.model_name}s", slug)

    @admin.display(description="sessions", ordering="used")
    def sessions_count(self, word: Region | Theme) -> int:
        return word.used  # type: ignore[union-attr]

    def get_readonly_fields(self, request: HttpRequest, obj: Region | Theme | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Region | Theme | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["name"]}


admin.site.register(Region, VocabularyAdmin)
admin.site.register(Theme, VocabularyAdmin)


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    list_display = ["name", "prefix", "parent", "starts_on", "ends_on"]
    list_filter = ["parent"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "prefix"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    list_display = ["__str__", "slug", "body", "first_day", "last_day"]
    list_filter = ["body", "first_day"]
    list_select_related = ["body"]
    search_fields = ["slug", "body__name", "editions__title"]
    date_hierarchy = "first_day"
    autocomplete_fields = ["body"]
    inlines = [EditionLinks]

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        index.follow(obj)
