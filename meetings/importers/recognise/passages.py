"""What stands below a heading: references, then passages of the kind that labels and lead-ins state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from meetings.diagnostics import Findings, quote
from meetings.importers.blocks import Form
from meetings.importers.imported import Unplaced
from meetings.importers.recognise import actions, decisions, patterns
from meetings.importers.recognise.items import Item
from meetings.importers.recognise.papers import read_papers
from meetings.minutes import ActionItem, Passage, Reference
from meetings.words import Kind, Scope

_FEEDBACK = re.compile(
    r"\b(?:feedback|suggestions?|suggested|suggests|ideas and feedback|emphasi[sz]ed|"
    r"(?:following|these|some|several|made|had|provided|offered|gave) (?:\w+ )?recommendations)\b",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"\bon (?:the )?[*_]{0,2}(overall|country|thematic|global)[*_]{0,2}(?: strategy| level|:|\W*$)", re.IGNORECASE
)
_LAST_SENTENCE = re.compile(r"(?:^|(?<=[.!?])[*_”\"]* )([^.!?]*:[*_”\"]*)$")
_FRAGMENT = 12  # words


class Lead(Enum):
    """What the line above says of the bullets below it."""

    POINTS = auto()
    FEEDBACK = auto()
    DECISIONS = auto()
    ACTIONS = auto()


@dataclass(slots=True)
class Content:
    """The references and passages of one session."""

    references: tuple[Reference, ...] = ()
    passages: list[Passage] = field(default_factory=list)


class Reader:
    """Reads the passages of all sessions in turn; counts decisions and action items."""

    def __init__(self, findings: Findings, *, is_plain: bool = False) -> None:
        self._findings = findings
        self._is_plain = is_plain
        self._decisions = self._actions = 0
        self._lead = Lead.POINTS
        self._scope = Scope.UNSTATED
        self._awaits = False  # a decision, in the paragraph below its label
        self._is_to_do = False  # below a heading or a line that says that action items follow
        self._is_case = False  # a numbered heading, below which one word can dispose of the matter
        self.unplaced: list[Unplaced] = []

    def read(self, heading: str, items: Sequence[Item]) -> Content:
        """Read what stands below one heading."""
        self._begin(heading)
        self._is_case = bool(re.match(r"\D{0,10}\d", heading))
        references, taken = ((), 0) if self._is_plain else read_papers(items)
        content = Content(references)
        for item in items[taken:]:
            content.passages.append(self._passage(item))
        return content

    def _begin(self, heading: str) -> None:
        self._scope, self._awaits = Scope.UNSTATED, False
        is_decisive = decisions.is_decisions_heading(heading)
        self._lead = Lead.DECISIONS if is_decisive else Lead.POINTS
        self._is_to_do = actions.is_actions_heading(heading)
        if self._is_to_do:
            self._lead = Lead.ACTIONS

    def _passage(self, item: Item) -> Passage:
        if self._is_plain:
            return Passage(kind=Kind.NARRATIVE, text=item.text)
        if item.is_bullet:
            return self._bullet(item)
        return self._paragraph(item)

    # Paragraphs

    def _paragraph(self, item: Item) -> Passage:
        awaited, self._awaits = self._awaits, False
        text = item.plain
        if decisions.announces(item):
            self._lead, self._awaits, self._is_to_do = Lead.DECISIONS, True, False
            return Passage(kind=Kind.NARRATIVE, text=item.text)
        if actions.is_actions_heading(text) and text.casefold() != "action":
            self._lead, self._is_to_do = Lead.ACTIONS, True
            return Passage(kind=Kind.NARRATIVE, text=item.text)
        if decisions.is_labelled(text) or (self._is_case and decisions.is_disposition(text)):
            return self._decision(item)
        if awaited and item.form == Form.PARAGRAPH and not text.endswith(":") and not decisions.is_nothing(text):
            return self._decision(item)
        is_listed = self._lead == Lead.ACTIONS and actions.names_someone(item.text)
        words = actions.labelled(item.text) or (item.text if is_listed else "")
        if words:
            return Passage(kind=Kind.NARRATIVE, text=item.text, actions=(self._action(words, item),))
        if self._is_to_do and actions.says_who_is_to_do(text):
            cure = "write “{A1}words{/A1} {A1: who}” where it is one"
            self._findings.warn(item.line, f"{quote(text)} may be an action item, and is read as a paragraph; {cure}.")
        self._read_lead(item)
        self._note_unplaced(item)
        return Passage(kind=Kind.NARRATIVE, text=item.text)

    def _read_lead(self, item: Item) -> None:
        """Note what a paragraph says of the bullets that follow it."""
        sentence = _LAST_SENTENCE.search(item.text)
        lead = sentence[1] if sentence else ""
        is_feedback = bool(_FEEDBACK.search(lead))
        self._lead = Lead.FEEDBACK if is_feedback else Lead.POINTS
        scope = _SCOPE.search(lead) if is_feedback else None
        self._scope = Scope(scope[1].lower()) if scope else Scope.UNSTATED

    def _note_unplaced(self, item: Item) -> None:
        text = item.plain
        is_fragment = len(text.split()) <= _FRAGMENT and not re.search(r"[.!?;:,”\"’)*\]]$", text)
        is_known = bool(patterns.MOMENT.match(text) or patterns.REFERENCE.match(text) or actions.has_label(text))
        is_loose = (
            item.form != Form.PARAGRAPH or is_fragment or patterns.JUNK.match(text) or patterns.LEADERS.search(text)
        )
        if is_loose and not is_known:
            self.unplaced.append(Unplaced(item.line, item.text))

    # Bullets

    def _bullet(self, item: Item) -> Passage:
        self._awaits = False
        if decisions.is_labelled(item.plain) or (self._lead == Lead.DECISIONS and self._is_decision(item)):
            return self._decision(item)
        is_action = self._lead == Lead.ACTIONS and not actions.is_nothing(item.text) and not item.text.endswith(":")
        words = actions.labelled(item.text) or (item.text if is_action else "")
        kind = Kind.FEEDBACK if self._lead == Lead.FEEDBACK else Kind.POINT
        return Passage(
            kind=kind,
            text=item.text,
            depth=item.depth,
            scope=self._scope if kind == Kind.FEEDBACK else Scope.UNSTATED,
            actions=(self._action(words, item),) if words else (),
        )

    def _is_decision(self, item: Item) -> bool:
        return item.depth == 0 and not decisions.is_nothing(item.plain) and not item.plain.endswith(":")

    # Decisions and action items

    def _decision(self, item: Item) -> Passage:
        self._decisions += 1
        decision, is_stated = decisions.facts(item.text, self._decisions)
        if not is_stated:
            message = "This decision states no outcome that is known, or several; add one if you know it."
            self._findings.warn(item.line, message)
        return Passage(kind=Kind.DECISION, text=item.text, decision=decision)

    def _action(self, words: str, item: Item) -> ActionItem:
        self._actions += 1
        action = actions.facts(words, self._actions)
        who = f"{quote(action.responsible)} is taken for who does it" if action.responsible else "it names nobody"
        self._findings.warn(item.line, f"An action item is read from a label, and {who}; check it.")
        return action
