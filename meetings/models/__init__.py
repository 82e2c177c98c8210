"""Who met, when, and what the minutes say."""

from meetings.models.announcement import Announcement
from meetings.models.history import UnsavedText, Version
from meetings.models.meeting import Edition, Meeting, name_meeting, spell_days
from meetings.models.paper import FormerSlug, Paper
from meetings.models.record import FeedbackItem, Passage, Reference, Session
from meetings.models.seal import LogEntry, Seal, SealedFile
from meetings.models.search import Entry, Word
from meetings.models.vocabulary import Body, Region, Theme

__all__ = [
    "Announcement",
    "Body",
    "Edition",
    "Entry",
    "FeedbackItem",
    "FormerSlug",
    "LogEntry",
    "Meeting",
    "Paper",
    "Passage",
    "Reference",
    "Region",
    "Seal",
    "SealedFile",
    "Session",
    "Theme",
    "UnsavedText",
    "Version",
    "Word",
    "name_meeting",
    "spell_days",
]
