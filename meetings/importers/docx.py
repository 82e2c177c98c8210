"""A Word file, from Word, Google Docs or LibreOffice, to blocks: every word that is printed, in order.

`line` of a block is its paragraph in the file, from 1. What a Word file holds besides its text is named and left out:
running heads, comments, pictures. Tracked changes are refused: which of two wordings is meant is not ours to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from meetings.diagnostics import Diagnostic, Findings, quote
from meetings.importers.archives import Archive, Unreadable
from meetings.importers.blocks import Block, Form
from meetings.importers.inline import Run, is_bold, markdown, split_runs
from meetings.importers.markers import DEPTHS, split_marker
from meetings.importers.wordparts import (
    MAIN,
    Element,
    attribute,
    child,
    descendants,
    name_of,
    parse,
)
from meetings.importers.wordruns import BREAK, TAB, THROUGH, Runs, alternative
from meetings.importers.wordstyles import Numbering, Styles
from meetings.lines import one_line

TRACKED = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")
CLEAN = (
    "In Word: Review, Accept, Accept All Changes. In Google Docs: Tools, Review suggested edits, Accept all. "
    "Then save it and import it again."
)


def blocks(data: bytes) -> tuple[list[Block], tuple[Diagnostic, ...]]:
    """Give the blocks of a Word file, and what was left out. Raises `Unreadable`."""
    archive = Archive(data)
    if MAIN not in archive:
        raise Unreadable("This zip file is no Word file (.docx). Save the minutes as .docx, and import that.")
    root = parse(archive, MAIN)
    notes = (f"word/{kind}.xml" for kind in ("footnotes", "endnotes"))
    for part in (root, *(parse(archive, place) for place in notes if place in archive)):
        _refuse_tracked(part)
    reader = _Reader(archive)
    body = child(root, "body")
    reader.read_blocks(body if body is not None else ())
    reader.tell_what_is_left_out(archive)
    return reader.blocks, reader.findings.report()


def _refuse_tracked(root: Element) -> None:
    for place, paragraph in enumerate(descendants(root, "p"), 1):
        change = next(descendants(paragraph, *TRACKED), None)
        if change is not None:
            words = one_line("".join(each.text or "" for each in descendants(change, "t", "delText")))
            what = f", such as {quote(words)}" if words else ""
            author = f" by {attribute(change, 'author')}" if attribute(change, "author") else ""
            raise Unreadable(f"The file holds tracked changes{what}{author}. {CLEAN}", place)
    if next(descendants(root, *TRACKED), None) is not None:
        raise Unreadable(f"The file holds tracked changes. {CLEAN}")


class _Reader:
    """Reads one file; `line` counts its paragraphs."""

    def __init__(self, archive: Archive) -> None:
        self.findings, self.line = Findings(), 0
        self.blocks: list[Block] = []
        self._styles, self._numbering = Styles(archive), Numbering(archive)
        self._runs = Runs(archive, self._styles, self.findings)
        self._has_title = False

    # Blocks

    def read_blocks(self, elements: Iterable[Element]) -> None:
        for element in elements:
            name = name_of(element)
            if name == "p":
                self._read_paragraph(element)
            elif name == "tbl":
                self._read_table(element)
            elif name == "altChunk":
                self.findings.warn(self.line + 1, "Another file is embedded here and left out; paste its text.")
            elif name == "AlternateContent":
                self.read_blocks(alternative(element))
            elif name in THROUGH or next(descendants(element, "p"), None) is not None:
                self.read_blocks(element)

    def _read_paragraph(self, paragraph: Element) -> None:
        self.line += 1
        self._runs.line, self._runs.later = self.line, []
        runs = [*self._runs.read(paragraph), *self._runs.finish()]
        self.blocks.extend(self._made(paragraph, runs, self.line))
        for element in self._runs.later:
            self.read_blocks(element)

    def _made(self, paragraph: Element, runs: list[Run], line: int) -> Iterator[Block]:
        level, listed = self._styles.heading(paragraph), self._styles.listing(paragraph)
        if level >= 0:
            yield from self._heading(runs, level, listed, line)
            return
        lines = list(split_runs(runs, BREAK.text))
        if listed:
            marker, whole = self._numbering.marker(*listed[:2]), _joined(lines)
            yield from _made_of(Form.BULLET, whole, line, depth=listed[2], marker=marker, cells=_cells(whole))
            return
        for part in lines:
            marker, rest = split_marker(part)
            if marker:
                depth = DEPTHS.get(marker, 0)
                yield from _made_of(Form.BULLET, rest, line, depth=depth, marker=marker, cells=_cells(rest))
            else:
                yield from _made_of(Form.PARAGRAPH, part, line, cells=_cells(part))

    def _heading(self, runs: list[Run], level: int, listed: tuple[str, int, int] | None, line: int) -> Iterator[Block]:
        """Give a heading; below a title, headings of the first level are of the second."""
        self._has_title = self._has_title or level == 0
        marker = self._numbering.marker(*listed[:2]) if listed else ""
        plain = [Run(run.text, False, run.italic, run.href) for run in _joined(list(split_runs(runs, BREAK.text)))]
        level = 1 if level == 0 else level + self._has_title
        yield from _made_of(Form.HEADING, plain, line, level=level, marker=marker if marker != "•" else "")

    # Tables

    def _read_table(self, table: Element) -> None:
        """A row is one block; where its cells hold more than names and facts, the blocks of its cells one by one."""
        for row in _parts(table, "tr"):
            line, outer = self.line + 1, self.blocks
            cells: list[list[Block]] = []
            for cell in _parts(row, "tc"):
                self.blocks = []
                if not _is_continued(cell):
                    self.read_blocks(cell)
                elif hidden := one_line(" ".join(each.text or "" for each in descendants(cell, "t"))):
                    self.findings.warn(line, f"A merged cell hides {quote(hidden)}, which is left out.")
                cells.append(self.blocks)
            self.blocks = outer
            if len(cells) < 2 or any(len(cell) > 2 or _is_long(cell) for cell in cells):
                self.blocks.extend(block for cell in cells for block in cell)
            else:
                self._add_row(cells, line)

    def _add_row(self, cells: list[list[Block]], line: int) -> None:
        texts = tuple(one_line(" ".join(f"{_shown(block)}" for block in cell)) for cell in cells)
        if any(texts):
            whole = " | ".join(filter(None, texts))
            self.blocks.append(Block(form=Form.ROW, text=whole, line=line, cells=texts))

    # What is left out

    def tell_what_is_left_out(self, archive: Archive) -> None:
        heads = [place for kind, place, _ in self._runs.relations.values() if kind in ("header", "footer")]
        said = {one_line(_words(archive, f"word/{place}")) for place in heads if f"word/{place}" in archive}
        for words in sorted(filter(None, said)):
            self.findings.warn(1, f"A running head or foot is left out: {quote(words)}.")
        count = len(list(descendants(parse(archive, "word/comments.xml"), "comment"))) if _has_comments(archive) else 0
        if count:
            self.findings.warn(1, f"{count} comment{'s' if count > 1 else ''} in the margin left out: no minutes.")
        outside = sorted({kind for kind, _, is_outside in self._runs.relations.values() if is_outside} - {"hyperlink"})
        if outside:
            self.findings.warn(1, f"What the file takes from elsewhere is not fetched: {', '.join(outside)[:100]}.")


def _has_comments(archive: Archive) -> bool:
    return "word/comments.xml" in archive


def _words(archive: Archive, place: str) -> str:
    return " ".join(each.text or "" for each in descendants(parse(archive, place), "t"))


def _parts(element: Element, name: str) -> Iterator[Element]:
    """Give the rows of a table or the cells of a row, in content controls too."""
    for each in element:
        if name_of(each) == name:
            yield each
        elif name_of(each) in ("sdt", "sdtContent", "customXml"):
            yield from _parts(each, name)


def _is_continued(cell: Element) -> bool:
    """Whether a cell is the rest of a merged one."""
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and attribute(merge, "val", "continue") == "continue"


def _is_long(cell: Sequence[Block]) -> bool:
    return any(len(block.text) > 300 or block.form in (Form.HEADING, Form.ROW) for block in cell)


def _joined(lines: Sequence[Sequence[Run]]) -> list[Run]:
    return [run for place, line in enumerate(lines) for run in ((Run(" "), *line) if place else line)]


def _plain(runs: Iterable[Run]) -> str:
    return markdown(Run(run.text.replace(TAB, " "), *run.marks) for run in runs)


def _cells(runs: Sequence[Run]) -> tuple[str, ...]:
    """Give what tabs part in a line; nothing where they part nothing."""
    cells = tuple(filter(None, (_plain(cell) for cell in split_runs(runs, TAB))))
    return cells if len(cells) > 1 else ()


def _shown(block: Block) -> str:
    """Give a block with the number before it, as it stands in a cell."""
    return f"{block.marker} {block.text}" if re.search(r"\w", block.marker) else block.text


def _made_of(
    form: Form,
    runs: Sequence[Run],
    line: int,
    *,
    level: int = 0,
    depth: int = 0,
    marker: str = "",
    cells: tuple[str, ...] = (),
) -> Iterator[Block]:
    text = _plain(runs)
    if text or re.search(r"\w", marker):
        bold = is_bold(runs)
        yield Block(form=form, text=text, line=line, level=level, depth=depth, marker=marker, is_bold=bold, cells=cells)
