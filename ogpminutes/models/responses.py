"""What members say of a circulated edition. Seen by the committee and the Support Unit alone, never public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from meetings import minutes
from meetings.fields import PassageField
from meetings.models import Edition, Passage
from ogpminutes.models.members import Member
from ogpminutes.querysets import CommentQuerySet, StanceQuerySet

LETTER_LIMIT = 10_000  # characters of a comment, an answer or a reason


class Comment(models.Model):
    """What somebody said of a passage, or of the whole where `citation` is empty, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        TAKEN_OVER = "taken-over"
        DECLINED = "declined"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="comments")
    version = models.PositiveIntegerField(help_text="The version of the edition that the author saw.")
    passage = models.ForeignKey(Passage, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    citation = models.CharField(max_length=30, blank=True, help_text="The passage's number when it was commented on.")
    quoted = models.TextField(blank=True, help_text="The passage's words when it was commented on.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    author_name = models.CharField(max_length=minutes.LINE_LIMIT)
    text = models.TextField(blank=True, max_length=LETTER_LIMIT)
    proposal = PassageField("proposed wording", blank=True, max_length=minutes.PASSAGE_LIMIT)
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    answer = models.TextField(blank=True, max_length=LETTER_LIMIT)
    answered_by = models.CharField(max_length=150, blank=True, help_text="The name of the account that answered.")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(proposal=""), name="a_comment_says_something"),
            models.CheckConstraint(
                condition=Q(proposal="") | ~Q(citation=""), name="a_wording_is_proposed_for_a_passage"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by="", answer="")
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="a_settled_comment_says_who_settled_it",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "declined"]) | ~Q(answer=""), name="an_answer_has_words"
            ),
            models.CheckConstraint(
                condition=~Q(state="taken-over") | ~Q(proposal=""), name="only_a_proposed_wording_is_taken_over"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} on {self.citation or 'the whole'}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Stance(models.Model):
    """A member's word on a circulated edition. Only ever added to: the latest one counts."""

    class Kind(models.TextChoices):
        NO_OBJECTION = "no-objection", "No objection"
        OBJECTION = "objection", "Objection"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="stances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="stances")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.TextField(blank=True, max_length=LETTER_LIMIT)
    version = models.PositiveIntegerField(help_text="The version of the edition that the member saw.")
    at = models.DateTimeField(auto_now_add=True)

    objects = StanceQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "member", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="no-objection") | (Q(kind="objection") & ~Q(reason="")),
                name="an_objection_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display()}"
