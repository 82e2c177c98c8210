"""Lists in pages by cursor: each page goes on behind the last object of the one before it.

A page costs the same however far it is, and what is published while somebody reads moves nothing. Django REST
framework's own cursor compares the first column alone and counts on among equals, up to a limit that the passages of a
busy day pass; ours compares the whole order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any

from django.core import signing
from django.db.models import Q

from ogpminutes.api.problems import Problem

LOST = "cursor: this is none of ours, or of another list. Go on with the address in `next` as it was given, or begin "
LONGEST = 1000  # characters of a cursor


def take(rows: Any, order: Sequence[str], size: int, cursor: str, salt: str) -> tuple[list[Any], str]:
    """Give a page of rows in an order that ends in what no two rows share, and the cursor of the next or nothing."""
    rows = rows.order_by(*order)
    if cursor:
        rows = rows.filter(_behind(order, _open(cursor, order, salt)))
    found = list(rows[: size + 1])
    page = found[:size]
    return page, _close(page[-1], order, salt) if len(found) > size else ""


def _open(cursor: str, order: Sequence[str], salt: str) -> list[Any]:
    try:
        place = _signer(salt).unsign_object(cursor[: LONGEST + 1])
    except signing.BadSignature as error:
        raise Problem(f"{LOST}anew without a cursor.") from error
    if not isinstance(place, list) or len(place) != len(order):
        raise Problem(f"{LOST}anew without a cursor.")  # signed by an older release, whose order was another
    return place


def _close(row: Any, order: Sequence[str], salt: str) -> str:
    place = [reduce(getattr, column.lstrip("-").split("__"), row) for column in order]
    plain = [value.isoformat() if isinstance(value, date) else value for value in place]
    return str(_signer(salt).sign_object(plain, compress=True))


def _signer(salt: str) -> signing.Signer:
    """Sign without the time: a list that has not changed has the same `next`, and with it the same ETag."""
    return signing.Signer(salt=f"api-cursor-{salt}")


def _behind(order: Sequence[str], place: Sequence[Any]) -> Q:
    """Rows that come behind a place: later in one column, and the same in all columns before it."""
    behind, same = Q(), Q()
    for column, value in zip(order, place, strict=True):
        name = column.lstrip("-")
        behind |= same & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return behind
