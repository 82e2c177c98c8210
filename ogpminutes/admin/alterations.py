"""The admin of governing documents, and of what decisions altered in them: added, never changed, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from decisions.forms import clean_note
from decisions.models import Alteration, Decision, GoverningDocument
from decisions.register import words_of
from meetings.admin import VocabularyAdmin
from meetings.markdown import plain
from ogpminutes import altering
from ogpminutes.admin import desk
from ogpminutes.admin.appending import AppendingAdmin
from ogpminutes.admin.updates import WithdrawalForm, find_item
from ogpminutes.ledgers import Refused


@admin.register(GoverningDocument)
class GoverningDocumentAdmin(VocabularyAdmin):
    list_display = ["name", "slug", "dated", "address", "position"]


def find_decision(request: HttpRequest, reference: str) -> Decision | None:
    """Give the decision of minutes that anybody may read, from their newest edition that has it."""
    item = find_item(request, reference)
    return item if isinstance(item, Decision) else None


class AlterationForm(forms.ModelForm):
    """Which document a decision altered, and where."""

    request: HttpRequest
    refusal = ""
    decision: Decision | None = None

    reference = forms.CharField(
        max_length=40, label="Decision", help_text="Of approved minutes, by its reference, such as SC-2020-12/D1."
    )
    document = forms.ModelChoiceField(
        GoverningDocument.objects.all(), to_field_name="slug", help_text="Others are added under Governing documents."
    )
    field_order = ["reference", "document"]

    class Meta:
        model = Alteration
        fields = ["document", "provision", "note", "in_force_from", "evidence"]
        widgets = {
            "in_force_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"evidence": "Link to evidence"}

    def clean_reference(self) -> str:
        self.decision = find_decision(self.request, self.cleaned_data["reference"])
        if self.decision is None:
            raise ValidationError("No approved minutes hold this decision. It is written like SC-2020-12/D1.")
        return self.decision.reference

    def clean_note(self) -> str:
        return clean_note(self.cleaned_data["note"])

    def clean_in_force_from(self) -> date | None:
        day: date | None = self.cleaned_data["in_force_from"]
        if day and self.decision and day < self.decision.edition.first_day:
            began = f"{self.decision.edition.first_day:%-d %B %Y}"
            raise ValidationError(
                f"The meeting began on {began}. If the decision reaches back, say so in the sentence."
            )
        return day

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        return super().clean()


class AlterationWithdrawalForm(WithdrawalForm):
    class Meta:
        model = Alteration
        fields = ["note"]


@admin.register(Alteration)
class AlterationAdmin(AppendingAdmin):
    list_display = ["__str__", "meeting", "in_force_from", "recorded_by", "recorded_at"]
    list_filter = ["document", "recorded_at"]
    list_select_related = ["meeting__body", "document", "recorded_by"]
    search_fields = ["number", "provision", "note", "document__name", "meeting__slug"]
    own_form, withdrawal_form, refused = AlterationForm, AlterationWithdrawalForm, Refused
    own_fields = ("reference", "document", "provision", "note", "in_force_from", "evidence")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        only = GoverningDocument.objects.values_list("slug", flat=True)[:2]
        chosen = {"document": only[0]} if len(only) == 1 else {}
        return {"reference": request.GET.get("reference", "")[:40].replace("\0", ""), **chosen}

    def head(self, request: HttpRequest) -> dict[str, str]:
        """Say above the form what it is of, in the words of the minutes."""
        if withdrawn := self.withdrawn(request):
            return {"title": f"Withdraw: {withdrawn}"}
        decision = find_decision(request, request.GET.get("reference", ""))
        return {"subtitle": f"{decision.reference}: {plain(words_of(decision))}"} if decision else {}

    def save_model(self, request: HttpRequest, obj: Alteration, form: Any, change: bool) -> None:
        user = desk.editor(request)
        if withdrawn := self.withdrawn(request):
            obj.__dict__.update(altering.withdraw(withdrawn, user, form.cleaned_data["note"]).__dict__)
        else:
            altering.record(obj, form.decision, user)

    def response_add(self, request: HttpRequest, obj: Alteration, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, "Recorded. Everybody can read it now.")
        decision = Decision.objects.public().by_place({(obj.meeting_id, obj.number)})[obj.meeting_id, obj.number]
        return HttpResponseRedirect(f"{decision.get_absolute_url()}#altered")
