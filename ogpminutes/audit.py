"""The log: who did what, when, to which edition. Each entry carries the hash of the one before."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from meetings import sealing
from meetings.models import Edition, LogEntry

_CHAIN = 0x4F4750  # the name of the lock, any number that nothing else locks


def hold_chain() -> None:
    """Make whoever else adds to a chain wait until this transaction ends.

    SQLite has one writer at a time already: its transactions begin with the lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN])


@transaction.atomic
def record(actor: str, action: str, edition: Edition | None = None, **details: Any) -> LogEntry:
    """Add an entry to the log. `details` are words, numbers and lists of them."""
    hold_chain()
    last = LogEntry.objects.order_by("-position").first()
    facts: dict[str, Any] = {
        "position": last.position + 1 if last else 1,
        "at": timezone.now(),
        "actor": actor,
        "action": action,
        "meeting": edition.meeting.slug if edition else "",
        "edition": edition.number if edition else None,
        "details": sealing.canonical(details),
        "previous": last.digest if last else sealing.FIRST,
    }
    return LogEntry.objects.create(**facts, digest=sealing.digest(sealing.state_entry(**facts)))
