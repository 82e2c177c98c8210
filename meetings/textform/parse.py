"""The text form to minutes. What cannot be read is told of, line by line; nothing is raised."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from meetings.diagnostics import Diagnostic, Findings, Severity, quote
from meetings.lines import HEAPED, InvalidMinutes, find_heap
from meetings.minutes import AttendanceGroup, Minutes, Session
from meetings.textform import attributes
from meetings.textform.attributes import split_end
from meetings.textform.blocks import Block, Part, cut, read_blocks
from meetings.textform.front_matter import FrontMatter, read_front_matter
from meetings.textform.places import Place
from meetings.textform.read_attendance import read_attendance
from meetings.textform.sessions import ATTENDANCE_HEADINGS, SessionReader, refuse_heading
from meetings.textform.values import Values
from meetings.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reader made of its input: minutes, or none exactly where a diagnostic is an error.

    `places` and `lines` (the line of each fact, by its key) are known even where there are no minutes. `stated` has the
    lines of the decisions and action items, by number, whose number the text itself gives.
    """

    minutes: Minutes | None
    diagnostics: tuple[Diagnostic, ...] = ()
    places: tuple[Place, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    stated: Mapping[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(each for each in self.diagnostics if each.severity == Severity.ERROR)


def parse(text: str, vocabulary: Vocabulary | None = None) -> Parsed:
    """Read minutes from their text form. There are none where a diagnostic is an error."""
    findings = Findings()
    heap = find_heap(text)
    if heap is not None:
        findings.error(text.count("\n", 0, heap) + 1, HEAPED)
        return Parsed(None, findings.report())
    lines = _lines(text)
    front = read_front_matter(lines, findings)
    places: list[Place] = []
    reader = SessionReader(findings, vocabulary, places)
    minutes = _read(lines, front, findings, reader, places)
    if findings.has_errors:
        minutes = None
    return Parsed(minutes, findings.report(), tuple(places), front.lines, reader.stated)


def _lines(text: str) -> list[str]:
    """Part a text into lines as editors count them."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _read(
    lines: list[str], front: FrontMatter, findings: Findings, reader: SessionReader, places: list[Place]
) -> Minutes | None:
    blocks = read_blocks(lines[front.length :], front.length + 1, findings)
    before, parts = cut(_without_titles(blocks, findings), 2)
    for block in before:
        _refuse_early(block, findings)
    attendees = _attendance_part(parts, findings)
    reader.expect(blocks)
    sessions = [reader.read(part) for part in parts if part is not attendees]
    heading = split_end(attendees.heading.text).text if attendees else ""
    if attendees and not heading:
        findings.error(attendees.heading.line, "The heading of the attendees has no words.")
    places += _attendance_places(attendees) if attendees else ()
    places.sort(key=lambda place: place.line)
    groups = read_attendance(attendees.blocks, findings) if attendees else ()
    if findings.has_errors:
        return None
    front.facts["attendance_first"] = attendees is parts[0] and len(parts) > 1 if attendees else False
    return _assemble(front, tuple(filter(None, sessions)), heading, groups, findings)


def _attendance_places(part: Part) -> Iterator[Place]:
    for block in (part.heading, *part.blocks):
        if block.level in (2, 3):
            yield Place(block.line, "attendees", block.level, split_end(block.text).text)


def _assemble(
    front: FrontMatter,
    sessions: tuple[Session, ...],
    heading: str,
    groups: tuple[AttendanceGroup, ...],
    findings: Findings,
) -> Minutes | None:
    try:
        return Minutes(
            **front.facts,
            sessions=sessions,
            attendance_heading=heading,
            attendance=groups,
        )
    except InvalidMinutes as error:
        findings.error(front.line_of(error), str(error))
        return None


def _without_titles(blocks: list[Block], findings: Findings) -> list[Block]:
    """Refuse headings of level 1 and pass on the rest."""
    for block in blocks:
        if block.level == 1:
            refuse_heading(block, findings)
    return [block for block in blocks if block.level != 1]


def _refuse_early(block: Block, findings: Findings) -> None:
    if block.level:
        refuse_heading(block, findings)
    else:
        cure = "put a heading “## …” above it"
        findings.error(block.line, f"{quote(block.text)} stands before any session; {cure}.")


def _attendance_part(parts: list[Part], findings: Findings) -> Part | None:
    """Find the attendees: the heading that says so, or else a last one that is named like them."""
    ends = [split_end(part.heading.text, has_tags=True) for part in parts]
    said = [part for part, end in zip(parts, ends, strict=True) if "attendees" in end.values]
    if said:
        end = split_end(said[0].heading.text)
        Values(end, attributes.ATTENDEES, said[0].heading.line, findings)
        return said[0]
    is_named = bool(parts) and ends[-1].text.casefold() in ATTENDANCE_HEADINGS
    return parts[-1] if is_named and "number" not in ends[-1].values else None
