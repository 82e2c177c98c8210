"""What was resolved and what was promised, as verbs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length

from meetings.querysets import ANYBODY, PUBLIC, EditionRowQuerySet, Reader
from meetings.terms import Term, say

Row = TypeVar("Row", bound=models.Model)
Place = tuple[int, str]  # id of a meeting, and the number of an item of it: (7, "D1")

ITEMS = ("Decision", "ActionItem")

# The states of an update, as `Update.State` names them, in which all is done that was to be, or nothing is left to do.
FULFILLED = ("done", "condition-met")
SETTLED = (*FULFILLED, "condition-not-met", "dropped")


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
        """The item that is cited as `SC-2020-12/D1`; without a reference of minutes, those that are cited as `D1`."""
        cited = self.filter(number=number)
        return cited.filter(edition__reference=reference) if reference else cited

    def with_state(self) -> Self:
        """Add `state`: of the newest update that stands, or None where none does."""
        return self.annotate(state=Subquery(self._updates().standing().newest_first().values("state")[:1]))

    def in_state(self, state: str) -> Self:
        """Items whose newest update says so; with nothing, those of which no update is recorded."""
        return self.with_state().filter(state=state or None)

    def by_place(self, places: Collection[Place]) -> dict[Place, Row]:
        """Give the items of some places, each from the newest edition that has it, in one query."""
        meetings, numbers = {meeting for meeting, _ in places}, {number for _, number in places}
        rows: Any = self.filter(edition__meeting__in=meetings, number__in=numbers).with_passage()
        found = {(row.edition.meeting_id, row.number): row for row in rows.order_by("edition__number")}
        return {place: row for place, row in found.items() if place in places}

    def approved(self) -> Self:
        return self.filter(edition__status="approved")

    def public(self) -> Self:
        """Items of minutes that anybody may read, whoever asks."""
        return self.filter(edition__status__in=PUBLIC)

    def in_year(self, year: int) -> Self:
        return self.filter(edition__first_day__year=year)

    def of_meetings(self, meetings: object) -> Self:
        return self.filter(edition__meeting__in=meetings)

    def of_body(self, slug: str) -> Self:
        return self.filter(edition__meeting__body__slug=slug)

    def before(self, day: date) -> Self:
        """Items of meetings that began before a day."""
        return self.filter(edition__first_day__lt=day)

    def about(self, region: str = "", theme: str = "") -> Self:
        """Items whose passage, or its session, is about a region and a theme."""
        passages = self.model._meta.apps.get_model("meetings", "Passage")._default_manager.all()
        passages = passages.in_region([region]) if region else passages
        passages = passages.on_theme([theme]) if theme else passages
        return self.filter(passage__in=passages)

    def saying(self, terms: tuple[Term, ...], reference: str = "", number: str = "") -> Self:
        """Items whose passage, or the heading above it, says all of these, or that are cited so."""
        said = say(terms, "passage__folded", "passage__session__folded")
        cited = {"edition__reference": reference, "number": number}
        named = Q(**{field: value for field, value in cited.items() if value})
        return self.filter(said | named if named else said)

    def changed_since(self, moment: datetime) -> Self:
        """Items that were sealed, or of which an update was recorded, at that moment or later."""
        recorded = Exists(self._updates().filter(recorded_at__gte=moment))
        return self.filter(Q(edition__seal__sealed_at__gte=moment) | recorded)

    def _updates(self) -> Any:
        updates = self.model._meta.apps.get_model("decisions", "Update")._default_manager
        return updates.filter(meeting=OuterRef("edition__meeting"), number=OuterRef("number"))


class DecisionQuerySet(ItemQuerySet[Row]):
    def altering(self, document: str) -> Self:
        """Decisions of which the Support Unit says that they altered a governing document, by its slug."""
        alterations: Any = self.model._meta.apps.get_model("decisions", "Alteration")._default_manager
        told = alterations.standing().of_document(document)
        return self.filter(Exists(told.filter(meeting=OuterRef("edition__meeting"), number=OuterRef("number"))))

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

    def overdue(self, day: date) -> Self:
        """Open items whose day, as minuted, is past on this one."""
        return self.still_open().due_before(day)

    def due_before(self, day: date) -> Self:
        return self.filter(due__lt=day)

    def due_between(self, first: date, last: date) -> Self:
        return self.filter(due__gte=first, due__lte=last)

    def without_day(self) -> Self:
        return self.filter(due=None)

    def owned_by(self, owner: str) -> Self:
        """Items of whoever the minutes name in these words; with nothing, those that name nobody."""
        return self.filter(responsible=owner)

    def with_owner(self) -> Self:
        return self.select_related("organisation")


class AppendedQuerySet(models.QuerySet[Row]):
    """What is only ever added to: what tells something, and what withdraws that."""

    def told(self) -> Self:
        """Those that say something, withdrawn or not."""
        return self.filter(withdraws=None)

    def standing(self) -> Self:
        """Those that say something and were not withdrawn."""
        return self.told().filter(withdrawal=None)

    def recorded_since(self, moment: datetime) -> Self:
        """Those that were recorded, or withdrawn, at that moment or later."""
        return self.filter(Q(recorded_at__gte=moment) | Q(withdrawal__recorded_at__gte=moment))


def _seen_item(model: type[models.Model], user: Reader, *, meeting: str, number: str) -> Q:
    """Whether a reader sees the decision or action item that two columns of a row name."""
    own = {"edition__meeting": OuterRef(meeting), "number": OuterRef(number)}
    managers: list[Any] = [model._meta.apps.get_model("decisions", name)._default_manager for name in ITEMS]
    decisions, actions = (Exists(manager.visible_to(user).filter(**own)) for manager in managers)
    return Q(decisions | actions)


class UpdateQuerySet(AppendedQuerySet[Row]):
    """What became of items. Seen where the item is."""

    def visible_to(self, user: Reader) -> Self:
        return self.filter(_seen_item(self.model, user, meeting="meeting", number="number"))

    def of_item(self, item: Any) -> Self:
        return self.filter(meeting=item.edition.meeting_id, number=item.number)

    def of_items(self, items: Iterable[Any]) -> Self:
        """Updates of several items, and perhaps of others of the same meetings with the same numbers."""
        items = list(items)
        meetings, numbers = {item.edition.meeting_id for item in items}, {item.number for item in items}
        return self.filter(meeting__in=meetings, number__in=numbers)

    def newest_first(self) -> Self:
        return self.order_by("-day", "-pk")

    def with_speaker(self) -> Self:
        """Add `printed_speaker`: the owner who says it, as the newest minutes that anybody may see print the name.

        None where the Support Unit says it, or where no such minutes name them: a draft may spell a name otherwise.
        """
        printed = [
            Subquery(
                self.model._meta.apps.get_model("attendees", name)
                ._default_manager.with_printed_name(ANYBODY)
                .filter(pk=OuterRef(name.lower()))
                .values("printed")[:1]
            )
            for name in ("Person", "Organisation")
        ]
        return self.select_related("organisation").annotate(printed_speaker=Coalesce(*printed))

    def with_all(self) -> Self:
        return self.with_speaker().select_related("withdrawal", "withdraws")


class AssignmentQuerySet(models.QuerySet[Row]):
    """Who the Support Unit says is meant. Ask for the item first."""

    def of_items(self, items: Iterable[Any]) -> Self:
        """Assignments of several items, and perhaps of others of the same meetings with the same numbers."""
        items = list(items)
        meetings, numbers = {item.edition.meeting_id for item in items}, {item.number for item in items}
        return self.filter(meeting__in=meetings, number__in=numbers)

    def with_owner(self) -> Self:
        return self.select_related("organisation", "person")


class UptakeQuerySet(AppendedQuerySet[Row]):
    """Which suggestions were taken up in what. Seen where both ends are: the suggestion and what it was taken up in."""

    def visible_to(self, user: Reader) -> Self:
        models = self.model._meta.apps
        said = {"session__edition__meeting": OuterRef("meeting"), "session__edition__number": OuterRef("edition")}
        place = {"session__number": OuterRef("session"), "number": OuterRef("passage")}
        suggestions: Any = models.get_model("meetings", "Passage")._default_manager
        item = _seen_item(self.model, user, meeting="into_meeting", number="into_number")
        return self.filter(item, Exists(suggestions.visible_to(user).filter(**said, **place)))

    def of_meeting(self, meeting: Any) -> Self:
        return self.filter(meeting=meeting)

    def into(self, item: Any) -> Self:
        return self.filter(into_meeting=item.edition.meeting_id, into_number=item.number)

    def newest_first(self) -> Self:
        return self.order_by("-day", "-pk")

    def with_all(self) -> Self:
        return self.select_related("meeting__body", "into_meeting__body", "withdrawal")


class AlterationQuerySet(AppendedQuerySet[Row]):
    """Which decisions altered which governing documents. Seen where the decision is."""

    def visible_to(self, user: Reader) -> Self:
        decisions: Any = self.model._meta.apps.get_model("decisions", "Decision")._default_manager
        seen = decisions.visible_to(user).filter(edition__meeting=OuterRef("meeting"), number=OuterRef("number"))
        return self.filter(Exists(seen))

    def by(self, decision: Any) -> Self:
        return self.filter(meeting=decision.edition.meeting_id, number=decision.number)

    def of_document(self, slug: str) -> Self:
        return self.filter(document__slug=slug)

    def lacking_in_text(self) -> Self:
        """Those of meetings later than the text in force of their document."""
        return self.filter(meeting__first_day__gt=F("document__dated"))

    def newest_first(self) -> Self:
        """Newest meeting first, and within a meeting by number."""
        return self.order_by("-meeting__first_day", "meeting__slug", Length("number"), "number", "pk")

    def with_all(self) -> Self:
        return self.select_related("meeting__body", "document", "withdrawal", "withdraws")
