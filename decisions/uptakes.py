"""Suggestions that were taken up, with both ends as a reader sees them. A suggestion is never shown as the decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from decisions.models import ActionItem, Decision, Uptake
from meetings.markdown import plain
from meetings.models import Passage
from meetings.querysets import Reader

COLUMNS = ("suggestion", "suggested at", "words", "extent", "taken up in", "at", "as minuted", "day", "note", "address")
CHUNK = 500  # rows of a spreadsheet whose ends are read together


@dataclass(frozen=True, slots=True)
class Link:
    """A suggestion, and the decision or action item that it was taken up in."""

    uptake: Uptake
    passage: Passage
    item: Decision | ActionItem

    @property
    def reference(self) -> str:
        """How the suggestion is cited: `SC-2020-12/3D.6`."""
        return f"{self.passage.session.edition.reference}/{self.passage.citation}"

    @property
    def passage_address(self) -> str:
        """The page of the suggestion in the edition that it is cited from."""
        return reverse("passage", args=[self.uptake.meeting.slug, self.uptake.edition, self.uptake.citation])

    @property
    def words(self) -> str:
        """What the item says, as minuted."""
        return self.item.text if isinstance(self.item, ActionItem) else self.item.passage.text

    @property
    def what(self) -> str:
        return "action item" if isinstance(self.item, ActionItem) else "decision"


def listed(user: Reader) -> QuerySet[Uptake]:
    """Give what was taken up and stands, newest first, as far as a reader may see both ends."""
    found: QuerySet[Uptake] = Uptake.objects.visible_to(user).standing().newest_first().with_all()
    return found


def links(user: Reader, uptakes: Iterable[Uptake]) -> list[Link]:
    """Give these with both ends, in three queries; those of which the reader does not see both are left out."""
    uptakes = list(uptakes)
    if not uptakes:
        return []
    passages = _passages(user, uptakes)
    places = {(each.into_meeting_id, each.into_number) for each in uptakes}
    items: dict[Any, Decision | ActionItem] = {
        **ActionItem.objects.visible_to(user).by_place(places),
        **Decision.objects.visible_to(user).by_place(places),
    }
    ends = ((each, passages.get(_place(each)), items.get((each.into_meeting_id, each.into_number))) for each in uptakes)
    return [Link(uptake, passage, item) for uptake, passage, item in ends if passage and item]


def into(user: Reader, item: Decision | ActionItem) -> list[Link]:
    """Give the suggestions that an item takes up, newest first, withdrawn ones too."""
    return links(user, Uptake.objects.told().into(item).newest_first().with_all())


def rows(user: Reader, uptakes: QuerySet[Uptake]) -> Iterator[tuple[str, ...]]:
    """Give what was taken up as rows of CSV, a chunk at a time."""
    found = uptakes.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from (_row(link) for link in links(user, chunk))


def _row(link: Link) -> tuple[str, ...]:
    return (
        link.reference,
        link.passage.session.edition.first_day.isoformat(),
        plain(link.passage.text),
        link.uptake.get_extent_display(),
        link.item.reference,
        link.item.edition.first_day.isoformat(),
        plain(link.words),
        link.uptake.day.isoformat(),
        link.uptake.note,
        f"{settings.PORTAL_ADDRESS}{link.passage_address}",
    )


def _place(uptake: Uptake) -> tuple[int, int, str, int]:
    return (uptake.meeting_id, uptake.edition, uptake.session, uptake.passage)


def _passages(user: Reader, uptakes: list[Uptake]) -> dict[tuple[int, int, str, int], Passage]:
    wanted = {_place(each) for each in uptakes}
    seen: Any = Passage.objects.visible_to(user).with_session().order_by()
    near = Q(
        session__edition__meeting__in={place[0] for place in wanted},
        session__number__in={place[2] for place in wanted},
        number__in={place[3] for place in wanted},
    )
    found = {}
    for passage in seen.filter(near):
        edition = passage.session.edition
        found[edition.meeting_id, edition.number, passage.session.number, passage.number] = passage
    return {place: passage for place, passage in found.items() if place in wanted}
