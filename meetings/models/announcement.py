"""A meeting that is to come, as it was announced: what the calendar says of it until its minutes are public."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from meetings import minutes
from meetings.announced import AnnouncementQuerySet
from meetings.fields import LineField
from meetings.models.meeting import Meeting, spell_days

YEARS = range(1900, 2200)  # in which a meeting is announced
FARTHEST = 14 * 60  # minutes from UTC that a time zone can be


class Announcement(models.Model):
    """Public as soon as it is stored, and never deleted: a meeting that is off is withdrawn, and calendars learn of it.

    It has its own days, so that a draft of the minutes, which moves the days of its meeting, says nothing here.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="announcement")
    title = LineField(max_length=minutes.LINE_LIMIT, help_text="Such as “Steering Committee working-level meeting”.")
    place = LineField(max_length=minutes.LINE_LIMIT, blank=True, help_text="Such as “Virtual” or a town.")
    first_day = models.DateField()
    last_day = models.DateField()
    starts_at = models.TimeField(null=True, blank=True, help_text="On the first day. Empty where it is not known yet.")
    ends_at = models.TimeField(null=True, blank=True, help_text="On the last day.")
    is_daily = models.BooleanField(
        "the same hours each day",
        default=False,
        help_text="Of several days: each begins and ends at these hours. Without it calendars show whole days, since "
        "it is not known when the first one ends.",
    )
    zone = LineField(
        max_length=60,
        blank=True,
        help_text="The time zone as people will read it, such as EST, or as the time zone database calls it, such as "
        "America/New_York.",
    )
    offset = models.SmallIntegerField(
        "minutes east of UTC", null=True, blank=True, help_text="What that zone is that day: -300 for EST, 60 for CET."
    )
    is_withdrawn = models.BooleanField("withdrawn", default=False, help_text="The meeting is off.")
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="Counts the changes, for calendars.")
    changed_at = models.DateTimeField(default=now, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="an_announcement_has_a_title"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="an_announced_meeting_does_not_end_before_it_starts",
                violation_error_message="The last day is before the first one. Correct one of them.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(offset__isnull=False, offset__gte=-FARTHEST, offset__lte=FARTHEST),
                name="an_announced_time_says_how_far_from_utc_it_is",
                violation_error_message="A time means nothing without its zone: say how many minutes east of UTC.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False),
                name="an_announced_meeting_that_ends_starts",
                violation_error_message="Say when the meeting starts, or leave out when it ends.",
            ),
            models.CheckConstraint(
                condition=Q(is_daily=False)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="hours_of_each_day_begin_and_end_on_it",
                violation_error_message="Say when each day begins and ends, or take out “the same hours each day”.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(last_day__gt=F("first_day")) | Q(ends_at__gt=F("starts_at")),
                name="an_announced_meeting_lasts_a_while",
                violation_error_message="The meeting ends before it starts. Correct the times, or the last day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.days}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    def clean(self) -> None:
        """Refuse days in a year that is a slip of the pen; a calendar could not hold what is behind the last one."""
        super().clean()
        wrong = {
            name: ValidationError(f"{day.year} is no year of a meeting. Write one from {YEARS[0]} to {YEARS[-1]}.")
            for name in ("first_day", "last_day")
            if (day := getattr(self, name)) is not None and day.year not in YEARS
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def days(self) -> str:
        return spell_days(self.first_day, self.last_day)

    @property
    def hours(self) -> str:
        """Spell the hours; of several days, which one each is of."""
        if not self.starts_at:
            return ""
        zone = f" {self.zone}" if self.zone else ""
        opens, closes = (f"{at:%H:%M}" if at else "" for at in (self.starts_at, self.ends_at))
        if self.first_day == self.last_day or self.is_daily:
            each = " each day" if self.first_day != self.last_day else ""
            return f"{'–'.join(filter(None, (opens, closes)))}{zone}{each}"
        until = f" until {closes}{zone} on {spell_days(self.last_day, self.last_day)}" if closes else ""
        return f"from {opens}{zone} on {spell_days(self.first_day, self.first_day)}{until}"

    @property
    def starts(self) -> datetime | None:
        """The moment at which it starts, where the announcement says so."""
        return moment(self.first_day, self.starts_at, self.offset)


def moment(day: date | None, at: time | None, offset: int | None) -> datetime | None:
    """Give a moment; none where the day, the time or its distance from UTC (in minutes) is not recorded."""
    if day is None or at is None or offset is None or abs(offset) > FARTHEST:
        return None
    return datetime.combine(day, at, timezone(timedelta(minutes=offset)))
