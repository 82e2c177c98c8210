"""Following by mail: somebody asks, the address agrees, and can change its mind at any time.

Nobody has an account. Links are signed, so the database holds no secret and no link can be guessed; one to agree works
for some days, those to change and to stop work as long as there is something to stop. What was not agreed to is deleted
after the same days, and an address as soon as it follows nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ogpminutes.following import news
from ogpminutes.following.stream import Stream
from ogpminutes.following.streams import open_stream
from ogpminutes.models import Alert, Follower, Letter

DAYS = 3  # in which an address has to agree
MOST = 20  # alerts of one address
ASKS = 3  # letters that ask an address whether it agrees: in a day, or in an hour where it has agreed before
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

_AGREEING, _STOPPING, _KEEPING = "ogpminutes.agree", "ogpminutes.stop", "ogpminutes.keep"


class Busy(Exception):
    """The portal asks so many addresses that it looks like abuse; nothing was stored."""


class TooMany(Exception):
    """The address follows as much as one may follow."""


class Over(Exception):
    """The link is forged, cut short, too old, or of something that was stopped."""


class Stopped(Over):
    """The link is one of ours, and what it stops is stopped already."""


# Asking


@transaction.atomic
def ask(address: str, stream: Stream, rhythm: str) -> Letter | None:
    """Write a letter that asks an address whether it wants this; none where it was asked often enough.

    Whoever asks is told the same in either case, and where the address follows this already: that would tell what
    somebody else reads. Raises `Busy`.
    """
    now = timezone.now()
    asked = Letter.objects.asking()
    if asked.since(now - HOUR).count() >= settings.ALERT_LETTERS_AN_HOUR // 2:  # the other half is for those who agreed
        raise Busy
    follower, _ = Follower.objects.get_or_create(address__iexact=address, defaults={"address": address})
    Follower.objects.select_for_update().get(pk=follower.pk)  # two who ask at once are counted one by one
    window = HOUR if follower.alerts.confirmed().exists() else DAY
    if asked.to_follower(follower).since(now - window).count() >= ASKS:
        return None
    facts = {"rhythm": rhythm, "asked_at": now}
    alert, is_new = Alert.objects.get_or_create(
        follower=follower, stream=stream.name, query=stream.query, defaults=facts
    )
    if not is_new:
        Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(**facts)
    return Letter.objects.create(alert=alert, kind=Letter.Kind.ASKED, written_at=now, not_before=now)


# Agreeing


def asked(token: str) -> Alert:
    """Give the alert of a link to agree. Raises `Over`."""
    key = _read(TimestampSigner(salt=_AGREEING, sep="."), token, max_age=timedelta(days=DAYS))
    return _find(key)


@transaction.atomic
def agree(alert: Alert) -> None:
    """Begin to follow, from now on. Agreeing twice, or twice at once, is agreeing. Raises `Over`, `TooMany`."""
    upto = news.collect()  # makes whoever else agrees wait until this is done
    alert = _find(alert.pk)
    if alert.confirmed_at:
        return
    if alert.follower.alerts.confirmed().count() >= MOST:
        raise TooMany
    Alert.objects.filter(pk=alert.pk).update(confirmed_at=timezone.now(), told=upto)


# Changing and stopping


def to_stop(token: str) -> Alert:
    """Give the alert of a link to stop it. Raises `Over`, and `Stopped` where somebody has."""
    key = _read(Signer(salt=_STOPPING, sep="."), token)
    try:
        return _find(key)
    except Over as error:
        raise Stopped from error


def follower_of(token: str) -> Follower:
    """Give the address of a link to its alerts. Raises `Over`."""
    follower = Follower.objects.filter(pk=_read(Signer(salt=_KEEPING, sep="."), token)).first()
    if follower is None:
        raise Over
    return follower


def change(follower: Follower, key: int, rhythm: str) -> bool:
    return bool(follower.alerts.filter(pk=key).update(rhythm=rhythm))


def stop(follower: Follower, key: int) -> None:
    """Stop one alert, and forget the address with its last one. Stopping what is stopped already is no error."""
    follower.alerts.filter(pk=key).delete()
    Follower.objects.filter(pk=follower.pk).without_alerts().delete()


def exists(follower: Follower) -> bool:
    return Follower.objects.filter(pk=follower.pk).exists()


def forget(follower: Follower) -> None:
    """Stop everything that an address follows, and forget it."""
    follower.delete()


def forget_address(address: str) -> bool:
    """Forget an address, in whatever letters it is written; false where it is not known."""
    return bool(Follower.objects.at(address).delete()[0])


def tidy(now: datetime) -> None:
    """Delete what was asked and never agreed to, addresses that follow nothing, and letters that went long ago."""
    Alert.objects.asked_before(now - timedelta(days=DAYS)).delete()
    Follower.objects.without_alerts().delete()
    Letter.objects.sent_before(now - timedelta(days=2)).delete()


# Links


def link_to_agree(alert: Alert) -> str:
    return _link("agree", TimestampSigner(salt=_AGREEING, sep=".").sign(str(alert.pk)))


def link_to_stop(alert: Alert) -> str:
    return _link("stop", Signer(salt=_STOPPING, sep=".").sign(str(alert.pk)))


def link_to_keep(follower: Follower) -> str:
    return _link("alerts", Signer(salt=_KEEPING, sep=".").sign(str(follower.pk)))


def _link(name: str, token: str) -> str:
    return settings.PORTAL_ADDRESS + reverse(name, args=[token])


def _read(signer: Signer, token: str, **options: timedelta) -> int:
    """Give the key that a link holds. Raises `Over`."""
    try:
        return int(signer.unsign(token, **options))
    except (BadSignature, ValueError) as error:
        raise Over from error


def _find(key: int) -> Alert:
    alert = Alert.objects.with_follower().filter(pk=key).first()
    if alert is None:
        raise Over
    return alert


def stream_of(alert: Alert) -> Stream:
    return open_stream(alert.stream, alert.query)
