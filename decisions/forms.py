"""The small form by which staff, and members for their organisation or themselves, say what became of an item."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from decisions.models import ActionItem, Decision, Update
from meetings import uploads
from meetings.lines import without_controls
from meetings.words import Outcome

OF_CONDITIONS = (Update.State.CONDITION_MET, Update.State.CONDITION_NOT_MET)


class UpdateForm(forms.ModelForm):
    """An update of one item. `seen` is the newest update that its page showed, so that nobody answers an old state.

    A `refusal` lets the form come back as typed. No browser sends a file again by itself, so the form asks for it.
    """

    item: Decision | ActionItem | None = None
    refusal = ""

    upload = forms.FileField(
        required=False,
        label="File",
        help_text=f"As evidence: {', '.join(uploads.TYPES)}; {uploads.SIZE_LIMIT // 1024**2} MB at most.",
        widget=forms.FileInput(attrs={"accept": uploads.ACCEPTED}),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Update
        fields = ["day", "state", "note", "evidence"]
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"day": "Date", "evidence": "Link to evidence"}

    def __init__(self, *arguments: Any, item: Decision | ActionItem | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.item = item or self.item
        self.offer_states()

    def offer_states(self) -> None:
        """Let the form take the states that its item can have."""
        if state := self.fields.get("state"):
            is_action = isinstance(self.item, ActionItem)
            has_none = isinstance(self.item, ActionItem | Decision) and not _is_conditional(self.item)
            states = [each for each in Update.State.choices if not (has_none and each[0] in OF_CONDITIONS)]
            state.required = True
            state.choices = [("", "Choose…"), *states]  # type: ignore[attr-defined]
            whose = "an action item" if is_action else "a decision"
            what = f"{whose}{', which has no conditions' if has_none else ''}"
            state.error_messages["invalid_choice"] = f"This is no state of {what}. Choose one of those on offer."

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate() + timedelta(days=1):  # it may be tomorrow already where they are
            raise ValidationError("This day is still to come; say when it happened.")
        if self.item and day < self.item.edition.first_day:
            raise ValidationError(
                f"The meeting began on {self.item.edition.first_day:%-d %B %Y}; nothing came of it before."
            )
        return day

    def clean_note(self) -> str:
        return clean_note(self.cleaned_data["note"])

    def clean_upload(self) -> Any:
        if file := self.cleaned_data.get("upload"):
            file.checked = uploads.check_upload(file)
        return file

    def clean(self) -> dict[str, Any] | None:
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        return super().clean()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors and self.cleaned_data.get("upload"):
            self.add_error("upload", "Choose the file again: nothing was recorded, and the file was not kept.")


def _is_conditional(item: Decision | ActionItem) -> bool:
    """Whether minutes put conditions on it: they may say so without words that could be marked as one."""
    return isinstance(item, Decision) and (bool(item.conditions) or item.outcome == Outcome.APPROVED_WITH_CONDITIONS)


def clean_note(note: str) -> str:
    """Give a note of several lines without control characters."""
    return "\n".join(without_controls(line).rstrip() for line in note.splitlines()).strip()
