"""Saying who is meant by the owner of an action item, with a line in the log. The words as minuted never change."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from decisions.models import ActionItem, Assignment
from ogpminutes import audit


@transaction.atomic
def assign(assignment: Assignment, item: ActionItem, user: User) -> Assignment:
    assignment.meeting, assignment.number, assignment.made_by = item.edition.meeting, item.number, user
    assignment.save(force_insert=True)
    _record(user, "owner said", assignment, item)
    return assignment


@transaction.atomic
def take_away(assignment: Assignment, user: User) -> None:
    _record(user, "owner taken away", assignment, item_of(assignment))
    assignment.delete()


def item_of(assignment: Assignment) -> ActionItem:
    """Give the item that an assignment is of, from the newest public edition that has it."""
    items = ActionItem.objects.public().filter(edition__meeting=assignment.meeting_id, number=assignment.number)
    found: ActionItem = items.with_passage().order_by("-edition__number")[0]
    return found


def _record(user: User, deed: str, assignment: Assignment, item: ActionItem) -> None:
    """The log holds no names of people: ids tell them."""
    owner = {
        "role": assignment.role,
        "organisation": assignment.organisation_id or 0,
        "person": assignment.person_id or 0,
    }
    audit.record(user.get_username(), deed, item.edition, item=item.reference, **owner)
