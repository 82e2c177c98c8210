"""Circulate, withdraw, approve, amend: the only writer of an edition's status.

Each refuses first, then changes everything in one transaction, then tells people. Whoever calls says which version of
the edition they have seen (`seen`), so that nobody circulates or approves a text that they have not read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from meetings.canonical import canonical_json
from meetings.exporters import pdf
from meetings.minutes import Minutes
from meetings.models import Edition, Seal
from ogpminutes import archive, audit, editing, review, rows, seals, skeleton
from ogpminutes.editing import Stale

DRAFT, CIRCULATED = Edition.Status.DRAFT, Edition.Status.CIRCULATED
PUBLICATION_RULE = timedelta(days=14)  # minutes are published two weeks after the meeting
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=90)  # of the time to respond
ATTEMPTS = 3  # at a seal, where other editions are sealed while this one is printed
REASON_LIMIT = 500  # characters


class Refused(Exception):
    """The edition stays as it was; the message says why and what to do."""


class Somebody(Protocol):
    """Who asks: an account, or `OPERATOR`."""

    def get_username(self) -> str: ...

    def has_perm(self, permission: str, /) -> bool: ...


class Operator:
    """Who runs the portal's commands on its own machine, and could do everything anyway."""

    def get_username(self) -> str:
        return "operator"

    def has_perm(self, permission: str, /) -> bool:
        return True


OPERATOR = Operator()


def _demand_right(user: Somebody, permission: str, deed: str) -> None:
    allowed = user.has_perm(f"meetings.{permission}")
    _refuse(not allowed, f"Your account may not {deed} minutes. Ask for the right to, or ask somebody who has it.")


def _refuse(condition: bool, message: str) -> None:
    if condition:
        raise Refused(message)


def _demand_reason(reason: str) -> str:
    reason = " ".join(reason.split())
    _refuse(not reason, "Say why: the reason is kept.")
    _refuse(len(reason) > REASON_LIMIT, f"The reason has {len(reason):,} characters; {REASON_LIMIT} is the most.")
    return reason


def _demand_state(edition: Edition, wanted: str, deed: str) -> None:
    state = edition.get_status_display().lower()
    article = "an" if wanted == Edition.Status.APPROVED else "a"
    _refuse(edition.status != wanted, f"This edition is {state}; only {article} {wanted} one can be {deed}.")


def proposed_deadline(edition: Edition, today: date | None = None) -> date:
    """Give the day until which members should respond: the publication rule's eve, or a week where that is too near.

    A day ends before minutes are approved without asking why, so the eve leaves the rule's own day for publishing. Of a
    meeting that is far ahead it is the last day that `circulate` takes.
    """
    today = today or timezone.localdate()
    return min(max(edition.last_day + PUBLICATION_RULE - timedelta(days=1), today + timedelta(days=7)), today + LONGEST)


def circulate(edition: Edition, user: Somebody, seen: int, respond_by: date) -> None:
    """Show a draft to the members, who may respond until the end of a day. Raises `Refused`, `Stale`."""
    today = timezone.localdate()
    _demand_right(user, "change_edition", "circulate")
    _demand_state(edition, DRAFT, "circulated")
    soon = respond_by < today + SHORTEST
    _refuse(soon, f"{respond_by:%-d %B %Y} is too soon: members need a day at least. Choose a later day.")
    late = respond_by > today + LONGEST
    _refuse(late, f"{respond_by:%-d %B %Y} is more than {LONGEST.days} days away. Choose an earlier day.")
    _refuse(not any(True for _ in archive.read(edition).passages()), "The minutes say nothing yet. Write them first.")
    with transaction.atomic():
        editing.claim(edition, seen)
        _turn(edition, CIRCULATED, circulated_on=today, respond_by=respond_by)
        audit.record(
            user.get_username(), "circulated", edition, version=edition.version, respond_by=respond_by.isoformat()
        )


def withdraw(edition: Edition, user: Somebody, seen: int, reason: str) -> None:
    """Make a circulated edition a draft again. Raises `Refused`, `Stale`."""
    _demand_right(user, "change_edition", "withdraw")
    _demand_state(edition, CIRCULATED, "withdrawn")
    reason = _demand_reason(reason)
    with transaction.atomic():
        editing.claim(edition, seen, [CIRCULATED])
        _turn(edition, DRAFT, circulated_on=None, respond_by=None)
        audit.record(user.get_username(), "withdrawn", edition, version=edition.version, reason=reason)


def _turn(edition: Edition, status: str, **facts: date | None) -> None:
    """Write the status, and what goes with it, on the row and on the object."""
    facts_and_status = {"status": status, **facts}
    Edition.objects.filter(pk=edition.pk).update(**facts_and_status)
    for name, value in facts_and_status.items():
        setattr(edition, name, value)


def obstacles(edition: Edition) -> list[str]:
    """Say what speaks against approving a circulated edition now; whoever approves it nevertheless says why."""
    found = []
    if edition.respond_by and timezone.localdate() <= edition.respond_by:
        found.append(f"Members may respond until the end of {edition.respond_by:%-d %B %Y}.")
    objections = (f"{answer.member} objects." for answer in review.standing(edition).objections)
    return [*found, *skeleton.left_over(edition), *objections]


def approve(edition: Edition, user: Somebody, seen: int, despite: str = "") -> Seal:
    """Seal a circulated edition as the record. `despite` says why, where something speaks against it.

    Raises `Refused`, `Stale`, and `PrintingFailed` where no PDF can be made.
    """
    _demand_right(user, "approve_edition", "approve")
    _demand_state(edition, CIRCULATED, "approved")
    against = obstacles(edition)
    if against:
        _refuse(not despite.strip(), f"{' '.join(against)} To approve nevertheless, say why.")
        despite = _demand_reason(despite)
    details: dict[str, str | int] = {"despite": despite if against else "", "obstacles": len(against)}
    return _seal(edition, user, seen, timezone.localdate(), details, against)


def adopt(edition: Edition, user: Somebody, seen: int, approved_on: date | None) -> Seal:
    """Seal a draft that holds minutes approved before they came to the portal, on a day that may not be known.

    Raises `Refused`, `Stale` and `PrintingFailed`.
    """
    _demand_right(user, "approve_edition", "approve")
    _demand_state(edition, DRAFT, "recorded as approved long since")
    _refuse(edition.number > 1, "A later edition is circulated before it is approved.")
    if approved_on:
        early = approved_on < edition.last_day or approved_on > timezone.localdate()
        _refuse(early, "Minutes are approved after the meeting and not in the future. Correct the day.")
    return _seal(edition, user, seen, approved_on, {"adopted": True})


def _seal(
    edition: Edition,
    user: Somebody,
    seen: int,
    approved_on: date | None,
    details: Mapping[str, str | int],
    against: Collection[str] = (),
) -> Seal:
    status, vocabulary = edition.status, archive.vocabulary()
    minutes = archive.read(edition)
    _demand_printable(minutes)
    for _ in range(ATTEMPTS):
        proof = seals.prove(edition, minutes, approved_on)
        files = seals.export(edition, minutes, proof, vocabulary)  # takes seconds: nobody else waits for it
        with transaction.atomic():
            audit.hold_chain()
            if seals.end_of_chain() == proof.previous:
                editing.claim(edition, seen, [status])
                _demand_same(edition, proof)
                _demand_nothing_new(edition, status, against)
                return _affix(edition, user, proof, files, details)
    raise Refused("Other minutes were approved at the same time, again and again. Try again in a minute.")


def _affix(
    edition: Edition, user: Somebody, proof: seals.Proof, files: dict[str, bytes], details: Mapping[str, str | int]
) -> Seal:
    seal = seals.affix(edition, proof, files)
    _supersede(edition, user)
    _turn(edition, Edition.Status.APPROVED, approved_on=proof.approved_on)
    kept = {file.suffix: [file.name, file.size, file.digest] for file in seal.files.all()}
    columns = rows.columns()
    facts = {"columns": columns, "rows": rows.hash_rows(edition, columns), "seal": seal.value, "files": kept}
    audit.record(user.get_username(), "approved", edition, **facts, **details)
    return seal


def _demand_printable(minutes: Minutes) -> None:
    """What cannot be drawn would be missing on paper, and paper is part of the record."""
    missing = pdf.uncovered(minutes)
    _refuse(
        bool(missing),
        f"The PDF cannot show {', '.join(missing[:5])}. Take the character out, or have a font for it added.",
    )


def _demand_same(edition: Edition, proof: seals.Proof) -> None:
    """Refuse to seal a text that changed while it was printed: behind the application's back, since it is claimed."""
    if canonical_json(archive.read(Edition.objects.with_meeting().get(pk=edition.pk))) != proof.record:
        raise Stale(f"{edition} was changed while it was printed; read it again.")


def _demand_nothing_new(edition: Edition, status: str, against: Collection[str]) -> None:
    """Refuse where somebody objected while the minutes were printed: whoever approves has not read that."""
    new = [each for each in obstacles(edition) if each not in against] if status == CIRCULATED else []
    _refuse(bool(new), f"{' '.join(new)} That came a moment ago. To approve nevertheless, say why.")


def _supersede(edition: Edition, user: Somebody) -> None:
    before = Edition.objects.approved().with_meeting().of_meeting(edition.meeting.slug).first()
    if before:
        _turn(before, Edition.Status.SUPERSEDED)
        audit.record(user.get_username(), "superseded", before, by=edition.number)


@transaction.atomic
def amend(edition: Edition, user: Somebody, reason: str) -> Edition:
    """Open the next edition as a copy of the approved one, with a public reason. Raises `Refused`."""
    _demand_right(user, "add_edition", "amend")
    reason = _demand_reason(reason)
    current = Edition.objects.select_for_update().get(pk=edition.pk)
    _demand_state(current, Edition.Status.APPROVED, "amended")
    in_work = Edition.objects.of_meeting(edition.meeting.slug).in_work().first()
    if in_work:
        raise Refused(f"Edition {in_work.number} is in work already ({in_work.get_status_display().lower()}).")
    opened = editing.open_draft(
        archive.read(edition), user.get_username(), f"copied from edition {edition.number}", reason
    )
    audit.record(user.get_username(), "opened", opened, reason=reason, copied_from=edition.number)
    return opened
