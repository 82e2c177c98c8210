"""The rows of an edition, made from `Minutes`: the writing half of the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from attendees.models import Attendance, AttendanceGroup, Organisation, Person
from decisions.models import ActionItem, Decision
from meetings import minutes as waist
from meetings.lines import InvalidMinutes, slug_of
from meetings.minutes import Attendee, Minutes
from meetings.models import Body, Edition, Passage, Reference, Region, Session, Theme
from meetings.slugs import OwnAddress
from meetings.words import Capacity

SHADOWED = (
    "would have a page where another one of the portal stands; write “{{person: {0}-2}}” behind the name, or take it "
    "out if it is no person's."
)
ORGANISATION_KINDS = {
    Capacity.GOVERNMENT: Organisation.Kind.GOVERNMENT,
    Capacity.CIVIL_SOCIETY: Organisation.Kind.CIVIL_SOCIETY,
}


def file_sessions(edition: Edition, minutes: Minutes) -> None:
    """Make the rows of all sessions with their passages, tags, references, decisions and action items."""
    sessions = _file_session_rows(edition, minutes)
    passages = _file_passages(sessions)
    file_tags(Session, sessions)
    file_tags(Passage, passages)
    file_references(sessions)
    file_decisions(edition, passages)
    file_actions(edition, passages)


def _file_session_rows(edition: Edition, minutes: Minutes) -> list[tuple[Session, waist.Session]]:
    places = {session.number: place for place, session in enumerate(minutes.all_sessions(), 1)}

    def rows(sessions: Iterable[waist.Session], parent: Session | None) -> Iterator[tuple[Session, waist.Session]]:
        for session in sessions:
            number, heading = session.number, session.heading
            place = places[number]
            yield Session(edition=edition, parent=parent, position=place, number=number, heading=heading), session

    parents = list(rows(minutes.sessions, None))
    Session.objects.bulk_create(row for row, _ in parents)
    breakouts = [pair for row, session in parents for pair in rows(session.breakouts, row)]
    Session.objects.bulk_create(row for row, _ in breakouts)
    return parents + breakouts


def _file_passages(sessions: list[tuple[Session, waist.Session]]) -> list[tuple[Passage, waist.Passage]]:
    passages = [
        (
            Passage(
                session=row,
                number=number,
                kind=passage.kind.value,
                depth=passage.depth,
                text=passage.text,
                scope=passage.scope.value,
            ),
            passage,
        )
        for row, session in sessions
        for number, passage in enumerate(session.passages, 1)
    ]
    Passage.objects.bulk_create(row for row, _ in passages)
    return passages


def file_references(sessions: Iterable[tuple[Session, waist.Session]]) -> None:
    """Make the rows of the papers of these sessions."""
    Reference.objects.bulk_create(
        Reference(session=row, position=place, title=reference.title, url=reference.url, label=reference.label)
        for row, session in sessions
        for place, reference in enumerate(session.references, 1)
    )


def file_tags(model: type[Session] | type[Passage], pairs: Iterable[tuple[Any, Any]]) -> None:
    """Tie rows of sessions or passages to their regions and themes. Raises `InvalidMinutes` on an unknown one."""
    owner = model._meta.model_name
    pairs = list(pairs)
    words: tuple[tuple[str, type[Region] | type[Theme]], ...] = (("region", Region), ("theme", Theme))
    for subject, word in words:
        wanted = {slug for _, part in pairs for slug in getattr(part, f"{subject}s")}
        known = dict(word.objects.filter(slug__in=wanted).values_list("slug", "pk"))
        for slug in sorted(wanted - known.keys()):
            raise InvalidMinutes(f"No {subject} is called {slug!r}; add it to the vocabulary, or correct the name.")
        through = getattr(model, f"{subject}s").through
        through.objects.bulk_create(
            through(**{f"{owner}_id": row.pk, f"{subject}_id": known[slug]})
            for row, part in pairs
            for slug in getattr(part, f"{subject}s")
        )


def file_decisions(edition: Edition, passages: Iterable[tuple[Passage, waist.Passage]]) -> None:
    """Make the rows of what these passages decide."""
    bodies = dict(Body.objects.values_list("name", "pk"))
    Decision.objects.bulk_create(
        Decision(
            edition=edition,
            passage=row,
            number=passage.decision.number,
            outcome=passage.decision.outcome.value,
            conditions="\n".join(passage.decision.conditions),
            referred_to=passage.decision.referred_to,
            referred_body_id=bodies.get(passage.decision.referred_to),
        )
        for row, passage in passages
        if passage.decision
    )


def file_actions(edition: Edition, passages: Iterable[tuple[Passage, waist.Passage]]) -> None:
    """Make the rows of the action items that these passages state."""
    items = [(row, place, action) for row, passage in passages for place, action in enumerate(passage.actions, 1)]
    slugs = {slug_of(action.responsible) for _, _, action in items}
    organisations = dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    ActionItem.objects.bulk_create(
        ActionItem(
            edition=edition,
            passage=row,
            position=place,
            number=action.number,
            text=action.text,
            responsible=action.responsible,
            organisation_id=organisations.get(slug_of(action.responsible)),
            due=action.due,
        )
        for row, place, action in items
    )


def file_attendance(edition: Edition, minutes: Minutes) -> None:
    """Make the list of attendees; people and organisations that the portal does not know yet are added."""
    people, organisations = _known(Person, _people(minutes)), _known(Organisation, _organisations(minutes))
    groups = [
        AttendanceGroup(
            edition=edition,
            position=place,
            heading=group.heading,
            by_organisation=group.by_organisation,
            note=group.note,
        )
        for place, group in enumerate(minutes.attendance, 1)
    ]
    AttendanceGroup.objects.bulk_create(groups)
    Attendance.objects.bulk_create(
        Attendance(
            group=row,
            position=place,
            person_id=people.get(attendee.person),
            organisation_id=organisations.get(attendee.organisation_key),
            name=attendee.name,
            organisation_name=attendee.organisation,
            title=attendee.title,
            role=attendee.role,
            seat_role=attendee.seat_role,
            capacity=attendee.capacity.value,
            co_chair=attendee.co_chair.value,
            term_from=attendee.term_from,
            term_until=attendee.term_until,
            votes=attendee.votes,
            presence=attendee.presence.value,
        )
        for row, group in zip(groups, minutes.attendance, strict=True)
        for place, attendee in enumerate(group.attendees, 1)
    )


def shadowed(minutes: Minutes) -> list[Attendee]:
    """Give those whom the portal does not know yet, and whose page would stand where another one stands."""
    page = OwnAddress("person")
    found = [attendee for attendee in minutes.attendees() if attendee.person and page.taken(attendee.person)]
    known = _ids(Person, {attendee.person for attendee in found}) if found else {}
    return [attendee for attendee in found if attendee.person not in known]


def _people(minutes: Minutes) -> dict[str, Person]:
    named = (attendee for attendee in minutes.attendees() if attendee.name)
    return {attendee.person: Person(slug=attendee.person, name=attendee.name) for attendee in named}


def _organisations(minutes: Minutes) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for attendee in minutes.attendees():
        kind = ORGANISATION_KINDS.get(attendee.capacity, Organisation.Kind.OTHER)
        row = Organisation(slug=attendee.organisation_key, name=attendee.organisation, kind=kind)
        if attendee.organisation and attendee.organisation_key not in found:
            found[attendee.organisation_key] = row
    return found


def _known(model: type[models.Model], rows: dict[str, Any]) -> dict[str, int]:
    """Give slug -> id of all these rows; those that are new are made."""
    known = _ids(model, rows)
    new = [row for slug, row in rows.items() if slug not in known]
    if new:
        # Somebody may just have made the same one; theirs serves as well.
        model._default_manager.bulk_create(new, ignore_conflicts=True)
        known = _ids(model, rows)
    return known


def _ids(model: type[models.Model], slugs: Iterable[str]) -> dict[str, int]:
    return dict(model._default_manager.filter(slug__in=list(slugs)).values_list("slug", "pk"))


def close_gaps(edition: Edition) -> None:
    """Number the passages of each session from 1 again after one was taken out, so that citations agree with rows."""
    sessions: dict[int, int] = {}
    for passage in Passage.objects.of_edition(edition).order_by("session", "number").only("session_id", "number"):
        place = sessions[passage.session_id] = sessions.get(passage.session_id, 0) + 1
        if passage.number != place:
            Passage.objects.filter(pk=passage.pk).update(number=place)
