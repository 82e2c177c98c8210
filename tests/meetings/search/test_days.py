"""Days as people type them."""

from datetime import date

import pytest

from meetings.search.days import read_day


@pytest.mark.parametrize(
    "text",
    [
        *("2020-12-14", "2020-12-14 ", "14 December 2020", "14 december 2020", "14th Dec 2020", "14 Dec. 2020"),
        *("December 14, 2020", "Dec 14 2020", "DECEMBER 14TH, 2020"),
    ],
)
def test_a_day_is_read(text: str) -> None:
    assert read_day(text) == date(2020, 12, 14)


@pytest.mark.parametrize("month", ["Sep", "Sept", "September"])
def test_september_has_three_names(month: str) -> None:
    assert read_day(f"1 {month} 2021") == date(2021, 9, 1)


@pytest.mark.parametrize(
    "text",
    ["", "2020", "December 2020", "2020-13-01", "31 February 2021", "14 Dezember 2020", "0000-00-00", "1 x 2020"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None
