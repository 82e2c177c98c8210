"""Fields of search forms: whatever a query string holds, they give what can be used and tell what was left out.

A query string is often old, shared or made by hand, so nothing in it is an error. Each field keeps its remarks in
`notes`; forms copy their fields, so the remarks are of one request.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import cached_property
from typing import Any, Self

from django import forms
from django.utils.choices import BaseChoiceIterator

Row = tuple[str, str, str]  # by what a value is counted, the value, its label
TEXT_LIMIT = 200  # characters of a search box
VALUES_LIMIT = 20  # values of one group of filters
_WORD = re.compile(r"[^\W_]")


def printable(text: object) -> str:
    """Give what was typed as one line without control characters; NUL would stop PostgreSQL."""
    unclean = (unicodedata.category(sign) in ("Cc", "Cs") for sign in str(text))
    return " ".join("".join(" " if bad else sign for sign, bad in zip(str(text), unclean, strict=True)).split())


class Unshown(forms.Field):
    """A field that is cleaned and never shown: forms copy fields deeply, and this one needs less."""

    def __deepcopy__(self, memo: object) -> Self:
        return copy(self)


class Words(Unshown, forms.CharField):
    """A line of words. Signs alone are none: nothing would be looked for, and everything found."""

    notes: tuple[str, ...] = ()

    def clean(self, value: Any) -> str:
        words = printable(value or "")
        if len(words) > TEXT_LIMIT:
            self.notes = (f"Only the first {TEXT_LIMIT} characters were searched for.",)
        words = words[:TEXT_LIMIT].strip()
        if words and not _WORD.search(words):
            self.notes = (f"“{_short(words)}” holds no letter or digit to search for and was left out.",)
            return ""
        return words


class Several(Unshown, forms.MultipleChoiceField):
    """Values of one group, each once, in the order in which they are on offer."""

    notes: tuple[str, ...] = ()

    def clean(self, value: Any) -> list[str]:
        asked = {printable(item) for item in value or ()}
        known = _known(self, asked)
        self.notes = (*_left_out(str(self.label), asked.difference(known)), *_too_many(str(self.label), known))
        return known[:VALUES_LIMIT]


class OneOf(forms.ChoiceField):
    """One value of a group, or none: a browser must not ask for one before it sends the form."""

    notes: tuple[str, ...] = ()

    def __init__(self, *, required: bool = False, **options: Any) -> None:
        super().__init__(required=required, **options)

    def clean(self, value: Any) -> str:
        asked = printable(value or "")
        if not asked or _known(self, {asked}):
            return asked
        self.notes = _left_out(str(self.label), {asked} - {""})
        return ""


def cleaned(form: forms.Form) -> dict[str, Any]:
    """Give what a query string asks for, by the names of the fields. It is cleaned when that is first asked."""
    form.is_valid()
    return form.cleaned_data


def notes_of(form: forms.Form) -> list[str]:
    """Give what a reader must be told about his query string. The form has been validated."""
    return [note for field in form.fields.values() for note in getattr(field, "notes", ())]


class Values:
    """Values to choose from, in their order; found by themselves, or by what they are counted by. They never change."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self._places = {value: place for place, (_, value, _) in enumerate(self.rows)}
        self._places_of_keys = {key: place for place, (key, _, _) in enumerate(self.rows)}

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Choices that are counted by their values."""
        return cls((value, value, label) for value, label in pairs)

    def among(self, values: Iterable[str], keys: Iterable[str] = ()) -> list[Row]:
        """Give those with some of these values, or keys by which they are counted."""
        places = {self._places.get(value) for value in values} | {self._places_of_keys.get(key) for key in keys}
        return [self.rows[place] for place in sorted(place for place in places if place is not None)]


class Offer(BaseChoiceIterator):
    """Choices of a form. Forms copy the choices of each field deeply; these need no copy, and are read when needed."""

    def __init__(self, load: Callable[[], Values]) -> None:
        self._load = load

    @classmethod
    def of(cls, choices: Any) -> Offer:
        return choices if isinstance(choices, Offer) else cls(lambda: Values.of(choices))

    @cached_property
    def values(self) -> Values:
        return self._load()

    def __len__(self) -> int:
        return len(self.values.rows)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((value, label) for _, value, label in self.values.rows)

    def __deepcopy__(self, memo: object) -> Offer:
        return self


def _known(field: forms.ChoiceField, asked: set[str]) -> list[str]:
    """Give those values that are on offer, in the order in which they are."""
    if not asked:
        return []
    on_offer: Any = field.choices
    if isinstance(on_offer, Offer):
        return [value for _, value, _ in on_offer.values.among(asked)]
    return [str(key) for key, _ in on_offer if str(key) in asked]


def _left_out(label: str, unknown: Iterable[str]) -> tuple[str, ...]:
    unknown = sorted(filter(None, unknown))
    if not unknown:
        return ()
    named = ", ".join(f"“{_short(value)}”" for value in unknown[:3])
    more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
    return (f"{label}: {named}{more} is not known here and was left out.",)


def _too_many(label: str, known: list[str]) -> tuple[str, ...]:
    return (f"{label}: only the first {VALUES_LIMIT} of {len(known)} were used.",) if len(known) > VALUES_LIMIT else ()


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:39]}…"
