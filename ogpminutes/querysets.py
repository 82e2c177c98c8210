"""Conditions on members, on what they said, and on who follows what, as verbs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from meetings.models import Edition
from meetings.querysets import Reader, statuses_visible_to
from meetings.words import Capacity

Row = TypeVar("Row", bound=models.Model)
COUNTED = tuple(capacity.value for capacity in Capacity if capacity.votes)


class MemberQuerySet(models.QuerySet[Row]):
    def in_office(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, user__is_active=True)

    def in_office_or_among(self, day: date, members: Collection[int]) -> Self:
        """Those in office, and some who may have left it."""
        return self.filter(Q(pk__in=self.in_office(day).values("pk")) | Q(pk__in=members))

    def counted(self) -> Self:
        """Members whose stance counts: of governments and of civil society."""
        return self.filter(capacity__in=COUNTED)

    def with_account(self) -> Self:
        return self.select_related("user", "organisation", "person")


class InvitationQuerySet(models.QuerySet[Row]):
    def open_at(self, moment: datetime) -> Self:
        return self.filter(used_at=None, expires_at__gt=moment)


class ResponseQuerySet(models.QuerySet[Row]):
    """What belongs to an edition that was circulated. Whoever may not see circulated editions sees none of it."""

    def visible_to(self, user: Reader) -> Self:
        seen = statuses_visible_to(user)
        return self.filter(edition__status__in=seen) if Edition.Status.CIRCULATED in seen else self.none()

    def of_edition(self, edition: Edition) -> Self:
        return self.filter(edition=edition)


class CommentQuerySet(ResponseQuerySet[Row]):
    def still_open(self) -> Self:
        return self.filter(state="open")

    def with_passage(self) -> Self:
        return self.select_related("passage__session")

    def in_order(self) -> Self:
        return self.order_by("created_at", "pk")


class StanceQuerySet(ResponseQuerySet[Row]):
    def of_member(self, member: models.Model) -> Self:
        return self.filter(member=member)

    def last_words(self) -> Self:
        """The last word of each member on each edition."""
        turn = Window(RowNumber(), partition_by=[F("edition"), F("member")], order_by=[F("at").desc(), F("pk").desc()])
        return self.alias(turn=turn).filter(turn=1)


class FollowerQuerySet(models.QuerySet[Row]):
    def at(self, address: str) -> Self:
        """Whoever has this address, in whatever letters it is written."""
        return self.filter(address__iexact=address)

    def without_alerts(self) -> Self:
        return self.filter(alerts=None)


class AlertQuerySet(models.QuerySet[Row]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def asked_before(self, moment: datetime) -> Self:
        """Those that nobody confirmed, and that are older than this."""
        return self.filter(confirmed_at=None, asked_at__lt=moment)

    def due_at(self, moment: datetime, rests: Mapping[str, timedelta]) -> Self:
        """Confirmed alerts whose rhythm allows a letter now. `rests` is how long each rhythm waits between two."""
        waited = Q(told_at=None)
        for rhythm, rest in rests.items():
            waited |= Q(rhythm=rhythm, told_at__lte=moment - rest)
        return self.confirmed().filter(waited)

    def behind(self, position: int) -> Self:
        return self.filter(told__lt=position)

    def without_letter(self) -> Self:
        """Those of which no letter waits to be sent: one that waits will tell of all that came since, too."""
        letter = self.model._meta.apps.get_model("ogpminutes", "Letter")
        waiting = letter._default_manager.filter(alert=OuterRef("pk"), kind="news", handed_at=None)
        return self.filter(~Exists(waiting))

    def in_order(self) -> Self:
        return self.order_by("pk")

    def with_follower(self) -> Self:
        return self.select_related("follower")


class LetterQuerySet(models.QuerySet[Row]):
    def waiting_at(self, moment: datetime) -> Self:
        """Letters that no run has handed over yet, oldest first."""
        return self.filter(handed_at=None, not_before__lte=moment).order_by("written_at", "pk")

    def handed_since(self, moment: datetime) -> Self:
        return self.filter(handed_at__gt=moment)

    def lost_before(self, moment: datetime) -> Self:
        """Letters in whose sending a process died: handed over this long ago, and never called sent."""
        return self.filter(handed_at__lt=moment, sent_at=None)

    def sent_before(self, moment: datetime) -> Self:
        return self.filter(sent_at__lt=moment)

    def asking(self) -> Self:
        return self.filter(kind="asked")

    def to_follower(self, follower: models.Model) -> Self:
        return self.filter(alert__follower=follower)

    def since(self, moment: datetime) -> Self:
        return self.filter(written_at__gt=moment)

    def with_alert(self) -> Self:
        return self.select_related("alert__follower")
