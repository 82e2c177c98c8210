"""Hypothesis strategies for `Minutes`: every field, small trees, and text that is hard on formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time

from hypothesis import strategies as st

from meetings.lines import one_line, slug_of
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
from meetings.words import Capacity, CoChair, Kind, Outcome, Presence, Scope

Draw = st.DrawFn

_SIGNS = r"""
    { } {} \ \\ | ( ) [ ] ]( <b> &amp; ` --- *** = ; , # ### > ~~~ ``` none yes A1 #funding #A Decision: **bold**
    {A1} {/A1} \{A1} {condition} {/condition} {attendees} \{attendees} [a](https://x.org) السلام საქართველო 日本 ﬁ İ ſ
    *em* 👩‍👩‍👧
"""
_PHRASES = [
    "# ",
    "## ",
    "- ",
    "* ",
    "+ ",
    "• ",
    "1. ",
    "1) ",
    ": ",
    " | ",
    " due ",
    "due 2021-02-01",
    "Decision: ",
    " #a-b",
]
_PHRASES += ["{A1: x}", "{scope: country}", "{number: 3}", "kind: point", "decisions: x", "Reference: ", "References:"]
_PHRASES += ["(Lead Co-Chair 2020 – 2021)", "e\u0301", "\u0301", "\u0338", "\u00a0", "\u200b", "\ufeff", "\u2028"]
NASTY = _SIGNS.split() + _PHRASES
SLUGS = ["funding", "civil-society", "europe", "a", "x1-2y", "none", "due", "a" * 50]
THEMES = st.lists(st.sampled_from(SLUGS), unique=True, max_size=3).map(sorted).map(tuple)
YEARS = st.none() | st.sampled_from([1900, 2020, 2021, 2199])
HEADINGS = ["Session 3: Breakouts", "Session 3:", "1) Welcome", "Item 12a. Budget", "Attendees", "List of Attendees"]
NUMBERS = ["0", "1", "2", "3", "12A", "1A", "3A", "3B", "N1", "N2", "N1A", "AB", "2020-B", "00"]
GROUPS = ["Government Members", "Civil Society Members", "Observers", "Apologies", "Others"]
ROLES = ["Lead Government Co-Chair 2020 – 2021", "Incoming Co-Chair", "Additional Steering Committee Member"]

_any_sign = st.characters(exclude_categories=("Cs", "Cc"))
_pieces = st.sampled_from(NASTY) | st.text(_any_sign, max_size=4) | st.text("ab {}\\|#", max_size=6)


def lines(more: list[str] | None = None, *, least: int = 1) -> st.SearchStrategy[str]:
    """One clean line of text, often an unkind one; now and then one of `more`."""
    unkind = st.lists(_pieces, min_size=least, max_size=5).map(lambda pieces: one_line("".join(pieces)))
    either = st.sampled_from(more) | unkind if more else unkind
    return either.filter(bool) if least else either


@st.composite
def excerpts(draw: Draw, text: str, most: int) -> list[str]:
    """Words of a text in order of appearance, none of which share a letter."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=2 * most)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [words for start, stop in pairs if (words := text[start:stop].strip())]


def counters() -> st.SearchStrategy[Callable[[], int]]:
    """A counter that gives no number twice: 1, 2, 3 … or in leaps and backwards."""
    return st.builds(_counter, st.sampled_from([0, 0, 8, 98]), st.sampled_from([1, 1, 37, 100]))


def _counter(start: int, step: int) -> Callable[[], int]:
    numbers: Iterator[int] = (place * step % 101 + 1 for place in range(start, start + 101))
    return lambda: next(numbers)


def moments() -> st.SearchStrategy[Moment]:
    return st.builds(
        Moment,
        day=st.dates(),
        time=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
        zone=st.sampled_from(["", "EST", "UTC+1", "Ab{c};"]),
        offset=st.none() | st.integers(-840, 840),
    )


@st.composite
def references(draw: Draw) -> tuple[Reference, ...]:
    count = draw(st.sampled_from([0, 0, 1, 3]))
    labels = ["Reference:", "references materials:", "Reference Material:"]
    titles = lines(["and", "Budget, draft; 2"]).map(lambda text: one_line(re.sub(r"[\[\]\\]", "", text)))
    return tuple(
        Reference(
            title=draw(titles.filter(bool)),
            url=draw(st.sampled_from(["", "https://x.org/a?b=1#c", "http://x.org/{}|;,ü"])),
            label=draw(st.sampled_from(labels if place == 0 else ["", *labels])),
        )
        for place in range(count)
    )


def _actions(draw: Draw, text: str, count: Callable[[], int]) -> tuple[ActionItem, ...]:
    words = draw(excerpts(text, 2) | st.just([text]) | st.just([]))
    if draw(st.booleans()):
        words.reverse()
    return tuple(
        ActionItem(
            number=f"A{number}",
            text=each,
            responsible=draw(lines(["OGP Support Unit", "due 2021-02-01", "SU, due"], least=0)),
            due=draw(st.none() | st.dates()),
        )
        for number, each in zip(sorted(count() for _ in words), words, strict=True)
    )


def _decision(draw: Draw, text: str, count: Callable[[], int]) -> Decision:
    conditions = tuple(draw(excerpts(text, 2)))
    outcomes = [outcome for outcome in Outcome if not (conditions and outcome == Outcome.APPROVED)]
    return Decision(
        number=f"D{count()}",
        outcome=draw(st.sampled_from(outcomes)),
        conditions=conditions,
        referred_to=draw(lines(["Board of Directors"], least=0)),
    )


@st.composite
def passages(draw: Draw, decisions: Callable[[], int], actions: Callable[[], int]) -> Passage:
    kind = draw(st.sampled_from(Kind))
    text = draw(lines(["Decision:", "**Decisions:**", "The SU will share it."]))
    is_bullet = kind in (Kind.POINT, Kind.FEEDBACK)
    has_actions = draw(st.sampled_from([False, False, True]))
    return Passage(
        kind=kind,
        text=text,
        depth=draw(st.integers(0, MAX_DEPTH)) if is_bullet else 0,
        scope=draw(st.sampled_from([Scope.UNSTATED, Scope.COUNTRY, Scope.GLOBAL]))
        if kind == Kind.FEEDBACK
        else Scope.UNSTATED,
        regions=draw(THEMES),
        themes=draw(THEMES),
        decision=_decision(draw, text, decisions) if kind == Kind.DECISION else None,
        actions=_actions(draw, text, actions) if has_actions else (),
    )


@st.composite
def sessions(draw: Draw) -> tuple[Session, ...]:
    """Sessions with their breakouts; numbers are unique in all of them."""
    decisions, actions = draw(counters()), draw(counters())
    numbers = draw(st.lists(st.sampled_from(NUMBERS), unique=True, max_size=5))
    made: list[Session] = []
    for number in numbers:
        is_breakout = bool(made) and draw(st.booleans())
        part = _session(draw, number, passages(decisions, actions))
        if is_breakout:
            made[-1] = _with_breakout(made[-1], part)
        else:
            made.append(part)
    return tuple(made)


def _session(draw: Draw, number: str, content: st.SearchStrategy[Passage]) -> Session:
    return Session(
        number=number,
        heading=draw(lines(HEADINGS)),
        regions=draw(THEMES),
        themes=draw(THEMES),
        references=draw(references()),
        passages=tuple(draw(st.lists(content, max_size=4))),
    )


def _with_breakout(session: Session, breakout: Session) -> Session:
    return Session(
        number=session.number,
        heading=session.heading,
        regions=session.regions,
        themes=session.themes,
        references=session.references,
        passages=session.passages,
        breakouts=(*session.breakouts, breakout),
    )


@st.composite
def attendees(draw: Draw, *, by_organisation: bool) -> Attendee:
    organisation = draw(lines(["Government of Kenya", "CIVICUS (Secretariat)"], least=0))
    organisation = organisation or ("Government of Italy" if by_organisation else "")
    name = draw(lines(["Nicole Grünbaum", "", "Ann (Bob)"], least=0)) or ("" if organisation else "María Baron")
    return Attendee(
        name=name,
        person=draw(identities(name)),
        organisation=organisation,
        organisation_key=draw(identities(organisation)),
        title=draw(lines(["Director | OGP"], least=0)),
        role=draw(lines(["", *ROLES], least=0)),
        seat_role=draw(lines(["", *ROLES], least=0)) if by_organisation else "",
        capacity=draw(st.sampled_from(Capacity)),
        co_chair=draw(st.sampled_from(CoChair)),
        term_from=draw(YEARS),
        term_until=draw(YEARS),
        votes=draw(st.booleans()),
        presence=draw(st.sampled_from(Presence)),
    )


def identities(name: str) -> st.SearchStrategy[str]:
    """The usual identity of a name, or another."""
    if not name:
        return st.just("")
    return st.sampled_from([slug_of(name) or "nameless", "maria-baron", "ქართული-1", "a_b"])


@st.composite
def groups(draw: Draw) -> AttendanceGroup:
    by_organisation = draw(st.booleans())
    people = draw(st.lists(attendees(by_organisation=by_organisation), max_size=3))
    return AttendanceGroup(
        heading=draw(lines([*GROUPS, ""], least=0)),
        by_organisation=by_organisation and bool(people),
        attendees=tuple(people),
        note=draw(lines(["Observers have no voting rights."], least=0)),
    )


def _with_headings(made: list[AttendanceGroup]) -> tuple[AttendanceGroup, ...]:
    """Give a heading to groups that need one where they stand."""
    for place, group in enumerate(made):
        before = made[place - 1]
        can_continue = before.note and group.attendees and group.by_organisation >= before.by_organisation
        if not group.heading and not (can_continue if place else group.attendees or group.note):
            made[place] = replace(group, heading="Others")
    return tuple(made)


@st.composite
def minutes(draw: Draw) -> Minutes:
    """Any minutes, small enough to be made in a few milliseconds."""
    days = sorted(draw(st.tuples(st.dates(), st.dates()))) if draw(st.booleans()) else [date(2020, 12, 14)] * 2
    attendance = _with_headings(draw(st.lists(groups(), max_size=3)))
    heading = draw(lines(["List of Attendees", ""], least=0)) or ("Present" if attendance else "")
    parts = draw(sessions())
    return Minutes(
        publisher=draw(lines(["Open Government Partnership", ""], least=0)),
        title=draw(lines()),
        dates=draw(lines(["14 & 15 December 2020"])),
        place=draw(lines(["Virtual", "---"], least=0)),
        body=draw(st.sampled_from(["steering-committee", "b"])),
        meeting=draw(st.sampled_from(["december-2020", "x" * 50])),
        reference=draw(st.sampled_from(["SC-2020-12", "1"])),
        first_day=days[0],
        last_day=days[1],
        language=draw(st.sampled_from(["en", "es-419", "mis"])),
        opened=draw(st.none() | moments()),
        adjourned=draw(st.none() | moments()),
        sessions=parts,
        attendance_heading=heading,
        attendance=attendance,
        attendance_first=bool(heading and parts) and draw(st.booleans()),
    )
