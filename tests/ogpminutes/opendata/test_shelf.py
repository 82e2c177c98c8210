"""Keeping packages: whole or not at all, one for one record, and the one before while somebody takes it."""

from __future__ import annotations

import hashlib
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from meetings.models import SealedFile
from ogpminutes import publication
from ogpminutes.models import Package
from ogpminutes.opendata import background, shelf
from tests import factories
from tests.processes import Done, address_for_others, run

MAKE = """
import os, signal, sys
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
settings.MEDIA_ROOT = sys.argv[1]
dies_at = sys.argv[2]

def die(*words, **more):
    os.kill(os.getpid(), signal.SIGKILL)

def half(self, name, content):
    with open(self.path(name), "wb") as file:
        file.write(content.read(100))
    die()

if dies_at == "storing":
    FileSystemStorage._save = half
if dies_at == "naming":
    from ogpminutes.models import Package
    Package.save = die
from ogpminutes.opendata import shelf
print(shelf.make().digest)
"""


@pytest.fixture(autouse=True)
def _storage(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def files(folder: str) -> list[Path]:
    return sorted((Path(folder) / "open-data").glob("*"))


def content(package: Package) -> bytes:
    with shelf.take(package) as file:
        return bytes(file.read())


@pytest.mark.django_db
def test_a_package_is_kept_under_its_checksum() -> None:
    factories.december()
    package = shelf.make()
    whole = content(package)
    assert package.digest == hashlib.sha256(whole).hexdigest()
    assert package.name == f"open-data/{package.digest}.zip"
    assert package.size == len(whole)
    assert package.record == shelf.record()


@pytest.mark.django_db
def test_where_nothing_is_new_the_package_stays(capsys: pytest.CaptureFixture[str]) -> None:
    factories.december()
    call_command("make_open_data")
    call_command("make_open_data")
    assert Package.objects.count() == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("A new package: open-data/")
    assert second == first.replace("A new package", "Nothing is new")


@pytest.mark.django_db
def test_the_package_before_stays_for_whoever_takes_it_just_now(settings: Any) -> None:
    factories.vocabulary()
    made = []
    for month in range(1, 5):
        factories.edition(factories.small_minutes("plain", f"month-{month}", reference=f"SC-{month}"))
        made.append(shelf.make())
    assert shelf.newest() == made[3]
    assert list(Package.objects.all()) == [made[3], made[2]]
    assert [path.stem for path in files(settings.MEDIA_ROOT)] == sorted([made[2].digest, made[3].digest])


@pytest.mark.django_db
def test_half_a_file_that_a_crash_left_is_replaced() -> None:
    factories.december()
    name = shelf.make().name
    Package.objects.all().delete()
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"half"))
    package = shelf.make()
    assert package.name == name
    assert hashlib.sha256(content(package)).hexdigest() == package.digest


@pytest.mark.django_db
def test_no_package_is_made_of_a_record_whose_files_are_lost() -> None:
    factories.vocabulary()
    edition = factories.edition(factories.small_minutes(), "draft")
    publication.adopt(edition, publication.OPERATOR, edition.version, None)
    before = shelf.make()
    default_storage.delete(SealedFile.objects.get(suffix="md").name)
    with pytest.raises(CommandError, match=r"the old one stays: sealed/march-2021/1/.*\.md is gone"):
        call_command("make_open_data")
    assert shelf.newest() == before


# Processes


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> str:
    """The address of a database that another process can open, with minutes in it."""
    factories.december()
    return address_for_others(tmp_path)


@pytest.mark.parametrize("moment", ["storing", "naming"])
def test_killing_it_leaves_what_was_there_and_the_next_run_mends_it(database: str, moment: str, tmp_path: Path) -> None:
    media = str(tmp_path / "media")
    (tmp_path / "media" / "open-data").mkdir(parents=True)
    killed = run(MAKE, database, media, moment)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(files(media)) == 1
    whole = run(MAKE, database, media, "never")
    (path,) = files(media)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem == whole.stdout.strip()


def test_two_at_once_make_one(database: str, tmp_path: Path) -> None:
    media = str(tmp_path / "media")
    done: list[Done] = []
    both = [threading.Thread(target=lambda: done.append(run(MAKE, database, media, "never"))) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [each.returncode for each in done] == [0, 0], [each.stderr for each in done]
    assert done[0].stdout == done[1].stdout


def test_it_is_made_beside_the_portal_s_work(
    database: str, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert background.begin() is None
    settings.OPEN_DATA_AFTER_APPROVAL = True
    making = background.begin()
    assert making is not None
    making.join(timeout=120)
    assert len(files(str(tmp_path / "media"))) == 1


@pytest.mark.django_db
def test_an_older_package_never_stays_on_top_of_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.vocabulary()
    edition = factories.edition(factories.small_minutes())
    keep, others = shelf._keep, []

    def outrun(*words: Any) -> Package:
        """Another process records something and packs it, between what this one compares and what it keeps."""
        if not others:
            others.append("one")
            factories.update(edition, state="open")
            shelf.make()
        return keep(*words)

    monkeypatch.setattr(shelf, "_keep", outrun)
    shelf.make()
    newest = shelf.newest()
    assert newest is not None
    assert newest.record == shelf.record()
