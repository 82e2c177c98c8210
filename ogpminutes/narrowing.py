"""What a reader wants of a region's or a theme's history: what crosses it, since which year, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms

from meetings.filters import OLDEST, SORTS_WITHOUT_WORDS
from meetings.forms import OneOf, cleaned, notes_of, printable
from meetings.models import Region, Theme

Subject = Region | Theme
_YEAR = re.compile(r"[12][0-9]{3}")
_PATHS = {"Passage": "session__edition__meeting__first_day", "Session": "edition__meeting__first_day"}


def name_of(subject: Subject | type[Subject]) -> str:
    """Give `region` or `theme`: what it is called in a query string."""
    return str(subject._meta.model_name)


class Narrowing:
    """A query string on the page of a subject, read with patience; `years` are those of which there are minutes."""

    def __init__(self, data: Any, subject: Subject, years: Iterable[int]) -> None:
        self.subject = subject
        years = list(years)
        self.first, self.last = min(years, default=None), max(years, default=None)
        model = Theme if isinstance(subject, Region) else Region
        self.other = name_of(model)
        self.others: list[Subject] = list(_all(model))
        self.form = self._form(data)
        asked = cleaned(self.form)
        self.crossed = next((other for other in self.others if other.slug == asked[self.other]), None)
        self.since = int(asked["since"]) if asked["since"] else None
        self.is_oldest_first = asked["sort"] == OLDEST

    def _form(self, data: Any) -> forms.Form:
        year = printable(data.get("since", ""))
        known = range(self.first, self.last + 1) if self.first and self.last else ()
        years = sorted({*known, *([int(year)] if _YEAR.fullmatch(year) else [])}, reverse=True)
        form = forms.Form(data)
        form.fields[self.other] = _choice(("", f"All {self.other}s"), *((one.slug, str(one)) for one in self.others))
        form.fields["since"] = _choice(("", "The first minutes"), *((str(year), str(year)) for year in years))
        form.fields["sort"] = _choice(*SORTS_WITHOUT_WORDS)
        form.fields[self.other].label, form.fields["since"].label = self.other.capitalize(), "Since"
        form.fields["sort"].label = "Sort by"
        return form

    @property
    def subjects(self) -> list[Subject]:
        return [self.subject, *([self.crossed] if self.crossed else [])]

    @property
    def title(self) -> str:
        """Give the name of the subject, or `Civic space in Asia-Pacific`."""
        names = sorted(self.subjects, key=lambda one: isinstance(one, Region))
        return " in ".join(str(one) for one in names)

    @property
    def notes(self) -> list[str]:
        return notes_of(self.form)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.crossed or self.since)

    @property
    def sort(self) -> list[tuple[str, str]]:
        """The order, as part of a query string; nothing where it is the usual one."""
        return [("sort", OLDEST)] if self.is_oldest_first else []

    def query(self, crossed: Subject | None = None) -> str:
        """Give the query string of the same years in the same order, crossed with another subject or with none."""
        pairs = [(name_of(crossed), crossed.slug)] if crossed else []
        return urlencode([*pairs, *([("since", self.since)] if self.since else []), *self.sort])

    @property
    def own_query(self) -> str:
        return self.query(self.crossed)

    @property
    def everything(self) -> str:
        """Where all on the subject stands, in the same order."""
        return f"{self.subject.get_absolute_url()}?{urlencode(self.sort)}".rstrip("?")

    @property
    def other_address(self) -> str:
        """Where what crosses it has its own page, over the same years; nothing without a crossing."""
        return f"{self.crossed.get_absolute_url()}?{self.query()}".rstrip("?") if self.crossed else ""

    def about(self, rows: Any, *subjects: Subject) -> Any:
        """Passages or sessions about all of these subjects, since the year."""
        for subject in subjects:
            about = rows.in_region if isinstance(subject, Region) else rows.on_theme
            rows = about([subject.slug])
        path = _PATHS[rows.model.__name__]
        return rows.filter(**{f"{path}__year__gte": self.since}) if self.since else rows


def _all(model: type[Region] | type[Theme]) -> Iterable[Any]:
    return model.objects.all()


def _choice(*choices: tuple[str, str]) -> OneOf:
    return OneOf(choices=choices, widget=forms.Select(attrs={"class": "field"}))
