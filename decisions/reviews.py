"""At which meetings a decision or an action item was spoken of again: those whose minutes cite its reference.

Nothing is recorded for it: what the minutes say is the record. A citation counts where the reader may see the passage,
so a draft that takes an item up shows to nobody before its time. References are found as they are printed on the item's
page, `SC-2020-12/A3`, in any passage of another meeting. One query looks through the passages for all items of a page;
at 80,000 passages that takes some 30 ms, and a full-text index would be the place to ask at ten times that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from decisions.models import ActionItem, Decision
from meetings.models import Edition, Passage
from meetings.querysets import Reader

MOST_PREFIXES = 8  # references of meetings that one query looks for by name; with more it reads whatever cites an item
CITED = re.compile(r"(?<![A-Za-z0-9-])([A-Z0-9]+(?:-[A-Z0-9]+)*/[AD][1-9][0-9]{0,3})(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Review:
    """One meeting whose minutes cite an item, and the passages that do."""

    edition: Edition
    citations: tuple[str, ...]

    @property
    def address(self) -> str:
        return f"{self.edition.meeting.get_absolute_url()}#{self.citations[0]}"


def cited_in(text: str) -> list[str]:
    """Give the references of decisions and action items that a text cites, each once, in order."""
    return list(dict.fromkeys(CITED.findall(text)))


def reviews_of(user: Reader, items: Iterable[Decision | ActionItem]) -> dict[str, list[Review]]:
    """Give for each item, by its reference, the other meetings that cite it, newest first; in one query."""
    meetings = {item.reference: item.edition.meeting_id for item in items}
    found: dict[str, dict[int, list[Passage]]] = defaultdict(lambda: defaultdict(list))
    for passage in _citing(user, meetings):
        for reference in cited_in(passage.text):
            meeting = passage.session.edition.meeting_id
            if meetings.get(reference, meeting) != meeting:
                found[reference][meeting].append(passage)
    return {reference: list(_reviews(each.values())) for reference, each in found.items()}


def _citing(user: Reader, references: Iterable[str]) -> QuerySet[Passage] | list[Passage]:
    prefixes = {reference[: reference.index("/") + 2] for reference in references}
    if not prefixes:
        return []
    looked_for = sorted(prefixes) if len(prefixes) <= MOST_PREFIXES else ["/A", "/D"]
    return Passage.objects.current_for(user).mentioning(looked_for).with_session().in_order()


def _reviews(meetings: Iterable[list[Passage]]) -> Iterator[Review]:
    for passages in meetings:
        yield Review(passages[0].session.edition, tuple(passage.citation for passage in passages))
