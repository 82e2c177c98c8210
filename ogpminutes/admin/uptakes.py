"""The admin of what suggestions were taken up in: added in one small form, never changed, withdrawn with a reason."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from decisions.forms import clean_note
from decisions.models import ActionItem, Decision, Uptake
from meetings.models import Passage
from meetings.querysets import ANYBODY
from ogpminutes import taking_up
from ogpminutes.admin import desk
from ogpminutes.admin.appending import AppendingAdmin
from ogpminutes.admin.updates import WithdrawalForm, find_item
from ogpminutes.ledgers import Refused

_CITED = re.compile(r"([A-Z0-9-]{1,30})/([0-9A-Z-]{1,20})\.([1-9][0-9]{0,4})")


def find_suggestion(cited: str) -> Passage | None:
    """Give the passage that is cited as `SC-2020-12/3D.6`, from the newest public edition that numbers one so."""
    if not (parts := _CITED.fullmatch(cited.strip().upper())):
        return None
    reference, session, number = parts.groups()
    place = {"session__edition__reference": reference, "session__number": session, "number": int(number)}
    found = Passage.objects.visible_to(ANYBODY).filter(**place).with_session()
    return found.order_by("-session__edition__number").first()


class UptakeForm(forms.ModelForm):
    """Which suggestion was taken up in what, when, and how far."""

    request: HttpRequest
    refusal = ""
    passage: Passage | None = None
    item: Decision | ActionItem | None = None

    suggestion = forms.CharField(
        max_length=60, help_text="As its page cites it, of approved minutes, such as SC-2020-12/3D.6."
    )
    taken_up_in = forms.CharField(
        max_length=40, label="Taken up in", help_text="A decision or action item of approved minutes: SC-2021-03/D1."
    )
    field_order = ["suggestion", "taken_up_in"]

    class Meta:
        model = Uptake
        fields = ["extent", "day", "note"]
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["extent"].required = True

    def clean_suggestion(self) -> str:
        self.passage = find_suggestion(self.cleaned_data["suggestion"])
        if self.passage is None:
            raise ValidationError("No approved minutes hold this passage. It is written like SC-2020-12/3D.6.")
        return str(self.cleaned_data["suggestion"])

    def clean_taken_up_in(self) -> str:
        self.item = find_item(self.request, self.cleaned_data["taken_up_in"])
        if self.item is None:
            raise ValidationError("No approved minutes hold this reference. It is written like SC-2021-03/D1.")
        return self.item.reference

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate() + timedelta(days=1):  # it may be tomorrow already where they are
            raise ValidationError("This day is still to come; say when it was taken up.")
        return day

    def clean_note(self) -> str:
        return clean_note(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        facts: dict[str, Any] = super().clean() or {}
        if self.passage and (day := facts.get("day")) and day < self.passage.session.edition.first_day:
            self.add_error("day", "The suggestion was made later than that.")
        return facts


class UptakeWithdrawalForm(WithdrawalForm):
    class Meta:
        model = Uptake
        fields = ["note"]


@admin.register(Uptake)
class UptakeAdmin(AppendingAdmin):
    list_display = ["__str__", "meeting", "into_meeting", "extent", "day", "recorded_by", "recorded_at"]
    list_filter = ["extent", "day"]
    list_select_related = ["meeting__body", "into_meeting__body", "recorded_by"]
    search_fields = ["session", "into_number", "note", "meeting__slug", "into_meeting__slug"]
    own_form, withdrawal_form, refused = UptakeForm, UptakeWithdrawalForm, Refused
    own_fields = ("suggestion", "taken_up_in", "extent", "day", "note")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {name: request.GET.get(name, "")[:60].replace("\0", "") for name in ("suggestion", "taken_up_in")}

    def head(self, request: HttpRequest) -> dict[str, str]:
        withdrawn = self.withdrawn(request)
        return {"title": f"Withdraw: {withdrawn}"} if withdrawn else {}

    def save_model(self, request: HttpRequest, obj: Uptake, form: Any, change: bool) -> None:
        user = desk.editor(request)
        if withdrawn := self.withdrawn(request):
            obj.__dict__.update(taking_up.withdraw(withdrawn, user, form.cleaned_data["note"]).__dict__)
        else:
            taking_up.record(obj, form.passage, form.item, user)

    def response_add(self, request: HttpRequest, obj: Uptake, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, "Recorded. Everybody can read it now.")
        return HttpResponseRedirect(reverse("passage", args=[obj.meeting.slug, obj.edition, obj.citation]))
