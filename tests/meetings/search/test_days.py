"""Days as people type them."""

from datetime import date

import pytest

from meetings.search.days import Span, read_day, read_span


@pytest.mark.parametrize(
    "text",
    [
        *("2020-12-14", "2020-12-14 ", "14 December 2020", "14 december 2020", "14th Dec 2020", "14 Dec. 2020"),
        *("December 14, 2020", "Dec 14 2020", "DECEMBER 14TH, 2020", "14.12.2020", "14/12/2020", "12/14/2020"),
    ],
)
def test_a_day_is_read(text: str) -> None:
    assert read_day(text) == date(2020, 12, 14)


def test_a_day_of_which_either_number_may_be_the_month_is_none_unless_it_is_the_same() -> None:
    assert [read_day(text) for text in ("3/4/2021", "4/4/2021", "3.4.2021", "04/05/2021", "31/4/2021")] == [
        *(None, date(2021, 4, 4), date(2021, 4, 3), None, None)
    ]


@pytest.mark.parametrize("month", ["Sep", "Sept", "September"])
def test_september_has_three_names(month: str) -> None:
    assert read_day(f"1 {month} 2021") == date(2021, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "December 2020",
        "2020-13-01",
        "31 February 2021",
        "14 Dezember 2020",
        "0000-00-00",
        "1 x 2020",
        "32/12/2020",
        "1.2.20",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-12-14", date(2020, 12, 14), date(2020, 12, 14)),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31)),
        ("February 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("sept. 2021", date(2021, 9, 1), date(2021, 9, 30)),
        ("Feb, 2021", date(2021, 2, 1), date(2021, 2, 28)),
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_a_day_a_month_and_a_year_are_spans(text: str, first: date, last: date) -> None:
    assert read_span(text) == Span(first, last)


@pytest.mark.parametrize(
    "text", ["", "0000", "2020-13", "2020-00", "0000-01", "20", "20201", "Dezember 2020", "may", "12 2020"]
)
def test_other_words_are_no_span(text: str) -> None:
    assert read_span(text) is None
