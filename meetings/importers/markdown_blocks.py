"""Markdown that others wrote, with `#` headings, lists, tables and **bold**, to blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from meetings.diagnostics import Diagnostic, Findings
from meetings.importers.blocks import Block, Form
from meetings.lines import HEAPED, begins_small, find_heap, one_line, without_controls

_HEADING = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?\s*$|(#{1,6})([^#\s].*)$")
_BULLET = re.compile(r"([-*+•●○▪])\s+(?=\S)|(\(?(?:\d{1,4}|[A-Za-z]|[ivx]{2,5})[.)])\s+(?=\S)")
_RULE = re.compile(r"(?:[-*_]\s*){3,}$")
_UNDERLINE = re.compile(r"(?:=+|-+)$")
_FENCE = re.compile(r"(?:```|~~~)")
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*$|\|\s*:?-{2,}:?\s*\|?$")
_BOLD = re.compile(r"(?:\*\*|__)(?=\S)((?:(?!\*\*|__).)+)(?:\*\*|__)$")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\(([^()\s]*)\)")
_ESCAPE = re.compile(r"\\([-#+.!|>(){}\[\]_*`~&<=:;,'\"/$%@^?])")
_LABEL = re.compile(r"\W{0,3}[A-Z][\w ]{1,30}:\s")
_SPACES_PER_DEPTH = 2
_LONG = 50  # characters; a shorter line was ended by hand


@dataclass(slots=True)
class _Draft:
    form: Form
    line: int
    pieces: list[str] = field(default_factory=list)
    level: int = 0
    depth: int = 0
    marker: str = ""
    cells: tuple[str, ...] = ()


def blocks(text: str) -> tuple[list[Block], tuple[Diagnostic, ...]]:
    """Give the blocks of a Markdown text. Lines count from 1."""
    findings = Findings()
    heap = find_heap(text)
    if heap is not None:
        findings.error(text.count("\n", 0, heap) + 1, HEAPED)
        return [], findings.report()
    text = unicodedata.normalize("NFC", re.sub("\r\n?|[\u2028\u2029\x85\v\f]", "\n", text.removeprefix("\ufeff")))
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        plain = "".join(part if part == "\t" else without_controls(part) for part in re.split("(\t)", line))
        if len(plain) < len(line):
            findings.warn(number, "Control characters stood in this line and are left out; compare it with the source.")
        reader.read(number, plain)
    return [block for draft in reader.drafts for block in _finish(draft)], findings.report()


class _Reader:
    """Gathers lines into blocks."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self._is_open = False
        self._indents: list[int] = []
        self._mark = self._last = ""

    def read(self, number: int, line: str) -> None:
        plain = line.strip()
        quoted = re.match(r"(?:>\s?)+", plain)
        mark = (
            f"{' '.join('>' * quoted[0].count('>'))} " if quoted else ""
        )  # which text is quoted is part of what is said
        plain = plain[quoted.end() :].strip() if quoted else plain
        if not plain or _RULE.fullmatch(plain) or _FENCE.match(plain):
            self._read_rule(plain)
        elif self._is_open and _UNDERLINE.fullmatch(plain) and self.drafts[-1].form == Form.PARAGRAPH:
            self._make_heading(1 if plain[0] == "=" else 2)
        elif heading := _HEADING.match(plain):
            level, text = len(heading[1] or heading[3]), heading[2] or heading[4] or ""
            self._begin(_Draft(Form.HEADING, number, [text], level=level), is_open=False)
        elif plain.count("|") > 1 and plain.startswith("|"):
            self._read_row(number, plain)
        elif bullet := _BULLET.match(plain):
            depth = self._depth(line)
            text, marker = plain[bullet.end() :], bullet[1] or bullet[2]
            self._begin(_Draft(Form.BULLET, number, [mark + text], depth=depth, marker=marker))
        elif self._is_open and mark == self._mark and self._goes_on(plain):
            self.drafts[-1].pieces.append(plain.removesuffix("\\"))
        else:
            self._read_paragraph(number, mark + plain.removesuffix("\\"))
        self._mark = mark
        self._last = line

    def _read_paragraph(self, number: int, text: str) -> None:
        """Begin a paragraph; one whose parts tabs set apart has columns, and goes on nowhere."""
        cells = tuple(filter(None, map(one_line, text.split("\t"))))
        columns = cells if len(cells) > 1 else ()
        self._begin(_Draft(Form.PARAGRAPH, number, [text], cells=columns), is_open=not columns)

    def _goes_on(self, plain: str) -> bool:
        """Tell whether a line goes on with the paragraph above; short lines of names and facts do not."""
        if self._last.endswith(("  ", "\\")):
            return False
        if self.drafts[-1].form == Form.BULLET:
            return True
        last = self._last.strip()
        is_cut = len(last) >= _LONG or begins_small(plain) or last.endswith((",", ";", "-"))
        return is_cut and not _LABEL.match(plain)

    def _begin(self, draft: _Draft, *, is_open: bool = True) -> None:
        self.drafts.append(draft)
        self._is_open = is_open
        if draft.form != Form.BULLET:
            self._indents = []

    def _read_rule(self, plain: str) -> None:
        """End the block; a line `---` directly below a paragraph makes it a heading."""
        if self._is_open and plain.startswith("---") and self.drafts[-1].form == Form.PARAGRAPH:
            self._make_heading(2)
        self._is_open = False
        language = _FENCE.sub("", plain).strip("`~ ") if _FENCE.match(plain) else ""
        if language:
            self._begin(_Draft(Form.PARAGRAPH, self.drafts[-1].line if self.drafts else 1, [language]), is_open=False)

    def _make_heading(self, level: int) -> None:
        self.drafts[-1].form, self.drafts[-1].level = Form.HEADING, level
        self._is_open = False

    def _read_row(self, number: int, plain: str) -> None:
        if _TABLE_RULE.fullmatch(plain):
            return
        cells = tuple(one_line(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", plain.strip("|")))
        self._begin(_Draft(Form.ROW, number, [" | ".join(filter(None, cells))], cells=cells), is_open=False)

    def _depth(self, line: str) -> int:
        """Tell the nesting by the indents of the bullets above it."""
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        if not self._indents or indent >= self._indents[-1] + _SPACES_PER_DEPTH:
            self._indents.append(indent)
        return len(self._indents) - 1


def _finish(draft: _Draft) -> Iterator[Block]:
    text = one_line(" ".join(draft.pieces))
    text = _ESCAPE.sub(r"\1", _IMAGE.sub(r"[\1](\2)", text))
    bold = _BOLD.fullmatch(text)
    if text:
        yield Block(
            form=draft.form,
            text=bold[1] if bold and draft.form == Form.HEADING else text,
            line=draft.line,
            level=draft.level,
            depth=draft.depth,
            marker=draft.marker,
            is_bold=bool(bold),
            cells=tuple(_ESCAPE.sub(r"\1", cell) for cell in draft.cells),
        )
