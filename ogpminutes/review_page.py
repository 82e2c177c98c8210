"""The page of a circulated draft, gathered: each passage with what was said of it, and the forms as they were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from meetings.history import Span, word_diff
from meetings.layout import Layout, Section
from meetings.minutes import Passage
from ogpminutes.accounts import member_of
from ogpminutes.models import Comment, Member
from ogpminutes.review import Request


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as it is shown: with what the proposed wording takes out and puts in."""

    comment: Comment
    is_own: bool

    @property
    def spans(self) -> tuple[Span, ...]:
        return word_diff(self.comment.quoted, self.comment.proposal) if self.comment.proposal else ()


@dataclass(frozen=True, slots=True)
class Place:
    """A passage to comment on, or the whole, which has neither. `text` and `proposal` stand in its form.

    The whole has a `proposal` where one was sent for a passage that is gone: it is given back to be copied.
    """

    citation: str
    passage: Passage | None
    remarks: list[Remark]
    proposal: str
    text: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A session or a breakout with its passages."""

    section: Section
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Desk:
    """What one reader may do with a draft. `sent` is a form that was refused, and `refusal` says why."""

    asked: Request
    user: User
    layout: Layout
    comments: list[Comment]
    sent: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""

    @property
    def member(self) -> Member | None:
        return member_of(self.user)

    @property
    def may_comment(self) -> bool:
        return self.member is not None and self.member.is_in_office and not self.asked.is_over

    @property
    def may_state(self) -> bool:
        return self.may_comment and self.member is not None and self.member.counts

    @property
    def is_stance_refused(self) -> bool:
        return bool(self.refusal) and self.sent.get("deed") == "stance"

    @property
    def given_back(self) -> list[tuple[str, str]]:
        """What was typed into a form that is not shown any more, because its reader may not respond now."""
        is_shown = self.may_state if self.sent.get("deed") == "stance" else self.may_comment
        return [] if is_shown or not self.refusal else typed(self.sent)

    @property
    def kind(self) -> str:
        """The stance that the form shows as chosen."""
        if self.is_stance_refused:
            return self.sent.get("kind", "")
        return self.asked.stance.kind if self.asked.stance and not self.asked.is_due else ""

    @property
    def reason(self) -> str:
        if self.is_stance_refused:
            return self.sent.get("reason", "")
        return self.asked.stance.reason if self.asked.stance else ""

    @property
    def parts(self) -> list[Part]:
        remarks = self._remarks()
        return [
            Part(section, [self._place(*each, remarks) for each in section.session.numbered()])
            for section in self._sections()
        ]

    @property
    def whole(self) -> Place:
        """The form for the whole, with comments on it and on passages that are gone; also one that was refused."""
        known = {citation for section in self._sections() for citation, _ in section.session.numbered()}
        loose = [each for at, remarks in self._remarks().items() if at not in known for each in remarks]
        sent_of = self.sent.get("passage", "")
        if sent_of in known:
            return Place("", None, loose, "")
        text, refusal = self._refused(sent_of)
        if refusal and sent_of:
            refusal += f" You wrote on passage {sent_of[:30]}, which is not there. Here it is a comment on the whole."
        return Place("", None, loose, self.sent.get("proposal", "") if refusal else "", text, refusal)

    def _sections(self) -> list[Section]:
        return [each for section in self.layout.sections for each in (section, *section.breakouts)]

    def _place(self, citation: str, passage: Passage, remarks: Mapping[str, list[Remark]]) -> Place:
        text, refusal = self._refused(citation)
        proposal = self.sent.get("proposal", "") if refusal else passage.text
        return Place(citation, passage, remarks.get(citation, []), proposal, text, refusal)

    def _refused(self, citation: str) -> tuple[str, str]:
        """Give the text and the refusal of the form of one passage, where it is the one that was refused."""
        is_meant = self.refusal and not self.is_stance_refused and self.sent.get("passage", "") == citation
        return (self.sent.get("text", ""), self.refusal) if is_meant else ("", "")

    def _remarks(self) -> dict[str, list[Remark]]:
        """Give the comments by the number that their passage has now."""
        found: dict[str, list[Remark]] = defaultdict(list)
        for comment in self.comments:
            citation = comment.passage.citation if comment.passage else ""
            found[citation].append(Remark(comment, comment.author_id == self.user.pk))
        return found


def typed(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the words of a form with the names of their fields, to be given back."""
    return [(name, words) for name in ("text", "proposal", "reason") if (words := sent.get(name, "")).strip()]
