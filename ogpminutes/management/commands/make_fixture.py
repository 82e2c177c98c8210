"""Write `fixtures/december-2020.json` from its text form. For maintainers, after the text form was changed."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import F

from attendees.models import Attendance, AttendanceGroup, Membership, Organisation, Person
from decisions.models import ActionItem, Decision
from meetings.minutes import Minutes
from meetings.models import Edition, Meeting, Passage, Reference, Session
from meetings.textform import parse
from meetings.words import CoChair
from ogpminutes import archive
from ogpminutes.management.demands import RecordCommand

NAME = "december-2020"
SEATS = {"government-member": Membership.Seat.GOVERNMENT, "civil-society-member": Membership.Seat.CIVIL_SOCIETY}


class Command(RecordCommand):
    help = __doc__ or ""

    def handle(self, *arguments: Any, **options: Any) -> None:
        path = Path(settings.FIXTURE_DIRS[0]) / f"{NAME}.json"
        path.write_text(fixture(path.with_suffix(".md").read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(f"{path.name} is written.")


def fixture(text: str) -> str:
    """Give the Django fixture of minutes in their text form. The database is as it was before."""
    parsed = parse(text)
    if parsed.minutes is None:
        raise CommandError("\n".join(f"line {remark.line}: {remark.message}" for remark in parsed.diagnostics))
    with transaction.atomic():
        rows = serializers.serialize(
            "json",
            chain.from_iterable(_rows(parsed.minutes)),
            indent=1,
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
            ensure_ascii=False,
        )
        transaction.set_rollback(True)
    return rows.strip() + "\n"


def _rows(minutes: Minutes) -> list[Any]:
    """Write minutes as a draft and give all rows that they need beyond the vocabulary, in the order of loading."""
    call_command("loaddata", "vocabulary", verbosity=0)
    Edition.objects.filter(meeting__slug=minutes.meeting).delete()
    edition = archive.write(minutes)
    _make_terms(minutes)
    people = {attendee.person for attendee in minutes.attendees()}
    organisations = {attendee.organisation_key for attendee in minutes.attendees()}
    return [
        Meeting.objects.filter(slug=minutes.meeting),
        Edition.objects.filter(pk=edition.pk),
        Session.objects.of_edition(edition).order_by(F("parent__position").asc(nulls_first=True), "position"),
        Passage.objects.of_edition(edition).order_by("session__position", "number"),
        Reference.objects.of_edition(edition).order_by("session__position", "position"),
        # Sorted here: databases differ in how they sort words.
        sorted(Person.objects.filter(slug__in=people), key=lambda person: person.slug),
        sorted(Organisation.objects.filter(slug__in=organisations), key=lambda organisation: organisation.slug),
        AttendanceGroup.objects.of_edition(edition).order_by("position"),
        Attendance.objects.of_edition(edition).order_by("group__position", "position"),
        Membership.objects.filter(body__slug=minutes.body).order_by("from_year", "seat"),
        Decision.objects.of_edition(edition).order_by("pk"),
        ActionItem.objects.of_edition(edition).order_by("pk"),
    ]


def _make_terms(minutes: Minutes) -> None:
    """Make the co-chairs' terms that the list of attendees states. A government's seat is the government's."""
    body = Meeting.objects.get(slug=minutes.meeting).body
    Membership.objects.filter(body=body).delete()
    for attendee in minutes.attendees():
        seat = SEATS.get(attendee.capacity.value)
        if attendee.co_chair == CoChair.NONE or attendee.term_from is None or seat is None:
            continue
        holder: dict[str, Any] = {"organisation": Organisation.objects.get(slug=attendee.organisation_key)}
        if seat == Membership.Seat.CIVIL_SOCIETY:
            holder["person"] = Person.objects.get(slug=attendee.person)
        years: dict[str, Any] = {"from_year": attendee.term_from, "until_year": attendee.term_until}
        Membership.objects.get_or_create(body=body, seat=seat, co_chair=attendee.co_chair.value, **holder, **years)
