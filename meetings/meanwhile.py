"""Forms of the admin that two people may have open at once: whoever saves second undoes nothing unseen.

A form carries in its hidden `seen` a digest of what it can change, as that stood when it was opened. Where something
else stands when it is saved, nothing is saved: the form comes back as typed, and says who changed what.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db.models import Model
from django.forms import Field, ModelForm
from django.http import HttpRequest, HttpResponse

from meetings.sealing import digest

_TOKEN = re.compile(r"([0-9a-f]{64})\.([0-9]{1,18})")
TOLD = 3  # changes that are named, the newest


class Overtaken(Exception):
    """Somebody changed, since the form was opened, what it would save; the message says who and what."""


class RefusableForm(forms.ModelForm):
    """A form that comes back with the reason why nothing was saved."""

    refusal = ""

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise forms.ValidationError(f"Nothing was saved. {self.refusal}", code="refused")
        return super().clean()


class Watching(admin.ModelAdmin):
    """An admin whose form, a `RefusableForm`, saves over nothing that it did not show. A list is edited unwatched."""

    form = RefusableForm
    change_form_template = "admin/meetings/watched_form.html"

    def facts_of(self, row: Any) -> list[str]:
        """Give all that the form can change, as it stands."""
        return facts_of(row)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **options)
        form.refusal = getattr(request, "refusal", "")
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Overtaken as error:
            # Rolled back. The second pass shows the same form, as typed, with the reason.
            request.refusal = str(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *arguments: Any, **options: Any) -> Any:
        original = context.get("original")
        is_refused = hasattr(request, "refusal")
        if original and (request.method != "POST" or is_refused):
            context["seen"] = self._token(self.model._default_manager.get(pk=original.pk))
        elif original:
            context["seen"] = request.POST.get("seen", "")[:100]  # what came back for a mistake saw no more than before
        if is_refused:
            context["differing"] = differing(context)
        return super().render_change_form(request, context, *arguments, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and isinstance(form, RefusableForm):
            self.demand_unchanged(request, obj)
        super().save_model(request, obj, form, change)

    def demand_unchanged(self, request: HttpRequest, row: Model) -> None:
        """Hold the row, so that nobody changes it before this one is saved. Raises `Overtaken`."""
        standing = self.model._default_manager.select_for_update().get(pk=row.pk)
        seen = _TOKEN.fullmatch(request.POST.get("seen", ""))
        if not seen or seen[1] != self._digest(standing):
            told = self._tell(row, int(seen[2])) if seen else ""
            raise Overtaken(f"Somebody saved in between{told}. Look at what differs, then decide again.")

    def _token(self, row: Model) -> str:
        newest = self._log_of(row).first()
        return f"{self._digest(row)}.{newest.pk if newest else 0}"

    def _digest(self, row: Model) -> str:
        return digest(json.dumps(self.facts_of(row)))

    def _tell(self, row: Model, last: int) -> str:
        """Say who changed what by a form after entry `last`; nothing where it was not changed by one."""
        since = [each for each in self._log_of(row).select_related("user")[:TOLD] if each.pk > last]
        told = "; ".join(f"{each.user.get_username()}, {each.get_change_message().rstrip('.')}" for each in since)
        return f": {told}" if told else ""

    def _log_of(self, row: Model) -> Any:
        kind = get_content_type_for_model(row)
        return LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).order_by("-pk")


def facts_of(row: Model) -> list[str]:
    """Give the columns of a row that forms can change, as text."""
    return [str(field.value_to_string(row)) for field in row._meta.concrete_fields if field.editable]


def differing(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the fields of a form in which what was typed is not what is saved now: their labels, and what is saved."""
    forms = [("", context["adminform"].form)]
    for inline in context["inline_admin_formsets"]:
        forms += [(f"{form.instance}: ", form) for form in inline.formset.initial_forms]
    return [(f"{name}{label}", saved) for name, form in forms for label, saved in _differing(form)]


def _differing(form: ModelForm[Any]) -> Iterator[tuple[str, str]]:
    for name, field in form.fields.items():
        saved = form.get_initial_for_field(field, name)
        if field.has_changed(saved, form[name].data):  # what stood when the form was opened does not count
            yield str(form[name].label), _spell(field, saved)


def _spell(field: Field, value: Any) -> str:
    """Give a value as a reader knows it: rows by their names, not by their keys."""
    if isinstance(field, forms.BooleanField):
        return "yes" if value else "no"
    rows = getattr(field, "queryset", None)
    if rows is None or value in (None, ""):
        return "" if value is None else str(value)
    keys = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(
        str(row) for row in rows.filter(pk__in=[key.pk if isinstance(key, Model) else key for key in keys])
    )
