"""The admin of updates: what became of decisions and action items. An update is added, never changed."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from decisions.models import Update


@admin.register(Update)
class UpdateAdmin(admin.ModelAdmin):
    list_display = ["__str__", "meeting", "day", "recorded_by", "recorded_at"]
    list_filter = ["state", "day"]
    list_select_related = ["meeting__body", "recorded_by"]
    search_fields = ["number", "note", "meeting__slug"]
    autocomplete_fields = ["meeting"]
    exclude = ["recorded_by"]

    def has_change_permission(self, request: HttpRequest, obj: Update | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Update | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Update, form: object, change: bool) -> None:
        obj.recorded_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
