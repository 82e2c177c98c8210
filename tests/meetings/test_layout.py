from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings.layout import Bullets, Paragraph, Resolution, lay_out, split_lead
from meetings.lines import one_line
from meetings.markdown import plain
from meetings.minutes import AttendanceGroup, Attendee, Decision, Passage, Reference, Session
from meetings.words import Capacity, CoChair, Kind, Presence, Scope
from tests.factories import small_minutes

pytestmark = pytest.mark.once

ORGANISATION = {"organisation": "Government of Kenya", "organisation_key": "government-of-kenya"}


def blocks(*passages: Passage) -> tuple[object, ...]:
    session = Session(number="1", heading="Session 1: Ideas", passages=passages)
    return lay_out(small_minutes(sessions=(session,))).sections[0].blocks


def narrative(text: str) -> Passage:
    return Passage(kind=Kind.NARRATIVE, text=text)


def bullet(text: str, kind: Kind = Kind.FEEDBACK, depth: int = 0, scope: Scope = Scope.UNSTATED) -> Passage:
    return Passage(kind=kind, text=text, depth=depth, scope=scope)


def decided(text: str, number: str = "D1") -> Passage:
    return Passage(kind=Kind.DECISION, text=text, decision=Decision(number=number))


def shape(lists: tuple[Bullets, ...]) -> list[object]:
    """Lists as nested lists of kinds and citations."""
    return [(each.kind.value, [(item.citation, shape(item.lists)) for item in each.items]) for each in lists]


# Lead-ins


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("Plans were shown. The SC advised:", ("Plans were shown.", "The SC advised:")),
        ("The SC advised:", ("", "The SC advised:")),
        ("Plans were shown. The SC advised.", ("Plans were shown. The SC advised.", "")),
        ("Work goes on. **The SC advised:**", ("Work goes on.", "**The SC advised:**")),
        ("**Work goes on. The SC advised:**", ("", "**Work goes on. The SC advised:**")),
        ("It is “new.” The SC advised:", ("It is “new.”", "The SC advised:")),
        ("Is it new? The SC advised:", ("Is it new?", "The SC advised:")),
        ("Seen by Dr. Demba and others:", ("", "Seen by Dr. Demba and others:")),
        ("Asked by J. Doe of the board:", ("", "Asked by J. Doe of the board:")),
        ("See [the plan. It](https://example.org) says:", ("", "See [the plan. It](https://example.org) says:")),
        ("One. Two. Three:", ("One. Two.", "Three:")),
        ("Fin. État des lieux:", ("Fin.", "État des lieux:")),
        ("In version 2. then:", ("", "In version 2. then:")),
    ],
)
def test_a_lead_in_is_the_last_whole_sentence_before_a_colon(text: str, parted: tuple[str, str]) -> None:
    assert split_lead(text) == parted


@given(st.lists(st.sampled_from(["A", "b", ". ", "! ", " ", "*", "**", "_", "`", "[", "](https://a.org)", "\\"])))
@example(["[", " ", "](https://a.org)"])  # a link without words begins with a blank
def test_splitting_keeps_every_word_and_mark(parts: list[str]) -> None:
    text = one_line("".join(parts) + ". Then:")
    before, lead = split_lead(text)
    assert plain(f"{before} {lead}".strip()) == plain(text)
    assert f"{plain(before)} {plain(lead)}".strip() == plain(text).strip()


def test_splitting_is_fast_on_long_text() -> None:
    text = "A. " * 1300 + "*B:"
    assert split_lead(text) == ("", text)


def test_a_paragraph_leads_only_into_a_list_or_a_decision() -> None:
    colon = narrative("Shown. As follows:")
    assert blocks(colon, narrative("Then."))[0] == Paragraph("1.1", colon, "Shown. As follows:", "")
    assert blocks(colon, bullet("One"))[0] == Paragraph("1.1", colon, "Shown.", "As follows:")
    assert blocks(colon, decided("Approved."))[0] == Paragraph("1.1", colon, "Shown.", "As follows:")
    assert blocks(colon)[0] == Paragraph("1.1", colon, "Shown. As follows:", "")


# Lists


def test_lists_hold_one_kind() -> None:
    found = blocks(bullet("a"), bullet("b"), bullet("c", Kind.POINT), bullet("d"))
    assert shape(found) == [  # type: ignore[arg-type]
        ("feedback", [("1.1", []), ("1.2", [])]),
        ("point", [("1.3", [])]),
        ("feedback", [("1.4", [])]),
    ]


def test_deeper_bullets_nest() -> None:
    depths = [0, 1, 3, 1, 0, 2, 1]
    found = blocks(*(bullet(str(place), depth=depth) for place, depth in enumerate(depths)))
    assert shape(found) == [  # type: ignore[arg-type]
        (
            "feedback",
            [
                ("1.1", [("feedback", [("1.2", [("feedback", [("1.3", [])])]), ("1.4", [])])]),
                ("1.5", [("feedback", [("1.6", []), ("1.7", [])])]),
            ],
        )
    ]


def test_a_list_that_starts_deep_keeps_every_bullet() -> None:
    found = blocks(bullet("a", depth=2), bullet("b", depth=1), bullet("c"))
    assert shape(found) == [("feedback", [("1.1", []), ("1.2", []), ("1.3", [])])]  # type: ignore[arg-type]


def test_a_list_says_what_it_holds() -> None:
    (points,) = blocks(bullet("a", Kind.POINT))
    (shared,) = blocks(bullet("a", scope=Scope.COUNTRY), bullet("b", scope=Scope.COUNTRY))
    (mixed,) = blocks(bullet("a", scope=Scope.COUNTRY), bullet("b"))
    assert [block.label for block in (points, shared, mixed)] == [  # type: ignore[attr-defined]
        "Points",
        "Feedback, country",
        "Feedback",
    ]


def test_decisions_stand_apart_and_keep_their_place() -> None:
    one, two = decided("One."), decided("Two.", "D2")
    assert blocks(one, two, bullet("a"))[:2] == (Resolution("1.1", one), Resolution("1.2", two))


# Sections


def test_headings_part_into_word_sign_and_title() -> None:
    breakout = Session(number="1A", heading="2. Europe")
    opening = Session(number="0", heading="Welcome")
    first = Session(number="1", heading="Session 1: Ideas", breakouts=(breakout,))
    sections = lay_out(small_minutes(sessions=(opening, first))).sections
    assert [(each.word, each.sign, each.title, each.number) for each in (*sections, *sections[1].breakouts)] == [
        ("", "", "Welcome", ""),
        ("Session 1", ":", "Ideas", "1"),
        ("", "", "2. Europe", "1A"),
    ]


def test_references_stand_in_the_lines_of_their_labels() -> None:
    references = (
        Reference(label="Reference:", title="One", url="https://example.org/1"),
        Reference(title="Two"),
        Reference(label="References:", title="Three"),
    )
    session = Session(number="1", heading="Ideas", references=references)
    papers = lay_out(small_minutes(sessions=(session,))).sections[0].papers
    assert [(line.label, len(line.references), line.lost, line.are_all_lost) for line in papers] == [
        ("Reference:", 2, 1, False),
        ("References:", 1, 1, True),
    ]


def test_a_session_without_references_has_no_lines() -> None:
    assert lay_out(small_minutes(sessions=(Session(number="1", heading="Ideas"),))).sections[0].papers == ()


# The facts of the head


def test_people_are_counted_who_were_there() -> None:
    there = Attendee(name="Ada", person="ada", **ORGANISATION, capacity=Capacity.GOVERNMENT)
    remote = Attendee(name="Bo", person="bo", **ORGANISATION, capacity=Capacity.GOVERNMENT, presence=Presence.REMOTE)
    absent = Attendee(name="Cy", person="cy", presence=Presence.APOLOGIES)
    seat = Attendee(organisation="Society", organisation_key="society")
    group = AttendanceGroup(heading="Members", attendees=(there, remote, absent, seat))
    layout = lay_out(small_minutes(attendance=(group,)))
    assert (layout.people, layout.governments) == (2, 1)


def test_co_chairs_are_the_seat_or_the_person() -> None:
    role = "Lead Government Co-Chair"
    seats = tuple(
        Attendee(name=name, person=name.lower(), **ORGANISATION, seat_role=role, co_chair=CoChair.LEAD)
        for name in ("Ada", "Bo")
    )
    person = Attendee(name="Cy", person="cy", organisation="Twaweza", organisation_key="twaweza", co_chair=CoChair.LEAD)
    groups = (
        AttendanceGroup(heading="Governments", by_organisation=True, attendees=seats),
        AttendanceGroup(heading="Civil society", attendees=(person,)),
    )
    layout = lay_out(small_minutes(attendance=groups))
    assert layout.lead_co_chairs == ("Government of Kenya", "Cy, Twaweza")
    assert layout.incoming_co_chairs == ()
    (delegation,) = layout.rolls[0].delegations
    assert (delegation.organisation, delegation.seat_role, len(delegation.attendees)) == (
        "Government of Kenya",
        role,
        2,
    )


def test_the_outcome_is_counted() -> None:
    layout = lay_out(small_minutes())
    assert ([citation for citation, _ in layout.decisions], layout.feedback, layout.example) == (["1.4"], 2, "1.3")


def test_minutes_without_sessions_are_laid_out() -> None:
    layout = lay_out(small_minutes(sessions=(), attendance=(), attendance_heading=""))
    assert (layout.sections, layout.rolls, layout.example, layout.people) == ((), (), "", 0)
