"""The seed of the portal, from its plain text: what a person made of it by hand, the recogniser makes too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meetings.importers.imported import Facts, Imported
from meetings.importers.recognise import recognise
from meetings.importers.text import blocks
from meetings.minutes import Minutes, Passage, Session
from meetings.textform import parse
from meetings.vocabulary import Vocabulary
from meetings.words import Kind

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
SOURCE = (FIXTURES / "december-2020.txt").read_text(encoding="utf-8")
VOCABULARY = Vocabulary(
    regions={
        "africa-middle-east": "Africa & Middle East",
        "americas": "Americas",
        "asia-pacific": "Asia-Pacific",
        "europe": "Europe",
    }
)


@pytest.fixture(scope="module")
def imported() -> Imported:
    found, _ = blocks(SOURCE)
    return recognise(found, Facts(bodies={"steering-committee": "Steering Committee"}), VOCABULARY)


@pytest.fixture(scope="module")
def minutes(imported: Imported) -> Minutes:
    assert imported.minutes is not None
    return imported.minutes


@pytest.fixture(scope="module")
def fixture() -> Minutes:
    """The fixture without what a person added to the words: themes and hidden action items."""
    minutes = parse((FIXTURES / "december-2020.md").read_text(encoding="utf-8")).minutes
    assert minutes is not None
    return replace(minutes, sessions=tuple(map(_bare, minutes.sessions)))


def _bare(session: Session) -> Session:
    return replace(
        session,
        themes=(),
        passages=tuple(map(_bare_passage, session.passages)),
        breakouts=tuple(map(_bare, session.breakouts)),
    )


def _bare_passage(passage: Passage) -> Passage:
    decision = replace(passage.decision, referred_to="") if passage.decision else None
    return replace(passage, themes=(), actions=(), decision=decision)


def test_the_sessions_are_those_of_the_fixture(minutes: Minutes, fixture: Minutes) -> None:
    assert minutes.sessions == fixture.sessions
    feedback = [passage for passage in minutes.passages() if passage.kind == Kind.FEEDBACK]
    assert (len(feedback), len(list(minutes.decisions()))) == (63, 2)


def test_head_and_attendees_are_those_of_the_fixture(minutes: Minutes, fixture: Minutes) -> None:
    assert minutes.attendance == fixture.attendance
    assert len(list(minutes.attendees())) == 43
    assert minutes == fixture


def test_a_human_is_told_what_to_look_at(imported: Imported) -> None:
    told = {(each.line, each.message) for each in imported.diagnostics}
    assert {
        (13, "“Maria Baron” stands here and “María Baron” elsewhere; check whether they are one person."),
        (19, "“Sanjay Pradhan” speaks here and is not among the attendees; check the list."),
        (17, "The address of “2021 Draft Work Plan” is lost; add it if the paper can be found."),
        (116, "“GOP” stands here, “OGP” 62 times elsewhere; check whether that is meant."),
        (231, "“Mukelani Demba” stands here and “Mukelani Dimba” elsewhere; check whether they are one person."),
    } <= told
    assert sum("is lost" in message for _, message in told) == 7
    assert sum("a space alone parts" in message for _, message in told) == 20
    assert imported.unplaced == ()


def test_the_source_is_the_seed_and_its_page_breaks_are_told_of() -> None:
    found, diagnostics = blocks(SOURCE)
    assert [each.line for each in diagnostics] == [35, 71, 128, 160, 218]
    assert all("goes on where a page break or a gap cut the sentence" in each.message for each in diagnostics)
    assert sum(block.form == "bullet" for block in found) == 72


def test_importing_it_twice_gives_the_same(imported: Imported) -> None:
    again = recognise(blocks(SOURCE)[0], Facts(bodies={"steering-committee": "Steering Committee"}), VOCABULARY)
    assert again == imported
