"""Sessions and their breakouts: `## heading {number: 3; region: europe}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from meetings.diagnostics import Findings, quote
from meetings.lines import InvalidMinutes
from meetings.minutes import Passage, Reference, Session
from meetings.textform import attributes
from meetings.textform.attributes import escape, split_end, write_end
from meetings.textform.blocks import Block, Part, cut
from meetings.textform.numbering import SessionNumbers, breakout_number
from meetings.textform.places import Place
from meetings.textform.read_passages import PassageReader
from meetings.textform.references import is_reference_line, names_papers, read_references, write_references
from meetings.textform.values import Values, write_slugs
from meetings.textform.write_passages import PassageWriter
from meetings.vocabulary import Vocabulary

ATTENDANCE_HEADINGS = frozenset({"attendees", "list of attendees", "attendance", "participants", "present"})


class SessionReader:
    """Reads the sessions of one text in turn."""

    def __init__(self, findings: Findings, vocabulary: Vocabulary | None, places: list[Place]) -> None:
        self._findings = findings
        self._places = places
        self._themes: Mapping[str, str] | None = vocabulary.themes if vocabulary else None
        self._regions: Mapping[str, str] | None = vocabulary.regions if vocabulary else None
        self._numbers = SessionNumbers()
        self._passages = PassageReader(findings, vocabulary)
        self.stated: Mapping[str, int] = self._passages.stated

    def expect(self, blocks: Iterable[Block]) -> None:
        self._passages.expect(blocks)

    def read(self, part: Part, usual: str = "") -> Session | None:
        """Give a session with its breakouts, or None and a finding. `usual` is the number of a breakout."""
        blocks, below = cut(part.blocks, 3)
        line = part.heading.line
        end = split_end(part.heading.text, has_tags=True)
        values = Values(end, attributes.SESSION, line, self._findings)
        number = values.text("number") or usual or self._numbers.default(end.text)
        self._take(number, line, is_breakout=bool(usual))
        self._places.append(Place(line, f"session-{number}", part.heading.level, end.text, number))
        references, passages = self._content(blocks, number)
        breakouts = [self.read(each, breakout_number(number, place)) for place, each in enumerate(below)]
        try:
            return Session(
                number=number,
                heading=end.text,
                regions=values.slugs("region", self._regions),
                themes=values.slugs("theme", self._themes),
                references=references,
                passages=passages,
                breakouts=tuple(filter(None, breakouts)),
            )
        except InvalidMinutes as error:
            self._findings.error(line, str(error))
            return None

    def _take(self, number: str, line: int, *, is_breakout: bool) -> None:
        if not self._numbers.take(number, is_breakout=is_breakout):
            cure = "add {number: …} with one that is free"
            self._findings.error(line, f"Session number {quote(number)} is given twice; {cure}.")

    def _content(self, blocks: list[Block], number: str) -> tuple[tuple[Reference, ...], tuple[Passage, ...]]:
        """Read what stands below a heading: references first, then passages."""
        references: list[Reference] = []
        passages: list[Passage | None] = []
        self._passages.begin_session()
        for block in blocks:
            if block.level:
                refuse_heading(block, self._findings)
            elif self._is_reference(block, has_passages=bool(passages)):
                references += read_references(block.text, block.line, self._findings)
            else:
                passages.append(self._passages.read(block))
                self._places.append(Place(block.line, f"{number}.{len(passages)}"))
        return tuple(references), tuple(filter(None, passages))

    def _is_reference(self, block: Block, *, has_passages: bool) -> bool:
        """Whether a block is a line of references where one belongs."""
        if block.marker or not is_reference_line(block.text):
            return False
        is_empty = not names_papers(block.text)
        if is_empty or has_passages:
            what = "names no paper" if is_empty else "stands below a passage"
            cure = "put it directly under the heading as “Reference: [title](https://…)”"
            self._findings.warn(block.line, f"{quote(block.text)} {what} and is kept as a paragraph; {cure}.")
        return not (is_empty or has_passages)


def refuse_heading(block: Block, findings: Findings) -> None:
    """Tell of a heading that stands where none of its level belongs."""
    cures = {
        1: "the title stands in the front matter; a session begins with “##”",
        3: "a breakout needs a session (“##”) above it",
        4: "only an organisation of the attendees is written so, in a group (“###”)",
    }
    cure = cures.get(block.level, "sessions begin with “##”, breakouts with “###”")
    sign = "#" * min(block.level, 7)
    findings.error(block.line, f"“{sign} {block.text[:40]}” has no place here: {cure}.")


def write_session(
    session: Session, numbers: SessionNumbers, passages: PassageWriter, *, is_numbered: bool
) -> list[str]:
    """Give the lines of a session and of its breakouts."""
    usual = numbers.default(session.heading)
    is_like_attendance = session.heading.casefold() in ATTENDANCE_HEADINGS
    is_said = is_numbered or session.number != usual or is_like_attendance
    lines = _write_part("##", session, passages, is_numbered=is_said)
    numbers.take(session.number)
    for place, breakout in enumerate(session.breakouts):
        is_said = is_numbered or breakout.number != breakout_number(session.number, place)
        lines += _write_part("###", breakout, passages, is_numbered=is_said)
        numbers.take(breakout.number, is_breakout=True)
    return lines


def _write_part(sign: str, session: Session, passages: PassageWriter, *, is_numbered: bool) -> list[str]:
    values = {"number": escape(session.number)} if is_numbered else {}
    values |= write_slugs("region", session.regions) | write_slugs("theme", session.themes)
    lines = ["", f"{sign} {write_end(session.heading, values)}", ""]
    for line in write_references(session.references):
        lines += [line, ""]
    return lines + passages.write(session.passages)
