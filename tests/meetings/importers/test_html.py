"""HTML of pages, Word and Google Docs: every word that is shown, in order."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetings.importers.archives import Unreadable
from meetings.importers.html import blocks
from meetings.importers.imported import Facts
from meetings.importers.registry import read

pytestmark = pytest.mark.once


def shown(text: str) -> list[tuple[Any, ...]]:
    return [(block.form.value, block.level or block.depth, block.marker, block.text) for block in blocks(text)[0]]


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)[0]]


def test_a_page() -> None:
    page = """<!DOCTYPE html><html><head><title>no</title><style>p{}</style></head><body><script>no()</script>
    <nav>Site</nav><h1>Minutes of the <em>Board</em></h1><p>The Board <b>approved</b>
    the <a href="https://example.org/b">budget</a>.<br>And left.</p>
    <ul><li>One<ul><li>Inner</li></ul></li><li><p>Two</p></li></ul>
    <ol start="3"><li>Three</li><li>Four</li></ol><ol type="a"><li>Letter</li></ol>
    <table><thead><tr><th>Name</th><th>Body</th></tr></thead><tr><td>Ada</td><td>Engine</td></tr></table>
    loose words</body></html>"""
    assert shown(page) == [
        ("paragraph", 0, "", "Site"),
        ("heading", 1, "", "Minutes of the *Board*"),
        ("paragraph", 0, "", "The Board **approved** the [budget](https://example.org/b)."),
        ("paragraph", 0, "", "And left."),
        ("bullet", 0, "•", "One"),
        ("bullet", 1, "•", "Inner"),
        ("bullet", 0, "•", "Two"),
        ("bullet", 0, "3.", "Three"),
        ("bullet", 0, "4.", "Four"),
        ("bullet", 0, "a.", "Letter"),
        ("row", 0, "", "**Name** | **Body**"),
        ("row", 0, "", "Ada | Engine"),
        ("paragraph", 0, "", "loose words"),
    ]


def test_google_docs() -> None:
    page = (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span '
        'style="font-weight:700">Budget</span></h2><p><span style="font-weight:400">Plain </span><span '
        'style="font-weight:700">bold</span></p><ul><li aria-level="1"><p><span>Outer</span></p></li><ul><li '
        'aria-level="2"><p>Inner</p></li></ul></ul><p>'
        '<a href="https://www.google.com/url?q=https://example.org/x%3Fa%3D1&amp;sa=D">a '
        "link</a></p></b>"
    )
    assert shown(page) == [
        ("heading", 2, "", "Budget"),
        ("paragraph", 0, "", "Plain **bold**"),
        ("bullet", 0, "•", "Outer"),
        ("bullet", 1, "•", "Inner"),
        ("paragraph", 0, "", "[a link](https://example.org/x?a=1)"),
    ]


def test_lists_of_google_docs_are_nested_by_the_number_of_their_class() -> None:
    page = (
        '<ul class="c1 lst-kix_abc-0 start"><li>Outer</li></ul><ul class="lst-kix_abc-1 start"><li>Inner</li></ul>'
        '<ol class="lst-kix_b_2-2 start" start="4"><li>Innermost</li></ol><ul class="lst-kix_abc-0"><li>Last</li></ul>'
    )
    assert shown(page) == [
        ("bullet", 0, "•", "Outer"),
        ("bullet", 1, "•", "Inner"),
        ("bullet", 2, "4.", "Innermost"),
        ("bullet", 0, "•", "Last"),
    ]


MARK = '<sup><a href="#{0}{1}" id="{0}_ref{1}">[{2}]</a></sup>'
NOTE = '<div><p class="c1"><a href="#{0}_ref{1}" id="{0}{1}">[{2}]</a><span>&nbsp;{3}</span></p>{4}</div>'


def test_comments_of_google_docs_are_left_out_and_told() -> None:
    page = (
        f"<p><span>Engage ministers.</span>{MARK.format('cmnt', 1, 'a')}<span> Then go.</span></p><h2>Attendees</h2>"
        f"<p>Ann Abel</p>{NOTE.format('cmnt', 1, 'a', 'Is this really what he said?', '<p>I doubt it.</p>')}"
    )
    found, told = blocks(page)
    assert [block.text for block in found] == ["Engage ministers. Then go.", "Attendees", "Ann Abel"]
    assert [each.message for each in told] == [
        "The mark “[a]” of a comment in the margin is left out.",
        "A comment in the margin is left out: “[a] Is this really what he said? I doubt it.”.",
    ]


def test_a_mark_or_a_comment_without_the_other_stays_text() -> None:
    alone = MARK.format("cmnt", 7, "a")
    assert texts(f"<p>Said{alone}</p>") == ["Said[a]"]
    assert texts("<p>Said <a id='cmnt1' href='#cmnt_ref1'>[a]</a> in the middle</p>") == ["Said [a] in the middle"]
    assert texts("<div><p><a id='cmnt1' href='#cmnt_ref1'>[a]</a> No.</p><h2>Rain</h2><p>Text.</p></div>") == [
        "Rain",
        "Text.",
    ]


def test_footnotes_of_google_docs_follow_their_paragraph() -> None:
    marks = [MARK.format("ftnt", number, number) for number in (1, 2, 3)]
    notes = [NOTE.format("ftnt", number, number, f"Note {number}.", "") for number in (1, 2, 3, 4)]
    page = (
        f"<p>One{marks[0]}</p><ul><li>Two{marks[1]}</li><li>Next</li></ul>"
        f"<table><tr><td><p>Ann{marks[2]}</p></td><td>Kenya</td></tr></table><h2>Attendees</h2>{''.join(notes)}"
    )
    found, told = blocks(page)
    assert [(block.form.value, block.text) for block in found] == [
        ("paragraph", "One[1]"),
        ("paragraph", "[1] Note 1."),
        ("bullet", "Two[2]"),
        ("paragraph", "[2] Note 2."),
        ("bullet", "Next"),
        ("row", "Ann[3] | Kenya"),
        ("paragraph", "[3] Note 3."),
        ("heading", "Attendees"),
        ("paragraph", "[4] Note 4."),
    ]
    assert [each.message for each in told] == [
        *["A footnote of this paragraph follows it as a paragraph of its own."] * 3,
        "A footnote stands here that no mark in the text before leads to.",
    ]


def test_footnotes_that_lead_to_each_other_stand_once() -> None:
    chain = "".join(
        NOTE.format("ftnt", number, number, f"Note {number}.{MARK.format('ftnt', number + 1, number + 1)}", "")
        for number in range(1, 1001)
    )
    found = texts(f"<p>Text{MARK.format('ftnt', 1, 1)}</p>{chain}{NOTE.format('ftnt', 1001, 1001, 'End.', '')}")
    assert found[:2] == ["Text[1]", "[1] Note 1.[2]"]
    assert found[-1] == "[1001] End."
    assert len(found) == 1002


def test_word() -> None:
    page = (
        "<html xmlns:o='urn:x'><body><p class=MsoTitle>Minutes</p><p style='mso-outline-level:2'>Budget</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·"
        "<span>   </span></span><![endif]>Outer<o:p></o:p></p><p style='mso-list:l0 level2 lfo1'><span style="
        "'mso-list:Ignore'>o </span>Inner</p><p class=MsoNormal>&nbsp;</p><p>• typed</p></body></html>"
    )
    assert shown(page) == [
        ("paragraph", 0, "", "Minutes"),
        ("heading", 2, "", "Budget"),
        ("bullet", 0, "", "Outer"),
        ("bullet", 1, "", "Inner"),
        ("bullet", 0, "•", "typed"),
    ]


def test_what_is_left_out_is_told() -> None:
    found, told = blocks("<p>Kept <del>struck</del> <img alt='A chart'><span hidden>hidden</span></p>")
    assert [block.text for block in found] == ["Kept"]
    assert [each.message for each in told] == [
        "Words that are struck out are left out: “struck”.",
        "A picture (“A chart”) is left out; what it says has to be typed.",
    ]


def test_links_that_lead_nowhere_are_lost_ones() -> None:
    page = "<p><a href='#x'>one</a> <a href='javascript:x'>two</a> <a href='mailto:a@b.c'>a@b.c</a> <a>four</a></p>"
    assert texts(page) == ["[one](#) two a@b.c four"]


def test_runs_of_blanks_part_cells_in_paragraphs_and_bullets() -> None:
    words = "Ada Lovelace&nbsp;&nbsp;&nbsp;&nbsp;Engine Society"
    found = blocks(f"<p>{words}</p><ul><li>{words}</li></ul><p>• {words}</p><h2>{words}</h2>")[0]
    assert [block.text for block in found] == ["Ada Lovelace Engine Society"] * 4
    assert [block.cells for block in found] == [("Ada Lovelace", "Engine Society")] * 3 + [()]


def test_tables_of_layout_give_what_they_hold() -> None:
    page = "<table><tr><td><h2>Budget</h2><p>One.</p><p>Two.</p></td><td>Side</td></tr><tr><td>Alone</td></tr></table>"
    assert texts(page) == ["Budget", "One.", "Two.", "Side", "Alone"]


TAGS = ["p", "b", "i", "ul", "li", "ol", "div", "td", "tr", "table", "h2", "span", "a", "br", "section"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
                          st.text("ab •-*1.", max_size=6)), max_size=30))  # fmt: skip
@example(["<p>", "a. ", "1"])
def test_no_word_is_lost_or_moved(pieces: list[str]) -> None:
    page = "x " + "".join(pieces)
    kept = [block.marker + block.text for block in blocks(page)[0]]  # "a. " before a bullet is its marker
    assert letters("".join(kept)) == letters(re.sub("<[^>]*>", "", page))


def letters(text: str) -> str:
    return re.sub("[^abx]", "", text)


@pytest.mark.parametrize("text", ["", "<", "\x00", "<!-- -->"])
def test_what_holds_nothing_is_no_minutes(text: str) -> None:
    found = read(text.encode(), Facts(name="x.html"))
    assert found.minutes is None
    assert [each.severity.value for each in found.diagnostics] == ["error"]


def test_hostile_pages_are_read_in_bounded_time() -> None:
    for page in ("<div>" * 10_000 + "deep words" + "</div>" * 10_000, "<ul><li>a" * 150):
        with pytest.raises(Unreadable, match="nested deeper"):
            blocks(page)
    assert letters("".join(texts("<ul><li>a" * 110))) == "a" * 110
    assert texts(f"<p>{'x' * 1_000_000}</p>") == ["x" * 1_000_000]
    assert len(texts("<p>a</p>" * 50_000)) == 50_000


def test_entities_and_sources_of_others_stay_outside() -> None:
    page = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e; words</p><iframe src="http://127.0.0.1:9/">'
    found = read(page.encode(), Facts(name="x.html"))
    assert "root:" not in str(found)
