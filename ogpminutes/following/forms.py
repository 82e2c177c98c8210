"""The forms of following by mail."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from meetings.forms import printable
from ogpminutes.models import Alert

LENGTH = 254  # characters of an address, as mail servers take it


class AddressField(forms.CharField):
    """A mail address, its domain in the letters that mail servers read: `ada@übung.example` is `ada@xn--…`.

    Nothing of more than one line, and nothing that could end a header, is an address.
    """

    def to_python(self, value: object) -> str:
        return printable(super().to_python(value)) if len(str(value or "")) <= LENGTH else "too long"

    def clean(self, value: object) -> str:
        address = super().clean(value)
        local, _, domain = address.rpartition("@")
        try:
            ascii_domain = domain.encode("idna").decode().lower()
            validate_email(found := f"{local}@{ascii_domain}")
        except (UnicodeError, ValidationError) as error:
            raise ValidationError(
                "This is no address that mail can be sent to. It looks like name@example.org.", code="invalid"
            ) from error
        return found


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(label="How often", choices=Alert.Rhythm.choices, initial=Alert.Rhythm.DAILY)


class FollowForm(RhythmForm):
    address = AddressField(
        label="Your e-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": str(LENGTH)}),
        help_text="Kept only to send what you ask for, and deleted when you stop.",
    )
    field_order = ["address", "rhythm"]
