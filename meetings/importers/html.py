"""An HTML page, or what Word and Google Docs export and put on the clipboard, to blocks. Nothing is loaded or run.

`line` of a block is the line of the file that it begins on, as far as the parser knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree, html

from meetings.diagnostics import Diagnostic, Findings, quote
from meetings.importers.archives import Unreadable
from meetings.importers.blocks import Block, Form
from meetings.importers.htmlmarks import Element, List, classes, is_hidden, marked
from meetings.importers.htmlnotes import Notes, told_of
from meetings.importers.inline import Run, is_bold, markdown, split_runs
from meetings.importers.markers import DEPTHS, split_marker
from meetings.importers.wordruns import TAB
from meetings.lines import one_line, without_controls

DEEPEST = 200  # elements within one another; what lies deeper is read as plain text
_SKIPPED = ("head", "style", "script", "template", "noscript", "title", "button", "select", "option", "iframe", "svg")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|header|"
    "html|hr|main|nav|p|pre|section|summary"
)
_HEADING = re.compile(r"h[1-6]")
_WORD_LEVEL = re.compile(r"mso-list:[^;]*\blevel([1-9])", re.IGNORECASE)
_WORD_HEADING = re.compile(r"mso-outline-level:\s*([1-6])|\bMsoHeading([1-6])", re.IGNORECASE)
_CONDITIONS = re.compile(
    rb"<!\[(?:if|endif)[^\]]{0,200}\]>|<!--\[if[^\]]{0,200}\]>.{0,20000}?<!\[endif\]-->", re.DOTALL
)
_COLUMN = re.compile(r"(?: ?\xa0){3,} ?")  # what word processors make of a tab
_PUBLISHED = re.compile(r"\s*Published using Google Docs\b(?:\s|Report abuse|Learn more|Updated automatically[^.]*)*$")
_BREAK = Run("\n")
_PARAGRAPH = {"form": Form.PARAGRAPH, "level": 0, "depth": 0, "marker": ""}


def blocks(text: str) -> tuple[list[Block], tuple[Diagnostic, ...]]:
    """Give the blocks of an HTML text, and what was left out. Raises `Unreadable`."""
    data = _CONDITIONS.sub(b"", text.replace("\x00", "").encode("utf-8", "replace"))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("The file holds no HTML that could be read. Copy its text and paste that.") from error
    if any("depth" in each.message for each in parser.error_log):
        raise Unreadable("The page is nested deeper than any page of minutes. Copy its text and paste that.")
    reader = _Reader(Notes(root))
    reader.read(root, Run(""), 0)
    reader.flush()
    return reader.blocks, reader.findings.report()


class _Reader:
    """Walks the tree and gathers runs into blocks. Words that stand in no block are a paragraph."""

    def __init__(self, notes: Notes) -> None:
        self.findings = Findings()
        self.blocks: list[Block] = []
        self._notes = notes
        self._later: list[Element] = []  # footnotes of the block that is being gathered
        self._is_inside = False  # a row of a table, or a footnote, behind which footnotes have to wait
        self._runs: list[Run] = []
        self._line = 1
        self._lists: list[List] = []
        self._item: dict[str, Any] | None = None  # how the block that is being gathered is made, of an item of a list

    # Walking

    def read(self, element: Element, marks: Run, depth: int) -> None:
        """Read one element with what stands in it. `marks` is what holds here: bold, italic, a link."""
        name = element.tag if isinstance(element.tag, str) else ""
        if not name or name in _SKIPPED or is_hidden(element):
            return
        self._line = element.sourceline or self._line
        if self._read_beside(element):
            return
        if _PUBLISHED.match(text := element.text_content()[:200] if name == "div" else ""):
            self.findings.warn(self._line, f"What Google prints above a page is left out: {quote(one_line(text))}.")
            return
        if depth > DEEPEST:
            self._add("".join(element.itertext()), marks)
        elif _HEADING.fullmatch(name):
            self._read_block(element, Run(""), depth, form=Form.HEADING, level=int(name[1]))
        elif _BLOCK.fullmatch(name):
            self._read_paragraph(element, marks, depth)
        elif name in ("ul", "ol", "li", "table"):
            self._read_structure(name, element, marks, depth)
        elif not self._read_alone(name, element):
            self._read_inside(element, marked(element, marks), depth)

    def _read_beside(self, element: Element) -> bool:
        """Deal with what stands beside the text: a comment is left out, a footnote stands once. Whether it was one."""
        if self._notes.is_comment(element):
            self.findings.warn(self._line, told_of(element))
        elif self._notes.place(element):
            self.flush()
            self._read_note(element, "A footnote stands here that no mark in the text before leads to.")
        return self._notes.is_beside(element)

    def _read_structure(self, name: str, element: Element, marks: Run, depth: int) -> None:
        if name == "table":
            self._read_table(element, depth)
        elif name == "li":
            self._read_item(element, marks, depth)
        else:
            self._read_list(element, marks, depth)

    def _read_alone(self, name: str, element: Element) -> bool:
        """Deal with what is no text that is marked: a line break, struck words, a picture. Whether it was one."""
        if name == "br":
            self._runs.append(_BREAK)
        elif name in ("del", "s", "strike") or "msoDel" in classes(element):
            self._leave_out(element)
        elif name == "a" and (note := self._notes.take(element)) is not None:
            self._later.append(note)
            return False
        elif name in ("img", "picture", "video", "object", "canvas"):
            self._leave_out_picture(element)
        else:
            return False
        return True

    def _read_inside(self, element: Element, marks: Run, depth: int) -> None:
        self._add(element.text, marks)
        for each in element:
            self.read(each, marks, depth + 1)
            self._add(each.tail, marks)

    def _add(self, text: str | None, marks: Run) -> None:
        blanks = re.sub(r"[ \t\r\n\f]+", " ", text or "")
        parts = (re.sub(r"[\s\xa0]+", " ", without_controls(part)) for part in _COLUMN.split(blanks))
        plain = TAB.join(parts).replace("\xad", "")
        if plain:
            self._runs.append(Run(plain, *marks.marks))

    def _read_paragraph(self, element: Element, marks: Run, depth: int) -> None:
        style, name = element.get("style", ""), " ".join(classes(element))
        level, heading = _WORD_LEVEL.search(style), _WORD_HEADING.search(f"{style} {name}")
        if level:
            self._read_block(element, marks, depth, form=Form.BULLET, depth_of_list=int(level[1]) - 1)
        elif heading:
            self._read_block(element, Run(""), depth, form=Form.HEADING, level=int(heading[1] or heading[2]))
        elif self._item is not None and element.tag in ("p", "div"):
            self._runs.append(_BREAK if element.getprevious() is not None else Run(" "))
            self._read_inside(element, marked(element, marks), depth)
        else:
            self._read_block(element, marked(element, marks), depth, form=Form.PARAGRAPH)

    def _read_block(
        self, element: Element, marks: Run, depth: int, *, form: Form, level: int = 0, depth_of_list: int = 0
    ) -> None:
        self.flush()
        outer, self._item = self._item, {"form": form, "level": level, "depth": depth_of_list, "marker": ""}
        if form == Form.PARAGRAPH:
            self._item = None
        self._read_inside(element, marks, depth)
        self.flush()
        self._item = outer

    # Lists

    def _read_list(self, element: Element, marks: Run, depth: int) -> None:
        self.flush()
        self._lists.append(List(element))
        self._read_inside(element, marks, depth)
        self.flush()
        self._lists.pop()

    def _read_item(self, element: Element, marks: Run, depth: int) -> None:
        self.flush()
        stated = element.get("aria-level", element.get("data-aria-level", ""))
        level = int(stated) - 1 if stated.isdigit() and len(stated) < 3 else 0
        nesting = max(len(self._lists) - 1, self._lists[-1].depth if self._lists else 0, level, 0)
        marker = self._lists[-1].marker(element) if self._lists else "•"
        outer, self._item = self._item, {"form": Form.BULLET, "level": 0, "depth": nesting, "marker": marker}
        self._read_inside(element, marked(element, marks), depth)
        self.flush()
        self._item = outer

    # Tables

    def _read_table(self, table: Element, depth: int) -> None:
        """Read rows; what stands in a table but in no row or no cell is read like any text."""
        self.flush()
        item, self._item = self._item, None
        self._add(table.text, Run(""))
        for each in table:
            if each.tag == "tr":
                self._read_row(each, depth)
            elif each.tag in ("thead", "tbody", "tfoot"):
                self._read_table(each, depth + 1)
            else:
                self.read(each, Run(""), depth + 1)
            self._add(each.tail, Run(""))
        self.flush()
        self._item = item

    def _read_row(self, row: Element, depth: int) -> None:
        self.flush()
        line, cells = row.sourceline or self._line, []
        outer, self._is_inside = self._is_inside, True
        self._add(row.text, Run(""))
        for each in row:
            cells.append(self._read_cell(each, depth))
            self._add(each.tail, Run(""))
        self.flush()
        self._is_inside = outer
        texts = tuple(one_line(" ".join(block.text for block in cell)) for cell in cells)
        # cells that hold more than names and facts are those of a table of layout
        if len(cells) < 2 or any(len(cell) > 2 or any(len(block.text) > 300 for block in cell) for cell in cells):
            self.blocks.extend(block for cell in cells for block in cell)
        elif any(texts):
            self.blocks.append(Block(form=Form.ROW, text=" | ".join(filter(None, texts)), line=line, cells=texts))
        self._read_notes()

    def _read_cell(self, cell: Element, depth: int) -> list[Block]:
        """Give the blocks of one cell, behind what stands loose before it."""
        self.flush()
        outer, self.blocks = self.blocks, []
        if cell.tag in ("td", "th"):
            self._read_inside(cell, Run("", bold=cell.tag == "th"), depth + 1)
        else:
            self.read(cell, Run(""), depth + 1)
        self.flush()
        inner, self.blocks = self.blocks, outer
        return inner

    # Blocks

    def flush(self) -> None:
        """End the block that is being gathered; line breaks part paragraphs, and bullets that were typed."""
        runs, self._runs = self._runs, []
        facts = self._item or _PARAGRAPH
        form = facts["form"]
        if form == Form.HEADING:
            runs = [Run(run.text.replace("\n", " "), False, run.italic, run.href) for run in runs]
        for place, part in enumerate(split_runs(runs, _BREAK.text)):
            self._emit(part, facts if not place else {**facts, "marker": ""})
        if self._item and form == Form.BULLET and any(run.text.strip() for run in runs):
            self._item = {**self._item, "marker": ""}
        self._read_notes()

    def _read_notes(self) -> None:
        """Read the footnotes of what was gathered, behind it."""
        while self._later and not self._is_inside:
            self._read_note(self._later.pop(0), "A footnote of this paragraph follows it as a paragraph of its own.")

    def _read_note(self, note: Element, message: str) -> None:
        self.findings.warn(self._line, message)
        outer = self._item, self._lists, self._line, self._is_inside
        self._item, self._lists, self._is_inside = {**_PARAGRAPH, "is_note": True}, [], True
        self._read_inside(note, Run(""), 0)
        self.flush()
        self._item, self._lists, self._line, self._is_inside = outer

    def _emit(self, runs: list[Run], facts: dict[str, Any]) -> None:
        is_whole = facts["form"] == Form.HEADING or "is_note" in facts  # no typed marker is looked for
        marker, rest = ("", runs) if is_whole else split_marker(runs)
        if facts["form"] == Form.BULLET and re.search(r"\w", marker):
            marker, rest = facts["marker"], runs  # a number at the start of an item is its words
        text = _plain(rest)
        if not text:
            return
        cells: tuple[str, ...] = ()
        if facts["form"] != Form.HEADING:
            cells = tuple(filter(None, map(_plain, split_runs(rest, TAB))))
        if facts["form"] == Form.PARAGRAPH and marker:
            facts = {**facts, "form": Form.BULLET, "depth": DEPTHS.get(marker, 0)}
        self.blocks.append(
            Block(
                form=facts["form"],
                text=text,
                line=self._line,
                level=facts["level"],
                depth=facts["depth"],
                marker=marker or facts["marker"],
                is_bold=is_bold(rest),
                cells=cells if len(cells) > 1 else (),
            )
        )

    def _leave_out(self, element: Element) -> None:
        if words := one_line("".join(element.itertext())):
            self.findings.warn(self._line, f"Words that are struck out are left out: {quote(words)}.")

    def _leave_out_picture(self, element: Element) -> None:
        told = one_line(element.get("alt", ""))
        named = f" ({quote(told)})" if told else ""
        self.findings.warn(self._line, f"A picture{named} is left out; what it says has to be typed.")


def _plain(runs: Iterable[Run]) -> str:
    return markdown(Run(run.text.replace(TAB, " "), *run.marks) for run in runs)
