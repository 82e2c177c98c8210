"""Which edition a file or a seal belongs to, and what became of that edition since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from meetings import sealing
from meetings.exporters.registry import FORMATS
from meetings.models import Edition, Seal, SealedFile
from meetings.querysets import Reader

LEAST = 8  # digits of a seal that tell it from others; more are asked for where they do not
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BEGINNING = re.compile(r"[0-9a-f]{8,64}")


class NoSeal(ValueError):
    """What was typed cannot be a seal; the message says why and the cure."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A sealed edition, with the file that was recognised, where it was one.

    `successor` is the edition that was approved after it, and `current` the one that stands now; both are None while
    it stands itself.
    """

    seal: Seal
    file: SealedFile | None = None
    successor: Edition | None = None
    current: Edition | None = None

    @property
    def edition(self) -> Edition:
        return self.seal.edition

    @property
    def format(self) -> str:
        """What the recognised file is called: `PDF`."""
        suffix = self.file.suffix if self.file else ""
        return FORMATS[suffix].name if suffix in FORMATS else suffix.upper()


def by_digest(user: Reader, digest: str) -> list[Identity]:
    """Find the editions that a file of this SHA-256 belongs to. Two editions may say the same, and so share a file."""
    if not _DIGEST.fullmatch(digest):
        return []
    files = SealedFile.objects.visible_to(user).of_digest(digest).with_edition().order_by("-seal__position")
    return [identify(user, file.seal, file) for file in files]


def by_seal(user: Reader, typed: str) -> list[Identity]:
    """Find the edition of a seal, or of its beginning, as somebody typed it. Raises `NoSeal`."""
    value = clean(typed)
    found = list(Seal.objects.visible_to(user).beginning(value).with_edition().in_order()[:2])
    if len(found) > 1:
        raise NoSeal("Several seals begin like this. Type more of it.")
    return [identify(user, seal) for seal in found]


def clean(typed: str) -> str:
    """Give a seal, or its beginning, without what paper and people put between its digits. Raises `NoSeal`."""
    value = re.sub(r"[\s.:…-]+", "", typed[:1000].lower().removeprefix("sha256"))
    if _BEGINNING.fullmatch(value):
        return value
    if len(value) < LEAST:
        raise NoSeal(f"Type {LEAST} of its digits at least.")
    raise NoSeal("A seal has 64 digits from 0 to 9 and a to f. Copy it from the page or the last page of the PDF.")


def identify(user: Reader, seal: Seal, file: SealedFile | None = None) -> Identity:
    """Say what became of a sealed edition."""
    editions = Edition.objects.visible_to(user).of_meeting(seal.edition.meeting.slug).with_seal().newest_first()
    later = [each for each in editions if each.number > seal.edition.number and each.is_public]
    return Identity(seal, file, later[-1] if later else None, later[0] if later else None)


def chain(user: Reader) -> dict[str, Any]:
    """Give all seals as plain data, for whoever wants to check them without this portal."""
    seals = list(Seal.objects.visible_to(user).with_edition().prefetch_related("files").in_order())
    return {
        "format": "ogp-seals/1",
        "newest": seals[-1].value if seals else sealing.FIRST,
        "seals": [_plain(seal) for seal in seals],
    }


def _plain(seal: Seal) -> dict[str, Any]:
    files = [{"format": file.suffix, "bytes": file.size, "sha256": file.digest} for file in seal.files.all()]
    return {
        "position": seal.position,
        "seal": seal.value,
        "statement": seal.statement,
        "address": seal.edition.get_absolute_url(),
        "files": files,
    }
