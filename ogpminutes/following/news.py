"""Noticing what became public, and giving each its place in one row."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from decisions.models import Alteration, Update
from meetings.models import Seal
from ogpminutes import audit
from ogpminutes.models import News


@transaction.atomic
def collect() -> int:
    """Append what is public and stands in no place yet, and give the newest position; 0 before the first.

    Whoever collects holds the chain, so that positions are given by one at a time, and a seal or a record that was
    committed late gets a later place, however early its key is.
    """
    audit.hold_chain()
    last: int = News.objects.aggregate(last=Max("position"))["last"] or 0
    new = [News(seal=seal) for seal in Seal.objects.filter(news=None).order_by("position")]
    new += [News(update=update) for update in Update.objects.filter(news=None).order_by("pk")]
    new += [News(alteration=alteration) for alteration in Alteration.objects.filter(news=None).order_by("pk")]
    for position, item in enumerate(new, last + 1):
        item.position = position
    News.objects.bulk_create(new)
    return last + len(new)


def is_newest(position: int) -> bool:
    """Whether no edition became public since this position was the newest."""
    is_last = not News.objects.filter(position__gt=position).exists()
    return is_last and not Seal.objects.filter(news=None).exists()
