"""At which meetings a decision or an action item was spoken of again: those whose minutes cite its reference.

Nothing is recorded for it: what the minutes say is the record. A citation counts where the reader may see the passage,
so a draft that takes an item up shows to nobody before its time. References are found as they are printed on the item's
page, `SC-2020-12/A3`, in any passage of another meeting.

Looking through 80,000 passages takes some 50 ms, so which passages cite what is kept in the cache, of all editions,
until any edition is made, saved or deleted; who may see them is asked of the database each time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from decisions.models import ActionItem, Decision
from meetings.models import Edition, Passage
from meetings.querysets import Reader

KEY, HOUR = "decisions.reviews", 60 * 60
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
    """Give for each item, by its reference, the other meetings that cite it, newest first; in two queries at most."""
    meetings = {item.reference: item.edition.meeting_id for item in items}
    found: dict[str, dict[int, list[Passage]]] = defaultdict(lambda: defaultdict(list))
    for passage in _citing(user, meetings):
        for reference in cited_in(passage.text):
            meeting = passage.session.edition.meeting_id
            if meetings.get(reference, meeting) != meeting:
                found[reference][meeting].append(passage)
    return {reference: list(_reviews(each.values())) for reference, each in found.items()}


def _citing(user: Reader, references: Iterable[str]) -> Iterable[Passage]:
    index = _index()
    passages = {pk for reference in references for pk in index.get(reference, ())}
    if not passages:
        return []
    return Passage.objects.current_for(user).filter(pk__in=passages).with_session().in_order()


def _index() -> dict[str, list[int]]:
    """Give for each reference the ids of the passages that cite it, whoever may see them."""
    state = Edition.objects.aggregate(Count("pk"), Sum("version"), Max("pk"))
    kept = cache.get(KEY)
    if kept is None or kept[0] != state:
        kept = (state, _read_index())
        cache.set(KEY, kept, HOUR)
    return kept[1]


def _read_index() -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    citing = Passage.objects.mentioning(["/A", "/D"]).order_by().values_list("pk", "text")
    for pk, text in citing.iterator():
        for reference in cited_in(text):
            found[reference].append(pk)
    return dict(found)


def _reviews(meetings: Iterable[list[Passage]]) -> Iterator[Review]:
    for passages in meetings:
        yield Review(passages[0].session.edition, tuple(passage.citation for passage in passages))
