"""Changing a draft: every write path claims the version that it has seen, and keeps a new one.

A claim is one conditional UPDATE inside the caller's transaction. Of two writers who have seen the same version one
gets it; the other gets `Stale`, and nothing of theirs is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F

from meetings import sealing
from meetings.lines import InvalidMinutes
from meetings.minutes import Minutes
from meetings.models import Edition, Meeting, Version
from meetings.textform import dump
from ogpminutes import archive, audit, filing, indexing, rewriting
from ogpminutes.rewriting import Rewritten

DRAFT = (Edition.Status.DRAFT,)
NOTE_LIMIT = 200  # characters, as `Version.note` takes them


class Stale(Exception):
    """Somebody saved, circulated or deleted the edition since it was read."""


def claim(edition: Edition, seen: int, statuses: Collection[str] = DRAFT) -> None:
    """Take the next version of an edition that was read at version `seen`. Call it first in the transaction.

    Raises `Stale` where the edition is at another version, in another state, or gone. The row stays locked until the
    transaction ends.
    """
    untouched = Edition.objects.filter(pk=edition.pk, version=seen, status__in=statuses)
    if not untouched.update(version=F("version") + 1):
        raise Stale(f"{edition} was changed since it was read; read it again.")
    edition.version = seen + 1


def keep(edition: Edition, author: str, note: str = "", minutes: Minutes | None = None) -> Version:
    """Keep what the edition says now as the version that was claimed. `minutes` saves reading them again."""
    return _keep(edition, edition.version, author, note[:NOTE_LIMIT], text_of(edition, minutes))


def _keep(edition: Edition, number: int, author: str, note: str, text: str) -> Version:
    entry = audit.record(author, "saved", edition, version=number, note=note, text=sealing.digest(text))
    facts = {"number": number, "text": text, "author": author, "note": note, "saved_at": entry.at}
    return Version.objects.create(edition=edition, **facts)


def text_of(edition: Edition, minutes: Minutes | None = None) -> str:
    """Give an edition in the text form. A later edition says every number, so that what was cited keeps its name."""
    return dump(minutes or archive.read(edition), is_numbered=edition.number > 1)


@transaction.atomic
def open_draft(minutes: Minutes, author: str, note: str = "", reason: str = "") -> Edition:
    """Store minutes as the next edition of their meeting, with its first version. Raises `InvalidMinutes`."""
    edition = archive.write(minutes, reason)
    claim(edition, edition.version)
    keep(edition, author, note, minutes)
    return edition


@transaction.atomic
def replace(edition: Edition, minutes: Minutes, seen: int, author: str, note: str = "") -> Rewritten:
    """Let a draft say these minutes instead, and keep that as a version. Parts that stay the same keep their rows.

    Raises `Stale`, and `InvalidMinutes` where the portal cannot hold them; read the edition again then.
    """
    claim(edition, seen)
    keep_what_stood(edition, seen)
    demand_place(edition, minutes)
    rewritten = rewriting.rewrite(edition, minutes)
    _follow_days(edition)
    indexing.index(edition)
    keep(edition, author, note, minutes)
    return rewritten


@contextmanager
def changing(edition: Edition, seen: int, author: str, note: str = "") -> Iterator[None]:
    """Change rows of a draft inside: claim it before, read the whole back and keep it after.

    Raises `Stale`, and `InvalidMinutes` where the rows do not make minutes any more.
    """
    with transaction.atomic():
        claim(edition, seen)
        keep_what_stood(edition, seen)
        yield
        settle(edition, author, note)


def settle(edition: Edition, author: str, note: str = "") -> Version:
    """Keep what the rows of a claimed edition say after a change. Raises `InvalidMinutes`."""
    edition.refresh_from_db(fields=[field.name for field in Edition._meta.concrete_fields if field.name != "version"])
    filing.close_gaps(edition)
    _follow_days(edition)
    minutes = archive.read(edition)
    demand_place(edition, minutes)
    indexing.index(edition)
    return keep(edition, author, note, minutes)


def give_back(edition: Edition) -> None:
    """Give back the version that was claimed: nothing was changed after all."""
    edition.version -= 1
    Edition.objects.filter(pk=edition.pk).update(version=edition.version)


def keep_what_stood(edition: Edition, seen: int) -> None:
    """Keep the version that a change starts from, where nobody did: a draft that no editor has saved yet."""
    if not edition.versions.filter(number=seen).exists():
        _keep(edition, seen, "", "as it was before", text_of(edition))


def demand_place(edition: Edition, minutes: Minutes) -> None:
    """Refuse minutes that cannot be this edition's. Raises `InvalidMinutes`."""
    for key, message in misplaced(edition, minutes):
        raise InvalidMinutes(f"Minutes.{key}: {message}")


def misplaced(edition: Edition, minutes: Minutes) -> Iterator[tuple[str, str]]:
    """Tell, by fact, why minutes cannot be this edition's: it belongs to one meeting, and that is cited in one way."""
    meeting = edition.meeting
    for key, wanted, given in (("meeting", meeting.slug, minutes.meeting), ("body", meeting.body.slug, minutes.body)):
        if given != wanted:
            cure = f"write “{key}: {wanted}”; another meeting has a draft of its own"
            yield key, f"these are the minutes of {meeting}: {cure}."
    others = Edition.objects.with_meeting().exclude(pk=edition.pk)
    taken = others.exclude(meeting=meeting).filter(reference=minutes.reference).first()
    if taken:
        yield "reference", f"“{minutes.reference}” cites {taken}; write another one."
    cited = others.filter(meeting=meeting).exclude(reference=minutes.reference).first()
    if cited:
        yield "reference", f"{meeting} is cited as {cited.reference} already; write “reference: {cited.reference}”."


def _follow_days(edition: Edition) -> None:
    """Let a meeting that nothing was published of take its days from the draft."""
    others = Edition.objects.filter(meeting=edition.meeting_id).exclude(pk=edition.pk)
    if not others.exists():
        days = {"first_day": edition.first_day, "last_day": edition.last_day}
        Meeting.objects.filter(pk=edition.meeting_id).exclude(**days).update(**days)
        edition.meeting.first_day, edition.meeting.last_day = edition.first_day, edition.last_day


def name_of(user: AbstractBaseUser) -> str:
    """Give the name under which an account stands in versions and in the log."""
    return user.get_username()
