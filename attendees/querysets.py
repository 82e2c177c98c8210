"""Who was there, as verbs."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from meetings.querysets import EditionRowQuerySet, Reader, Slugged
from meetings.words import AWAY, HERE

Row = TypeVar("Row", bound=models.Model)


class GroupQuerySet(EditionRowQuerySet[Row]):
    def get_by_natural_key(self, slug: str, edition: int, position: int) -> Row:
        return self.get(edition__meeting__slug=slug, edition__number=edition, position=position)


class AttendanceQuerySet(EditionRowQuerySet[Row]):
    edition_path = "group__edition"

    def get_by_natural_key(self, slug: str, edition: int, group: int, position: int) -> Row:
        meeting = {"group__edition__meeting__slug": slug, "group__edition__number": edition}
        return self.get(**meeting, group__position=group, position=position)

    def with_people(self) -> Self:
        return self.select_related("person", "organisation")

    def with_meeting(self) -> Self:
        return self.select_related("group__edition__meeting__body")

    def newest_first(self) -> Self:
        return self.order_by(
            "-group__edition__first_day",
            "group__edition__meeting__slug",
            "-group__edition__number",
            "group__position",
            "position",
        )


class MembershipQuerySet(models.QuerySet[Row]):
    def get_by_natural_key(
        self, body: str, organisation: str | None, person: str | None, co_chair: str, from_year: int
    ) -> Row:
        seat = {"organisation__slug": organisation, "person__slug": person}
        return self.get(**seat, body__slug=body, co_chair=co_chair, from_year=from_year)


class AttendingQuerySet(Slugged[Row]):
    """People or organisations, which a reader sees where minutes that they may see name them."""

    attendance_key = ""
    printed_name = ""

    def visible_to(self, user: Reader) -> Self:
        attendance = self.model._meta.apps.get_model("attendees", "Attendance")._default_manager
        return self.filter(Exists(attendance.visible_to(user).filter(**{self.attendance_key: OuterRef("pk")})))

    def current_for(self, user: Reader) -> Self:
        """Those whom the newest edition of some minutes names, as far as the reader may see them."""
        return self.filter(Exists(self._attendances(user)))

    def with_meetings_counted(self, user: Reader) -> Self:
        """Add `meetings`: in how many minutes that the reader may see the newest edition names them.

        `attended` is how many of these say that they were there, and `missed` how many that one of them was not.
        """
        edition = self.model._meta.apps.get_model("meetings", "Edition")._default_manager
        seen = Q(attendances__group__edition__in=edition.current_for(user))
        here, away = (seen & Q(attendances__presence__in=presences) for presences in (HERE, AWAY))
        counts = {"meetings": seen, "attended": here, "missed": away}
        edition_path = "attendances__group__edition"
        return self.annotate(**{name: Count(edition_path, filter=told, distinct=True) for name, told in counts.items()})

    def with_printed_name(self, user: Reader) -> Self:
        """Add `printed`: the name as the newest minutes print it that the reader may see, never that of a draft."""
        attendance = self.model._meta.apps.get_model("attendees", "Attendance")._default_manager
        newest = attendance.visible_to(user).filter(**{self.attendance_key: OuterRef("pk")}).newest_first()
        return self.annotate(printed=Subquery(newest.values(self.printed_name)[:1]))

    def with_last_organisation(self, user: Reader) -> Self:
        """Add `last_organisation`: as the newest minutes that name them print it."""
        newest = self._attendances(user).newest_first()
        return self.annotate(last_organisation=Subquery(newest.values("organisation_name")[:1]))

    def _attendances(self, user: Reader) -> Any:
        attendance = self.model._meta.apps.get_model("attendees", "Attendance")._default_manager
        return attendance.current_for(user).filter(**{self.attendance_key: OuterRef("pk")})


class PersonQuerySet(AttendingQuerySet[Row]):
    attendance_key = "person"
    printed_name = "name"


class OrganisationQuerySet(AttendingQuerySet[Row]):
    attendance_key = "organisation"
    printed_name = "organisation_name"
