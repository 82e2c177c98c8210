"""The letters that remind owners of action items: who was reminded of what, so that nobody is twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from meetings.models import Meeting


class Reminder(models.Model):
    """One item in one letter to one account. Claimed before the letter is sent, and settled after it went."""

    class Kind(models.TextChoices):
        BEFORE = "before", "Before it is due"
        AFTER = "after", "After it was due"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reminders")
    number = models.CharField(max_length=5, help_text="Of the action item, such as A3.")
    due = models.DateField(help_text="As minuted when the letter was written; a later edition may say another day.")
    kind = models.CharField(max_length=6, choices=Kind)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    claimed_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the mail server took it.")
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When staff were told that nobody knows whether it went."
    )

    class Meta:
        ordering = ["-claimed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number", "due", "kind", "user"], name="an_account_is_reminded_of_an_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting.slug}, {self.number}, {self.get_kind_display().lower()}"
