"""The admin of editions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from attendees.models import AttendanceGroup
from meetings.models import Edition, Session
from ogpminutes import archive
from ogpminutes.admin.record import DraftInline, RecordAdmin


class SessionInline(DraftInline):
    model = Session
    fields = ["position", "number", "heading"]


class GroupInline(DraftInline):
    model = AttendanceGroup
    fields = ["position", "heading", "by_organisation"]


@admin.register(Edition)
class EditionAdmin(RecordAdmin):
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

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        return [*self.readonly_fields, "meeting"] if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Edition, form: Any, change: bool) -> None:
        if not change:
            obj.number = archive.next_number(obj.meeting)
        super().save_model(request, obj, form, change)
