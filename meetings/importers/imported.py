"""What an importer gives: minutes, what a human should look at, and what it could not place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from meetings.diagnostics import Diagnostic, Severity
from meetings.minutes import Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the person who imports says of the minutes; what is empty is read from the file, openly.

    `name` is the file's name, which may say the day. `bodies` are the portal's, slug -> name: a body that the file
    names in full is recognised.
    """

    name: str = ""
    title: str = ""
    body: str = ""
    meeting: str = ""
    reference: str = ""
    first_day: date | None = None
    last_day: date | None = None
    bodies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A line of the source that was recognised as nothing; it stands as a paragraph where it stood."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Imported:
    """Minutes read from a file of any shape. Without minutes, an error among the diagnostics says why and the cure.

    `stated` has the lines of the decisions and action items, by number, whose number the file itself gives.
    """

    minutes: Minutes | None
    diagnostics: tuple[Diagnostic, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    stated: Mapping[str, int] = field(default_factory=dict)


def refused(message: str, line: int = 1, fact: str = "") -> Imported:
    """Give the answer to a file that cannot be read, or in which a fact is missing."""
    return Imported(None, (Diagnostic(Severity.ERROR, line, message, fact),))
