"""The attendees in the text form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meetings.minutes import AttendanceGroup, Attendee, Minutes
from meetings.textform import dump, parse
from meetings.words import Capacity, CoChair, Presence
from tests.texts import groups_of, minutes_of, told

NICOLE = Attendee(name="Nicole Grünbaum", person="nicole-grunbaum", organisation="ICD", organisation_key="icd")


def attendee_of(line: str, heading: str = "Others") -> Attendee:
    (group,) = groups_of(f"### {heading}\n\n{line}")
    (attendee,) = group.attendees
    return attendee


def written(*attendees: Attendee, heading: str = "Others", by_organisation: bool = False) -> list[str]:
    """Give the lines of attendees, and hold that they are read as these again."""
    group = AttendanceGroup(heading=heading, by_organisation=by_organisation, attendees=attendees)
    minutes = replace(minutes_of(""), attendance_heading="Present", attendance=(group,))
    text = dump(minutes)
    assert parse(text).minutes == minutes
    return [line for line in text.partition(f"### {heading}\n\n")[2].splitlines() if line]


def attendance(body: str) -> tuple[str, int, int]:
    minutes: Minutes = minutes_of(body)
    return minutes.attendance_heading, len(minutes.attendance), len(minutes.sessions)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## Who came {attendees}\n### A\n## Session 1: B", ("Who came", 1, 1)),
        ("## Welcome\n## LIST of attendees\n### A", ("LIST of attendees", 1, 1)),
        ("## Present\n## Welcome", ("", 0, 2)),
        ("## Participants {number: 1}", ("", 0, 1)),
        ("## Who came {attendees}", ("Who came", 0, 0)),
    ],
)
def test_the_heading_of_the_attendees_says_so_or_is_the_last_and_named_like_them(
    body: str, expected: tuple[str, int, int]
) -> None:
    assert attendance(body) == expected


def test_attendees_that_stand_before_the_sessions_stay_there() -> None:
    minutes = minutes_of("## Who came {attendees}\n### A\n- Ann\n## Session 1: B")
    assert minutes.attendance_first
    lines = [line for line in dump(minutes).splitlines() if line.startswith("#")]
    assert lines == ["## Who came {attendees}", "### A", "## Session 1: B"]
    assert parse(dump(minutes)).minutes == minutes
    for elsewhere in ("## Session 1: B\n## Who came {attendees}", "## A\n## Who {attendees}\n## B", "## W {attendees}"):
        assert not minutes_of(elsewhere).attendance_first


def test_people_stand_below_their_organisations() -> None:
    (group,) = groups_of(
        "### Government Members\n\n#### Government of Italy (Incoming Government Co-Chair 2021 – 2022)\n\n"
        "- Marco Marrazza (Delegate) | OGP Advisor\n- Ann\n\n#### Kenya {organisation key: ke}\n- Tim\n\nA\nnote."
    )
    italy = {
        "organisation": "Government of Italy",
        "organisation_key": "government-of-italy",
        "seat_role": "Incoming Government Co-Chair 2021 – 2022",
        "capacity": Capacity.GOVERNMENT,
        "co_chair": CoChair.INCOMING,
        "term_from": 2021,
        "term_until": 2022,
        "votes": True,
    }
    assert group == AttendanceGroup(
        heading="Government Members",
        by_organisation=True,
        attendees=(
            Attendee(name="Marco Marrazza", person="marco-marrazza", role="Delegate", title="OGP Advisor", **italy),
            Attendee(name="Ann", person="ann", **italy),
            Attendee(
                name="Tim",
                person="tim",
                organisation="Kenya",
                organisation_key="ke",
                capacity=Capacity.GOVERNMENT,
                votes=True,
            ),
        ),
        note="A note.",
    )


def test_people_of_a_plain_list_name_organisation_and_title() -> None:
    assert attendee_of("- Nicole Grünbaum | ICD | Adviser (part time)") == replace(NICOLE, title="Adviser (part time)")
    assert attendee_of("* Nicole Grünbaum|ICD") == NICOLE
    assert attendee_of("- | ICD") == Attendee(organisation="ICD", organisation_key="icd")


@pytest.mark.parametrize(
    ("heading", "role", "capacity"),
    [
        ("Government Steering Committee Members", "", Capacity.GOVERNMENT),
        ("Civil Society Steering Committee Members", "", Capacity.CIVIL_SOCIETY),
        ("Civil society members", "Additional Steering Committee member", Capacity.ADDITIONAL),
        ("Observers", "Chair", Capacity.OBSERVER),
        ("Additional Participants", "", Capacity.PARTICIPANT),
    ],
)
def test_the_capacity_is_read_from_heading_and_role(heading: str, role: str, capacity: Capacity) -> None:
    attendee = attendee_of(f"- Ann ({role}) | ICD", heading)
    assert (attendee.capacity, attendee.votes) == (capacity, capacity.votes)


@pytest.mark.parametrize(
    ("role", "co_chair", "term"),
    [
        ("Lead Civil Society Co-Chair 2020 – 2021", CoChair.LEAD, (2020, 2021)),
        ("outgoing cochair 2020-2021", CoChair.OUTGOING, (2020, 2021)),
        ("Support Government Co-Chairs", CoChair.SUPPORT, (None, None)),
        ("Co-Chair 2020 – 2021", CoChair.NONE, (None, None)),
        ("Leading expert, Co-Chair", CoChair.NONE, (None, None)),
        ("Incoming Co-Chair 2020 – 9999", CoChair.INCOMING, (None, None)),
    ],
)
def test_co_chair_and_term_are_read_from_the_role(
    role: str, co_chair: CoChair, term: tuple[int | None, int | None]
) -> None:
    attendee = attendee_of(f"- Ann ({role}) | ICD")
    assert (attendee.co_chair, (attendee.term_from, attendee.term_until)) == (co_chair, term)


def test_presence_is_read_from_the_heading() -> None:
    assert attendee_of("- Ann | ICD", "Regrets").presence == Presence.APOLOGIES
    assert attendee_of("- Ann | ICD", "Members").presence == Presence.PRESENT


def test_attributes_override_what_the_words_say() -> None:
    attendee = attendee_of(
        "- Ann (Lead Co-Chair 2020 – 2021) | ICD {person: ann-b; organisation key: i; capacity: additional member; "
        "votes: Yes; presence: not recorded; co-chair: none; term: 2019-}"
    )
    assert attendee == Attendee(
        name="Ann",
        person="ann-b",
        organisation="ICD",
        organisation_key="i",
        role="Lead Co-Chair 2020 – 2021",
        capacity=Capacity.ADDITIONAL,
        votes=True,
        presence=Presence.NOT_RECORDED,
        term_from=2019,
    )


@pytest.mark.parametrize(
    ("attendee", "line"),
    [
        (NICOLE, "- Nicole Grünbaum | ICD"),
        (replace(NICOLE, title="Head | All"), "- Nicole Grünbaum | ICD | Head \\| All"),
        (replace(NICOLE, name="A\\| (b)"), "- A\\\\\\| (b) | ICD {role; person: nicole-grunbaum}"),
        (replace(NICOLE, role="x (y)"), "- Nicole Grünbaum | ICD {role: x (y)}"),
        (replace(NICOLE, organisation="", organisation_key=""), "- Nicole Grünbaum"),
        (replace(NICOLE, organisation="", organisation_key="", title="T"), "- Nicole Grünbaum | | T"),
        (Attendee(organisation="ICD", organisation_key="icd", role="Chair"), "- (Chair) | ICD"),
        (replace(NICOLE, term_until=2021), "- Nicole Grünbaum | ICD {term: -2021}"),
        (replace(NICOLE, votes=True), "- Nicole Grünbaum | ICD {votes: yes}"),
        (replace(NICOLE, title="{votes: no}"), "- Nicole Grünbaum | ICD | {votes: no} {}"),
    ],
)
def test_attendees_are_written_with_what_is_not_usual(attendee: Attendee, line: str) -> None:
    assert written(attendee) == [line]


def test_one_heading_serves_those_of_one_seat_who_stand_together() -> None:
    other = replace(NICOLE, seat_role="Chair")
    empty = replace(other, name="", person="")
    assert written(NICOLE, other, empty, NICOLE, by_organisation=True) == [
        "#### ICD",
        "- Nicole Grünbaum",
        "#### ICD (Chair)",
        "- Nicole Grünbaum",
        "- |",
        "#### ICD",
        "- Nicole Grünbaum",
    ]


def test_an_organisation_with_nobody_is_an_empty_seat() -> None:
    body = "## Attendees\n### Government\n#### Kenya (Lead Co-Chair)"
    assert told(body) == [
        ("warning", 3, "Nobody stands under “Kenya”: kept as an empty seat; write “- name | title” below it.")
    ]
    assert minutes_of(body).attendance[0].attendees == (
        Attendee(
            organisation="Kenya",
            organisation_key="kenya",
            seat_role="Lead Co-Chair",
            capacity=Capacity.GOVERNMENT,
            co_chair=CoChair.LEAD,
            votes=True,
            presence=Presence.NOT_RECORDED,
        ),
    )


def test_an_organisation_with_nobody_below_apologies_sent_them() -> None:
    (group,) = groups_of("### Apologies\n\n#### Kenya")
    kenya = Attendee(organisation="Kenya", organisation_key="kenya", presence=Presence.APOLOGIES)
    assert group.attendees == (kenya,)
    assert written(kenya, heading="Apologies", by_organisation=True) == ["#### Kenya", "- |"]
    kept = replace(kenya, presence=Presence.NOT_RECORDED)
    assert written(kept, heading="Apologies", by_organisation=True) == ["#### Kenya", "- | {presence: not recorded}"]


@pytest.mark.parametrize(
    ("body", "severity", "line", "message"),
    [
        (
            "### G\n- Ann\n#### Kenya\n- Tim",
            "error",
            3,
            "“Ann” stands above the organisations; put it below a heading “#### …”.",
        ),
        (
            "### G\n#### Kenya\n- Tim | Head | Kenya",
            "warning",
            4,
            "“Tim | Head | Kenya” has more than 2 columns; write “\\|” for a bar in a title.",
        ),
        ("### G\n- a\n\nb\n\nc", "warning", 7, "A group has one note; this paragraph is joined to the one before it."),
        ("### G {presence: absent}", "error", 2, "“presence” says nothing here; take it out, or end the line with {}."),
        ("### G\n- Ann {votes: maybe}", "error", 3, "votes “maybe” is neither yes nor no."),
        ("### G\n- Ann {term: soon}", "error", 3, "The term “soon” cannot be read; write 2020-2021, 2020- or none."),
        (
            "### G\n- ??? | ICD",
            "error",
            3,
            "“???” has no letters to make an identity of; add {person: …}.",
        ),
        ("### G\n##### x", "error", 3, "“##### x” has no place here: sessions begin with “##”, breakouts with “###”."),
        (
            "#### x",
            "warning",
            2,
            "Nobody stands under “x”: kept as an empty seat; write “- name | title” below it.",
        ),
    ],
)
def test_attendees_that_are_wrong_are_told_of(body: str, severity: str, line: int, message: str) -> None:
    assert told(f"## Attendees\n{body}") == [(severity, line, message)]


def test_a_list_needs_no_heading_of_its_own_where_it_comes_first_or_behind_a_note() -> None:
    groups = groups_of("- Ann\n\nShe is new.\n\n- Bob\n\n### Regrets\n\nNone.\n\n- Tim\n\nLate.\n\n#### Kenya\n\n- Eve")
    found = [(group.heading, [one.name for one in group.attendees], group.note) for group in groups]
    assert found == [
        ("", ["Ann"], "She is new."),
        ("", ["Bob"], ""),
        ("Regrets", [], "None."),
        ("", ["Tim"], "Late."),
        ("", ["Eve"], ""),
    ]
    minutes = minutes_of("## Session 1: A\n## Present: {attendees}\n\nAnn and Bob")
    assert minutes.attendance == (AttendanceGroup(heading="", note="Ann and Bob"),)
    assert parse(dump(minutes)).minutes == minutes
