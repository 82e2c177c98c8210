"""The rows of the portal's own floor: who is asked what they think of a draft, and what they said."""

from ogpminutes.models.members import Invitation, Member
from ogpminutes.models.packages import Package
from ogpminutes.models.responses import Comment, Stance

__all__ = ["Comment", "Invitation", "Member", "Package", "Stance"]
