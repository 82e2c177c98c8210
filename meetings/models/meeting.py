"""When a body met, and the editions of its minutes."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from meetings import minutes
from meetings.fields import LineField
from meetings.models.vocabulary import Body
from meetings.querysets import EditionQuerySet, MeetingQuerySet
from meetings.slugs import demand_key


class Meeting(models.Model):
    """An identity: what was printed of it belongs to its editions."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    slug = models.SlugField(
        max_length=50, unique=True, validators=[demand_key], help_text="Its address for ever, such as december-2020."
    )
    first_day = models.DateField()
    last_day = models.DateField()
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="Counts its changes by form.")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "slug"]
        indexes = [models.Index(fields=["-first_day", "-last_day", "slug"], name="meetings_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="a_meeting_does_not_end_before_it_starts",
                violation_error_message="The last day is before the first one. Correct one of them.",
            )
        ]

    def __str__(self) -> str:
        return name_meeting(self.body.name, self.first_day, self.last_day)

    def get_absolute_url(self) -> str:
        return reverse("minutes", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["meetings.body"]  # type: ignore[attr-defined]

    @property
    def days(self) -> str:
        return spell_days(self.first_day, self.last_day)


class Edition(models.Model):
    """The minutes of a meeting, numbered. All that is printed belongs to it."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        CIRCULATED = "circulated"
        APPROVED = "approved"
        SUPERSEDED = "superseded"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    reason = models.CharField(max_length=500, blank=True, help_text="Why an edition after the first was made. Public.")
    version = models.PositiveIntegerField(default=0, editable=False, help_text="Counts the saves of the whole edition.")
    circulated_on = models.DateField(null=True, blank=True, editable=False)
    respond_by = models.DateField(
        null=True, blank=True, editable=False, help_text="Until the end of this day (UTC) members may object."
    )
    approved_on = models.DateField(
        null=True, blank=True, editable=False, help_text="Empty where the day of approval was not recorded."
    )
    publisher = LineField(max_length=minutes.LINE_LIMIT, blank=True)
    title = LineField(max_length=minutes.LINE_LIMIT)
    dates = LineField("dates as printed", max_length=minutes.LINE_LIMIT)
    place = LineField(max_length=minutes.LINE_LIMIT, blank=True)
    reference = models.CharField(max_length=30, help_text="Begins its citations, such as SC-2020-12.")
    first_day = models.DateField()
    last_day = models.DateField()
    language = models.CharField(max_length=35, default="en")
    opened_day = models.DateField(null=True, blank=True)
    opened_time = models.TimeField(null=True, blank=True)
    opened_zone = LineField(max_length=minutes.LINE_LIMIT, blank=True, help_text="As printed, such as EST.")
    opened_offset = models.SmallIntegerField(null=True, blank=True, help_text="Minutes east of UTC.")
    adjourned_day = models.DateField(null=True, blank=True)
    adjourned_time = models.TimeField(null=True, blank=True)
    adjourned_zone = LineField(max_length=minutes.LINE_LIMIT, blank=True)
    adjourned_offset = models.SmallIntegerField(null=True, blank=True, help_text="Minutes east of UTC.")
    attendance_heading = LineField(max_length=minutes.LINE_LIMIT, blank=True)
    attendance_first = models.BooleanField(default=False, help_text="Whether the attendees stand before the sessions.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__first_day", "meeting__slug", "-number"]
        indexes = [models.Index(fields=["-first_day"], name="editions_newest_first")]
        permissions = [
            ("view_draft_edition", "Can see editions that are drafts"),
            ("view_circulated_edition", "Can see editions that are circulated"),
            ("approve_edition", "Can approve editions"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="an_edition_has_its_own_number"),
            models.UniqueConstraint(fields=["reference", "number"], name="a_reference_belongs_to_one_meeting"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(status__in=["draft", "circulated"]),
                name="a_meeting_has_one_edition_in_work",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(status="approved"), name="a_meeting_has_one_approved_edition"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="editions_count_from_one",
                violation_error_message="Editions are numbered from 1. Write a number from 1 on.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="a_later_edition_has_a_reason",
                violation_error_message="An edition after the first says why it was made. Write the reason.",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(status__in=["approved", "superseded"]),
                name="only_approved_editions_have_a_day_of_approval",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="an_edition_does_not_end_before_it_starts",
                violation_error_message="The last day is before the first one. Correct one of them.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, edition {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.meeting.slug, self.number])

    def natural_key(self) -> tuple[str, int]:
        return (self.meeting.slug, self.number)

    natural_key.dependencies = ["meetings.meeting"]  # type: ignore[attr-defined]

    @property
    def is_public(self) -> bool:
        return self.status in (self.Status.APPROVED, self.Status.SUPERSEDED)


def name_meeting(body: str, first: date, last: date) -> str:
    """Say how a meeting is called: `Steering Committee, 14–15 December 2020`."""
    return f"{body}, {spell_days(first, last)}"


def spell_days(first: date, last: date) -> str:
    """Spell days as a reader writes them: `14–15 December 2020`."""
    if first == last:
        return f"{last.day} {last:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B %Y}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"
