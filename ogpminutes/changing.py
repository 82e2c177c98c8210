"""What an edition changed against the one before it, for anybody who may read both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.history import Change, Span, compare
from meetings.minutes import Minutes
from meetings.vocabulary import Vocabulary
from ogpminutes.reading import Reading, open_edition

PARTS = {"session": "heading", "reference": "reference", "group": "heading of attendees"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One change as the page shows it. `anchor` is where its new words stand; nothing where there are none."""

    what: str
    anchor: str
    spans: tuple[Span, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]


@require_safe
def changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    reading = open_edition(request.user, slug, number)
    before = _before(request, reading)
    context: dict[str, Any] = {**reading.context(), "before": before and before.edition}
    if before:
        found = compare(before.minutes, reading.minutes)
        changed = sum(change.part == "passage" and change.fate != "removed" for change in found)
        context["chapters"] = list(_chapters(found, reading.minutes, before.minutes, reading.vocabulary))
        context["changed"] = len(found)
        context["unchanged"] = len(list(reading.minutes.passages())) - changed
    return render(request, "minutes/changes.html", context)


def _before(request: HttpRequest, reading: Reading) -> Reading | None:
    """Open the edition that the reader may see before this one."""
    earlier = [edition.number for edition in reading.editions if edition.number < reading.edition.number]
    return open_edition(request.user, reading.edition.meeting.slug, earlier[0]) if earlier else None


def _chapters(
    found: Iterable[Change], after: Minutes, before: Minutes, words: Vocabulary
) -> Iterator[tuple[str, list[Shown]]]:
    """Group changes by the session that they stand in: its heading, and what changed there."""
    headings = {session.number: session.heading for minutes in (before, after) for session in minutes.all_sessions()}

    def chapter(change: Change) -> str:
        if change.part == "fact":
            return "Facts of the meeting"
        if change.part in ("group", "attendee"):
            return after.attendance_heading or before.attendance_heading or "Attendance"
        number = change.place.rpartition(".")[0] if change.part == "passage" else change.place
        return headings.get(number, number)

    for heading, group in groupby(found, key=chapter):
        yield heading, [_show(change, words) for change in group]


def _show(change: Change, words: Vocabulary) -> Shown:
    return Shown(
        _what(change),
        _anchor(change),
        change.spans,
        tuple(_spell(note, words) for note in change.notes_removed),
        tuple(_spell(note, words) for note in change.notes_added),
    )


def _what(change: Change) -> str:
    """Say what became of which part: `3D.6, edited; it was 3D.5`."""
    name = PARTS.get(change.part, change.place)
    moved = change.place_before not in ("", change.place) and change.part in ("passage", "session")
    return f"{name}, {change.fate}{f'; it was {change.place_before}' if moved else ''}"


def _anchor(change: Change) -> str:
    if change.fate == "removed":
        return ""
    return {"passage": change.place, "session": f"session-{change.place}"}.get(change.part, "")


def _spell(note: str, words: Vocabulary) -> str:
    """Give a note with the names of regions and themes instead of their keys."""
    kind, _, slug = note.partition(": ")
    names = {"Region": words.regions, "Theme": words.themes}.get(kind, {})
    return f"{kind}: {names[slug]}" if slug in names else note
