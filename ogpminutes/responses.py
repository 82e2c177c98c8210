"""What members say of a circulated edition, and what becomes of it.

Everybody in office may comment; the stance of government and civil society members counts. Each deed refuses first,
then writes everything in one transaction. Whoever acts says which version of the text they have seen (`seen`).

A circulated text changes in one way alone: the Support Unit takes a proposed wording over. That makes a new version of
the edition, and what members said of an earlier one is outdated from then on: they are asked again. An objection is
outdated too, but stands in the way of approval until its author takes it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from meetings.lines import InvalidMinutes, one_line
from meetings.models import Edition, Passage
from ogpminutes import archive, audit, editing, indexing
from ogpminutes.accounts import member_of
from ogpminutes.editing import Stale
from ogpminutes.models import Comment, Member, Stance
from ogpminutes.models.members import today
from ogpminutes.models.responses import LETTER_LIMIT
from ogpminutes.querysets import MemberQuerySet
from ogpminutes.review import Standing, standing

CHANGED = "The text was changed while you were reading it. Read it again below, then send this again."
_CITATION = re.compile(r"([0-9A-Za-z]{1,20})\.([0-9]{1,5})")
OPEN_TO_STAFF = (Edition.Status.CIRCULATED, Edition.Status.DRAFT)  # a draft that was withdrawn keeps its comments


class Refused(Exception):
    """Nothing was written; the message says why and what to do."""


def _refuse(condition: bool, message: str) -> None:
    if condition:
        raise Refused(message)


def readers() -> MemberQuerySet[Member]:
    """Give everybody whom a circulated edition is shown to and who is asked what they say of it."""
    return Member.objects.in_office(today()).with_account()


# What members do


@transaction.atomic
def comment(edition: Edition, user: User, seen: int, text: str, citation: str = "", proposal: str = "") -> Comment:
    """Say something of a passage, or of the whole without a `citation`; propose a wording. Raises `Refused`."""
    member = _demand_office(user, "comment")
    _demand_open(edition, seen)
    passage = _demand_passage(edition, citation) if citation else None
    made = Comment(
        edition=edition,
        version=seen,
        passage=passage,
        citation=citation,
        quoted=passage.text if passage else "",
        author=user,
        author_name=member.name,
        text=_letter(text, "comment"),
        proposal=_demand_wording(passage, proposal),
    )
    _refuse(not made.text and not made.proposal, "Write a comment, or change the wording to the one that you propose.")
    made.save()
    audit.record(user.get_username(), "commented", edition, version=seen, passage=citation, comment=made.pk)
    return made


@transaction.atomic
def state(edition: Edition, user: User, seen: int, kind: str, reason: str = "") -> Stance:
    """Say that there is no objection, or object with a reason; the last word counts. Raises `Refused`."""
    member = _demand_office(user, "respond")
    _refuse(
        not member.counts,
        f"As {member.get_capacity_display().lower()} you are asked for comments, not whether you object.",
    )
    _refuse(kind not in Stance.Kind.values, "Choose whether you object.")
    reason = _letter(reason, "reason")
    _refuse(kind == Stance.Kind.OBJECTION and not reason, "Say why you object, so that it can be settled.")
    _demand_open(edition, seen)
    stance = Stance.objects.create(edition=edition, member=member, kind=kind, reason=reason, version=seen)
    audit.record(user.get_username(), "responded", edition, version=seen, stance=stance.pk)
    return stance


def _demand_office(user: User, deed: str) -> Member:
    member = member_of(user)
    if member is None or not member.is_in_office or not user.is_active:
        raise Refused(f"Only members and observers in office {deed} on a draft; your account is not one today.")
    return member


def _demand_open(edition: Edition, seen: int) -> None:
    """Refuse where nobody may respond now; hold the edition, so that it is not approved meanwhile."""
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    state_now = current.get_status_display().lower()
    _refuse(current.status != Edition.Status.CIRCULATED, f"This edition is {state_now} now; nobody is asked about it.")
    last_day = current.respond_by
    if last_day and last_day < today():
        raise Refused(f"The time to respond ended on {last_day:%-d %B %Y}. Write to the Support Unit.")
    _refuse(current.version != seen, CHANGED)


def _demand_passage(edition: Edition, citation: str) -> Passage:
    place = _CITATION.fullmatch(citation)
    passage = Passage.objects.of_edition(edition).at(place[1], int(place[2])) if place else None
    if passage is None:
        raise Refused(f"These minutes have no passage “{citation[:30]}”.")
    return passage


def _demand_wording(passage: Passage | None, proposal: str) -> str:
    """Give a proposed wording as a passage can hold it; none where it is the wording that stands."""
    wording = one_line(proposal).strip()
    if passage is None or not wording or wording == passage.text:
        _refuse(passage is None and bool(wording), "A wording is proposed for a passage: comment on that one.")
        return ""
    try:
        Comment._meta.get_field("proposal").clean(wording, None)
    except ValidationError as error:
        raise Refused(f"The proposed wording cannot be used: {' '.join(error.messages)}") from error
    return wording


def _letter(text: str, name: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    _refuse(len(text) > LETTER_LIMIT, f"The {name} has {len(text):,} characters; {LETTER_LIMIT:,} is the most.")
    _refuse("\0" in text, f"An invisible NUL character stands in the {name}; delete it and type the words again.")
    return text


# What the Support Unit does


def answer(comment: Comment, user: User, text: str) -> None:
    """Answer a comment in words. Raises `Refused`."""
    _settle_in_words(comment, user, Comment.State.ANSWERED, text)


def decline(comment: Comment, user: User, text: str) -> None:
    """Leave the text as it is, and say why. Raises `Refused`."""
    _settle_in_words(comment, user, Comment.State.DECLINED, text)


def take_over(comment: Comment, user: User, seen: int, text: str = "") -> None:
    """Let the passage say what was proposed, as a new version of the edition. Raises `Refused` and `Stale`.

    `text` goes to the author, where there is something to say.
    Works on a circulated edition: what members said of the version before is outdated then.
    """
    words = _letter(text, "answer")
    with _settling(comment, user):
        _refuse(not comment.proposal, "This comment proposes no wording; answer it, or write the change yourself.")
        passage = comment.passage
        if passage is None or passage.text != comment.quoted:
            raise Refused(
                f"Passage {comment.citation} does not say any more what this wording was proposed for. "
                "Answer the comment, and change the text by hand where it is right."
            )
        _reword(comment, passage, user, seen)
        _settle(comment, user, Comment.State.TAKEN_OVER, words)


def _reword(comment: Comment, passage: Passage, user: User, seen: int) -> None:
    edition = comment.edition
    editing.claim(edition, seen, OPEN_TO_STAFF)
    editing.keep_what_stood(edition, seen)
    passage.text = comment.proposal
    passage.save(update_fields=["text", "folded"])
    try:
        minutes = archive.read(edition)
    except InvalidMinutes as error:
        raise Refused(f"{error} So it cannot be taken over as it is: withdraw the minutes, then edit them.") from error
    indexing.index(edition)
    editing.keep(edition, user.get_username(), f"wording of {comment.author_name} for {comment.citation}", minutes)


def _settle_in_words(comment: Comment, user: User, state: Comment.State, text: str) -> None:
    words = _letter(text, "answer")
    _refuse(not words, "Write an answer: the author gets it by mail.")
    with _settling(comment, user):
        _settle(comment, user, state, words)


@contextmanager
def _settling(comment: Comment, user: User) -> Iterator[None]:
    """Hold the edition while a comment is settled. Raises `Refused` where it may not be, or is already."""
    may = user.has_perm("meetings.change_edition")
    _refuse(not may, "Your account may not answer comments. Ask for the right to, or ask somebody who has it.")
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=comment.edition_id)
        _refuse(
            edition.status not in OPEN_TO_STAFF, f"This edition is {edition.status}; its comments stay as they are."
        )
        current = Comment.objects.get(pk=comment.pk)
        _refuse(not current.is_open, f"{current.answered_by} settled this comment already.")
        yield


def _settle(comment: Comment, user: User, state: Comment.State, words: str) -> None:
    comment.state, comment.answer = state, words
    comment.answered_by, comment.answered_at = user.get_username(), timezone.now()
    comment.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    edition = comment.edition
    audit.record(user.get_username(), f"comment {state.value}", edition, version=edition.version, comment=comment.pk)


__all__ = ["Refused", "Stale", "Standing", "answer", "comment", "decline", "readers", "standing", "state", "take_over"]
