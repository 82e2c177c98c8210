"""What is recorded beside the minutes, and only ever added to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

NOTE_LIMIT = 4_000  # characters of a note


class Appended(models.Model):
    """What the portal's keepers, or members, say of the record. Outside the editions, so that the sealed text stays.

    A wrong one is withdrawn by another of its kind, which says why in its note. It counts no more and stays to be read.
    """

    note = models.TextField(blank=True, max_length=NOTE_LIMIT)
    withdraws: Any = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal"
    )
    withdrawal: Any  # what withdraws it, where something does
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recorded_%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def stands(self) -> bool:
        """Whether it tells something and was not withdrawn."""
        return self.withdraws is None and not self.is_withdrawn

    @property
    def withdrawn_on(self) -> date | None:
        return timezone.localdate(self.withdrawal.recorded_at) if self.is_withdrawn else None
