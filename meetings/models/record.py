"""What an edition says: sessions, passages, references."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from meetings import headings, minutes, words
from meetings.fields import AddressField, LineField, PassageField
from meetings.folding import FoldedField
from meetings.models.meeting import Edition
from meetings.models.vocabulary import Region, Theme
from meetings.querysets import PassageQuerySet, ReferenceQuerySet, SessionQuerySet


class Session(models.Model):
    """A numbered part of the meeting; a breakout is a session with a parent."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="breakouts")
    position = models.PositiveSmallIntegerField(help_text="Place in the edition, from 1, breakouts included.")
    number = models.CharField(max_length=20, help_text="Begins the numbers of its passages, such as 3 or 3D.")
    heading = LineField(max_length=minutes.LINE_LIMIT)
    regions = models.ManyToManyField(Region, blank=True, related_name="sessions")
    themes = models.ManyToManyField(Theme, blank=True, related_name="sessions")
    folded = FoldedField(source="heading")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="a_session_has_its_own_number"),
            models.UniqueConstraint(fields=["edition", "position"], name="a_session_has_its_own_place"),
            models.CheckConstraint(condition=~Q(heading=""), name="a_session_has_a_heading"),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="a_session_is_not_its_own_breakout",
                violation_error_message="A session is no breakout of itself. Choose another parent, or none.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return f"{self.edition.meeting.get_absolute_url()}#session-{self.number}"

    def natural_key(self) -> tuple[str, int, str]:
        return (*self.edition.natural_key(), self.number)

    natural_key.dependencies = ["meetings.edition"]  # type: ignore[attr-defined]

    @property
    def label(self) -> str:
        return headings.session_label(self.number, self.heading, is_breakout=bool(self.parent_id))

    @property
    def title(self) -> str:
        return headings.split_heading(self.heading)[1]


class Passage(models.Model):
    """One paragraph or one bullet: the unit of citation."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveSmallIntegerField(help_text="Place in its session, from 1.")
    kind = models.CharField(max_length=10, choices=words.Kind.choices(), default=words.Kind.NARRATIVE.value)
    depth = models.PositiveSmallIntegerField(default=0, help_text="How deep a bullet is nested.")
    text = PassageField(
        max_length=minutes.PASSAGE_LIMIT,
        help_text=f"Inline Markdown, at most {minutes.PASSAGE_LIMIT:,} characters, on one line.",
    )
    scope = models.CharField(max_length=10, choices=words.Scope.choices(), blank=True, default="")
    regions = models.ManyToManyField(Region, blank=True, related_name="passages")
    themes = models.ManyToManyField(Theme, blank=True, related_name="passages")
    folded = FoldedField(source="text")

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="a_passage_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="passages_count_from_one",
                violation_error_message="Passages are numbered from 1. Write a number from 1 on.",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_passage_has_text"),
            models.CheckConstraint(
                condition=Q(scope="") | Q(kind="feedback"),
                name="only_feedback_has_a_scope",
                violation_error_message="Only feedback has a scope. Choose the kind “feedback”, or no scope.",
            ),
            models.CheckConstraint(
                condition=Q(depth=0) | Q(kind__in=["point", "feedback"], depth__lte=minutes.MAX_DEPTH),
                name="only_bullets_nest_and_not_too_deep",
                violation_error_message=(
                    f"Only points and feedback are nested, at most {minutes.MAX_DEPTH} deep. Write another depth."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return f"{self.session.edition.meeting.get_absolute_url()}#{self.citation}"

    def natural_key(self) -> tuple[str, int, str, int]:
        return (*self.session.natural_key(), self.number)

    natural_key.dependencies = ["meetings.session"]  # type: ignore[attr-defined]

    @property
    def citation(self) -> str:
        return f"{self.session.number}.{self.number}"


class FeedbackManager(models.Manager.from_queryset(PassageQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> Any:
        return super().get_queryset().filter(kind=words.Kind.FEEDBACK)


class FeedbackItem(Passage):
    """A suggestion of the Steering Committee. Never to be shown as a decision."""

    objects = FeedbackManager()  # type: ignore[misc]

    class Meta:
        proxy = True
        verbose_name = "feedback item"


class Reference(models.Model):
    """A paper that a session refers to. An empty address is one that the source has lost."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="references")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=30, blank=True, help_text="Where a line of references begins, as printed.")
    title = LineField(max_length=minutes.LINE_LIMIT)
    url = AddressField("address", max_length=minutes.LINE_LIMIT, blank=True, help_text="Empty where it is lost.")

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="a_reference_has_its_own_place"),
            models.CheckConstraint(condition=~Q(title=""), name="a_reference_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, int, str, int]:
        return (*self.session.natural_key(), self.position)

    natural_key.dependencies = ["meetings.session"]  # type: ignore[attr-defined]
