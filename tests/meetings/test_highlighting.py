"""The marks on the words that were found."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings.folding import fold
from meetings.highlighting import Marker, Part
from meetings.terms import read_terms

TEXT = "Civic space concerns: the SU should ensure that civic-space and Grünbaum’s summits matter."


def marked(text: str, typed: str) -> list[str]:
    return [part.text for part in Marker(read_terms(typed)).highlight(text) if part.is_found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("absent", []),
        ("civic", ["Civic", "civic"]),
        ("su", ["SU"]),
        ("SUMMIT", ["summits"]),
        ("ummits", []),
        ("grunbaum", ["Grünbaum"]),
        ("s", ["s"]),
        ('"civic space"', ["Civic space", "civic-space"]),
        ("civic-spac", ["Civic space", "civic-space"]),
        ("civic space", ["Civic space", "civic", "space"]),
        ("civic space civic-space", ["Civic space", "civic-space"]),
        ("<b>", []),
    ],
)
def test_whole_words_are_marked(typed: str, found: list[str]) -> None:
    assert marked(TEXT, typed) == found


@pytest.mark.parametrize("written", ["Civic", "civic", "CIVIC", "Ćivic", "cívic", "_civic_", "ci_vic", "civi\u00e7"])
def test_a_word_is_marked_however_it_is_written(written: str) -> None:
    assert marked(f"of {written} space", "civic") == [written]


def test_stretches_that_overlap_are_one_mark() -> None:
    assert marked("a road to the Summit", '"road to" "to the"') == ["road to the"]


def test_signs_of_html_stay_text() -> None:
    parts = Marker(read_terms("bold")).highlight("<b>bold</b> & more")
    assert parts == [
        Part("<b>"),
        Part("bold", is_found=True),
        Part("</b> & more"),
    ]


def test_a_short_text_is_shown_whole() -> None:
    assert Marker(()).excerpt(TEXT) == [Part(TEXT)]


def test_a_mark_that_goes_on_beyond_the_cut_is_marked_as_far_as_it_is_shown() -> None:
    shown = Marker(read_terms("civic space")).excerpt("civic a civic space and more", length=13)
    assert shown == [Part("civic", is_found=True), Part(" a "), Part("civic", is_found=True), Part(" …")]


def test_a_long_text_is_cut_around_the_first_word_that_was_found() -> None:
    text = "before " * 100 + "needle " + "after " * 100
    shown = "".join(part.text for part in Marker(read_terms("needle")).excerpt(text.strip(), length=120))
    assert shown == "… " + "before " * 12 + "needle " + "after " * 4 + "after …"


def test_a_long_text_without_a_word_is_cut_at_its_end() -> None:
    assert Marker(()).excerpt("word " * 200 + "end", length=14) == [Part("word word word"), Part(" …")]


@given(st.text(max_size=300), st.text(max_size=30))
def test_parts_joined_are_the_text(text: str, typed: str) -> None:
    assert "".join(part.text for part in Marker(read_terms(typed)).highlight(text)) == text


@example("aaaa.a", "a", 5)
@given(st.text(alphabet="ab éß’-. ", max_size=200), st.text(alphabet="abé ", max_size=8), st.integers(5, 60))
def test_an_excerpt_never_cuts_inside_a_word(text: str, typed: str, length: int) -> None:
    text = " ".join(text.split())
    shown = "".join(part.text for part in Marker(read_terms(typed)).excerpt(text, length))
    kept = shown.removeprefix("… ").removesuffix(" …")
    assert f" {kept} " in f" {text} "


@example("“quoted” ’b’", "quoted b")
@given(st.text(alphabet="abcé SU-.’", max_size=60), st.text(alphabet='abcé SU-"', max_size=10))
def test_what_the_expression_finds_is_marked(text: str, typed: str) -> None:
    """The database and the marks agree on every term."""
    for term in read_terms(typed):
        is_found = re.search(term.pattern, fold(text)) is not None
        assert any(part.is_found for part in Marker((term,)).highlight(text)) == is_found
