"""What was resolved, who does what by when, what became of it, and what the portal's keepers say of its owners."""

from decisions.models.appended import NOTE_LIMIT, Appended
from decisions.models.assignments import Assignment
from decisions.models.documents import Alteration, GoverningDocument
from decisions.models.items import ActionItem, Decision, Item
from decisions.models.updates import Update
from decisions.models.uptakes import Uptake

__all__ = [
    "NOTE_LIMIT",
    "ActionItem",
    "Alteration",
    "Appended",
    "Assignment",
    "Decision",
    "GoverningDocument",
    "Item",
    "Update",
    "Uptake",
]
