"""People, organisations, seats, and who was at which meeting: capacity, title and vote as they stood that day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from attendees.querysets import (
    AttendanceQuerySet,
    GroupQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    PersonQuerySet,
)
from attendees.terms import demand_day, demand_days_within, demand_year
from meetings import minutes, words
from meetings.fields import LineField, PassageField
from meetings.folding import FoldedField
from meetings.models import Body, Edition
from meetings.slugs import OwnAddress, demand_identity


class Organisation(models.Model):
    class Kind(models.TextChoices):
        GOVERNMENT = "government"
        CIVIL_SOCIETY = "civil-society"
        SECRETARIAT = "secretariat"
        OTHER = "other"

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True, validators=[demand_identity])
    name = LineField(max_length=minutes.LINE_LIMIT)
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.OTHER)
    aliases = models.TextField(blank=True, help_text="Other names that minutes print, one a line.")
    folded = FoldedField(source="name")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="an_organisation_has_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Person(models.Model):
    """A person who attended. No account is needed to be in the record."""

    slug = models.SlugField(
        max_length=120, unique=True, allow_unicode=True, validators=[demand_identity, OwnAddress("person")]
    )
    name = LineField(max_length=minutes.LINE_LIMIT)
    aliases = models.TextField(blank=True, help_text="Other spellings that minutes print, one a line.")
    folded = FoldedField(source="name")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="a_person_has_a_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


def _known(column: str) -> Coalesce:
    """Give a key, or 0 where there is none: no database takes NULL for equal to NULL."""
    return Coalesce(column, 0, output_field=models.BigIntegerField())


class Membership(models.Model):
    """A term in a seat of a body. A government holds its seat itself; a civil society seat is a person's."""

    class Seat(models.TextChoices):
        GOVERNMENT = "government"
        CIVIL_SOCIETY = "civil-society"
        ADDITIONAL = "additional"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    seat = models.CharField(max_length=13, choices=Seat)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    co_chair = models.CharField(max_length=8, choices=words.CoChair.choices(), blank=True, default="")
    from_year = models.PositiveSmallIntegerField(validators=[demand_year])
    until_year = models.PositiveSmallIntegerField(null=True, blank=True, validators=[demand_year])
    starts_on = models.DateField(
        null=True, blank=True, validators=[demand_day], help_text="The exact day, where it is known."
    )
    ends_on = models.DateField(
        null=True, blank=True, validators=[demand_day], help_text="The exact day, where it is known."
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-from_year", "seat", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(person__isnull=False),
                name="somebody_holds_a_seat",
                violation_error_message="Nobody holds this seat. Choose an organisation, a person, or both.",
            ),
            models.CheckConstraint(
                condition=Q(until_year__gte=F("from_year")) | Q(until_year=None),
                name="a_term_does_not_end_early",
                violation_error_message="The term ends in a year before it begins. Correct one of the years.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on=None) | Q(starts_on=None),
                name="a_term_does_not_end_before_its_first_day",
                violation_error_message="The term ends on a day before its first one. Correct one of the days.",
            ),
            models.UniqueConstraint(
                *("body", _known("organisation"), _known("person"), "co_chair", "from_year"),
                name="a_term_is_kept_once",
                violation_error_message="A term of theirs in this body and role, from this year on, is kept already. "
                "Change that one, or correct the year.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organisation}, {self.term}"

    def natural_key(self) -> tuple[str, str | None, str | None, str, int]:
        organisation = self.organisation.slug if self.organisation else None
        person = self.person.slug if self.person else None
        return (self.body.slug, organisation, person, self.co_chair, self.from_year)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "meetings.body",
        "attendees.organisation",
        "attendees.person",
    ]

    @property
    def term(self) -> str:
        """The years as a reader writes them: `2020–2021`, or `2020–` while it lasts."""
        return f"{self.from_year}–{self.until_year or ''}"

    def clean(self) -> None:
        super().clean()
        demand_days_within(self)

    def may_hold(self, day: date) -> bool:
        """Whether the term may hold a day: a year that it begins or ends in without an exact day counts whole."""
        begun = self.starts_on <= day if self.starts_on else self.from_year <= day.year
        over = self.ends_on < day if self.ends_on else self.until_year is not None and self.until_year < day.year
        return begun and not over

    def surely_holds(self, day: date) -> bool:
        """Whether the term holds a day without doubt."""
        begun = self.starts_on <= day if self.starts_on else self.from_year < day.year
        over = self.ends_on < day if self.ends_on else self.until_year is not None and self.until_year <= day.year
        return begun and not over


class AttendanceGroup(models.Model):
    """Attendees under one heading of the list, and the note that follows them."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="attendance_groups")
    position = models.PositiveSmallIntegerField()
    heading = LineField(max_length=minutes.LINE_LIMIT, blank=True)
    by_organisation = models.BooleanField(default=False, help_text="People stand below their organisation's name.")
    note = PassageField(max_length=minutes.PASSAGE_LIMIT, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="an_attendance_group_has_its_own_place")
        ]

    def __str__(self) -> str:
        return self.heading or f"Group {self.position}"

    def natural_key(self) -> tuple[str, int, int]:
        return (*self.edition.natural_key(), self.position)

    natural_key.dependencies = ["meetings.edition"]  # type: ignore[attr-defined]


class Attendance(models.Model):
    """One line of the list of attendees. What is printed is kept here; person and organisation say who is meant."""

    group = models.ForeignKey(AttendanceGroup, on_delete=models.CASCADE, related_name="attendances")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    name = LineField("name as printed", max_length=minutes.LINE_LIMIT, blank=True)
    organisation_name = LineField("organisation as printed", max_length=minutes.LINE_LIMIT, blank=True)
    title = LineField(max_length=minutes.LINE_LIMIT, blank=True)
    role = LineField(max_length=minutes.LINE_LIMIT, blank=True, help_text="Of the person, as printed.")
    seat_role = LineField(max_length=minutes.LINE_LIMIT, blank=True, help_text="Of the seat, as printed.")
    capacity = models.CharField(
        max_length=20, choices=words.Capacity.choices(), default=words.Capacity.PARTICIPANT.value
    )
    co_chair = models.CharField(max_length=8, choices=words.CoChair.choices(), blank=True, default="")
    term_from = models.PositiveSmallIntegerField(null=True, blank=True)
    term_until = models.PositiveSmallIntegerField(null=True, blank=True)
    votes = models.BooleanField("has a vote", default=False)
    presence = models.CharField(max_length=12, choices=words.Presence.choices(), default=words.Presence.PRESENT.value)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["group", "position"]
        constraints = [
            models.UniqueConstraint(fields=["group", "position"], name="an_attendee_has_their_own_place"),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(organisation_name=""),
                name="an_attendee_has_a_name_or_an_organisation",
                violation_error_message="Write a name as printed, an organisation as printed, or both.",
            ),
            models.CheckConstraint(
                condition=Q(name="", person__isnull=True) | (~Q(name="") & Q(person__isnull=False)),
                name="a_printed_name_is_a_persons",
                violation_error_message="A printed name is a person’s. Fill in both, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(organisation_name="", organisation__isnull=True)
                | (~Q(organisation_name="") & Q(organisation__isnull=False)),
                name="a_printed_organisation_is_one",
                violation_error_message="An organisation as printed is one that is known. Fill in both, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.organisation_name

    @property
    def says_capacity(self) -> bool:
        """Whether the list says in which capacity: of who is not recorded as there, a participant is no word of it."""
        return self.presence in words.HERE or self.capacity != words.Capacity.PARTICIPANT

    @property
    def says_vote(self) -> bool:
        return self.says_capacity or self.votes

    def natural_key(self) -> tuple[str, int, int, int]:
        return (*self.group.natural_key(), self.position)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "attendees.attendancegroup",
        "attendees.person",
        "attendees.organisation",
    ]
