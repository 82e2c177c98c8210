"""What was approved, as bytes, and the proof that it still is: the seal, its files, and the log."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from meetings.models.meeting import Edition
from meetings.sealed import SealedFileQuerySet, SealQuerySet

DIGEST = 64  # hexadecimal digits of SHA-256


class Seal(models.Model):
    """The seal of one edition, a link of one chain over the whole portal. Written once, at approval."""

    position = models.PositiveIntegerField(unique=True, help_text="Its place in the chain, from 1.")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="seal")
    record = models.TextField(help_text="The canonical JSON of the minutes.")
    statement = models.TextField(help_text="The canonical JSON that is hashed: what was sealed, and after which seal.")
    value = models.CharField(max_length=DIGEST, unique=True, help_text="SHA-256 of the statement.")
    previous = models.CharField(max_length=DIGEST, unique=True, help_text="The seal before it; zeros for the first.")
    sealed_at = models.DateTimeField()

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.value

    def get_absolute_url(self) -> str:
        return reverse("verify") + f"?seal={self.value}"


class SealedFile(models.Model):
    """One file of a sealed edition, kept as it was made. `name` is its place in the portal's file storage."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="files")
    suffix = models.CharField(max_length=10)
    name = models.CharField(max_length=200, unique=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    digest = models.CharField(max_length=DIGEST, db_index=True, help_text="SHA-256 of its bytes.")

    objects = SealedFileQuerySet.as_manager()

    class Meta:
        ordering = ["seal", "suffix"]
        constraints = [models.UniqueConstraint(fields=["seal", "suffix"], name="a_seal_has_one_file_of_a_format")]

    def __str__(self) -> str:
        return self.name


class LogEntry(models.Model):
    """Who did what, when, to which edition. Only ever added to; each entry carries the hash of the one before.

    Meeting and edition are words, so that the log outlives what it tells of.
    """

    position = models.PositiveIntegerField(unique=True, help_text="Its place in the log, from 1.")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150, help_text="The name of the account, or of the command.")
    action = models.CharField(max_length=40)
    meeting = models.CharField(max_length=50, blank=True)
    edition = models.PositiveSmallIntegerField(null=True, blank=True)
    details = models.TextField(help_text="Canonical JSON: what else belongs to the deed.")
    previous = models.CharField(max_length=DIGEST, unique=True)
    digest = models.CharField(max_length=DIGEST, unique=True)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "log entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action}"
