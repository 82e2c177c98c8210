"""Plain text to blocks: the signs of lists, and words that the end of a line parted."""

from __future__ import annotations

import pytest

from meetings.importers.text import blocks


def shown(text: str) -> list[tuple[str, int, str]]:
    return [(block.form.value, block.depth, block.text) for block in blocks(text)[0]]


@pytest.mark.parametrize("sign", ["•", "❖", "➤", "\uf0b7", "\uf0d8", "∙"])
def test_signs_of_symbol_fonts_are_those_of_a_list(sign: str) -> None:
    assert shown(f"{sign} One thing.\n{sign} Two.") == [("bullet", 0, "One thing."), ("bullet", 0, "Two.")]


def test_a_letter_that_word_prints_for_a_circle_is_a_sign_where_a_gap_follows() -> None:
    assert shown("• One\no\tTwo\n§   Three") == [("bullet", 0, "One"), ("bullet", 1, "Two"), ("bullet", 2, "Three")]
    assert shown("• o governo\no povo") == [("bullet", 0, "o governo o povo")]


def test_a_tick_says_something_and_stays() -> None:
    assert shown("✗ refused\n☑ done") == [("bullet", 0, "✗ refused"), ("bullet", 0, "☑ done")]


def test_a_line_between_dashes_is_no_bullet() -> None:
    assert shown("– DRAFT –\n– one") == [("paragraph", 0, "– DRAFT –"), ("bullet", 0, "one")]


def test_a_word_that_the_end_of_a_line_parts_keeps_its_hyphen_and_is_told_of() -> None:
    found, told = blocks("The Board discussed the matter of the reduc-\ntion, and of non-\ngovernmental members.")
    assert [block.text for block in found] == [
        "The Board discussed the matter of the reduc-tion, and of non-governmental members."
    ]
    assert [(each.line, each.message) for each in told] == [
        (2, "“reduc-tion” was parted at the end of a line; is its hyphen meant?"),
        (3, "“non-governmental” was parted at the end of a line; is its hyphen meant?"),
    ]
