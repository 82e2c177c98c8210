"""Action items that no label and no bullet says: they stay paragraphs, and are told of."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.importers.blocks import Block, Form
from meetings.importers.imported import Facts
from meetings.importers.recognise import recognise

pytestmark = pytest.mark.once

TITLE = Block(form=Form.HEADING, text="Minutes", line=1, level=1)
FACTS = Facts(first_day=date(2020, 12, 14), body="board", meeting="december-2020", reference="B-2020-12")


def doubted(*lines: str) -> list[int]:
    """Give the lines, from 1, that may be action items; `#` begins a heading, `**` a bold line, `-` a bullet."""
    forms = {"#": Form.HEADING, "-": Form.BULLET}
    blocks = [
        Block(
            form=forms.get(text[0], Form.PARAGRAPH), text=text.strip("#-* "), line=line, is_bold=text[0] == "*", level=1
        )
        for line, text in enumerate(lines, 1)
    ]
    imported = recognise([TITLE, *blocks], FACTS)
    assert imported.minutes is not None
    assert [passage.text for passage in imported.minutes.passages()][-1] == lines[-1].strip("- ")
    return [each.line for each in imported.diagnostics if "may be an action item" in each.message]


@pytest.mark.parametrize("heading", ["# Action items", "**Action items**", "Action items:"])
def test_paragraphs_below_a_heading_of_action_items_are_doubted(heading: str) -> None:
    lines = (
        "# Rain",
        "SU to measure the rain every day.",
        heading,
        "SU to circulate the note by 1 September 2025.",
        "The rain was heavy.",
        "The co-chairs will write to ministers.",
        "They will meet again.",
    )
    assert doubted(*lines) == [4, 6]


def test_nothing_is_doubted_below_another_heading() -> None:
    assert doubted("# Action items", "SU to circulate the note.", "# Rain", "SU to measure the rain.") == [2]
    assert doubted("# Action items", "SU to send it.", "Decisions:", "The board shall meet in June.") == [2]


def test_a_doubt_says_what_to_write() -> None:
    heading = Block(form=Form.HEADING, text="Actions", line=1, level=1)
    words = Block(form=Form.PARAGRAPH, text="SU to circulate the note.", line=2)
    told = [each.message for each in recognise([TITLE, heading, words], FACTS).diagnostics if each.line == 2]
    assert told == [
        "“SU to circulate the note.” may be an action item, and is read as a paragraph; "
        "write “{A1}words{/A1} {A1: who}” where it is one."
    ]


def test_what_was_read_as_an_action_item_is_not_doubted() -> None:
    assert doubted("# Action items", "Ann Abel: call the printer.", "- SU to circulate the note.") == []
