"""What minutes hold, in numbers: for somebody who compares them with the paper that they were read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.minutes import Minutes, Passage, Session
from meetings.words import Kind


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of each thing; as text, of each that there is."""

    passages: int
    feedback: int
    decisions: int
    actions: int
    references: int

    def __str__(self) -> str:
        told = [_spell(self.passages, "passage")]
        told += [f"{self.feedback:,} feedback"] * bool(self.feedback)
        others = ((self.decisions, "decision"), (self.actions, "action item"), (self.references, "reference"))
        return ", ".join([*told, *(_spell(number, word) for number, word in others if number)])


@dataclass(frozen=True, slots=True)
class Part:
    """A session, or a breakout of one (`depth` 1), and what it holds itself."""

    number: str
    heading: str
    depth: int
    counts: Counts


def outline(minutes: Minutes) -> list[Part]:
    """Give all sessions and breakouts, in the order of the page."""
    return [
        Part(part.number, part.heading, depth, _count(part.passages, [part]))
        for session in minutes.sessions
        for depth, part in ((0, session), *((1, breakout) for breakout in session.breakouts))
    ]


def counts_of(minutes: Minutes) -> Counts:
    """Count what the minutes hold in all."""
    return _count(list(minutes.passages()), minutes.all_sessions())


def _count(passages: Iterable[Passage], sessions: Iterable[Session]) -> Counts:
    passages = list(passages)
    return Counts(
        passages=len(passages),
        feedback=sum(passage.kind == Kind.FEEDBACK for passage in passages),
        decisions=sum(passage.decision is not None for passage in passages),
        actions=sum(len(passage.actions) for passage in passages),
        references=sum(len(session.references) for session in sessions),
    )


def _spell(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
