"""What became of decisions and action items."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from attendees.models import Organisation, Person
from decisions.models.appended import Appended
from decisions.querysets import UpdateQuerySet
from meetings.fields import AddressField
from meetings.models import Meeting


class Update(Appended):
    """What became of a decision or an action item. A mistake is cured by another update, or withdrawn.

    A withdrawal has no state of its own.
    """

    class State(models.TextChoices):
        OPEN = "open"
        UNDER_WAY = "under-way", "Under way"
        DONE = "done"
        CONDITION_MET = "condition-met", "Condition met"
        CONDITION_NOT_MET = "condition-not-met", "Condition not met"
        DROPPED = "dropped"

    class Voice(models.TextChoices):
        SUPPORT_UNIT = "support-unit", "Support Unit"
        ORGANISATION = "organisation"
        PERSON = "person", "Member of the Steering Committee"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="updates")
    number = models.CharField(max_length=5, help_text="Of the decision or action item, such as D1 or A3.")
    day = models.DateField(help_text="When it happened.")
    state = models.CharField(max_length=17, choices=State, blank=True)
    evidence = AddressField(blank=True, help_text="Where a reader can see it.")
    file = models.CharField(max_length=100, blank=True, help_text="Its name in the file storage.")
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    file_size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    file_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256.")
    voice = models.CharField(max_length=12, choices=Voice, default=Voice.SUPPORT_UNIT, help_text="Who says it.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="updates"
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        help_text="Of a member who sits for no organisation.",
    )
    recorded_by = models.ForeignKey(  # type: ignore[assignment]  # early ones may name nobody
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="recorded_updates"
    )

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["meeting", "number", "-day"], name="updates_of_an_item")]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[AD][1-9][0-9]{0,3}$"), name="an_update_is_of_a_decision_or_an_action_item"
            ),
            models.CheckConstraint(
                condition=(Q(withdraws=None) & ~Q(state="")) | (Q(withdraws__isnull=False, state="") & ~Q(note="")),
                name="an_update_has_a_state_or_withdraws_one_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(voice="organisation", organisation__isnull=False, person=None)
                | Q(voice="person", organisation=None, person__isnull=False)
                | Q(voice="support-unit", organisation=None, person=None),
                name="whoever_says_an_update_is_named_alone",
            ),
            models.CheckConstraint(
                condition=Q(file="", file_name="", file_type="", file_size=0, file_digest="")
                | (~Q(file="") & ~Q(file_name="") & ~Q(file_type="") & Q(file_size__gt=0) & ~Q(file_digest="")),
                name="a_file_of_evidence_has_all_its_facts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_state_display() or 'Withdrawal'}"

    @property
    def speaker(self) -> str:
        """Who says it: the owner by name, or in what role; an account's name is never shown, nor a draft's spelling.

        Ask for it `with_speaker`.
        """
        printed = getattr(self, "printed_speaker", None)
        return str(printed or self.organisation or self.get_voice_display())

    @property
    def is_marked(self) -> bool:
        """Whether an owner says it, by a member in office, and not the Support Unit."""
        return self.voice != self.Voice.SUPPORT_UNIT

    def file_address(self, reference: str) -> str:
        """Give where its file can be had; `reference` is that of the meeting, such as SC-2020-12."""
        return reverse("evidence", args=[reference, self.number, self.pk, self.suffix])

    @property
    def suffix(self) -> str:
        return self.file.rpartition(".")[2]

    @property
    def shown_evidence(self) -> str:
        """Its link; nothing where it was withdrawn, since what it pointed at may have been the mistake."""
        return "" if self.is_withdrawn else self.evidence

    @property
    def shown_file(self) -> str:
        """What its file is called, where the page gives it."""
        return "" if self.is_withdrawn else self.file_name
