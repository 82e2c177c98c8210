"""The letters of alerts: what they say, and how one goes once.

A letter goes at most once. Before the mail server is spoken to, the letter is marked as handed over, in a transaction
that only one process wins, and after it as sent. A process that dies before the first mark leaves a letter that the
next run sends; one that dies between the two leaves a letter of which nobody knows whether it arrived: it is not sent
again, and the command says to whom and of what it was (`losses`). A letter that the server refuses is no longer handed
over, and is tried again later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from meetings.markdown import plain
from ogpminutes import correspondence
from ogpminutes.following import alerts, naming, news
from ogpminutes.following.entries import Entry
from ogpminutes.following.news import Window
from ogpminutes.following.pages import LENGTH
from ogpminutes.following.streams import open_stream
from ogpminutes.models import Alert, Follower, Letter

GIVEN_UP = 5  # refusals in a row, the last one some thirty hours after the first
LAST_DAY = timedelta(days=1)
SILENT = "the mail server does not answer"  # as `correspondence.Outbox` says it


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a letter of plain text shows it."""

    entry: Entry
    address: str
    words: str


class Carrier:
    """One connection to the mail server, and what was read for one letter is not read again for the next."""

    def __init__(self, upto: int) -> None:
        self.upto = upto
        self.outbox = correspondence.Outbox(get_connection())
        self.items: Callable[[str, str, int], tuple[Item, ...]] = lru_cache(maxsize=100)(self._items)

    def _items(self, stream: str, query: str, after: int) -> tuple[Item, ...]:
        found = open_stream(stream, query).news(Window(after, self.upto))
        return tuple(Item(each, settings.PORTAL_ADDRESS + each.path, plain(each.words)) for each in found)

    def carry(self, letter: Letter) -> str:
        """Send one letter, and say what became of it: `sent`, `refused`, `silent`, or nothing where nothing goes."""
        message = self._write(letter)
        if message is None or not hand_over(letter, self.upto):
            return ""
        # The same at each try, so that a mail program shows a letter once whatever its way did with it.
        name = f"alert-{letter.pk}-{letter.written_at.timestamp():.0f}"
        message.extra_headers["Message-ID"] = f"<{name}@{naming.authority()}>"
        why = self.outbox.send(message)
        if not why:
            _keep_sent(letter)
            return "sent"
        if why == SILENT:
            Letter.objects.filter(pk=letter.pk).update(handed_at=None)
            return "silent"
        _keep_refused(letter)
        return "refused"

    def _write(self, letter: Letter) -> EmailMessage | None:
        if letter.kind == Letter.Kind.ASKED:
            return ask(letter.alert)
        alert = letter.alert
        items = self.items(alert.stream, alert.query, letter.after)
        if items:
            return tell(alert, items)
        if news.is_newest(self.upto):  # else a newer edition took the place of this one; the next run tells of that
            letter.delete()
        return None

    def close(self) -> None:
        self.outbox.close()


def hand_over(letter: Letter, upto: int) -> bool:
    """Mark a letter as handed over, with the news that it tells of; false where another process has it."""
    is_news = letter.kind == Letter.Kind.NEWS
    facts: dict[str, Any] = {"handed_at": timezone.now(), **({"upto": upto} if is_news else {})}
    with transaction.atomic():
        is_ours = bool(Letter.objects.filter(pk=letter.pk, handed_at=None).update(**facts))
        if is_ours and is_news:
            Alert.objects.filter(pk=letter.alert_id, told__lt=upto).update(told=upto)
    return is_ours


def _keep_sent(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
    Follower.objects.filter(pk=letter.alert.follower_id, refusals__gt=0).update(refusals=0)


def _keep_refused(letter: Letter) -> None:
    """Try again later, twice as late each time, and forget an address in the end.

    Where the server took no letter at all for a day, it is the server that is ill, and no address is forgotten.
    """
    now = timezone.now()
    follower = letter.alert.follower
    refusals = min(follower.refusals + 1, GIVEN_UP)
    is_server_well = Letter.objects.filter(sent_at__gt=now - LAST_DAY).exists()
    if refusals >= GIVEN_UP and is_server_well:
        alerts.forget(follower)
        return
    Follower.objects.filter(pk=follower.pk).update(refusals=refusals)
    wait = timedelta(hours=2**refusals)
    Letter.objects.filter(pk=letter.pk).update(handed_at=None, not_before=now + wait)


# What they say


def ask(alert: Alert) -> EmailMessage:
    """Ask an address whether it wants an alert. Nothing that whoever asked typed stands here: it may be an insult."""
    stream = alerts.stream_of(alert)
    context = {
        "alert": alert,
        "what": stream.label,
        "has_words": bool(stream.words),
        "link": alerts.link_to_keep(alert.follower) if alert.confirmed_at else alerts.link_to_agree(alert),
        "days": alerts.DAYS,
    }
    return _addressed(alert, "alert_asked", "Follow the Steering Committee minutes by mail?", context)


def tell(alert: Alert, items: tuple[Item, ...]) -> EmailMessage:
    """Tell of news. Only what the public record says stands in it, and the words that the reader agreed to follow."""
    stream = alerts.stream_of(alert)
    count = f"{len(items)} new {'entry' if len(items) == 1 else 'entries'}"
    context = {
        "alert": alert,
        "what": stream.label,
        "words": stream.words,
        "items": items,
        "is_full": len(items) >= LENGTH,
        "page": settings.PORTAL_ADDRESS + stream.path,
        "stop": alerts.link_to_stop(alert),
        "keep": alerts.link_to_keep(alert.follower),
    }
    message = _addressed(alert, "alert_news", f"Steering Committee minutes: {count}", context)
    message.extra_headers |= {
        "List-Id": f"Steering Committee Minutes <alerts.{naming.authority()}>",
        "List-Unsubscribe": f"<{context['stop']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def _addressed(alert: Alert, name: str, subject: str, context: dict[str, Any]) -> EmailMessage:
    return correspondence.compose(name, subject, alert.follower.address, context)
