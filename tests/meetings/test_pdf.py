"""The PDF of December 2020, looked at as a file: printed once for the module, by the real press."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest

from meetings.canonical import canonical_json
from meetings.exporters import pdf
from meetings.exporters.registry import FORMATS
from meetings.imprint import Imprint
from meetings.minutes import Minutes, Passage, Session
from meetings.vocabulary import Vocabulary
from meetings.words import Kind
from tests.factories import FIXTURES, december_minutes, small_minutes

pytestmark = pytest.mark.once

ADDRESS = "https://minutes.example.org/meetings/december-2020/editions/1/"
APPROVED = Imprint(edition=1, status="approved", address=ADDRESS)
WORDS = Vocabulary(themes={"civic-space": "Civic space"}, regions={"europe": "Europe"})


@pytest.fixture(scope="module")
def december() -> bytes:
    return pdf.export(december_minutes(), APPROVED, WORDS)


@pytest.fixture(scope="module")
def file(december: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(december))


@pytest.fixture(scope="module")
def text(december: bytes) -> str:
    return text_of(december)


def text_of(data: bytes, order: str = "-raw") -> str:
    """The words as a reader of the file copies them, in the order of the content (`-raw`) or of the page."""
    command = ["pdftotext", order, "-", "-"]
    run = subprocess.run(command, input=data, capture_output=True, check=True)  # noqa: S603 (found on PATH)
    return run.stdout.decode()


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


# What it says


def test_pdf_holds_every_word_of_the_record_in_order(text: str) -> None:
    record = (FIXTURES / "december-2020.txt").read_text(encoding="utf-8").split("List of Attendees")[0]
    printed = iter(words_of(text.replace("\u00ad", "")))
    missing = [word for word in words_of(record.replace("](#)", "]")) if word not in printed]
    assert missing == []


def test_pdf_names_everybody(text: str) -> None:
    minutes = december_minutes()
    people = list(minutes.attendees())
    assert len(people) == 43
    flat = " ".join(text.split())
    assert [person.name for person in people if person.name not in flat] == []
    assert [person.title for person in people if person.title not in flat] == []
    assert [person.organisation for person in people if person.organisation not in flat] == []


def test_pdf_numbers_every_passage(text: str) -> None:
    lines = set(text.splitlines())
    numbers = [citation for session in december_minutes().all_sessions() for citation, _ in session.numbered()]
    missing = [number for number in numbers if number not in lines and f" {number}" not in text]
    assert missing == []


def test_pdf_says_what_the_footer_and_the_heads_promise(december: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(december))
    count = len(reader.pages)
    assert count == 14
    pages = [page.extract_text() for page in reader.pages]
    assert [f"Page {place} of {count}" in page for place, page in enumerate(pages, 1)] == [True] * count
    assert all("SC-2020-12, edition 1 (approved)" in page and ADDRESS in page for page in pages)
    assert "Session 1: State of the Partnership" in pages[2]
    assert "DRAFT" not in "".join(pages)


def test_pdf_contents_give_the_right_pages(december: bytes) -> None:
    pages = text_of(december, "-layout").split("\f")
    for title in ("Regional Breakouts", "Civic space", "Shaping OGP@10 global advocacy", "List of Attendees"):
        [number] = re.findall(rf"{re.escape(title)} +(\d+)\n", pages[0])
        assert re.search(rf"(?m)^ *{re.escape(title)}$", pages[int(number) - 1])


# What it is


def test_pdf_says_what_it_is(file: pikepdf.Pdf) -> None:
    assert str(file.Root.Lang) == "en"
    assert bool(file.Root.MarkInfo.Marked)
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    assert str(file.docinfo["/Title"]) == "Steering Committee Working-Level Meeting Minutes, 14 & 15 December 2020"
    assert str(file.docinfo["/Author"]) == "Open Government Partnership"
    assert str(file.docinfo["/CreationDate"]).startswith("D:20201215")
    with file.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == str(file.docinfo["/Title"])


def test_pdf_is_tagged_and_read_in_the_order_of_its_tags(file: pikepdf.Pdf) -> None:
    assert [str(page.Tabs) for page in file.pages] == ["/S"] * len(file.pages)
    names = {str(item.S) for item in tags(file.Root.StructTreeRoot.K)}
    assert {"/Document", "/Sect", "/H1", "/H2", "/H3", "/H4", "/P", "/L", "/LI", "/LBody", "/Link"} <= names
    assert "/Figure" not in names


def test_pdf_links_are_tagged_and_described(file: pikepdf.Pdf) -> None:
    links = [link for page in file.pages for link in page.get("/Annots", [])]
    assert len(links) > 80
    assert [str(link.Contents) for link in links if not str(link.Contents).strip()] == []
    assert all("/StructParent" in link for link in links)
    tagged = {item.objgen for item in tags(file.Root.StructTreeRoot.K) if item.S == "/Link"}
    assert [link for link in links if parent_of(file, link).objgen not in tagged] == []
    addresses = {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
    assert "https://minutes.example.org/decisions/SC-2020-12/D1/" in addresses
    assert [address for address in addresses if not address.startswith("https://minutes.example.org/")] == []


def test_pdf_has_bookmarks_for_sessions_and_breakouts(december: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(december))
    titles = [str(item.title) for item in reader.outline if not isinstance(item, list)]
    assert titles[0] == "Welcome & introduction"
    assert titles[3] == "Session 3: Regional Breakouts"
    assert titles[-2:] == ["List of Attendees", "Cite and reuse"]
    below = [[str(part.title) for part in item] for item in reader.outline if isinstance(item, list)]
    assert below[0] == ["Africa & Middle East", "Americas", "Asia-Pacific", "Europe"]


def test_pdf_brings_its_fonts(file: pikepdf.Pdf) -> None:
    fonts = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
    whole = [font for font in fonts if font.Subtype == "/Type0"]
    assert {str(font.BaseFont).split("+")[1].strip(",") for font in whole} == {
        *("Source-Serif-4", "Source-Serif-4-Semi-Bold", "Source-Sans-3", "Source-Sans-3-Semi-Bold"),
    }
    assert all("/ToUnicode" in font for font in whole)
    inner = [font.DescendantFonts[0] for font in whole]
    assert [str(font.Subtype) for font in inner] == ["/CIDFontType2"] * len(whole)
    assert all("/FontFile2" in font.FontDescriptor for font in inner)


def test_pdf_runs_nothing_and_carries_nothing(file: pikepdf.Pdf) -> None:
    keys = {key for item in file.objects if isinstance(item, pikepdf.Dictionary) for key in item}
    assert keys & {"/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/EmbeddedFiles", "/RichMedia"} == set()


def tags(item: pikepdf.Object) -> list[pikepdf.Dictionary]:
    if isinstance(item, pikepdf.Array):
        return [tag for part in item for tag in tags(part)]  # type: ignore[arg-type]
    if not isinstance(item, pikepdf.Dictionary) or "/S" not in item:
        return []
    return [item, *(tags(item.K) if "/K" in item else [])]


def parent_of(file: pikepdf.Pdf, link: pikepdf.Object) -> pikepdf.Object:
    """The tag that a link belongs to, by the parent tree."""
    numbers = list(file.Root.StructTreeRoot.ParentTree.Nums)  # type: ignore[call-overload]
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    return parents[int(link.StructParent)]


# Drafts, hostile text, keys


@pytest.mark.parametrize(("status", "mark"), [("draft", "DRAFT"), ("circulated", "CIRCULATED DRAFT")])
def test_pdf_of_an_unapproved_edition_says_so_on_every_page(status: str, mark: str) -> None:
    imprint = replace(APPROVED, status=status)
    reader = pypdf.PdfReader(io.BytesIO(pdf.export(small_minutes(), imprint)))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 2
    assert all(mark in page and f"edition 1 ({status})" in page for page in pages)


def test_pdf_is_printed_without_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    pdf.export(december_minutes(), APPROVED, WORDS)
    assert caplog.messages == []


def test_pdf_of_the_same_minutes_has_the_same_bytes() -> None:
    approved = replace(APPROVED, approved_on=date(2021, 2, 1))
    assert pdf.export(small_minutes(), approved) == pdf.export(small_minutes(), approved)


def test_pdf_prints_hostile_text_as_text() -> None:
    hostile = '<script>alert(1)</script> <img src=x> ![p](file:///etc/passwd) [x](javascript:alert(1)) "quoted"'
    data = pdf.export(minutes_saying(hostile), APPROVED)
    flat = " ".join(text_of(data).split())
    assert '<script>alert(1)</script> <img src=x> ![p](file:///etc/passwd) x "quoted"' in flat


def test_pdf_takes_the_longest_word_and_the_deepest_list() -> None:
    passages = [Passage(kind=Kind.NARRATIVE, text="W" * 4000)]
    passages += [Passage(kind=Kind.POINT, text=f"Depth {depth}", depth=depth) for depth in range(6)]
    session = Session(number="1", heading="Session 1: Odd", passages=tuple(passages))
    data = pdf.export(small_minutes(sessions=(session,)), APPROVED)
    text = text_of(data)
    assert text.count("W") == 4000
    assert [f"Depth {depth}" in text for depth in range(6)] == [True] * 6


def test_key_changes_with_whatever_changes_the_bytes() -> None:
    minutes, other = small_minutes(), small_minutes("other")
    keys = [
        pdf.cache_key(minutes, APPROVED, WORDS),
        pdf.cache_key(other, APPROVED, WORDS),
        pdf.cache_key(minutes, replace(APPROVED, status="superseded"), WORDS),
        pdf.cache_key(minutes, replace(APPROVED, address="https://elsewhere.example/"), WORDS),
        pdf.cache_key(minutes, APPROVED, Vocabulary(themes={"civic-space": "Space of citizens"})),
    ]
    assert len(set(keys)) == 5
    assert pdf.cache_key(minutes, APPROVED, WORDS) == keys[0]
    assert re.fullmatch(r"pdf-[0-9a-f]{64}", keys[0])


def test_uncovered_names_the_characters_that_no_font_draws() -> None:
    assert pdf.uncovered(december_minutes()) == []
    assert pdf.uncovered(minutes_saying("ქართული, العربية, አማርኛ, Ελληνικά, Українська, Tiếng Việt, Yorùbá")) == []
    assert pdf.uncovered(minutes_saying("서울")) == ["서 HANGUL SYLLABLE SEO", "울 HANGUL SYLLABLE UL"]


def minutes_saying(text: str) -> Minutes:
    session = Session(number="1", heading="Session 1: A", passages=(Passage(kind=Kind.NARRATIVE, text=text),))
    return small_minutes(sessions=(session,))


# The registry


def test_registry_gives_each_format_its_bytes() -> None:
    minutes = small_minutes()
    assert list(FORMATS) == ["pdf", "md", "json"]
    assert FORMATS["json"].export(minutes, APPROVED) == canonical_json(minutes)
    assert FORMATS["md"].export(minutes, APPROVED).startswith(b"---\npublisher: Open Government Partnership\n")
    assert FORMATS["pdf"].export(minutes, APPROVED, WORDS).startswith(b"%PDF-1.7")
    assert [made.content_type for made in FORMATS.values()] == [
        *("application/pdf", "text/markdown; charset=utf-8", "application/json"),
    ]
