"""What lasts of a part of minutes through the editions of its meeting: its name, and when its words last changed.

A number belongs to an edition: `3D.6` of edition 1 may be `3D.7` of edition 2. Who reads a feed or keeps a copy must
not take one passage for another by it. So passages and sessions are named by the edition and number under which they
first stood, followed from edition to edition as `meetings.history` recognises them. One that is not recognised is new,
and its old self has left the record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from django.core.cache import cache
from django.db.models import Count

from decisions.models import ActionItem, Decision
from meetings.canonical import from_json
from meetings.history import identify
from meetings.minutes import Minutes
from meetings.models import Edition, Passage, Seal
from meetings.querysets import ANYBODY

DECIDED = ("passage__text", "outcome", "conditions", "referred_to")  # what a decision says
Traces = dict[int, dict[str, tuple[int, str, int]]]  # edition -> number -> first edition, number there, last change
_PLACE = re.compile(r"([0-9A-Z.-]+)(?:@([1-9][0-9]{0,4}))?")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a passage or a session first stood, by which it is named for ever.

    `edition` is 0 where that was the first edition of its meeting, whose references anybody knows.
    """

    reference: str
    number: str
    edition: int = 0

    @property
    def name(self) -> str:
        """What feeds call it: `SC-2020-12/3D.6`, or `SC-2020-12/editions/2/3D.6`."""
        edition = f"editions/{self.edition}/" if self.edition else ""
        return f"{self.reference}/{edition}{self.number}"

    @property
    def place(self) -> str:
        """What addresses call it behind the reference: `3D.6`, or `3D.6@2` for what came with edition 2."""
        return f"{self.number}@{self.edition}" if self.edition else self.number


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a passage or a session stood last, and whether that edition is the newest that anybody may see."""

    edition: Edition
    number: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Life:
    """Of what stands in the record: its name for ever, when it came there, and when its words last changed."""

    name: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """What left the record: the name that it had in feeds, how it was cited, when, why, and where it can be read."""

    name: str
    reference: str
    when: datetime
    reason: str
    path: str


@dataclass(frozen=True, slots=True)
class Line:
    """The public editions of a meeting, oldest first, and where each of their passages and sessions came from."""

    editions: tuple[Edition, ...]
    traces: Traces

    def life(self, number: int, citation: str) -> Life:
        first, origin, changed = self.traces[number][citation]
        sealed = {edition.number: edition.seal.sealed_at for edition in self.editions}
        return Life(self._origin(first, origin).name, sealed[first], sealed[changed])

    def origin(self, number: int, cited: str) -> Origin:
        return self._origin(*self.traces[number][cited][:2])

    def last(self, origin: Origin) -> Stand | None:
        """Say where what has this name stood last; None where nothing had it."""
        first = origin.edition or self.editions[0].number
        if origin != self._origin(first, origin.number):
            return None
        for edition in reversed(self.editions):
            for cited, trace in self.traces[edition.number].items():
                if trace[:2] == (first, origin.number):
                    return Stand(edition, cited, edition is self.editions[-1])
        return None

    def gone(self, number: int, citation: str) -> Gone | None:
        """Say of a passage of a superseded edition that it left the record, or None while the newest edition has it."""
        first, origin, _ = self.traces[number][citation]
        has = {edition.number: self._holds(edition.number, first, origin) for edition in self.editions}
        if has[self.editions[-1].number]:
            return None
        later = next(edition for edition in self.editions if edition.number > number and not has[edition.number])
        stood = next(edition for edition in self.editions if edition.number == number)
        return Gone(
            self._origin(first, origin).name,
            f"{stood.reference}/{citation}",
            later.seal.sealed_at,
            later.reason,
            f"{stood.get_absolute_url()}#{citation}",
        )

    def _holds(self, number: int, first: int, origin: str) -> bool:
        return any(trace[:2] == (first, origin) for trace in self.traces[number].values())

    def _origin(self, first: int, number: str) -> Origin:
        """A passage of the first edition is named as ever; a later edition is told in the name."""
        reference = next((edition.reference for edition in self.editions if edition.number == first), "")
        return Origin(reference, number, 0 if first == self.editions[0].number else first)


def origin(line: Line | None, edition: Edition, number: str) -> Origin:
    """Give where a passage or a session of an edition first stood. A meeting of one edition has no line."""
    return line.origin(edition.number, number) if line else Origin(edition.reference, number)


def last(reference: str, place: str) -> Stand | None:
    """Give where stood last what `Origin.reference` and `Origin.place` name, or None where nothing had that name.

    In three queries; the number of a `Stand` may not be there where the meeting has one public edition alone.
    """
    parts = _PLACE.fullmatch(place)
    named = Edition.objects.visible_to(ANYBODY).filter(reference=reference).order_by("number")
    edition = named.filter(number=parts[2]).first() if parts and parts[2] else named.first()
    if parts is None or edition is None:
        return None
    asked = Origin(reference, parts[1], int(parts[2] or 0))
    line = lines([edition.meeting_id]).get(edition.meeting_id)
    if line:
        return line.last(asked)
    return None if asked.edition else Stand(edition, asked.number, True)


def lines(meetings: Iterable[int]) -> dict[int, Line]:
    """Give the line of each of these meetings that has several public editions, in two queries, or three at first.

    What was found between sealed editions is kept, since they never change: reading one takes ten milliseconds.
    """
    public = Edition.objects.visible_to(ANYBODY).filter(meeting__in=set(meetings)).order_by()
    counted = public.values("meeting").annotate(number=Count("pk")).filter(number__gt=1)
    several = [row["meeting"] for row in counted]
    if not several:
        return {}
    editions = public.filter(meeting__in=several).with_seal().defer("seal__record").order_by("meeting", "number")
    parted = {meeting: tuple(own) for meeting, own in groupby(editions, key=lambda edition: edition.meeting_id)}
    keys = {meeting: "traces:" + ":".join(each.seal.value[:24] for each in own) for meeting, own in parted.items()}
    kept: dict[str, Traces] = cache.get_many(keys.values())
    new = [each.pk for meeting, own in parted.items() if keys[meeting] not in kept for each in own]
    records = dict(Seal.objects.filter(edition__in=new).values_list("edition", "record")) if new else {}
    for meeting, own in parted.items():
        if keys[meeting] not in kept:
            traces = trace([(each.number, from_json(records[each.pk].encode())) for each in own])
            kept[keys[meeting]] = traces
            cache.set(keys[meeting], traces, None)
    return {meeting: Line(own, kept[keys[meeting]]) for meeting, own in parted.items()}


def of_passages(passages: Iterable[Any]) -> dict[int, Life]:
    """Give the life of each passage, by its id. They come with the dates of `stream.dated`."""
    passages = list(passages)
    known = lines(passage.session.edition.meeting_id for passage in passages)
    return {passage.pk: _life(passage, known.get(passage.session.edition.meeting_id)) for passage in passages}


def of_items(model: type[Decision] | type[ActionItem], items: Iterable[Any], same: tuple[str, ...]) -> dict[int, Life]:
    """Give the life of decisions or action items, by their id; in one query. `same` is what has to be equal in them."""
    items = list(items)
    meetings, numbers = {item.edition.meeting_id for item in items}, {item.number for item in items}
    rows = model.objects.visible_to(ANYBODY).filter(edition__meeting__in=meetings, number__in=numbers).order_by()
    columns = ("edition__meeting", "number", "edition__number", "edition__seal__sealed_at", *same)
    found: dict[tuple[int, str], list[tuple[Any, ...]]] = defaultdict(list)
    for meeting, number, *rest in rows.order_by("-edition__number").values_list(*columns):
        found[meeting, number].append(tuple(rest))
    return {item.pk: _life_of(item, found[item.edition.meeting_id, item.number]) for item in items}


def of_record(passages: list[Any]) -> dict[int, Life]:
    """Give the life of each passage, by its id; of one that decides, that of its decision, in four queries."""
    deciding = {passage.pk: passage for passage in passages if hasattr(passage, "decision")}
    decisions = decided_in(deciding.values())
    decided = of_items(Decision, decisions, DECIDED) if decisions else {}
    others = of_passages(passage for passage in passages if passage.pk not in deciding)
    return {**others, **{decision.passage_id: decided[decision.pk] for decision in decisions}}


def decided_in(passages: Iterable[Any]) -> list[Decision]:
    """Give the decisions of passages, with the edition and the dates of these."""
    found = []
    for passage in passages:
        if decision := getattr(passage, "decision", None):
            decision.edition = passage.session.edition
            decision.published = getattr(passage, "published", None)
            found.append(decision)
    return found


def _life_of(item: Any, stood: list[tuple[Any, ...]]) -> Life:
    """`stood` are edition, moment of its seal and words, newest first."""
    updated = stood[0][1]
    for (_, _, *words), (_, sealed_at, *before) in pairwise(stood):
        if words != before:
            break
        updated = sealed_at
    return Life(item.reference, item.published, updated)


def _life(passage: Any, line: Line | None) -> Life:
    edition = passage.session.edition
    if line is None:
        return Life(origin(line, edition, passage.citation).name, passage.published, passage.changed)
    return line.life(edition.number, passage.citation)


def gone(passages: Iterable[Passage]) -> list[Gone]:
    """Give which of these passages of superseded editions left the record, the newest departure first, each once."""
    passages = sorted(passages, key=lambda passage: passage.session.edition.number)  # told as it was said last
    known = lines(passage.session.edition.meeting_id for passage in passages)
    found: dict[str, Gone] = {}
    for passage in passages:
        edition = passage.session.edition
        left = known[edition.meeting_id].gone(edition.number, passage.citation)
        if left and not hasattr(passage, "decision"):  # a decision is named by its number, as an item is
            found[left.name] = left
    return sorted(found.values(), key=lambda each: each.when, reverse=True)


def gone_items(model: type[Decision] | type[ActionItem], items: Iterable[Any]) -> list[Gone]:
    """Give which of these items of superseded editions left the record, the newest departure first, in two queries."""
    items = sorted(items, key=lambda item: item.edition.number)
    meetings = {item.edition.meeting_id for item in items}
    if not meetings:
        return []
    public = Edition.objects.visible_to(ANYBODY).filter(meeting__in=meetings).select_related("seal")
    editions = list(public.defer("seal__record").order_by("number"))
    held = set(model.objects.visible_to(ANYBODY).filter(edition__meeting__in=meetings).values_list("edition", "number"))
    found: dict[str, Gone] = {}
    for item in items:
        later = [each for each in editions if each.meeting_id == item.edition.meeting_id]
        if (later[-1].pk, item.number) not in held:
            last = max(each.number for each in later if (each.pk, item.number) in held)
            left = next(each for each in later if each.number > last)
            path = f"{item.edition.get_absolute_url()}#{item.passage.citation}"
            found[item.reference] = Gone(item.reference, item.reference, left.seal.sealed_at, left.reason, path)
    return sorted(found.values(), key=lambda each: each.when, reverse=True)


def trace(told: list[tuple[int, Minutes]]) -> Traces:
    """Follow every passage and session of editions, which come oldest first, back to where it first stood as it is."""
    number, oldest = told[0]
    traces: Traces = {number: {cited: (number, cited, number) for cited in _parts(oldest)}}
    for (before, older), (number, newer) in pairwise(told):
        pairs, old, new = identify(older, newer), _parts(older), _parts(newer)
        came_from = {**pairs.sessions, **pairs.passages}  # the number of a passage has a dot, that of a session none
        traces[number] = {}
        for cited, part in new.items():
            was = came_from.get(cited)
            if was is None:
                traces[number][cited] = (number, cited, number)
                continue
            first, origin, changed = traces[before][was]
            traces[number][cited] = (first, origin, changed if old[was] == part else number)
    return traces


def _parts(minutes: Minutes) -> dict[str, Any]:
    """Give number -> what stands there: of a session its heading, of a passage all of it."""
    sessions = list(minutes.all_sessions())
    passages = {cited: passage for session in sessions for cited, passage in session.numbered()}
    return {**{session.number: session.heading for session in sessions}, **passages}
