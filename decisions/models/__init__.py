"""What was resolved, who does what by when, what became of it, and what the portal's keepers say of its owners."""

from decisions.models.assignments import Assignment
from decisions.models.items import ActionItem, Decision, Item
from decisions.models.updates import NOTE_LIMIT, Update
from decisions.models.uptakes import Uptake

__all__ = ["NOTE_LIMIT", "ActionItem", "Assignment", "Decision", "Item", "Update", "Uptake"]
