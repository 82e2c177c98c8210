"""The admin of editions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from attendees.models import AttendanceGroup
from meetings.models import Edition, Entry, Session
from ogpminutes import audit
from ogpminutes.admin import add, assistance, desk, editor, importing, matters, review, transitions, versions
from ogpminutes.admin.record import DraftInline, RecordAdmin
from ogpminutes.editing import name_of


class SessionInline(DraftInline):
    model = Session
    fields = ["position", "number", "heading"]


class GroupInline(DraftInline):
    model = AttendanceGroup
    fields = ["position", "heading", "by_organisation"]


@admin.register(Edition)
class EditionAdmin(RecordAdmin):
    change_form_template = "admin/meetings/edition/facts.html"
    list_display = ["__str__", "status", "title", "circulated_on", "approved_on"]
    list_filter = ["status", "meeting__body", "first_day"]
    list_select_related = ["meeting__body"]
    search_fields = ["title", "reference", "meeting__slug"]
    autocomplete_fields = ["meeting"]
    readonly_fields = ["number", "status", "circulated_on", "approved_on"]
    fieldsets = [
        (None, {"fields": ["meeting", ("number", "status"), ("circulated_on", "approved_on"), "reason"]}),
        ("As printed", {"fields": ["publisher", "title", ("dates", "place"), ("reference", "language")]}),
        ("Days", {"fields": [("first_day", "last_day")]}),
        ("Opened", {"fields": [("opened_day", "opened_time", "opened_zone", "opened_offset")]}),
        ("Adjourned", {"fields": [("adjourned_day", "adjourned_time", "adjourned_zone", "adjourned_offset")]}),
        ("Attendance", {"fields": ["attendance_heading", "attendance_first"]}),
    ]
    inlines = [SessionInline, GroupInline]

    def get_urls(self) -> list[URLPattern]:
        views = {
            "change": ("change/", self.edition_page),
            "facts": ("facts/", self.facts_page),
            "versions": ("versions/", versions.list_versions),
            "compare": ("versions/compare/", versions.compare),
            "restore": ("versions/restore/", require_POST(versions.restore)),
            "matters": ("matters/", require_POST(matters.take_up)),
            "responses": ("responses/", review.review),
            "check": ("check/", require_POST(assistance.check)),
            "keep": ("keep/", require_POST(assistance.keep)),
            "discard": ("unsaved/discard/", require_POST(assistance.discard)),
            **{name: (f"{name}/", view) for name, view in transitions.VIEWS.items()},
            "draft": ("draft.pdf", require_POST(assistance.print_draft)),
        }
        pages = [
            path(f"<int:pk>/{address}", desk.seated(self, view), name=f"meetings_edition_{name}")
            for name, (address, view) in views.items()
        ]
        guarded = desk.answering_strangers(self, self.admin_site.admin_view(self.import_page))
        return [path("import/", guarded, name="meetings_edition_import"), *pages, *super().get_urls()]

    def import_page(self, request: HttpRequest) -> HttpResponse:
        return importing.page(request, self)

    def edition_page(self, request: HttpRequest, model_admin: RecordAdmin, pk: int) -> HttpResponse:
        """The text of a draft; of any other edition its facts, to be read."""
        if request.method == "POST":
            return editor.save(request, self, desk.find_draft(request, self, pk))
        edition = self.get_object(request, str(pk))
        if edition is not None and self.has_change_permission(request, edition):
            return editor.show(request, self, edition)
        return self.facts_page(request, self, pk)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return add.begin(request, self)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Leave out what the search keeps of an edition: it goes too, and is no part of the record."""
        rows, counts, lacking, kept = super().get_deleted_objects(objs, request)
        counts = {name: number for name, number in counts.items() if name != Entry._meta.verbose_name_plural}
        return _without_entries(rows), counts, lacking, kept

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            super().delete_model(request, obj)
            audit.record(name_of(desk.editor(request)), "deleted", obj)  # last, since claiming it may log a version

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            gone = list(queryset)
            super().delete_queryset(request, queryset)
            for edition in gone:
                audit.record(name_of(desk.editor(request)), "deleted", edition)

    def facts_page(self, request: HttpRequest, model_admin: RecordAdmin, pk: int) -> HttpResponse:
        return self.changeform_view(request, str(pk))

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        return [*self.readonly_fields, "meeting"] if obj else self.readonly_fields


def _without_entries(rows: list[Any]) -> list[Any]:
    """Give a nested list of what goes, without the entries of the search and what hangs on them."""
    kept: list[Any] = []
    hangs_on_entry = False
    for row in rows:
        if isinstance(row, list):
            kept += [] if hangs_on_entry else [_without_entries(row)]
        else:
            hangs_on_entry = row.startswith(f"{Entry._meta.verbose_name.capitalize()}:")  # type: ignore[union-attr]
            kept += [] if hangs_on_entry else [row]
    return kept
