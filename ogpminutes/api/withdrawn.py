"""Tombstones: what stood in one edition, and stands in the next no more.

An edition that is superseded is not withdrawn, nor is anything in it: it keeps its address and its words. But whoever
keeps a copy of the current record must learn what left it. Passages and sessions that were moved or edited are still
the same, as `lasting` recognises them. Where the next edition says the words of one that is gone elsewhere, as a new
one, the tombstone names that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from decisions.models import ActionItem, Decision
from meetings.models import Edition, Passage, Session
from meetings.querysets import ANYBODY
from ogpminutes.api import addresses, identity, paging
from ogpminutes.api.resource import by
from ogpminutes.api.shapes.items import item_id
from ogpminutes.api.shapes.meetings import edition_id, passage_id, pinned, session_id

MOST = 20  # editions on a page of the list, each with all that left it
GONE = "This stood in an earlier edition of the minutes and does not stand in the current one. See `stood_at`."
ORDER = ("-superseded_at", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of thing that can leave the record.

    `mark` is what it is recognised by in the next edition; `name` adds to rows what `mark` and `id` read; `find` gives
    the columns of what stood last at an address of the API.
    """

    model: Any
    edition: Callable[[Any], Edition]
    mark: Callable[[Any], object]
    words: Callable[[Any], str]
    id: Callable[[Any], str]
    anchor: Callable[[Any], str]
    find: Callable[..., Mapping[str, Any] | None]
    joined: tuple[str, ...]
    name: Callable[[list[Any]], None] = lambda rows: None


def _item(model: Any, words: Callable[[Any], str]) -> Kind:
    return Kind(
        model=model,
        edition=lambda row: row.edition,
        mark=lambda row: row.number,
        words=words,
        id=item_id,
        anchor=lambda row: row.passage.citation,
        find=by(reference="edition__reference", number="number"),
        joined=("edition__meeting", "passage__session"),
    )


KINDS = {
    "sessions": Kind(
        model=Session,
        edition=lambda row: row.edition,
        mark=lambda row: row.origin,
        words=lambda row: row.heading,
        id=session_id,
        anchor=lambda row: f"session-{row.number}",
        find=identity.find_session,
        joined=("edition__meeting",),
        name=identity.name_sessions,
    ),
    "passages": Kind(
        model=Passage,
        edition=lambda row: row.session.edition,
        mark=lambda row: row.origin,
        words=lambda row: row.text,
        id=passage_id,
        anchor=lambda row: row.citation,
        find=identity.find_passage,
        joined=("session__edition__meeting",),
        name=identity.name_passages,
    ),
    "decisions": _item(Decision, lambda row: row.passage.text),
    "action-items": _item(ActionItem, lambda row: row.text),
}


@dataclass(frozen=True, slots=True)
class Tombstone:
    id: str
    stood_at: str
    stands_at: str | None
    replaced_by: str
    reason: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What left the record when one edition took the place of another."""

    edition: str
    replaced_by: str
    reason: str
    changes: str
    withdrawn_at: datetime
    sessions: list[Tombstone]
    passages: list[Tombstone]
    decisions: list[Tombstone]
    action_items: list[Tombstone]


def page(since: datetime | None, size: int, cursor: str) -> tuple[list[Withdrawal], str]:
    """Give superseded editions with what left the record, the newest change first; ten queries for all of them."""
    rows = Edition.objects.visible_to(ANYBODY).superseded().with_seal()
    rows = rows.changed_since(since) if since else rows
    before, following = paging.take(rows, ORDER, size, cursor, "withdrawn")
    after = _successors(before)
    pairs = [(edition, after[edition.pk]) for edition in before]
    lost = {name: _lost(kind, pairs) for name, kind in KINDS.items()}
    return [_withdrawal(*pair, {name: found[pair[0].pk] for name, found in lost.items()}) for pair in pairs], following


def _successors(editions: list[Edition]) -> dict[int, Edition]:
    """Give for each superseded edition the one that took its place, in one query."""
    meetings = {edition.meeting_id for edition in editions}
    public = Edition.objects.visible_to(ANYBODY).with_seal().filter(meeting__in=meetings).order_by("-number")
    rows = list(public)
    return {
        edition.pk: [row for row in rows if row.meeting_id == edition.meeting_id and row.number > edition.number][-1]
        for edition in editions
    }


def _lost(kind: Kind, pairs: list[tuple[Edition, Edition]]) -> dict[int, list[Tombstone]]:
    """Give edition id -> what the next edition does not have any more, in one query, and two where it has to be named.

    What a correction moves stays what it is, as `lasting` recognises it.
    """
    editions = {edition.pk: edition for pair in pairs for edition in pair}
    rows = list(kind.model.objects.of_editions(editions.values()).select_related(*kind.joined).order_by("pk"))
    kind.name(rows)
    standing: dict[int, dict[object, Any]] = {key: {} for key in editions}
    for row in rows:
        standing[kind.edition(row).pk][kind.mark(row)] = row
    return {before.pk: _missing(kind, standing[before.pk], standing[after.pk], after) for before, after in pairs}


def _missing(kind: Kind, old: dict[object, Any], new: dict[object, Any], after: Edition) -> list[Tombstone]:
    said = {kind.words(row): kind.id(row) for row in new.values()}
    return [
        Tombstone(
            kind.id(row),
            pinned(kind.edition(row), kind.anchor(row)),
            said.get(kind.words(row)),
            edition_id(after),
            after.reason,
            after.seal.sealed_at,
        )
        for mark, row in old.items()
        if mark not in new
    ]


def _withdrawal(before: Edition, after: Edition, lost: Mapping[str, list[Tombstone]]) -> Withdrawal:
    return Withdrawal(
        edition=edition_id(before),
        replaced_by=edition_id(after),
        reason=after.reason,
        changes=addresses.page("changes", after.meeting.slug, after.number),
        withdrawn_at=after.seal.sealed_at,
        **{name.replace("-", "_"): found for name, found in lost.items()},
    )


def find(resource: str, words: Mapping[str, str]) -> Tombstone | None:
    """Give the tombstone of what stood at an address of the API once, or None."""
    kind = KINDS.get(resource)
    wanted = kind.find(**words) if kind else None
    if kind is None or wanted is None:
        return None
    row = kind.model.objects.visible_to(ANYBODY).filter(**wanted).select_related(*kind.joined).order_by("-pk").first()
    if row is None:
        return None
    before = kind.edition(row)
    after = _successors([before])[before.pk]
    kind.name([row])
    return next((each for each in _lost(kind, [(before, after)])[before.pk] if each.id == kind.id(row)), None)
