"""Blocks below the heading of the attendees to groups of attendees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meetings.diagnostics import Findings, quote
from meetings.lines import InvalidMinutes, one_line, slug_of
from meetings.minutes import AttendanceGroup, Attendee
from meetings.textform import attributes
from meetings.textform.attributes import split_end
from meetings.textform.blocks import Block, Part, cut
from meetings.textform.marks import split_columns
from meetings.textform.seats import (
    Term,
    read_term,
    split_role,
    usual_capacity,
    usual_co_chair,
    usual_presence,
)
from meetings.textform.sessions import refuse_heading
from meetings.textform.values import Values
from meetings.words import Capacity, CoChair, Presence


@dataclass(frozen=True, slots=True)
class _Seat:
    """The heading that people of one organisation stand under."""

    organisation: str
    key: str
    role: str


def read_attendance(blocks: list[Block], findings: Findings) -> tuple[AttendanceGroup, ...]:
    """Read groups of attendees; the first needs no heading, nor does a list that goes on behind a note."""
    headless, groups = cut(blocks, 3)
    if headless:
        groups.insert(0, Part(Block(headless[0].line), headless))
    read = [_read_group(part, findings) for group in groups for part in _cut_at_notes(group)]
    return tuple(filter(None, read))


def _cut_at_notes(group: Part) -> Iterator[Part]:
    """Part a group where a list goes on behind a note; people of one organisation stay together."""
    part = Part(group.heading)
    has_note = has_organisation = False
    for block in group.blocks:
        if has_note and (block.level or (block.marker and not has_organisation)):
            yield part
            part = Part(Block(block.line))
            has_note = has_organisation = False
        has_note |= not block.level and not block.marker
        has_organisation |= block.level > 0
        part.blocks.append(block)
    yield part


def _read_group(part: Part, findings: Findings) -> AttendanceGroup | None:
    line = part.heading.line
    heading = _plain(part.heading, findings)
    before, organisations = cut(part.blocks, 4)
    reader = _GroupReader(heading, findings)
    reader.read_people(before, None, is_flat=not organisations)
    for organisation in organisations:
        reader.read_organisation(organisation)
    try:
        return AttendanceGroup(
            heading=heading,
            by_organisation=bool(organisations),
            attendees=tuple(reader.attendees),
            note=one_line(" ".join(reader.notes)),
        )
    except InvalidMinutes as error:
        findings.error(line, str(error))
        return None


def _plain(block: Block, findings: Findings) -> str:
    """Give the text of a block that has no attributes."""
    end = split_end(block.text)
    Values(end, attributes.NOTHING, block.line, findings)
    return end.text


class _GroupReader:
    """Reads what stands under the heading of one group."""

    def __init__(self, heading: str, findings: Findings) -> None:
        self._heading = heading
        self._findings = findings
        self.attendees: list[Attendee] = []
        self.notes: list[str] = []

    def read_organisation(self, part: Part) -> None:
        end = split_end(part.heading.text)
        values = Values(end, attributes.ORGANISATION, part.heading.line, self._findings)
        organisation, role = _name_and_role(end.text, values)
        seat = _Seat(organisation, _identity("organisation key", organisation, values), role)
        before = len(self.attendees)
        self.read_people(part.blocks, seat, is_flat=False)
        if len(self.attendees) == before:
            cure = "kept as an empty seat; write “- name | title” below it"
            message = f"Nobody stands under {quote(organisation)}: {cure}."
            self._findings.warn(part.heading.line, message)
            excused = usual_presence(self._heading) == Presence.APOLOGIES
            self._keep(part.heading.line, seat, Presence.APOLOGIES if excused else Presence.NOT_RECORDED)

    def _keep(self, line: int, seat: _Seat, presence: Presence) -> None:
        try:
            capacity = usual_capacity(self._heading, seat.role)
            co_chair, term = usual_co_chair("", seat.role)
            self.attendees.append(
                Attendee(
                    organisation=seat.organisation,
                    organisation_key=seat.key,
                    seat_role=seat.role,
                    capacity=capacity,
                    co_chair=co_chair,
                    term_from=term[0],
                    term_until=term[1],
                    votes=capacity.votes,
                    presence=presence,
                )
            )
        except InvalidMinutes as error:
            self._findings.error(line, str(error))

    def read_people(self, blocks: list[Block], seat: _Seat | None, *, is_flat: bool) -> None:
        for block in blocks:
            if block.level:
                refuse_heading(block, self._findings)
            elif not block.marker:
                self._read_note(block)
            elif seat is None and not is_flat:
                cure = "put it below a heading “#### …”"
                message = f"{quote(block.text)} stands above the organisations; {cure}."
                self._findings.error(block.line, message)
            else:
                self._read_person(block, seat)

    def _read_note(self, block: Block) -> None:
        if self.notes:
            message = "A group has one note; this paragraph is joined to the one before it."
            self._findings.warn(block.line, message)
        self.notes.append(_plain(block, self._findings))

    def _read_person(self, block: Block, seat: _Seat | None) -> None:
        end = split_end(block.text)
        allowed = attributes.PERSON if seat else attributes.PERSON | {"organisation key"}
        values = Values(end, allowed, block.line, self._findings)
        try:
            self.attendees.append(self._attendee(end.text, seat, values, block.line))
        except InvalidMinutes as error:
            self._findings.error(block.line, str(error))

    def _attendee(self, text: str, seat: _Seat | None, values: Values, line: int) -> Attendee:
        columns = self._columns(text, 2 if seat else 3, line)
        name, role = _name_and_role(columns[0], values)
        seat = seat or _Seat(columns[1], _identity("organisation key", columns[1], values), "")
        capacity = values.word("capacity", Capacity) or usual_capacity(self._heading, role)
        co_chair, usual_term = usual_co_chair(role, seat.role)
        stated = values.word("co-chair", CoChair)
        term = _term(values, usual_term)
        return Attendee(
            name=name,
            person=_identity("person", name, values),
            organisation=seat.organisation,
            organisation_key=seat.key,
            title=columns[-1],
            role=role,
            seat_role=seat.role,
            capacity=capacity,
            co_chair=co_chair if stated is None else stated,
            term_from=term[0],
            term_until=term[1],
            votes=_votes(values, capacity),
            presence=values.word("presence", Presence) or usual_presence(self._heading),
        )

    def _columns(self, text: str, count: int, line: int) -> list[str]:
        """Give name, (organisation) and title; what stands behind too many bars is of the title."""
        columns = split_columns(text)
        if len(columns) > count:
            message = f"{quote(text)} has more than {count} columns; write “\\|” for a bar in a title."
            self._findings.warn(line, message)
            columns = [*columns[: count - 1], " | ".join(columns[count - 1 :])]
        return columns + [""] * (count - len(columns))


def _name_and_role(printed: str, values: Values) -> tuple[str, str]:
    role = values.text("role")
    return split_role(printed) if role is None else (printed, role)


def _identity(key: str, name: str, values: Values) -> str:
    """Give the stated identity of a name, or its usual one."""
    stated, usual = values.text(key), slug_of(name)
    if stated is None and name and not usual:
        values.error(f"{quote(name)} has no letters to make an identity of; add {{{key}: …}}.")
        return "nameless"
    return usual if stated is None else stated


def _votes(values: Values, capacity: Capacity) -> bool:
    word = (values.text("votes") or "").casefold()
    if values.has("votes") and word not in ("yes", "no"):
        values.error(f"votes {quote(word)} is neither yes nor no.")
    return word == "yes" if values.has("votes") else capacity.votes


def _term(values: Values, usual: Term) -> Term:
    text = values.text("term")
    if text is None:
        return usual
    term = read_term(text)
    if term is None:
        values.error(f"The term {quote(text)} cannot be read; write 2020-2021, 2020- or none.")
    return term or usual
