"""What the search looks at: derived from the editions, rebuilt at any time, and no part of the record."""

from __future__ import annotations

from django.db import models

from meetings.models.meeting import Edition, Meeting
from meetings.models.vocabulary import Body
from meetings.search.entries import EntryQuerySet


class Entry(models.Model):
    """One thing that can be found, in one edition, with what it is filtered and counted by.

    The table is narrow, so that counting thousands of rows is quick: the words stand beside it, in `Wording`. Its ids
    are the order in which entries are listed (`meetings.search.index.place_of`): the newest meeting has the lowest, so
    that a full-text index, which gives its matches by id, gives the newest first and can stop early.
    Values of which a passage can have several are written ` europe americas `, with a space on both sides.
    """

    class What(models.TextChoices):
        PASSAGE = "passage"
        SESSION = "session"
        PAPER = "paper"
        PERSON = "person"
        ORGANISATION = "organisation"

    what = models.CharField(max_length=12, choices=What)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entries")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="entries", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="entries", db_index=False)
    key = models.PositiveBigIntegerField(help_text="Of the row in its own table.")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, blank=True)
    scope = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=8, blank=True, help_text="Of what it decides or promises: open, or settled.")
    regions = models.TextField(blank=True, help_text="Slugs, those of its session included.")
    themes = models.TextField(blank=True, help_text="Slugs, those of its session included.")
    organisations = models.TextField(blank=True, help_text="Slugs of those who are to do something.")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["edition", "what", "key"], name="an_edition_is_indexed_once")]
        indexes = [
            models.Index(fields=["organisations"], condition=~models.Q(organisations=""), name="entries_that_promise"),
        ]

    def __str__(self) -> str:
        return f"Search entry: {self.what} {self.key}"


class Wording(models.Model):
    """The words of an entry as they are looked for (`meetings.search.wording`).

    The database keeps a full-text index of this table by itself: see `meetings.search.backends`.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="wording")
    text = models.TextField(blank=True, help_text="What it says itself.")
    context = models.TextField(blank=True, help_text="What it stands under, which counts for less.")

    def __str__(self) -> str:
        return f"Words of entry {self.entry_id}"


class Word(models.Model):
    """A word that some edition holds, folded: what a mistyped one may have meant. Who may see it is asked each time."""

    text = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.text
