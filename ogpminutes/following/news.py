"""Noticing what became public, and giving each its place in one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from decisions.filters import SOON
from decisions.models import ActionItem, Alteration, Update
from meetings.models import Edition, Seal
from meetings.querysets import ANYBODY
from ogpminutes import audit
from ogpminutes.models import News

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The news after one position, up to another."""

    after: int
    upto: int

    def of(self, path: str) -> Q:
        """A condition on rows whose news are at `path`."""
        return Q(**{f"{path}news__position__gt": self.after, f"{path}news__position__lte": self.upto})


@dataclass(frozen=True, slots=True)
class Days:
    """The days after one that was noticed, up to another."""

    after: date
    upto: date

    @property
    def overdue(self) -> tuple[date, date]:
        """The first and the last day that became past."""
        return self.after, self.upto - DAY

    @property
    def soon(self) -> tuple[date, date]:
        """The first and the last day that came near."""
        near = timedelta(days=SOON)
        return self.after + near + DAY, self.upto + near

    @property
    def spans(self) -> tuple[tuple[date, date], tuple[date, date]]:
        return self.overdue, self.soon


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
    new += [News(day=day) for day in _new_days()]
    new += [News(alteration=alteration) for alteration in Alteration.objects.filter(news=None).order_by("pk")]
    for position, item in enumerate(new, last + 1):
        item.position = position
    News.objects.bulk_create(new)
    return last + len(new)


def _new_days() -> Iterator[date]:
    """Give today, where the day of an open action item comes or is past and nobody noticed yet; and the first day on
    which there is such an item, from which the others are reckoned."""
    today = timezone.localdate()
    noticed = News.objects.aggregate(last=Max("day"))["last"]
    if noticed == today:
        return
    dated = ActionItem.objects.current_for(ANYBODY).still_open().exclude(due=None)
    if (
        dated.exists()
        if noticed is None
        else any(dated.due_between(*span).exists() for span in Days(noticed, today).spans)
    ):
        yield today


def days_of(window: Window) -> Days | None:
    """Give which days came within a window; None where none was noticed."""
    noticed = News.objects.exclude(day=None)
    within = noticed.filter(position__gt=window.after, position__lte=window.upto).aggregate(
        first=Min("day"), last=Max("day")
    )
    if within["last"] is None:
        return None
    before = noticed.filter(position__lte=window.after).aggregate(last=Max("day"))["last"]
    return Days(before or within["first"] - DAY, within["last"])


def told_last(window: Window) -> list[int]:
    """Give, of each meeting whose minutes were corrected in a window, the id of the edition that was told of last."""
    corrected = Seal.objects.visible_to(ANYBODY).filter(window.of(""), edition__number__gt=1)
    told = Edition.objects.visible_to(ANYBODY).filter(
        meeting__in=corrected.values("edition__meeting"), seal__news__position__lte=window.after
    )
    return list(dict(told.order_by("number").values_list("meeting", "pk")).values())


def is_newest(position: int) -> bool:
    """Whether no edition became public since this position was the newest."""
    is_last = not News.objects.filter(position__gt=position).exists()
    return is_last and not Seal.objects.filter(news=None).exists()
