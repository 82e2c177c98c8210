"""The lines of a text as blocks: headings, bullets and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from meetings.diagnostics import Findings
from meetings.lines import one_line

_HEADING = re.compile(r"(#{2,}|#(?=\s|$))\s*(.*)", re.DOTALL)
_BULLET = re.compile(r"([-*•+])(?:\s+(.*))?", re.DOTALL)
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_SPACES_PER_DEPTH = 2


@dataclass(slots=True)
class Block:
    """One heading (`level` from 1), bullet (`marker` is `-` or `*`) or paragraph, and where it begins."""

    line: int
    lines: list[str] = field(default_factory=list)
    level: int = 0
    marker: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        return one_line(" ".join(self.lines))


def is_line_markup(line: str) -> bool:
    """Whether a line, without the space around it, begins a block or is a rule."""
    return any(pattern.fullmatch(line) for pattern in (_HEADING, _BULLET, _RULE))


def escape_line(line: str) -> str:
    """Keep a paragraph from being read as a heading, a bullet or a rule: one backslash before it."""
    return f"\\{line}" if is_line_markup(line.lstrip("\\")) else line


def _unescape_line(line: str) -> str:
    is_escaped = line.startswith("\\") and is_line_markup(line.lstrip("\\"))
    return line[1:] if is_escaped else line


def read_blocks(lines: list[str], first: int, findings: Findings) -> list[Block]:
    """Gather lines, numbered from `first`, into blocks. A blank line or a heading ends a block."""
    blocks: list[Block] = []
    is_open = False
    for number, line in enumerate(lines, first):
        plain = line.strip()
        if not plain or _RULE.fullmatch(plain):
            is_open = False
            if plain:
                findings.warn(number, f"The rule “{plain[:10]}” says nothing and is left out.")
        elif is_line_markup(plain):
            blocks.append(_begin(line, plain, number))
            is_open = not blocks[-1].level
        elif is_open:
            blocks[-1].lines.append(_unescape_line(plain))
        else:
            blocks.append(Block(number, [_unescape_line(plain)]))
            is_open = True
    return blocks


def _begin(line: str, plain: str, number: int) -> Block:
    if heading := _HEADING.fullmatch(plain):
        return Block(number, [heading[2]], level=len(heading[1]))
    bullet = _BULLET.fullmatch(plain)
    marker, text = (bullet[1], bullet[2] or "") if bullet else ("", plain)
    return Block(number, [text], marker="-" if marker == "-" else "*", depth=_depth(line))


def _depth(line: str) -> int:
    """Count the indentation: two spaces or one tab are one step."""
    indent = line[: len(line) - len(line.lstrip())]
    return (len(indent) + indent.count("\t")) // _SPACES_PER_DEPTH


@dataclass(slots=True)
class Part:
    """A heading and the blocks below it, up to the next heading of its level."""

    heading: Block
    blocks: list[Block] = field(default_factory=list)


def cut(blocks: list[Block], level: int) -> tuple[list[Block], list[Part]]:
    """Cut blocks at the headings of one level; the first list stands before any of them."""
    before: list[Block] = []
    parts: list[Part] = []
    for block in blocks:
        if block.level == level:
            parts.append(Part(block))
        else:
            (parts[-1].blocks if parts else before).append(block)
    return before, parts
