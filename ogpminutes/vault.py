"""The files of sealed editions: kept as they were made, under names that say what is in them."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from meetings.models import Edition, Seal, SealedFile
from meetings.sealing import digest


class FileLost(Exception):
    """A kept file is gone or is not what it was; the message names it."""


def keep(content: bytes, edition: Edition, suffix: str) -> str:
    """Store a file of an edition and give its name, which tells its SHA-256. Storing it twice leaves one."""
    name = f"sealed/{edition.meeting.slug}/{edition.number}/{digest(content)}.{suffix}"
    if default_storage.exists(name):
        if _load(name) == content:
            return name
        default_storage.delete(name)  # what a crash left half-written; no seal names it yet
    kept = default_storage.save(name, ContentFile(content))
    settle(kept)
    return kept


def settle(name: str) -> None:
    """Have the disk hold it before a row says that it does. Other storages answer when they have it."""
    try:
        place = Path(default_storage.path(name))
    except NotImplementedError:
        return
    for path in (place, place.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def load(file: SealedFile) -> bytes:
    """Give a kept file as it was made. Raises `FileLost`."""
    try:
        content = _load(file.name)
    except OSError as error:
        raise FileLost(f"{file.name} is gone from the file storage; put it back from a backup.") from error
    if digest(content) != file.digest or len(content) != file.size:
        raise FileLost(f"{file.name} is not what was sealed; put it back from a backup.")
    return content


def _load(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def find(seal: Seal, suffix: str) -> SealedFile | None:
    return seal.files.filter(suffix=suffix).first()
