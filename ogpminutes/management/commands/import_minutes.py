"""Import minutes from a file: tell what it holds and what an import would do, then do that, whole or not at all."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Q

from meetings.importers.imported import Facts
from meetings.lines import slug_of
from meetings.minutes import Minutes
from meetings.models import Body
from meetings.models.meeting import spell_days
from meetings.textform.days import read_day
from ogpminutes import importing
from ogpminutes.drafting import Removes
from ogpminutes.editing import Stale
from ogpminutes.importing import Fate, Preview
from ogpminutes.management.demands import RecordCommand
from ogpminutes.outlining import counts_of, outline
from ogpminutes.publication import OPERATOR, Refused, Somebody

SIZE_LIMIT = 50 * 1024 * 1024  # bytes read of a file at most; each form has its own, smaller limit
FACTS = ("body", "meeting", "reference", "title", "first_day", "last_day")
OPTIONS = {name: f"Or give --{name.replace('_', '-')}." for name in FACTS}


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The file, or “-” for standard input.")
        parser.add_argument("--body", default="", help="Who met, such as steering-committee.")
        parser.add_argument("--add-body", metavar="NAME", default="", help="Add this body, and file the minutes there.")
        parser.add_argument("--meeting", default="", help="Its address, such as december-2020.")
        parser.add_argument("--reference", default="", help="Begins its citations, such as SC-2020-12.")
        parser.add_argument("--title", default="", help="The title of the minutes.")
        parser.add_argument("--first-day", type=_day, help="Such as 2020-12-14.")
        parser.add_argument("--last-day", type=_day, help="Such as 2020-12-15.")
        parser.add_argument("--preview", action="store_true", help="Import nothing; only tell what would be.")
        parser.add_argument("--replace", action="store_true", help="Import even where a draft would lose something.")
        parser.add_argument("--user", metavar="NAME", help="The account that imports; without it, “operator”.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Import within one transaction, so that a body is added only where minutes are imported."""
        with transaction.atomic():
            if options["add_body"]:
                options["body"] = _add_body(options["add_body"]).slug
            self._import(options)
            transaction.set_rollback(options["preview"])

    def _import(self, options: dict[str, Any]) -> None:
        user, path = _user(options["user"]), Path(options["file"])
        is_piped = options["file"] == "-"
        said = {name: options[name] for name in FACTS}
        data = sys.stdin.buffer.read(SIZE_LIMIT + 1) if is_piped else _read(path)
        if len(data) > SIZE_LIMIT:
            raise CommandError(f"The file has more than {SIZE_LIMIT // 1024**2} MB; take out what is not minutes.")
        found = importing.look(data, Facts(name="" if is_piped else path.name, **said))
        preview = importing.with_cures(found, OPTIONS)
        for line in _report(preview):
            self.stdout.write(line)
        if preview.plan.fate == Fate.REFUSE:
            raise CommandError(f"{preview.plan}{_way_to_add(preview)}")
        self.stdout.write(f"To do: {preview.plan}")
        if options["preview"]:
            self.stdout.write("This was a preview: nothing was imported.")
        elif preview.plan.is_possible:
            note = "imported from standard input" if is_piped else importing.note_of(path.name)
            self._take(preview, user, is_confirmed=options["replace"], note=note)

    def _take(self, preview: Preview, user: Somebody, *, is_confirmed: bool, note: str) -> None:
        try:
            taken = importing.take(preview.text, preview.plan.seen, user, is_confirmed=is_confirmed, note=note)
        except Removes as error:
            raise CommandError(
                "Nothing was imported: the draft would lose what is named above. Give --replace to let it."
            ) from error
        except (Refused, Stale) as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        self.stdout.write(f"Imported: {taken.edition}, a draft, version {taken.edition.version}.")


def _add_body(name: str) -> Body:
    """Add a body, or give the one of this name."""
    words = slug_of(name).split("-")
    prefix = "".join(word[0] for word in words if word and word not in ("of", "the", "and", "for", "on")).upper()
    body = Body(slug="-".join(words)[:50].strip("-"), name=name, prefix=prefix[:8])
    known = Body.objects.filter(Q(slug=body.slug) | Q(name=name)).first()
    if known:
        return known
    try:
        body.full_clean()
    except ValidationError as error:
        raise CommandError(f"“{name}” is no name of a body: {' '.join(error.messages)}") from error
    body.save()
    return body


def _way_to_add(preview: Preview) -> str:
    is_unknown = preview.minutes is not None and not Body.objects.filter(slug=preview.minutes.body).exists()
    return " Or let this command add it: --add-body, with its full name." if is_unknown else ""


def _day(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise ArgumentTypeError(f"“{text}” is no day; write it as 2020-12-14.")
    return day


def _user(name: str | None) -> Somebody:
    if name is None:
        return OPERATOR
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"No account is called “{name}”. Nothing was imported.")
    return user


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except FileNotFoundError as error:
        raise CommandError(f"There is no file {path}. Check its name and folder.") from error
    except IsADirectoryError as error:
        raise CommandError(f"{path} is a folder; give one file of it.") from error
    except PermissionError as error:
        raise CommandError(f"{path} may not be read by this account; change its permissions.") from error
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read: {error}.") from error


def _report(preview: Preview) -> Iterator[str]:
    """Say what was recognised, what a human should look at, and what was placed nowhere."""
    if preview.minutes:
        yield from _recognised(preview.minutes)
    for each in preview.diagnostics:
        yield f"{each.severity.value.capitalize()}, line {each.line}: {each.message}"
    if preview.minutes:
        yield f"Lines recognised as nothing, kept as paragraphs where they stood: {len(preview.unplaced):,}"
    for line in preview.unplaced:
        yield f"  line {line.line}: {line.text}"
    if preview.plan.losses:
        yield "The draft would lose:"
    for change in preview.plan.losses:
        yield f"  {change}"


def _recognised(minutes: Minutes) -> Iterator[str]:
    yield f"Title: {minutes.title}"
    yield f"Held: {spell_days(minutes.first_day, minutes.last_day)} (printed: {minutes.dates})"
    yield f"Filed as: body {minutes.body}, meeting {minutes.meeting}, reference {minutes.reference}"
    parts = outline(minutes)
    yield f"Sessions and breakouts: {len(parts)}"
    for part in parts:
        yield f"  {'  ' * part.depth}{part.heading}: {part.counts}"
    yield f"In all: {counts_of(minutes)}"
    yield f"Attendees: {sum(bool(attendee.name) for attendee in minutes.attendees())}"
