"""Lines of references directly below a heading: “Reference material: [title](#), [title](https://…)”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from meetings.importers.blocks import Form
from meetings.importers.recognise.items import Item
from meetings.lines import InvalidMinutes, one_line
from meetings.minutes import Reference

_LABEL = re.compile(r"[*_]{0,2}(References?(?: materials?)?:)[*_]{0,2}\s*", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]\\]+)\]\(((?:https?://[^\s()<>\[\]]+)|#?)\)")
_TITLE_MOST = 15  # words; what is longer is a sentence


def read_papers(items: Sequence[Item]) -> tuple[tuple[Reference, ...], int]:
    """Give the references that the items begin with, and how many items state them."""
    references: list[Reference] = []
    taken = 0
    while taken < len(items):
        found, count = _papers(items, taken)
        if not found:
            break
        references += found
        taken += count
    return tuple(references), taken


def _papers(items: Sequence[Item], start: int) -> tuple[list[Reference], int]:
    label = _LABEL.match(items[start].text)
    if items[start].form != Form.PARAGRAPH or not label:
        return [], 0
    rest = items[start].text[label.end() :]
    if rest:
        return _titles(rest, label[1]), 1
    end = start + 1
    while end < len(items) and items[end].is_bullet and _LINK.fullmatch(items[end].text):
        end += 1
    listed = [item.text for item in items[start + 1 : end]]
    return _titles(", ".join(listed), label[1]) if listed else [], end - start


def _titles(text: str, label: str) -> list[Reference]:
    """Give one reference for each link, or for each title between commas; none where words would be lost."""
    links = list(_LINK.finditer(text))
    if links:
        between = [text[: links[0].start()], *(_between(text, links)), text[links[-1].end() :]]
        is_clean = not re.search(r"[^\s,;.]", "".join(between))
        pairs = [(one_line(link[1]), "" if link[2] == "#" else link[2]) for link in links] if is_clean else []
    else:
        titles = [text] if ";" in text else text.split(",")
        pairs = [(one_line(title), "") for title in titles if title.strip()]
        if len(text.split()) > _TITLE_MOST * len(pairs) or re.search(r"[\[\]\\]", text):
            pairs = []
    try:
        return [Reference(title=title, url=url, label="" if n else label) for n, (title, url) in enumerate(pairs)]
    except InvalidMinutes:
        return []


def _between(text: str, links: list[re.Match[str]]) -> list[str]:
    return [text[one.end() : other.start()] for one, other in pairwise(links)]
