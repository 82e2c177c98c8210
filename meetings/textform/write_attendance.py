"""Groups of attendees to lines of text."""

from __future__ import annotations

from itertools import groupby

from meetings.lines import slug_of
from meetings.minutes import AttendanceGroup, Attendee
from meetings.textform.attributes import escape, write_end
from meetings.textform.blocks import escape_line
from meetings.textform.marks import join_columns
from meetings.textform.seats import (
    join_role,
    usual_capacity,
    usual_co_chair,
    usual_presence,
    write_term,
)
from meetings.textform.values import spell


def write_attendance(heading: str, groups: tuple[AttendanceGroup, ...]) -> list[str]:
    lines = ["", f"## {write_end(heading, {'attendees': ''})}", ""]
    for group in groups:
        lines += ["", f"### {write_end(group.heading, {})}" if group.heading else "", ""]
        write = _write_seats if group.by_organisation else _write_flat
        lines += write(group)
        if group.note:
            lines += ["", escape_line(write_end(group.note, {})), ""]
    return lines


def _write_flat(group: AttendanceGroup) -> list[str]:
    lines = []
    for attendee in group.attendees:
        values = _organisation_key(attendee)
        columns = [attendee.organisation, attendee.title]
        lines.append(_write_person(attendee, columns, group.heading, values))
    return lines


def _write_seats(group: AttendanceGroup) -> list[str]:
    """Give one heading for people of one seat who stand together."""
    lines: list[str] = []
    for _, people in groupby(group.attendees, _seat):
        attendees = list(people)
        first = attendees[0]
        printed, values = join_role(first.organisation, first.seat_role)
        values = {key: escape(value) for key, value in values.items()} | _organisation_key(first)
        lines += ["", f"#### {write_end(printed, values)}", ""]
        lines += [_write_person(each, [each.title], group.heading, {}) for each in attendees]
    return lines


def _seat(attendee: Attendee) -> tuple[str, str, str]:
    return attendee.organisation, attendee.organisation_key, attendee.seat_role


def _organisation_key(attendee: Attendee) -> dict[str, str]:
    is_usual = attendee.organisation_key == slug_of(attendee.organisation)
    return {} if is_usual else {"organisation key": escape(attendee.organisation_key)}


def _write_person(attendee: Attendee, columns: list[str], heading: str, values: dict[str, str]) -> str:
    printed, role = join_role(attendee.name, attendee.role)
    while columns and not columns[-1] and (printed or len(columns) > 1):
        columns.pop()
    values = {key: escape(value) for key, value in role.items()} | values
    values |= _unusual(attendee, heading)
    return f"- {write_end(join_columns([printed, *columns]), values)}"


def _unusual(attendee: Attendee, heading: str) -> dict[str, str]:
    """Give the attributes that the reader would not fill in by itself."""
    values = {}
    co_chair, term = usual_co_chair(attendee.role, attendee.seat_role)
    if attendee.person != slug_of(attendee.name):
        values["person"] = escape(attendee.person)
    if attendee.capacity != usual_capacity(heading, attendee.role):
        values["capacity"] = spell(attendee.capacity)
    if attendee.votes != attendee.capacity.votes:
        values["votes"] = "yes" if attendee.votes else "no"
    if attendee.presence != usual_presence(heading):
        values["presence"] = spell(attendee.presence)
    if attendee.co_chair != co_chair:
        values["co-chair"] = spell(attendee.co_chair)
    if (attendee.term_from, attendee.term_until) != term:
        values["term"] = write_term((attendee.term_from, attendee.term_until))
    return values
