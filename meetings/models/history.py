"""How a draft came to be what it is: every save is kept, and what was typed and not saved yet is kept too."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from meetings.models.meeting import Edition


class Version(models.Model):
    """The whole text of an edition after one save. Never changed; staff alone see it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(help_text="The edition in the text form.")
    author = models.CharField(max_length=150, help_text="The name of the account that saved it.")
    saved_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True, help_text="How it was made, such as “restored version 3”.")

    class Meta:
        ordering = ["edition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="a_version_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, version {self.number}"


class UnsavedText(models.Model):
    """What an editor has typed and not saved; one for each editor of an edition. Also says who is writing now."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="unsaved_texts")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_texts")
    seen = models.PositiveIntegerField(help_text="The version that it was begun from.")
    text = models.TextField(blank=True)
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["edition", "-kept_at"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "editor"], name="an_editor_has_one_unsaved_text"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, unsaved by {self.editor}"
