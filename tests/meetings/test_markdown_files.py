"""Markdown files in and out: bytes, their encodings and their size."""

from __future__ import annotations

import codecs

import pytest

from meetings.exporters import markdown as exporter
from meetings.importers import markdown as importer
from tests.texts import HEAD, VOCABULARY, minutes_of

TEXT = HEAD + "## Session 1: Grünbaum\n\n- საქართველო #fundin\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_a_file_is_read_in_the_encodings_of_editors(data: bytes) -> None:
    parsed = importer.read(data)
    assert parsed.minutes == minutes_of(TEXT.removeprefix(HEAD))


def test_a_file_is_read_with_the_vocabulary() -> None:
    (warning,) = importer.read(TEXT.encode(), VOCABULARY).diagnostics
    assert (warning.line, warning.message) == (12, "Unknown theme #fundin. Did you mean “#funding”?")


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "The file is empty; give one that holds minutes."),
        (b"\xef\xbb\xbf \n", 1, "The file is empty; give one that holds minutes."),
        (b"a\nb\nGr\xfcnbaum", 3, "Byte 7 of the file is not UTF-8; save the file as UTF-8."),
        (b"\xff\xfea\0b", 1, "Byte 5 of the file is not UTF-16; save the file as UTF-8."),
        (
            TEXT.encode("utf-16-le"),
            1,
            "The file is UTF-16 without its mark, or no text at all; save the file as UTF-8.",
        ),
        (b"PK\x03\x04", 1, "This is a Word or zip file, not Markdown; give it as .docx, or save it as plain text."),
        (
            b"a" * (2 * 1024 * 1024 + 1),
            1,
            "The file has more than 2 MB; take out what is not minutes.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_of(data: bytes, line: int, message: str) -> None:
    parsed = importer.read(data)
    assert parsed.minutes is None
    assert [(each.severity, each.line, each.message) for each in parsed.diagnostics] == [("error", line, message)]


def test_a_file_of_two_megabytes_is_read() -> None:
    parsed = importer.read(b"\n" * (2 * 1024 * 1024))
    assert [each.message for each in parsed.errors] == ["The file is empty; give one that holds minutes."]


def test_what_is_exported_is_imported_again() -> None:
    minutes = minutes_of(TEXT.removeprefix(HEAD))
    data = exporter.export(minutes)
    assert data.startswith(b"---\npublisher: Open Government Partnership\n")
    assert importer.read(data).minutes == minutes
