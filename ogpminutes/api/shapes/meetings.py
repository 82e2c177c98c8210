"""Meetings, editions, sessions, passages and seals as the API gives them."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from meetings.markdown import plain
from meetings.models import Edition
from ogpminutes.api import addresses
from ogpminutes.api.shapes.fields import Address, Day, Moment, Number, Shape, Text, Texts

PINNED = "Where it stands in this edition for ever, whatever later editions say."
LASTING = (
    ": by where it first stood, so that it stays the same where a correction moves it. Behind an @ stands the edition "
    "that it came with, if that was not the first."
)
MODIFIED = "When the edition that says this was sealed: what `modified_since` compares."


def meeting_id(edition: Edition) -> str:
    return addresses.of("meetings", edition.meeting.slug)


def edition_id(edition: Edition) -> str:
    return addresses.of("editions", edition.meeting.slug, edition.number)


def session_id(session: Any) -> str:
    """Give the id of a session with its `origin`."""
    return addresses.of("sessions", session.origin.reference, session.origin.place)


def passage_id(passage: Any) -> str:
    """Give the id of a passage with its `origin`."""
    return addresses.of("passages", passage.origin.reference, passage.origin.place)


def pinned(edition: Edition, anchor: str) -> str:
    return addresses.whole(f"{edition.get_absolute_url()}#{anchor}")


def sealed_at(edition: Edition) -> Any:
    return edition.seal.sealed_at  # what anybody may see has one: the guards see to it


class MeetingShape(Shape):
    """A meeting, as its current edition prints it."""

    id = Address(meeting_id, "Address in the API.")
    url = Address(lambda row: addresses.whole(row.meeting.get_absolute_url()), "Page of the minutes.")
    slug = Text(lambda row: row.meeting.slug, "Name in addresses.")
    body = Address(lambda row: addresses.of("bodies", row.meeting.body.slug), "Who met.")
    title = Text(lambda row: row.title, "Title as printed.")
    dates = Text(lambda row: row.dates, "Dates as printed.")
    place = Text(lambda row: row.place, "Place as printed; empty where the minutes name none.")
    first_day = Day(lambda row: row.first_day, "First day.")
    last_day = Day(lambda row: row.last_day, "Last day.")
    reference = Text(lambda row: row.reference, "Begins every citation of these minutes.")
    language = Text(lambda row: row.language, "Language tag of the minutes.")
    edition = Address(edition_id, "The edition that stands now.")
    minutes = Address(
        lambda row: addresses.page("api-minutes", row.meeting.slug, row.number),
        "The whole minutes as canonical JSON: the bytes that are sealed.",
    )
    modified = Moment(sealed_at, MODIFIED)


class FileShape(Shape):
    format = Text(lambda file: file.suffix, "Format by the ending of its name.")
    url = Address(
        lambda file: addresses.page(
            "edition-file", file.seal.edition.meeting.slug, file.seal.edition.number, file.suffix
        ),
        "Where to take it.",
    )
    bytes = Number(lambda file: file.size, "Size in bytes.")
    sha256 = Text(lambda file: file.digest, "SHA-256 of its bytes.")


class EditionShape(Shape):
    """The minutes of a meeting as they were approved once. A later edition supersedes it and does not remove it."""

    id = Address(edition_id, "Address in the API.")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Page of this edition, for ever.")
    meeting = Address(meeting_id, "The meeting.")
    number = Number(lambda row: row.number, "Counts the editions of the meeting, from 1.")
    status = Text(lambda row: row.status, "`approved`, or `superseded` by a later edition.")
    reason = Text(lambda row: row.reason, "Why an edition after the first was made.")
    reference = Text(lambda row: row.reference, "Begins every citation of these minutes.")
    title = Text(lambda row: row.title, "Title as printed.")
    first_day = Day(lambda row: row.first_day, "First day of the meeting.")
    last_day = Day(lambda row: row.last_day, "Last day of the meeting.")
    approved_on = Day(lambda row: row.approved_on, "Day of approval; null where it was not recorded.", allow_null=True)
    seal = Address(lambda row: addresses.of("seals", row.seal.value), "The seal of this edition.")
    minutes = Address(
        lambda row: addresses.page("api-minutes", row.meeting.slug, row.number),
        "The whole minutes as canonical JSON: the bytes that are sealed.",
    )
    schema = Address(lambda row: addresses.page("schema"), "JSON Schema of that JSON.")
    license = Address(lambda row: settings.DATA_LICENCE_URL, "Under which licence the minutes may be used.")
    files = FileShape(many=True, read_only=True, source="seal.files.all", help_text="The files that are sealed.")
    modified = Moment(lambda row: row.superseded_at or row.seal.sealed_at, "When it was sealed, or superseded since.")


class ReferenceShape(Shape):
    label = Text(lambda paper: paper.label, "Where a line of references begins, as printed.")
    title = Text(lambda paper: paper.title, "Title as printed.")
    url = Text(lambda paper: paper.url, "Its address; empty where the minutes have lost it.")


class SessionShape(Shape):
    """A numbered part of a meeting; a breakout is a session with a parent."""

    id = Address(session_id, f"Address in the API{LASTING}")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Where it stands in the current minutes.")
    pinned_url = Address(lambda row: pinned(row.edition, f"session-{row.number}"), PINNED)
    meeting = Address(lambda row: meeting_id(row.edition), "The meeting.")
    edition = Address(lambda row: edition_id(row.edition), "The edition that says this.")
    number = Text(lambda row: row.number, "Begins the citations of its passages, such as `3` or `3D`.")
    position = Number(lambda row: row.position, "Place in the minutes, from 1, breakouts included.")
    heading = Text(lambda row: row.heading, "Heading as printed.")
    parent = Text(
        lambda row: row.parent.number if row.parent else None,
        "Number of the session that this is a breakout of.",
        allow_null=True,
    )
    regions = Texts(lambda row: [each.slug for each in row.regions.all()], "Regions that it is about, by their slugs.")
    themes = Texts(lambda row: [each.slug for each in row.themes.all()], "Themes that it is about, by their slugs.")
    references = ReferenceShape(many=True, read_only=True, source="references.all", help_text="Papers, as printed.")
    modified = Moment(lambda row: sealed_at(row.edition), MODIFIED)


class PassageShape(Shape):
    """One paragraph or one bullet: the unit of citation. A piece of feedback is a suggestion and not a decision."""

    id = Address(passage_id, f"Address in the API{LASTING}")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Where it stands in the current minutes.")
    pinned_url = Address(lambda row: pinned(row.session.edition, row.citation), PINNED)
    citation = Text(lambda row: f"{row.session.edition.reference}/{row.citation}", "How it is cited.")
    meeting = Address(lambda row: meeting_id(row.session.edition), "The meeting.")
    edition = Address(lambda row: edition_id(row.session.edition), "The edition that says this.")
    session = Address(lambda row: session_id(row.session), "The session that it stands in.")
    number = Number(lambda row: row.number, "Place in its session, from 1.")
    kind = Text(lambda row: row.kind, "`narrative`, `point`, `feedback` or `decision`.")
    scope = Text(
        lambda row: row.scope,
        "What feedback is about: `overall`, `country`, `thematic`, `global`; empty where the minutes do not say.",
    )
    depth = Number(lambda row: row.depth, "How deep a bullet is nested.")
    text = Text(lambda row: row.text, "The words as minuted, with inline Markdown.")
    plain = Text(lambda row: plain(row.text), "The same words without marks.")
    regions = Texts(lambda row: row.subjects.regions, "Regions by their slugs, those of its session included.")
    themes = Texts(lambda row: row.subjects.themes, "Themes by their slugs, those of its session included.")
    decision = Address(
        lambda row: (
            addresses.of("decisions", *row.decision.reference.rsplit("/", 1)) if hasattr(row, "decision") else None
        ),
        "The decision that it states.",
        allow_null=True,
    )
    modified = Moment(lambda row: sealed_at(row.session.edition), MODIFIED)


class SealShape(Shape):
    """The proof of one edition, a link of one chain over the whole portal."""

    id = Address(lambda row: addresses.of("seals", row.value), "Address in the API.")
    url = Address(lambda row: addresses.whole(row.get_absolute_url()), "Page that tells what became of the edition.")
    position = Number(lambda row: row.position, "Place in the chain, from 1.")
    edition = Address(lambda row: edition_id(row.edition), "The edition that is sealed.")
    seal = Text(lambda row: row.value, "SHA-256 of the statement.")
    previous = Text(lambda row: row.previous, "The seal before it; zeros for the first.")
    statement = Text(lambda row: row.statement, "The canonical JSON that is hashed.")
    modified = Moment(lambda row: row.sealed_at, "When it was sealed.")
