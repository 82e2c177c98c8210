"""Fields of search forms: whatever a query string holds, they give what can be used and tell what was left out.

A query string is often old, shared or made by hand, so nothing in it is an error. Each field keeps its remarks in
`notes`; forms copy their fields, so the remarks are of one request.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from typing import Any, Self

from django import forms
from django.utils.choices import BaseChoiceIterator

from meetings.keeping import Keep, looked_up_anew

Load = Callable[[Collection[str] | None, int | None], list[tuple[str, str]]]  # among which values, and how many
Row = tuple[str, str, str]  # by what a value is counted, the value, its label
LoadKeyed = Callable[[Collection[str] | None, Collection[str] | None, int | None], list[Row]]
TEXT_LIMIT = 200  # characters of a search box
VALUES_LIMIT = 20  # values of one group of filters


def printable(text: object) -> str:
    """Give what was typed as one line without control characters; NUL would stop PostgreSQL."""
    unclean = (unicodedata.category(sign) in ("Cc", "Cs") for sign in str(text))
    return " ".join("".join(" " if bad else sign for sign, bad in zip(str(text), unclean, strict=True)).split())


class Unshown(forms.Field):
    """A field that is cleaned and never shown: forms copy fields deeply, and this one needs less."""

    def __deepcopy__(self, memo: object) -> Self:
        return copy(self)


class Words(Unshown, forms.CharField):
    """A line of words."""

    notes: tuple[str, ...] = ()

    def clean(self, value: Any) -> str:
        words = printable(value or "")
        if len(words) > TEXT_LIMIT:
            self.notes = (f"Only the first {TEXT_LIMIT} characters were searched for.",)
        return words[:TEXT_LIMIT].strip()


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


def notes_of(form: forms.Form) -> list[str]:
    """Give what a reader must be told about his query string. The form has been validated."""
    return [note for field in form.fields.values() for note in getattr(field, "notes", ())]


class Offer(BaseChoiceIterator):
    """Choices that stand. Forms copy the choices of each field deeply; these need no copy."""

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        self._choices = tuple(choices)

    @classmethod
    def of(cls, choices: Any) -> Offer | ChoicesAsNeeded:
        return choices if isinstance(choices, ChoicesAsNeeded) else cls(choices)

    def __len__(self) -> int:
        return len(self._choices)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._choices)

    def all_rows(self) -> list[Row]:
        return _counted_by_value(self)

    def __deepcopy__(self, memo: object) -> Offer:
        return self


class ChoicesAsNeeded(BaseChoiceIterator):
    """Choices that may be thousands: looked up where only those that were asked for matter, else read when needed."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._keep: Keep = looked_up_anew

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._load(None, None))

    def among(self, values: Collection[str]) -> list[tuple[str, str]]:
        """Give those of some values that are on offer, in the order of all."""
        return self._load(values, None) if values else []

    def first_rows(self, number: int) -> list[Row]:
        """Give of the first choices by what each is counted, its value and its label."""
        return list(self._keep(f"first/{number}", lambda: _counted_by_value(self._load(None, number))))

    def rows_among(self, keys: Collection[str], values: Collection[str]) -> list[Row]:
        """Give the same of those with some of these keys or values."""
        return _counted_by_value(self.among({*keys, *values}))

    def all_rows(self) -> list[Row]:
        """Give the same of all."""
        return _counted_by_value(self)

    def kept(self, keep: Keep, group: str) -> Self:
        """Give the same choices, the first of which are looked up once for all readers who are offered the same."""
        same = copy(self)
        same._keep = lambda name, make: keep(f"{group}/{name}", make)
        return same

    def __deepcopy__(self, memo: object) -> ChoicesAsNeeded:
        return self


class KeyedChoices(ChoicesAsNeeded):
    """Choices that are counted by the ids of their rows: given as id, value and label."""

    def __init__(self, load: LoadKeyed) -> None:
        super().__init__(lambda values, number: [row[1:] for row in load(None, values, number)])
        self._load_keyed = load

    def first_rows(self, number: int) -> list[Row]:
        return list(self._keep(f"first/{number}", lambda: self._load_keyed(None, None, number)))

    def rows_among(self, keys: Collection[str], values: Collection[str]) -> list[Row]:
        return self._load_keyed(keys, values, None) if keys or values else []

    def all_rows(self) -> list[Row]:
        return self._load_keyed(None, None, None)


def _counted_by_value(choices: Iterable[tuple[str, str]]) -> list[Row]:
    return [(value, value, label) for value, label in choices]


def _known(field: forms.ChoiceField, asked: set[str]) -> list[str]:
    """Give those values that are on offer, in the order in which they are."""
    choices: Any = field.choices
    on_offer = choices.among(asked) if isinstance(choices, ChoicesAsNeeded) else choices
    return [str(key) for key, _ in on_offer if str(key) in asked] if asked else []


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
