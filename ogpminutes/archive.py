"""Between rows and `Minutes`: `write` stores one, `read` gives it back the same.

`read` costs seven queries however long the minutes are. It asks nobody's permission: whoever calls it has found the
edition through `visible_to`.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet, Value

from attendees.models import Attendance, AttendanceGroup
from decisions.models import ActionItem, Decision
from meetings import minutes as waist
from meetings.lines import InvalidMinutes, refuse
from meetings.minutes import Minutes
from meetings.models import Body, Edition, Meeting, Passage, Reference, Session
from meetings.naming import load_names
from meetings.vocabulary import Vocabulary
from meetings.words import Capacity, CoChair, Kind, Outcome, Presence, Scope
from ogpminutes import filing, indexing

EDITION_FIELDS = (
    "publisher",
    "title",
    "dates",
    "place",
    "reference",
    "first_day",
    "last_day",
    "language",
    "attendance_heading",
    "attendance_first",
)
MOST_PARTS = 10_000  # sessions, passages, attendees; the longest minutes known have 150
ATTENDEE_FIELDS = ("name", "title", "role", "seat_role", "term_from", "term_until", "votes")


def vocabulary() -> Vocabulary:
    """Load the names of all regions and themes, in one query."""
    named = load_names()
    return Vocabulary(regions=dict(named.regions), themes=dict(named.themes))


# Reading


def read(edition: Edition) -> Minutes:
    """Give all that an edition says."""
    sessions = _read_sessions(edition)
    facts = {field: getattr(edition, field) for field in EDITION_FIELDS}
    facts["attendance_first"] &= bool(sessions and edition.attendance_heading)
    return Minutes(
        **facts,
        body=edition.meeting.body.slug,
        meeting=edition.meeting.slug,
        opened=_moment(edition, "opened"),
        adjourned=_moment(edition, "adjourned"),
        sessions=sessions,
        attendance=_read_attendance(edition),
    )


def _moment(edition: Edition, name: str) -> waist.Moment | None:
    day, time = getattr(edition, f"{name}_day"), getattr(edition, f"{name}_time")
    if day is None or time is None:
        return None
    zone, offset = getattr(edition, f"{name}_zone"), getattr(edition, f"{name}_offset")
    return waist.Moment(day=day, time=time, zone=zone, offset=offset)


def _read_sessions(edition: Edition) -> tuple[waist.Session, ...]:
    tags = _read_tags(edition)
    passages = _read_passages(edition, tags)
    references = _read_references(edition)
    breakouts: dict[int | None, list[waist.Session]] = defaultdict(list)
    # Breakouts come first, so that each finds its place before its parent is made.
    rows = Session.objects.of_edition(edition).order_by(F("parent").asc(nulls_last=True), "position")
    for row in rows:
        session = waist.Session(
            number=row.number,
            heading=row.heading,
            regions=tags["session", row.pk, "region"],
            themes=tags["session", row.pk, "theme"],
            references=tuple(references[row.pk]),
            passages=tuple(passages[row.pk]),
            breakouts=tuple(breakouts[row.pk]),
        )
        breakouts[row.parent_id].append(session)
    return tuple(breakouts[None])


def _read_references(edition: Edition) -> dict[int, list[waist.Reference]]:
    references = defaultdict(list)
    for row in Reference.objects.of_edition(edition).order_by("session", "position"):
        references[row.session_id].append(waist.Reference(title=row.title, url=row.url, label=row.label))
    return references


Tags = dict[tuple[str, int, str], tuple[str, ...]]


def _read_tags(edition: Edition) -> Tags:
    """Give the regions and themes of every session and passage, in one query."""
    links: list[QuerySet[Any, Any]] = []
    for model, owner, path in ((Session, "session", "session"), (Passage, "passage", "passage__session")):
        for subject in ("region", "theme"):
            through = getattr(model, f"{subject}s").through
            rows = through.objects.filter(**{f"{path}__edition": edition}).order_by()
            links.append(rows.values_list(Value(owner), f"{owner}_id", Value(subject), f"{subject}__slug"))
    found: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for owner, key, subject, slug in links[0].union(*links[1:], all=True):
        found[owner, key, subject].append(slug)
    return defaultdict(tuple, {place: tuple(sorted(slugs)) for place, slugs in found.items()})


def _read_passages(edition: Edition, tags: Tags) -> dict[int, list[waist.Passage]]:
    actions = _read_actions(edition)
    passages = defaultdict(list)
    rows = Passage.objects.of_edition(edition).select_related("decision").order_by("session", "number")
    for row in rows:
        passage = waist.Passage(
            kind=Kind(row.kind),
            text=row.text,
            depth=row.depth,
            scope=Scope(row.scope),
            regions=tags["passage", row.pk, "region"],
            themes=tags["passage", row.pk, "theme"],
            decision=_decision(row),
            actions=tuple(actions[row.pk]),
        )
        passages[row.session_id].append(passage)
    return passages


def _read_actions(edition: Edition) -> dict[int, list[waist.ActionItem]]:
    actions = defaultdict(list)
    for row in ActionItem.objects.of_edition(edition).order_by("passage", "position"):
        item = waist.ActionItem(number=row.number, text=row.text, responsible=row.responsible, due=row.due)
        actions[row.passage_id].append(item)
    return actions


def _decision(passage: Passage) -> waist.Decision | None:
    row: Decision | None = getattr(passage, "decision", None)
    if row is None:
        return None
    return waist.Decision(
        number=row.number,
        outcome=Outcome(row.outcome),
        conditions=tuple(row.condition_list),
        referred_to=row.referred_to,
    )


def _read_attendance(edition: Edition) -> tuple[waist.AttendanceGroup, ...]:
    rows = Attendance.objects.of_edition(edition).with_people().order_by("group", "position")
    attendees = {key: tuple(map(_attendee, people)) for key, people in groupby(rows, lambda row: row.group_id)}
    return tuple(
        waist.AttendanceGroup(
            heading=group.heading,
            by_organisation=group.by_organisation,
            attendees=attendees.get(group.pk, ()),
            note=group.note,
        )
        for group in AttendanceGroup.objects.of_edition(edition).order_by("position")
    )


def _attendee(row: Attendance) -> waist.Attendee:
    return waist.Attendee(
        **{field: getattr(row, field) for field in ATTENDEE_FIELDS},
        person=row.person.slug if row.person else "",
        organisation=row.organisation_name,
        organisation_key=row.organisation.slug if row.organisation else "",
        capacity=Capacity(row.capacity),
        co_chair=CoChair(row.co_chair),
        presence=Presence(row.presence),
    )


# Writing


@transaction.atomic
def write(minutes: Minutes, reason: str = "") -> Edition:
    """Store minutes as the next edition of their meeting, a draft. Raises `InvalidMinutes` on an unknown word or body.

    The number of queries does not grow with the minutes, but for the batches that a database needs for many rows.
    """
    demand_bearable(minutes)
    meeting = _meeting(minutes)
    edition = Edition.objects.create(meeting=meeting, number=next_number(meeting), reason=reason, **facts_of(minutes))
    filing.file_sessions(edition, minutes)
    filing.file_attendance(edition, minutes)
    indexing.index(edition)
    return edition


def demand_bearable(minutes: Minutes) -> None:
    """Refuse what no minutes hold and no page could show. Raises `InvalidMinutes`."""
    sessions = list(minutes.all_sessions())
    numbers = {
        "sessions": len(sessions),
        "passages": len(list(minutes.passages())),
        "references": max([len(session.references) for session in sessions], default=0),
        "attendees": len(list(minutes.attendees())),
        "groups of attendees": len(minutes.attendance),
    }
    for name, number in numbers.items():
        refuse(number > MOST_PARTS, "Minutes", f"have {number:,} {name}; {MOST_PARTS:,} is the most. Split them.")
    for attendee in filing.shadowed(minutes):
        refuse(True, f"Attendee “{attendee.name}”", filing.SHADOWED.format(attendee.person))


def facts_of(minutes: Minutes) -> dict[str, Any]:
    """Give the columns of an edition that hold what the minutes say of the meeting."""
    facts = {field: getattr(minutes, field) for field in EDITION_FIELDS}
    return {**facts, **_moment_fields("opened", minutes.opened), **_moment_fields("adjourned", minutes.adjourned)}


def next_number(meeting: Meeting) -> int:
    """Give the number that the next edition of a meeting bears."""
    last: int | None = meeting.editions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _meeting(minutes: Minutes) -> Meeting:
    body = Body.objects.filter(slug=minutes.body).first()
    if body is None:
        raise InvalidMinutes(f"Minutes.body: no body is called {minutes.body!r}; add it, or correct the name.")
    days = {"first_day": minutes.first_day, "last_day": minutes.last_day}
    meeting, _ = Meeting.objects.select_for_update().get_or_create(
        slug=minutes.meeting, defaults={"body": body, **days}
    )
    if meeting.body_id != body.pk:
        raise InvalidMinutes(f"Minutes.body: {minutes.meeting} was a meeting of another body, {meeting.body}.")
    return meeting


def _moment_fields(name: str, moment: waist.Moment | None) -> dict[str, Any]:
    blank = {"day": None, "time": None, "zone": "", "offset": None}
    return {f"{name}_{part}": getattr(moment, part) if moment else empty for part, empty in blank.items()}
