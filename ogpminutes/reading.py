"""What a reader's page of minutes needs, gathered before anything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404

from meetings.canonical import from_json
from meetings.exporters import pdf
from meetings.exporters.registry import FORMATS
from meetings.imprint import Imprint
from meetings.layout import lay_out
from meetings.minutes import Minutes
from meetings.models import Edition, Seal
from meetings.querysets import Reader
from meetings.vocabulary import Vocabulary
from ogpminutes import archive, vault

DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Reading:
    """One edition, opened for a reader who may see it, with the other editions that they may see, newest first."""

    edition: Edition
    editions: list[Edition]
    minutes: Minutes
    imprint: Imprint
    vocabulary: Vocabulary
    seal: Seal | None = None

    def context(self) -> dict[str, Any]:
        return {
            "edition": self.edition,
            "editions": self.editions,
            "newest": self.editions[0],
            "minutes": self.minutes,
            "imprint": self.imprint,
            "vocabulary": self.vocabulary,
            "layout": lay_out(self.minutes),
            "formats": FORMATS,
        }

    def file(self, suffix: str) -> bytes:
        """Give the edition as a file: as it was sealed, or made now. Raises `FileLost` and `PrintingFailed`.

        A PDF that is made now is kept for a day, under a name that changes with its bytes.
        """
        if self.seal and (sealed := vault.find(self.seal, suffix)):
            return vault.load(sealed)
        wanted, contents = FORMATS[suffix], (self.minutes, self.imprint, self.vocabulary)
        if wanted.make is not pdf.export:
            return wanted.export(*contents)
        key = pdf.cache_key(*contents)
        if (kept := cache.get(key)) is None:
            cache.set(key, kept := wanted.export(*contents), DAY)
        return bytes(kept)


def open_edition(user: Reader, slug: str, number: int | None = None) -> Reading:
    """Open an edition of a meeting, the newest without a number. Raises `Http404` where there is none to see."""
    editions = list(Edition.objects.visible_to(user).of_meeting(slug).with_seal().newest_first())
    chosen = [edition for edition in editions if number in (None, edition.number)]
    if not chosen:
        raise Http404("There are no such minutes.")
    edition = chosen[0]
    seal: Seal | None = getattr(edition, "seal", None)
    minutes = from_json(seal.record.encode()) if seal else archive.read(edition)
    imprint = make_imprint(edition, seal=seal.value if seal else "")
    return Reading(edition, editions, minutes, imprint, archive.vocabulary(), seal)


def make_imprint(edition: Edition, **differing: Any) -> Imprint:
    """Give the imprint of an edition; `differing` are facts that are not on its row, or not yet."""
    facts = {
        "edition": edition.number,
        "status": edition.status,
        "address": settings.PORTAL_ADDRESS + edition.get_absolute_url(),
        "reason": edition.reason,
        "approved_on": edition.approved_on,
        "verify_address": f"{settings.PORTAL_ADDRESS}/verify/",
    }
    return Imprint(**{**facts, **differing})
