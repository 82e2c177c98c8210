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
PASTE = "Copy its text and paste that, or open it in Word or Google Docs and save it as .docx."
ANEW = "Open it in the program that wrote it, save it as a new .docx file, and import that."
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
        (b"%PDF-1.7", f"This is a PDF. {PASTE}"),
        (b"{\\rtf1", f"This is a Rich Text file. {PASTE}"),
        (b"\xd0\xcf\x11\xe0\xa1", f"This is a Word file of before 2007, or one with a password. {PASTE}"),
        (b"\x89PNG\r\n", "This is a picture. Give the text of the minutes."),
        (b"GIF89a\x01", "This is a picture. Give the text of the minutes."),
        (b"\n%PDF-1.7", f"This is a PDF. {PASTE}"),
        (b"MIME-Version: 1.0\n", f"This is a web archive (.mht) or a mail. {PASTE}"),
        (b"caf\x81", "Byte 4 of the file is of no encoding that is known. Save the file as UTF-8, or paste its text."),
        (b"PK\x03\x04 no zip", f"The file is damaged or not complete, as a zip file. {ANEW}"),
        (b"a" * (2 * 1024 * 1024 + 1), "The file has more than 2 MB; take out what is not minutes."),
    ],
)
def test_what_is_no_text_is_refused_with_the_cure(data: bytes, message: str) -> None:
    found = read(data, Facts())
    assert (found.minutes, [each.message for each in found.diagnostics]) == (None, [message])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_are_told_by_their_marks_and_their_zeros(encoding: str) -> None:
    text = TEXT.replace("Budget", "Budget of Gr\u00fcnbaum \u2013 \u201cyes\u201d")
    assert headings(text.encode(encoding)) == ["1. Budget of Gr\u00fcnbaum \u2013 \u201cyes\u201d"]


def test_what_western_windows_writes_is_read_openly() -> None:
    found = read(TEXT.replace("Budget", "Budget \u2013 \u201cyes\u201d, Gr\u00fcnbaum").encode("cp1252"), Facts())
    assert found.minutes is not None
    assert found.minutes.sessions[0].heading == "1. Budget \u2013 \u201cyes\u201d, Gr\u00fcnbaum"
    assert any("was read as Windows-1252" in each.message and each.line == 4 for each in found.diagnostics)


def test_a_damaged_sign_does_not_spoil_the_others() -> None:
    data = TEXT.replace("Budget", "Budget – “yes”, Grünbaum").encode().replace("ü".encode(), b"\xc3")
    found = read(data, Facts())
    assert found.minutes is not None
    assert found.minutes.sessions[0].heading == "1. Budget – “yes”, Gr�nbaum"
    assert [each.line for each in found.diagnostics if each.message.startswith("1 damaged signs of the file")] == [4]


def test_html_is_told_by_its_look_or_its_name() -> None:
    page = (
        "<h1>Minutes of the Board</h1><p>3 March 2021</p><h2>Budget</h2><p>The Board discussed the <b>budget</b>.</p>"
    )
    assert headings(page.encode()) == ["Budget"]
    assert headings(f"<!DOCTYPE html><title>x</title>{page}".encode()) == ["Budget"]
    assert headings(f"<section>{page}".encode(), "m.html") == ["Budget"]
