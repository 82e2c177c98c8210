"""Plain text, as extracted from a PDF or pasted, to blocks: lines joined again to the sentences that they were."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from meetings.diagnostics import Diagnostic, Findings, quote
from meetings.importers.blocks import Block, Form
from meetings.importers.furniture import GAP, Line, read_lines, without_furniture
from meetings.lines import HEAPED, begins_small, find_heap, one_line, without_controls

_BULLET = re.compile(
    r"(?:[•●○▪◦■□◆◇◊❖➢➤►‣⁃∙·*+\uf0b7\uf0a7\uf0d8\uf076]|[-‐‑–—]{1,2})\s+(?=\S)|[o§](?:\t| {2,})\s*(?=\S)"
)
_TICK = re.compile(r"[✓✔✗✘☑☐☒→⇒]\s+(?=\S)")  # a sign that says something, and stays
_ADORNED = re.compile(r"([-‐‑–—]{1,2})\s.*\s\1$")
_INNER = re.compile(r"\s[●•○▪◦]\s+(?=\S)")
_SIGNS = "•●○▪◦■□◆◇➢►‣⁃·*+-‐‑–—"
_DEPTHS = {"○": 1, "◦": 1, "o": 1, "▪": 2, "■": 2, "§": 2, "\uf0a7": 2}
_NUMBER = re.compile(
    r"(\(?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\[\d{1,3}\]|\(?[a-z][.)]|\([A-Z]\)|[A-Z]\)|\(?[ivx]{2,5}[.)])\s+(?=\S)"
)
_COLUMN = re.compile(r"\t+ *| {3,}")
_LABEL = re.compile(r"[\w .'()-]{1,40}:(?:\s|$)")
_END = re.compile(r"[.!?:;][”\"’)*\]]*$")
_OPEN = re.compile(r"(?:\b(?:of|the|and|a|an|in|to|for|with|by|on|or|at|from|that|which|as|is|are|was|were)|,|[-‐–])$")
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d*\s*$")
_LONG = 45  # characters; a shorter line was not cut by a page break
_SHORT = 25  # characters; a shorter line was not broken by the margin
_WIDEST = 200  # characters; no page is wider


@dataclass(slots=True)
class _Draft:
    """A block in the making."""

    first: Line
    form: Form
    marker: str = ""
    depth: int = 0
    cells: tuple[str, ...] = ()
    pieces: list[str] = field(default_factory=list)
    last: str = ""  # the last line, as it stands in the source


def blocks(text: str) -> tuple[list[Block], tuple[Diagnostic, ...]]:
    """Give the blocks of a plain text, and what was joined or dropped. Lines count from 1."""
    findings = Findings()
    heap = find_heap(text)
    if heap is not None:
        findings.error(text.count("\n", 0, heap) + 1, HEAPED)
        return [], findings.report()
    lines = without_furniture(read_lines(_plain(text, findings)), findings)
    drafts = _join(lines, findings)
    made = [block for draft in drafts for block in _finish(draft)]
    return made, findings.report()


def _plain(text: str, findings: Findings) -> str:
    """Give text with one kind of line end, in NFC, without control characters but tabs and form feeds."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("[\u2028\u2029\x85\v]", "\n", text)
    parts = re.split("([\n\t\f])", text)
    plain = "".join(part if part in "\n\t\f" else without_controls(part) for part in parts)
    if len(plain) < len(text):
        line = next(n for n, raw in enumerate(text.split("\n"), 1) if len(without_controls(raw)) < len(raw))
        message = f"{len(text) - len(plain):,} control characters are left out, the first here; compare the line."
        findings.warn(line, message)
    return unicodedata.normalize("NFC", plain)


def _width(lines: list[Line]) -> int:
    """Measure the lines that the margin broke: those that a line in lower case follows. 0 where there are none."""
    widths = sorted(
        len(line.text)
        for line, after in pairwise(lines)
        if not after.gap
        and begins_small(after.text)
        and _SHORT <= len(line.text) <= _WIDEST
        and not _END.search(line.text)
    )
    return widths[len(widths) * 9 // 10] if len(widths) > 1 else 0


def _join(lines: list[Line], findings: Findings) -> list[_Draft]:
    width = _width(lines)
    drafts: list[_Draft] = []
    for line in lines:
        draft = _begin(line, drafts[-1] if drafts else None)
        if drafts and _continues(drafts[-1], draft, line, width):
            if line.gap:
                message = (
                    f"{quote(line.text)} goes on where a page break or a gap cut the sentence; it is joined to it."
                )
                findings.warn(line.number, message)
            if _is_parted(drafts[-1], line):
                parted = f"{drafts[-1].last.split()[-1]}{line.text.split()[0]}".rstrip(",.;:)")
                findings.warn(line.number, f"{quote(parted)} was parted at the end of a line; is its hyphen meant?")
            _add(drafts[-1], line)
        else:
            if re.match(r"[o§]\s", line.text) and draft.form == Form.BULLET:
                findings.warn(line.number, f"“{line.text[0]}” is taken for the sign of a list, and not for a word.")
            drafts.append(draft)
    return drafts


def _begin(line: Line, before: _Draft | None) -> _Draft:
    """Give the block that a line would begin."""
    cells = tuple(filter(None, map(one_line, _COLUMN.split(line.text))))
    columns = cells if len(cells) > 1 else ()
    bullet = _BULLET.match(line.text)
    if bullet and not _ADORNED.fullmatch(line.text):
        sign = line.text[0]
        depth = _DEPTHS.get(sign, 0) or _depth(line, before)
        text = line.text[bullet.end() :]
        sign = sign if sign in _SIGNS else "•"
        return _Draft(line, Form.BULLET, sign, depth, pieces=[text], last=line.text)
    if _TICK.match(line.text):
        return _Draft(line, Form.BULLET, "•", _depth(line, before), pieces=[line.text], last=line.text)
    number = _NUMBER.match(line.text)
    if number:
        text = line.text[number.end() :]
        depth = _depth(line, before)
        return _Draft(line, Form.BULLET, number[1], depth, pieces=[text], last=line.text)
    return _Draft(line, Form.PARAGRAPH, cells=columns, pieces=[line.text], last=line.text)


def _depth(line: Line, before: _Draft | None) -> int:
    """Tell the nesting of a bullet by its indentation, beside that of the bullet before it."""
    if before is None or before.form != Form.BULLET:
        return 0
    step = line.indent - before.first.indent
    if abs(step) < 2:
        return before.depth
    return min(before.depth + 1, 5) if step > 0 else max(0, min(before.depth - 1, line.indent // 2))


def _continues(draft: _Draft, new: _Draft, line: Line, width: int) -> bool:
    """Tell whether a line goes on with the block before it."""
    if new.form == Form.BULLET or draft.cells or new.cells:
        return False
    if _LEADERS.search(draft.last) or _LEADERS.search(line.text):
        return False
    last, is_end = draft.last, bool(_END.search(draft.last))
    is_lower = begins_small(line.text) and not _LABEL.match(line.text)
    if line.gap:
        is_cut = line.breaks or len(last) >= _LONG
        goes_on = is_lower or bool(line.gap >= GAP and line.text[:1] != "[" and _is_open(last))
        return is_cut and not is_end and goes_on and len(last.split()) > 1
    is_full = bool(width) and len(last) + 1 + len(line.text.split(maxsplit=1)[0]) > width * 0.85
    if is_lower:
        return (
            not is_end and (len(last) >= _SHORT or draft.form == Form.BULLET or last.endswith((",", "-", "‐", "\xad")))
        ) or is_full
    is_open = bool(width) and _is_open(last, _SHORT)
    return is_open or (is_full and not _LABEL.match(line.text))


def _is_open(text: str, least: int = _LONG) -> bool:
    return bool(_OPEN.search(text)) and len(text) >= least


def _is_parted(draft: _Draft, line: Line) -> bool:
    return draft.last.endswith(("-", "‐", "\xad")) and begins_small(line.text) and draft.last[-2:-1].isalpha()


def _add(draft: _Draft, line: Line) -> None:
    """Join a line; a word that a hyphen parts keeps its hyphen."""
    draft.pieces.append(line.text if _is_parted(draft, line) else f" {line.text}")
    draft.last = line.text


def _finish(draft: _Draft) -> Iterator[Block]:
    """Give the block, or several where bullets stand inside one line."""
    text = one_line("".join(draft.pieces))
    bits = _INNER.split(f" {text}") if _INNER.search(f" {text}") and not draft.cells else [text]
    signs = [match[0].strip() for match in _INNER.finditer(f" {text}")] if len(bits) > 1 else []
    first, line = draft.form, draft.first.number
    if one_line(bits[0]) or re.search(r"\w", draft.marker):
        yield Block(
            form=first, text=one_line(bits[0]), line=line, depth=draft.depth, marker=draft.marker, cells=draft.cells
        )
    base = draft.depth + (1 if first == Form.BULLET and draft.marker not in signs else 0)
    for sign, bit in zip(signs, bits[1:], strict=True):
        depth = max(_DEPTHS.get(sign, 0), base if sign not in _DEPTHS else 0)
        yield Block(form=Form.BULLET, text=one_line(bit), line=line, depth=depth, marker=sign)
