"""The bytes of a text file to text: what it is encoded in is told by its marks, or guessed openly."""

from __future__ import annotations

import codecs

from meetings.diagnostics import Diagnostic, Severity
from meetings.importers.archives import Unreadable

SIZE_LIMIT = 2 * 1024**2  # bytes; the longest minutes known are 30 KB
_MARKS = {  # that of UTF-32 begins with that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CURE = "Save the file as UTF-8, or paste its text."


def decode(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """Give the text of a file, with a warning where its encoding was guessed. Raises `Unreadable`."""
    if len(data) > SIZE_LIMIT:
        raise Unreadable(f"The file has more than {SIZE_LIMIT // 1024**2} MB; take out what is not minutes.")
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "") or _unmarked(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding not in ("utf-8", "utf-8-sig"):
            raise Unreadable(f"Byte {error.start + 1:,} of the file is not {encoding.upper()}. {_CURE}") from error
        line = data.count(b"\n", 0, error.start) + 1
        return _decode_broken(data, line) if _is_mostly_utf_8(data) else _decode_windows(data, line)
    if not text.strip():
        raise Unreadable("The file is empty; give one that holds minutes.")
    return text, ()


def _unmarked(data: bytes) -> str:
    """Tell UTF-16 without its mark by where its zeros stand: every other byte of Western text is one."""
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    few = len(data[:2000]) // 8
    if odd > few and not even:
        return "utf-16-le"
    return "utf-16-be" if even > few and not odd else "utf-8"


def _is_mostly_utf_8(data: bytes) -> bool:
    """Tell whether the letters beyond ASCII are UTF-8, save a few that are damaged."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(sign > "\x7f" for sign in text) > 2 * broken


def _decode_broken(data: bytes, line: int) -> tuple[str, tuple[Diagnostic, ...]]:
    text = data.decode("utf-8-sig", "replace")
    count = text.count("\N{REPLACEMENT CHARACTER}")
    message = (
        f"{count:,} damaged signs of the file, the first here, stand as \N{REPLACEMENT CHARACTER}; type what was meant."
    )
    return text, (Diagnostic(Severity.WARNING, line, message),)


def _decode_windows(data: bytes, line: int) -> tuple[str, tuple[Diagnostic, ...]]:
    """Read what is no UTF-8 as what Western Windows writes, where it can be that."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"Byte {error.start + 1:,} of the file is of no encoding that is known. {_CURE}", line
        ) from error
    message = "The file is not UTF-8, and was read as Windows-1252 (Western): compare accents and quotation marks."
    return text, (Diagnostic(Severity.WARNING, line, message),)
