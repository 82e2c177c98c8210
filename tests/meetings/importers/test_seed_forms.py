"""The seed as other programs would hold it: each form gives what its plain text gives."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import pairwise
from typing import Any

import docx
import pytest

from meetings.importers.imported import Facts
from meetings.importers.registry import read
from meetings.minutes import Minutes
from tests.meetings.importers.test_seed import SOURCE, VOCABULARY, fixture  # noqa: F401 (the fixture is used below)

pytestmark = pytest.mark.once

_PARTS = re.compile(r"(\*\*.+?\*\*|\[[^\]]+\]\(#\))")
_INNER = "Africa & Middle East|Americas|Asia-Pacific|Europe|Civic space|Anti-corruption|Digital governance"


def lines() -> list[tuple[str, str]]:
    """Give the paragraphs of the seed and what each is: h1, h2, bullet or plain. Cut sentences are whole again."""
    whole = re.sub(r"\n{4,}(?=[a-z])", " ", SOURCE)
    return [(_kind(line), line.removeprefix("- ")) for line in whole.split("\n") if line.strip()]


def _kind(line: str) -> str:
    if line.startswith("- "):
        return "bullet"
    if line == "Steering Committee Working-Level Meeting Minutes":
        return "title"
    if re.match(r"Session \d|Welcome & introduction$|List of Attendees", line):
        return "h1"
    return "h2" if re.fullmatch(_INNER, line) else "plain"


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Give pieces of text, each plain, bold or a link that is lost."""
    for part in filter(None, _PARTS.split(text)):
        mark = "bold" if part.startswith("**") else "link" if part.startswith("[") else ""
        yield re.sub(r"^\*\*|\*\*$|^\[|\]\(#\)$", "", part), mark


def word(*, is_marked: bool) -> bytes:
    """Give a Word file: with styles, or with bold paragraphs for headings as in Google Docs."""
    styles = {"title": "Title", "h1": "Heading 1", "h2": "Heading 2"} if is_marked else {}
    document = docx.Document()
    for kind, text in lines():
        style = "List Bullet" if kind == "bullet" else styles.get(kind)
        paragraph = document.add_paragraph(style=style)
        for piece, mark in runs(text):
            if mark == "link":
                _link(paragraph, piece)
            else:
                paragraph.add_run(piece).bold = mark == "bold" or (kind[0] in "ht" and not is_marked) or None
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _link(paragraph: Any, text: str) -> None:
    """Add a link that leads nowhere."""
    link = docx.oxml.OxmlElement("w:hyperlink")
    link.set(docx.oxml.ns.qn("w:anchor"), "lost")
    paragraph.add_run(text)
    link.append(paragraph.runs[-1]._r)
    paragraph._p.append(link)


def google() -> bytes:
    """Give the page that Google publishes; a tab is a run of blanks there."""
    made = {"title": '<p class="title">{}</p>', "h1": "<h1>{}</h1>", "h2": "<h2>{}</h2>", "plain": "<p>{}</p><p></p>"}
    made["bullet"] = '<ul class="lst-kix_a-0"><li>{}</li></ul>'
    marks = {"bold": '<span style="font-weight:700">{}</span>', "link": '<a href="#">{}</a>', "": "<span>{}</span>"}
    page = '<html><body><div id="header">Published using Google Docs</div>'
    for kind, text in lines():
        inner = "".join(marks[mark].format(escape(piece)) for piece, mark in runs(text))
        page += made[kind].format(inner.replace("\t", "&nbsp; &nbsp; &nbsp; "))
    return page.encode()


def filtered() -> bytes:
    """Give the page that Word saves, filtered: in Windows-1252, with lines broken at the margin."""
    sign = "<span style='font-family:Symbol'>·<span>&nbsp;&nbsp;&nbsp;&nbsp;\n</span></span>"
    made = {"bullet": f"<p class=MsoListParagraph>{sign}{{}}</p>", "h1": "<h1>{}</h1>", "h2": "<h2>{}</h2>"}
    marks = {"bold": "<b>{}</b>", "link": '<a href="#_Toc">{}</a>', "": "{}"}
    page = "<html><head><meta charset=windows-1252><style><!-- p {margin:0} --></style></head><body>\n"
    for kind, text in lines():
        inner = "".join(marks[mark].format(escape(piece)) for piece, mark in runs(text))
        broken = re.sub(r"(.{60,75}) (?![^<]*>)", r"\1\n", inner).replace("\t", "&nbsp;&nbsp;&nbsp;&nbsp; ")
        page += made.get(kind, "<p class=MsoNormal>{}</p>\n<p class=MsoNormal>&nbsp;</p>").format(broken) + "\n\n"
    return page.encode("cp1252", "xmlcharrefreplace")


def markdown() -> bytes:
    signs = {"bullet": "* ", "h1": "## ", "h2": "### ", "title": "# ", "plain": ""}
    told = [(kind, signs[kind] + text) for kind, text in lines()]
    pairs = pairwise([*told, ("", "")])
    gaps = ("\n" if kind == below == "bullet" else "\n\n" for (kind, _), (below, _) in pairs)
    return "".join(text + gap for (_, text), gap in zip(told, gaps, strict=True)).encode()


FORMS: dict[str, Callable[[], bytes]] = {
    "word.docx": lambda: word(is_marked=True),
    "google.docx": lambda: word(is_marked=False),
    "google.html": google,
    "filtered.htm": filtered,
    "seed.md": markdown,
}


@pytest.mark.parametrize("name", FORMS)
def test_each_form_of_the_seed_gives_the_fixture(name: str, fixture: Minutes) -> None:  # noqa: F811 (see the import)
    facts = Facts(name=name, bodies={"steering-committee": "Steering Committee"})
    imported = read(FORMS[name](), facts, VOCABULARY)
    assert imported.minutes == fixture
    assert imported.unplaced == ()
    assert sum("is lost" in each.message for each in imported.diagnostics) == 7
    assert any(each.message.startswith("“GOP” stands here") for each in imported.diagnostics)
