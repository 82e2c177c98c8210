"""What every reader of a file makes of it: a flat list of blocks, in the order of the source, every word in one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph, bullet or table row.

    `text` is one clean line with inline Markdown (bold, italics, links); of a row, its cells joined by ` | `. `line` is
    the line (in Word, the paragraph) of the source that it begins on, from 1. `level` is that of a heading, from 1;
    `depth` the nesting of a bullet, from 0. `marker` is what the source printed before it (`1.`, `a)`, `•`), which
    is part of the words where it is a number or letter. `is_bold` says that the whole paragraph stands in bold: a
    heading that was never marked as one. `cells` are those of a row, or what tabs part in a paragraph or bullet.
    """

    form: Form
    text: str
    line: int
    level: int = 0
    depth: int = 0
    marker: str = ""
    is_bold: bool = False
    cells: tuple[str, ...] = ()
