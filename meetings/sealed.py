"""What was approved, as bytes, and the seals on it: the conditions, as verbs."""

from __future__ import annotations

from datetime import datetime
from typing import Self, TypeVar

from django.db import models

from meetings.querysets import Reader, statuses_visible_to

Row = TypeVar("Row", bound=models.Model)


class SealQuerySet(models.QuerySet[Row]):
    """Seals in the order of their chain. What is sealed is public, but goes through the same door as all else."""

    def visible_to(self, user: Reader) -> Self:
        return self.filter(edition__status__in=statuses_visible_to(user))

    def sealed_since(self, moment: datetime) -> Self:
        return self.filter(sealed_at__gte=moment)

    def beginning(self, value: str) -> Self:
        return self.filter(value__startswith=value)

    def with_edition(self) -> Self:
        return self.select_related("edition__meeting__body")

    def in_order(self) -> Self:
        return self.order_by("position")


class SealedFileQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(seal__edition__status__in=statuses_visible_to(user))

    def of_digest(self, digest: str) -> Self:
        return self.filter(digest=digest)

    def with_edition(self) -> Self:
        return self.select_related("seal__edition__meeting__body")
