"""What every admin of the rows of an edition shares: single facts, one form each.

Only a draft can be changed. After every save the whole edition is read back as `Minutes`; where that fails, nothing
is saved and the form comes back with what was typed and the reason.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from meetings.lines import InvalidMinutes
from meetings.models import Edition
from ogpminutes import archive, filing


class RecordForm(forms.ModelForm):
    """A form that says what the minutes as a whole refuse."""

    refusal = ""

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise forms.ValidationError(f"Nothing was saved. {self.refusal}", code="refused")
        return super().clean()


class Draft:
    """Permission to change what belongs to a draft, and nothing else."""

    edition_path: tuple[str, ...] = ()

    def edition_of(self, row: Any) -> Edition:
        for step in self.edition_path:
            row = getattr(row, step)
        edition: Edition = row
        return edition

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return allowed and self._is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)  # type: ignore[misc]
        return allowed and self._is_open(obj)

    def _is_open(self, obj: Any) -> bool:
        return obj is None or self.edition_of(obj).status == Edition.Status.DRAFT

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer the parts of drafts alone, so that nothing can be added to an approved edition."""
        paths = {"edition": "status", "session": "edition__status", "parent": "edition__status"}
        paths |= {"passage": "session__edition__status", "group": "edition__status"}
        if db_field.name in paths:
            rows = db_field.remote_field.model._default_manager
            options["queryset"] = rows.filter(**{paths[db_field.name]: Edition.Status.DRAFT})
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]


class DraftInline(Draft, admin.TabularInline):
    """Rows below another row of the same edition: open when that one is."""

    extra = 0
    show_change_link = True
    parent_path: tuple[str, ...] = ()

    def _is_open(self, obj: Any) -> bool:
        for step in self.parent_path if obj is not None else ():
            obj = getattr(obj, step)
        return obj is None or obj.status == Edition.Status.DRAFT

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._is_open(obj)


class RecordAdmin(Draft, admin.ModelAdmin):
    form = RecordForm

    def changeform_view(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *arguments, **options)
        except InvalidMinutes as error:
            # Rolled back. The second pass shows the same form, as typed, with the reason.
            request.refusal = str(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, *arguments, **options)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **options)
        form.refusal = getattr(request, "refusal", "")
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._settle(self.edition_of(form.instance))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        edition = self.edition_of(obj)
        super().delete_model(request, obj)
        self._settle(edition)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        editions = {self.edition_of(row) for row in queryset}
        super().delete_queryset(request, queryset)
        for edition in editions:
            self._settle(edition)

    def _settle(self, edition: Edition) -> None:
        if edition.pk:
            filing.close_gaps(edition)
            archive.read(edition)
