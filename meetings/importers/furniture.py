"""What a page prints around the text: running heads, footers and page numbers. Each is told of when it is dropped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from meetings.diagnostics import Findings, quote

GAP = 2  # blank lines that a page break leaves where the form feed is lost
_EDGE = 2  # lines at the top and at the foot of a page that can be furniture
_MOST = 160  # characters of a running head
_APART = 8  # lines of text between two of them
_PAGE = re.compile(
    r"(?:page|página|seite|p\.)\s*\d{1,4}(?:\s*(?:of|/|de|von)\s*\d{1,4})?|\d{1,4}\s*(?:of|/)\s*\d{1,4}"
    r"|[-–—]\s*\d{1,4}\s*[-–—]|\[\s*\d{1,4}\s*\]\s*",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:page|página|seite)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")


@dataclass(slots=True)
class Line:
    """One line of the source. `breaks` tells that a page may begin with it; `gap` counts the blank lines before it."""

    number: int
    text: str
    gap: int = 0
    breaks: bool = False
    indent: int = 0


def read_lines(text: str) -> list[Line]:
    """Part a text into lines that hold something."""
    lines: list[Line] = []
    gap, breaks = 0, False
    for number, raw in enumerate(text.split("\n"), 1):
        breaks |= "\f" in raw
        plain = raw.replace("\f", " ").rstrip()
        if not plain.strip():
            gap += 1
            continue
        bare = plain.lstrip()
        indent = len(plain.expandtabs(4)) - len(bare.expandtabs(4)) if len(plain) < 2000 else 0
        lines.append(Line(number, bare, gap, breaks or (gap >= GAP and bool(lines)), indent))
        gap, breaks = 0, False
    return lines


def without_furniture(lines: list[Line], findings: Findings) -> list[Line]:
    """Leave out page numbers and running heads; the first of equal heads stays, for it may be the title."""
    lines = _without(set(_page_numbers(lines)), lines, findings)
    return _without(set(_running_heads(lines)), lines, findings)


def _without(dropped: set[int], lines: list[Line], findings: Findings) -> list[Line]:
    """Leave out lines; those behind them begin a page."""
    kept: list[Line] = []
    breaks, gap = False, 0
    for place, line in enumerate(lines):
        if place in dropped:
            findings.warn(line.number, f"{quote(line.text)} repeats on every page and is left out as page furniture.")
            breaks, gap = True, gap + line.gap
            continue
        if breaks:
            line.breaks, line.gap = bool(kept) or line.breaks, line.gap + gap + GAP
        breaks, gap = False, 0
        kept.append(line)
    return kept


def _page_numbers(lines: list[Line]) -> Iterator[int]:
    """Give the places of lines that are nothing but the number of a page."""
    bare = []
    for place, line in enumerate(lines):
        if len(line.text) < 40 and _PAGE.fullmatch(line.text):
            if _NAMED.match(line.text) or _stands_alone(lines, place):
                yield place
        elif _NUMBER.fullmatch(line.text) and _is_at_edge(lines, place):
            bare.append(place)
    yield from _rising(lines, bare)


def _rising(lines: list[Line], places: list[int]) -> Iterator[int]:
    """Give those of bare numbers that count pages: each one more than the last, with a page of text between."""
    run: list[int] = []
    for place in places:
        if run and (int(lines[place].text) != int(lines[run[-1]].text) + 1 or place - run[-1] < _APART):
            yield from run if len(run) > 1 else ()
            run = []
        run.append(place)
    yield from run if len(run) > 1 else ()


def _stands_alone(lines: list[Line], place: int) -> bool:
    after = lines[place + 1] if place + 1 < len(lines) else None
    return lines[place].gap > 0 or lines[place].breaks or after is None or after.gap > 0 or after.breaks


def _is_at_edge(lines: list[Line], place: int) -> bool:
    after = lines[place + 1] if place + 1 < len(lines) else None
    return lines[place].breaks or after is None or after.breaks


def _running_heads(lines: list[Line]) -> Iterator[int]:
    """Give the places of lines that stand at the edge of at least three pages; digits do not count."""
    starts = [place for place, line in enumerate(lines) if line.breaks]
    edges = {0, 1, len(lines) - 1}
    for start in starts:
        edges.update(range(start - _EDGE, start + _EDGE))
    equal: dict[str, list[int]] = defaultdict(list)
    for place in sorted(edges):
        if 0 <= place < len(lines) and len(lines[place].text) <= _MOST:
            equal[_fold(lines[place].text)].append(place)
    for places in equal.values():
        if len(places) >= _least(len(starts)) and _are_apart(places):
            is_counted = any(lines[place].text != lines[places[0]].text for place in places)
            yield from places if is_counted else places[1:]


def _least(pages: int) -> int:
    return 3 if pages > 1 else 2


def _are_apart(places: list[int]) -> bool:
    return all(later - earlier >= _APART for earlier, later in pairwise(places))


def _fold(text: str) -> str:
    """Give a running head without the page it names; other numbers belong to its words."""
    return re.sub(r"\b(page|p\.)\s*\d+|\b\d{1,4}(\s*(of|/)\s*\d+)?$|^\d{1,4}\b", "#", " ".join(text.casefold().split()))
