"""Which reader a file goes to, and what is refused before any of them."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.importers.imported import Facts
from meetings.importers.registry import read
from meetings.textform import dump
from tests import factories

TEXT = """Minutes of the Board
3 March 2021

1. Budget
The Board discussed the budget.
"""
MARKDOWN = """# Minutes of the Board

3 March 2021

## Budget

The Board discussed the **budget**.
"""


def headings(data: bytes, name: str = "") -> list[str]:
    minutes = read(data, Facts(name=name)).minutes
    assert minutes is not None
    return [session.heading for session in minutes.sessions]


def test_the_text_form_says_all_by_itself() -> None:
    minutes = factories.small_minutes()
    for text in (dump(minutes), f"\ufeff\n{dump(minutes)}", dump(minutes).replace("\n", "\r\n")):
        assert read(text.encode(), Facts(name="x.txt")).minutes == minutes
    assert read(dump(minutes).encode("utf-16"), Facts()).minutes == minutes


def test_facts_go_before_what_the_text_form_says() -> None:
    facts = Facts(body="board", meeting="m", reference="R", title="T", first_day=date(2021, 3, 1))
    minutes = read(dump(factories.small_minutes()).encode(), facts).minutes
    assert minutes is not None
    assert (minutes.body, minutes.meeting, minutes.reference, minutes.title) == ("board", "m", "R", "T")
    assert (minutes.first_day, minutes.last_day) == (date(2021, 3, 1), date(2021, 3, 3))


def test_facts_that_cannot_be_are_an_error() -> None:
    found = read(dump(factories.small_minutes()).encode(), Facts(first_day=date(2022, 1, 1)))
    assert found.minutes is None
    assert [each.message for each in found.diagnostics] == ["Minutes.last_day: lies before the first day."]


def test_text_and_markdown_are_told_apart_by_name_or_by_look() -> None:
    assert headings(TEXT.encode()) == ["1. Budget"]
    assert headings(MARKDOWN.encode()) == headings(MARKDOWN.encode(), "minutes.MD") == ["Budget"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty; give one that holds minutes."),
        (b"%PDF-1.7", "This is a PDF; copy its text and paste that, or save the text as a .txt file."),
        (b"{\\rtf1", "This is a Rich Text file; save it as plain text."),
        (b"\xd0\xcf\x11\xe0\xa1", "This is a Word file of before 2007; save it as plain text."),
        ("café".encode("cp1252"), "Byte 4 of the file is not UTF-8; save the file as UTF-8."),
        (b"a" * (2 * 1024 * 1024 + 1), "The file has more than 2 MB; take out what is not minutes."),
    ],
)
def test_what_is_no_text_is_refused_with_the_cure(data: bytes, message: str) -> None:
    found = read(data, Facts())
    assert (found.minutes, [each.message for each in found.diagnostics]) == (None, [message])
