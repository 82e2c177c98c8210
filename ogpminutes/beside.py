"""What stands beside the minutes on their page: neighbours, papers, what is still open, and what was renumbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from decisions.models import ActionItem, Decision
from decisions.register import standings
from meetings.models import Meeting
from meetings.querysets import Reader
from ogpminutes import papers, taking_up
from ogpminutes.citing import offer_edition
from ogpminutes.reading import Reading, open_edition
from ogpminutes.renumbering import Fate, citations, fates


@dataclass(frozen=True, slots=True)
class Citing:
    """Where passages of an edition are cited, and the numbers that earlier editions gave to other passages."""

    address: str
    renumbered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A number by which earlier editions cite what stands elsewhere here, and whether nothing here has it."""

    citation: str
    is_free: bool
    fates: tuple[Fate, ...]


def beside(user: Reader, reading: Reading) -> dict[str, Any]:
    """Give what a page of minutes shows beside them, in nine queries, and three for each earlier edition."""
    edition, meeting = reading.edition, reading.edition.meeting
    seen = Meeting.objects.visible_to(user).select_related("body")
    open_items = _open_items(user, reading) if edition.pk == reading.editions[0].pk else {}
    changed = _renumbered(user, reading)
    root = reverse("edition", args=[meeting.slug, edition.number])
    return {
        "previous": seen.before(meeting).first(),
        "following": seen.after(meeting).first(),
        "papers": papers.offered(user, meeting, reading.minutes),
        "offer": offer_edition(reading),
        "citing": Citing(f"{root}passages/", frozenset(one.citation for one in changed)),
        "renumbered": changed,
        "taken_up": taking_up.beside(user, reading),
        **open_items,
    }


def _open_items(user: Reader, reading: Reading) -> dict[str, Any]:
    """Give what these minutes decided and asked for that no update settles."""
    edition = reading.edition
    decisions = Decision.objects.current_for(user).of_edition(edition).still_open()
    actions = ActionItem.objects.current_for(user).of_edition(edition).still_open()
    items: list[Decision | ActionItem] = [
        *decisions.with_passage().newest_first(),
        *actions.with_passage().newest_first(),
    ]
    return {"still_open": standings(user, items) if items else []}


def _renumbered(user: Reader, reading: Reading) -> list[Renumbered]:
    """Tell what became of the numbers of earlier editions, on the page of the newest alone."""
    if len(reading.editions) == 1 or reading.edition.pk != reading.editions[0].pk:
        return []
    slug, here = reading.edition.meeting.slug, set(citations(reading.minutes))
    earlier = [open_edition(user, slug, edition.number) for edition in reading.editions[1:]]
    found: dict[str, list[Fate]] = {}
    for fate in fates(reading, earlier):
        found.setdefault(fate.citation, []).append(fate)
    return [Renumbered(citation, citation not in here, tuple(told)) for citation, told in found.items()]
