"""What a paragraph of a Word file looks like: its heading level, its list, and the number printed before it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.importers.archives import Archive
from meetings.importers.wordparts import Element, attribute, child, is_on, name_of, number, parse, value

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_LISTED = re.compile(r"list (?:bullet|number)(?: ([2-5]))?", re.IGNORECASE)
_DEPTH = 9  # levels of a list in Word
_LONGEST_CHAIN = 20  # of styles that are based on one another


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: what is printed before its items, such as `%1.`, and how it counts."""

    format: str
    text: str
    start: int


class Styles:
    """The styles of a file, each with those that it is based on."""

    def __init__(self, archive: Archive) -> None:
        root = parse(archive, "word/styles.xml") if "word/styles.xml" in archive else ()
        self._styles = {attribute(each, "styleId"): each for each in root if name_of(each) == "style"}

    def chain(self, key: str) -> Iterator[Element]:
        """Give a style and those that it is based on, itself first."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            key = value(style, "basedOn")

    def name(self, key: str) -> str:
        """Give the name of a style; that of a built-in one is English in every language."""
        return value(self._styles.get(key), "name") or key

    def heading(self, paragraph: Element) -> int:
        """Give the level of a heading from 1, 0 for the title, -1 for what is none."""
        key = value(paragraph, "pPr", "pStyle")
        stated = value(paragraph, "pPr", "outlineLvl")
        if stated:
            return number(stated) + 1 if 0 <= number(stated, 9) < 9 else -1
        for style in self.chain(key):
            name = value(style, "name").lower()
            if name == "title":
                return 0
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            outline = value(style, "pPr", "outlineLvl")
            if outline and 0 <= number(outline, 9) < 9:
                return number(outline) + 1
        return -1

    def is_set(self, key: str, mark: str) -> bool:
        """Whether a style, or one that it is based on, sets a mark such as `b`."""
        stated = (is_on(child(style, "rPr"), mark) for style in self.chain(key))
        return bool(next((each for each in stated if each is not None), False))

    def listing(self, paragraph: Element) -> tuple[str, int, int] | None:
        """Give the list of a paragraph, the level on which it counts and how deep it stands, from 0; or nothing."""
        key = value(paragraph, "pPr", "pStyle")
        match = _LISTED.fullmatch(self.name(key))
        named = int(match[1] or 1) - 1 if match else 0  # "List Bullet 2" is a list of its own, on its first level
        for properties in (child(paragraph, "pPr"), *(child(style, "pPr") for style in self.chain(key))):
            found = child(properties, "numPr")
            if found is not None:
                level = min(max(number(value(found, "ilvl")), 0), _DEPTH - 1)
                listed = value(found, "numId")
                return (listed, level, max(level, named)) if listed not in ("", "0") else None
        return ("", named, named) if match else None


class Numbering:
    """The lists of a file, and how far each has counted."""

    def __init__(self, archive: Archive) -> None:
        root = parse(archive, "word/numbering.xml") if "word/numbering.xml" in archive else ()
        abstract = {attribute(each, "abstractNumId"): each for each in root if name_of(each) == "abstractNum"}
        self._lists: dict[str, dict[int, Level]] = {}
        self._families: dict[str, str] = {}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _DEPTH)
        for each in root:
            if name_of(each) == "num":
                key, family = attribute(each, "numId"), value(each, "abstractNumId")
                self._lists[key] = {**_levels(abstract.get(family)), **_overridden(each)}
                own = any(name_of(part) == "lvlOverride" for part in each)
                self._families[key] = f"{family}/{key}" if own else family

    def marker(self, listed: str, level: int) -> str:
        """Count one more item, and give what is printed before it: `3.`, `a)`, `•`."""
        levels = self._lists.get(listed, {})
        shape = levels.get(level, Level("bullet", "•", 1))
        counts = self._counts[self._families.get(listed, listed)]
        counts[level] = shape.start if counts[level] is None else (counts[level] or 0) + 1
        counts[level + 1 :] = [None] * (_DEPTH - level - 1)
        if shape.format in ("bullet", "none", ""):
            return "•" if shape.format == "bullet" else ""

        def count(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            other = levels.get(place, shape)
            reached = counts[place]
            return spell(other.start if reached is None else reached, other.format)

        return re.sub(r"%([1-9])", count, shape.text)


def _levels(abstract: Element | None) -> dict[int, Level]:
    parts = (each for each in abstract if name_of(each) == "lvl") if abstract is not None else ()
    return {number(attribute(each, "ilvl")): _level(each) for each in parts}


def _level(part: Element) -> Level:
    return Level(value(part, "numFmt"), value(part, "lvlText"), number(value(part, "start"), 1))


def _overridden(listed: Element) -> dict[int, Level]:
    """Give the levels that one list counts in its own way."""
    own = (each for each in listed if name_of(each) == "lvlOverride")
    parts = ((number(attribute(each, "ilvl")), child(each, "lvl")) for each in own)
    return {place: _level(part) for place, part in parts if part is not None}


def spell(count: int, form: str) -> str:
    """Write a number as a list does: `3`, `c`, `iii`."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 5)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    signs = {1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL"}
    signs |= {10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
    written = ""
    for worth, sign in signs.items():
        written += sign * (count // worth)
        count %= worth
    return written
