"""What Google Docs exports behind a text: comments of the margin, and footnotes, each with a mark that leads to it.

A comment is no text of the minutes, and is left out with its mark. A footnote is: it follows the paragraph that it is
of, as it does in a Word file.
"""

from __future__ import annotations

import re

from meetings.importers.htmlmarks import Element
from meetings.lines import one_line

_MARK = re.compile(r"#(cmnt|ftnt)(\d{1,6})")  # the address that a mark in the text leads to
_TARGET = re.compile(r"(cmnt|ftnt)(\d{1,6})")
_BACK = re.compile(r"#(cmnt|ftnt)_ref\d{1,6}")
_PARTS = ("p", "ul", "ol")


class Notes:
    """The comments and footnotes of one page."""

    def __init__(self, root: Element) -> None:
        self._found: dict[tuple[str, str], Element] = {}
        self._comments: set[Element] = set()
        self._footnotes: set[Element] = set()
        self._placed: set[Element] = set()
        for link in root.iter("a"):
            target = _TARGET.fullmatch(link.get("id") or link.get("name") or "")
            whole = _whole(link) if target and _BACK.fullmatch(link.get("href", "")) else None
            if target is not None and whole is not None:
                self._found.setdefault((target[1], target[2]), whole)
                (self._comments if target[1] == "cmnt" else self._footnotes).add(whole)

    def is_comment(self, element: Element) -> bool:
        """Whether an element is a comment, or the mark of one that the page holds."""
        mark = _MARK.fullmatch(element.get("href", "")) if element.tag == "a" else None
        return element in self._comments or bool(mark and mark[1] == "cmnt" and (mark[1], mark[2]) in self._found)

    def take(self, mark: Element) -> Element | None:
        """Give the footnote that a mark leads to, once."""
        leads = _MARK.fullmatch(mark.get("href", ""))
        note = self._found.get((leads[1], leads[2])) if leads and leads[1] == "ftnt" else None
        return note if note is not None and self.place(note) else None

    def place(self, element: Element) -> bool:
        """Whether an element is a footnote that was not placed yet; it is now."""
        if element not in self._footnotes or element in self._placed:
            return False
        self._placed.add(element)
        return True

    def is_beside(self, element: Element) -> bool:
        """Whether an element is to be read no more where it stands: a comment, or a footnote that has its place."""
        return element in self._placed or self.is_comment(element)


def told_of(comment: Element) -> str:
    """Say that a comment is left out, in its words, or its mark."""
    words = one_line(" ".join(comment.itertext()))
    if comment.tag == "a":
        return f"The mark “{words}” of a comment in the margin is left out."
    return f"A comment in the margin is left out: “{words}”."


def _whole(link: Element) -> Element | None:
    """Give all of a note: the paragraph that begins with its mark, or the frame that Google puts around paragraphs."""
    paragraph = next(link.iterancestors("p"), None)
    if paragraph is None:
        return None
    first = next((text for text in paragraph.itertext() if text.strip()), "")
    if first != next((text for text in link.itertext() if text.strip()), None):
        return None
    frame = paragraph.getparent()
    is_frame = frame is not None and frame.tag == "div" and frame[0] is paragraph and not (frame.text or "").strip()
    if not is_frame or any(each.tag not in _PARTS or (each.tail or "").strip() for each in frame):
        return paragraph
    marks = sum(bool(_TARGET.fullmatch(each.get("id") or each.get("name") or "")) for each in frame.iter("a"))
    return frame if marks == 1 else paragraph
