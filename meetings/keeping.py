"""What is made of the whole record: kept until the record changes, not made again for each reader.

What anybody may see changes with an approval, so the newest seal names it, or when the days of a meeting are put right,
so the revisions of meetings do. Those who see minutes in work see what changes with every save, so the versions of
these are part of the name. Keep numbers, ids and names only: rows are asked for anew, through `current_for(user)`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import F, Func, Subquery

from meetings.models import Edition, Meeting, Seal
from meetings.prepared import Prepared
from meetings.querysets import PUBLIC, Reader, statuses_visible_to
from meetings.sealing import digest

DAY = 24 * 60 * 60
VERSIONS = ("pk", "status", "version", "meeting__revision")
AT_HAND = 64  # things that a process holds as they were made
_at_hand: OrderedDict[str, Any] = OrderedDict()
_lock = Lock()

Made = TypeVar("Made")
Keep = Callable[[str, Callable[[], Any]], Any]  # under which name, and how it is made


def name_record(user: Reader) -> str:
    """Give a name of all that a reader may see now, in one query, or two for those who see minutes in work."""
    statuses = statuses_visible_to(user)
    return digest(f"{statuses} {_counted(user)} {_in_work(user) if statuses != PUBLIC else ()}")


def _count(user: Reader) -> Any:
    """How many editions there are, and the newest; the newest seal; and how often meetings were changed by form."""
    newest_seal = Seal.objects.order_by("-position").values("value")[:1]
    changes = Meeting.objects.order_by().values(sum=Func(F("revision"), function="SUM"))
    numbers = (Func(F("pk"), function=function) for function in ("COUNT", "MAX"))
    return Edition.objects.visible_to(user).order_by().values_list(*numbers, Subquery(newest_seal), Subquery(changes))


_counted = Prepared(_count)
_in_work = Prepared(lambda user: Edition.objects.visible_to(user).in_work().order_by("pk").values_list(*VERSIONS))


def kept(key: str, make: Callable[[], Made]) -> Made:
    """Give what is kept under a key, for a day at most, or make it. Whoever gets it must leave it as it is.

    What was asked for last is at hand in this process: reading a long list out of the cache takes longer than using it.
    """
    with _lock:
        if key in _at_hand:
            _at_hand.move_to_end(key)
            held: Made = _at_hand[key]
            return held
    found: Made | None = cache.get(key)
    if found is None:
        cache.set(key, found := make(), DAY)
    with _lock:
        _at_hand[key] = found
        if len(_at_hand) > AT_HAND:
            _at_hand.popitem(last=False)
    return found


def forget() -> None:
    """Keep nothing of what was kept: for tests, which roll back what it was made of."""
    cache.clear()
    _at_hand.clear()


def keeper(user: Reader, *named: object) -> Keep:
    """Give what keeps things for readers who may see the same, until the record changes, or what else is `named`."""
    record = digest(f"{name_record(user)} {named}")
    return lambda name, make: kept(f"choices/{record}/{name}", make)


def looked_up_anew(name: str, make: Callable[[], Any]) -> Any:
    """Keep nothing."""
    return make()
