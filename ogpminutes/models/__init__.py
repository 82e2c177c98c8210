"""The rows of the portal's own floor: who is asked what they think of a draft, what they said, and who follows what."""

from ogpminutes.models.alerts import Alert, Follower, Letter, News
from ogpminutes.models.members import Invitation, Member
from ogpminutes.models.responses import Comment, Stance

__all__ = ["Alert", "Comment", "Follower", "Invitation", "Letter", "Member", "News", "Stance"]
