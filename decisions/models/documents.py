"""The documents that govern the partnership, and which decisions altered them, as the Support Unit says."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from decisions.models.appended import NOTE_LIMIT, Appended
from decisions.querysets import AlterationQuerySet
from meetings.fields import AddressField, LineField
from meetings.models import Meeting
from meetings.models.vocabulary import Vocabulary


class GoverningDocument(Vocabulary):
    """A text that rules by which the committee is bound, such as the Articles of Governance. It is kept elsewhere."""

    address = AddressField("address of the text in force", blank=True)
    dated = models.DateField(
        "date of the text in force",
        null=True,
        blank=True,
        help_text="Decisions of later meetings are told to be not in it yet. Change it with the text.",
    )

    class Meta(Vocabulary.Meta):
        pass

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.slug])


class Alteration(Appended):
    """That a decision altered a governing document, which minutes do not say in a way that a program could read.

    Nothing is inferred from words. Keyed by meeting and number, as an update is. A withdrawal repeats decision,
    document and provision.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="alterations")
    number = models.CharField(max_length=5, help_text="Of the decision, such as D1.")
    document = models.ForeignKey(GoverningDocument, on_delete=models.PROTECT, related_name="alterations")
    provision = LineField(max_length=120, blank=True, help_text="As the document calls it, such as Article III.B.")
    note = models.TextField(
        "what it changed", blank=True, max_length=NOTE_LIMIT, help_text="In a sentence. Everybody reads it."
    )
    in_force_from = models.DateField(
        null=True, blank=True, help_text="Where the decision or the document says so; empty where neither does."
    )
    evidence = AddressField(blank=True, help_text="Where a reader can see the altered text, or who says so.")

    objects = AlterationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "alteration of a governing document"
        verbose_name_plural = "alterations of governing documents"
        indexes = [models.Index(fields=["meeting", "number"], name="alterations_by_a_decision")]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^D[1-9][0-9]{0,3}$"), name="only_a_decision_alters_a_document"
            ),
            models.CheckConstraint(
                condition=Q(withdraws=None)
                | (Q(withdraws__isnull=False, in_force_from=None, evidence="") & ~Q(note="")),
                name="an_alteration_is_withdrawn_with_a_reason_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.what}{' (withdrawal)' if self.withdraws_id else ''}"

    @property
    def what(self) -> str:
        """What was altered: the document, and its provision where one is named."""
        return f"{self.document}, {self.provision}" if self.provision else str(self.document)

    @property
    def text_lacks_it(self) -> bool:
        """Whether the text in force is older than the decision, and so cannot say it yet."""
        dated: date | None = self.document.dated
        return dated is not None and self.meeting.first_day > dated

    @property
    def shown_evidence(self) -> str:
        """Its link; nothing where it was withdrawn, since what it pointed at may have been the mistake."""
        return "" if self.is_withdrawn else self.evidence
