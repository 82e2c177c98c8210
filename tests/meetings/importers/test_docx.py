"""Word files: every word that is printed, in order, and a clear no to what cannot be read."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.sax.saxutils import escape

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.importers import archives
from meetings.importers.archives import Unreadable
from meetings.importers.blocks import Block, Form
from meetings.importers.docx import blocks
from meetings.importers.imported import Facts
from meetings.importers.registry import read

pytestmark = pytest.mark.once

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def root(name: str, content: str, namespace: str = W) -> str:
    return f'<w:{name} xmlns:w="{namespace}" xmlns:r="{R}" xmlns:mc="{MC}">{content}</w:{name}>'


def package(body: str, namespace: str = W, **parts: str | bytes) -> bytes:
    """Give a Word file with a body; `parts` are further ones: `styles="…"`, or `_rels="…"` of the document."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", root("document", f"<w:body>{body}</w:body>", namespace))
        for name, content in parts.items():
            place = "word/_rels/document.xml.rels" if name == "_rels" else f"word/{name}.xml"
            archive.writestr(place, content)
    return data.getvalue()


def p(text: str = "", properties: str = "", inner: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{inner}</w:p>"


def r(text: str, marks: str = "") -> str:
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def shown(data: bytes) -> list[tuple[Any, ...]]:
    return [(block.form.value, block.level or block.depth, block.marker, block.text) for block in blocks(data)[0]]


def texts(data: bytes) -> list[str]:
    return [block.text for block in blocks(data)[0]]


def told(data: bytes) -> list[str]:
    return [each.message for each in blocks(data)[1]]


def saved(document: Any) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


# What a word processor writes


def test_a_document_as_word_writes_it() -> None:
    document = python_docx.Document()
    document.add_heading("Minutes of the Board", 0)
    document.add_heading("Budget", 1)
    paragraph = document.add_paragraph("The Board ")
    paragraph.add_run("approved").bold = True
    paragraph.add_run(" the budget.")
    document.add_paragraph("First point", style="List Bullet")
    document.add_paragraph("Inner point", style="List Bullet 2")
    document.add_paragraph("Counted", style="List Number")
    table = document.add_table(2, 2)
    for place, text in enumerate(["Name", "Organisation", "Ada Lovelace", "Engine Society"]):
        table.cell(place // 2, place % 2).text = text
    assert shown(saved(document)) == [
        ("heading", 1, "", "Minutes of the Board"),
        ("heading", 2, "", "Budget"),
        ("paragraph", 0, "", "The Board **approved** the budget."),
        ("bullet", 0, "•", "First point"),
        ("bullet", 1, "•", "Inner point"),
        ("bullet", 0, "1.", "Counted"),
        ("row", 0, "", "Name | Organisation"),
        ("row", 0, "", "Ada Lovelace | Engine Society"),
    ]
    assert blocks(saved(document))[0][-1].cells == ("Ada Lovelace", "Engine Society")


def test_it_is_imported_as_minutes() -> None:
    document = python_docx.Document()
    document.add_heading("Minutes of the Board", 0)
    document.add_paragraph("3 March 2021")
    document.add_heading("Session 1: Budget", 1)
    document.add_paragraph("The Board provided the following suggestions:")
    document.add_paragraph("Spend less.", style="List Bullet")
    found = read(saved(document), Facts(name="m.docx"))
    assert found.minutes is not None
    (session,) = found.minutes.sessions
    assert (found.minutes.title, session.heading) == ("Minutes of the Board", "Session 1: Budget")
    assert [(passage.kind.value, passage.text) for passage in session.passages] == [
        ("narrative", "The Board provided the following suggestions:"),
        ("feedback", "Spend less."),
    ]


def test_a_strict_file_is_read_as_well() -> None:
    assert texts(package(p("Words."), STRICT)) == ["Words."]


def test_a_heading_is_told_by_its_style_however_it_is_called_and_based() -> None:
    styles = root(
        "styles",
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Eigene"><w:name w:val="Eigene"/><w:basedOn w:val="berschrift1"/></w:style>'
        '<w:style w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="Round"/></w:style>',
    )
    body = p("One", '<w:pStyle w:val="Eigene"/>') + p("Two", '<w:outlineLvl w:val="2"/>')
    body += p("Three", '<w:pStyle w:val="Round"/>')
    assert shown(package(body, styles=styles)) == [
        ("heading", 1, "", "One"),
        ("heading", 3, "", "Two"),
        ("paragraph", 0, "", "Three"),
    ]


def test_a_bold_paragraph_says_so() -> None:
    body = p(inner=r("Apologies:", "<w:b/>")) + p(inner=r("Apologies:", "<w:b/>") + r(" none"))
    assert [(block.is_bold, block.text) for block in blocks(package(body))[0]] == [
        (True, "**Apologies:**"),
        (False, "**Apologies:** none"),
    ]


def test_lists_count_as_they_are_printed() -> None:
    def level(place: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = root(
        "numbering",
        f'<w:abstractNum w:abstractNumId="7">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "%2)")}'
        f'{level(2, "upperRoman", "%1.%3")}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>",
    )

    def item(place: int, listed: int = 3) -> str:
        return p("x", f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{listed}"/></w:numPr>')

    body = item(0) + item(1) + item(1) + item(2) + item(0) + item(1) + item(0, 4) + item(0)
    found = [(block.depth, block.marker) for block in blocks(package(body, numbering=numbering))[0]]
    assert found == [(0, "1."), (1, "a)"), (1, "b)"), (2, "1.I"), (0, "2."), (1, "a)"), (0, "1."), (0, "3.")]


def test_signs_and_numbers_that_were_typed_are_those_of_a_list() -> None:
    body = p("• One") + p(inner=r("- ", "<w:b/>") + r("Two")) + p("3.\tThree") + p("2020 was hard.") + p("-5 degrees")
    assert shown(package(body)) == [
        ("bullet", 0, "•", "One"),
        ("bullet", 0, "-", "Two"),
        ("bullet", 0, "3.", "Three"),
        ("paragraph", 0, "", "2020 was hard."),
        ("paragraph", 0, "", "-5 degrees"),
    ]


def test_tabs_part_cells_in_paragraphs_and_bullets() -> None:
    document = python_docx.Document()
    document.add_paragraph("Ada Lovelace\tEngine Society")
    document.add_paragraph("Ada Lovelace\tEngine Society", style="List Bullet")
    document.add_paragraph("•\tAda Lovelace\tEngine Society")
    document.add_paragraph("•\tAda Lovelace")
    found = blocks(saved(document))[0]
    assert [block.text for block in found] == ["Ada Lovelace Engine Society"] * 3 + ["Ada Lovelace"]
    assert [block.cells for block in found] == [("Ada Lovelace", "Engine Society")] * 3 + [()]


def test_links_of_every_make_keep_their_addresses() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{R}/hyperlink" Target="https://example.org/a(b)" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{R}/hyperlink" Target="mailto:a@example.org" TargetMode="External"/>'
        f'<Relationship Id="r3" Type="{R}/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>'
        "</Relationships>"
    )

    def link(key: str, text: str) -> str:
        return f'<w:hyperlink r:id="{key}">{r(text)}</w:hyperlink>'

    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    told = '<w:r><w:instrText> HYPERLINK "https://example.org/f" \\h </w:instrText></w:r>'
    body = p(inner=r("See ") + link("r1", "one") + r(", ") + link("r2", "a@example.org") + r(" and ") + link("r3", "x"))
    body += p(inner=field("begin") + told + field("separate") + r("a field") + field("end") + r(" and on"))
    body += p(inner=f'<w:fldSimple w:instr=" PAGE ">{r("7")}</w:fldSimple>{r(" of ")}')
    body += p(inner=f'<w:hyperlink w:anchor="_Toc">{r("inside")}</w:hyperlink>')
    assert texts(package(body, _rels=relations)) == [
        "See [one](https://example.org/a%28b%29), a@example.org and [x](#)",
        "[a field](https://example.org/f) and on",
        "7 of",
        "[inside](#)",
    ]


def test_what_is_printed_is_read_and_what_is_not_is_told() -> None:
    box = f"<w:txbxContent>{p('In a box')}</w:txbxContent>"
    alternative = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = p(inner=r("One") + "<w:r><w:tab/></w:r>" + r("two") + "<w:r><w:br/></w:r>" + r("three"))
    body += p(inner=r("Co") + "<w:r><w:noBreakHyphen/></w:r>" + r("Chair\u00ad") + r("s"))
    body += p(inner=r("Noted") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("."))
    body += p(inner=r("Boxed") + f"<w:r>{alternative}</w:r>")
    body += p(inner=r("Seen") + r("hidden words", "<w:vanish/>"))
    body += p(inner='<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:char="F099"/></w:r>' + r(" done"))
    chip = f"<w:sdt><w:sdtContent>{r('A chip')}</w:sdtContent></w:sdt>"
    body += f"<w:sdt><w:sdtContent>{p(inner=chip)}</w:sdtContent></w:sdt>"
    notes = root("footnotes", f'<w:footnote w:id="0" w:type="separator">{p("-")}</w:footnote>'
                              f'<w:footnote w:id="2">{p("A note.")}</w:footnote>')  # fmt: skip
    comments = root("comments", f"<w:comment>{p('Is that so?')}</w:comment>")
    data = package(body, footnotes=notes, comments=comments)
    assert texts(data) == ["One two", "three", "Co‑Chairs", "Noted.", "A note.", "Boxed", "In a box", "Seen", "✓□ done",
                           "A chip"]  # fmt: skip
    assert blocks(data)[0][0].cells == ("One", "two")
    assert [message.split(".")[0] for message in told(data)] == [
        "1 comment in the margin left out: no minutes",
        "A footnote of this paragraph follows it as a paragraph of its own",
        "A text box beside this paragraph follows it as paragraphs of their own",
        "Hidden text is left out: “hidden words”",
        "A sign of a symbol font cannot be told, and stands as □; compare it",
    ]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_words_that_word_prints_in_odd_places_are_kept() -> None:
    body = p(inner=r("before") + '<w:r><w:br w:type="page"/></w:r>' + r("after"))
    body += p(inner=field("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + r("a field without an end"))
    body += p("and the text below it") + f"<w:later>{p('a new wrapper')}</w:later>"
    body += p(inner=f"<w:later>{r('another one')}</w:later>")
    assert texts(package(body)) == [
        *("before", "after", "a field without an end", "and the text below it", "a new wrapper", "another one"),
    ]


def test_what_a_nested_field_asks_is_not_printed() -> None:
    asked = field("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + field("separate") + r("7") + field("end")
    body = p(inner=field("begin") + "<w:r><w:instrText>IF</w:instrText></w:r>" + asked + field("separate")
                   + r("shown") + field("end") + r(" words"))  # fmt: skip
    assert texts(package(body)) == ["shown words"]


def test_words_that_are_struck_drawn_or_hidden_by_a_merge_are_named() -> None:
    drawn = '<w:r><w:pict><v:textpath xmlns:v="urn:v" string="CONFIDENTIAL"/></w:pict></w:r>'
    body = p(inner=r("kept") + r(" struck", "<w:strike/>") + drawn)
    rows = (f"<w:tr><w:tc><w:tcPr>{merge}</w:tcPr>{p(text)}</w:tc><w:tc>{p('b')}</w:tc></w:tr>"
            for merge, text in (('<w:vMerge w:val="restart"/>', "a"), ("<w:vMerge/>", "below")))  # fmt: skip
    data = package(f"{body}<w:tbl>{''.join(rows)}</w:tbl>")
    assert texts(data) == ["kept", "a | b", "b"]
    assert told(data) == [
        "Words that are struck out are left out: “struck”.",
        "A picture (“CONFIDENTIAL”) is left out; what it says has to be typed.",
        "A merged cell hides “below”, which is left out.",
    ]


def test_signs_of_markdown_stay_words() -> None:
    body = p("2 * 3 and snake_case, _so_ [x](y) `z` {a}") + p(inner=r("A*B", "<w:b/>"))
    found = texts(package(body))
    assert found == ["2 \\* 3 and snake_case, \\_so\\_ [x\\](y) \\`z\\` {a}", "**A\\*B**"]


def test_tables_of_every_make_keep_their_words_in_order() -> None:
    def cell(content: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(p('c'))}{cell(p('d'))}</w:tr></w:tbl>"
    merged = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        cell(p("a"), merged[0]) + cell(p("b"), '<w:gridSpan w:val="2"/>'),
        cell(p(), merged[1]) + cell(p("e") + p("f")),
        cell(p("g")) + cell(inner + p("h")),
        cell(p("i") + p("• j") + p("• k")) + cell(p("l")),
    ]
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    body += f"<w:tbl><w:tr>{cell(p('m') + p('• n'))}</w:tr></w:tbl>"
    assert [(block.form.value, block.text) for block in blocks(package(body))[0]] == [
        ("row", "a | b"),
        ("row", "e f"),
        *(("paragraph", "g"), ("row", "c | d"), ("paragraph", "h")),
        *(("paragraph", "i"), ("bullet", "j"), ("bullet", "k"), ("paragraph", "l")),
        *(("paragraph", "m"), ("bullet", "n")),
    ]


RUNS = st.lists(
    st.tuples(st.text("ab *_[](){}#.-•", min_size=1, max_size=12), st.sampled_from(["", "<w:b/>", "<w:i/>"])),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(RUNS, max_size=6))
def test_no_word_is_lost_or_moved(paragraphs: list[list[tuple[str, str]]]) -> None:
    body = "".join(p(inner="".join(r(text, marks) for text, marks in runs)) for runs in paragraphs)
    wanted = " ".join("".join(text for text, _ in runs) for runs in paragraphs)
    said = " ".join(f"{block.marker} {block.text}" for block in blocks(package(body))[0])
    assert letters(said) == letters(wanted)


def letters(text: str) -> list[str]:
    return re.sub("[^ab ]", "", text).split()


# What is refused


@pytest.mark.parametrize(
    "change",
    [
        f'<w:p><w:ins w:author="Ada">{r("new words")}</w:ins></w:p>',
        '<w:p><w:del w:author="Ada"><w:r><w:delText>new words</w:delText></w:r></w:del></w:p>',
        f'<w:p><w:moveTo w:author="Ada">{r("new words")}</w:moveTo></w:p>',
    ],
)
def test_tracked_changes_are_refused_with_where_and_how(change: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        blocks(package(p("First.") + change))
    assert str(refusal.value).startswith("The file holds tracked changes, such as “new words” by Ada. In Word: Review,")
    assert "In Google Docs: Tools, Review suggested edits, Accept all." in str(refusal.value)
    assert refusal.value.line == 2


def test_tracked_changes_in_a_note_are_refused() -> None:
    notes = root("footnotes", f'<w:footnote w:id="2"><w:p><w:ins w:author="Ada">{r("more")}</w:ins></w:p></w:footnote>')
    with pytest.raises(Unreadable, match="tracked changes, such as “more” by Ada"):
        blocks(package(p("First."), footnotes=notes))


def test_a_paragraph_mark_that_was_inserted_is_a_tracked_change_and_new_looks_are_none() -> None:
    with pytest.raises(Unreadable, match="tracked changes"):
        blocks(package(p("x", '<w:rPr><w:ins w:author="Ada"/></w:rPr>')))
    looks = p(inner=r("x", '<w:b/><w:rPrChange w:author="Ada"><w:rPr/></w:rPrChange>'))
    assert texts(package(looks)) == ["**x**"]


def refusal(data: bytes) -> str:
    found = read(data, Facts(name="minutes.docx"))
    assert found.minutes is None
    return found.diagnostics[0].message


def zipped(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_a_zip_bomb_is_refused_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "PART_LIMIT", 1024**2)
    assert "Unpacked, the file has more than 1 MB" in refusal(zipped({"word/document.xml": b"x" * 3 * 1024**2}))


def test_a_file_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(package(p("x" * 5000)))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert "damaged" in refusal(bytes(data))


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE d [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;&a;">]><d>&c;</d>',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><d/>',
    ],
)
def test_entities_are_refused(document: str) -> None:
    assert "declares entities" in refusal(zipped({"word/document.xml": document.encode()}))


def test_what_stands_elsewhere_is_not_fetched() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{R}/attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{R}/image" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    data = package(p("Words."), _rels=relations)
    assert texts(data) == ["Words."]
    assert told(data) == ["What the file takes from elsewhere is not fetched: attachedTemplate, image."]


def test_names_that_lead_out_of_the_archive_lead_nowhere() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{R}/header" Target="../../../etc/passwd"/></Relationships>'
    )
    assert texts(package(p("Words."), _rels=relations)) == ["Words."]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zipped({"xl/workbook.xml": b"<x/>"}), "is no Word file"),
        (zipped({"word/document.xml": b"<w:p"}), "is damaged"),
        (zipped({"word/document.xml": b"\x00\x01"}), "is damaged"),
        (zipped({"word/document.xml": b"<a>" * 10_000 + b"</a>" * 10_000}), "is damaged, or nested deeper"),
        (package(p("x"))[:-40], "damaged or not complete"),
        (package(""), "holds no words"),
        (package(p("x"), styles="<broken"), "styles.xml of the file is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_cure(data: bytes, message: str) -> None:
    assert message in refusal(data)


def test_a_file_with_a_password_is_refused() -> None:
    data = bytearray(package(p("x")))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + flags] |= 1
    assert "protected by a password" in refusal(bytes(data))


def test_two_parts_of_one_name_are_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("word/document.xml", "<b/>")
    assert "two parts of one name" in refusal(data.getvalue())


def test_a_word_of_a_megabyte_is_read() -> None:
    (block,) = blocks(package(p("x" * 1_000_000)))[0]
    assert block == Block(form=Form.PARAGRAPH, text="x" * 1_000_000, line=1)


def test_controls_that_a_word_processor_cannot_write_are_left_out() -> None:
    assert texts(package(p("a\x85b\u2028c"))) == ["a b c"]
