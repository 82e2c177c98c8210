"""What changed between two minutes, part by part: for the page of changes, and before a save that removes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from meetings.history import notes
from meetings.history.identity import Pairs, identify, pair
from meetings.history.matching import longest_rising
from meetings.history.spans import Span, word_diff
from meetings.minutes import AttendanceGroup, Attendee, Minutes, Moment, Passage, Session

Part = Literal["fact", "session", "reference", "passage", "group", "attendee"]
Fate = Literal["edited", "moved", "new", "removed"]

FACTS = {
    "publisher": "Publisher",
    "title": "Title",
    "dates": "Dates",
    "place": "Place",
    "body": "Body",
    "meeting": "Meeting",
    "reference": "Reference",
    "first_day": "First day",
    "last_day": "Last day",
    "language": "Language",
    "opened": "Opened",
    "adjourned": "Adjourned",
    "attendance_heading": "Heading of the attendance",
    "attendance_first": "Attendees stand first",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one part.

    `place` is where it stands (the citation of a passage, the number of a session, the name of a fact, the heading of
    a group or its reader's name), in the new minutes, or in the old where it was removed; `place_before` is where it
    stood. `before` and `after` are its words; `notes` what the minutes say of it besides its words, such as
    "Theme: civic-space".
    """

    part: Part
    fate: Fate
    place: str
    place_before: str = ""
    before: str = ""
    after: str = ""
    notes_before: tuple[str, ...] = ()
    notes_after: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name the part: `3D.6 Civic space and road-to-Summit engagement should …`."""
        words = self.after or self.before
        short = f"{words[:80]}…" if len(words) > 80 else words
        return short if self.part in ("attendee", "group") else f"{self.place} {short}"

    @property
    def spans(self) -> tuple[Span, ...]:
        """The words, with what went and what came."""
        return word_diff(self.before, self.after)

    @property
    def notes_removed(self) -> tuple[str, ...]:
        return tuple(note for note in self.notes_before if note not in self.notes_after)

    @property
    def notes_added(self) -> tuple[str, ...]:
        return tuple(note for note in self.notes_after if note not in self.notes_before)


@dataclass(frozen=True, slots=True)
class _Item:
    """A part as it is compared: where it stands, what it says, and what is said of it."""

    place: str
    words: str
    notes: tuple[str, ...] = ()


def compare(before: Minutes, after: Minutes, pairs: Pairs | None = None) -> tuple[Change, ...]:
    """Give what changed, in the order of the new minutes; what was removed stands where it stood."""
    pairs = pairs or identify(before, after)
    return (*_facts(before, after), *_sessions(before, after, pairs), *_attendance(before, after))


def _facts(before: Minutes, after: Minutes) -> Iterator[Change]:
    for field, name in FACTS.items():
        old, new = (_spell(getattr(minutes, field)) for minutes in (before, after))
        if old != new:
            yield Change(part="fact", fate="edited", place=name, place_before=name, before=old, after=new)


def _spell(value: object) -> str:
    if isinstance(value, Moment):
        zone = f" {value.zone}" if value.zone else ""
        offset = "" if value.offset is None else f" (UTC{value.offset / 60:+g} h)"
        return f"{value.day} {value.time:%H:%M}{zone}{offset}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


# Sessions


def _sessions(before: Minutes, after: Minutes, pairs: Pairs) -> Iterator[Change]:
    old = {session.number: session for session in before.all_sessions()}
    kept = [pairs.sessions[session.number] for session in after.all_sessions() if session.number in pairs.sessions]
    strayed = _strayed([list(old).index(number) for number in kept])
    for session in after.all_sessions():
        origin = old.get(pairs.sessions.get(session.number, ""))
        is_moved = origin is not None and list(old).index(origin.number) in strayed
        yield from _changed("session", _session(origin), _session(session), is_moved=is_moved)
        yield from _references(origin, session)
        yield from _passages(before, origin, session, pairs)
    for number, session in old.items():
        if number not in pairs.sessions.values():
            yield from _changed("session", _session(session), None)
            yield from _references(session, None)
            yield from _passages(before, session, None, pairs)


def _session(session: Session | None) -> _Item | None:
    if session is None:
        return None
    return _Item(session.number, session.heading, (*notes.subjects(session), f"Number: {session.number}"))


def _references(old: Session | None, new: Session | None) -> Iterator[Change]:
    yield from _listed("reference", [*_papers(old)], [*_papers(new)])


def _papers(session: Session | None) -> Iterator[_Item]:
    for paper in session.references if session else ():
        yield _Item(session.number if session else "", paper.title, notes.of_paper(paper))


# Passages


def _passages(before: Minutes, old: Session | None, new: Session | None, pairs: Pairs) -> Iterator[Change]:
    """Give the changed passages of a session, those removed from its old self where they stood."""
    stood = {f"{session.number}.{n}": p for session in before.all_sessions() for n, p in enumerate(session.passages, 1)}
    survived = set(pairs.passages.values())
    gone = [(cited, passage) for cited, passage in (old.numbered() if old else ()) if cited not in survived]
    cited_here = [pairs.passages[cited] for cited, _ in (new.numbered() if new else ()) if cited in pairs.passages]
    at_home = [int(origin.rpartition(".")[2]) for origin in cited_here if old and _session_of(origin) == old.number]
    strayed = _strayed(at_home)
    for cited, passage in new.numbered() if new else ():
        origin = pairs.passages.get(cited, "")
        is_home = bool(old and origin) and _session_of(origin) == (old.number if old else "")
        place = int(origin.rpartition(".")[2]) if is_home else 0
        while is_home and place not in strayed and gone and int(gone[0][0].rpartition(".")[2]) < place:
            yield from _changed("passage", _passage(*gone.pop(0)), None)
        was = _passage(origin, stood[origin]) if origin else None
        is_moved = bool(origin) and (not is_home or place in strayed)
        yield from _changed("passage", was, _passage(cited, passage), is_moved=is_moved)
    for cited, passage in gone:
        yield from _changed("passage", _passage(cited, passage), None)


def _session_of(cited: str) -> str:
    return cited.rpartition(".")[0]


def _passage(cited: str, passage: Passage) -> _Item:
    kind = f"{passage.kind.label}"
    depth = (f"Depth: {passage.depth}",) if passage.depth else ()
    scope = (f"Scope: {passage.scope.label}",) if passage.scope else ()
    decision = notes.of_decision(passage.decision) if passage.decision else ()
    actions = (note for action in passage.actions for note in notes.of_action(action))
    return _Item(cited, passage.text, (kind, *depth, *scope, *notes.subjects(passage), *decision, *actions))


# Attendance


def _attendance(before: Minutes, after: Minutes) -> Iterator[Change]:
    old, new = before.attendance, after.attendance
    found = pair([group.heading for group in old], [group.heading for group in new])
    strayed = _strayed([found[j] for j in sorted(found)])
    for j, group in enumerate(new):
        was = old[found[j]] if j in found else None
        yield from _changed("group", _group(was), _group(group), is_moved=found.get(j) in strayed)
        yield from _listed("attendee", _people(was), _people(group))
    for i, group in enumerate(old):
        if i not in found.values():
            yield from _changed("group", _group(group), None)
            yield from _listed("attendee", _people(group), [])


def _group(group: AttendanceGroup | None) -> _Item | None:
    if group is None:
        return None
    form = ("By organisation",) if group.by_organisation else ()
    return _Item(group.heading, group.heading, (*form, *((f"Note: {group.note}",) if group.note else ())))


def _people(group: AttendanceGroup | None) -> list[_Item]:
    people = group.attendees if group else ()
    return [_Item(each.name or each.organisation, _names(each), tuple(notes.of_attendee(each))) for each in people]


def _names(attendee: Attendee) -> str:
    return " · ".join(part for part in (attendee.name, attendee.organisation) if part)


# What all share


def _listed(part: Part, before: Sequence[_Item], after: Sequence[_Item]) -> Iterator[Change]:
    """Give the changes of a short list, its removed items at its end."""
    found = pair([item.words for item in before], [item.words for item in after])
    strayed = _strayed([found[j] for j in sorted(found)])
    for j, item in enumerate(after):
        was = before[found[j]] if j in found else None
        yield from _changed(part, was, item, is_moved=found.get(j) in strayed)
    for i, item in enumerate(before):
        if i not in found.values():
            yield from _changed(part, item, None)


def _strayed(places: Sequence[int]) -> set[int]:
    """Give the old places, in the new order, of what does not keep its order among the others."""
    kept = {there for _, there in longest_rising(list(enumerate(places)))}
    return set(places) - kept


def _changed(part: Part, old: _Item | None, new: _Item | None, *, is_moved: bool = False) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(part=part, fate="new", place=new.place, after=new.words, notes_after=new.notes)
    elif new is None and old is not None:
        yield Change(
            part=part,
            fate="removed",
            place=old.place,
            place_before=old.place,
            before=old.words,
            notes_before=old.notes,
        )
    elif old is not None and new is not None and (is_moved or (old.words, old.notes) != (new.words, new.notes)):
        is_same = (old.words, old.notes) == (new.words, new.notes)
        yield Change(
            part=part,
            fate="moved" if is_same else "edited",
            place=new.place,
            place_before=old.place,
            before=old.words,
            after=new.words,
            notes_before=old.notes,
            notes_after=new.notes,
        )
