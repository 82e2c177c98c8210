"""What was handed out for a meeting: its packet and other papers, beside the minutes and no part of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from meetings import minutes
from meetings.fields import AddressField, LineField
from meetings.models.meeting import Meeting
from meetings.querysets import PaperQuerySet


class Paper(models.Model):
    """A packet or a paper of a meeting: the address of one, or a file that the portal keeps.

    Minutes name the papers that they refer to in their own words, for ever (`Reference`); a paper is where one is found
    now. It is withdrawn with a reason, never taken away: its number is an address.
    """

    class Kind(models.TextChoices):
        PACKET = "packet"
        REFERENCE = "reference", "Reference material"
        OTHER = "other", "Other paper"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField(editable=False, help_text="Ends its address; counts from 1.")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.REFERENCE)
    title = LineField(max_length=minutes.LINE_LIMIT, help_text="Written as the minutes do, it is found beside them.")
    url = AddressField("address", max_length=minutes.LINE_LIMIT, blank=True, help_text="Where it is on the web.")
    stored = models.CharField(max_length=200, blank=True, editable=False)
    name = models.CharField("file", max_length=120, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(null=True, blank=True, editable=False, help_text="Bytes.")
    digest = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    withdrawn = LineField(
        "withdrawn because", max_length=200, blank=True, help_text="Public. Empty while the paper is offered."
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="added_papers",
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="a_paper_has_its_own_number"),
            models.CheckConstraint(condition=~Q(title=""), name="a_paper_has_a_title"),
            models.CheckConstraint(
                condition=Q(url="") & ~Q(stored="") | ~Q(url="") & Q(stored=""),
                name="a_paper_is_an_address_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(stored="", size=None, digest="") | ~Q(stored="") & Q(size__gt=0) & ~Q(digest=""),
                name="a_file_has_a_size_and_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.meeting.slug, self.number])

    @property
    def address(self) -> str:
        """Where a reader gets it."""
        return self.url or self.get_absolute_url()

    @property
    def ending(self) -> str:
        """The kind of its file as readers know it: `PDF`."""
        return self.name.rpartition(".")[2].upper()


class FormerSlug(models.Model):
    """A name that a meeting had in addresses before anything of it was published, and that still leads to it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=50, unique=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
