"""Whatever comes in: no crash, and every word of the source is there, in order."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.canonical import canonical_json, from_json
from meetings.diagnostics import Severity
from meetings.importers.blocks import Block, Form
from meetings.importers.imported import Facts, Imported
from meetings.importers.recognise import recognise
from meetings.importers.text import blocks
from meetings.minutes import AttendanceGroup, Minutes, Session
from meetings.textform import dump, parse
from tests.strategies import NASTY

pytestmark = pytest.mark.once

FACTS = Facts(first_day=date(2015, 1, 13), body="board", meeting="january-2015", reference="B-2015-01")
LINES = (Path(__file__).parent / "lines.txt").read_text(encoding="utf-8").split("\n")

_words = st.sampled_from([*LINES, *NASTY]) | st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=12)
_texts = st.lists(st.tuples(_words, st.sampled_from(["\n", "\n\n", "\n\n\n\n", " ", "\r\n", "\f"])), max_size=40).map(
    lambda pairs: "".join(part for pair in pairs for part in pair)
)
_blocks = st.lists(
    st.builds(
        Block,
        form=st.sampled_from(Form),
        text=_words,
        line=st.integers(1, 9),
        level=st.integers(0, 4),
        depth=st.integers(0, 7),
        marker=st.sampled_from(["", "", "•", "1.", "a)", "-"]),
        is_bold=st.booleans(),
        cells=st.just(()) | st.lists(_words, max_size=4).map(tuple),
    ).map(lambda block: _rowed(block)),
    max_size=25,
)


def _rowed(block: Block) -> Block:
    """A row says the words of its cells, and nothing else has cells."""
    if block.form != Form.ROW:
        return Block(**{name: getattr(block, name) for name in Block.__slots__ if name != "cells"})
    parts = {name: getattr(block, name) for name in Block.__slots__}
    return Block(**{**parts, "text": " | ".join(block.cells), "marker": ""})


def words(texts: list[str]) -> list[str]:
    """Letters and digits only: an own, simple count beside that of the recogniser. Marks of bold part no word."""
    return re.findall(r"[^\W_]+", re.sub(r"\*+|__", "", unicodedata.normalize("NFC", " ".join(texts))))


def said(minutes: Minutes) -> list[str]:
    """All that the page shows, below title and dates."""
    sessions = [text for session in minutes.sessions for text in said_in_session(session)]
    attendance = [minutes.attendance_heading]
    for group in minutes.attendance:
        attendance += [group.heading, *said_in_group(group), group.note]
    return [*attendance, *sessions] if minutes.attendance_first else [*sessions, *attendance]


def said_in_session(session: Session) -> list[str]:
    papers = [text for paper in session.references for text in (paper.label, paper.title, paper.url)]
    below = [text for breakout in session.breakouts for text in said_in_session(breakout)]
    return [session.heading, *papers, *(passage.text for passage in session.passages), *below]


def said_in_group(group: AttendanceGroup) -> list[str]:
    texts, above = [], ("", "")
    for one in group.attendees:
        if group.by_organisation and (one.organisation, one.seat_role) != above:
            above = (one.organisation, one.seat_role)
            texts += above
        own = one.title if group.by_organisation else f"{one.organisation} {one.title}"
        texts += [one.name, one.role, own]
    return texts


def hold_all(source: list[str], imported: Imported) -> None:
    """Hold that minutes end with the words of the source, and that these begin in the head or below it."""
    if imported.minutes is None:
        assert any(each.severity == Severity.ERROR for each in imported.diagnostics)
        return
    minutes = imported.minutes
    body, wanted = words(said(minutes)), words(source)
    start = len(wanted) - len(body)
    assert start >= 0
    assert wanted[start:] == body
    head = words([minutes.publisher, minutes.title, minutes.dates, minutes.place])
    assert is_within(wanted[:start], head)
    assert parse(dump(minutes)).minutes == minutes
    assert from_json(canonical_json(minutes)) == minutes


def is_within(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(word in rest for word in part)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=_blocks)
def test_any_blocks_keep_every_word(found: list[Block]) -> None:
    source = [f"{block.marker} {block.text}" for block in found]
    hold_all(source, recognise(found, FACTS))
    hold_all(source, recognise(found, Facts(name="minutes.docx")))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_texts)
def test_any_text_becomes_minutes_or_is_refused_with_a_cure(text: str) -> None:
    found, _ = blocks(text)
    hold_all([f"{block.marker} {block.text}" for block in found], recognise(found, FACTS))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_texts)
def test_the_words_of_a_text_are_those_of_its_blocks_but_for_what_is_told_of(text: str) -> None:
    found, diagnostics = blocks(text)
    if not any("left out" in each.message for each in diagnostics):
        assert words([f"{block.marker} {block.text}" for block in found]) == words([text])
