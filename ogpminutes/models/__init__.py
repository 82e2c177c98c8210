"""The rows of the portal's own floor: who is asked what they think of a draft, what they said, who was reminded."""

from ogpminutes.models.members import Invitation, Member
from ogpminutes.models.reminders import Reminder
from ogpminutes.models.responses import Comment, Stance

__all__ = ["Comment", "Invitation", "Member", "Reminder", "Stance"]
