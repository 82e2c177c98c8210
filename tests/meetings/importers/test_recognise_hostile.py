"""Whatever is thrown at the recogniser, it ends in time that grows with the length of the text, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import process_time
from types import ModuleType

import pytest

from meetings.importers import markdown_blocks, text
from meetings.importers.imported import Facts
from meetings.importers.recognise import recognise
from meetings.importers.recognise.wording import tokens

pytestmark = pytest.mark.once

FACTS = Facts(first_day=date(2015, 1, 13))
HEAD = "Minutes\n3 May 2011\n\n"
TALL = 5_000
HOSTILE: dict[str, Callable[[int], str]] = {
    "one word": lambda n: "a" * n,
    "words without a sentence": lambda n: "word " * n,
    "short lines": lambda n: "A short line\n" * n,
    "lines in lower case": lambda n: "a short line here and there\n" * n,
    "numbered lines": lambda n: "".join(f"{each % 50}. Item\ntext here.\n" for each in range(n)),
    "deep bullets": lambda n: "".join(" " * (each % 200) + "- item\n" for each in range(n)),
    "attendees": lambda n: "Present:\n" + "Ann Abel, Kenya\n" * n,
    "labels": lambda n: "A text is here.\n" + "Present:\nDecision: x y z.\n" * n,
    "a list of names": lambda n: "Present: " + "Ann Abel, " * n,
    "parentheses": lambda n: "Present: " + "(" * n,
    "stars": lambda n: "*" * n + "\n" + "**a " * n,
    "brackets": lambda n: "[" * n + "\n" + "[a](" * n,
    "references": lambda n: "Session 1: A\nReferences: " + "[a](#), " * n,
    "days": lambda n: "1 & 2, 3 " * n,
    "headings of days": lambda n: "\n".join(f"{1 + each % 28} May 2011" for each in range(n)),
    "pages": lambda n: "\fHead\ntext is here\n1\n" * n,
    "columns": lambda n: "a\t" * n,
    "blanks": lambda n: "a" + " " * n + "b\n" + (" " * 200 + "x\n") * (n // 100),
    "bullets in one line": lambda n: "a • b " * n,
    "rows": lambda n: "| a | b |\n" * n,
    "conditions": lambda n: "Resolved " * n + "\nDecision: " + "subject to " * n,
}


@pytest.mark.parametrize("reader", [text, markdown_blocks], ids=["text", "markdown"])
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length_alone(name: str, reader: ModuleType) -> None:
    source = HEAD + HOSTILE[name](TALL)
    start = process_time()
    blocks, _ = reader.blocks(source)
    imported = recognise(blocks, FACTS)
    assert process_time() - start < 6
    assert imported.minutes is not None


def test_a_word_of_a_megabyte_is_parted_and_told_of() -> None:
    imported = recognise(text.blocks(HEAD + "a" * 1_000_000)[0], FACTS)
    assert imported.minutes is not None
    assert (4, "A word of more than 1,000 letters stands here and is parted; correct it.") in [
        (each.line, each.message) for each in imported.diagnostics
    ]
    said = [imported.minutes.sessions[0].heading, *(passage.text for passage in imported.minutes.passages())]
    assert sum(map(len, tokens(said))) == 1_000_000


@pytest.mark.parametrize("reader", [text, markdown_blocks])
def test_controls_are_left_out_openly_and_heaped_accents_refused(reader: ModuleType) -> None:
    blocks, diagnostics = reader.blocks("Minutes\n3 May 2011\n\nThe b\0oard\ud800 met\x07.\n")
    assert [block.text for block in blocks][-1] == "The board met."
    assert [each.line for each in diagnostics] == [4]
    blocks, diagnostics = reader.blocks("Minutes\ne" + "\u0301" * 40)
    assert blocks == []
    assert [(each.line, each.severity.value) for each in diagnostics] == [(2, "error")]


def test_what_has_no_day_or_no_words_is_refused_with_the_cure() -> None:
    for source, message in (("Minutes\n\nWe met.", "no day on which"), ("\n \n", "holds no words")):
        imported = recognise(text.blocks(source)[0], Facts())
        assert imported.minutes is None
        assert [message in each.message for each in imported.diagnostics if each.severity == "error"] == [True]


def test_facts_that_cannot_be_are_refused_with_the_reason() -> None:
    imported = recognise(text.blocks("Minutes\n3 May 2011\n\nWe met.")[0], Facts(body="Not a slug"))
    assert imported.minutes is None
    assert imported.diagnostics[0].message == "Minutes.body: 'Not a slug' is not a name such as 'civic-space'."


@pytest.mark.parametrize("source", ["**M**inutes of the B**oa**rd", "Minu[tes](#) of t__h__e Board", "____\nMinutes"])
def test_marks_inside_words_part_none(source: str) -> None:
    """Half a word can stand in bold or in a link, and a line can be nothing but a rule."""
    text_of = f"{source}\n3 May 2011\n\nPresent: Ann **A**bel, Bob Cole\n\n# **B**udget\n\nWe m**e**t.\n"
    imported = recognise(markdown_blocks.blocks(text_of)[0], Facts())
    assert imported.minutes is not None
    assert imported.minutes.title.endswith(("Minutes of the Board", "Minutes"))
    assert [one.name for one in imported.minutes.attendees()] == ["Ann Abel", "Bob Cole"]
    assert [session.heading for session in imported.minutes.sessions] == ["Budget"]


def test_a_date_that_is_glued_to_its_title_stands_in_both() -> None:
    imported = recognise(text.blocks("Board call minutesTuesday 9 August 2016\n\n1. Lamps\n\nWe met.\n")[0], Facts())
    assert imported.minutes is not None
    assert (imported.minutes.title, imported.minutes.first_day) == ("Board call minutes", date(2016, 8, 9))
    assert imported.minutes.sessions[0].heading == "Board call minutesTuesday 9 August 2016"
    assert any(each.message.startswith("Title and dates could not be parted") for each in imported.diagnostics)
