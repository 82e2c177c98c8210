"""Reminding the owners of action items by mail, some days before the day that the minutes give and some days after.

Each member in office of the responsible organisation is reminded of an item once before and once after, at most. The
rows that say so are claimed, in a transaction, before the letter is sent: where the run is killed in between, or the
connection breaks while the letter is on its way, nobody knows whether it went, and it is not sent again. The next run
says so, once, so that somebody can write instead. Where the mail server was not reached or said no, the letter surely
did not go: its claim is given back, and the next run tries again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from decisions.models import ActionItem
from meetings.markdown import plain
from ogpminutes.correspondence import NOT_SENT, Outbox, compose
from ogpminutes.models import Member, Reminder
from ogpminutes.models.members import today

SUBJECT = "Action items of your organisation"
STILL_RUNNING = timedelta(hours=1)  # a claim that is older is of a run that was killed
STALE = 60  # days after which a day that was missed is no news: an archive that is imported reminds nobody


@dataclass(frozen=True, slots=True)
class Due:
    """An item that a member is to be reminded of."""

    item: ActionItem
    kind: Reminder.Kind
    member: Member

    @property
    def link(self) -> str:
        return f"{settings.PORTAL_ADDRESS}{self.item.get_absolute_url()}"

    @property
    def words(self) -> str:
        return plain(self.item.text)

    @property
    def is_late(self) -> bool:
        return self.kind == Reminder.Kind.AFTER


@dataclass(slots=True)
class Run:
    """What became of one run."""

    letters: int = 0
    items: int = 0
    failures: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def due_on(day: date, before: int, after: int) -> list[Due]:
    """Give what members are to be reminded of on a day, member by member: `before` and `after` are days."""
    kinds = {
        Reminder.Kind.BEFORE: (day, day + timedelta(days=before)),
        Reminder.Kind.AFTER: (day - timedelta(days=STALE + after), day - timedelta(days=after)),
    }
    members = [each for each in Member.objects.in_office(day).with_account() if each.organisation]
    found: list[Due] = []
    for kind, (first, last) in kinds.items():
        items = ActionItem.objects.approved().still_open().due_between(first, last).with_passage().order_by("due", "pk")
        found += [Due(item, kind, each) for item in items for each in members if item.is_of(each.organisation)]
    reminded = set(Reminder.objects.values_list("meeting", "number", "due", "kind", "member"))
    return sorted((each for each in found if _key(each) not in reminded), key=lambda each: each.member.pk)


def run(before: int, after: int) -> Run:
    """Send every letter that is due. A run that goes on beside this one sends none of them again."""
    result = Run(unknown=tuple(_tell_of_unknown()))
    outbox = Outbox(get_connection())
    for _, group in groupby(due_on(today(), before, after), key=lambda each: each.member.pk):
        _send(outbox, list(group), result)
    outbox.close()
    return result


def _send(outbox: Outbox, wanted: list[Due], result: Run) -> None:
    claimed = _claim(wanted)
    if not claimed:
        return
    rows, member = [row for row, _ in claimed], wanted[0].member
    why = outbox.send(_letter(member, [each for _, each in claimed]))
    mine = Reminder.objects.filter(pk__in=[row.pk for row in rows])
    if not why:
        mine.update(sent_at=timezone.now())
        result.letters, result.items = result.letters + 1, result.items + len(rows)
    elif why in NOT_SENT:
        mine.delete()
        result.failures += (f"{member.name} ({why}; the next run tries again)",)
    else:
        mine.update(told_at=timezone.now())
        result.failures += (f"{member.name} ({why}; it is not sent again)",)


@transaction.atomic
def _claim(wanted: list[Due]) -> list[tuple[Reminder, Due]]:
    """Claim what nobody has claimed yet."""
    claimed = []
    for each in wanted:
        meeting, number, due, kind, member = _key(each)
        facts: dict[str, Any] = {"meeting_id": meeting, "number": number, "due": due, "kind": kind, "member_id": member}
        row, is_new = Reminder.objects.get_or_create(**facts)
        if is_new:
            claimed.append((row, each))
    return claimed


def _letter(member: Member, items: list[Due]) -> EmailMessage:
    context = {
        "member": member,
        "coming": [each for each in items if not each.is_late],
        "late": [each for each in items if each.is_late],
    }
    return compose("reminder", SUBJECT, member.user.email, context)


def _key(due: Due) -> tuple[int, str, date | None, str, int]:
    item = due.item
    return (item.edition.meeting_id, item.number, item.due, due.kind.value, due.member.pk)


def _tell_of_unknown() -> Iterator[str]:
    """Name, once, the letters that a killed run claimed: it is not known whether they went."""
    lost = Reminder.objects.filter(sent_at=None, told_at=None, claimed_at__lt=timezone.now() - STILL_RUNNING)
    for row in lost.select_related("meeting", "member"):
        if Reminder.objects.filter(pk=row.pk, told_at=None).update(told_at=timezone.now()):
            yield f"{row.member.name} ({row})"
