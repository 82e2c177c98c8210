"""Which suggestion was taken up in which decision or action item, as the Support Unit says. No part of the minutes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from decisions.models.appended import Appended
from decisions.querysets import UptakeQuerySet
from meetings.models import Meeting


class Uptake(Appended):
    """A suggestion, pinned to the edition that says it, and what it was taken up in.

    A withdrawal has no extent, and repeats the places of what it withdraws.
    """

    class Extent(models.TextChoices):
        WHOLLY = "wholly", "Taken up"
        PARTLY = "partly", "Taken up in part"

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="taken_up", help_text="Of the suggestion."
    )
    edition = models.PositiveSmallIntegerField(help_text="The edition that the suggestion is cited from.")
    session = models.CharField(max_length=20, help_text="Number of its session, such as 3D.")
    passage = models.PositiveSmallIntegerField(help_text="Place in its session.")
    into_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="took_up")
    into_number = models.CharField(max_length=5, help_text="Of the decision or action item, such as D1 or A3.")
    extent = models.CharField(max_length=6, choices=Extent, blank=True)
    day = models.DateField(help_text="When it was taken up.")

    objects = UptakeQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = "suggestion taken up"
        verbose_name_plural = "suggestions taken up"
        indexes = [
            models.Index(fields=["meeting", "session", "passage"], name="uptakes_of_a_suggestion"),
            models.Index(fields=["into_meeting", "into_number"], name="uptakes_in_an_item"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(into_number__regex=r"^[AD][1-9][0-9]{0,3}$"),
                name="a_suggestion_is_taken_up_in_a_decision_or_an_action_item",
            ),
            models.CheckConstraint(
                condition=(Q(withdraws=None) & ~Q(extent="")) | (Q(withdraws__isnull=False, extent="") & ~Q(note="")),
                name="an_uptake_has_an_extent_or_withdraws_one_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} in {self.into_number}"

    @property
    def citation(self) -> str:
        return f"{self.session}.{self.passage}"
