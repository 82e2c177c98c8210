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
        ("Decision SC-2020-12/D1", CitedItem("SC-2020-12", "D1")),
        ("action item SC-2020-12/A5", CitedItem("SC-2020-12", "A5")),
        ("Action A5", CitedItem("", "A5")),
        ("Feedback 3D.6", CitedPassage("", "3D", 6)),
        ("Passage  1.2", CitedPassage("", "1", 2)),
        ("#3d.6", CitedPassage("", "3D", 6)),
        ("SC\u20112020\u201112/D1", CitedItem("SC-2020-12", "D1")),
        ("SC\u20132020\u201312", "SC-2020-12"),
    ],
)
def test_a_reference_is_read_in_any_case(text: str, read: Read) -> None:
    assert (read_passage(text) or read_item(text) or read_meeting(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "budget",
        "2014",
        "3D.0",
        "3.",
        "SC-",
        "-SC",
        "D0",
        "E1",
        "SC-2020-12/",
        "a b",
        "decision",
        "a decision D1",
        "decision on",
        "#",
    ],
)
def test_other_words_are_no_reference(text: str) -> None:
    assert (read_passage(text), read_item(text), read_meeting(text)) == (None, None, "")
