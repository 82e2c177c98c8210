"""Decisions and action items, and what is recorded beside them, to be asked for."""

from __future__ import annotations

from typing import Any

from decisions import alterations, register, uptakes
from decisions.filters import ActionFilter, DecisionFilter
from decisions.models import ActionItem, Alteration, Decision, Update, Uptake
from meetings.querysets import ANYBODY
from ogpminutes.api import filters, identity
from ogpminutes.api.resource import REFERENCE, Resource, by, narrow
from ogpminutes.api.shapes import items


def _decisions() -> Any:
    return Decision.objects.current_for(ANYBODY)


def _actions() -> Any:
    return ActionItem.objects.current_for(ANYBODY)


def _with_updates(rows: list[Any]) -> None:
    """Add the updates of each item, newest first, without withdrawals, and whether it is open; two queries for all.

    Two more tell what its passage is called.
    """
    if not rows:
        return
    model = type(rows[0])
    open_ones = set(model.objects.filter(pk__in=[row.pk for row in rows]).still_open().values_list("pk", flat=True))
    own = {(row.edition.meeting_id, row.number): row for row in rows}
    for row in rows:
        row.passage.session.edition = row.edition  # the same one: it is not asked for again
        row.updates, row.is_open, row.modified = [], row.pk in open_ones, row.edition.seal.sealed_at
        row.newest = None
    identity.name_passages([row.passage for row in rows])
    for update in Update.objects.of_items(rows).newest_first().with_all():
        if row := own.get((update.meeting_id, update.number)):
            update.item = row  # type: ignore[attr-defined]
            row.updates += [] if update.withdraws_id else [update]
            row.newest = row.newest or (update if update.stands else None)
            row.modified = max(row.modified, update.recorded_at)


def _items(**facts: Any) -> Resource:
    return Resource(
        order=("-edition__meeting__first_day", "edition__meeting__slug", "pk"),
        key=by(reference="edition__reference", number="number"),
        complete=lambda rows: rows.with_passage().with_state().with_seal(),
        prepare=_with_updates,
        changed=lambda rows, moment: rows.changed_since(moment),
        opens=True,
        **facts,
    )


DECISIONS = _items(
    name="decisions",
    shape=items.DecisionShape,
    rows=_decisions,
    search=lambda data: register.search(ANYBODY, data),
    filterset=DecisionFilter,
    place=rf"{REFERENCE}/(?P<number>D[1-9][0-9]{{0,3}})",
)
ACTION_ITEMS = _items(
    name="action-items",
    shape=items.ActionItemShape,
    rows=_actions,
    search=lambda data: register.search_actions(ANYBODY, data),
    filterset=ActionFilter,
    place=rf"{REFERENCE}/(?P<number>A[1-9][0-9]{{0,3}})",
)


def _recorded(model: Any, **facts: Any) -> Resource:
    """What staff record beside the minutes: each by its number, withdrawn ones too."""

    def rows() -> Any:
        return model.objects.visible_to(ANYBODY).told()

    return Resource(
        rows=rows,
        search=narrow(filters.Everything, rows),
        filterset=filters.Everything,
        place=r"(?P<number>[1-9][0-9]{0,17})",
        key=by(number="pk"),
        complete=lambda rows: rows.with_all(),
        changed=lambda rows, moment: rows.recorded_since(moment),
        **facts,
    )


def _with_items(rows: list[Any]) -> None:
    """Add the decision or action item of each update, as the newest edition that has it says it."""
    places = {(row.meeting_id, row.number) for row in rows}
    found: dict[Any, Any] = {}
    for model in (Decision, ActionItem):
        found |= model.objects.visible_to(ANYBODY).by_place(places)
    for row in rows:
        row.item = found[row.meeting_id, row.number]


def _with_both_ends(rows: list[Any]) -> None:
    for link in uptakes.links(ANYBODY, rows):
        link.uptake.link = link  # type: ignore[attr-defined]


def _with_decisions(rows: list[Any]) -> None:
    for altered in alterations.with_decisions(ANYBODY, rows):
        altered.alteration.altered = altered  # type: ignore[attr-defined]


UPDATES = _recorded(Update, name="updates", shape=items.UpdateShape, order=("-day", "-pk"), prepare=_with_items)
TAKEN_UP = _recorded(Uptake, name="taken-up", shape=items.UptakeShape, order=("-day", "-pk"), prepare=_with_both_ends)
ALTERATIONS = _recorded(
    Alteration, name="alterations", shape=items.AlterationShape, order=("-pk",), prepare=_with_decisions
)
