"""The rows of the portal's own floor: members, what they say of a draft, who was reminded, and who follows what."""

from ogpminutes.models.alerts import Alert, Follower, Letter, News
from ogpminutes.models.members import Invitation, Member
from ogpminutes.models.packages import Package
from ogpminutes.models.reminders import Reminder
from ogpminutes.models.responses import Comment, Stance

__all__ = ["Alert", "Comment", "Follower", "Invitation", "Letter", "Member", "News", "Package", "Reminder", "Stance"]
