"""Marks around words inside a text: `{A1}the SU will share it{/A1}`, `{condition}…{/condition}`.

Backslashes directly before a mark count in pairs: two stand for one, and an odd one makes the mark plain text.
The same holds for the `|` between the columns of the attendees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from meetings.lines import one_line

CONDITION = "condition"
_MARK = r"\{/?(?:A[1-9][0-9]{0,3}|condition)\}"
_COLUMN = r"\|"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a text, from the first to behind the last, and what they are marked as."""

    name: str
    start: int
    stop: int


@dataclass(slots=True)
class Marked:
    """A text without its marks: the words of each action item, and of the conditions in their order."""

    text: str
    actions: dict[str, str] = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def _tokens(raw: str, sign: str) -> Iterator[tuple[str, bool]]:
    """Give pieces of text and, flagged, the signs between them that no backslash makes plain."""
    start = 0
    for match in re.finditer(rf"(?<!\\)(\\*)({sign})", raw):
        yield raw[start : match.start()] + "\\" * (len(match[1]) // 2), False
        yield match[2], len(match[1]) % 2 == 0
        start = match.end()
    yield raw[start:], False


def _shield(text: str, sign: str) -> str:
    """Make the signs in a text plain text."""
    return re.sub(rf"(?<!\\)(\\*)({sign})", r"\1\1\\\2", text)


def read_marks(raw: str) -> Marked:
    """Take the marks out of a text. Those that do not pair are told of in `problems`."""
    pieces: list[str] = []
    length = 0
    opened: dict[str, int] = {}
    spans: list[Span] = []
    problems: list[str] = []
    for piece, is_mark in _tokens(raw, _MARK):
        name = piece.strip("{/}") if is_mark else ""
        if not is_mark:
            pieces.append(piece)
            length += len(piece)
        elif not piece.startswith("{/"):
            if name in opened:
                problems.append(f"{piece} is opened twice; put {{/{name}}} behind the first words.")
            opened[name] = length
        elif name in opened:
            spans.append(Span(name, opened.pop(name), length))
        else:
            problems.append(f"{piece} closes nothing; put {{{name}}} where the words begin.")
    problems += [f"{{{name}}} is not closed; put {{/{name}}} behind the words." for name in opened]
    return _gather("".join(pieces), spans, problems)


def _gather(text: str, spans: list[Span], problems: list[str]) -> Marked:
    marked = Marked(one_line(text), problems=problems)
    for span in spans:
        words = one_line(text[span.start : span.stop])
        if span.name == CONDITION:
            marked.conditions.append(words)
        elif span.name in marked.actions:
            problems.append(f"{span.name} is marked twice; an action item is stated once.")
        else:
            marked.actions[span.name] = words
    return marked


def write_marks(text: str, spans: list[Span]) -> str:
    """Put marks into a text. Where one ends and another begins, the closing mark comes first."""
    signs = [(span.start, 1, f"{{{span.name}}}") for span in spans]
    signs += [(span.stop, 0, f"{{/{span.name}}}") for span in spans]
    pieces, start = [], 0
    for place, _, sign in sorted(signs, key=lambda each: each[:2]):
        piece = _shield(text[start:place], _MARK)
        tail = len(piece) - len(piece.rstrip("\\"))
        pieces += [piece, "\\" * tail, sign]
        start = place
    return "".join(pieces) + _shield(text[start:], _MARK)


def split_columns(raw: str) -> list[str]:
    """Part `name | organisation | title` at each `|` that no backslash makes plain."""
    columns: list[list[str]] = [[]]
    for piece, is_column in _tokens(raw, _COLUMN):
        if is_column:
            columns.append([])
        else:
            columns[-1].append(piece)
    return ["".join(pieces).strip() for pieces in columns]


def join_columns(columns: Iterable[str]) -> str:
    return one_line(" | ".join(_shield(column, _COLUMN) for column in columns))
