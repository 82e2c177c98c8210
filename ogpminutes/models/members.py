"""The people whom a draft is sent to, and the invitations by which they got their accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from attendees.models import Organisation, Person
from attendees.terms import demand_day
from meetings import minutes, words
from meetings.fields import LineField
from ogpminutes.querysets import InvitationQuerySet, MemberQuerySet


def today() -> date:
    """Give the day by which terms and deadlines are counted: that of UTC."""
    return datetime.now(UTC).date()


class Member(models.Model):
    """An account's term: whose it is, what it sits for, from when until when."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="member")
    name = LineField(max_length=minutes.LINE_LIMIT, help_text="How mail and other members call them.")
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        help_text="Who they are in the lists of attendees, where they are in one.",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    capacity = models.CharField(
        max_length=20,
        choices=words.Capacity.choices(),
        help_text="The word of government and civil society members counts; the others may comment.",
    )
    starts_on = models.DateField(
        "from",
        default=today,
        validators=[demand_day],
        help_text="The first day on which they see what is circulated.",
    )
    ends_on = models.DateField(
        "until",
        null=True,
        blank=True,
        validators=[demand_day],
        help_text="The last day on which they see what is circulated.",
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_member_has_a_name"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on=None),
                name="a_member_does_not_end_before_starting",
                violation_error_message="The term ends before it starts. Correct one of the days.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=[capacity.value for capacity in words.Capacity]),
                name="a_member_sits_in_a_known_capacity",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a second member who is the same person at the same time. Raises `ValidationError`."""
        super().clean()
        others = Member.objects.filter(person=self.person_id).exclude(pk=self.pk) if self.person_id else ()
        for other in others:
            if other.starts_on <= (self.ends_on or date.max) and (self.starts_on or date.min) <= (
                other.ends_on or date.max
            ):
                said = f"{self.person} is a member already: {other}, from {other.starts_on:%-d %B %Y}. Change that one."
                raise ValidationError({"person": ValidationError(said, code="twice")})

    @property
    def counts(self) -> bool:
        """Whether what they say of a draft counts; the others may comment."""
        return words.Capacity(self.capacity).votes

    @property
    def is_in_office(self) -> bool:
        return self.starts_on <= today() and not self.has_ended

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on < today()


class Invitation(models.Model):
    """One letter with a link by which a member chooses a password. The link itself is kept nowhere, only its hash."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the link's secret.")
    made_by = models.CharField(max_length=150, help_text="The name of the account that invited.")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(used_at__lte=F("expires_at")),
                name="an_invitation_is_used_before_it_expires",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.member}, {self.made_at:%Y-%m-%d}"
