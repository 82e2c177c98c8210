"""What left the record with a correction, as letters tell it. Feeds tell it as deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from ogpminutes.following.entries import Entry
from ogpminutes.lasting import Gone

FEW = 3  # that left with one correction and are told one by one
NAMED = 30  # references of the others


def entries_of(gone: Iterable[Gone]) -> list[Entry]:
    """Give what left the record as entries: of one correction a few one by one, more of them as one."""
    by_moment: dict[datetime, list[Gone]] = {}
    for each in gone:
        by_moment.setdefault(each.when, []).append(each)
    return [
        entry
        for group in by_moment.values()
        for entry in (map(_departed, group) if len(group) <= FEW else (_departed_together(group),))
    ]


def _departed(gone: Gone) -> Entry:
    return Entry(
        kind="gone",
        name=f"{gone.name}/gone",
        title=f"{gone.reference} left the record",
        path=gone.path,
        day=timezone.localdate(gone.when),
        published=gone.when,
        updated=gone.when,
        notice="An earlier edition said it, where it can still be read. The minutes that stand now do not.",
        details=(("Reason", gone.reason),) if gone.reason else (),
    )


def _departed_together(group: list[Gone]) -> Entry:
    first, references = _departed(group[0]), [each.reference for each in group]
    more = f" and {len(references) - NAMED} more" if len(references) > NAMED else ""
    return replace(
        first,
        title=f"{len(group)} entries left the record, {references[0]} among them",
        path=first.path.partition("#")[0],
        notice="An earlier edition said them, where they can still be read. The minutes that stand now do not.",
        details=(("Which", ", ".join(references[:NAMED]) + more), *first.details),
    )
