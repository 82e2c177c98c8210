"""Conditions on members and on what they said, as verbs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q, Window
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
