"""What elements of HTML say of the words in them: bold, italic, links, the numbers of a list, what is hidden."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from meetings.importers.inline import Run
from meetings.importers.wordstyles import spell

Element = Any
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|mso-list:\s*ignore|mso-element:\s*comment", re.IGNORECASE)
_NOTE = re.compile(r"#(?:cmnt|ftnt)(?:_ref)?\d{1,6}")  # how Google Docs leads to a note and back
_NESTED = re.compile(r"lst-kix_\w+-(\d)")  # Google Docs writes lists within one another side by side
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def classes(element: Element) -> list[str]:
    return list(element.get("class", "").split())


def is_hidden(element: Element) -> bool:
    """Whether a browser shows nothing of an element, or only Word's marker of a list, which the list itself gives."""
    is_marked = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    return is_marked or bool(_HIDDEN.search(element.get("style", "")))


def marked(element: Element, marks: Run) -> Run:
    """Give the marks inside an element. Google's `<b style="font-weight:normal">` is not bold."""
    style, name = element.get("style", "").lower(), element.tag
    weight, slant = re.search(r"font-weight:\s*([a-z]+|\d+)", style), re.search(r"font-style:\s*([a-z]+)", style)
    bold = marks.bold or name in ("b", "strong")
    if weight:
        bold = int(weight[1]) >= 600 if weight[1].isdigit() and len(weight[1]) < 5 else weight[1].startswith("bold")
    italic = slant[1] != "normal" if slant else marks.italic or name in ("i", "em")
    return Run("", bold, italic, _target(element) if name == "a" else marks.href)


def _target(link: Element) -> str:
    """Give the address of a link; `#` where it leads into the page itself or was lost; nothing where it is no link."""
    address = link.get("href", "").strip()
    if _NOTE.fullmatch(address):
        return ""
    redirected = re.match(r"https?://(?:www\.)?google\.[a-z.]{2,8}/url\?(?:.*&)?q=([^&]+)", address, re.IGNORECASE)
    address = unquote(redirected[1]) if redirected else address
    if _WEB.fullmatch(address):
        return address
    return "#" if address and not address.lower().startswith(("mailto:", "tel:", "javascript:")) else ""


class List:
    """One list, and how far it has counted. `depth` is the nesting that its class states, from 0."""

    def __init__(self, element: Element) -> None:
        self.depth = max((int(found[1]) for name in classes(element) if (found := _NESTED.fullmatch(name))), default=0)
        start = element.get("start", "1")
        self._form = _FORMS.get(element.get("type", "1"), "decimal") if element.tag == "ol" else "bullet"
        self._count = int(start) - 1 if start.isascii() and start.isdigit() and len(start) < 6 else 0

    def marker(self, item: Element) -> str:
        if self._form == "bullet":
            return "•"
        stated = item.get("value", "")
        self._count = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else self._count + 1
        return f"{spell(self._count, self._form)}."
