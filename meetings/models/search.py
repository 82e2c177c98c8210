"""What the search looks at: derived from the editions, rebuilt at any time, and no part of the record."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast, Replace, RTrim

from meetings.models.meeting import Edition, Meeting
from meetings.models.vocabulary import Body
from meetings.search.entries import EntryQuerySet

# What an entry is counted by: the name of a facet, and the column that holds its value or values.
ONE_OF = {"kind": "kind", "scope": "scope", "outcome": "outcome", "state": "state", "body": "body_id", "year": "year"}
SEVERAL_OF = {"region": "regions", "theme": "themes", "organisation": "organisations"}


def _facts() -> Func:
    """Give all that an entry is counted by as one text: ` kind:feedback year:2020 region:asia region:europe`.

    `Concat` would nest one expression for each part, too deep for the parser of SQLite.
    """
    one = ((Value(f" {name}:"), Cast(column, models.TextField())) for name, column in ONE_OF.items())
    several = (Replace(RTrim(F(column)), Value(" "), Value(f" {name}:")) for name, column in SEVERAL_OF.items())
    return Func(*(part for pair in one for part in pair), *several, template="(%(expressions)s)", arg_joiner=" || ")


class Entry(models.Model):
    """One thing that can be found, in one edition, with what it is filtered and counted by.

    Its words are kept as they are looked for (`meetings.search.wording`), and the database keeps a full-text index of
    them by itself: see `meetings.search.backends`. Its ids are the order in which entries are listed
    (`meetings.search.index.place_of`): the newest meeting has the lowest, so that a full-text index, which gives its
    matches by id, gives the newest first and can stop early.
    Values of which a passage can have several are written ` europe americas `, with a space on both sides. The database
    writes `facts` by itself: one text is read four times as fast as nine columns.
    """

    class What(models.TextChoices):
        PASSAGE = "passage"
        SESSION = "session"
        PAPER = "paper"
        PERSON = "person"
        ORGANISATION = "organisation"
        NOTE = "note", "Note on attendance"

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
    text = models.TextField(blank=True, help_text="The words that it says itself.")
    context = models.TextField(blank=True, help_text="The words that it stands under, which count for less.")
    title = models.TextField(blank=True, help_text="What it is called, as it is printed there, if it is no passage.")
    session = models.CharField(max_length=20, blank=True, help_text="The number of the session that it is or is of.")
    facts = models.GeneratedField(expression=_facts(), output_field=models.TextField(), db_persist=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["edition", "what", "key"], name="an_edition_is_indexed_once")]
        indexes = [
            models.Index(fields=["organisations"], condition=~models.Q(organisations=""), name="entries_that_promise"),
        ]

    def __str__(self) -> str:
        return f"Search entry: {self.what} {self.key}"


class Word(models.Model):
    """A word that some edition holds, folded: what a mistyped one may have meant. Who may see it is asked each time."""

    text = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.text
