"""The admin of the rows of an edition: single facts, one form each.

Only a draft can be changed. After every save the whole edition is read back as `Minutes`; where that fails, nothing
is saved and the form comes back with what was typed and the reason.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from attendees.models import Attendance, AttendanceGroup
from decisions.models import ActionItem, Decision
from meetings.lines import InvalidMinutes
from meetings.models import Edition, FeedbackItem, Passage, Reference, Session
from ogpminutes import archive, filing

admin.site.site_header = "Steering Committee Minutes"
admin.site.site_title = "Minutes admin"
admin.site.index_title = "Support Unit"


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
        ("Attendance", {"fields": ["attendance_heading"]}),
    ]
    inlines = [SessionInline, GroupInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        return [*self.readonly_fields, "meeting"] if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Edition, form: Any, change: bool) -> None:
        if not change:
            obj.number = archive.next_number(obj.meeting)
        super().save_model(request, obj, form, change)


class PassageInline(DraftInline):
    model = Passage
    parent_path = ("edition",)
    fields = ["number", "kind", "depth", "scope", "text"]


class ReferenceInline(DraftInline):
    model = Reference
    parent_path = ("edition",)
    fields = ["position", "label", "title", "url"]


@admin.register(Session)
class SessionAdmin(RecordAdmin):
    edition_path = ("edition",)
    list_display = ["heading", "number", "edition", "parent"]
    list_filter = ["edition__status", "regions", "themes"]
    list_select_related = ["edition__meeting__body", "parent"]
    search_fields = ["heading", "folded", "edition__meeting__slug"]
    autocomplete_fields = ["edition", "parent", "regions", "themes"]
    inlines = [ReferenceInline, PassageInline]


class ActionInline(DraftInline):
    model = ActionItem
    parent_path = ("session", "edition")
    fields = ["position", "number", "text", "responsible", "organisation", "due"]
    autocomplete_fields = ["organisation"]


@admin.register(Passage)
class PassageAdmin(RecordAdmin):
    edition_path = ("session", "edition")
    list_display = ["citation", "kind", "text", "session", "edition"]
    list_display_links = ["citation", "text"]
    list_filter = ["kind", "scope", "session__edition__status", "themes", "regions"]
    list_select_related = ["session__edition__meeting__body"]
    search_fields = ["text", "folded", "session__edition__meeting__slug"]
    autocomplete_fields = ["session", "regions", "themes"]

    @admin.display(ordering="session__edition")
    def edition(self, passage: Passage) -> Edition:
        return passage.session.edition


@admin.register(FeedbackItem)
class FeedbackItemAdmin(PassageAdmin):
    list_display = ["citation", "scope", "text", "session", "edition"]
    list_filter = ["scope", "session__edition__status", "themes", "regions"]


@admin.register(Reference)
class ReferenceAdmin(RecordAdmin):
    edition_path = ("session", "edition")
    list_display = ["title", "url", "session"]
    list_select_related = ["session"]
    search_fields = ["title", "url"]
    autocomplete_fields = ["session"]


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    edition_path = ("edition",)
    list_display = ["reference", "outcome", "passage", "referred_to"]
    list_filter = ["outcome", "edition__status"]
    list_select_related = ["edition__meeting__body", "passage__session"]
    search_fields = ["number", "edition__reference", "passage__text", "passage__folded"]
    autocomplete_fields = ["edition", "passage", "referred_body"]


@admin.register(ActionItem)
class ActionItemAdmin(RecordAdmin):
    edition_path = ("edition",)
    list_display = ["reference", "text", "responsible", "due"]
    list_filter = ["edition__status", "responsible"]
    list_select_related = ["edition__meeting__body"]
    search_fields = ["number", "edition__reference", "text", "responsible"]
    autocomplete_fields = ["edition", "passage", "organisation"]


class AttendanceInline(DraftInline):
    model = Attendance
    parent_path = ("edition",)
    fields = ["position", "person", "name", "organisation", "organisation_name", "title", "role", "capacity", "votes"]
    autocomplete_fields = ["person", "organisation"]


@admin.register(AttendanceGroup)
class AttendanceGroupAdmin(RecordAdmin):
    edition_path = ("edition",)
    list_display = ["heading", "edition", "position"]
    list_filter = ["edition__status"]
    list_select_related = ["edition__meeting__body"]
    search_fields = ["heading", "edition__meeting__slug"]
    autocomplete_fields = ["edition"]
    inlines = [AttendanceInline]


@admin.register(Attendance)
class AttendanceAdmin(RecordAdmin):
    edition_path = ("group", "edition")
    list_display = ["__str__", "organisation_name", "title", "role", "capacity", "votes", "group"]
    list_filter = ["capacity", "votes", "co_chair", "presence"]
    list_select_related = ["group"]
    search_fields = ["name", "organisation_name", "title", "role", "person__folded"]
    autocomplete_fields = ["group", "person", "organisation"]
