"""What the search looks at, as verbs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from meetings.querysets import EditionRowQuerySet

LAST = 2**63 - 1  # the highest id
Rows = list[tuple[Any, ...]]  # as a database gives them
Row = TypeVar("Row", bound=models.Model)


class EntryQuerySet(EditionRowQuerySet[Row]):
    """What the search looks at. An entry is seen where its edition is."""

    def passages(self) -> Self:
        return self.filter(what="passage")

    def besides_passages(self) -> Self:
        """People, organisations, sessions, papers and notes on attendance."""
        return self.exclude(what="passage")

    def untitled(self) -> Self:
        """What is no passage and has no title, which all of it has: a release that kept none indexed it."""
        return self.besides_passages().filter(title="")

    def of_meeting(self, meeting: models.Model) -> Self:
        return self.filter(meeting=meeting)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def since(self, year: int) -> Self:
        return self.filter(year__gte=year)

    def stating(self) -> Self:
        """Passages that decide or promise something."""
        return self.passages().exclude(state="")

    def about(self, subject: str, values: Iterable[object]) -> Self:
        """Entries that carry any of these values in `regions`, `themes` or `organisations`."""
        condition = Q(pk__in=[])
        for value in values:
            condition |= Q(**{f"{subject}__contains": f" {value} "})
        return self.filter(condition)

    def newest_first(self) -> Self:
        """Newest meeting first, and within a meeting as it is written."""
        return self.order_by("pk")
