"""Text folded for searching: no case, no accents, the same on every database."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import models

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_MARKS = str.maketrans("", "", "*_`\\")


def fold(text: str) -> str:
    """Give text without case, accents and Markdown's marks: `**Nicole** Grünbaum` -> `nicole grunbaum`."""
    if text.isascii():
        return " ".join(text.translate(_MARKS).lower().split())
    parts = unicodedata.normalize("NFKD", text.translate(_MARKS).casefold())
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join(plain.translate(_LETTERS).split())


class FoldedField(models.TextField):
    """A column that keeps `fold` of another field of its row; filled whenever the row is written."""

    def __init__(self, *, source: str, **options: Any) -> None:
        self.source = source
        super().__init__(**{"editable": False, "default": "", **options})

    def deconstruct(self) -> Any:
        name, path, arguments, options = super().deconstruct()
        return name, path, arguments, {**options, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, folded)
        return folded
