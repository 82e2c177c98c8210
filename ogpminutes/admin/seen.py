"""Which version of which edition a form was made from, as a hidden field; and what to say where somebody was faster."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from meetings.models import Edition

_TOKEN = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})")


def write(editions: Iterable[Edition]) -> str:
    """Give the hidden field: `12.5 13.2`, edition 12 at version 5 and edition 13 at version 2."""
    return " ".join(f"{edition.pk}.{edition.version}" for edition in editions)


def read(request: HttpRequest) -> dict[int, int]:
    """Give version by edition, of whatever of the field makes sense."""
    tokens = map(_TOKEN.fullmatch, request.POST.get("seen", "")[:2000].split())
    return {int(token[1]): int(token[2]) for token in tokens if token}


def drafts() -> list[Edition]:
    """Give the editions that a form can add something to."""
    return list(Edition.objects.in_work())


def tell(edition: Edition) -> str:
    last = edition.versions.order_by("number").last()
    by = f": {last.author}, {last.note or f'version {last.number}'}" if last and last.author else ""
    return f"Somebody saved in between{by}. Look at what changed, then decide again."


def explain(request: HttpRequest, editions: list[Edition]) -> list[dict[str, Any]]:
    """Give, of each edition that was changed since the form was made, where the changes can be seen."""
    found = []
    for edition in editions:
        number = read(request).get(edition.pk)
        if number is not None and number != edition.version:
            address = reverse("admin:meetings_edition_compare", args=[edition.pk])
            found.append({"edition": edition, "address": f"{address}?old={number}&new={edition.version}"})
    return found
