"""The waist: one plain value that holds all that a set of minutes says.

A `Minutes` is a tree of frozen dataclasses. Importers make it, exporters and templates show it, the archive
stores it as rows and reads it back, and its canonical JSON is what is sealed. Nothing here knows of Django.

Every part checks itself when it is made, so a `Minutes` that exists is a valid one; what is wrong raises
`InvalidMinutes` with the place and the cure. Text is one line in Unicode NFC; inline Markdown is allowed in
`Passage.text` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time

from meetings import keys
from meetings.headings import split_heading
from meetings.lines import check_line, check_text, refuse
from meetings.marked import check_in_order, check_marked
from meetings.words import Capacity, CoChair, Kind, Outcome, Presence, Scope

FORMAT = "ogp-minutes/1"
PASSAGE_LIMIT = 4000  # characters; keeps Markdown's worst case under 100 ms (tests/meetings/test_markdown.py)
LINE_LIMIT = 1000  # characters of any other text: a heading, a name, a title
UNSAID = {"unsaid": True}  # of a field newer than the first seals: JSON says it only where it is not the default
MAX_DEPTH = 5  # of nested bullets; deeper lists cannot be laid out on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as the minutes state it. `offset` is minutes east of UTC, where it is known."""

    day: date
    time: time
    zone: str = ""
    offset: int | None = None

    def __post_init__(self) -> None:
        check_text(self, LINE_LIMIT)
        refuse(bool(re.search(r"[()\s]", self.zone)), "Moment.zone", "is one word, such as 'EST'.")
        known = self.offset is None or abs(self.offset) <= 14 * 60
        refuse(not known, "Moment.offset", "lies between -840 and 840 minutes.")
        rounded = self.time == self.time.replace(second=0, microsecond=0, tzinfo=None, fold=0)
        refuse(not rounded, "Moment.time", "is hours and minutes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A paper that a session refers to. `label` stands where a line of references begins ("Reference material:").

    An empty `url` means that the source marks a link whose address is lost.
    """

    title: str
    url: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        check_text(self, LINE_LIMIT)
        refuse(not self.title, "Reference.title", "is missing.")
        web = not self.url or re.fullmatch(r"https?://[^\s()<>\[\]]+", self.url)
        refuse(not web, "Reference.url", f"{self.url!r} is not an http or https address.")
        labelled = not self.label or re.fullmatch(r"References?( materials?)?:", self.label, re.IGNORECASE)
        refuse(not labelled, "Reference.label", f"{self.label!r} is not a label such as 'Reference material:'.")
        refuse(bool(re.search(r"[\[\]\\]", self.title)), "Reference.title", "holds a bracket or a backslash.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """An obligation that a passage states. `text` is the words of the passage that state it, never re-typed."""

    number: str
    text: str
    responsible: str = ""
    due: date | None = None

    def __post_init__(self) -> None:
        check_text(self, PASSAGE_LIMIT)
        keys.check_item_number(self.number, "A")
        refuse(not self.text, f"Action item {self.number}", "states nothing; mark the words that state it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What makes a passage a decision. `conditions` are words of the passage; `referred_to` names a body."""

    number: str
    outcome: Outcome = Outcome.UNSTATED
    conditions: tuple[str, ...] = ()
    referred_to: str = ""

    def __post_init__(self) -> None:
        check_text(self, PASSAGE_LIMIT)
        keys.check_item_number(self.number, "D")
        refuse("" in self.conditions, f"Decision {self.number}", "has an empty condition; mark its words.")
        plain = bool(self.conditions) and self.outcome == Outcome.APPROVED
        refuse(plain, f"Decision {self.number}", "has conditions: its outcome is 'approved with conditions'.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One paragraph or one bullet: the unit of citation. Its number is its place in its session, from 1."""

    kind: Kind
    text: str
    depth: int = 0
    scope: Scope = Scope.UNSTATED
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    decision: Decision | None = None
    actions: tuple[ActionItem, ...] = ()

    def __post_init__(self) -> None:
        check_line(self.text, "Passage.text", PASSAGE_LIMIT)
        where = f"Passage “{self.text[:40]}”"
        refuse(not self.text, "Passage.text", "is empty; leave the passage out.")
        keys.check_keys(self.regions, f"{where}, regions")
        keys.check_keys(self.themes, f"{where}, themes")
        refuse(not 0 <= self.depth <= MAX_DEPTH, where, f"lists nest {MAX_DEPTH} deep at most.")
        bullet = self.kind in (Kind.POINT, Kind.FEEDBACK)
        refuse(self.depth > 0 and not bullet, where, f"{self.kind.label} is not indented; begin at the margin.")
        refuse(bool(self.scope) and self.kind != Kind.FEEDBACK, where, "only feedback has a scope.")
        stray = (self.decision is None) == (self.kind == Kind.DECISION)
        refuse(stray, where, "a decision has the facts of one, and nothing else has.")
        check_marked(self.text, [(action.number, action.text) for action in self.actions], where)
        check_in_order(self.text, self.decision.conditions if self.decision else (), where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A numbered part of the meeting, or a breakout of one. `heading` is as printed, its number word included."""

    number: str
    heading: str
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    passages: tuple[Passage, ...] = ()
    breakouts: tuple[Session, ...] = ()

    def __post_init__(self) -> None:
        check_line(self.heading, "Session.heading", LINE_LIMIT)
        refuse(not self.heading, "Session.heading", "is missing.")
        keys.check_session_number(self.number, f"Session “{self.heading[:40]}”")
        keys.check_keys(self.regions, f"Session {self.number}, regions")
        keys.check_keys(self.themes, f"Session {self.number}, themes")
        labelled = not self.references or self.references[0].label
        refuse(not labelled, f"Session {self.number}", "its first reference needs a label, such as 'Reference:'.")
        nested = any(breakout.breakouts for breakout in self.breakouts)
        refuse(nested, f"Session {self.number}", "a breakout has no breakouts of its own.")

    @property
    def label(self) -> str:
        """The number word of the heading, as printed: `Session 3:`, or nothing."""
        return split_heading(self.heading)[0]

    @property
    def title(self) -> str:
        return split_heading(self.heading)[1]

    def numbered(self) -> list[tuple[str, Passage]]:
        """Give each passage with its citation: `[("3D.1", …), ("3D.2", …)]`."""
        return [(f"{self.number}.{place}", passage) for place, passage in enumerate(self.passages, 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One person (or one empty seat) at the meeting, all as it stood that day.

    `organisation`, `title` and the roles are as printed; `person` and `organisation_key` say who is meant.
    `seat_role` belongs to the seat ("Incoming Government Co-Chair 2021 – 2022"), `role` to the person.
    """

    name: str = ""
    person: str = ""
    organisation: str = ""
    organisation_key: str = ""
    title: str = ""
    role: str = ""
    seat_role: str = ""
    capacity: Capacity = Capacity.PARTICIPANT
    co_chair: CoChair = CoChair.NONE
    term_from: int | None = None
    term_until: int | None = None
    votes: bool = False
    presence: Presence = Presence.PRESENT

    def __post_init__(self) -> None:
        check_text(self, LINE_LIMIT)
        where = f"Attendee “{self.name or self.organisation}”"
        refuse(not (self.name or self.organisation), "Attendee", "has neither a name nor an organisation.")
        named = bool(self.name) == bool(self.person)
        refuse(not named, where, "a named person has an identity ('maria-baron'), and only a named one.")
        keyed = bool(self.organisation) == bool(self.organisation_key)
        refuse(not keyed, where, "a named organisation has an identity ('world-bank'), and only a named one.")
        for slug in filter(None, (self.person, self.organisation_key)):
            refuse(not keys.is_identity(slug), where, f"{slug!r} is not an identity.")
        for year in filter(lambda year: year is not None, (self.term_from, self.term_until)):
            refuse(year not in keys.TERM_YEARS, where, f"{year} is not a year of a term.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceGroup:
    """Attendees under one heading; `note` is the paragraph that follows them ("Observers … have no voting rights").

    `heading` is empty where the list goes on behind a note, or begins at once under the heading of all attendees.
    """

    heading: str
    by_organisation: bool = False
    attendees: tuple[Attendee, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        check_text(self, PASSAGE_LIMIT)
        refuse(self.by_organisation and not self.attendees, self.heading, "is by organisation and has nobody.")
        for attendee in self.attendees:
            orphan = self.by_organisation and not attendee.organisation
            refuse(orphan, self.heading, f"{attendee.name} has no organisation to stand under.")
            stray = bool(attendee.seat_role) and not self.by_organisation
            refuse(stray, self.heading, f"{attendee.name}: the role of a seat needs a list by organisation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """All that one edition of the minutes of one meeting says.

    `reference` is the meeting's prefix for citations (`SC-2020-12`); `dates` and `place` are as printed, `first_day`
    and `last_day` are the same facts as dates. `publisher` is empty where the minutes name none; `attendance_first`
    says that they list the attendees before the sessions, an order that every output keeps.
    """

    publisher: str
    title: str
    dates: str
    place: str = ""
    body: str
    meeting: str
    reference: str
    first_day: date
    last_day: date
    language: str = "en"
    opened: Moment | None = None
    adjourned: Moment | None = None
    sessions: tuple[Session, ...] = ()
    attendance_heading: str = ""
    attendance: tuple[AttendanceGroup, ...] = ()
    attendance_first: bool = field(default=False, metadata=UNSAID)

    def __post_init__(self) -> None:
        check_text(self, LINE_LIMIT)
        for name in ("title", "dates"):
            refuse(not getattr(self, name), f"Minutes.{name}", "is missing.")
        refuse(self.last_day < self.first_day, "Minutes.last_day", "lies before the first day.")
        for name in ("body", "meeting"):
            keys.check_keys((getattr(self, name),), f"Minutes.{name}")
        keys.check_prefix(self.reference, "Minutes.reference")
        keys.check_language(self.language, "Minutes.language")
        orphans = bool(self.attendance) and not self.attendance_heading
        refuse(orphans, "Minutes.attendance_heading", "is missing above the attendees.")
        stray = self.attendance_first and not (self.attendance_heading and self.sessions)
        refuse(stray, "Minutes.attendance_first", "needs attendees, and sessions that they stand before.")
        _check_headings(self.attendance)
        keys.check_unique([session.number for session in self.all_sessions()], "Session number")
        keys.check_unique([decision.number for decision in self.decisions()], "Decision")
        keys.check_unique([action.number for action in self.actions()], "Action item")

    def all_sessions(self) -> Iterator[Session]:
        """Give sessions and their breakouts in the order of the page."""
        for session in self.sessions:
            yield session
            yield from session.breakouts

    def passages(self) -> Iterator[Passage]:
        for session in self.all_sessions():
            yield from session.passages

    def decisions(self) -> Iterator[Decision]:
        return (passage.decision for passage in self.passages() if passage.decision)

    def actions(self) -> Iterator[ActionItem]:
        return (action for passage in self.passages() for action in passage.actions)

    def attendees(self) -> Iterator[Attendee]:
        return (attendee for group in self.attendance for attendee in group.attendees)


def _check_headings(groups: tuple[AttendanceGroup, ...]) -> None:
    """Refuse a group without a heading where it could not be told from the one before it."""
    for before, group in zip((None, *groups), groups, strict=False):
        if before is None:
            stands = bool(group.attendees or group.note)
        else:
            stands = bool(group.attendees and before.note) and group.by_organisation >= before.by_organisation
        missing = not group.heading and not stands
        refuse(missing, "AttendanceGroup.heading", "is missing; only the first list, or one behind a note, needs none.")
