"""What staff record beside the minutes, kind by kind: stored, withdrawn, never changed.

The log holds the hash of each, so that `manage.py verify` finds one that was changed, taken away or slipped in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from decisions.models import Appended
from meetings import sealing
from meetings.models import Edition
from ogpminutes import audit
from ogpminutes.opendata import background


class Refused(Exception):
    """Nothing was recorded; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """One kind of record beside the minutes.

    `action` is what the log calls adding to it, and `key` what it calls the id. `facts` are the columns that are
    hashed, besides the id and the moment; `places` those that a withdrawal repeats. `edition_of` gives the edition
    under which the log tells of a row.
    """

    model: type[Any]
    action: str
    key: str
    facts: tuple[str, ...]
    places: tuple[str, ...]
    edition_of: Callable[[Any], Edition]

    @property
    def title(self) -> str:
        name = str(self.model._meta.verbose_name)
        return f"{name[0].upper()}{name[1:]}"

    def state(self, row: Any) -> str:
        """Give the text whose hash is in the log: all that a row says."""
        facts = {name: _plain(getattr(row, name)) for name in self.facts}
        return sealing.canonical({**facts, "recorded_at": row.recorded_at.isoformat(), "id": row.pk})

    def store(self, row: Any, user: User) -> Any:
        """Store a new row, in a transaction that holds the chain."""
        row.recorded_by = user
        row.save(force_insert=True)
        background.begin_when_committed()
        facts = {self.key: row.pk, "text": sealing.digest(self.state(row))}
        audit.record(user.get_username(), self.action, self.edition_of(row), **facts)
        return row

    def withdraw(self, row: Appended, user: User, reason: str, **more: Any) -> Any:
        """Withdraw a row, for a public reason: it stays to be read, but counts no more. Raises `Refused`."""
        with transaction.atomic():
            audit.hold_chain()
            standing = self.model._default_manager.standing().filter(pk=row.pk).first()
            if standing is None:
                raise Refused("It was withdrawn already.")
            if not reason.strip():
                raise Refused("Say why it is withdrawn.")
            same = {name: getattr(standing, name) for name in self.places}
            return self.store(self.model(**same, **more, note=reason, withdraws=standing), user)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
