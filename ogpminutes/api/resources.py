"""What there is to ask for: one line of the API a resource, and one table of the open data.

Every list is what anybody may see, whoever asks, so that an answer is the same for all and may be kept by caches.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef

from attendees import filters as names
from attendees import presence
from attendees.models import Attendance, Organisation, Person
from decisions.models import Decision, GoverningDocument
from meetings.facets import Subjects, subjects_of
from meetings.models import Body, Edition, Meeting, Passage, Region, Seal, Session, Theme
from meetings.querysets import ANYBODY
from ogpminutes import results
from ogpminutes.api import filters, identity
from ogpminutes.api.deciding import ACTION_ITEMS, ALTERATIONS, DECISIONS, TAKEN_UP, UPDATES
from ogpminutes.api.resource import EDITION, SLUG, Resource, by, narrow, since
from ogpminutes.api.shapes import attendees, items, meetings, vocabulary
from ogpminutes.api.shapes.fields import Shape

# Meetings


def _editions() -> Any:
    return Edition.objects.visible_to(ANYBODY)


def _current() -> Any:
    return Edition.objects.current_for(ANYBODY)


def _sessions() -> Any:
    return Session.objects.current_for(ANYBODY)


def _passages() -> Any:
    return Passage.objects.current_for(ANYBODY)


def _seals() -> Any:
    return Seal.objects.visible_to(ANYBODY)


def _with_names_and_subjects(passages: list[Any]) -> None:
    identity.name_passages(passages)
    found = subjects_of(Passage.objects.all(), [passage.pk for passage in passages])
    for passage in passages:
        passage.subjects = found.get(passage.pk, Subjects())


def _hand_down(editions: list[Any]) -> None:
    """Let the files of each edition know it, so that their addresses cost no query."""
    for edition in editions:
        for file in edition.seal.files.all():
            file.seal = edition.seal
            file.seal.edition = edition


MEETINGS = Resource(
    name="meetings",
    shape=meetings.MeetingShape,
    rows=_current,
    search=narrow(filters.Meetings, _current),
    filterset=filters.Meetings,
    order=("-meeting__first_day", "meeting__slug"),
    place=r"(?P<slug>[\w-]{1,50})",
    key=by(slug="meeting__slug"),
    complete=lambda rows: rows.with_seal(),
    changed=since,
)
EDITIONS = Resource(
    name="editions",
    shape=meetings.EditionShape,
    rows=_editions,
    search=narrow(filters.Editions, _editions),
    filterset=filters.Editions,
    order=("-meeting__first_day", "meeting__slug", "-number"),
    place=EDITION,
    key=by(slug="meeting__slug", number="number"),
    complete=lambda rows: rows.with_superseded_at().with_seal().prefetch_related("seal__files"),
    prepare=_hand_down,
    changed=lambda rows, moment: rows.changed_since(moment),
)
SESSIONS = Resource(
    name="sessions",
    shape=meetings.SessionShape,
    rows=_sessions,
    search=narrow(filters.Sessions, _sessions),
    filterset=filters.Sessions,
    order=("-edition__meeting__first_day", "edition__meeting__slug", "position"),
    place=identity.SESSION_PLACE,
    key=identity.find_session,
    complete=lambda rows: rows.with_seal().select_related("parent").prefetch_related("regions", "themes", "references"),
    prepare=identity.name_sessions,
    changed=since,
)
PASSAGES = Resource(
    name="passages",
    shape=meetings.PassageShape,
    rows=_passages,
    search=lambda data: results.search(ANYBODY, data),
    filterset=results.RecordFilter,
    order=("-session__edition__meeting__first_day", "session__edition__meeting__slug", "session__position", "number"),
    place=identity.PASSAGE_PLACE,
    key=identity.find_passage,
    complete=lambda rows: results.with_all(rows).select_related("decision__edition").with_seal(),
    prepare=_with_names_and_subjects,
    changed=since,
)
SEALS = Resource(
    name="seals",
    shape=meetings.SealShape,
    rows=_seals,
    search=narrow(filters.Everything, _seals),
    filterset=filters.Everything,
    order=("position",),
    place=r"(?P<seal>[0-9a-f]{64})",
    key=by(seal="value"),
    complete=lambda rows: rows.with_edition(),
    changed=since,
)


# People


def _attendances() -> Any:
    return Attendance.objects.current_for(ANYBODY)


def _named(model: Any) -> Callable[[], Any]:
    return lambda: model.objects.visible_to(ANYBODY)


def _with_terms(rows: Any) -> Any:
    return rows.with_printed_name(ANYBODY).prefetch_related("memberships__body")


PEOPLE = Resource(
    name="people",
    shape=attendees.PersonShape,
    rows=_named(Person),
    search=lambda data: presence.people(ANYBODY, data),
    filterset=names.PersonFilter,
    order=("slug",),  # not by name: a draft may spell that otherwise
    place=SLUG,
    key=by(slug="slug"),
    complete=_with_terms,
)
ORGANISATIONS = Resource(
    name="organisations",
    shape=attendees.OrganisationShape,
    rows=_named(Organisation),
    search=lambda data: presence.organisations(ANYBODY, data),
    filterset=names.OrganisationFilter,
    order=("slug",),  # not by name: a draft may spell that otherwise
    place=SLUG,
    key=by(slug="slug"),
    complete=_with_terms,
)
ATTENDANCES = Resource(
    name="attendances",
    shape=attendees.AttendanceShape,
    rows=_attendances,
    search=narrow(filters.Attended, _attendances),
    filterset=filters.Attended,
    order=("-group__edition__meeting__first_day", "group__edition__meeting__slug", "group__position", "position"),
    place=rf"{EDITION}/(?P<group>[0-9]{{1,5}})/(?P<position>[0-9]{{1,5}})",
    key=by(
        slug="group__edition__meeting__slug",
        number="group__edition__number",
        group="group__position",
        position="position",
    ),
    complete=lambda rows: rows.with_people().with_seal(),
    changed=since,
    any_edition=lambda: Attendance.objects.visible_to(ANYBODY),
)


# Words of the portal


def _bodies() -> Any:
    """Bodies that met or were referred to in what anybody may read."""
    met = Meeting.objects.visible_to(ANYBODY).filter(body=OuterRef("pk"))
    referred = Decision.objects.visible_to(ANYBODY).filter(referred_body=OuterRef("pk"))
    return Body.objects.filter(Exists(met) | Exists(referred))


def _vocabulary(name: str, shape: type[Shape], rows: Callable[[], Any], order: tuple[str, ...]) -> Resource:
    return Resource(
        name=name,
        shape=shape,
        rows=rows,
        search=narrow(filters.Everything, rows),
        filterset=filters.Everything,
        order=order,
        place=r"(?P<slug>[\w-]{1,50})",
        key=by(slug="slug"),
    )


REGIONS = _vocabulary("regions", vocabulary.RegionShape, Region.objects.all, ("position", "slug"))
THEMES = _vocabulary("themes", vocabulary.ThemeShape, Theme.objects.all, ("position", "slug"))
BODIES = _vocabulary("bodies", vocabulary.BodyShape, _bodies, ("slug",))
DOCUMENTS = _vocabulary(
    "governing-documents", items.GoverningDocumentShape, GoverningDocument.objects.all, ("position", "slug")
)

RESOURCES: tuple[Resource, ...] = (
    *(MEETINGS, EDITIONS, SESSIONS, PASSAGES, DECISIONS, ACTION_ITEMS, UPDATES, TAKEN_UP, ALTERATIONS),
    *(PEOPLE, ORGANISATIONS, ATTENDANCES, REGIONS, THEMES, BODIES, DOCUMENTS, SEALS),
)
