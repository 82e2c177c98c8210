"""Reminding the owners of action items by mail, some days before the day that the minutes give and some days after.

Whoever stands for the owner of an item is reminded of it once before and once after, at most: members in office of the
responsible organisation, those who held the office that the minutes name when they met, or the Support Unit. Where a
later edition gives the item another day, that is the same day corrected, and nobody is reminded again. It is a new day,
of which they are, where it is later by more days than letters go before the day: so only once the old day is over.

The rows that say so are claimed, in a transaction, before the letter is sent: where the run is killed in between, or
the connection breaks while the letter is on its way, nobody knows whether it went, and it is not sent again. The next
run says so, once, so that somebody can write instead. Where the mail server was not reached or said no, the letter
surely did not go: its claim is given back, and the next run tries again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from decisions.models import ActionItem
from meetings.markdown import plain
from ogpminutes.correspondence import NOT_SENT, Outbox, compose
from ogpminutes.models import Reminder
from ogpminutes.models.members import today
from ogpminutes.reaching import Addressee, reach

SUBJECT = "Action items of your organisation"
OF_A_PERSON = "Your action items"
OF_THE_SUPPORT_UNIT = "Action items of the Support Unit"
STILL_RUNNING = timedelta(hours=1)  # a claim that is older is of a run that was killed
STALE = 60  # days after which a day that was missed is no news: an archive that is imported reminds nobody


@dataclass(frozen=True, slots=True)
class Due:
    """An item that somebody is to be reminded of."""

    item: ActionItem
    kind: Reminder.Kind
    to: Addressee

    @property
    def day(self) -> date:
        return cast(date, self.item.due)  # nobody is reminded of an item without a day

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
    """Give what people are to be reminded of on a day, account by account: `before` and `after` are days."""
    items = _items(day, before, after)
    reached = reach([item for several in items.values() for item in several], day)
    found = [Due(item, kind, to) for kind, several in items.items() for item in several for to in reached[item.pk]]
    return sorted(_unclaimed(found, Reminder.objects.all(), before), key=lambda each: each.to.user.pk)


def unreached(day: date, before: int, after: int) -> list[ActionItem]:
    """Give the items that would be reminded of on a day if anybody could be reached."""
    items = [item for several in _items(day, before, after).values() for item in several]
    reached = reach(items, day)
    return [item for item in items if not reached[item.pk]]


def _items(day: date, before: int, after: int) -> dict[Reminder.Kind, list[ActionItem]]:
    days = {
        Reminder.Kind.BEFORE: (day, day + timedelta(days=before)),
        Reminder.Kind.AFTER: (day - timedelta(days=STALE + after), day - timedelta(days=after)),
    }
    items = ActionItem.objects.approved().still_open().with_passage().order_by("due", "pk")
    return {kind: list(items.due_between(*each)) for kind, each in days.items()}


def run(before: int, after: int) -> Run:
    """Send every letter that is due. A run that goes on beside this one sends none of them again."""
    result = Run(unknown=tuple(_tell_of_unknown()))
    outbox = Outbox(get_connection())
    for _, group in groupby(due_on(today(), before, after), key=lambda each: each.to.user.pk):
        _send(outbox, list(group), result, before)
    outbox.close()
    return result


def _send(outbox: Outbox, wanted: list[Due], result: Run, before: int) -> None:
    claimed = _claim(wanted, before)
    if not claimed:
        return
    rows, to = [row for row, _ in claimed], wanted[0].to
    why = outbox.send(_letter(to, [each for _, each in claimed]))
    mine = Reminder.objects.filter(pk__in=[row.pk for row in rows])
    if not why:
        mine.update(sent_at=timezone.now())
        result.letters, result.items = result.letters + 1, result.items + len(rows)
    elif why in NOT_SENT:
        mine.delete()
        result.failures += (f"{to.name} ({why}; the next run tries again)",)
    else:
        mine.update(told_at=timezone.now())
        items = ", ".join(each.item.reference for _, each in claimed)
        result.failures += (f"{to.name}, about {items} ({why}; it is not sent again)",)


@transaction.atomic
def _claim(wanted: list[Due], before: int) -> list[tuple[Reminder, Due]]:
    """Claim what one account is to be reminded of and nobody has claimed yet."""
    claimed = []
    for each in _unclaimed(wanted, wanted[0].to.user.reminders.all(), before):
        meeting, number, kind, user = _key(each)
        facts: dict[str, Any] = {"meeting_id": meeting, "number": number, "kind": kind, "user_id": user}
        row, is_new = Reminder.objects.get_or_create(**facts, due=each.day)
        if is_new:
            claimed.append((row, each))
    return claimed


def _letter(to: Addressee, items: list[Due]) -> EmailMessage:
    context = {
        "to": to,
        "coming": [each for each in items if not each.is_late],
        "late": [each for each in items if each.is_late],
    }
    subject = OF_THE_SUPPORT_UNIT if not to.member else SUBJECT if to.member.organisation else OF_A_PERSON
    return compose("reminder", subject, to.user.email, context)


def _unclaimed(wanted: list[Due], claims: QuerySet[Reminder], before: int) -> list[Due]:
    """Leave out what was claimed for the day of the item, or for one that is earlier by `before` days at most."""
    rows = claims.order_by("due").values_list("meeting", "number", "kind", "user", "due")
    same_until = {
        (meeting, number, kind, user): due + timedelta(days=before) for meeting, number, kind, user, due in rows
    }
    return [each for each in wanted if each.day > same_until.get(_key(each), date.min)]


def _key(due: Due) -> tuple[int, str, str, int]:
    return (due.item.edition.meeting_id, due.item.number, due.kind.value, due.to.user.pk)


def _tell_of_unknown() -> Iterator[str]:
    """Name, once, the letters that a killed run claimed: it is not known whether they went."""
    lost = Reminder.objects.filter(sent_at=None, told_at=None, claimed_at__lt=timezone.now() - STILL_RUNNING)
    for row in lost.select_related("meeting", "user__member"):
        if Reminder.objects.filter(pk=row.pk, told_at=None).update(told_at=timezone.now()):
            yield f"{_name(row.user)} ({row})"


def _name(user: Any) -> str:
    return Addressee(user, getattr(user, "member", None)).name
