"""What was resolved, and who does what by when, as the minutes say it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from attendees.models import Organisation
from decisions.querysets import ActionItemQuerySet, DecisionQuerySet
from meetings import minutes, words
from meetings.fields import LineField, PassageField
from meetings.models import Body, Edition, Passage


class Item(models.Model):
    """What decisions and action items share: a number in their edition, and so a reference to cite."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)ss")
    number = models.CharField(max_length=5)
    position = models.PositiveSmallIntegerField(default=0, help_text="Place among the items of its passage.")

    class Meta:
        abstract = True
        ordering = ["edition", "pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How it is cited: `SC-2020-12/D1`."""
        return f"{self.edition.reference}/{self.number}"

    def natural_key(self) -> tuple[str, int, str]:
        return (*self.edition.natural_key(), self.number)

    natural_key.dependencies = ["meetings.passage", "attendees.organisation"]  # type: ignore[attr-defined]


class Decision(Item):
    """A passage that decides. Its words stay in the passage; this row says what kind of decision it is."""

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=24, choices=words.Outcome.choices(), blank=True, default="")
    conditions = models.TextField(blank=True, help_text="One condition a line, in the words of the passage.")
    referred_to = LineField("referred to", max_length=minutes.LINE_LIMIT, blank=True)
    referred_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="referred_decisions"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta(Item.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="a_decision_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(conditions="") | ~Q(outcome="approved"),
                name="a_plain_approval_has_no_conditions",
                violation_error_message="Conditions go with “approved with conditions”. Choose it, or take them out.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("decision", args=[self.edition.reference, self.number])

    @property
    def condition_list(self) -> list[str]:
        return self.conditions.splitlines()


class ActionItem(Item):
    """An obligation that a passage states, in the words of the passage."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="actions")
    text = PassageField(max_length=minutes.PASSAGE_LIMIT, help_text="The words of the passage that state it.")
    responsible = LineField(max_length=minutes.LINE_LIMIT, blank=True, help_text="As the minutes name it.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    due = models.DateField(null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta(Item.Meta):
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="an_action_item_has_its_own_number"),
            models.UniqueConstraint(fields=["passage", "position"], name="an_action_item_has_its_own_place"),
            models.CheckConstraint(condition=~Q(text=""), name="an_action_item_states_something"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.edition.reference, self.number])
