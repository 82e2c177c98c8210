"""Terms as forms take them: years and days that can be meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from meetings.keys import TERM_YEARS

_CURE = (
    f"is no year of a term. Write one from {TERM_YEARS[0]} to {TERM_YEARS[-1]}, such as 2027; where the term has no "
    "end yet, leave the end empty."
)


def demand_year(year: int) -> None:
    """Refuse a year in which no term begins or ends, as minutes do. Raises `ValidationError`."""
    if year not in TERM_YEARS:
        raise ValidationError(f"{year} {_CURE}", code="no_year")


def demand_day(day: date) -> None:
    """Refuse a day in such a year. Raises `ValidationError`."""
    demand_year(day.year)


def demand_days_within(term: Any) -> None:
    """Refuse an exact day of a term that lies in another year than its term begins or ends in."""
    for what, name, year, day in (
        ("first", "starts_on", term.from_year, term.starts_on),
        ("last", "ends_on", term.until_year, term.ends_on),
    ):
        if day is not None and year is not None and day.year != year and day.year in TERM_YEARS:
            said = f"The {what} day lies in {day.year}, but the year beside it is {year}. Correct one of them."
            raise ValidationError({name: ValidationError(said, code="another_year")})


def demand_each_once(terms: Iterable[Any]) -> None:
    """Refuse two terms of one form that begin in one year, as the database does of those that are kept."""
    seen: set[tuple[Any, ...]] = set()
    for term in terms:
        key = (term.body_id, term.organisation_id, term.person_id, term.co_chair, term.from_year)
        if key in seen:
            raise ValidationError(
                f"Two terms in the same body and role begin in {term.from_year}. Take one out, or correct its year.",
                code="twice",
            )
        seen.add(key)
