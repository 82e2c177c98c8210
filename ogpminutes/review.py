"""Where the review of an edition stands: who has answered what, who has not, what is open, how long there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from meetings.models import Edition
from ogpminutes.accounts import member_of
from ogpminutes.models import Comment, Member, Stance
from ogpminutes.models.members import today


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member said: the last stance, none where they stated none, and how many comments they wrote."""

    member: Member
    stance: Stance | None
    comments: int
    is_outdated: bool  # it was said of an earlier text than the one that is circulated now

    @property
    def objects(self) -> bool:
        return self.stance is not None and self.stance.kind == Stance.Kind.OBJECTION

    @property
    def is_due(self) -> bool:
        """Whether this text waits for their word."""
        return self.stance is None or self.is_outdated


@dataclass(frozen=True, slots=True)
class Standing:
    """`answers` are those that count, `others` of those in office who are only asked for comments."""

    answers: tuple[Answer, ...]
    others: tuple[Answer, ...]
    comments: tuple[Comment, ...]
    respond_by: date | None
    days_left: int | None  # 0 on the last day, below 0 after it

    @property
    def objections(self) -> list[Answer]:
        """Those who object, whichever version they read: an objection stands until it is taken back."""
        return [answer for answer in self.answers if answer.objects]

    @property
    def agreed(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.is_due and not answer.objects]

    @property
    def outdated(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.is_outdated]

    @property
    def waiting(self) -> list[Answer]:
        """Those who have not said a word of this edition."""
        return [answer for answer in self.answers if answer.stance is None]

    @property
    def answered(self) -> list[Answer]:
        """Those who have said what they think of the text as it is now."""
        return [answer for answer in self.answers if not answer.is_due]

    @property
    def open_comments(self) -> list[Comment]:
        return [comment for comment in self.comments if comment.is_open]


def standing(edition: Edition) -> Standing:
    """Tell where the review of an edition stands today. For the Support Unit and the committee: ask first who reads.

    Whoever stated something is in it even after their term: what a member objected to while in office is not undone by
    leaving.
    """
    stances = {each.member_id: each for each in Stance.objects.of_edition(edition).last_words()}
    comments = tuple(Comment.objects.of_edition(edition).in_order().with_passage())
    written = Counter(comment.author_id for comment in comments)
    members = list(Member.objects.in_office_or_among(today(), stances.keys()).with_account())
    version = text_version(edition)
    answers = [_answer(member, stances.get(member.pk), written[member.user_id], version) for member in members]
    return Standing(
        answers=tuple(each for each in answers if each.member.counts or each.stance),
        others=tuple(each for each in answers if not each.member.counts and not each.stance),
        comments=comments,
        respond_by=edition.respond_by,
        days_left=(edition.respond_by - today()).days if edition.respond_by else None,
    )


@dataclass(frozen=True, slots=True)
class Request:
    """A circulated edition as one reader is asked about it."""

    edition: Edition
    stance: Stance | None  # the reader's last one, whichever text it was said of
    is_due: bool  # their word counts, there is time, and they have not said it of this text
    days_left: int
    counts: bool  # the reader is asked whether they object

    @property
    def is_outdated(self) -> bool:
        """Whether the reader spoke of an earlier text."""
        return self.stance is not None and self.stance.version < self.edition.version

    @property
    def is_over(self) -> bool:
        return self.days_left < 0


def requests_to(user: User) -> list[Request]:
    """Give what is circulated now, the nearest deadline first, to a reader who may see it."""
    editions = Edition.objects.visible_to(user).circulated().with_meeting().order_by("respond_by", "pk")
    member = member_of(user)
    if not editions or member is None:
        return [_request(edition, None, None) for edition in editions]
    stances = {each.edition_id: each for each in Stance.objects.of_member(member).last_words()}
    return [_request(edition, member, stances.get(edition.pk)) for edition in editions]


def request_to(user: User, edition: Edition) -> Request:
    """Give one circulated edition as a reader is asked about it."""
    member = member_of(user)
    stance = Stance.objects.of_edition(edition).of_member(member).last_words().first() if member else None
    return _request(edition, member, stance)


def _request(edition: Edition, member: Member | None, stance: Stance | None) -> Request:
    left = (edition.respond_by - today()).days if edition.respond_by else 0
    counts = member is not None and member.counts and member.is_in_office
    is_due = counts and left >= 0 and (stance is None or stance.version < edition.version)
    return Request(edition, stance, is_due, left, counts)


def _answer(member: Member, stance: Stance | None, comments: int, version: int) -> Answer:
    return Answer(member, stance, comments, stance is not None and stance.version < version)


def text_version(edition: Edition) -> int:
    """Give the version in which members read the text: approving it claimed one more."""
    return edition.version - 1 if edition.is_public else edition.version
