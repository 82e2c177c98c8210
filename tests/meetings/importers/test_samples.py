"""Minutes in every shape that minutes have, each with the text form that it gives beside it, and what is told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from meetings.importers import markdown_blocks, text
from meetings.importers.imported import Facts, Imported
from meetings.importers.recognise import recognise
from meetings.textform import dump, parse
from meetings.vocabulary import Vocabulary

SAMPLES = Path(__file__).parent / "samples"
SOURCES = sorted(path for path in SAMPLES.iterdir() if ".expected" not in path.name)
VOCABULARY = Vocabulary(regions={"americas": "Americas", "asia-pacific": "Asia-Pacific", "europe": "Europe"})
TOLD = "<!-- told -->"  # parts the text form from the lines of diagnostics and unplaced lines


def read(path: Path) -> tuple[list[text.Block], Imported]:
    source = path.read_bytes().decode()
    blocks, _ = (markdown_blocks if path.suffix == ".md" else text).blocks(source)
    return blocks, recognise(blocks, Facts(name=path.name), VOCABULARY)


def report(path: Path) -> str:
    """Give what a sample is read as: the text form, the lines with a warning, and those that were not placed."""
    _, imported = read(path)
    assert imported.minutes is not None
    warned = " ".join(str(each.line) for each in imported.diagnostics if "is guessed" not in each.message)
    unplaced = " ".join(str(each.line) for each in imported.unplaced)
    return f"{dump(imported.minutes)}{TOLD}\nwarned: {warned}\nunplaced: {unplaced}\n"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_each_shape_is_read_as_expected(path: Path) -> None:
    expected = path.with_name(f"{path.stem}.expected.md").read_text(encoding="utf-8")
    assert report(path) == expected
    assert parse(expected.partition(TOLD)[0]).errors == ()


def test_every_shape_has_a_sample() -> None:
    assert len(SOURCES) >= 30
