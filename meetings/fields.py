"""Columns for the text of the record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from meetings.lines import InvalidMinutes, check_line, one_line


class Line:
    """Text as minutes hold it: one clean line. Line ends that a form sends become spaces."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)  # type: ignore[misc]
        return one_line(value) if isinstance(value, str) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)  # type: ignore[misc]
        try:
            check_line(value or "", self.verbose_name, self.max_length)  # type: ignore[attr-defined]
        except InvalidMinutes as error:
            raise ValidationError(str(error), code="unclean") from error


class LineField(Line, models.CharField):
    pass


class PassageField(Line, models.TextField):
    pass


class AddressField(models.URLField):
    """A web address; one that is typed without its scheme is taken for https."""

    default_error_messages = {
        "invalid": "This is no web address. Copy it whole from the browser, such as https://www.example.org/page."
    }

    def formfield(self, **options: Any) -> Any:
        told = {"invalid": self.error_messages["invalid"]}
        return super().formfield(**{"assume_scheme": "https", "error_messages": told, **options})
