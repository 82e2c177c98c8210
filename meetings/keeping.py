"""What is made of the whole record: kept until the record changes, not made again for each reader.

What anybody may see changes with an approval, so the newest seal names it, or when the days of a meeting are put right,
so the revisions of meetings do. Those who see minutes in work see what changes with every save, so the versions of
these are part of the name. Keep numbers, ids and names only: rows are asked for anew, through `current_for(user)`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import F, Func, Subquery, TextField, Value
from django.db.models.functions import Concat

from meetings.models import Edition, Meeting, Seal
from meetings.prepared import Prepared
from meetings.querysets import PUBLIC, Reader, statuses_visible_to
from meetings.sealing import digest

DAY = 24 * 60 * 60
VERSIONS = ("pk", "status", "version", "meeting__revision")
FORMAT = 2  # of what is kept: raise it with `forms.Values` and the like, since a shared cache outlives a release
AT_HAND = 64  # things that a process holds as they were made
MOMENT = 5 * 60  # seconds for which it does
_at_hand: OrderedDict[str, tuple[float, Any]] = OrderedDict()  # until when, and what
_lock = Lock()

Made = TypeVar("Made")
Keep = Callable[[str, Callable[[], Any]], Any]  # under which name, and how it is made


def name_record(user: Reader) -> str:
    """Give a name of all that a reader may see now, in one query, or two for those who see minutes in work."""
    statuses = statuses_visible_to(user)
    return digest(f"{statuses} {_counted(user)} {_in_work(user) if statuses != PUBLIC else ()}")


def _count(user: Reader) -> Any:
    """Which editions and meetings there are, the newest seal, and how often these meetings were changed by form.

    No id is given twice, so that as many rows with the same newest id are the same rows.
    """
    newest_seal = Seal.objects.order_by("-position").values("value")[:1]
    number, newest = (Func(F("pk"), function=function) for function in ("COUNT", "MAX"))
    changed = Concat(number, Value(" "), Func(F("revision"), function="SUM"), output_field=TextField())
    told = (Subquery(Meeting.objects.order_by().values(told=each)) for each in (newest, changed))  # the rows read once
    return Edition.objects.visible_to(user).order_by().values_list(number, newest, Subquery(newest_seal), *told)


_counted = Prepared(_count)
_in_work = Prepared(lambda user: Edition.objects.visible_to(user).in_work().order_by("pk").values_list(*VERSIONS))


def kept(key: str, make: Callable[[], Made]) -> Made:
    """Give what is kept under a key, for a day at most, or make it. Whoever gets it must leave it as it is.

    What was asked for last is at hand in this process for some minutes: reading a long list out of the cache takes
    longer than using it.
    """
    with _lock:
        until, held = _at_hand.get(key, (0.0, None))
        if monotonic() < until:
            _at_hand.move_to_end(key)
            return held
    found: Made | None = cache.get(key)
    if found is None:
        cache.set(key, found := make(), DAY)
    with _lock:
        _at_hand[key] = (monotonic() + MOMENT, found)
        _at_hand.move_to_end(key)
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
    return lambda name, make: kept(f"choices/{FORMAT}/{record}/{name}", make)


def looked_up_anew(name: str, make: Callable[[], Any]) -> Any:
    """Keep nothing."""
    return make()
