"""The admin of updates: what became of decisions and action items, in one small form.

An update is added, never changed or deleted. One that was wrong is withdrawn by another, from the page of its item.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from decisions.forms import UpdateForm, clean_note
from decisions.models import NOTE_LIMIT, ActionItem, Decision, Update
from decisions.register import words_of
from meetings.markdown import plain
from ogpminutes import updating
from ogpminutes.admin import desk
from ogpminutes.admin.appending import AppendingAdmin

_REFERENCE = re.compile(r"([A-Z0-9-]{1,30})/([AD][1-9][0-9]{0,3})")


def find_item(request: HttpRequest, reference: str) -> Decision | ActionItem | None:
    """Give the item of minutes that anybody may read, from their newest edition that has it."""
    if not (parts := _REFERENCE.fullmatch(reference.strip().upper())):
        return None
    model: Any = Decision if parts[2].startswith("D") else ActionItem
    items = model.objects.public().with_reference(*parts.groups()).with_passage()
    found: Decision | ActionItem | None = items.order_by("-edition__number").first()
    return found


class AdminForm(UpdateForm):
    """An update of any item, which is named by its reference."""

    request: HttpRequest

    reference = forms.CharField(
        max_length=40, help_text="Of the decision or action item, in approved minutes, such as SC-2020-12/A3."
    )
    field_order = ["reference"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.item = find_item(self.request, str(self["reference"].value() or ""))
        self.offer_states()

    def clean_reference(self) -> str:
        if self.item is None:
            raise ValidationError("No approved minutes hold this reference. It is written like SC-2020-12/A3.")
        return self.item.reference


class WithdrawalForm(forms.ModelForm):
    """The reason for which an update counts no more."""

    request: HttpRequest
    refusal = ""

    note = forms.CharField(
        label="Reason", max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 4}), help_text="Everybody reads it."
    )

    class Meta:
        model = Update
        fields = ["note"]

    def clean_note(self) -> str:
        if not (note := clean_note(self.cleaned_data["note"])):
            raise ValidationError("Say why it is withdrawn.")
        return note

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        return super().clean()

    def _post_clean(self) -> None:
        """Leave the rest to `updating.withdraw`: alone, these words are no whole update yet."""


@admin.register(Update)
class UpdateAdmin(AppendingAdmin):
    list_display = ["__str__", "meeting", "day", "voice", "recorded_by", "recorded_at"]
    list_filter = ["state", "voice", "day"]
    list_select_related = ["meeting__body", "recorded_by"]
    search_fields = ["number", "note", "meeting__slug"]
    own_form, withdrawal_form, refused = AdminForm, WithdrawalForm, updating.Refused
    own_fields = ("reference", "day", "state", "note", "evidence", "upload", "seen")

    def to_withdraw(self) -> QuerySet[Update]:
        return Update.objects.select_related("meeting")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        item = find_item(request, request.GET.get("reference", ""))
        newest = Update.objects.of_item(item).order_by("-pk").first() if item else None
        reference = item.reference if item else request.GET.get("reference", "")[:40].replace("\0", "")
        return {"reference": reference, **({"seen": newest.pk if newest else 0} if item else {})}

    def head(self, request: HttpRequest) -> dict[str, str]:
        """Say above the form what it is of, in the words of the minutes."""
        if withdrawn := self.withdrawn(request):
            said = (
                f"{withdrawn.get_state_display() or 'a withdrawal'}, {withdrawn.day:%-d %B %Y}. {withdrawn.note[:200]}"
            )
            return {"title": f"Withdraw an update of {_reference_of(withdrawn)}", "subtitle": said}
        item = find_item(request, request.GET.get("reference", ""))
        return {"subtitle": f"{item.reference}: {plain(words_of(item))}"} if item else {}

    def look_again(self, request: HttpRequest, error: Exception) -> dict[str, Any]:
        """Show what somebody else recorded meanwhile; who has read it may send the form."""
        if not isinstance(error, updating.Outrun):
            return {}
        sent = request.POST.copy()
        sent["seen"] = str(error.meanwhile[-1].pk)
        request.POST = sent  # type: ignore[assignment]
        return {"meanwhile": error.meanwhile}

    def save_model(self, request: HttpRequest, obj: Update, form: Any, change: bool) -> None:
        user = desk.editor(request)
        if withdrawn := self.withdrawn(request):
            item = find_item(request, _reference_of(withdrawn))
            if item is None:
                raise updating.Refused("The minutes that hold this item are not approved any more.")
            obj.__dict__.update(updating.withdraw(withdrawn, item, user, form.cleaned_data["note"]).__dict__)
        else:
            facts = form.cleaned_data
            updating.record(obj, form.item, user, seen=facts["seen"], file=facts["upload"])

    def response_add(self, request: HttpRequest, obj: Update, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, "Recorded. Everybody can read it now.")
        item = find_item(request, _reference_of(obj))
        return HttpResponseRedirect(f"{item.get_absolute_url()}#updates" if item else request.path)


def _reference_of(update: Update) -> str:
    edition = update.meeting.editions.order_by("-number").first()
    return f"{edition.reference}/{update.number}" if edition else ""
