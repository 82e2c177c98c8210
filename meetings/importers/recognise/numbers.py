"""Headings that a number or a time begins: `3. Budget`, `3.1 Costs`, `III. Budget`, `09:30 – 11:00 Budget`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meetings.importers.recognise import patterns
from meetings.importers.recognise.items import Item
from meetings.lines import begins_small

NUMBER = re.compile(
    r"\(?(\d{1,3})[.)](?!\d)\s*(?=\D)|(\d{1,2}(?:\.\d{1,2}){1,2})[.)]?\s+(?=\S)|(\d{1,4}-\d{1,3}(?:-[A-Z\d]{1,3})?)[:.]?\s+(?=\S)"
)
_ROMAN = re.compile(r"([IVX]{1,6})[.)]\s+(?=\S)")
MOST_WORDS = 14  # of a heading
_LABEL_MOST = 4  # words of a heading that ends with a colon, such as `2. Main Agenda:`


def counted(items: Sequence[Item]) -> dict[int, int]:
    """Find items whose numbers count headings, and the depth of each: 0 for `3.`, 1 for `3.1`; below `III.` one more.

    They count headings where text stands between them; where they follow each other they are a list.
    """
    found = _chained(items, [_heading_number(item) for item in items])
    romans = _chained(items, [_roman_number(item) for item in items])
    if len(romans) > 1:
        return {place: depth + 1 for place, depth in found.items()} | romans
    return found if any(depth == 0 for depth in found.values()) else dict.fromkeys(found, 0)


def _chained(items: Sequence[Item], numbers: Sequence[tuple[int, ...] | None]) -> dict[int, int]:
    """Give the places of numbers that follow each other and have text between them, with the depth of each."""
    chains: list[list[int]] = []
    last = 0
    for place, number in enumerate(numbers):
        if number is None:
            continue
        first = number[0]
        if not chains or first < last or first > last + 3 or (first == last and len(number) == 1):
            chains.append([])
        chains[-1].append(place)
        last = first
    textual = [chain for chain in chains if _parts_text(items, chain)]
    return {place: len(numbers[place] or ()) - 1 for chain in textual for place in chain}


def _roman_number(item: Item) -> tuple[int, ...] | None:
    """Give `(3,)` of `III. Budget`; None where it is no line like a heading."""
    match = _ROMAN.match(item.plain)
    if not match or item.depth or not item.heading or not _is_named(item.plain[match.end() :]):
        return None
    worth = [{"I": 1, "V": 5, "X": 10}[letter] for letter in match[1]]
    return (sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True)),)


def _heading_number(item: Item) -> tuple[int, ...] | None:
    """Give `(3,)` of `3. Budget`, `(3, 1)` of `3.1 Costs`; None where it is no line like a heading."""
    match = NUMBER.match(item.plain)
    if not match or item.depth or not item.heading or patterns.LEADERS.search(item.plain):
        return None
    if not _is_named(item.plain[match.end() :]):
        return None
    return tuple(int(digits) for digits in re.findall(r"\d+", match[1] or match[2] or match[3].split("-")[-1]) or (0,))


def _is_named(rest: str) -> bool:
    """Tell whether what stands behind a number reads like the name of a part."""
    is_label = len(rest.split()) <= _LABEL_MOST and rest.endswith(":") and rest.split()[-1][0].isupper()
    is_line = len(rest.split()) <= MOST_WORDS + 4 and (is_label or not re.search(r"[.;,:]$", rest)) and len(rest) > 1
    return is_line and not begins_small(rest) and (rest[0].isalnum() or rest[0] in "“\"‘'([")


def _parts_text(items: Sequence[Item], chain: list[int]) -> bool:
    """Tell whether the lines of a chain have text between them, as headings have."""
    ends = [*chain[1:], len(items)]
    rich = sum(end - place > 1 for place, end in zip(chain, ends, strict=True))
    before = items[chain[0] - 1].plain if chain[0] else ""
    if len(chain) == 1:
        return rich == 1 and not before.endswith(":")
    inner = sum(_has_own_text(items, place, end) for place, end in zip(chain[:-1], ends[:-1], strict=True))
    return inner * 2 >= len(chain) - 1


def _has_own_text(items: Sequence[Item], place: int, end: int) -> bool:
    """Tell whether more than a list nested below it stands between a line and the next."""
    return any(not item.depth for item in items[place + 1 : min(end, place + 20)])


def timed(items: Sequence[Item]) -> set[int]:
    """Find lines such as `09:30 – 11:00 Sediment` that have text between them."""
    chain = [place for place, item in enumerate(items) if _is_timed(item)]
    return set(chain) if chain and _parts_text(items, chain) else set()


def _is_timed(item: Item) -> bool:
    match = patterns.TIMED.match(item.plain)
    rest = item.plain[match.end() :].strip(" -–—:|") if match else ""
    is_line = 0 < len(rest.split()) <= MOST_WORDS and rest[0].isupper() and not patterns.SENTENCE_END.search(rest)
    return bool(is_line and item.heading) and not patterns.LEADERS.search(rest)
