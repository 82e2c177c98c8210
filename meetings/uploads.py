"""Files that people hand in: what is taken, how it is checked, kept and given back.

Nothing that a browser or a reader's program would run is taken: the last part of the name must be on the list, and the
content must be what the name says. A file is kept under a name of the portal's own, and is given back as a download, so
that it is never shown as a page of this site. A virus is not looked for: let the storage do that.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
import zlib
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse

SIZE_LIMIT = 20 * 1024**2  # bytes of a file
UNPACKED_LIMIT = 100 * 1024**2  # bytes of all that is packed in an office file
MOST_PARTS = 5_000  # files packed in an office file
NAME_LIMIT = 120  # characters of a name, its ending included
_CHUNK = 64 * 1024
_HEAD = 512
_ENCRYPTED = 0x1
_MACROS = ("vbaproject.bin", "basic/", "scripts/")  # where Microsoft Office and LibreOffice keep them
_PAGES = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<body", "<head", "<?php", "#!")
_TEXT_SIGNS = "\t\n\r\f"

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "odt": f"{OPEN}text",
    "ods": f"{OPEN}spreadsheet",
    "odp": f"{OPEN}presentation",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_ALSO = {"jpeg": "jpg"}  # endings that mean another one
_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
ACCEPTED = ",".join(f".{ending}" for ending in (*TYPES, *_ALSO))  # for the `accept` of a form


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that passed: its name for readers, its type, its size in bytes and its SHA-256."""

    name: str
    content_type: str
    size: int
    digest: str


def check_upload(file: File[Any]) -> Upload:
    """Look through a file; give its facts, and leave it at its beginning. Raises `ValidationError` with the cure."""
    name = clean_name(file.name or "")
    ending = _ending(name)
    size = file.size or 0
    _refuse(not size, "The file is empty. Choose it again; perhaps it was still being written.")
    _refuse(
        size > SIZE_LIMIT,
        f"The file has {size / 1024**2:.1f} MB; at most {SIZE_LIMIT // 1024**2} MB fit. Make it smaller, or put it on "
        "the web and give its address.",
    )
    file.seek(0)
    _look(ending)(file, ending)
    file.seek(0)
    digest = hashlib.sha256()
    for piece in file.chunks(_CHUNK):
        digest.update(piece)
    file.seek(0)
    return Upload(name, TYPES[ending], size, digest.hexdigest())


def clean_name(name: str) -> str:
    """Give the name of a file without folders and without signs that hide what it is; too long a name is cut."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = " ".join(
        "".join(sign for sign in name if unicodedata.category(sign)[0] != "C" and sign not in '"<>|').split()
    )
    stem, dot, ending = name.rpartition(".")
    return (
        f"{stem[: NAME_LIMIT - len(ending) - 1].rstrip()}{dot}{ending}"
        if stem and len(ending) < 10
        else name[:NAME_LIMIT]
    )


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    ending = _ALSO.get(ending, ending)
    shown = f"Files ending in “.{ending[:20]}” are" if ending else "A file whose name has no ending is"
    _refuse(ending not in TYPES, f"{shown} not taken. Save it as one of these: {', '.join(TYPES)}.")
    return ending


def _look(ending: str) -> Callable[[File[Any], str], None]:
    if ending in _MAGIC:
        return _look_at_magic
    return _look_at_text if TYPES[ending].startswith("text/") else _look_into_zip


def _refuse(condition: bool, message: str) -> None:
    if condition:
        raise ValidationError(message, code="refused_file")


def _differs(ending: str) -> str:
    return (
        f"The file’s name ends in .{ending}, but that is not what it holds. Save it again as .{ending}, and give that."
    )


def _look_at_magic(file: File[Any], ending: str) -> None:
    _refuse(not file.read(_HEAD).startswith(_MAGIC[ending]), _differs(ending))


# Text


def _look_at_text(file: File[Any], ending: str) -> None:
    """Refuse what is not plain UTF-8, and what a program would take for a web page or a script."""
    start = ""
    for text in _decoded(file):
        bad = next((sign for sign in text if sign not in _TEXT_SIGNS and unicodedata.category(sign) == "Cc"), "")
        _refuse(bool(bad), f"The file holds a sign (U+{ord(bad or ' '):04X}) that no text has. {_differs(ending)}")
        start = start or text.lstrip("\ufeff \t\r\n")[:_HEAD].lower()
    _refuse(
        start.startswith(_PAGES), "The file is a web page or a script, not plain text. Save it as PDF, and give that."
    )


def _decoded(file: File[Any]) -> Iterator[str]:
    decoder = getincrementaldecoder("utf-8")()
    try:
        for piece in file.chunks(_CHUNK):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise ValidationError(
            "The text is not UTF-8. Save it as “UTF-8”, and give that.", code="refused_file"
        ) from error


# Office files, which are zip files


def _look_into_zip(file: File[Any], ending: str) -> None:
    """Refuse what is no office file of this kind, what holds macros, and what would not stop unpacking."""
    _refuse(not file.read(4).startswith(b"PK\x03\x04"), _differs(ending))
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at_parts(archive.infolist(), ending)
            _refuse(not _is_kind(archive, ending), _differs(ending))
            _unpack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise ValidationError(
            f"The file is damaged or not complete. {_differs(ending)}", code="refused_file"
        ) from error


def _look_at_parts(parts: list[zipfile.ZipInfo], ending: str) -> None:
    names = [part.filename.lower() for part in parts]
    _refuse(len(parts) > MOST_PARTS, f"The file has {len(parts):,} parts; at most {MOST_PARTS:,} fit. Save it as PDF.")
    _refuse(len(set(names)) < len(names), f"The file holds two parts of one name. {_differs(ending)}")
    _refuse(any(part.flag_bits & _ENCRYPTED for part in parts), "The file has a password. Save a copy without one.")
    lost = any(name.startswith(("/", "\\")) or ".." in PurePosixPath(name).parts for name in names)
    _refuse(lost, f"The file holds a part that would leave its folder. {_differs(ending)}")
    has_macros = any(name.startswith(_MACROS) or name.endswith(_MACROS[:1]) for name in names)
    _refuse(has_macros, "The file holds macros, which are programs. Save a copy without them, or as PDF.")


def _is_kind(archive: zipfile.ZipFile, ending: str) -> bool:
    names = archive.namelist()
    if ending in _MAIN_PARTS:
        return "[Content_Types].xml" in names and _MAIN_PARTS[ending] in names
    if "mimetype" not in names or "content.xml" not in names:
        return False
    with archive.open("mimetype") as part:
        return part.read(_HEAD).strip() == TYPES[ending].encode()


def _unpack(archive: zipfile.ZipFile) -> None:
    """Unpack all parts to nowhere: what the directory says of their sizes is not believed."""
    left = UNPACKED_LIMIT
    for part in archive.infolist():
        with archive.open(part) as packed:
            left -= _measure(packed, left)


def _measure(packed: IO[bytes], most: int) -> int:
    size = 0
    while piece := packed.read(_CHUNK):
        size += len(piece)
        _refuse(size > most, f"Unpacked, the file has more than {UNPACKED_LIMIT // 1024**2} MB. Save it as PDF.")
    return size


# Keeping and giving back


def keep(file: File[Any], upload: Upload, folder: str) -> str:
    """Store a file that was checked, under a name of the portal's own; give that name, for `give`."""
    ending = upload.name.rpartition(".")[2].lower()
    return default_storage.save(f"{folder}/{uuid4().hex}.{_ALSO.get(ending, ending)}", file)


def give(stored: str, name: str, content_type: str) -> FileResponse:
    """Give a kept file to be saved, never to be shown. Raises `FileNotFoundError` where the storage lost it."""
    answer = FileResponse(default_storage.open(stored), as_attachment=True, filename=name, content_type=content_type)
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
