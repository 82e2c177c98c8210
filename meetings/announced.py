"""What is asked of announced meetings, as verbs."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, When

from meetings.querysets import Reader, Row


class AnnouncementQuerySet(models.QuerySet[Row]):
    """Announced meetings. All of them are public; what a draft of their minutes says never shows here."""

    def still_without_minutes(self, user: Reader, day: date) -> Self:
        """Those whose minutes a reader may not see yet, without those that were withdrawn and are past."""
        edition = self.model._meta.apps.get_model("meetings", "Edition")
        minutes = edition._default_manager.visible_to(user).filter(meeting=OuterRef("meeting"))
        return self.filter(~Exists(minutes)).exclude(is_withdrawn=True, last_day__lt=day)

    def on_day(self, day: date) -> Self:
        return self.filter(first_day__lte=day, last_day__gte=day)

    def of_meeting(self, slug: str) -> Self:
        return self.filter(meeting__slug=slug)

    def with_meeting(self) -> Self:
        return self.select_related("meeting__body")

    def with_held(self, day: date) -> Self:
        """Add `is_held`: whether the meeting is past on a day."""
        return self.annotate(is_held=Case(When(last_day__lt=day, then=True), default=False))

    def coming_first(self) -> Self:
        """Of announcements `with_held`, those that come, soonest first, and behind them the past, newest first."""
        soonest = Case(When(is_held=False, then=F("first_day")))
        return self.order_by("is_held", soonest.asc(), "-first_day", "-last_day", "pk")
