"""The packages of open data that are kept."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from meetings.models.seal import DIGEST


class Package(models.Model):
    """A package in the portal's file storage. The row is written last, so a package that it names is whole."""

    digest = models.CharField(max_length=DIGEST, unique=True, help_text="SHA-256 of its bytes.")
    name = models.CharField(max_length=200, help_text="Its place in the portal's file storage.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    record = models.CharField(max_length=100, help_text="Which state of the record is in it.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} {self.digest[:8]}"
