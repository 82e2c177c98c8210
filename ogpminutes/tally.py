"""Counts over the whole record, and what is newest in it: kept until the record changes (`meetings.keeping`)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from decisions.models import ActionItem, Decision, Update
from meetings.facets import count
from meetings.keeping import kept
from meetings.models import Edition, Entry
from meetings.querysets import Reader
from meetings.sealing import digest
from meetings.words import Kind
from ogpminutes.models.members import today

FORMAT = 2  # of what is kept: raise it with the fields below, since a shared cache outlives a release
NEWEST = 6  # meetings whose ids are kept
ITEMS = 3  # decisions and action items likewise


Held = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the minutes hold that a reader may see.

    `subjects` gives for `region` and `theme`, by slug, how many feedback items, decisions and passages are about it;
    `years` the meetings of each year; `editions` and `decisions` the ids of the newest.
    """

    subjects: dict[str, dict[str, Held]]
    years: dict[int, int]
    editions: tuple[int, ...]
    decisions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """What is left to do: how much, and the ids of action items: those due longest or next, or else the oldest."""

    decisions: int
    actions: int
    overdue: int
    next: tuple[int, ...]


def tally(user: Reader, record: str) -> Tally:
    """Give the counts of the record of that name, as `name_record` gives it."""
    counted: Tally = kept(f"tally/{FORMAT}/{record}", lambda: _count(user))
    return counted


def still_open(user: Reader, record: str) -> Open:
    """Give what is left to do by the newest update, today. Updates are never changed, so the newest names them all."""
    update = Update.objects.order_by("-pk").values_list("pk", "recorded_at").first()
    counted: Open = kept(f"open/{FORMAT}/{record}/{digest(f'{update} {today()}')}", lambda: _count_open(user))
    return counted


def _count(user: Reader) -> Tally:
    editions = Edition.objects.current_for(user)
    years = editions.order_by().values_list("meeting__first_day__year").annotate(number=Count("pk"))
    decisions = Decision.objects.current_for(user).newest_first()
    return Tally(
        {name: _count_subjects(user, name) for name in ("region", "theme")},
        dict(sorted(years)),
        tuple(editions.newest_first().values_list("pk", flat=True)[:NEWEST]),
        tuple(decisions.values_list("pk", flat=True)[:ITEMS]),
    )


def _count_subjects(user: Reader, name: str) -> dict[str, Held]:
    passages, column = Entry.objects.passages().current_for(user), f"{name}s"
    feedback, decisions = (count(passages.of_kind(kind), column) for kind in (Kind.FEEDBACK, Kind.DECISION))
    return {slug: (feedback[slug], decisions[slug], number) for slug, number in count(passages, column).items()}


def _count_open(user: Reader) -> Open:
    actions = ActionItem.objects.current_for(user).still_open()
    dated = actions.exclude(due=None).order_by("due", "pk").values_list("pk", flat=True)[:ITEMS]
    oldest = actions.order_by("edition__first_day", "edition__meeting__slug", "pk").values_list("pk", flat=True)[:ITEMS]
    return Open(
        Decision.objects.current_for(user).still_open().count(),
        actions.count(),
        actions.filter(due__lt=today()).count(),
        tuple(dated) or tuple(oldest),
    )
