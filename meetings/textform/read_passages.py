"""Blocks to passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from meetings.diagnostics import Findings, quote
from meetings.lines import InvalidMinutes, one_line
from meetings.minutes import ActionItem, Decision, Passage
from meetings.textform import attributes
from meetings.textform.attributes import End, split, split_end, unescape
from meetings.textform.blocks import Block
from meetings.textform.days import read_day
from meetings.textform.marks import Marked, read_marks
from meetings.textform.numbering import DecisionNumbers
from meetings.textform.passages import (
    LeadIn,
    announces_decisions,
    decision_after_word,
    default_kind,
    unescape_paragraph,
)
from meetings.textform.values import Values
from meetings.vocabulary import Vocabulary
from meetings.words import Kind, Outcome, Scope

_DECISIVE = ("outcome", "decision", "referred to")
_DUE = re.compile(r"due\s+(.*)", re.IGNORECASE | re.DOTALL)


class PassageReader:
    """Reads the passages of all sessions in turn; knows the numbers given and the list it stands in."""

    def __init__(self, findings: Findings, vocabulary: Vocabulary | None) -> None:
        self._findings = findings
        self._themes: Mapping[str, str] | None = vocabulary.themes if vocabulary else None
        self._regions: Mapping[str, str] | None = vocabulary.regions if vocabulary else None
        self._decisions = DecisionNumbers()
        self._lines: dict[str, int] = {}
        self.stated: dict[str, int] = {}  # number of an item that the text itself gives -> its line
        self._lead_in = LeadIn()

    def expect(self, blocks: Iterable[Block]) -> None:
        """Note which numbers these blocks state of decisions, so that no other one gets them."""
        ends = (split_end(block.text, has_tags=True) for block in blocks if not block.level)
        self._decisions = DecisionNumbers({end.values.get("decision", "").upper() for end in ends})

    def begin_session(self) -> None:
        self._lead_in = LeadIn()

    def read(self, block: Block) -> Passage | None:
        """Give a passage, or None and a finding."""
        end = split_end(block.text, has_tags=True)
        if not end.text:
            empty = "This bullet is empty; write its text, or take it out."
            alone = "These attributes stand alone; put them behind the text that they are of."
            self._findings.error(block.line, alone if end.values else empty)
            return None
        values = Values(end, attributes.PASSAGE, block.line, self._findings)
        try:
            return self._passage(block, end, values)
        except InvalidMinutes as error:
            self._findings.error(block.line, str(error))
            return None

    def _passage(self, block: Block, end: End, values: Values) -> Passage:
        kind, raw = self._kind(block, end.text, values)
        marked = read_marks(raw)
        for problem in marked.problems:
            values.error(problem)
        passage = Passage(
            kind=kind,
            text=marked.text,
            depth=block.depth if block.marker else 0,
            scope=self._scope(kind, block.marker, values),
            regions=values.slugs("region", self._regions),
            themes=values.slugs("theme", self._themes),
            decision=self._decision(kind, marked, values, block.line),
            actions=self._actions(marked, values, block.line),
        )
        if not block.marker:
            self._lead_in = self._lead(passage, values)
        return passage

    def _kind(self, block: Block, raw: str, values: Values) -> tuple[Kind, str]:
        """Give the kind and the text, without the word of a paragraph `Decision: …`."""
        stated = values.word("kind", Kind)
        decided = "" if block.marker else decision_after_word(raw)
        if decided and stated in (None, Kind.DECISION):
            return Kind.DECISION, decided
        is_decisive = any(values.has(key) for key in _DECISIVE)
        lead_in = self._lead_in if block.marker else LeadIn()
        usual = default_kind(block.marker, block.depth, lead_in, is_decisive=is_decisive)
        return stated or usual, raw if block.marker else unescape_paragraph(raw)

    def _lead(self, passage: Passage, values: Values) -> LeadIn:
        if passage.kind != Kind.NARRATIVE:
            return LeadIn()
        scope = values.word("scope", Scope) or Scope.UNSTATED
        return LeadIn(announces_decisions(passage.text), scope)

    def _scope(self, kind: Kind, marker: str, values: Values) -> Scope:
        """Give the scope of feedback; on a narrative paragraph it is that of the list below."""
        if kind == Kind.NARRATIVE and not marker:
            return Scope.UNSTATED
        inherited = self._lead_in.scope if marker and kind == Kind.FEEDBACK else Scope.UNSTATED
        stated = values.word("scope", Scope)
        return inherited if stated is None else stated

    def _decision(self, kind: Kind, marked: Marked, values: Values, line: int) -> Decision | None:
        if kind != Kind.DECISION:
            facts = [key for key in _DECISIVE if values.has(key)]
            if facts or marked.conditions:
                what = facts[0] if facts else "condition"
                values.error(f"Only a decision has “{what}”; add {{kind: decision}}, or take it out.")
            return None
        stated = (values.text("decision") or "").upper()
        number = stated or self._decisions.default()
        decision = Decision(
            number=number,
            outcome=values.word("outcome", Outcome) or Outcome.UNSTATED,
            conditions=tuple(marked.conditions),
            referred_to=values.text("referred to") or "",
        )
        self._decisions.take(number)
        self._note(number, line, is_stated=bool(stated))
        if not decision.outcome and not values.has("outcome"):
            cure = "add {outcome: approved}, or another outcome"
            self._findings.warn(line, f"This decision has no outcome; {cure}.")
        return decision

    def _actions(self, marked: Marked, values: Values, line: int) -> tuple[ActionItem, ...]:
        """Give the action items in the order of their numbers. Unmarked, the whole text states one."""
        said = values.actions()
        actions = []
        for number in sorted({*marked.actions, *said}, key=lambda number: int(number[1:])):
            responsible, due = self._responsible(said.get(number, ""), values)
            words = marked.actions.get(number, marked.text)
            item = ActionItem(number=number, text=words, responsible=responsible, due=due)
            self._note(number, line, is_stated=True)
            actions.append(item)
        return tuple(actions)

    def _responsible(self, raw: str, values: Values) -> tuple[str, date | None]:
        """Part `responsible, due 2021-02-01`; a comma of the name is escaped or stands before."""
        *parts, last = split(raw, ",")
        due = _DUE.fullmatch(last)
        if not due:
            parts.append(last)
        responsible = one_line(unescape(", ".join(parts)))
        day = read_day(due[1]) if due else None
        if due and not day:
            values.error(f"The due date {quote(due[1])} is not a day such as 2021-02-01.")
        return responsible, day

    def _note(self, number: str, line: int, *, is_stated: bool) -> None:
        """Refuse a number that another line has."""
        if is_stated:
            self.stated[number] = line
        first = self._lines.setdefault(number, line)
        if first != line:
            message = f"{number} is given on line {first} already; give one of them another number."
            self._findings.error(line, message)
