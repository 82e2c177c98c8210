"""What a reader reads is what the source says: page and Markdown hold its words in order, and invent none."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

SOURCE = (factories.FIXTURES / "december-2020.txt").read_text(encoding="utf-8")
LABELS = set(  # what the portal may say between the words of the record
    re.findall(
        r"\w+",
        """
    Session Breakout Feedback Point Points Decision Approved with conditions Endorsed Action item Theme Themes Region
    Regions Link to passage Passage address addresses lost of the overall country thematic global Referred Board
    Directors Responsible OGP Support Unit Cite
    """,
    )
)


class Text(HTMLParser):
    """The text of the minutes on a page, without that of its head, contents and foot."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "article"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "article"
        self.parts.append(" " if tag in ("p", "li", "h2", "h3", "div", "section", "ul", "ol") and self.depth else "")

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self.depth else "")


def words(text: str) -> list[str]:
    text = re.sub(r"\[([^\]]*)\]\(#\)", r"\1", text)
    return re.findall(r"[^\W_]+", text)


def source() -> list[str]:
    """The words of the sessions; the head is elsewhere on the page, the attendees in another shape."""
    return words(SOURCE[SOURCE.index("Welcome & introduction") : SOURCE.index("List of Attendees")])


def strangers(found: list[str]) -> tuple[list[str], set[str]]:
    """Give the words of the source that are missing in order, and the words between them that no label explains."""
    missing: list[str] = []
    between: list[str] = []
    expected = source()
    for kind, start, end, first, last in SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        missing += expected[start:end] if kind in ("delete", "replace") else []
        between += found[first:last] if kind in ("insert", "replace") else []
    return missing, {word for word in between if not re.fullmatch(r"\d+[A-Z]?|[ADSC]+\d*", word)}


def test_the_page_says_every_word_in_order_and_adds_labels_alone(client: Client) -> None:
    factories.december()
    text = Text()
    text.feed(client.get("/meetings/december-2020/").content.decode())
    body = "".join(text.parts)
    missing, added = strangers(words(body[: body.index("List of Attendees")]))
    names = {word for name in factories.tag_names() for word in words(name)}
    assert missing == []
    assert added - LABELS - names == set()


def test_the_markdown_says_every_word_in_order(client: Client) -> None:
    factories.december()
    text = client.get("/meetings/december-2020/minutes.md").content.decode()
    body = text[text.index("## Welcome") : text.index("## List of Attendees")]
    body = re.sub(r" \{[^{}]*\}$|\{/?(?:A\d+|condition)\}|(?: #[a-z-]+)+$", "", body, flags=re.MULTILINE)
    assert words(body) == source()
