"""Changing a draft: every write path claims the version that it has seen, and keeps a new one.

A claim is one conditional UPDATE inside the caller's transaction. Of two writers who have seen the same version one
gets it; the other gets `Stale`, and nothing of theirs is written.
"""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F

from meetings import sealing
from meetings.minutes import Minutes
from meetings.models import Edition, Version
from meetings.textform import dump
from ogpminutes import archive, audit

DRAFT = (Edition.Status.DRAFT,)


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
    text = dump(minutes or archive.read(edition))
    entry = audit.record(author, "saved", edition, version=edition.version, note=note, text=sealing.digest(text))
    facts = {"number": edition.version, "text": text, "author": author, "note": note, "saved_at": entry.at}
    return Version.objects.create(edition=edition, **facts)


@transaction.atomic
def open_draft(minutes: Minutes, author: str, note: str = "", reason: str = "") -> Edition:
    """Store minutes as the next edition of their meeting, with its first version. Raises `InvalidMinutes`."""
    edition = archive.write(minutes, reason)
    claim(edition, edition.version)
    keep(edition, author, note, minutes)
    return edition


def name_of(user: AbstractBaseUser) -> str:
    """Give the name under which an account stands in versions and in the log."""
    return user.get_username()
