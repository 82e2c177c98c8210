"""The words of the portal and the bodies that meet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from meetings.querysets import Slugged
from meetings.slugs import demand_key


class Vocabulary(models.Model):
    """A curated word of the portal: its slug never changes, its name may."""

    slug = models.SlugField(max_length=50, unique=True, validators=[demand_key])
    name = models.CharField(max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="Smaller numbers come first.")

    objects = Slugged.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Region(Vocabulary):
    class Meta(Vocabulary.Meta):
        pass

    def get_absolute_url(self) -> str:
        return reverse("region", args=[self.slug])


class Theme(Vocabulary):
    description = models.CharField(max_length=300, blank=True)

    class Meta(Vocabulary.Meta):
        pass

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])


class Body(models.Model):
    """Who meets: the Steering Committee, a subcommittee. Dated, with a parent."""

    slug = models.SlugField(max_length=50, unique=True, validators=[demand_key])
    name = models.CharField(max_length=150, unique=True)
    prefix = models.CharField(max_length=12, help_text="Begins its references, such as SC in SC-2020-12/D1.")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="subcommittees")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = Slugged.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on=None) | Q(starts_on=None),
                name="a_body_does_not_end_before_it_starts",
                violation_error_message="It ends before it starts. Correct one of the days.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="a_body_is_not_its_own_parent",
                violation_error_message="A body is not part of itself. Choose another parent, or none.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
