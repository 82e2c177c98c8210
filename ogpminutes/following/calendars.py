"""Meetings as a calendar (RFC 5545), from announced to approved.

What the approved minutes say stands before what was announced; what a draft says never shows. A meeting is one event
for ever, whatever becomes of its days and hours, so that none is left behind in a calendar that took it before. The
time as printed stands in the description. Hours are those of one sitting, or those that are announced for each of
several days. Where there are none, or only when the first of several days begins and when the last one ends, the event
takes whole days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from icalendar import Calendar, Event, Timezone
from icalendar.prop import vText, vUri

from meetings.models import Announcement, Body, Edition, FormerSlug, Meeting
from meetings.models.announcement import moment
from meetings.querysets import ANYBODY
from ogpminutes.following import naming, zones

LENGTH = 500  # events of a calendar, the newest
SITTING = timedelta(hours=8)  # of a sitting past midnight; between two that are further apart people sleep
HOURS = 12  # after which a program should look again


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting as a calendar holds it. `starts` and `ends` are moments, or days of which the last one counts in.

    Moments of the first one of `times` days that keep the same hours.
    """

    meeting: Meeting
    title: str
    place: str
    starts: datetime | date
    ends: datetime | date | None
    as_printed: str
    is_withdrawn: bool
    sequence: int
    changed: datetime
    paper: str = ""  # the path of the PDF
    times: int = 1


def all_meetings() -> bytes:
    return _write("OGP Steering Committee meetings", appointments())


def of_body(slug: str) -> bytes:
    """Raises `Http404` where nothing public is known of meetings of that body."""
    found = list(appointments(body=slug))
    if not found:
        raise Http404("No meeting of such a body is announced, and no minutes of it are published.")
    return _write(f"OGP: {found[0].meeting.body.name}", found)


def of_meeting(slug: str) -> bytes:
    """Raises `Http404` where nothing public is known of that meeting."""
    found = list(appointments(meeting=slug))
    if not found:
        raise Http404("No such meeting is announced, and no minutes of it are published.")
    return _write(found[0].title, found)


def bodies() -> list[Body]:
    """Give those that have a calendar with something in it, by name."""
    found = {each.meeting.body for each in appointments()}
    return sorted(found, key=lambda body: body.name)


def appointments(body: str = "", meeting: str = "") -> list[Appointment]:
    """Give the meetings that anybody may know of, newest first, in two queries."""
    held = Edition.objects.current_for(ANYBODY).with_seal().select_related("meeting__announcement")
    to_come = Announcement.objects.still_without_minutes(ANYBODY, date.min).with_meeting()
    if body:
        held, to_come = held.filter(meeting__body__slug=body), to_come.filter(meeting__body__slug=body)
    if meeting:
        held, to_come = held.of_meeting(meeting), to_come.filter(meeting__slug=meeting)
    found = [
        *map(of_announcement, to_come.order_by("-first_day", "pk")[:LENGTH]),
        *map(of_edition, held.newest_first()[:LENGTH]),
    ]
    return sorted(found, key=lambda each: _day(each.starts), reverse=True)[:LENGTH]


def of_announcement(announced: Announcement) -> Appointment:
    last = announced.first_day if announced.is_daily else announced.last_day
    opens, closes = (
        zones.told_in(moment(day, at, announced.offset), announced.zone)
        for day, at in ((announced.first_day, announced.starts_at), (last, announced.ends_at))
    )
    starts, ends = _span(announced.first_day, last, opens, closes)
    return Appointment(
        meeting=announced.meeting,
        title=announced.title,
        place=announced.place,
        starts=starts,
        ends=ends,
        as_printed=", ".join(filter(None, (announced.days, announced.hours))),
        is_withdrawn=announced.is_withdrawn,
        sequence=announced.revision,
        changed=announced.changed_at,
        times=1 + (announced.last_day - last).days,
    )


def of_edition(edition: Edition) -> Appointment:
    """What the minutes say; each edition comes after all that was announced, and after the edition before it."""
    announced: Announcement | None = getattr(edition.meeting, "announcement", None)
    opened = zones.told_in(moment(edition.opened_day, edition.opened_time, edition.opened_offset), edition.opened_zone)
    adjourned = zones.told_in(
        moment(edition.adjourned_day, edition.adjourned_time, edition.adjourned_offset), edition.adjourned_zone
    )
    starts, ends = _span(edition.first_day, edition.last_day, opened, adjourned)
    times = [
        f"{word} {day:%-d %B %Y}, {at:%H:%M} {zone}".strip()
        for word, day, at, zone in (
            ("opened", edition.opened_day, edition.opened_time, edition.opened_zone),
            ("adjourned", edition.adjourned_day, edition.adjourned_time, edition.adjourned_zone),
        )
        if day and at
    ]
    return Appointment(
        meeting=edition.meeting,
        title=edition.title,
        place=edition.place,
        starts=starts,
        ends=ends,
        as_printed="; ".join([edition.dates, *times]),
        is_withdrawn=False,
        sequence=(announced.revision if announced else 0) + edition.number,
        changed=edition.seal.sealed_at,
        paper=reverse("edition-file", args=[edition.meeting.slug, edition.number, "pdf"]),
    )


def _span(
    first: date, last: date, starts: datetime | None, ends: datetime | None
) -> tuple[datetime | date, datetime | date | None]:
    """Give the moments of one sitting, of a day or past midnight, or when it starts; else the days."""
    if starts is None or starts.date() != first or (ends is None and first != last):
        return first, last
    if ends is None or (ends > starts and ends.date() == last and (first == last or ends - starts <= SITTING)):
        return starts, ends
    return first, last


def _day(starts: datetime | date) -> date:
    return starts.date() if isinstance(starts, datetime) else starts


def _write(name: str, found: Iterable[Appointment]) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Open Government Partnership//Steering Committee Minutes//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(name))  # which is not known to be a text, as the summary of an event is
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", timedelta(hours=HOURS), parameters={"VALUE": "DURATION"})
    found = list(found)
    needed = zones.components(moment for each in found for moment in (each.starts, each.ends))
    events: list[Event | Timezone] = [*needed, *_events(found)]
    for component in events or [zones.fixed("UTC", UTC)]:  # RFC 5545 asks for one component at least
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def _events(found: list[Appointment]) -> Iterator[Event]:
    names = _first_names(each.meeting for each in found)
    for each in found:
        event = Event()
        event.add("uid", naming.uid(names.get(each.meeting.pk, each.meeting.slug)))
        event.add("dtstamp", each.changed.astimezone(UTC))
        event.add("last-modified", each.changed.astimezone(UTC))
        event.add("sequence", each.sequence)
        event.add("status", "CANCELLED" if each.is_withdrawn else "CONFIRMED")
        event.add("summary", each.title)
        event.add("description", _description(each))
        event.add("categories", [each.meeting.body.name])
        event.add("url", settings.PORTAL_ADDRESS + each.meeting.get_absolute_url())
        if each.place:
            event.add("location", each.place)
        _add_times(event, each)
        if each.paper:
            event.add("attach", vUri(settings.PORTAL_ADDRESS + each.paper), parameters={"FMTTYPE": "application/pdf"})
        yield event


def _first_names(meetings: Iterable[Meeting]) -> dict[int, str]:
    """Give id -> the first slug of each meeting that had others: the name of its event, which stays when that moves."""
    former = FormerSlug.objects.filter(meeting__in=list(meetings)).order_by("-pk")
    return dict(former.values_list("meeting", "slug"))


def _add_times(event: Event, each: Appointment) -> None:
    """A calendar's last day is the first one that the event does not take."""
    if isinstance(each.starts, datetime):
        event.add("dtstart", each.starts)
        if isinstance(each.ends, datetime):
            event.add("dtend", each.ends)
        if each.times > 1:
            event.add("rrule", {"freq": "daily", "count": each.times})
        return
    event.add("dtstart", each.starts)
    if (last := each.ends or each.starts) < date.max:  # behind which there is none: an event without an end takes a day
        event.add("dtend", last + timedelta(days=1))


def _description(each: Appointment) -> str:
    state = "The minutes are approved." if each.paper else "Announced; the minutes are not published yet."
    return "\n".join([each.as_printed, "This meeting is withdrawn." if each.is_withdrawn else state])
