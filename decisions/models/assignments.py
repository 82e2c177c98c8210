"""Who is meant where minutes name an owner in words that the portal does not understand, or understands wrongly."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from attendees.models import Organisation, Person
from attendees.offices import Role
from decisions.querysets import AssignmentQuerySet
from meetings.models import Meeting


class Assignment(models.Model):
    """One owner of an action item, as the Support Unit says. Outside the editions: the words as minuted never change.

    Where an item has any, they stand in the place of what its words are understood to mean. None is ever changed: a
    wrong one is taken away, which the log tells.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="assignments")
    number = models.CharField(max_length=5, help_text="Of the action item, such as A3.")
    role = models.CharField("office", max_length=31, choices=Role, blank=True, default="")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "owner of an action item"
        verbose_name_plural = "owners of action items"
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^A[1-9][0-9]{0,3}$"), name="an_assignment_is_of_an_action_item"
            ),
            models.CheckConstraint(
                condition=Q(~Q(role=""), organisation=None, person=None)
                | Q(role="", organisation__isnull=False, person=None)
                | Q(role="", organisation=None, person__isnull=False),
                name="an_assignment_names_one_owner",
            ),
            models.UniqueConstraint(
                fields=["meeting", "number", "role"], condition=~Q(role=""), name="a_role_owns_an_item_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "number", "organisation"],
                condition=Q(organisation__isnull=False),
                name="an_organisation_owns_an_item_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "number", "person"],
                condition=Q(person__isnull=False),
                name="a_person_owns_an_item_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.owner}"

    @property
    def owner(self) -> str:
        return str(self.organisation or self.person or Role(self.role).label)
