"""One thing that can be followed: a name and a query string, read as its page reads them, for who has not signed in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import F, OuterRef, Subquery
from django.http import QueryDict
from django.urls import reverse

from meetings.models import Edition, Seal
from meetings.querysets import ANYBODY
from ogpminutes.following import departures, pages
from ogpminutes.following.entries import Entry
from ogpminutes.following.news import Window
from ogpminutes.following.pages import LENGTH, Page, Place, Source
from ogpminutes.following.recorded import Recorded
from ogpminutes.lasting import Gone


class Stream(ABC):
    """One thing to follow. Feeds `turn_to` its pages; `news` gives what became public in a window."""

    name: ClassVar[str]
    page: ClassVar[str]  # the name of the URL where people read it
    title: ClassVar[str]

    def __init__(self, data: QueryDict) -> None:
        self.query = ""
        self.notes: list[str] = []

    @property
    def path(self) -> str:
        return reverse(self.page) + (f"?{self.query}" if self.query else "")

    @property
    def label(self) -> str:
        """What it is, filters included, in words of the portal alone: whatever somebody typed is left out."""
        return f"{self.title}: {'; '.join(self.chosen)}" if self.chosen else self.title

    @property
    def chosen(self) -> list[str]:
        """What it is narrowed to, as the portal calls that."""
        return []

    @property
    def words(self) -> str:
        """The words that are looked for, as somebody typed them."""
        return ""

    def feed_path(self, form: str) -> str:
        return reverse("feed", args=[self.name, form]) + (f"?{self.query}" if self.query else "")

    @abstractmethod
    def _sources(self, window: Window | None) -> tuple[Source, ...]: ...

    def turn_to(self, place: Place | None = None) -> Page:
        """Give a page of it: nothing, as in `news`, where a part of the query means nothing."""
        return pages.page(() if self.notes else self._sources(None), place)

    def news(self, window: Window, length: int = LENGTH) -> list[Entry]:
        """Give what became public in a window, `length` entries at most, and what left the record. Where a part of the
        query means nothing any more, that is nothing: without it the stream would tell of what nobody asked for."""
        return [] if self.notes else [*pages.newest(self._sources(window), length), *self._left(window)]

    def has_news(self, window: Window) -> bool:
        if self.notes:
            return False
        return any(source.rows.exists() for source in self._sources(window)) or bool(self._left(window))

    def withdrawn(self) -> list[Gone]:
        """Give what was told of here once and left the record since, or was withdrawn; the newest departure first."""
        if self.notes:
            return []
        replaced: Any = Edition.objects.visible_to(ANYBODY).superseded()
        lost = self._lost(replaced.order_by("-superseded_at", "pk").values_list("pk", flat=True)[:LENGTH])
        gone = [*lost, *(each for recorded in self._recorded() for each in recorded.taken_back())]
        return sorted(gone, key=lambda each: each.when, reverse=True)[:LENGTH]

    def _recorded(self) -> Iterable[Recorded]:
        """What is told of beside what the minutes say."""
        return ()

    def _lost(self, replaced: Iterable[int]) -> list[Gone]:
        """Give what superseded editions, by their ids, said of this and the newest ones do not."""
        return []

    def _left(self, window: Window) -> list[Entry]:
        """What left the record with the corrections of a window. What was recorded and withdrawn is told by itself."""
        corrections = Seal.objects.visible_to(ANYBODY).filter(window.of(""), edition__number__gt=1)
        moments = set(corrections.values_list("sealed_at", flat=True))
        if not moments:
            return []
        replaced = Edition.objects.visible_to(ANYBODY).filter(status=Edition.Status.SUPERSEDED)
        corrected = replaced.filter(meeting__in=corrections.values("edition__meeting"))
        lost = self._lost(corrected.values_list("pk", flat=True))
        return departures.entries_of(gone for gone in lost if gone.when in moments)


def dated(rows: Any, path: str) -> Any:
    """Rows with `published`, when the first edition of their meeting became public, and `changed`, when theirs did."""
    seals = Seal.objects.visible_to(ANYBODY).filter(edition__meeting=OuterRef(f"{path}meeting"))
    first = seals.in_order().values("sealed_at")[:1]
    return rows.annotate(published=Subquery(first), changed=F(f"{path}seal__sealed_at"))
