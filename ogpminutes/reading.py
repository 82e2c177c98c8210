"""What a reader's page of minutes needs, gathered before anything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404

from meetings.exporters import pdf
from meetings.exporters.registry import FORMATS, Format
from meetings.imprint import Imprint
from meetings.layout import lay_out
from meetings.minutes import Minutes
from meetings.models import Edition
from meetings.querysets import Reader
from meetings.vocabulary import Vocabulary
from ogpminutes import archive

DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Reading:
    """One edition, opened for a reader who may see it, with the other editions that they may see, newest first."""

    edition: Edition
    editions: list[Edition]
    minutes: Minutes
    imprint: Imprint
    vocabulary: Vocabulary

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

    def file(self, wanted: Format) -> bytes:
        """Give the edition as a file. A PDF is kept for a day, under a name that changes with its bytes."""
        contents = (self.minutes, self.imprint, self.vocabulary)
        if wanted.make is not pdf.export:
            return wanted.export(*contents)
        key = pdf.cache_key(*contents)
        if (kept := cache.get(key)) is None:
            cache.set(key, kept := wanted.export(*contents), DAY)
        return bytes(kept)


def open_edition(user: Reader, slug: str, number: int | None = None) -> Reading:
    """Open an edition of a meeting, the newest without a number. Raises `Http404` where there is none to see."""
    editions = list(Edition.objects.visible_to(user).of_meeting(slug).with_meeting().newest_first())
    chosen = [edition for edition in editions if number in (None, edition.number)]
    if not chosen:
        raise Http404("There are no such minutes.")
    edition = chosen[0]
    return Reading(edition, editions, archive.read(edition), imprint(edition), archive.vocabulary())


def imprint(edition: Edition) -> Imprint:
    return Imprint(
        edition=edition.number,
        status=edition.status,
        address=settings.PORTAL_ADDRESS + edition.get_absolute_url(),
        reason=edition.reason,
        approved_on=edition.approved_on,
    )
