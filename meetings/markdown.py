"""One line of inline Markdown to safe HTML: the only `mark_safe` in the house.

A passage is one line of the record. Escapes, emphasis, strong, code and links are marks; all else (lists,
headings, HTML, entities, images, reference links) is text and stays as it was typed, so that no word is lost or
added. The tree that Python-Markdown makes passes nh3's allow-list before anything believes it.

Python-Markdown's own link pattern is quadratic in brackets: 1.7 s on 4,000 times `[`. The one here finds every
pair of brackets in one pass and a target with one linear expression. The worst of all shapes that were searched for
takes 36 ms at `PASSAGE_LIMIT` characters (`_]_*_____a` repeated); tests/meetings/test_markdown.py holds the shapes, and
that work grows with the length of a line, not with its square.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor, LinkInlineProcessor
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import AtomicString

from meetings.minutes import PASSAGE_LIMIT

MAX_NESTING = 8  # marks inside marks; a line that nests deeper is no emphasis but a mistake, and is shown as typed
LOST = "lost-link"
TYPED = "typed"  # an attribute that no reader sees: the allow-list drops it
LOST_LABEL = " (address lost)"

_MARK_SIGNS = re.compile(r"[\\`*_\[\]\s]+")
_MARKS = re.compile(r"[\\`*_\[]")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_TICKS = re.compile(r"`+")
_BRACKETS = re.compile(r"[\[\]]")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"$|[#/?.]|[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # lost, or of no use here
_UNESCAPE = UnescapeTreeprocessor.RE  # an escaped sign, between the passes
_UNUSED = (
    *("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"),
    *("autolink", "automail", "linebreak", "html", "entity"),
)
_CLEANER = nh3.Cleaner(
    tags={"strong", "em", "code", "a", "span"},
    attributes={"a": {"href", "title"}},
    allowed_classes={"span": {LOST, "vh"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)
Handled = tuple[Element | str | None, int | None, int | None]  # what replaces a mark, from where to where
_local = threading.local()  # a Markdown instance keeps its state while it works


@lru_cache(maxsize=2048)
def inline(text: str) -> SafeString:
    """Render one line of inline Markdown. A line over `PASSAGE_LIMIT` is shown as typed."""
    text = _printable(text)
    line = _parse(text)
    if line is None:
        return mark_safe(escape(text, quote=False))  # noqa: S308 (escaped on this line)
    html = tostring(line, encoding="unicode", method="html").removeprefix("<p>").removesuffix("</p>")
    return mark_safe(_CLEANER.clean(html))  # noqa: S308 (cleaned by the allow-list on this line)


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Give the words of a line without its marks."""
    text = _printable(text)
    line = _parse(text, label_lost=False)
    return text if line is None else "".join(line.itertext())


def _printable(text: str) -> str:
    """Control characters would forge Python-Markdown's placeholders; surrogates are no text."""
    return _UNPRINTABLE.sub(" ", text)


def _parse(text: str, *, label_lost: bool = True) -> Element | None:
    """Give a line as a tree of its marks, or None where it is to be shown as typed."""
    if not _MARKS.search(text) or len(text) > PASSAGE_LIMIT:
        return None
    root = Element("div")
    line = SubElement(root, "p")
    line.text = text
    parser = _parser()
    parser.treeprocessors["inline"].run(root)
    parser.treeprocessors["unescape"].run(root)
    if _nests_deeper(line, MAX_NESTING) or _signs("".join(_typed(line))) != _signs(text):
        return None
    if label_lost:
        for lost in list(line.iter("span")):
            label = SubElement(lost, "span", {"class": "vh"})
            label.text = LOST_LABEL
    return line


def _typed(element: Element) -> Iterator[str]:
    """Give the text of a tree with the addresses of its links, as they were typed."""
    yield element.text or ""
    for child in element:
        yield from _typed(child)
        yield child.get(TYPED, "")
        yield child.tail or ""


def _signs(text: str) -> str:
    """All that is no mark. Python-Markdown 3.11 loses the `a` of "*_**`*a": such a line is shown as typed."""
    return _MARK_SIGNS.sub("", text)


def _parser() -> markdown.Markdown:
    """Give this thread's parser, fresh."""
    parser: markdown.Markdown | None = getattr(_local, "parser", None)
    if parser is None:
        parser = _local.parser = _make_parser()
    return parser.reset()


def _make_parser() -> markdown.Markdown:
    """Make a parser of the inline marks alone, in Python-Markdown's order."""
    parser = markdown.Markdown()
    for name in _UNUSED:
        parser.inlinePatterns.deregister(name)
    parser.inlinePatterns.register(Code(BACKTICK_RE), "backtick", 190)
    parser.inlinePatterns.register(Link(r"(?<!!)\[", parser), "link", 160)
    return parser


def _nests_deeper(line: Element, limit: int) -> bool:
    level = [line]
    for _ in range(limit):
        level = [child for element in level for child in element]
    return bool(level) and any(len(element) for element in level)


class Pairs:
    """Which opening mark closes where, found in one pass over the line.

    Marks are replaced from the left, so what follows a replaced mark is still the same text: places are counted from
    its end, and hold until another text comes.
    """

    def __init__(self, find: Callable[[str], dict[int, int]]) -> None:
        self._find, self._rest, self._places = find, "", dict[int, int]()

    def closing(self, text: str, opening: int) -> int:
        """Give where the mark at `opening` closes, or 0."""
        if not (len(text) - opening <= len(self._rest) and text.endswith(self._rest)):
            self._rest, self._places = text, self._find(text)
        return len(text) - self._places.get(len(text) - opening, len(text))

    def replaced(self, text: str, end: int) -> None:
        """Say that the text before `end` is about to change."""
        if len(text) - end <= len(self._rest) and text.endswith(self._rest):
            self._rest = text[end:]


def pair_ticks(text: str) -> dict[int, int]:
    """Give for each run of backticks (or its tail, where an escape takes the first) the next run of its length."""
    pairs: dict[int, int] = {}
    following: dict[int, int] = {}
    for run in reversed(list(_TICKS.finditer(text))):
        size = len(run[0])
        for ticks in (size, size - 1):
            if ticks in following:
                pairs[len(text) - run.end() + ticks] = following[ticks]
        following[size] = len(text) - run.start()
    return pairs


def pair_brackets(text: str) -> dict[int, int]:
    """Give for each `[` that is closed the place of its `]`."""
    pairs: dict[int, int] = {}
    unclosed: list[int] = []
    for bracket in _BRACKETS.finditer(text):
        if bracket[0] == "[":
            unclosed.append(bracket.start())
        elif unclosed:
            pairs[len(text) - unclosed.pop()] = len(text) - bracket.start()
    return pairs


class Code(BacktickInlineProcessor):
    """Code between equal runs of backticks, its signs as they are: escaping them is the serialiser's work."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self._pairs = Pairs(pair_ticks)

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        if m.group(1):  # escaped backslashes before a tick
            self._pairs.replaced(data, m.end())
            return super().handleMatch(m, data)
        start = len(data) - len(data[m.start() :].lstrip("`"))
        closing = self._pairs.closing(data, m.start())
        if not closing:
            return None, m.start(), start
        code = Element("code")
        code.text = AtomicString(data[start:closing].strip())
        end = closing + start - m.start()
        self._pairs.replaced(data, end)
        return code, m.start(), end


class Link(LinkInlineProcessor):
    """A link. Without a usable address its words stay, as a `span`."""

    ANCESTOR_EXCLUDES = ("a", "span")
    TARGET = re.compile(
        r"""\(\s*(?:<(?P<angled>[^<>]*)>|(?P<bare>(?:[^\s()<>]|\([^\s()<>]*\))*+))"""
        r"""(?:\s+(?P<title>"[^"]*"|'[^']*'))?\s*\)"""
    )

    def __init__(self, pattern: str, md: markdown.Markdown) -> None:
        super().__init__(pattern, md)
        self._pairs = Pairs(pair_brackets)

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        closing = self._pairs.closing(data, m.start())
        target = self.TARGET.match(data, closing + 1) if closing else None
        element = self._element(data[m.end() : closing], target) if target else None
        if element is None or target is None:
            return None, None, None
        self._pairs.replaced(data, target.end())
        return element, m.start(), target.end()

    def _element(self, words: str, target: re.Match[str]) -> Element | None:
        """Make a link, or its words where the address is lost, or None where the target is no address."""
        address = self.unescape(target["angled"] or target["bare"] or "").strip()
        if is_usable(_UNESCAPE.sub(_character, address)):
            element = Element("a", {"href": address})
            if target["title"]:
                element.set("title", self.unescape(target["title"][1:-1]))
        elif _NO_ADDRESS.match(address):
            element = Element("span", {"class": LOST})
        else:
            return None
        element.text = words
        element.set(TYPED, self.unescape(target[0]))
        return element


def is_usable(address: str) -> bool:
    """Whether an address can be a link of the record: http, https or mailto, and well formed."""
    if not _ADDRESS.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        return bool(parts.hostname if parts.scheme != "mailto" else parts.path) and parts.port != 0
    except ValueError:
        return False


def _character(code: re.Match[str]) -> str:
    return chr(int(code[1]))
