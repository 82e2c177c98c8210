"""Beginning the minutes of a meeting: its facts, from a short form, as an empty draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from meetings.lines import InvalidMinutes, one_line
from meetings.minutes import LINE_LIMIT, Minutes
from meetings.models import Body, Edition, Meeting
from ogpminutes import editing
from ogpminutes.admin import desk


class Line(forms.CharField):
    """One line of text, cleaned as minutes hold it."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class BeginForm(forms.Form):
    body = forms.ModelChoiceField(Body.objects.order_by("name"), help_text="Who met.")
    title = Line(
        max_length=LINE_LIMIT, initial="Steering Committee Meeting Minutes", widget=forms.TextInput({"size": 60})
    )
    dates = Line(max_length=LINE_LIMIT, help_text="As printed, such as 14 & 15 December 2020.")
    first_day = forms.DateField(widget=DayInput)
    last_day = forms.DateField(widget=DayInput, required=False, help_text="Empty where it was one day.")
    place = Line(max_length=LINE_LIMIT, required=False, help_text="As printed, such as Virtual.")
    publisher = Line(max_length=LINE_LIMIT, initial="Open Government Partnership")
    meeting = forms.SlugField(
        max_length=50, required=False, help_text="Its address for ever; empty for the month, such as december-2020."
    )
    reference = Line(
        max_length=30, required=False, help_text="Begins its citations; empty for the body and the month: SC-2020-12."
    )

    minutes: Minutes

    def clean(self) -> dict[str, Any]:
        facts = dict(super().clean() or {})
        if self.errors:
            return facts
        day, body = facts["first_day"], facts["body"]
        facts["last_day"] = facts["last_day"] or day
        facts["meeting"] = facts["meeting"] or f"{day:%B-%Y}".lower()
        facts["reference"] = facts["reference"] or f"{body.prefix}-{day:%Y-%m}"
        self._demand_free(facts)
        try:
            self.minutes = Minutes(**{**facts, "body": body.slug})
        except InvalidMinutes as error:
            raise forms.ValidationError(str(error), code="invalid") from error
        return facts

    def _demand_free(self, facts: dict[str, Any]) -> None:
        last = Edition.objects.with_meeting().of_meeting(facts["meeting"]).newest_first().first()
        if last:
            cure = "amend them from their page" if last.is_public else "go on writing there, on its page"
            state = last.get_status_display().lower()
            self.add_error("meeting", f"{last} is {state} already; {cure}, or choose another address.")
        elif Meeting.objects.filter(slug=facts["meeting"]).exclude(body=facts["body"]).exists():
            self.add_error("meeting", "A meeting of another body has this address; choose another one.")
        cited = Edition.objects.with_meeting().filter(reference=facts["reference"]).first()
        if cited and not last:
            self.add_error("reference", f"“{cited.reference}” cites {cited} already; write another one.")


def begin(request: HttpRequest, model_admin: ModelAdmin[Any]) -> HttpResponse:
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edition = editing.open_draft(form.minutes, editing.name_of(desk.editor(request)), "begun")
        except (IntegrityError, InvalidMinutes):
            form.add_error(None, "Somebody began these minutes at the same moment. Look at the list of editions.")
        else:
            messages.success(request, f"{edition} is begun. Write, and save.")
            return HttpResponseRedirect(reverse("admin:meetings_edition_change", args=[edition.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Begin the minutes of a meeting",
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "admin/meetings/edition/begin.html", context, status=status)
