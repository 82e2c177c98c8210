"""A file of any shape to minutes: tell its shape, read it, and recognise what it says.

A file in the text form says all by itself; of every other one the structure is guessed, openly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from meetings.diagnostics import Diagnostic, Severity
from meetings.importers import docx, html, markdown_blocks, text
from meetings.importers.archives import Unreadable
from meetings.importers.blocks import Block
from meetings.importers.encodings import decode
from meetings.importers.imported import Facts, Imported, refused
from meetings.importers.recognise import recognise
from meetings.lines import InvalidMinutes
from meetings.textform import parse
from meetings.vocabulary import Vocabulary

MOST_BLOCKS = 20_000  # paragraphs, bullets and rows; the longest minutes known have 400
_TEXT_FORM = re.compile(r"\s*---[ \t]*\n\s*[a-z]+ *:")
_MARKDOWN = re.compile(r"^(#{1,6} |\*\*[^*\n]+\*\*\s*$|\|.*\|\s*$)", re.MULTILINE)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|p|div|h[1-6]|ul|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_PASTE = "Copy its text and paste that, or open it in Word or Google Docs and save it as .docx."
_PICTURE = "This is a picture. Give the text of the minutes."
_NOT_READ = {
    b"%PDF": f"This is a PDF. {_PASTE}",
    b"{\\rtf": f"This is a Rich Text file. {_PASTE}",
    b"\xd0\xcf\x11\xe0": f"This is a Word file of before 2007, or one with a password. {_PASTE}",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"RIFF": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"\0\0\0": _PICTURE,  # HEIC, as telephones write it
    b"\x1f\x8b": "This file is compressed. Unpack it, and give what is in it.",
    b"PK\x05\x06": "This zip file is empty. Give the minutes as .docx.",
    b"MIME-Version:": f"This is a web archive (.mht) or a mail. {_PASTE}",
}
_SEARCHED = 1024  # bytes
_ZIP = b"PK\x03\x04"

Blocks = tuple[list[Block], tuple[Diagnostic, ...]]


def read(data: bytes, facts: Facts, vocabulary: Vocabulary | None = None) -> Imported:
    """Read a file. What is said in `facts` goes before what the file says; nothing is raised."""
    for mark, message in _NOT_READ.items():
        if data[:_SEARCHED].lstrip(b" \t\r\n").startswith(mark):
            return refused(message)
    try:
        if data.startswith(_ZIP):
            return _recognise(docx.blocks(data), facts, vocabulary)
        words, told = decode(data)
        words = words.replace("\r\n", "\n").replace("\r", "\n")
        if _TEXT_FORM.match(words):
            return _with(told, _read_text_form(words, facts, vocabulary))
        return _with(told, _recognise(_reader(words, facts.name.lower())(words), facts, vocabulary))
    except Unreadable as error:
        return refused(str(error), error.line)


def _reader(words: str, name: str) -> Callable[[str], Blocks]:
    """Choose the reader of a text, by its beginning first and by its name then."""
    if _HTML.match(words[:4000]) or (name.endswith((".html", ".htm", ".xhtml")) and "<" in words):
        return html.blocks
    is_markdown = name.endswith((".md", ".markdown")) or len(_MARKDOWN.findall(words)) > 1
    return markdown_blocks.blocks if is_markdown else text.blocks


def _recognise(found: Blocks, facts: Facts, vocabulary: Vocabulary | None) -> Imported:
    blocks, diagnostics = found
    if any(each.severity == Severity.ERROR for each in diagnostics):
        return Imported(None, diagnostics)
    if len(blocks) > MOST_BLOCKS:
        return refused(f"The file has {len(blocks):,} paragraphs; {MOST_BLOCKS:,} is the most. Split it.")
    if not blocks:
        return refused("The file holds no words; give one that holds minutes.")
    return _with(diagnostics, recognise(blocks, facts, vocabulary))


def _with(diagnostics: tuple[Diagnostic, ...], imported: Imported) -> Imported:
    """Give what was imported with what its reader told, in the order of the file, the notes last."""
    if not diagnostics:
        return imported
    told = sorted((*diagnostics, *imported.diagnostics), key=lambda each: (each.severity == Severity.INFO, each.line))
    return replace(imported, diagnostics=tuple(told))


def _read_text_form(words: str, facts: Facts, vocabulary: Vocabulary | None) -> Imported:
    parsed = parse(words, vocabulary)
    if parsed.minutes is None:
        return Imported(None, parsed.diagnostics)
    names = ("title", "body", "meeting", "reference", "first_day", "last_day")
    said: dict[str, Any] = {name: getattr(facts, name) for name in names if getattr(facts, name)}
    try:
        return Imported(replace(parsed.minutes, **said), parsed.diagnostics, stated=parsed.stated)
    except InvalidMinutes as error:
        return Imported(None, (*parsed.diagnostics, Diagnostic(Severity.ERROR, 1, str(error))))
