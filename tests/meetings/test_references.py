"""References as people type them."""

from __future__ import annotations

import pytest

from meetings.references import CitedItem, CitedPassage, read_item, read_meeting, read_passage

Read = CitedItem | CitedPassage | str | None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3D.6", CitedPassage("", "3D", 6)),
        ("sc-2020-12/3d.6", CitedPassage("SC-2020-12", "3D", 6)),
        ("SC-2020-12 12.10", CitedPassage("SC-2020-12", "12", 10)),
        ("d1", CitedItem("", "D1")),
        ("SC-2020-12/A12", CitedItem("SC-2020-12", "A12")),
        ("sc-2020-12", "SC-2020-12"),
    ],
)
def test_a_reference_is_read_in_any_case(text: str, read: Read) -> None:
    assert (read_passage(text) or read_item(text) or read_meeting(text)) == read


@pytest.mark.parametrize("text", ["", "budget", "2014", "3D.0", "3.", "SC-", "-SC", "D0", "E1", "SC-2020-12/", "a b"])
def test_other_words_are_no_reference(text: str) -> None:
    assert (read_passage(text), read_item(text), read_meeting(text)) == (None, None, "")
