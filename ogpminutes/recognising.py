"""A file as minutes of this portal: what the file leaves open is filled from what the portal knows, openly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from meetings.diagnostics import Diagnostic, Severity
from meetings.importers import markdown, registry
from meetings.importers.imported import Facts, Imported
from meetings.lines import InvalidMinutes
from meetings.minutes import Minutes
from meetings.models import Body, Edition
from meetings.vocabulary import Vocabulary
from ogpminutes import filing


def read_file(data: bytes, facts: Facts, words: Vocabulary) -> Imported:
    """Read a file. The text form says all by itself; of any other file body and reference may be the portal's guess."""
    bodies = dict(Body.objects.order_by("slug").values_list("slug", "name"))
    facts = replace(facts, bodies=bodies)
    imported = registry.read(data, facts, words)
    if imported.minutes is None or markdown.read(data).minutes:
        return imported
    told: list[Diagnostic] = []
    if not facts.body and imported.minutes.body not in bodies and len(bodies) == 1:
        facts = replace(facts, body=next(iter(bodies)))
        told.append(_warning(f"The file names no body of the portal; “{facts.body}” is taken, its only one."))
    reference = "" if facts.reference else _reference(imported.minutes, facts)
    if reference not in ("", imported.minutes.reference):
        facts = replace(facts, reference=reference)
        told.append(_warning(f"The reference is made as the portal cites this body: “{reference}”; check it."))
    if told:
        imported = registry.read(data, facts, words)
    minutes, doubts = _with_own_pages(imported.minutes) if imported.minutes else (None, [])
    told = [*_collisions(minutes, facts), *told, *doubts]
    return replace(imported, minutes=minutes, diagnostics=(*told, *imported.diagnostics))


def _with_own_pages(minutes: Minutes) -> tuple[Minutes, list[Diagnostic]]:
    """Name people otherwise whose page would stand where another page of the portal stands, and tell of it."""
    names = {attendee.person: f"{attendee.person}-2" for attendee in filing.shadowed(minutes)}
    if not names:
        return minutes, []
    groups = tuple(
        replace(
            group,
            attendees=tuple(replace(each, person=names.get(each.person, each.person)) for each in group.attendees),
        )
        for group in minutes.attendance
    )
    told = "would have a page where another one of the portal stands"
    cure = "take it out if it is no person's name"
    doubts = [_warning(f"“{old}” {told}, and is filed as “{new}”; {cure}.") for old, new in names.items()]
    return replace(minutes, attendance=groups), doubts


def _reference(minutes: Minutes, facts: Facts) -> str:
    """Give the reference by which the portal cites the meeting, or would; nothing where it does not know the body."""
    body = Body.objects.filter(slug=facts.body or minutes.body).first()
    if body is None:
        return ""
    cited = _standing(minutes)
    is_same = cited is not None and cited.meeting.body_id == body.pk
    reference = cited.reference if cited and is_same else f"{body.prefix}-{minutes.first_day:%Y-%m}"
    try:
        return replace(minutes, reference=reference).reference
    except InvalidMinutes:  # of a prefix that no reference can begin with
        return ""


def _collisions(minutes: Minutes | None, facts: Facts) -> Iterator[Diagnostic]:
    """Refuse a guessed name that is another meeting's: its minutes must not be taken for these."""
    edition = _standing(minutes) if minutes and not facts.meeting else None
    if minutes is None or edition is None:
        return
    is_apart = edition.last_day < minutes.first_day or minutes.last_day < edition.first_day
    if is_apart or edition.meeting.body.slug != minutes.body:
        message = (
            f"The name “{minutes.meeting}”, which is guessed, is that of {edition.meeting}. Give this meeting its own."
        )
        yield Diagnostic(Severity.ERROR, 1, message)


def _standing(minutes: Minutes) -> Edition | None:
    return Edition.objects.with_meeting().of_meeting(minutes.meeting).newest_first().first()


def _warning(message: str) -> Diagnostic:
    return Diagnostic(Severity.WARNING, 1, message)
