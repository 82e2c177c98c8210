"""The admin of the parts of an edition: sessions, passages, references, decisions, action items, attendance."""

from __future__ import annotations

from django.contrib import admin

from attendees.models import Attendance, AttendanceGroup
from decisions.models import ActionItem, Decision
from meetings.models import Edition, FeedbackItem, Passage, Reference, Session
from ogpminutes.admin.record import DraftInline, RecordAdmin


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
    other_paths = (("parent", "edition"),)
    list_display = ["heading", "number", "edition", "parent"]
    list_filter = ["edition__status", "regions", "themes"]
    list_select_related = ["edition__meeting__body", "parent"]
    search_fields = ["heading", "folded", "edition__meeting__slug"]
    autocomplete_fields = ["edition", "parent", "regions", "themes"]
    inlines = [ReferenceInline, PassageInline]


@admin.register(Passage)
class PassageAdmin(RecordAdmin):
    edition_path = ("session", "edition")
    list_display = ["citation", "kind", "text", "session", "edition"]
    list_display_links = ["citation", "text"]
    list_filter = ["kind", "scope", "session__edition__status", "themes", "regions"]
    list_select_related = ["session__edition__meeting__body"]
    search_fields = ["text", "folded", "session__edition__meeting__slug"]
    autocomplete_fields = ["session", "regions", "themes"]

    def name_of_row(self, row: Passage) -> str:
        return f"passage {row.citation}"

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
    other_paths = (("passage", "session", "edition"),)
    list_display = ["reference", "outcome", "passage", "referred_to"]
    list_filter = ["outcome", "edition__status"]
    list_select_related = ["edition__meeting__body", "passage__session"]
    search_fields = ["number", "edition__reference", "passage__text", "passage__folded"]
    autocomplete_fields = ["edition", "passage", "referred_body"]


@admin.register(ActionItem)
class ActionItemAdmin(RecordAdmin):
    edition_path = ("edition",)
    other_paths = (("passage", "session", "edition"),)
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
