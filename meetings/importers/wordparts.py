"""The XML of a Word file: parsed without entities or network, and asked by plain names, whatever namespace it is in."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from lxml import etree

from meetings.importers.archives import Archive, Unreadable

MAIN = "word/document.xml"
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_CURE = "Open it in Word or Google Docs, save it as a new .docx file, and import that."
Element = Any


def parse(archive: Archive, name: str) -> Element:
    """Give the root of one part. Raises `Unreadable`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"The part {name} of the file is damaged, or nested deeper than any text. {_CURE}") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(f"The part {name} of the file declares entities, which no word processor writes. {_CURE}")
    return root


def is_word(element: Element) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).namespace in _WORD


def name_of(element: Element) -> str:
    """Give the plain name of an element: `p`, or nothing for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """Give an attribute by its plain name."""
    for key, value in element.attrib.items() if element is not None else ():
        if etree.QName(key).localname == name:
            return str(value)
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """Give the first element below, by plain names: `child(p, "pPr", "numPr")`."""
    for name in path:
        element = next((each for each in element if name_of(each) == name), None) if element is not None else None
    return element


def value(element: Element | None, *path: str) -> str:
    """Give the attribute `val` of an element below, or nothing."""
    return attribute(child(element, *path), "val")


def is_on(element: Element | None, name: str) -> bool | None:
    """Whether a property is set, unset, or not spoken of."""
    found = child(element, name)
    return None if found is None else attribute(found, "val", "true") not in ("false", "0", "off", "none")


def number(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 9 else default


def relations(archive: Archive, name: str = MAIN) -> dict[str, tuple[str, str, bool]]:
    """Give id -> kind, target and whether the target is outside the file."""
    folder, file = posixpath.split(name)
    place = f"{folder}/_rels/{file}.rels"
    if place not in archive:
        return {}
    found = {}
    for each in parse(archive, place):
        kind = attribute(each, "Type").rpartition("/")[2]
        found[attribute(each, "Id")] = kind, attribute(each, "Target"), attribute(each, "TargetMode") == "External"
    return found


def descendants(element: Element, *names: str) -> Iterator[Element]:
    return (each for each in element.iter() if name_of(each) in names and is_word(each))
