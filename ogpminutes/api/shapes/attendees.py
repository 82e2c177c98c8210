"""People, organisations and attendances as the API gives them: all as it was printed, never as a draft spells it."""

from __future__ import annotations

from attendees.models import Attendance
from ogpminutes.api import addresses
from ogpminutes.api.shapes.fields import Address, Moment, Number, Shape, Text, Truth
from ogpminutes.api.shapes.meetings import MODIFIED, edition_id, meeting_id, sealed_at


def attendance_id(row: Attendance) -> str:
    edition = row.group.edition
    return addresses.of("attendances", edition.meeting.slug, edition.number, row.group.position, row.position)


class TermShape(Shape):
    """A term in a seat of a body."""

    body = Text(lambda term: term.body.slug, "The body, by its slug.")
    seat = Text(lambda term: term.seat, "`government`, `civil-society` or `additional`.")
    co_chair = Text(lambda term: term.co_chair, "Role as co-chair; empty where none.")
    from_year = Number(lambda term: term.from_year, "First year.")
    until_year = Number(lambda term: term.until_year, "Last year; null where it is open.", allow_null=True)


class PersonShape(Shape):
    """A person whom minutes name."""

    id = Address(lambda row: addresses.of("people", row.slug), "Address in the API.")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Their page.")
    slug = Text(lambda row: row.slug, "Name in addresses.")
    name = Text(lambda row: row.printed, "Name as the newest minutes print it.")
    terms = TermShape(many=True, read_only=True, source="memberships.all", help_text="Seats, newest first.")


class OrganisationShape(Shape):
    """A government or organisation that minutes name."""

    id = Address(lambda row: addresses.of("organisations", row.slug), "Address in the API.")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Its page.")
    slug = Text(lambda row: row.slug, "Name in addresses.")
    name = Text(lambda row: row.printed, "Name as the newest minutes print it.")
    kind = Text(lambda row: row.kind, "`government`, `civil-society`, `secretariat` or `other`.")
    terms = TermShape(many=True, read_only=True, source="memberships.all", help_text="Seats, newest first.")


class AttendanceShape(Shape):
    """One line of the list of attendees of an edition, all as it stood that day."""

    id = Address(attendance_id, "Address in the API, for ever: it names the edition.")
    meeting = Address(lambda row: meeting_id(row.group.edition), "The meeting.")
    edition = Address(lambda row: edition_id(row.group.edition), "The edition that says this.")
    group = Text(lambda row: row.group.heading, "Heading that the line stands under, as printed.")
    person = Address(
        lambda row: addresses.of("people", row.person.slug) if row.person else None,
        "Who is meant; null for a seat without a name.",
        allow_null=True,
    )
    organisation = Address(
        lambda row: addresses.of("organisations", row.organisation.slug) if row.organisation else None,
        "Which organisation is meant, where the line names one.",
        allow_null=True,
    )
    name = Text(lambda row: row.name, "Name as printed.")
    organisation_name = Text(lambda row: row.organisation_name, "Organisation as printed.")
    title = Text(lambda row: row.title, "Title as printed.")
    role = Text(lambda row: row.role, "Role of the person, as printed.")
    seat_role = Text(lambda row: row.seat_role, "Role of the seat, as printed.")
    capacity = Text(
        lambda row: row.capacity if row.says_capacity else "",
        "In what capacity they sat; empty of who was not there, where the list does not say it.",
    )
    co_chair = Text(lambda row: row.co_chair, "`lead`, `incoming`, `outgoing`, `support`, or empty.")
    term_from = Number(lambda row: row.term_from, "First year of the term, where printed.", allow_null=True)
    term_until = Number(lambda row: row.term_until, "Last year of the term, where printed.", allow_null=True)
    votes = Truth(
        lambda row: row.votes if row.says_vote else None,
        "Whether they had a vote; null of who was not there, where the list does not say it.",
        allow_null=True,
    )
    presence = Text(
        lambda row: row.presence, "`present`, `remote`, `apologies`, `absent` or `not-recorded`; these differ."
    )
    modified = Moment(lambda row: sealed_at(row.group.edition), MODIFIED)
