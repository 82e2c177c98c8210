"""Citations as text, BibTeX and CSL-JSON, of works with every awkward sign."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string as parse_bibtex
from pybtex.richtext import Text

from meetings.citations import Work, bibtex, csl_json, plain

WORK = Work(
    publisher="Open Government Partnership",
    title="Steering Committee Minutes",
    dates="14 & 15 December 2020",
    reference="SC-2020-12",
    edition=1,
    address="https://minutes.example.org/meetings/december-2020/editions/1/#6.6",
    first_day=date(2020, 12, 14),
    last_day=date(2020, 12, 15),
    approved_on=date(2021, 2, 1),
    part="decision SC-2020-12/D1, passage 6.6",
    place="6.6",
    item="SC-2020-12/D1",
)
PINNED = "https://minutes.example.org/meetings/december-2020/editions/1/"
WHOLE = replace(WORK, part="", place="", item="", address=PINNED)


def test_a_line_names_the_edition_the_part_and_the_pinned_address() -> None:
    assert plain(WORK) == (
        "Open Government Partnership, Steering Committee Minutes, 14 & 15 December 2020 (SC-2020-12), edition 1, "
        "decision SC-2020-12/D1, passage 6.6. https://minutes.example.org/meetings/december-2020/editions/1/#6.6"
    )
    assert plain(replace(WHOLE, publisher="", status="circulated")) == (
        "Steering Committee Minutes, 14 & 15 December 2020 (SC-2020-12), edition 1, circulated. "
        "https://minutes.example.org/meetings/december-2020/editions/1/"
    )


def test_bibtex_is_one_entry() -> None:
    assert bibtex(WORK) == (
        "@misc{SC-2020-12-ed1-D1-6.6,\n"
        "  author = {{Open Government Partnership}},\n"
        "  title = {{Steering Committee Minutes}},\n"
        "  edition = {1},\n"
        "  year = {2020},\n"
        "  note = {SC-2020-12; 14 \\& 15 December 2020; decision SC-2020-12/D1, passage 6.6},\n"
        "  language = {en},\n"
        "  month = dec,\n"
        "  url = {https://minutes.example.org/meetings/december-2020/editions/1/#6.6},\n"
        "}\n"
    )


@given(st.text(max_size=80))
def test_no_title_breaks_an_entry(title: str) -> None:
    entry = bibtex(replace(WORK, title=title, publisher=title))
    depth = 0
    for sign in entry:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    value = entry.split("title = {{", 1)[1].split("}},\n  edition", 1)[0]
    assert re.fullmatch(r"(?:[^\\{}&%$#_~^]|\\[&%$#_]|\\text[a-z]+\{\})*", value)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80))
def test_a_bibliography_processor_reads_any_title(title: str) -> None:
    (entry,) = parse_bibtex(bibtex(replace(WORK, title=title, publisher="")), "bibtex").entries.values()
    assert set(entry.fields) == {"title", "edition", "year", "month", "note", "language", "url"}


def test_a_bibliography_processor_reads_what_was_said() -> None:
    entry = parse_bibtex(bibtex(WORK), "bibtex").entries[WORK.key]
    said = {name: str(Text.from_latex(entry.fields[name])) for name in ("title", "year", "month", "note")}
    assert said == {
        "title": WORK.title,
        "year": "2020",
        "month": "December",
        "note": f"{WORK.reference}; {WORK.dates}; {WORK.part}",
    }
    assert (entry.fields["url"], str(Text.from_latex(str(entry.persons["author"][0])))) == (
        WORK.address,
        WORK.publisher,
    )


@pytest.mark.parametrize(
    ("sign", "written"),
    [("\\", "\\textbackslash{}"), ("{", "\\textbraceleft{}"), ("100 %", "100 \\%"), ("a_b", "a\\_b"), ("é", "é")],
)
def test_signs_of_tex_are_written_as_themselves(sign: str, written: str) -> None:
    assert f"  title = {{{{{written}}}}},\n" in bibtex(replace(WORK, title=sign))


def test_csl_json_says_what_is_known() -> None:
    (item,) = json.loads(csl_json(WORK))
    assert item == {
        "id": "SC-2020-12-ed1-D1-6.6",
        "type": "report",
        "genre": "Minutes",
        "title": "Steering Committee Minutes",
        "author": [{"literal": "Open Government Partnership"}],
        "publisher": "Open Government Partnership",
        "number": "SC-2020-12",
        "edition": "1",
        "section": "6.6",
        "event-date": {"date-parts": [[2020, 12, 14], [2020, 12, 15]]},
        "issued": {"date-parts": [[2021, 2, 1]]},
        "language": "en",
        "note": "14 & 15 December 2020; decision SC-2020-12/D1, passage 6.6",
        "URL": WORK.address,
    }


@pytest.mark.filterwarnings("error")  # it warns of what it does not know
@pytest.mark.parametrize("work", [WORK, WHOLE, replace(WHOLE, status="circulated", approved_on=None)])
def test_a_reference_manager_reads_csl_json(work: Work) -> None:
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    listed = CitationStylesBibliography(style, CiteProcJSON(json.loads(csl_json(work))), formatter.plain)
    listed.register(Citation([CitationItem(work.key)]))
    (said,) = map(str, listed.bibliography())
    year = "2021" if work.approved_on else "no date"
    assert said.startswith(f"{work.publisher} ({year}) {work.title}. 1st ed. Minutes {work.reference}. ")
    assert said.endswith(f"Available at: {work.address}.")


def test_what_nobody_recorded_is_left_out() -> None:
    (item,) = json.loads(csl_json(replace(WHOLE, approved_on=None, publisher="", last_day=WORK.first_day)))
    assert {"issued", "author", "publisher", "section", "status"} & item.keys() == set()
    assert item["event-date"] == {"date-parts": [[2020, 12, 14]]}


@pytest.mark.parametrize(
    ("work", "key"),
    [
        (WHOLE, "SC-2020-12-ed1"),
        (replace(WHOLE, reference="SC 2020,{x}", edition=2), "SC-2020-x-ed2"),
        (replace(WORK, item=""), "SC-2020-12-ed1-6.6"),
    ],
)
def test_keys_tell_works_apart(work: Work, key: str) -> None:
    assert work.key == key
