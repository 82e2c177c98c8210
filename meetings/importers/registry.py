"""A file of any shape to minutes: tell its shape, read it, and recognise what it says.

A file in the text form says all by itself; of every other one the structure is guessed, openly.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from meetings.diagnostics import Diagnostic, Severity
from meetings.importers import markdown, markdown_blocks, text
from meetings.importers.imported import Facts, Imported, refused
from meetings.importers.recognise import recognise
from meetings.lines import InvalidMinutes
from meetings.textform import parse
from meetings.vocabulary import Vocabulary

MOST_BLOCKS = 20_000  # paragraphs, bullets and rows; the longest minutes known have 400
_TEXT_FORM = re.compile(r"\s*---[ \t]*\n\s*[a-z]+ *:")
_MARKDOWN = re.compile(r"^(#{1,6} |\*\*[^*\n]+\*\*\s*$|\|.*\|\s*$)", re.MULTILINE)
_NOT_READ = {
    b"%PDF": "This is a PDF; copy its text and paste that, or save the text as a .txt file.",
    b"{\\rtf": "This is a Rich Text file; save it as plain text.",
    b"\xd0\xcf\x11\xe0": "This is a Word file of before 2007; save it as plain text.",
    b"PK\x03\x04": "This is a Word or zip file; save it as plain text.",
}


def read(data: bytes, facts: Facts, vocabulary: Vocabulary | None = None) -> Imported:
    """Read a file. What is said in `facts` goes before what the file says; nothing is raised."""
    for mark, message in _NOT_READ.items():
        if data.startswith(mark):
            return refused(message)
    words = markdown.decode(data)
    if isinstance(words, Diagnostic):
        return Imported(None, (words,))
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if _TEXT_FORM.match(words):
        return _read_text_form(words, facts, vocabulary)
    is_markdown = facts.name.lower().endswith((".md", ".markdown")) or len(_MARKDOWN.findall(words)) > 1
    blocks, diagnostics = (markdown_blocks if is_markdown else text).blocks(words)
    if any(each.severity == Severity.ERROR for each in diagnostics):
        return Imported(None, diagnostics)
    if len(blocks) > MOST_BLOCKS:
        return refused(f"The file has {len(blocks):,} paragraphs; {MOST_BLOCKS:,} is the most. Split it.")
    imported = recognise(blocks, facts, vocabulary)
    told = sorted((*diagnostics, *imported.diagnostics), key=lambda each: (each.severity == Severity.INFO, each.line))
    return replace(imported, diagnostics=tuple(told))


def _read_text_form(words: str, facts: Facts, vocabulary: Vocabulary | None) -> Imported:
    parsed = parse(words, vocabulary)
    if parsed.minutes is None:
        return Imported(None, parsed.diagnostics)
    names = ("title", "body", "meeting", "reference", "first_day", "last_day")
    said: dict[str, Any] = {name: getattr(facts, name) for name in names if getattr(facts, name)}
    try:
        return Imported(replace(parsed.minutes, **said), parsed.diagnostics)
    except InvalidMinutes as error:
        return Imported(None, (*parsed.diagnostics, Diagnostic(Severity.ERROR, 1, str(error))))
