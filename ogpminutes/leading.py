"""Where a reference or a day leads: straight to what it names, also where only an earlier edition does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils import timezone

from decisions.models import ActionItem, Decision
from meetings.models import Announcement, Meeting, Passage, name_meeting
from meetings.querysets import Reader
from meetings.references import CitedItem, read_item, read_passage
from meetings.search.days import read_day
from ogpminutes.others import SHOWN, Other, Others
from ogpminutes.results import RecordFilter

LOOKED_AT = 100  # rows of earlier editions, newest meeting first


def address_of(user: Reader, filters: RecordFilter) -> str:
    """Give where a reference or a day leads, if it names one thing alone that the reader may see."""
    if filters.reference:
        return _cited(user, filters)
    day = read_day(filters.words)
    if day is None:
        return ""
    announced = Announcement.objects.still_without_minutes(user, timezone.localdate()).with_meeting()
    there: list[Any] = [*Meeting.objects.visible_to(user).on_day(day)[:2], *announced.on_day(day)[:2]]
    return there[0].get_absolute_url() if len(there) == 1 else ""


def _cited(user: Reader, filters: RecordFilter) -> str:
    passages = list(filters.qs.select_related("session__edition__meeting")[:2])
    if not passages:
        once = list(islice(_formerly(user, filters.words), 2))
        return once[0].address if len(once) == 1 else ""
    if len(passages) > 1:
        return ""
    item = read_item(filters.words)
    return _page_of(passages[0].session.edition.reference, item) if item else passages[0].get_absolute_url()


def _page_of(reference: str, item: CitedItem) -> str:
    return reverse("decision" if item.number.startswith("D") else "action", args=[reference, item.number])


def formerly(user: Reader, filters: RecordFilter) -> list[Others]:
    """Give what earlier editions call by a reference that no newest edition has, to be offered; a few, newest first."""
    found = list(_formerly(user, filters.words)) if filters.reference else []
    return [Others("In earlier editions", tuple(found[:SHOWN]), len(found))] if found else []


def _formerly(user: Reader, words: str) -> Iterator[Other]:
    """Give one for each meeting of which editions that the reader may see hold what is cited."""
    item, passage = read_item(words), read_passage(words)
    if item:
        model: Any = Decision if item.number.startswith("D") else ActionItem
        rows, path, what = model.objects.visible_to(user).with_reference(*item), "edition", item.number
    elif passage:
        cited: Any = Passage.objects.visible_to(user).with_reference(*passage)
        rows, path, what = cited, "session__edition", passage.citation
    else:
        return
    columns = ("reference", "meeting__slug", "meeting__body__name", "meeting__first_day", "meeting__last_day")
    ordered = rows.order_by(f"-{path}__first_day", f"{path}__meeting__slug", f"-{path}__number")
    seen: set[str] = set()
    for reference, slug, *named in ordered.values_list(*(f"{path}__{column}" for column in columns))[:LOOKED_AT]:
        if slug not in seen:
            seen.add(slug)
            address = _page_of(reference, item) if item else reverse("newest-passage", args=[slug, what])
            yield Other(f"{reference}/{what}", address, name_meeting(*named))
