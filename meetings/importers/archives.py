"""The parts of a zip file that somebody gave: read with limits, and never unpacked to a disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO

FILE_LIMIT = 10 * 1024**2  # bytes of the file; the longest minutes known have 0.1 MB in Word, pictures apart
PART_LIMIT = 30 * 1024**2  # bytes of one part, unpacked
WHOLE_LIMIT = 60 * 1024**2  # bytes of all parts that are read, unpacked
MOST_PARTS = 2_000
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_CURE = "Open it in the program that wrote it, save it as a new .docx file, and import that."


class Unreadable(Exception):
    """A file that cannot be read; the message says why, and the cure. `line` is where, from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class Archive:
    """A zip file. What its directory says of sizes is not believed: they are measured while a part is unpacked."""

    def __init__(self, data: bytes) -> None:
        if len(data) > FILE_LIMIT:
            size = f"{len(data) / 1024**2:.1f} MB, at most {FILE_LIMIT // 1024**2} MB fit"
            raise Unreadable(f"The file has {size}. Take its pictures out, or paste its text.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(f"The file is damaged or not complete, as a zip file. {_CURE}") from error
        entries = self._zip.infolist()
        if len(entries) > MOST_PARTS:
            raise Unreadable(f"The file has {len(entries):,} parts, at most {MOST_PARTS:,} fit. {_CURE}")
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise Unreadable(f"The file holds two parts of one name, which no word processor writes. {_CURE}")
        self._read = 0

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Give one part, unpacked. Raises `Unreadable`."""
        entry = self._entries[name]
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable("The file is protected by a password. Save a copy without one, and import that.")
        try:
            with self._zip.open(entry) as part:
                return self._measure(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise Unreadable(f"The part {name} of the file is damaged. {_CURE}") from error

    def _measure(self, part: IO[bytes]) -> bytes:
        pieces, size = [], 0
        while piece := part.read(_CHUNK):
            size += len(piece)
            self._read += len(piece)
            if size > PART_LIMIT or self._read > WHOLE_LIMIT:
                raise Unreadable(f"Unpacked, the file has more than {PART_LIMIT // 1024**2} MB of text. {_CURE}")
            pieces.append(piece)
        return b"".join(pieces)
