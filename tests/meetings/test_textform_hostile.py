"""Whatever a file holds, reading it ends soon, raises nothing, and loses nothing that it accepts."""

from __future__ import annotations

import random
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.importers import markdown as importer
from meetings.textform import dump, parse
from tests.strategies import NASTY
from tests.texts import HEAD, VOCABULARY

pytestmark = pytest.mark.once

BODY = """## Session 1: A {region: europe}

Reference: [Plan](#)

On country: {scope: country}

- {A1}Share it{/A1} soon. {A1: SU, due 2021-02-01}
- Fund it. #funding

Decision:

- Approved if {condition}edited{/condition}. {outcome: approved with conditions}

### Europe

* One

## List of Attendees

### Government Members

#### Government of Italy (Lead Co-Chair 2020 – 2021)

- Ann (Chair) | Head

A note.
"""
LARGE: dict[str, Callable[[int], str]] = {
    "one word": lambda size: "## x\n" + "a" * size,
    "backslashes": lambda size: "## x\n" + "\\" * size,
    "open braces": lambda size: "## x\n" + " {a" * (size // 3) + "}",
    "escaped braces": lambda size: "## x\ny {theme: " + "\\{" * (size // 2) + "}",
    "semicolons": lambda size: "## x\ny {" + "a:b;" * (size // 4) + "}",
    "marks": lambda size: "## x\n" + "{A1}x{/A1}" * (size // 10),
    "conditions": lambda size: "## x\n- " + "{condition}x{/condition}" * (size // 24) + " {outcome: noted}",
    "tags": lambda size: "## x\ny" + " #a" * (size // 3),
    "unknown themes": lambda size: "## x\n" + "".join(f"- y #a{place}\n" for place in range(size // 10)),
    "mistyped keys": lambda size: "## x\n" + "".join(f"- y {{scop{place}: a}}\n" for place in range(size // 15)),
    "bullets": lambda size: "## x\n" + "- y\n" * (size // 4),
    "one long paragraph": lambda size: "## x\n" + "y\n" * (size // 2),
    "sessions": lambda size: "## x\n" * (size // 5),
    "breakouts": lambda size: "## x\n" + "### y\n" * (size // 6),
    "headings": lambda size: "#" * size,
    "rules": lambda size: "---\n" * (size // 4),
    "indentation": lambda size: "## x\n" + "\t" * size + "- y",
    "links": lambda size: "## x\nReference: " + "[a](" * (size // 4),
    "an address": lambda size: "## x\nReference: [a](https://" + "b" * size + ")",
    "columns": lambda size: "## Present\n### g\n- " + "\\||" * (size // 3),
    "roles": lambda size: "## Present\n### g\n- a (" + "lead " * (size // 5) + ")",
    "people": lambda size: "## Present\n### g\n" + "- a | b\n" * (size // 8),
    "organisations": lambda size: "## Present\n### g\n" + "#### b\n" * (size // 7),
    "accents": lambda size: "## x\n" + "\u0301\u0316" * (size // 2),
    "accents on many letters": lambda size: "## x\n" + "a\u0301\u0316" * (size // 3),
}


def cost(text: str) -> float:
    """Give the processor time of reading a text, the least of three."""
    times = []
    for _ in range(3):
        start = process_time()
        parse(text, VOCABULARY)
        times.append(process_time() - start)
    return min(times)


@pytest.mark.parametrize("name", LARGE)
def test_eight_times_the_text_takes_not_much_more_than_eight_times_as_long(name: str) -> None:
    """Quadratic reading would take 64 times as long."""
    small, large = (cost(HEAD + LARGE[name](size)) for size in (4_000, 32_000))
    assert large < 24 * small + 0.05


@pytest.mark.parametrize("text", ["\0" * 1000, "\ud800" * 1000, HEAD + "## \ud800\n- \0\n", HEAD + "- y\n" * 100_000])
def test_what_no_minutes_can_hold_is_told_of_in_words_that_can_be_shown(text: str) -> None:
    parsed = parse(text)
    assert parsed.minutes is None
    assert 0 < len(parsed.diagnostics) <= 202
    for diagnostic in parsed.diagnostics:
        diagnostic.message.encode()
        assert len(diagnostic.message) < 1000
        assert "\0" not in diagnostic.message


def test_a_megabyte_in_one_word_is_refused() -> None:
    assert [each.message for each in parse(HEAD + "## x\n" + "a" * 1_000_000).errors] == [
        "Passage.text: 1,000,000 characters, at most 4,000 fit; split it into two."
    ]


def test_accents_heaped_on_one_letter_are_refused_with_their_line() -> None:
    (error,) = parse(HEAD + "## x\n\ny" + "\u0301" * 31).errors
    assert (error.line, error.message) == (11 + 1, "More than 30 accents stand on one letter; take them out.")


@settings(max_examples=200, deadline=None)
@given(text=st.lists(st.sampled_from([*NASTY, "\n", "\n\n", "  ", "x"]) | st.text(max_size=3)).map("".join))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for whole in (text, HEAD + "## x\n" + text, HEAD + "## Present\n### y\n" + text):
        parsed = parse(whole, VOCABULARY)
        assert (parsed.minutes is None) == bool(parsed.errors)
        if parsed.minutes:
            assert parse(dump(parsed.minutes)).minutes == parsed.minutes


def broken(chance: random.Random) -> str:
    """Give BODY with a few unkind changes."""
    text = BODY
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(text))
        gone = chance.choice((0, 0, 1, 5))
        new = chance.choice((*NASTY, "\n", "\n\n", " ", "", text[place : place + 20]))
        text = text[:place] + new + text[place + gone :]
    return text


@pytest.mark.parametrize("seed", range(20))
def test_a_broken_text_is_refused_or_read_without_loss(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret, a repeatable test
    for _ in range(20):
        parsed = parse(HEAD + broken(chance), VOCABULARY)
        assert (parsed.minutes is None) == bool(parsed.errors)
        if parsed.minutes:
            assert parse(dump(parsed.minutes)).minutes == parsed.minutes


@settings(max_examples=200, deadline=None)
@given(
    data=st.binary(max_size=200), head=st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", HEAD.encode()])
)
def test_any_bytes_are_read_without_an_exception(data: bytes, head: bytes) -> None:
    parsed = importer.read(head + data, VOCABULARY)
    assert (parsed.minutes is None) == bool(parsed.errors)
