"""The text form as a whole: there and back, front matter, sessions, references."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from meetings.minutes import Minutes, Moment, Reference, Session
from meetings.textform import dump, parse
from tests import strategies
from tests.texts import FIRST, HEAD, VOCABULARY, minutes_of, sessions_of, told

pytestmark = pytest.mark.once

DECEMBER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "december-2020.md"
FRONT = """---
publisher: Open Government Partnership
title: Minutes
dates: 14 & 15 December 2020
place: Virtual
body: steering-committee
meeting: december-2020
reference: SC-2020-12
days: 2020-12-14 to 2020-12-15
language: fr
opened: 2020-12-14 07:04 EST (UTC-05:00)
adjourned: 2020-12-15 10:07
---
"""


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minutes=strategies.minutes())
def test_parse_reads_what_dump_wrote(minutes: Minutes) -> None:
    text = dump(minutes)
    parsed = parse(text)
    assert parsed.errors == ()
    assert parsed.minutes == minutes
    assert dump(parsed.minutes) == text


def test_december_is_read_without_a_remark_and_written_to_the_letter() -> None:
    text = DECEMBER.read_text(encoding="utf-8")
    parsed = parse(text)
    assert parsed.diagnostics == ()
    assert parsed.minutes is not None
    assert dump(parsed.minutes) == text


def test_front_matter_holds_the_facts() -> None:
    assert parse(FRONT).minutes == Minutes(
        publisher="Open Government Partnership",
        title="Minutes",
        dates="14 & 15 December 2020",
        place="Virtual",
        body="steering-committee",
        meeting="december-2020",
        reference="SC-2020-12",
        first_day=date(2020, 12, 14),
        last_day=date(2020, 12, 15),
        language="fr",
        opened=Moment(day=date(2020, 12, 14), time=time(7, 4), zone="EST", offset=-300),
        adjourned=Moment(day=date(2020, 12, 15), time=time(10, 7)),
    )


def test_front_matter_is_written_without_empty_keys() -> None:
    minutes = minutes_of("")
    assert dump(minutes) == HEAD.replace("2020-12-14\n", "2020-12-14\nlanguage: en\n")
    assert dump(replace(minutes, place="Virtual")).splitlines()[4] == "place: Virtual"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("title: Minutes\n", "", 1, "The front matter lacks “title: …”; add a line for each between the “---”."),
        ("title: Minutes", "title:", 1, "The front matter lacks “title: …”; add a line for each between the “---”."),
        ("title: Minutes", "title: a\ntitle: b", 4, "“title” is given twice; keep one line."),
        ("SC-2020-12", "sc", 7, "Minutes.reference: 'sc' is not one such as 'SC-2020-12'."),
        (
            "days: 2020-12-14",
            "days: 20201214",
            8,
            "The days “20201214” cannot be read; write “2020-12-14”, or “2020-12-14 to 2020-12-15”.",
        ),
        ("days: 2020-12-14", "days: 2020-12-14 to 2020-12-13", 8, "Minutes.last_day: lies before the first day."),
        (
            "days: 2020-12-14",
            "days: 2020-12-14\nopened: 7 am",
            9,
            "The moment “7 am” of “opened” cannot be read; write “2020-12-14 07:04 EST (UTC-05:00)”.",
        ),
        (
            "days: 2020-12-14",
            "days: 2020-12-14\nopened: 2020-12-14 07:04 (UTC+20:00)",
            9,
            "Moment.offset: lies between -840 and 840 minutes.",
        ),
    ],
)
def test_front_matter_that_is_wrong_is_told_of(old: str, new: str, line: int, message: str) -> None:
    parsed = parse(HEAD.replace(old, new))
    assert parsed.minutes is None
    assert [(each.severity, each.line, each.message) for each in parsed.diagnostics] == [("error", line, message)]


def test_minutes_need_not_name_their_publisher() -> None:
    text = HEAD.replace("publisher: Open Government Partnership\n", "")
    minutes = parse(text).minutes
    assert minutes is not None
    assert minutes.publisher == ""
    assert "publisher" not in dump(minutes)
    assert parse(dump(minutes)).minutes == minutes


def test_a_mistyped_key_is_told_of_with_the_likely_one() -> None:
    parsed = parse(HEAD.replace("title:", "titel:"))
    assert [each.line for each in parsed.errors] == [1, 3]
    assert parsed.errors[1].message.endswith(" Did you mean “title”?")
    assert parsed.errors[1].message.startswith("“titel: Minutes” is no fact of minutes (publisher, title, ")


def test_front_matter_that_never_ends_or_begins_is_told_of() -> None:
    unfinished, without = parse("\n---\ntitle: a"), parse("\n\nMinutes")
    assert [(each.line, each.message) for each in unfinished.errors] == [
        (2, "The facts do not end; put a line “---” behind the last of them.")
    ]
    assert [(each.line, each.message) for each in without.errors] == [
        (3, "Minutes begin with the facts between two lines of “---”."),
        (3, "“Minutes” stands before any session; put a heading “## …” above it."),
    ]


@pytest.mark.parametrize(
    "text", [HEAD.replace("\n", "\r\n"), "\ufeff" + HEAD, "\n\n" + HEAD, HEAD.replace(": ", ":\u00a0\t")]
)
def test_line_ends_marks_and_spaces_of_other_editors_are_read(text: str) -> None:
    assert parse(text).minutes == parse(HEAD).minutes


def numbers(body: str) -> list[str]:
    return [session.number for session in minutes_of(body).all_sessions()]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## Session 3: A\n## 12a) B\n## Item 7. C", ["3", "12A", "7"]),
        ("## Welcome\n## More\n## Session 1: A\n## Close", ["0", "N1", "1", "N2"]),
        ("## Session 3: A\n## Session 3: B", ["3", "N1"]),
        ("## A {number: X}\n## B {number: 0}\n## C", ["X", "0", "N1"]),
        ("## Session 3: A\n### Europe\n### Asia\n### {number: 3F}x", ["3", "3A", "3B", "3C"]),
        ("## A\n### B {number: 9Z}\n## Session 1: C", ["0", "9Z", "1"]),
        ("## Session 1: A\n" + "### B\n" * 28, ["1", *(f"1{chr(65 + place)}" for place in range(26)), "1AA", "1AB"]),
    ],
)
def test_sessions_are_numbered_by_their_headings(body: str, expected: list[str]) -> None:
    assert numbers(body) == expected


def test_a_heading_is_kept_as_printed() -> None:
    (session,) = sessions_of("##  Session 3:  Regional   Breakouts {region: europe, Americas; theme: civic space}")
    assert session == Session(
        number="3",
        heading="Session 3: Regional Breakouts",
        regions=("americas", "europe"),
        themes=("civic-space",),
    )


@pytest.mark.parametrize(
    "heading", ["Why #funding", "Sets {}", "Sets {scope: x}", "# A", "Attendees", "{attendees}", "\\"]
)
def test_a_heading_that_looks_like_markup_survives(heading: str) -> None:
    minutes = replace(minutes_of(""), sessions=(Session(number="0", heading=heading),))
    assert parse(dump(minutes)).minutes == minutes


def test_a_number_given_twice_is_told_of() -> None:
    assert told("## Session 1: A\n\n## B {number: 1}") == [
        ("error", 3, "Session number “1” is given twice; add {number: …} with one that is free.")
    ]


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("# A", 1, "“# A” has no place here: the title stands in the front matter; a session begins with “##”."),
        ("### A", 1, "“### A” has no place here: a breakout needs a session (“##”) above it."),
        (
            "## S\n#### A",
            2,
            "“#### A” has no place here: only an organisation of the attendees is written so, in a group (“###”).",
        ),
        ("## S\n##### A", 2, "“##### A” has no place here: sessions begin with “##”, breakouts with “###”."),
        ("Hello", 1, "“Hello” stands before any session; put a heading “## …” above it."),
        ("##", 1, "Session.heading: is missing."),
        ("## {attendees}", 1, "The heading of the attendees has no words."),
        ("## A {scope: country}", 1, "“scope” says nothing here; take it out, or end the line with {}."),
        ("## A {theme: a; theme: b}", 1, "One attribute is given twice; keep one of them."),
    ],
)
def test_a_heading_out_of_place_is_told_of(body: str, line: int, message: str) -> None:
    assert told(body) == [("error", line, message)]


def test_references_stand_below_the_heading() -> None:
    (session,) = sessions_of(
        "## S\n\nReference Material: [Plan](#), [Memo](https://x.org/a_(b)) and [Update]()\n"
        "\nreferences: Budget; Notes\n\nText."
    )
    assert session.references == (
        Reference(title="Plan", label="Reference Material:"),
        Reference(title="Memo", url="https://x.org/a_%28b%29"),
        Reference(title="Update"),
        Reference(title="Budget", label="references:"),
        Reference(title="Notes"),
    )
    assert [passage.text for passage in session.passages] == ["Text."]


def test_references_are_written_a_line_for_each_label() -> None:
    body = "## S\n\nReference: [A](https://x.org), [B](#)\n\nReferences: [C](#)\n"
    assert dump(minutes_of(body)).split("---\n\n")[1] == body


@pytest.mark.parametrize(
    ("body", "severity", "line", "message"),
    [
        (
            "## S\nReference: [A](ftp://x)",
            "error",
            2,
            "Reference.url: 'ftp://x' is not an http or https address. Write [title](https://…), or [title](#).",
        ),
        (
            "## S\nText.\n\nReference: [A](#)",
            "warning",
            4,
            "“Reference: [A](#)” stands below a passage and is kept as a paragraph; "
            "put it directly under the heading as “Reference: [title](https://…)”.",
        ),
        (
            "## S\nReference:",
            "warning",
            2,
            "“Reference:” names no paper and is kept as a paragraph; "
            "put it directly under the heading as “Reference: [title](https://…)”.",
        ),
    ],
)
def test_references_that_are_wrong_are_told_of(body: str, severity: str, line: int, message: str) -> None:
    assert told(body) == [(severity, line, message)]


def test_an_unknown_theme_or_region_is_doubted_once_with_the_likely_one() -> None:
    body = "## S {region: Eurpe}\n\nText. #fundin #funding\n\nMore. {theme: zzz}"
    assert told(body, VOCABULARY) == [
        ("warning", 1, "Unknown region eurpe. Did you mean “europe”?"),
        ("warning", 3, "Unknown theme #fundin. Did you mean “#funding”?"),
        ("warning", 5, "Unknown theme #zzz."),
    ]
    assert told(body) == []


def test_many_findings_are_counted_and_none_of_the_errors_is_hidden_by_warnings() -> None:
    parsed = parse(HEAD + "## S\n" + "---\n" * 150 + "#### x\n")
    assert [each.severity for each in parsed.diagnostics] == ["warning"] * 100 + ["error", "info"]
    assert parsed.diagnostics[-1].message == "50 more of severity warning are not shown."
    assert parsed.errors[0].line == FIRST + 151


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minutes=strategies.minutes())
def test_numbers_that_are_all_said_are_read_back(minutes: Minutes) -> None:
    text = dump(minutes, is_numbered=True)
    assert parse(text).minutes == minutes
    assert dump(minutes, is_numbered=True) == text


def test_said_numbers_stay_where_something_is_put_before_them() -> None:
    minutes = minutes_of("## Session 1: Budget\n\n### Europe\n\n- Text. {outcome: approved}\n")
    numbered = dump(minutes, is_numbered=True)
    assert numbered.split("---\n\n")[1] == (
        "## Session 1: Budget {number: 1}\n\n### Europe {number: 1A}\n\n- Text. {decision: D1; outcome: approved}\n"
    )
    earlier = "## Session 1: Budget {number: 1}\n\n### Africa {number: 1B}\n\n- New. {decision: D2; outcome: noted}\n\n"
    parsed = parse(numbered.replace("## Session 1: Budget {number: 1}\n\n", earlier))
    assert parsed.minutes is not None
    assert [session.number for session in parsed.minutes.all_sessions()] == ["1", "1B", "1A"]
    assert [decision.number for decision in parsed.minutes.decisions()] == ["D2", "D1"]


def test_places_say_on_which_line_each_part_begins() -> None:
    body = "## Welcome\n\nOne.\n\n- Two.\n\n### Europe\n\n* Three.\n\n## Attendees\n\n### Members\n\n- Ada\n"
    head = HEAD.count("\n") + 1
    parsed = parse(f"{HEAD}\n{body}")
    assert [(place.line - head, place.anchor, place.level, place.text, place.number) for place in parsed.places] == [
        (1, "session-0", 2, "Welcome", "0"),
        (3, "0.1", 0, "", ""),
        (5, "0.2", 0, "", ""),
        (7, "session-0A", 3, "Europe", "0A"),
        (9, "0A.1", 0, "", ""),
        (11, "attendees", 2, "Attendees", ""),
        (13, "attendees", 3, "Members", ""),
    ]
    assert parsed.lines["title"] == 3


def test_places_are_known_where_the_text_has_errors() -> None:
    parsed = parse("## Session 2: Budget\n\n- \n- Text.\n")
    assert parsed.minutes is None
    assert [(place.line, place.anchor) for place in parsed.places] == [(1, "session-2"), (3, "2.1"), (4, "2.2")]
