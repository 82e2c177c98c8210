"""Keeping packages: a new one is stored whole, then a row names it, then the old ones go.

Whoever is killed in between leaves what was there before: a file that no row names is never served, and the next run
puts a whole one in its place. Two at once make the same bytes, and so one package; where something is recorded between
them, whoever put the older one on top of the newer one sees it then and packs again.
"""

from __future__ import annotations

import hashlib
from io import BufferedRandom
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from decisions.models import Alteration, Update, Uptake
from meetings.models import Seal
from meetings.querysets import ANYBODY
from meetings.sealing import FIRST
from ogpminutes import vault
from ogpminutes.models import Package
from ogpminutes.opendata.package import pack

KEPT = 2  # the newest, and the one before, which somebody may be taking just now
ATTEMPTS = 3  # where minutes are approved while they are packed


def record() -> str:
    """Name the state of the record: its newest seal, and how much is recorded beside the minutes."""
    last = Seal.objects.visible_to(ANYBODY).in_order().values_list("value", flat=True).last()
    return " ".join([last or FIRST, *(str(model.objects.count()) for model in (Update, Uptake, Alteration))])


def newest() -> Package | None:
    return Package.objects.first()


def make() -> Package:
    """Pack the record and put the package on the shelf; where nothing is new, the one that is there stays."""
    with TemporaryFile() as file:
        for attempt in range(1, ATTEMPTS + 1):
            before = record()
            file.seek(0)
            file.truncate()
            pack(file)
            if record() != before and attempt < ATTEMPTS:
                continue
            package = _keep(file, before)
            if record() == before:
                break
    _clear()
    return package


def _keep(file: BufferedRandom, state: str) -> Package:
    file.seek(0)
    digest, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    facts = {"name": _store(file, digest), "size": size, "record": state}
    package, is_new = Package.objects.get_or_create(digest=digest, defaults=facts)
    if not is_new:
        Package.objects.filter(pk=package.pk).update(**facts, made_at=timezone.now())
        package.refresh_from_db()
    return package


def _store(file: BufferedRandom, digest: str) -> str:
    """Store a package under a name that tells its checksum, unless it is there, whole."""
    name = f"open-data/{digest}.zip"
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            if hashlib.file_digest(kept, "sha256").hexdigest() == digest:
                return name
        default_storage.delete(name)  # what a crash left half-written
    file.seek(0)
    kept_as = default_storage.save(name, File(file))
    vault.settle(kept_as)
    return kept_as


def _clear() -> None:
    """Take away the packages that newer ones have replaced, rows first, so that no row names what is gone."""
    for old in list(Package.objects.all()[KEPT:]):
        old.delete()
        if not Package.objects.filter(name=old.name).exists():
            default_storage.delete(old.name)


def take(package: Package) -> File[bytes]:
    """Open a package. Raises `OSError` where its file is gone."""
    return default_storage.open(package.name)
