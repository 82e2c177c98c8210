"""Markdown that others wrote, as blocks."""

from __future__ import annotations

import pytest

from meetings.importers.blocks import Block, Form
from meetings.importers.markdown_blocks import blocks


def told(text: str) -> list[tuple[str, int, str]]:
    return [
        (block.form.value, block.level or block.depth, f"{block.marker} {block.text}".strip())
        for block in blocks(text)[0]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\n\nText\ngoes on.", [("heading", 1, "Title"), ("paragraph", 0, "Text goes on.")]),
        ("Title\n=====\nPart\n---\nText", [("heading", 1, "Title"), ("heading", 2, "Part"), ("paragraph", 0, "Text")]),
        ("- a\n  goes on\n    - b\n- c", [("bullet", 0, "- a goes on"), ("bullet", 1, "- b"), ("bullet", 0, "- c")]),
        ("1. a\n   1. b\n2) c", [("bullet", 0, "1. a"), ("bullet", 1, "1. b"), ("bullet", 0, "2) c")]),
        ("* [x] done\n> quoted\n> on", [("bullet", 0, "* [x] done"), ("paragraph", 0, "> quoted on")]),
        ("> now\n> > then", [("paragraph", 0, "> now"), ("paragraph", 0, "> > then")]),
        ("| Name | Of |\n|---|---|\n| Ann | Kenya |", [("row", 0, "Name | Of"), ("row", 0, "Ann | Kenya")]),
        ("a\n\n***\n\nb", [("paragraph", 0, "a"), ("paragraph", 0, "b")]),
    ],
)
def test_each_shape_is_a_block(text: str, expected: list[tuple[str, int, str]]) -> None:
    assert told(text) == expected


def test_a_bold_paragraph_is_marked_as_one() -> None:
    assert blocks("**Welcome**\n\n**Bold** text")[0] == [
        Block(form=Form.PARAGRAPH, text="**Welcome**", line=1, is_bold=True),
        Block(form=Form.PARAGRAPH, text="**Bold** text", line=3),
    ]
