"""Every part of `Minutes` refuses what it cannot hold, and says how to put it right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, time
from typing import Any

import pytest

from meetings.headings import split_heading
from meetings.lines import InvalidMinutes, one_line, slug_of
from meetings.minutes import (
    MAX_DEPTH,
    ActionItem,
    AttendanceGroup,
    Attendee,
    Decision,
    Minutes,
    Moment,
    Passage,
    Reference,
    Session,
)
from meetings.words import Capacity, CoChair, Kind, Outcome, Scope

MINUTES = Minutes(
    publisher="Open Government Partnership",
    title="Minutes",
    dates="14 December 2020",
    body="steering-committee",
    meeting="december-2020",
    reference="SC-2020-12",
    first_day=date(2020, 12, 14),
    last_day=date(2020, 12, 14),
)
MOMENT = Moment(day=date(2020, 12, 14), time=time(7, 4))
FEEDBACK = Passage(kind=Kind.FEEDBACK, text="Look into what else OGP can do.")
DECIDED = Passage(
    kind=Kind.DECISION,
    text="Approved if edited and if funded.",
    decision=Decision(number="D1", outcome=Outcome.APPROVED_WITH_CONDITIONS, conditions=("if edited", "if funded")),
)
OBLIGED = Passage(
    kind=Kind.NARRATIVE,
    text="The SU will share it and the SC will read it.",
    actions=(
        ActionItem(number="A2", text="The SU will share it"),
        ActionItem(number="A10", text="the SC will read it"),
    ),
)
SESSION = Session(number="3", heading="Session 3: Regional Breakouts")
PERSON = Attendee(name="María Baron", person="maria-baron", organisation="ICD", organisation_key="icd")
GROUP = AttendanceGroup(heading="Observers", attendees=(PERSON,))

REFUSED: list[tuple[Any, dict[str, Any], str]] = [
    (MINUTES, {"title": ""}, "Minutes.title: is missing."),
    (MINUTES, {"title": "a\0b"}, "Minutes.title: holds a control character; take it out."),
    (MINUTES, {"title": "a\ud800"}, "Minutes.title: holds a control character; take it out."),
    (MINUTES, {"title": "a  b"}, "Minutes.title: is not one line of NFC text; join its lines with single spaces."),
    (MINUTES, {"title": "e\u0301"}, "Minutes.title: is not one line of NFC text; join its lines with single spaces."),
    (MINUTES, {"title": "a" * 1001}, "Minutes.title: 1,001 characters, at most 1,000 fit; split it into two."),
    (MINUTES, {"last_day": date(2020, 12, 13)}, "Minutes.last_day: lies before the first day."),
    (MINUTES, {"body": "The SC"}, "Minutes.body: 'The SC' is not a name such as 'civic-space'."),
    (MINUTES, {"reference": "sc"}, "Minutes.reference: 'sc' is not one such as 'SC-2020-12'."),
    (MINUTES, {"language": "English"}, "Minutes.language: 'English' is not a language tag such as 'en'."),
    (MINUTES, {"attendance": (GROUP,)}, "Minutes.attendance_heading: is missing above the attendees."),
    (
        MINUTES,
        {"attendance_first": True, "attendance_heading": ""},
        "Minutes.attendance_first: needs attendees, and sessions that they stand before.",
    ),
    (MINUTES, {"sessions": (SESSION, SESSION)}, "Session number 3: is given twice; numbers are unique in an edition."),
    (
        MINUTES,
        {"sessions": (replace(SESSION, passages=(DECIDED, DECIDED)),)},
        "Decision D1: is given twice; numbers are unique in an edition.",
    ),
    (MOMENT, {"zone": "E S T"}, "Moment.zone: is one word, such as 'EST'."),
    (MOMENT, {"offset": 841}, "Moment.offset: lies between -840 and 840 minutes."),
    (MOMENT, {"time": time(7, 4, 1)}, "Moment.time: is hours and minutes."),
    (MOMENT, {"time": time(7, 4, tzinfo=UTC)}, "Moment.time: is hours and minutes."),
    (Reference(title="Plan"), {"title": ""}, "Reference.title: is missing."),
    (Reference(title="Plan"), {"title": "a]b"}, "Reference.title: holds a bracket or a backslash."),
    (
        Reference(title="Plan"),
        {"url": "javascript:alert(1)"},
        "Reference.url: 'javascript:alert(1)' is not an http or https address.",
    ),
    (
        Reference(title="Plan"),
        {"label": "See:"},
        "Reference.label: 'See:' is not a label such as 'Reference material:'.",
    ),
    (
        SESSION,
        {"references": (Reference(title="Plan"),)},
        "Session 3: its first reference needs a label, such as 'Reference:'.",
    ),
    (SESSION, {"heading": ""}, "Session.heading: is missing."),
    (
        SESSION,
        {"number": "three"},
        "Session “Session 3: Regional Breakouts”: 'three' is not a number such as '3' or '3D'.",
    ),
    (
        SESSION,
        {"breakouts": (replace(SESSION, breakouts=(SESSION,)),)},
        "Session 3: a breakout has no breakouts of its own.",
    ),
    (FEEDBACK, {"text": ""}, "Passage.text: is empty; leave the passage out."),
    (FEEDBACK, {"text": "a" * 4001}, "Passage.text: 4,001 characters, at most 4,000 fit; split it into two."),
    (
        FEEDBACK,
        {"depth": MAX_DEPTH + 1},
        "Passage “Look into what else OGP can do.”: lists nest 5 deep at most.",
    ),
    (
        FEEDBACK,
        {"themes": ("funding", "civic-space")},
        "Passage “Look into what else OGP can do.”, themes: name each thing once, in alphabetical order.",
    ),
    (
        OBLIGED,
        {"depth": 1},
        "Passage “The SU will share it and the SC will rea”: Narrative is not indented; begin at the margin.",
    ),
    (
        OBLIGED,
        {"scope": Scope.COUNTRY},
        "Passage “The SU will share it and the SC will rea”: only feedback has a scope.",
    ),
    (
        OBLIGED,
        {"actions": OBLIGED.actions[::-1]},
        "Passage “The SU will share it and the SC will rea”: its action items stand in the order of their numbers; "
        "sort them.",
    ),
    (
        OBLIGED,
        {"text": "The SU will share it."},
        "Passage “The SU will share it.”: does not say “the SC will read it”; mark words that it says.",
    ),
    (
        DECIDED,
        {"kind": Kind.FEEDBACK},
        "Passage “Approved if edited and if funded.”: a decision has the facts of one, and nothing else has.",
    ),
    (
        DECIDED,
        {"text": "Approved if funded and if edited."},
        "Passage “Approved if funded and if edited.”: does not say “if funded” behind its last condition; "
        "mark words in order.",
    ),
    (
        DECIDED.decision,
        {"outcome": Outcome.APPROVED},
        "Decision D1: has conditions: its outcome is 'approved with conditions'.",
    ),
    (DECIDED.decision, {"conditions": ("",)}, "Decision D1: has an empty condition; mark its words."),
    (DECIDED.decision, {"number": "A1"}, "Reference number: 'A1' is not one such as 'D1'."),
    (OBLIGED.actions[0], {"text": ""}, "Action item A2: states nothing; mark the words that state it."),
    (OBLIGED.actions[0], {"number": "A01"}, "Reference number: 'A01' is not one such as 'A1'."),
    (
        PERSON,
        {"person": ""},
        "Attendee “María Baron”: a named person has an identity ('maria-baron'), and only a named one.",
    ),
    (
        PERSON,
        {"organisation": ""},
        "Attendee “María Baron”: a named organisation has an identity ('world-bank'), and only a named one.",
    ),
    (PERSON, {"person": "a b"}, "Attendee “María Baron”: 'a b' is not an identity."),
    (PERSON, {"term_from": 20}, "Attendee “María Baron”: 20 is not a year of a term."),
    (
        MINUTES,
        {"attendance_heading": "Present", "attendance": (GROUP, replace(GROUP, heading=""))},
        "AttendanceGroup.heading: is missing; only the first list, or one behind a note, needs none.",
    ),
    (GROUP, {"attendees": (), "by_organisation": True}, "Observers: is by organisation and has nobody."),
    (
        GROUP,
        {"attendees": (replace(PERSON, seat_role="Chair"),)},
        "Observers: María Baron: the role of a seat needs a list by organisation.",
    ),
]


@pytest.mark.parametrize(("part", "change", "message"), REFUSED)
def test_what_cannot_be_held_is_refused_with_place_and_cure(part: Any, change: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidMinutes) as refusal:
        replace(part, **change)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a\tb\r\nc\u00a0\u2028d ", "a b c d"),
        ("e\u0301", "é"),
        ("\u2000", ""),
        ("\u200ba", "\u200ba"),
        ("", ""),
    ],
)
def test_one_line_joins_and_composes(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Nicole Grünbaum", "nicole-grunbaum"),
        ("Mukelani  Dimba (Chair)", "mukelani-dimba-chair"),
        ("საქართველო", "საქართველო"),
        ("السلام عليكم", "السلام-عليكم"),
        ("Straße_12", "strasse-12"),
        ("…", ""),
        ("a" * 119 + " b", "a" * 119),
    ],
)
def test_slug_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("Session 3: Regional Breakouts", ("Session 3:", "Regional Breakouts")),
        ("12a) Budget", ("12a)", "Budget")),
        ("Agenda item 2. Welcome", ("Agenda item 2.", "Welcome")),
        ("2021 priorities", ("", "2021 priorities")),
        ("Session 3:", ("", "Session 3:")),
    ],
)
def test_split_heading_parts_the_number_word_from_the_title(heading: str, parts: tuple[str, str]) -> None:
    assert split_heading(heading) == parts


def test_labels_read_as_words() -> None:
    assert [word.label for word in (Kind.POINT, Outcome.APPROVED_WITH_CONDITIONS, Capacity.CIVIL_SOCIETY)] == [
        "Point",
        "Approved with conditions",
        "Civil society member",
    ]
    assert (Scope.UNSTATED.label, Outcome.UNSTATED.label) == ("Scope not stated", "Outcome not stated")
    assert CoChair.choices()[1] == ("lead", "Lead")


def test_only_members_vote() -> None:
    assert [capacity for capacity in Capacity if capacity.votes] == [Capacity.GOVERNMENT, Capacity.CIVIL_SOCIETY]


def test_passages_are_numbered_within_their_session() -> None:
    session = replace(SESSION, number="3D", passages=(FEEDBACK, OBLIGED))
    assert session.numbered() == [("3D.1", FEEDBACK), ("3D.2", OBLIGED)]
    assert (SESSION.label, SESSION.title) == ("Session 3:", "Regional Breakouts")


def test_minutes_are_walked_in_the_order_of_the_page() -> None:
    breakout = Session(number="3A", heading="Europe", passages=(OBLIGED,))
    session = replace(SESSION, passages=(DECIDED,), breakouts=(breakout,))
    minutes = replace(
        MINUTES,
        sessions=(session, replace(SESSION, number="4")),
        attendance_heading="Attendees",
        attendance=(GROUP,),
    )
    assert [each.number for each in minutes.all_sessions()] == ["3", "3A", "4"]
    assert list(minutes.passages()) == [DECIDED, OBLIGED]
    assert list(minutes.decisions()) == [DECIDED.decision]
    assert list(minutes.actions()) == list(OBLIGED.actions)
    assert list(minutes.attendees()) == [PERSON]
