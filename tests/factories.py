"""What tests are made of. Every factory says all that matters to the test that calls it."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User

from decisions.models import Alteration, GoverningDocument, Update, Uptake
from meetings.lines import slug_of
from meetings.minutes import ActionItem, AttendanceGroup, Attendee, Decision, Minutes, Passage, Reference, Session
from meetings.models import Body, Edition, Meeting
from meetings.models import Passage as Passages
from meetings.querysets import PUBLIC
from meetings.textform import parse
from meetings.words import Capacity, CoChair, Kind, Outcome
from ogpminutes import archive, roles, seals
from ogpminutes.models import Member

LONG_AGO = date(2020, 10, 1)
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def vocabulary() -> None:
    """The bodies, regions and themes of the portal, as `loaddata` makes them, but a few rows at once."""
    made: dict[str, Any] = {}
    for _, entries in groupby(_vocabulary(), lambda entry: (entry["model"], bool(entry["fields"].get("parent")))):
        rows = [_row(entry, made) for entry in entries]
        made |= {row.slug: row for row in type(rows[0])._default_manager.bulk_create(rows)}


def _row(entry: dict[str, Any], made: dict[str, Any]) -> Any:
    """Give an unsaved row of the fixture; a parent stands before its parts there."""
    fields = entry["fields"]
    parent = {"parent": made[fields["parent"][0]]} if fields.get("parent") else {}
    return apps.get_model(entry["model"])(**{**fields, **parent})


@cache
def _vocabulary() -> list[dict[str, Any]]:
    return list(json.loads((FIXTURES / "vocabulary.json").read_text(encoding="utf-8")))


@cache
def december_minutes() -> Minutes:
    """The minutes of December 2020, from their text form."""
    minutes = parse((FIXTURES / "december-2020.md").read_text(encoding="utf-8")).minutes
    assert minutes is not None
    return minutes


def december(status: str = "approved") -> Edition:
    """The minutes of December 2020 as rows."""
    if not Body.objects.exists():
        vocabulary()
    return edition(december_minutes(), status)


def edition(minutes: Minutes, status: str = "approved", reason: str = "", approved_on: date | None = None) -> Edition:
    """An edition in any state, set as `turn` does."""
    return turn(archive.write(minutes, reason), status, approved_on)


def turn(edition: Edition, status: str, approved_on: date | None = None) -> Edition:
    """Set the state of a draft behind the application's back, with a seal where one belongs, but without files."""
    if status in PUBLIC:
        seals.affix(edition, seals.prove(edition, archive.read(edition), approved_on), {})
    steps = ("approved", "superseded") if status == "superseded" else (status,)
    for step in steps:
        facts = {"approved_on": approved_on} if step == "approved" else {}
        Edition.objects.filter(pk=edition.pk).update(status=step, **facts)
    return Edition.objects.with_meeting().get(pk=edition.pk)


def seated(name: str, organisation: str, capacity: Capacity, co_chair: CoChair) -> Attendee:
    """Somebody who attended in a seat."""
    keys = {"person": slug_of(name), "organisation_key": slug_of(organisation)}
    return Attendee(name=name, organisation=organisation, capacity=capacity, co_chair=co_chair, **keys)


def small_minutes(
    word: str = "plain", meeting: str = "march-2021", day: date = date(2021, 3, 3), **more: Any
) -> Minutes:
    """Minutes with one of everything, each text holding `word`."""
    attendee = Attendee(
        name=f"Ada {word}",
        person=slug_of(f"ada {word}"),
        organisation=f"Society {word}",
        organisation_key=slug_of(f"society {word}"),
        title=f"Head of {word}",
        role=f"Role {word}",
        capacity=Capacity.CIVIL_SOCIETY,
        votes=True,
    )
    decided = Decision(
        number="D1",
        outcome=Outcome.APPROVED_WITH_CONDITIONS,
        conditions=(f"condition {word}",),
        referred_to="Board of Directors",
    )
    passages = (
        Passage(kind=Kind.NARRATIVE, text=f"Paragraph {word}."),
        Passage(kind=Kind.POINT, text=f"Point {word}."),
        Passage(kind=Kind.FEEDBACK, text=f"Feedback {word}.", themes=("civic-space",), regions=("europe",)),
        Passage(kind=Kind.DECISION, text=f"Approved on condition {word}.", decision=decided),
        Passage(
            kind=Kind.NARRATIVE,
            text=f"The SU will share {word}.",
            actions=(ActionItem(number="A1", text=f"will share {word}", responsible=f"Unit {word}"),),
        ),
    )
    breakout = Session(
        number="1A",
        heading=f"Breakout {word}",
        regions=("americas",),
        passages=(Passage(kind=Kind.FEEDBACK, text=f"Breakout feedback {word}."),),
    )
    session = Session(
        number="1",
        heading=f"Session 1: Session {word}",
        references=(Reference(label="Reference material:", title=f"Paper {word}", url=f"https://example.org/{word}"),),
        passages=passages,
        breakouts=(breakout,),
    )
    group = AttendanceGroup(heading=f"Members {word}", attendees=(attendee,), note=f"Note {word}.")
    facts: dict[str, Any] = {
        "publisher": "Open Government Partnership",
        "title": f"Minutes {word}",
        "dates": f"{day.day} {day:%B %Y}",
        "place": f"Place {word}",
        "body": "steering-committee",
        "meeting": meeting,
        "reference": f"SC-{day:%Y-%m}",
        "first_day": day,
        "last_day": day,
        "sessions": (session,),
        "attendance_heading": f"Attendees {word}",
        "attendance": (group,),
    }
    return Minutes(**{**facts, **more})


def deciding(*conditions: str) -> Session:
    """A session with one decision, approved on these conditions."""
    decided = Decision(number="D1", outcome=Outcome.APPROVED_WITH_CONDITIONS, conditions=conditions)
    passage = Passage(kind=Kind.DECISION, text="; ".join(conditions), decision=decided)
    return Session(number="1", heading="Session 1: Session", passages=(passage,))


def uptake(edition: Edition, number: str = "A1") -> Uptake:
    """Say behind the application's back that a suggestion of an edition was taken up in an item of the same one."""
    passage = next(
        row for row in Passages.objects.of_edition(edition).select_related("session") if row.kind == "feedback"
    )
    keeper = User.objects.filter(username="keeper").first() or editor("keeper")
    place = {"edition": edition.number, "session": passage.session.number, "passage": passage.number}
    ends = {"meeting": edition.meeting, "into_meeting": edition.meeting, "into_number": number}
    return Uptake.objects.create(**place, **ends, extent="wholly", day=edition.last_day, recorded_by=keeper)


def alteration(edition: Edition, number: str = "D1", **more: Any) -> Alteration:
    """Say behind the application's back that a decision of an edition altered the Articles of Governance."""
    keeper = User.objects.filter(username="keeper").first() or editor("keeper")
    document = GoverningDocument.objects.get(slug="articles-of-governance")
    facts = {"meeting": edition.meeting, "number": number, "document": document, "recorded_by": keeper}
    return Alteration.objects.create(**{**facts, "provision": "Article III.B", **more})


def update(edition: Edition, number: str = "D1", **more: Any) -> Update:
    """Say behind the application's back what became of an item of an edition."""
    return Update.objects.create(**{"meeting": edition.meeting, "number": number, "day": edition.last_day, **more})


def beside(edition: Edition) -> Edition:
    """Record one of each kind of what staff record beside an edition."""
    update(edition, state="open")
    uptake(edition)
    alteration(edition)
    return edition


def member(name: str = "member", capacity: Capacity = Capacity.CIVIL_SOCIETY, **more: Any) -> User:
    """A member of the Steering Committee in office, who sees what is circulated."""
    group = roles.STEERING_COMMITTEE if capacity.votes else roles.OBSERVERS
    user = account(name, group)
    Member.objects.create(user=user, **{"name": f"Member {name}", "capacity": capacity, "starts_on": LONG_AGO, **more})
    return user


def observer(name: str = "observer", **more: Any) -> User:
    """Somebody who sees what is circulated and may comment, but whose stance is not asked."""
    return member(name, Capacity.OBSERVER, **more)


def editor(name: str = "editor") -> User:
    """An editor of the Support Unit, who sees everything."""
    return account(name, roles.SUPPORT_UNIT)


def approver(name: str = "approver") -> User:
    """An editor who may approve as well."""
    return account(name, roles.APPROVERS)


def account(name: str, group: str) -> User:
    if not Group.objects.filter(name=group).exists():
        roles.establish()
    address = f"{name}@example.org"
    user = User.objects.create_user(name, address, "correct horse battery", is_staff=group in roles.STAFF)
    user.groups.add(Group.objects.get(name=group))
    return user


def meeting(slug: str) -> Meeting:
    return Meeting.objects.get(slug=slug)


def tag_names() -> list[str]:
    """The names of all regions and themes."""
    vocabulary = archive.vocabulary()
    return [*vocabulary.regions.values(), *vocabulary.themes.values()]
