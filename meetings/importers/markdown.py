"""A Markdown file, in the text form, to minutes."""

from __future__ import annotations

import codecs

from meetings.diagnostics import Diagnostic, Severity
from meetings.textform import Parsed, parse
from meetings.vocabulary import Vocabulary

SIZE_LIMIT = 2 * 1024 * 1024  # bytes; the longest minutes known are 30 KB
_ZIP = b"PK\x03\x04"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(data: bytes, vocabulary: Vocabulary | None = None) -> Parsed:
    """Read a file. What is wrong with it stands in the diagnostics; nothing is raised."""
    text = decode(data)
    return Parsed(None, (text,)) if isinstance(text, Diagnostic) else parse(text, vocabulary)


def decode(data: bytes) -> str | Diagnostic:
    """Give the text of a file, or the error that says why it has none."""
    if len(data) > SIZE_LIMIT:
        return _refuse(1, f"The file has more than {SIZE_LIMIT // 1024**2} MB; take out what is not minutes.")
    if data.startswith(_ZIP):
        return _refuse(1, "This is a Word or zip file, not Markdown; give it as .docx, or save it as plain text.")
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    if encoding != "utf-16" and data.count(b"\0") > len(data) // 4:
        return _refuse(1, "The file is UTF-16 without its mark, or no text at all; save the file as UTF-8.")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        return _refuse(line, f"Byte {error.start + 1:,} of the file is not {name}; save the file as UTF-8.")
    return text if text.strip() else _refuse(1, "The file is empty; give one that holds minutes.")


def _refuse(line: int, message: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, line, message)
