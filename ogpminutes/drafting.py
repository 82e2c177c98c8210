"""Saving a draft as one text: read it, refuse what this edition cannot be, write it, or say who was faster.

What is not saved is kept for its editor (`ogpminutes.unsaved`), whatever the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from meetings.diagnostics import Diagnostic, Severity, quote
from meetings.history import MARKS, merge
from meetings.lines import InvalidMinutes
from meetings.minutes import Minutes
from meetings.models import Edition, Version
from meetings.textform import Parsed, parse
from meetings.vocabulary import Vocabulary
from ogpminutes import archive, editing, filing, numbering, skeleton, unsaved
from ogpminutes.editing import Stale, name_of
from ogpminutes.rewriting import Rewritten

TEXT_LIMIT = 2 * 1024 * 1024  # bytes; the longest minutes known are 30 KB
NUL = "\x00"
MOST_LEFT = 20  # parts of each kind that are still to be written, and told of


@dataclass(frozen=True, slots=True)
class Checked:
    """A text as the editor of one edition reads it: `diagnostics` hold also what this edition refuses."""

    parsed: Parsed
    diagnostics: tuple[Diagnostic, ...]

    @property
    def minutes(self) -> Minutes | None:
        return self.parsed.minutes

    @property
    def has_errors(self) -> bool:
        return any(each.severity == Severity.ERROR for each in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that is done, or was not needed: then there are no changes and the version is the one that stands."""

    version: int
    at: datetime
    changes: Rewritten | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both texts of two people who began from `base`, and one that holds what both changed.

    `last` is the version kept last, which tells who was faster; `version` is the one to save over now.
    """

    version: int
    last: Version | None
    base: str
    theirs: str
    merged: str
    has_conflicts: bool


class Refused(Exception):
    """The text holds errors; they stand in `diagnostics`."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("The text holds errors.")
        self.diagnostics = diagnostics


class Removes(Exception):
    """The save takes something out, and nobody has confirmed that; what, stands in `changes`."""

    def __init__(self, changes: Rewritten) -> None:
        super().__init__("The save removes something; confirm it.")
        self.changes = changes


# Reading


def check(edition: Edition, text: str, vocabulary: Vocabulary) -> Checked:
    """Read a text as what a draft might say next."""
    size = len(text.encode("utf-8", "replace"))
    if size > TEXT_LIMIT:
        message = f"The text has {size / 1024**2:.1f} MB, at most {TEXT_LIMIT // 1024**2} MB fit; shorten it."
        parsed = Parsed(None, (Diagnostic(Severity.ERROR, 1, message),))
        return Checked(parsed, parsed.diagnostics)
    parsed, doubts = _with_lasting_numbers(parse(text, vocabulary))
    more = [*_nul(text), *_undecided(text), *_misplaced(edition, parsed), *_unknown_words(parsed, vocabulary)]
    more += [*doubts, *_shadowed(text, parsed), *_left_over(text, parsed)]
    told = {(each.line, each.message) for each in more}
    rest = [each for each in parsed.diagnostics if (each.line, each.message) not in told]
    return Checked(parsed, tuple(sorted([*rest, *more], key=lambda each: each.line)))


def _with_lasting_numbers(parsed: Parsed) -> tuple[Parsed, list[Diagnostic]]:
    if parsed.minutes is None:
        return parsed, []
    minutes, doubts = numbering.keep(parsed.minutes, parsed.stated)
    return replace(parsed, minutes=minutes), doubts


def _nul(text: str) -> Iterator[Diagnostic]:
    if NUL in text:
        line = text.count("\n", 0, text.index(NUL)) + 1
        yield _error(line, "An invisible NUL character stands here; delete the words around it and type them again.")


def _undecided(text: str) -> Iterator[Diagnostic]:
    """Refuse the marks of a merge: between them stands a line that two people wrote in two ways."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.rstrip() in MARKS:
            yield _error(
                number, f"“{line.rstrip()}” marks a line that two of you edited; keep one, and delete the marks."
            )


def _misplaced(edition: Edition, parsed: Parsed) -> Iterator[Diagnostic]:
    for key, message in editing.misplaced(edition, parsed.minutes) if parsed.minutes else ():
        yield _error(parsed.lines.get(key, 1), f"{key}: {message}")


def _left_over(text: str, parsed: Parsed) -> Iterator[Diagnostic]:
    """Tell of what is still to be written, where it stands."""
    lines = text.split("\n")
    for what, parts in skeleton.left_in(parsed.minutes) if parsed.minutes else ():
        for part in parts[:MOST_LEFT]:
            line = next((number for number, line in enumerate(lines, 1) if part in line), 1)
            yield Diagnostic(Severity.INFO, line, f"{what} {quote(part)}.")


def _shadowed(text: str, parsed: Parsed) -> Iterator[Diagnostic]:
    """Refuse people whose page would stand where another page of the portal stands."""
    for attendee in filing.shadowed(parsed.minutes) if parsed.minutes else ():
        lines = [number for number, line in enumerate(text.split("\n"), 1) if attendee.name in line]
        yield _error(max(lines, default=1), f"Attendee “{attendee.name}”: {filing.SHADOWED.format(attendee.person)}")


def _unknown_words(parsed: Parsed, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Tell of regions and themes that the portal does not have: the reader doubts them, a save cannot keep them."""
    if parsed.minutes is None:
        return
    known = {"region": vocabulary.regions, "theme": vocabulary.themes}
    lines = iter(parsed.places)
    for session in parsed.minutes.all_sessions():
        for part in (session, *session.passages):
            line = next(lines).line
            for key, slugs in known.items():
                for slug in (slug for slug in getattr(part, f"{key}s") if slug not in slugs):
                    yield next(_doubts(parsed, line, slug), _error(line, f"No {key} is called “{slug}”."))


def _doubts(parsed: Parsed, line: int, slug: str) -> Iterator[Diagnostic]:
    """Give what the reader said of a word that it does not know, as an error: it knows what was meant."""
    for each in parsed.diagnostics:
        if each.line == line and each.message.startswith("Unknown ") and f"{slug}." in each.message.split("Did")[0]:
            yield _error(line, each.message)


def _error(line: int, message: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, line, message)


# Writing


def save(edition: Edition, text: str, seen: int, editor: User, *, is_confirmed: bool, note: str = "") -> Saved:
    """Save a draft that was read at version `seen`.

    Raises `Refused`, `Removes` or `Stale`; nothing is saved then, and the text is kept as the editor's unsaved one.
    """
    try:
        saved = _save(edition, text, seen, editor, is_confirmed=is_confirmed, note=note)
    except (Refused, Removes, Stale):
        unsaved.keep(edition, editor, seen, text)
        raise
    unsaved.discard(edition, editor)
    return saved


def _save(edition: Edition, text: str, seen: int, editor: User, *, is_confirmed: bool, note: str) -> Saved:
    checked = check(edition, text, archive.vocabulary())
    if checked.minutes is None or checked.has_errors:
        raise Refused(checked.diagnostics)
    if says(edition, checked.minutes):
        return Saved(edition.version, timezone.now(), None, checked.diagnostics)
    try:
        with transaction.atomic():
            changes = editing.replace(edition, checked.minutes, seen, name_of(editor), note)
            if changes.removed and not is_confirmed:
                raise Removes(changes)
    except InvalidMinutes as error:
        raise Refused((*checked.diagnostics, _error(1, str(error)))) from error
    return Saved(edition.version, timezone.now(), changes, checked.diagnostics)


def restore(edition: Edition, version: Version, seen: int, editor: User) -> Saved:
    """Let a draft say again what a version said, as its next version. Raises `Refused` or `Stale`."""
    checked = check(edition, version.text, archive.vocabulary())
    if checked.minutes is None or checked.has_errors:
        raise Refused(checked.diagnostics)
    changes = editing.replace(edition, checked.minutes, seen, name_of(editor), f"restored version {version.number}")
    return Saved(edition.version, timezone.now(), changes, checked.diagnostics)


def says(edition: Edition, minutes: Minutes) -> bool:
    """Whether the edition says this already, so that there is nothing to save and nothing to lose."""
    return editing.text_of(edition) == editing.text_of(edition, minutes)


def conflict(edition: Edition, text: str, seen: int) -> Conflict:
    """Give both texts and the merged one, for an editor who began from version `seen` and came second."""
    theirs = editing.text_of(edition)
    begun = edition.versions.filter(number__lte=seen).order_by("number").last()
    base = begun.text if begun else ""
    merged = merge(base, text, theirs)
    last = edition.versions.order_by("number").last()
    return Conflict(edition.version, last, base, theirs, merged.text, merged.has_conflicts)
