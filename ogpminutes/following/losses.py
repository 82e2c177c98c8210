"""Letters that died on their way to the mail server: told once, with all that staff need to write instead.

What the command says ends in mail and in logs, so a follower is a number there and no address, and what somebody looks
for stays out of it. `send_alerts --who NUMBER` tells the address to whoever has a reason to write.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings

from ogpminutes.following import alerts
from ogpminutes.following.stream import Window
from ogpminutes.models import Follower, Letter

SHOWN = 5  # entries whose addresses are told


def tell(moment: datetime) -> Iterator[str]:
    """Say of each letter that was handed over before a moment, and never called sent, to whom and of what it was.

    Each is told by one process and forgotten. It is not sent again; what comes later goes as ever.
    """
    for letter in Letter.objects.lost_before(moment).with_alert().order_by("pk"):
        said = _describe(letter)
        if Letter.objects.filter(pk=letter.pk, sent_at=None).delete()[0]:
            yield said


def address_of(number: int) -> str:
    """Give the address of a follower by its number; "" where nobody follows under it any more."""
    return Follower.objects.filter(pk=number).values_list("address", flat=True).first() or ""


def _describe(letter: Letter) -> str:
    at = letter.handed_at or letter.written_at
    begin = f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, to follower {letter.alert.follower_id}"
    label = alerts.stream_of(letter.alert).label
    if letter.kind == Letter.Kind.ASKED:
        return f"{begin}: it asked whether to follow “{label}”. Who asked for it can ask again."
    return f"{begin}, who follows “{label}”: {_news(letter)}"


def _news(letter: Letter) -> str:
    """Say which news a letter told of, as far as the record still shows them."""
    found = alerts.stream_of(letter.alert).news(Window(letter.after, letter.upto))
    first = letter.after + 1
    span = f"news {first}" if first == letter.upto else f"news {first} to {letter.upto}"
    if not found:
        return f"{span}, which newer ones took the place of since."
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"{span}, {', '.join(settings.PORTAL_ADDRESS + each.path for each in found[:SHOWN])}{more}."
