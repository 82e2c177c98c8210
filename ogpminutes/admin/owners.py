"""The admin of owners: who is meant where the words of the minutes are not understood, or are understood wrongly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from decisions.models import ActionItem, Assignment
from decisions.owners import unmatched
from meetings.choosing import Choosing
from ogpminutes import assigning
from ogpminutes.admin import desk
from ogpminutes.admin.updates import find_item

SHOWN = 100  # items without an owner above the list


class AssignmentForm(forms.ModelForm):
    """One owner of one item: an office, an organisation or a person."""

    item: ActionItem | None = None

    reference = forms.CharField(
        max_length=40, help_text="Of the action item, in approved minutes, such as SC-2020-12/A3."
    )

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if sum(bool(facts.get(name)) for name in ("role", "organisation", "person")) != 1:
            raise ValidationError("Choose one owner: an office, an organisation or a person. Add others one by one.")
        if self.item and Assignment.objects.of_items([self.item]).filter(**_owner(facts)).exists():
            raise ValidationError("This is said of the item already.")
        return facts

    def _post_clean(self) -> None:
        """Leave the row to `assigning.assign`: without its meeting it is not whole."""


def _owner(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("role", "organisation", "person") if facts.get(name)}


@admin.register(Assignment)
class AssignmentAdmin(Choosing, admin.ModelAdmin):
    list_display = ["__str__", "meeting", "made_by", "made_at"]
    list_filter = ["role"]
    list_select_related = ["meeting__body", "made_by", "organisation", "person"]
    search_fields = ["number", "meeting__slug", "organisation__name", "person__name"]
    autocomplete_fields = ["organisation", "person"]
    actions = None
    change_list_template = "admin/decisions/assignment/change_list.html"

    def get_fields(self, request: HttpRequest, obj: Assignment | None = None) -> Any:
        own = ["role", "organisation", "person"]
        return ["meeting", "number", *own, "made_by", "made_at"] if obj else ["reference", *own]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        made: Any = super().get_form(
            request, obj, change=change, **{**options, "form": forms.ModelForm if obj else AssignmentForm}
        )
        if not obj:
            made.clean_reference = lambda form: _clean_reference(request, form)
        return made

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"reference": request.GET.get("reference", "")[:40].replace("\0", "")}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        found = unmatched(open_items()) if self.has_view_permission(request) else []
        more = {"unmatched": found[:SHOWN], "unmatched_count": len(found)}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        for name, owner in _owner(form.cleaned_data).items():
            setattr(obj, name, owner)
        assigning.assign(obj, form.item, desk.editor(request))

    def delete_model(self, request: HttpRequest, obj: Assignment) -> None:
        assigning.take_away(obj, desk.editor(request))

    def response_add(self, request: HttpRequest, obj: Assignment, post_url_continue: str | None = None) -> HttpResponse:
        super().response_add(request, obj, post_url_continue)  # says that it was added
        return HttpResponseRedirect(assigning.item_of(obj).get_absolute_url())

    def has_change_permission(self, request: HttpRequest, obj: Assignment | None = None) -> bool:
        return False


def open_items() -> QuerySet[ActionItem]:
    items: QuerySet[ActionItem] = ActionItem.objects.approved().still_open().with_passage().newest_first()
    return items


def _clean_reference(request: HttpRequest, form: Any) -> str:
    form.item = find_item(request, form.cleaned_data["reference"])
    if not isinstance(form.item, ActionItem):
        raise ValidationError("No approved minutes hold this action item. It is written like SC-2020-12/A3.")
    return form.item.reference
