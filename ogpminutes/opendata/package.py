"""Packing the record: equal records give equal bytes, so that a checksum says whether anything is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings

from meetings.canonical import json_schema
from meetings.exporters.registry import FORMATS
from meetings.models import Edition, Seal
from meetings.querysets import ANYBODY
from meetings.sealing import FIRST, moment
from ogpminutes import identification, vault
from ogpminutes.api.resources import RESOURCES
from ogpminutes.opendata import tables, texts
from ogpminutes.reading import open_edition

FOLDER = "ogp-minutes"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the date of every file in it: the earliest that a zip can say
VERIFIER = Path(settings.BASE_DIR) / "static" / "verify_minutes.py"


class Packer:
    """Writes files into a zip and remembers their checksums."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)
        self.sums: dict[str, str] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        info = ZipInfo(f"{FOLDER}/{name}", LONG_AGO)
        info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o100644 << 16
        digest = hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=True) as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
        self.sums[name] = digest.hexdigest()

    def add_text(self, name: str, text: str) -> None:
        self.add(name, [text.encode()])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Write the checksums of all files, and the end of the zip; a zip that failed is closed as it is."""
        if kind is None:
            self.add_text("SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items())))
        self._zip.close()


def pack(target: IO[bytes]) -> None:
    """Write all that anybody may read, as it is now. Raises `FileLost` where a sealed file is gone."""
    with Packer(target) as packer:
        editions = _add_minutes(packer)
        counts = _add_tables(packer)
        _add_proof(packer)
        _add_words(packer, editions, counts)


def _add_minutes(packer: Packer) -> int:
    """Add every edition, and say how many there are."""
    editions = Edition.objects.visible_to(ANYBODY).with_meeting().order_by("meeting__slug", "number")
    for edition in editions:
        for suffix in ("json", "md"):
            packer.add(f"minutes/{edition.meeting.slug}/edition-{edition.number}.{suffix}", [_file(edition, suffix)])
    return len(editions)


def _add_tables(packer: Packer) -> dict[str, int]:
    """Add the tables, and say how many rows each has."""
    counts: dict[str, int] = {}
    for resource in RESOURCES:
        found = _count(tables.objects(resource), resource.name, counts)
        packer.add(f"data/{resource.name}.json", tables.as_json(found))
        packer.add(f"data/{resource.name}.csv", tables.as_csv(resource, tables.objects(resource)))
    return counts


def _file(edition: Edition, suffix: str) -> bytes:
    """Give a file of an edition as it was sealed."""
    reading = open_edition(ANYBODY, edition.meeting.slug, edition.number)
    if reading.seal and (sealed := vault.find(reading.seal, suffix)):
        return vault.load(sealed)
    return FORMATS[suffix].export(reading.minutes, reading.imprint)


def _count(found: Iterable[dict[str, object]], name: str, counts: dict[str, int]) -> Iterator[dict[str, object]]:
    counts[name] = 0
    for each in found:
        counts[name] += 1
        yield each


def _add_proof(packer: Packer) -> None:
    chain = identification.chain(ANYBODY)
    packer.add_text("seals.json", json.dumps(chain, indent=1, ensure_ascii=False) + "\n")
    packer.add("verify_minutes.py", [VERIFIER.read_bytes()])
    packer.add_text("schemas/minutes.json", json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")


def _add_words(packer: Packer, editions: int, counts: dict[str, int]) -> None:
    last = Seal.objects.visible_to(ANYBODY).in_order().last()
    facts = {
        "editions": editions,
        "tip": last.value if last else FIRST,
        "sealed_at": moment(last.sealed_at) if last else "never",
        "day": f"{last.sealed_at:%-d %B %Y}" if last else "no day",
    }
    packer.add_text("README.md", texts.readme(facts, counts))
    packer.add_text("DATA-DICTIONARY.md", texts.dictionary())
    packer.add_text("datapackage.json", texts.data_package())
    packer.add_text("LICENCE.txt", texts.licence())
