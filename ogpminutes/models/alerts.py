"""Who follows what by mail. An address and what it asked for, nothing else; gone as soon as it is not needed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from decisions.models import Alteration, Update
from meetings.models import Seal
from ogpminutes.querysets import AlertQuerySet, FollowerQuerySet, LetterQuerySet

QUERY_LIMIT = 2000  # characters of a query string that can be followed


class News(models.Model):
    """What became public, in the order in which the portal noticed: an edition, what was recorded of its items, or that
    a day came on which an open action item is overdue or due soon.

    Positions are given by one writer at a time, so that "all after 17" is never followed by a late 16, as it could be
    with the keys of two transactions. The newest position that an alert was told of is all that it needs to remember.
    """

    position = models.PositiveIntegerField(unique=True, help_text="From 1.")
    seal = models.OneToOneField(Seal, on_delete=models.CASCADE, null=True, blank=True, related_name="news")
    update = models.OneToOneField(Update, on_delete=models.CASCADE, null=True, blank=True, related_name="news")
    alteration = models.OneToOneField(Alteration, on_delete=models.CASCADE, null=True, blank=True, related_name="news")
    day = models.DateField(unique=True, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "news"
        constraints = [
            models.CheckConstraint(
                condition=Q(seal__isnull=False, update=None, alteration=None, day=None)
                | Q(seal=None, update__isnull=False, alteration=None, day=None)
                | Q(seal=None, update=None, alteration__isnull=False, day=None)
                | Q(seal=None, update=None, alteration=None, day__isnull=False),
                name="news_are_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class Follower(models.Model):
    """An address that letters go to. It has no account, no name and no password; links in its letters are its key."""

    address = models.EmailField(max_length=254)
    refusals = models.PositiveSmallIntegerField(default=0, help_text="Letters in a row that its server refused.")

    objects = FollowerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(Lower("address"), name="an_address_follows_once")]

    def __str__(self) -> str:
        return f"follower {self.pk}"


class Alert(models.Model):
    """One thing that somebody follows. Without `confirmed_at` it was asked for, and waits for its address to agree."""

    class Stream(models.TextChoices):
        MINUTES = "minutes"
        DECISIONS = "decisions"
        ACTIONS = "actions"
        BROWSE = "browse"

    class Rhythm(models.TextChoices):
        IMMEDIATE = "immediate", "As soon as there is something"
        DAILY = "daily", "At most once a day"
        WEEKLY = "weekly", "At most once a week"

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="alerts")
    stream = models.CharField(max_length=9, choices=Stream)
    query = models.CharField(max_length=QUERY_LIMIT, blank=True, help_text="The query string of what is followed.")
    rhythm = models.CharField(max_length=9, choices=Rhythm)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told = models.PositiveIntegerField(default=0, help_text="The newest news that it was told of.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="When its last letter was written.")

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["follower", "stream", "query"], name="a_follower_follows_a_thing_once")
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"


class Letter(models.Model):
    """A letter on its way. What it says is read from the public record when it goes; here stands only what it is of.

    `handed_at` is written before the mail server is spoken to and `sent_at` after: a letter that has the first and not
    the second died on the way, and whether it arrived nobody knows.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", "asks whether the address wants an alert"
        NEWS = "news"

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=5, choices=Kind)
    after = models.PositiveIntegerField(default=0, help_text="It tells of the news after this one…")
    upto = models.PositiveIntegerField(default=0, help_text="…up to this one.")
    written_at = models.DateTimeField()
    not_before = models.DateTimeField(help_text="When to try; later where the mail server refused it.")
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "after"], condition=Q(kind="news"), name="an_alert_is_told_of_each_news_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="asked") | Q(upto__gt=F("after")), name="a_letter_of_news_tells_of_some"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(handed_at__isnull=False), name="a_letter_that_was_sent_was_handed_over"
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"
