"""What was resolved and what was promised, as verbs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from meetings.querysets import EditionRowQuerySet

Row = TypeVar("Row", bound=models.Model)

# The states of an update after which nothing is left to do, as `Update.State` names them.
SETTLED = ("done", "condition-met", "condition-not-met", "dropped")


class ItemQuerySet(EditionRowQuerySet[Row]):
    """Decisions or action items."""

    def get_by_natural_key(self, slug: str, edition: int, number: str) -> Row:
        return self.get(edition__meeting__slug=slug, edition__number=edition, number=number)

    def newest_first(self) -> Self:
        """Newest meeting first, and within a meeting as it is written."""
        return self.order_by(
            "-edition__first_day", "edition__meeting__slug", "passage__session__position", "passage__number", "position"
        )

    def with_passage(self) -> Self:
        return self.select_related("edition__meeting__body", "passage__session__parent")

    def with_reference(self, reference: str, number: str) -> Self:
        """The item that is cited as `SC-2020-12/D1`."""
        return self.filter(edition__reference=reference, number=number)

    def with_state(self) -> Self:
        """Add `state`: of the newest update, or None where none is recorded."""
        return self.annotate(state=Subquery(self._updates().order_by("-day", "-pk").values("state")[:1]))

    def changed_since(self, moment: datetime) -> Self:
        """Items that were sealed, or of which an update was recorded, at that moment or later."""
        recorded = Exists(self._updates().filter(recorded_at__gte=moment))
        return self.filter(Q(edition__seal__sealed_at__gte=moment) | recorded)

    def _updates(self) -> Any:
        updates = self.model._meta.apps.get_model("decisions", "Update")._default_manager
        return updates.filter(meeting=OuterRef("edition__meeting"), number=OuterRef("number"))


class DecisionQuerySet(ItemQuerySet[Row]):
    def still_open(self) -> Self:
        """Decisions that left something to do, and of which no update says that it is settled.

        What is left is a condition, a body that they were referred to, a deferral, or what an update calls open.
        """
        asks = ~Q(conditions="") | ~Q(referred_to="") | Q(outcome__in=("approved-with-conditions", "deferred"))
        return self.with_state().filter(Q(state=None) & asks | ~Q(state=None) & ~Q(state__in=SETTLED))


class ActionItemQuerySet(ItemQuerySet[Row]):
    def still_open(self) -> Self:
        """Action items of which no update says that they are settled."""
        return self.with_state().filter(Q(state=None) | ~Q(state__in=SETTLED))
