"""One round of the post: notice what is new, write the letters that are due, send those that wait."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ogpminutes.following import alerts, losses, news
from ogpminutes.following.letters import Carrier
from ogpminutes.following.news import Window
from ogpminutes.following.streams import open_stream
from ogpminutes.models import Alert, Letter

SLACK = timedelta(hours=1)  # cron is never on the second
RESTS = {"immediate": timedelta(0), "daily": timedelta(days=1) - SLACK, "weekly": timedelta(days=7) - SLACK}
LOST = timedelta(hours=1)  # after which a letter that was handed over and not called sent is lost


@dataclass(frozen=True, slots=True)
class Round:
    """What became of the letters: how many went, were refused, or wait for a server or for the next hour.

    `lost` says of each letter that a process died with to whom and of what it was.
    """

    sent: int
    refused: int
    is_silent: bool
    waiting: int
    lost: tuple[str, ...]


def go() -> Round:
    now = timezone.now()
    alerts.tidy(now)
    upto = news.collect()
    write(now, upto)
    became = send(now, upto)
    lost = tuple(losses.tell(now - LOST))
    waiting = Letter.objects.waiting_at(now).count()
    return Round(became["sent"], became["refused"], bool(became["silent"]), waiting, lost)


def write(now: datetime, upto: int) -> None:
    """Write a letter for each alert that is due and has news. Those who follow the same are looked up once."""
    found: dict[tuple[str, str, int], bool] = {}
    due = Alert.objects.due_at(now, RESTS).behind(upto).without_letter().in_order()
    for alert in due.iterator(chunk_size=500):
        what = (alert.stream, alert.query, alert.told)
        if what not in found:
            found[what] = open_stream(alert.stream, alert.query).has_news(Window(alert.told, upto))
        if found[what]:
            _write(alert, now, upto)
        elif news.is_newest(upto):  # else a newer edition hid this one a moment ago: look again next time
            Alert.objects.filter(pk=alert.pk, told=alert.told).update(told=upto)


@transaction.atomic
def _write(alert: Alert, now: datetime, upto: int) -> None:
    """Write one letter, whoever else is writing: the alert remembers, in the same transaction, what it was told of."""
    if Alert.objects.filter(pk=alert.pk, told=alert.told).update(told=upto, told_at=now):
        Letter.objects.create(
            alert=alert, kind=Letter.Kind.NEWS, after=alert.told, upto=upto, written_at=now, not_before=now
        )


def send(now: datetime, upto: int) -> Counter[str]:
    """Send the letters that wait, oldest first, as many as an hour may see. Where no server answers, the rest waits."""
    became: Counter[str] = Counter()
    left = settings.ALERT_LETTERS_AN_HOUR - Letter.objects.handed_since(now - alerts.HOUR).count()
    carrier = Carrier(upto)
    for letter in Letter.objects.waiting_at(now).with_alert()[: max(left, 0)]:
        became[carrier.carry(letter)] += 1
        if became["silent"]:
            break
    carrier.close()
    return became
