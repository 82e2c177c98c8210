"""Letting a draft say other minutes than it says: what stays the same keeps its rows, and so what hangs on them.

A session or passage that `meetings.history` recognises keeps its row, wherever it moved and however it was edited.
Decisions, action items, references and attendance are known by what they say, so those that changed are filed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from decisions.models import ActionItem, Decision
from meetings import minutes as waist
from meetings.folding import fold
from meetings.history import Change, Pairs, compare, identify
from meetings.minutes import Minutes
from meetings.models import Edition, Passage, Reference, Session
from ogpminutes import archive, filing

PARKED = archive.MOST_PARTS + 1  # added to a place while rows change theirs, which no two may share at any moment
BATCH = 200  # rows in one UPDATE
SESSION_FIELDS = ("parent", "position", "number", "heading", "folded")
PASSAGE_FIELDS = ("session", "number", "kind", "depth", "text", "scope", "folded")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a rewriting changed, part by part."""

    changes: tuple[Change, ...] = ()

    @property
    def edited(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.fate in ("edited", "moved"))

    @property
    def new(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.fate == "new")

    @property
    def removed(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.fate == "removed")


def preview(edition: Edition, minutes: Minutes) -> Rewritten:
    """Tell what `rewrite` would change."""
    return Rewritten(compare(archive.read(edition), minutes))


@transaction.atomic
def rewrite(edition: Edition, minutes: Minutes) -> Rewritten:
    """Let the rows of a draft say these minutes. The caller has claimed it. Raises `InvalidMinutes`."""
    archive.demand_bearable(minutes)
    before = archive.read(edition)
    if before == minutes:
        return Rewritten()
    facts = archive.facts_of(minutes)
    Edition.objects.filter(pk=edition.pk).update(**facts)
    for name, value in facts.items():
        setattr(edition, name, value)
    pairs = identify(before, minutes)
    _Sessions(edition, before, minutes, pairs).rewrite()
    if before.attendance != minutes.attendance:
        edition.attendance_groups.all().delete()
        filing.file_attendance(edition, minutes)
    return Rewritten(compare(before, minutes, pairs))


class _Sessions:
    """The rows of the sessions of one edition, on their way from one state to the next."""

    def __init__(self, edition: Edition, before: Minutes, after: Minutes, pairs: Pairs) -> None:
        self.edition, self.after, self.pairs = edition, after, pairs
        self.old_sessions = {session.number: session for session in before.all_sessions()}
        self.old_passages = dict(cited for session in before.all_sessions() for cited in session.numbered())
        self.session_rows = {row.number: row for row in Session.objects.of_edition(edition)}
        passages = Passage.objects.of_edition(edition).select_related("session")
        self.passage_rows = {row.citation: row for row in passages}

    def rewrite(self) -> None:
        self._take_out()
        self._park()
        sessions = self._place_sessions()
        passages = self._place_passages(sessions)
        self._file_what_they_hold(sessions, passages)
        gone = self.session_rows.keys() - set(self.pairs.sessions.values())
        Session.objects.filter(pk__in=[self.session_rows[number].pk for number in gone]).delete()

    # What goes

    def _take_out(self) -> None:
        """Delete passages that are gone, and decisions and action items that are not what they were."""
        survivors = {origin: cited for cited, origin in self.pairs.passages.items()}
        gone = [row.pk for cited, row in self.passage_rows.items() if cited not in survivors]
        now = dict(cited for session in self.after.all_sessions() for cited in session.numbered())
        changed = [
            self.passage_rows[origin].pk
            for origin, cited in survivors.items()
            if _items(self.old_passages[origin]) != _items(now[cited])
        ]
        for model in (Decision, ActionItem):
            model.objects.filter(passage__in=[*gone, *changed]).delete()
        Passage.objects.filter(pk__in=gone).delete()

    def _park(self) -> None:
        """Take all rows out of their places, so that none is in the way of another that moves."""
        aside = {"position": F("position") + PARKED, "number": Concat(Value("~"), Cast("pk", CharField()))}
        Session.objects.filter(edition=self.edition).update(**aside)
        moved = [
            self.passage_rows[origin].pk
            for cited, origin in self.pairs.passages.items()
            if not self._stays(cited, origin)
        ]
        Passage.objects.filter(pk__in=moved).update(number=F("number") + PARKED)

    def _stays(self, cited: str, origin: str) -> bool:
        (session, _, number), (old_session, _, old_number) = cited.rpartition("."), origin.rpartition(".")
        return number == old_number and self.pairs.sessions.get(session) == old_session

    # What stays and what comes

    def _place_sessions(self) -> list[_Placed]:
        placed = self._place_level((session, None) for session in self.after.sessions)
        return placed + self._place_level((part, row) for row, session, _ in placed for part in session.breakouts)

    def _place_level(self, sessions: Iterable[tuple[waist.Session, Session | None]]) -> list[_Placed]:
        positions = {session.number: place for place, session in enumerate(self.after.all_sessions(), 1)}
        placed = []
        for session, parent in sessions:
            origin = self.pairs.sessions.get(session.number, "")
            row = self.session_rows.get(origin) or Session(edition=self.edition)
            row.parent, row.position, row.number = parent, positions[session.number], session.number
            row.heading, row.folded = session.heading, fold(session.heading)
            placed.append((row, session, self.old_sessions.get(origin)))
        _store(Session, SESSION_FIELDS, [row for row, *_ in placed])
        return placed

    def _place_passages(self, sessions: list[_Placed]) -> list[_Placed]:
        placed, changed = [], []
        for session_row, session, _ in sessions:
            for number, (cited, passage) in enumerate(session.numbered(), 1):
                origin = self.pairs.passages.get(cited, "")
                row, was = self.passage_rows.get(origin) or Passage(), self.old_passages.get(origin)
                row.session, row.number = session_row, number
                row.kind, row.depth, row.scope = passage.kind.value, passage.depth, passage.scope.value
                row.text, row.folded = passage.text, fold(passage.text)
                placed.append((row, passage, was))
                if was != passage or not self._stays(cited, origin):
                    changed.append(row)
        _store(Passage, PASSAGE_FIELDS, changed)
        return placed

    def _file_what_they_hold(self, sessions: list[_Placed], passages: list[_Placed]) -> None:
        _tag(Session, _changed(sessions, _tags))
        _tag(Passage, _changed(passages, _tags))
        papers = _changed(sessions, attrgetter("references"))
        Reference.objects.filter(session__in=[row.pk for row, _ in papers]).delete()
        filing.file_references(papers)
        items = _changed(passages, _items)
        filing.file_decisions(self.edition, items)
        filing.file_actions(self.edition, items)


_Placed = tuple[Any, Any, Any]  # a row, the part that it holds now, and the part that it held before, if any
_tags, _items = attrgetter("regions", "themes"), attrgetter("decision", "actions")


def _changed(placed: Iterable[_Placed], facts: Callable[[Any], Any]) -> list[tuple[Any, Any]]:
    """Give the rows, with what they hold now, of which these facts are not what they were."""
    return [(row, part) for row, part, was in placed if was is None or facts(was) != facts(part)]


def _store(model: type[Session] | type[Passage], fields: Sequence[str], rows: Sequence[Any]) -> None:
    new, kept = [row for row in rows if row.pk is None], [row for row in rows if row.pk]
    model.objects.bulk_create(new)
    model.objects.bulk_update(kept, fields, batch_size=BATCH)


def _tag(model: type[Session] | type[Passage], pairs: list[tuple[Any, Any]]) -> None:
    """Let rows have the regions and themes of their parts, and no others."""
    owner = model._meta.model_name
    for subject in ("regions", "themes"):
        through = getattr(model, subject).through
        through.objects.filter(**{f"{owner}__in": [row.pk for row, _ in pairs]}).delete()
    filing.file_tags(model, pairs)
