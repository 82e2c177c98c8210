"""The log and the seals, to be read: the portal writes them, and nobody's hand does."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from meetings.models import LogEntry, Seal


class ReadOnly(admin.ModelAdmin):
    """What the portal keeps itself; no form changes it, and the database refuses too."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnly):
    list_display = ["position", "at", "actor", "action", "meeting", "edition"]
    list_filter = ["action", "actor"]
    search_fields = ["actor", "meeting"]
    date_hierarchy = "at"


@admin.register(Seal)
class SealAdmin(ReadOnly):
    list_display = ["position", "edition", "value", "sealed_at"]
    list_select_related = ["edition__meeting__body"]
    search_fields = ["value", "edition__meeting__slug"]
