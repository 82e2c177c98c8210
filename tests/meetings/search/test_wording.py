"""Text as the index holds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.search.wording import LONGEST, beginning, stem, stems_of, wording, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nicole Grünbaum", ["nicole", "grunbaum"]),
        ("MARÍA Łódź Ørsted Straße", ["maria", "lodz", "orsted", "strasse"]),
        ("**peer**-to-peer: 100%", ["peer", "to", "peer", "100"]),
        ("3D.6 SC-2020-12/D1", ["3d", "6", "sc", "2020", "12", "d1"]),
        ("— … !", []),
        ("x" * 500, ["x" * LONGEST]),
        ("Афины 北京", ["афины", "北京"]),
    ],
)
def test_words_have_no_case_no_accents_and_no_marks(text: str, folded: list[str]) -> None:
    assert words(text) == folded


@pytest.mark.parametrize(
    ("word", "english"),
    [("commitments", "commit"), ("committed", "commit"), ("su", ""), ("2020", ""), ("cafés", ""), ("x" * 61, "")],
)
def test_the_stem_of_an_english_word(word: str, english: str) -> None:
    assert stem(word) == english


def test_stems_are_of_the_words_that_were_asked_for() -> None:
    assert stems_of(["budgets", "budget", "su", "d1"]) == {"budgets": "budget", "budget": "budget"}


ENDINGS = ("", "s", "ed", "ing", "ies", "ational", "ization", "iveness", "biliti", "bility", "ically", "ement", "y")


@given(st.text("abeilosty", min_size=1, max_size=7), st.sampled_from(ENDINGS), st.sampled_from(ENDINGS))
def test_a_word_begins_as_its_stem_does_but_for_one_letter(root: str, ending: str, another: str) -> None:
    word = f"{root}{ending}{another}"
    assert word.startswith(beginning(stem(word)))


@pytest.mark.parametrize(
    ("language", "held"),
    [
        ("en", "the budgets of 2020 ß ßbudget ßthe"),
        ("en-GB", "the budgets of 2020 ß ßbudget ßthe"),
        ("fr", "the budgets of 2020 ß"),
    ],
)
def test_english_alone_is_stemmed(language: str, held: str) -> None:
    assert wording("The budgets of 2020.", language) == held


def test_nothing_is_held_as_nothing() -> None:
    assert (wording("", "en"), wording(" … ", "en")) == ("", "")


def test_no_text_can_forge_a_stem() -> None:
    assert wording("ß ẞ ßcommit", "fr") == "ss ss sscommit ß"
