"""Who belongs to which seat: an inline list of people ends with its line, and what fits nowhere is told of."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.importers.blocks import Block, Form
from meetings.importers.imported import Facts, Imported
from meetings.importers.recognise import recognise
from meetings.textform import dump

pytestmark = pytest.mark.once

FACTS = Facts(first_day=date(2020, 12, 14), body="board", meeting="december-2020", reference="B-2020-12")
SPAIN = "Government of Spain: Cecilia García, Clara Mapelli"


def block(line: int, text: str) -> Block:
    """A line as a reader of Word gives it: `- ` begins a bullet, a tab parts cells, ` | ` the cells of a table."""
    form = Form.BULLET if text.startswith("- ") else Form.ROW if "|" in text else Form.PARAGRAPH
    cells = tuple(cell.strip() for cell in text.removeprefix("- ").split("|" if form == Form.ROW else "\t"))
    words = text.removeprefix("- ").replace("\t", " ")
    words = " | ".join(filter(None, cells)) if form == Form.ROW else words
    return Block(form=form, text=words, line=line, cells=cells if len(cells) > 1 else ())


def imported(*lines: str) -> Imported:
    """Read lines below the heading “Attendees”, the first of which is line 2."""
    heads = [Block(form=Form.HEADING, text=text, line=line, level=1) for text, line in (("Attendees", 1), ("Rain", 90))]
    rain = Block(form=Form.PARAGRAPH, text="It rained all day.", line=91)
    return recognise([heads[0], *(block(*each) for each in enumerate(lines, 2)), heads[1], rain], FACTS)


def listed(*lines: str) -> list[str]:
    """Give the lines of the list of attendees that lines are read as."""
    minutes = imported(*lines).minutes
    assert minutes is not None
    text = dump(minutes).partition("{attendees}\n")[2].partition("\n## Rain")[0]
    return [line for line in text.split("\n") if line]


def told(*lines: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in imported(*lines).diagnostics if each.line > 1]


def test_an_inline_list_ends_with_its_line() -> None:
    lines = (SPAIN, "Blair Glencorse\tAccountability Lab", "Lysa John    CIVICUS")
    assert listed(*lines) == [SPAIN, "- Blair Glencorse | Accountability Lab", "- Lysa John | CIVICUS"]
    assert [line for line, _ in told(*lines)] == [2, 4]
    assert [each.text for each in imported(*lines).unplaced] == [SPAIN]


def test_people_behind_the_name_of_a_seat_are_no_part_of_it() -> None:
    lines = ("Government of Spain: Cecilia García and Clara Mapelli", "Blair Glencorse", "Lysa John")
    assert listed(*lines) == [lines[0], "- Blair Glencorse", "- Lysa John"]
    assert [each.text for each in imported(*lines).unplaced] == [lines[0]]


def test_a_stray_behind_a_list_of_more_seats_stays_as_it_is_and_is_told() -> None:
    lines = ("Government of Spain: Cecilia García", "Blair Glencorse", "Government of Chile: Ann Abel", "Eve Dunn")
    assert listed(*lines[:3]) == [
        "#### Government of Spain",
        "- Cecilia García",
        "Blair Glencorse",
        "#### Government of Chile",
        "- Ann Abel",
    ]
    assert told(*lines[:3]) == [
        (
            3,
            "“Blair Glencorse” stands behind the list of “Government of Spain”, not in it: it stays as it is; put a "
            "heading “### …” above it, and write one “- name | organisation | title” a line.",
        )
    ]
    assert [each.line for each in imported(*lines).unplaced] == [3, 5]


@pytest.mark.parametrize(
    "more",
    [
        ("Government of Spain: Cecilia García", "- Clara Mapelli"),
        ("Government of Spain: Cecilia García,", "Clara Mapelli"),
        ("Government of Spain\tCecilia García", "Clara Mapelli"),
        ("Government of Spain | Cecilia García", "| Clara Mapelli"),
        ("Government of Spain", "Cecilia García", "Clara Mapelli"),
        (SPAIN,),
    ],
    ids=["bulleted below", "cut at a comma", "below a tab", "below an empty cell", "below the name", "in one line"],
)
def test_people_of_a_seat_may_go_on_below_it(more: tuple[str, ...]) -> None:
    assert listed(*more) == ["#### Government of Spain", "- Cecilia García", "- Clara Mapelli"]
    assert told(*more) == []


def test_a_row_with_an_organisation_of_its_own_is_not_of_the_seat_above() -> None:
    lines = ("Government of Spain\tCecilia García", "Clara Mapelli", "Blair Glencorse\tAccountability Lab")
    assert listed(*lines)[-2:] == ["- Clara Mapelli", "Blair Glencorse Accountability Lab"]
    assert [line for line, _ in told(*lines)] == [4]


def test_a_second_list_of_one_seat_stays_as_it_is_and_is_told() -> None:
    lines = ("Government of Spain: Cecilia García", "Government of Spain: Clara Mapelli", "Kenya: Ann Abel")
    assert listed(*lines) == [
        "#### Government of Spain",
        "- Cecilia García",
        "Government of Spain: Clara Mapelli",
        "#### Kenya",
        "- Ann Abel",
    ]
    assert [line for line, _ in told(*lines)] == [3]
    assert [each.line for each in imported(*lines).unplaced] == [3]


def test_a_list_that_was_cut_ends_where_it_ends() -> None:
    lines = ("Government of Spain: Cecilia García,", "Clara Mapelli", "Ann Abel")
    assert listed(*lines) == ["#### Government of Spain", "- Cecilia García", "- Clara Mapelli", "Ann Abel"]


def test_the_head_of_a_table_heads_no_group() -> None:
    lines = ("Observers", "Name\tGovernment\tRole", "Ann Abel\tCIVICUS\tDirector")
    assert listed(*lines) == [
        "### Observers",
        "Name Government Role",
        "- Ann Abel | CIVICUS | Director {capacity: observer}",
    ]
    assert told(*lines) == [(3, "“Name Government Role” is the head of a table and stands as it is; take it out.")]


def test_the_head_of_a_table_below_seats_parts_people_from_them() -> None:
    lines = ("Government of Spain | Cecilia García", "Name | Organisation", "Ann Abel | CIVICUS")
    assert listed(*lines) == [
        "#### Government of Spain",
        "- Cecilia García",
        "### Name | Organisation",
        "- Ann Abel | CIVICUS",
    ]
    assert [line for line, _ in told(*lines)] == [3]


@pytest.mark.parametrize("sign", ["", "- "])
def test_a_tab_parts_a_person_from_the_organisation(sign: str) -> None:
    lines = (f"{sign}Anabel Cruz\tICD Uruguay (Co-Chair)", f"{sign}Ann Abel\tDirector, CIVICUS")
    assert listed(*lines) == ["- Anabel Cruz | ICD Uruguay | (Co-Chair)", "- Ann Abel | | Director, CIVICUS"]
    assert told(*lines) == []


def test_a_bullet_may_be_a_label_that_a_tab_parts_from_its_list() -> None:
    assert listed("- Observers:\tAnn Abel, Bob Cole") == ["### Observers:", "- Ann Abel", "- Bob Cole"]
