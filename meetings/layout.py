"""How minutes are laid out on page and paper: sessions as blocks, and the facts of the head. Pure.

Nothing is re-ordered, added or left out: every text of the record stands in exactly one place of the layout. What is
split (the last sentence of a paragraph that leads into a list) is split for show only; the passage stays one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from meetings.minutes import AttendanceGroup, Attendee, Minutes, Passage, Reference, Session
from meetings.words import Capacity, CoChair, Kind, Presence, Scope

Numbered = tuple[str, Passage]
BULLETS = (Kind.POINT, Kind.FEEDBACK)
_SENTENCE_START = re.compile(r"""(?<=[\w)”"'’*_`][.!?]|[.!?][”"’*_]) +(?=[“"'‘*_]{0,4}[^\W\d_a-z])""")
_MARKS = re.compile(r"\\.|\*+|_+|`+|[\[\]()]")
_ABBREVIATION = re.compile(r"(?:\b\w|\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|cf|etc))\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A narrative passage; `lead` is its end where that leads into the block below."""

    citation: str
    passage: Passage
    text: str
    lead: str = ""
    name: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet with the lists below it."""

    citation: str
    passage: Passage
    lists: tuple[Bullets, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """Bullets of one kind, so that a list can say once what it holds. `scope` is what all of them share."""

    kind: Kind
    items: tuple[Item, ...]
    name: str = "bullets"

    @property
    def label(self) -> str:
        if self.kind == Kind.POINT:
            return "Points"
        return f"Feedback, {self.scope.value}" if self.scope else "Feedback"

    @property
    def scope(self) -> Scope:
        scopes = {item.passage.scope for item in self.items}
        return scopes.pop() if len(scopes) == 1 else Scope.UNSTATED


@dataclass(frozen=True, slots=True)
class Resolution:
    """A decision, set apart."""

    citation: str
    passage: Passage
    name: str = "decision"


Block = Paragraph | Bullets | Resolution


@dataclass(frozen=True, slots=True)
class Papers:
    """One line of references, under the label that it begins with."""

    label: str
    references: tuple[Reference, ...]

    @property
    def lost(self) -> int:
        return sum(not reference.url for reference in self.references)

    @property
    def are_all_lost(self) -> bool:
        return self.lost == len(self.references)


@dataclass(frozen=True, slots=True)
class Section:
    """A session with its blocks. `word` and `sign` are its number word as printed: `Session 3` and `:`."""

    session: Session
    is_breakout: bool
    word: str
    sign: str
    title: str
    papers: tuple[Papers, ...]
    blocks: tuple[Block, ...]
    breakouts: tuple[Section, ...] = ()

    @property
    def number(self) -> str:
        """The number that contents show: none where the minutes print none."""
        return self.session.number if self.is_breakout or self.word else ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """Attendees under the name of their organisation."""

    organisation: str
    key: str
    seat_role: str
    attendees: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """One group of the list of attendees: by organisation, or name by name."""

    group: AttendanceGroup
    delegations: tuple[Delegation, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    sections: tuple[Section, ...]
    rolls: tuple[Roll, ...]
    lead_co_chairs: tuple[str, ...]
    incoming_co_chairs: tuple[str, ...]
    people: int
    governments: int
    decisions: tuple[Numbered, ...]
    feedback: int
    example: str  # a passage to show a citation by


def lay_out(minutes: Minutes) -> Layout:
    present = [one for one in minutes.attendees() if one.presence in (Presence.PRESENT, Presence.REMOTE)]
    numbered = [pair for session in minutes.all_sessions() for pair in session.numbered()]
    return Layout(
        sections=tuple(_section(session) for session in minutes.sessions),
        rolls=tuple(map(_roll, minutes.attendance)),
        lead_co_chairs=tuple(_co_chairs(minutes, CoChair.LEAD)),
        incoming_co_chairs=tuple(_co_chairs(minutes, CoChair.INCOMING)),
        people=sum(bool(one.name) for one in present),
        governments=len({one.organisation_key for one in present if one.capacity == Capacity.GOVERNMENT}),
        decisions=tuple((citation, passage) for citation, passage in numbered if passage.decision),
        feedback=sum(passage.kind == Kind.FEEDBACK for _, passage in numbered),
        example=max(numbered, key=lambda pair: pair[1].kind == Kind.FEEDBACK, default=("",))[0],
    )


def _section(session: Session, is_breakout: bool = False) -> Section:
    label = "" if is_breakout else session.label
    return Section(
        session=session,
        is_breakout=is_breakout,
        word=label.rstrip(":.)"),
        sign=label[len(label.rstrip(":.)")) :],
        title=session.heading if is_breakout else session.title,
        papers=tuple(_papers(session.references)),
        blocks=tuple(_blocks(session.numbered())),
        breakouts=tuple(_section(breakout, is_breakout=True) for breakout in session.breakouts),
    )


def _papers(references: tuple[Reference, ...]) -> Iterator[Papers]:
    starts = [place for place, reference in enumerate(references) if reference.label]
    for start, end in pairwise([*starts, len(references)]):
        yield Papers(references[start].label, references[start:end])


# Blocks


def _blocks(numbered: list[Numbered]) -> Iterator[Block]:
    runs = [(is_list, list(run)) for is_list, run in groupby(numbered, lambda pair: pair[1].kind in BULLETS)]
    for place, (is_list, run) in enumerate(runs):
        if is_list:
            yield from _lists(run)
        else:
            yield from _paragraphs(run, leads=place + 1 < len(runs))


def _paragraphs(run: list[Numbered], leads: bool) -> Iterator[Block]:
    for place, (citation, passage) in enumerate(run):
        if passage.decision:
            yield Resolution(citation, passage)
            continue
        follows = run[place + 1][1].kind == Kind.DECISION if place + 1 < len(run) else leads
        text, lead = split_lead(passage.text) if follows else (passage.text, "")
        yield Paragraph(citation, passage, text, lead)


def _lists(run: list[Numbered]) -> Iterator[Bullets]:
    """Part bullets into lists of one kind, each bullet with the deeper ones that follow it."""
    items: list[Item] = []
    while run:
        (citation, passage), *rest = run
        end = next((place for place, (_, other) in enumerate(rest) if other.depth <= passage.depth), len(rest))
        items.append(Item(citation, passage, tuple(_lists(rest[:end]))))
        run = rest[end:]
    for kind, same in groupby(items, lambda item: item.passage.kind):
        yield Bullets(kind, tuple(same))


def split_lead(text: str) -> tuple[str, str]:
    """Part the sentence that leads into a list from what is before it; `("", text)` where that is all.

    A sentence that shares a Markdown mark with the one before it is not parted from it.
    """
    if not re.search(r":[*_)”\"]*$", text):
        return text, ""
    for start in reversed(list(_SENTENCE_START.finditer(text))):
        before, lead = text[: start.start()], text[start.end() :]
        if not _ABBREVIATION.search(before) and _is_whole(before) and _is_whole(lead):
            return before, lead
    return "", text


def _is_whole(text: str) -> bool:
    """Whether every Markdown mark of a text closes in it."""
    marks = Counter(_MARKS.findall(text))
    paired = all(number % 2 == 0 for mark, number in marks.items() if mark[0] in "*_`")
    return paired and marks["["] == marks["]"] and marks["("] == marks[")"]


# Attendees


def _roll(group: AttendanceGroup) -> Roll:
    if not group.by_organisation:
        return Roll(group)
    seats = groupby(group.attendees, lambda one: (one.organisation, one.organisation_key, one.seat_role))
    return Roll(group, tuple(Delegation(*seat, tuple(people)) for seat, people in seats))


def _co_chairs(minutes: Minutes, kind: CoChair) -> Iterable[str]:
    """Name the co-chairs of a kind: the organisation where the seat holds the role, else the person."""
    named = (
        one.organisation
        if one.seat_role and one.organisation
        else ", ".join(filter(None, (one.name, one.organisation)))
        for one in minutes.attendees()
        if one.co_chair == kind
    )
    return dict.fromkeys(named)
