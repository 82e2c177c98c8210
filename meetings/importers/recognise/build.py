"""Parts to sessions, and all together to minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from meetings.diagnostics import Findings, quote
from meetings.importers.blocks import Form
from meetings.importers.imported import Facts, Unplaced
from meetings.importers.recognise.head import Head
from meetings.importers.recognise.items import Item
from meetings.importers.recognise.languages import tell_language
from meetings.importers.recognise.moments import read_moments
from meetings.importers.recognise.naming import name_body, name_meeting, name_reference
from meetings.importers.recognise.outline import Part, Rank, outline, rank
from meetings.importers.recognise.passages import Reader
from meetings.importers.recognise.roster import Roster, find_roster
from meetings.lines import slug_of
from meetings.minutes import Minutes, Session
from meetings.textform.numbering import SessionNumbers, breakout_number
from meetings.vocabulary import Vocabulary

_NUMBER = re.compile(r"[0-9A-Z]{1,4}(-[0-9A-Z]{1,4})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much of the structure is tried: attendance, kinds of passages, headings."""

    attendance: bool = True
    kinds: bool = True
    headings: bool = True
    warning: str = ""


PLANS = (
    Plan(),
    Plan(attendance=False, warning="The attendees could not be read without losing words; they stand as paragraphs."),
    Plan(
        attendance=False,
        kinds=False,
        warning="The parts of the sessions could not be read without losing words; all stand as paragraphs.",
    ),
    Plan(
        attendance=False,
        kinds=False,
        headings=False,
        warning="The headings could not be read without losing words; all stand as paragraphs of one session.",
    ),
)


class Builder:
    """Makes minutes by one plan."""

    def __init__(self, plan: Plan, facts: Facts, vocabulary: Vocabulary | None, findings: Findings) -> None:
        self._plan = plan
        self._facts = facts
        self._findings = findings
        self._regions = {slug_of(name): slug for slug, name in (vocabulary.regions if vocabulary else {}).items()}
        self._numbers = SessionNumbers()
        self._reader = Reader(findings, is_plain=not plan.kinds)
        self.unplaced: list[Unplaced] = []

    def build(self, items: Sequence[Item], head: Head) -> Minutes:
        """Give minutes; raises `InvalidMinutes` where something does not fit."""
        body = items[head.taken :]
        roster = find_roster(body) if self._plan.attendance else None
        rest = [*body[: roster.start], *body[roster.end :]] if roster else list(body)
        ranks = rank(rest) if self._plan.headings else [Rank.NOTHING] * len(rest)
        sessions = self._sessions(outline(rest, ranks, self._findings))
        opened, adjourned = read_moments(rest, head, self._findings)
        slug, name = name_body(head, self._facts, self._findings)
        self.unplaced = [*self._reader.unplaced, *(roster.unplaced if roster else ())]
        return Minutes(
            publisher=head.publisher,
            title=head.title,
            dates=head.dates,
            place=head.place,
            body=slug,
            meeting=name_meeting(head, self._facts, self._findings),
            reference=name_reference(head, name, self._facts, self._findings),
            first_day=head.first_day,
            last_day=head.last_day,
            language=tell_language(items, self._findings),
            opened=opened,
            adjourned=adjourned,
            sessions=sessions,
            **self._attendance(roster, sessions),
        )

    def _attendance(self, roster: Roster | None, sessions: tuple[Session, ...]) -> dict[str, Any]:
        if roster is None:
            return {}
        for line, message in roster.warnings:
            self._findings.warn(line, message)
        return {
            "attendance_heading": roster.heading,
            "attendance": roster.groups,
            "attendance_first": roster.start == 0 and bool(sessions),
        }

    def _sessions(self, parts: list[Part]) -> tuple[Session, ...]:
        return tuple(self._session(part) for part in parts)

    def _session(self, part: Part) -> Session:
        number = self._number(part)
        self._numbers.take(number)
        content = self._reader.read(part.text, part.items)
        breakouts = tuple(self._breakout(each, number, place) for place, each in enumerate(part.breakouts))
        return Session(
            number=number,
            heading=part.text,
            references=content.references,
            passages=tuple(content.passages),
            breakouts=breakouts,
        )

    def _number(self, part: Part) -> str:
        """Give the number in print where it is free, and else one that is."""
        usual = self._numbers.default(part.text)
        printed = part.number.lstrip("0") or part.number
        if not printed:
            return usual
        fits = bool(_NUMBER.fullmatch(printed)) and len(printed) <= 16
        if fits and self._numbers.take(printed):
            return printed
        while not self._numbers.take(usual):
            usual = self._numbers.default(part.text)
        message = (
            f"The number of {quote(part.text)} is taken; its citations begin with {usual}, the heading is as printed."
        )
        self._findings.warn(part.heading.line, message)
        return usual

    def _breakout(self, part: Part, parent: str, place: int) -> Session:
        number = breakout_number(parent, place)
        while not self._numbers.take(number, is_breakout=True):
            place += 26
            number = breakout_number(parent, place)
        content = self._reader.read(part.text, part.items)
        return Session(
            number=number,
            heading=part.text,
            regions=self._region(part),
            references=content.references,
            passages=tuple(content.passages),
        )

    def _region(self, part: Part) -> tuple[str, ...]:
        """Give the region that a breakout is named after."""
        slug = self._regions.get(slug_of(part.text))
        if part.heading.form != Form.HEADING and slug:
            self._findings.warn(part.heading.line, f"The breakout {quote(part.text)} is taken to be of that region.")
        return (slug,) if slug else ()
