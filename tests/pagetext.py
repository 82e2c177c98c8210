"""What a page says: its tree, and the text of a part of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

import tinyhtml5
from django.http import HttpResponse

BLOCKS = {"p", "li", "dt", "dd", "div", "section", "h1", "h2", "h3", "h4", "ol", "ul", "td", "th", "small"}


def tree(response: HttpResponse) -> Element:
    """Give the page as a tree of plain tag names."""
    root: Element = tinyhtml5.parse(response.content.decode())
    for element in root.iter():
        element.tag = re.sub(r"\{.*\}", "", element.tag) if isinstance(element.tag, str) else ""
    return root


def by_id(root: Element, name: str) -> Element:
    (found,) = (element for element in root.iter() if element.get("id") == name)
    return found


def all_of(root: Element, tag: str, kind: str = "") -> list[Element]:
    """Give the elements of a tag, of those the ones with a class where it is given."""
    return [element for element in root.iter(tag) if not kind or kind in element.get("class", "").split()]


def text(element: Element, without: Collection[str] = ()) -> str:
    """Give the text of an element as one line, without the elements of some classes."""
    return " ".join("".join(_pieces(element, set(without))).split())


def _pieces(element: Element, without: set[str]) -> Iterator[str]:
    if without & set(element.get("class", "").split()):
        return
    yield element.text or ""
    for child in element:
        yield from _pieces(child, without)
        yield child.tail or ""
    if element.tag in BLOCKS:
        yield " "
