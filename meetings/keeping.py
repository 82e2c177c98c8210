"""What is made of the whole record: kept until the record changes, not made again for each reader.

What anybody may see changes with an approval, so the newest seal names it, or when the days of a meeting are put right,
so the revisions of meetings do. Those who see minutes in work see what changes with every save, so the versions of
these are part of the name. Keep numbers, ids and names only: rows are asked for anew, through `current_for(user)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Count, F, Func, Max, Subquery

from meetings.models import Edition, Meeting, Seal
from meetings.querysets import PUBLIC, Reader, statuses_visible_to
from meetings.sealing import digest

DAY = 24 * 60 * 60
VERSIONS = ("pk", "status", "version", "meeting__revision")

Made = TypeVar("Made")
Keep = Callable[[str, Callable[[], Any]], Any]  # under which name, and how it is made


def name_record(user: Reader) -> str:
    """Give a name of all that a reader may see now, in two queries, or three for those who see minutes in work."""
    statuses = statuses_visible_to(user)
    seal = Seal.objects.order_by("-position").values_list("value", _changes()).first()
    seen = Edition.objects.visible_to(user)
    numbers = seen.aggregate(number=Count("pk"), newest=Max("pk"))
    in_work = seen.in_work().order_by("pk").values_list(*VERSIONS) if statuses != PUBLIC else ()
    return digest(f"{statuses} {seal} {numbers} {list(in_work)}")


def _changes() -> Subquery:
    """How often all meetings together were changed by form; counted beside the seal, which takes no query more."""
    return Subquery(Meeting.objects.order_by().values(changes=Func(F("revision"), function="SUM")))


def kept(key: str, make: Callable[[], Made]) -> Made:
    """Give what is kept under a key, for a day at most; make it where nothing is."""
    found: Made | None = cache.get(key)
    if found is None:
        cache.set(key, found := make(), DAY)
    return found


def keeper(user: Reader, *named: object) -> Keep:
    """Give what keeps things for readers who may see the same, until the record changes, or what else is `named`."""
    record = digest(f"{name_record(user)} {named}")
    return lambda name, make: kept(f"choices/{record}/{name}", make)


def looked_up_anew(name: str, make: Callable[[], Any]) -> Any:
    """Keep nothing."""
    return make()
