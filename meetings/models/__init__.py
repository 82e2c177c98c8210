"""Who met, when, and what the minutes say."""

from meetings.models.meeting import Edition, Meeting, spell_days
from meetings.models.record import FeedbackItem, Passage, Reference, Session
from meetings.models.vocabulary import Body, Region, Theme

__all__ = [
    "Body",
    "Edition",
    "FeedbackItem",
    "Meeting",
    "Passage",
    "Reference",
    "Region",
    "Session",
    "Theme",
    "spell_days",
]
