"""Blocks made fit to stand in minutes: clean, never too long, their numbers among their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from meetings.diagnostics import Findings, quote
from meetings.importers.blocks import Block, Form
from meetings.lines import one_line, without_controls
from meetings.minutes import LINE_LIMIT, MAX_DEPTH, PASSAGE_LIMIT

_SENTENCE_END = re.compile(r"[.!?;:][”\"’)*]* ")
_HUGE = re.compile(rf"\S{{{LINE_LIMIT}}}(?=\S)")
_WORDS = re.compile(r"\w")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_LINK = re.compile(r"\[([^\[\]]*)\]\(#?\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One block of the source as it can stand in minutes. `text` begins with the number it has in print, if any."""

    form: Form
    text: str
    line: int
    level: int = 0
    depth: int = 0
    marker: str = ""
    is_bold: bool = False
    cells: tuple[str, ...] = ()
    plain: str = field(init=False, compare=False)  # the text without inline Markdown

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", unmarked(self.text))

    @property
    def is_bullet(self) -> bool:
        return self.form == Form.BULLET

    @property
    def heading(self) -> str:
        """The text without inline Markdown; nothing where it is too long, or has an address and nothing marks it."""
        has_address = "](" in self.plain and self.form != Form.HEADING
        return "" if has_address or len(self.plain) > LINE_LIMIT else self.plain


def unmarked(text: str) -> str:
    """Give text without the marks of bold and italics, and links to nowhere as their titles."""
    if "*" not in text and "_" not in text and "[" not in text:
        return text
    return one_line(_MARKS.sub("", _LINK.sub(r"\1", text)))


def clean(blocks: Sequence[Block], findings: Findings) -> list[Item]:
    """Give the items of blocks; what had to be taken out or split is told of."""
    return [part for block in blocks for part in _parts(_item(block, findings), findings)]


def _item(block: Block, findings: Findings) -> Item:
    marker = _clean(block.marker)
    text = _clean(block.text)
    cells = tuple(_HUGE.sub(r"\g<0> ", _clean(cell)) for cell in block.cells)
    removed = without_controls(block.text)
    if len(removed) < len(block.text):
        findings.warn(block.line, "Control characters stood in this line and are left out; compare it with the source.")
    if _HUGE.search(text):
        findings.warn(block.line, f"A word of more than {LINE_LIMIT:,} letters stands here and is parted; correct it.")
        text = _HUGE.sub(r"\g<0> ", text)
    marker = marker if _WORDS.search(marker) else ""
    return Item(
        form=block.form,
        text=one_line(f"{marker} {text}"),
        line=block.line,
        level=max(block.level, 0),
        depth=min(max(block.depth, 0), MAX_DEPTH),
        marker=marker,
        is_bold=block.is_bold,
        cells=cells if any(cells) else (),
    )


def _clean(text: str) -> str:
    return one_line(without_controls(text))


def _parts(item: Item, findings: Findings) -> Iterator[Item]:
    """Give the item, or pieces of it where it is longer than a passage can be; nothing where it is empty."""
    if len(item.text) <= PASSAGE_LIMIT:
        if item.text:
            yield item
        return
    findings.warn(item.line, f"{quote(item.text)} is longer than a passage can be and is split; join nothing to it.")
    for text in split_at(item.text, PASSAGE_LIMIT):
        yield replace(item, form=Form.PARAGRAPH if item.form == Form.ROW else item.form, text=text, cells=())


def split_at(text: str, limit: int) -> Iterator[str]:
    """Part a text into pieces of at most `limit` characters: at a sentence, else at a space, else inside a word."""
    start = 0
    while len(text) - start > limit:
        piece = text[start : start + limit + 1]
        ends = [match.end() - 1 for match in _SENTENCE_END.finditer(piece)]
        stop = next((end for end in reversed(ends) if end > limit // 4), 0) or max(piece.rfind(" "), 0) or limit
        yield text[start : start + stop].strip()
        start += stop + (text[start + stop] == " ")
    rest = text[start:].strip()
    if rest:
        yield rest
