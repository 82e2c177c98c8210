"""What the search can find of an edition: passages, sessions, papers, people and organisations as printed, and notes.

Every path that writes an edition calls `index` in its own transaction; who may find what is asked when somebody looks,
by the state of the edition, so circulating, approving and superseding change nothing here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Value

from attendees.models import Attendance, AttendanceGroup
from decisions.models import ActionItem, Decision
from meetings.markdown import plain
from meetings.models import Edition, Entry, Meeting, Passage, Reference, Session, Word
from meetings.prepared import Statement, among_keys
from meetings.querysets import EditionQuerySet
from meetings.search import backends
from meetings.search import index as keeping
from meetings.search.index import Found

Tags = dict[tuple[str, int, str], tuple[str, ...]]


def index(edition: Edition) -> None:
    """Let the search know what the rows of an edition say now, in fifteen queries however long it is."""
    keeping.replace(edition, found_in(edition))


def found_in(edition: Edition) -> Iterator[Found]:
    """Give all that can be found in an edition, passages first, each as it is written."""
    sessions = list(Session.objects.of_edition(edition).order_by("position"))
    tags = _tags(edition)
    yield from _passages(edition, {session.pk: session for session in sessions}, tags)
    for session in sessions:
        called: dict[str, Any] = {"title": session.heading, "session": session.number}
        yield Found(Entry.What.SESSION, session.pk, plain(session.heading), **called, **_inherited(tags, session))
    for paper in Reference.objects.of_edition(edition).select_related("session").order_by("session", "position"):
        called = {"title": paper.title, "session": paper.session.number}
        yield Found(Entry.What.PAPER, paper.pk, plain(paper.title), plain(paper.session.heading), **called)
    yield from _attendees(edition)
    for group in AttendanceGroup.objects.of_edition(edition).exclude(note="").order_by("position"):
        yield Found(Entry.What.NOTE, group.pk, plain(group.note), group.heading, title=plain(group.note))


def _passages(edition: Edition, sessions: dict[int, Session], tags: Tags) -> Iterator[Found]:
    decisions = {row.passage_id: row for row in Decision.objects.of_edition(edition)}
    actions = defaultdict(list)
    for row in ActionItem.objects.of_edition(edition).select_related("organisation").order_by("pk"):
        actions[row.passage_id].append(row)
    still_open = _still_open(edition.meeting)
    passages = Passage.objects.of_edition(edition).order_by("session__position", "number")
    for passage in passages:
        session, decision, items = sessions[passage.session_id], decisions.get(passage.pk), actions[passage.pk]
        told = [plain(session.heading), decision.referred_to if decision else "", *(item.responsible for item in items)]
        yield Found(
            Entry.What.PASSAGE,
            passage.pk,
            plain(passage.text),
            " ".join(filter(None, told)),
            kind=passage.kind,
            scope=passage.scope,
            outcome=decision.outcome if decision else "",
            state=_state(passage.pk in still_open) if decision or items else "",
            organisations=tuple(item.organisation.slug for item in items if item.organisation),
            **_inherited(tags, session, passage),
        )


def _inherited(tags: Tags, session: Session, passage: Passage | None = None) -> dict[str, Any]:
    """Give the regions and themes of a part: its own, its session's, and those of the session that this is part of."""
    owners = [("session", session.pk), *([("session", session.parent_id)] if session.parent_id else [])]
    owners += [("passage", passage.pk)] if passage else []
    return {
        f"{subject}s": tuple(chain.from_iterable(tags[owner, key, subject] for owner, key in owners))
        for subject in ("region", "theme")
    }


def _tags(edition: Edition) -> Tags:
    """Give the slugs that each session and passage carries itself."""
    found: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for owner, key, subject, slug in _CARRIED([edition.pk]):
        found[owner, key, subject].append(slug)
    return defaultdict(tuple, {place: tuple(slugs) for place, slugs in found.items()})


def _carried() -> Any:
    first, *others = (
        getattr(model, f"{subject}s")
        .through.objects.filter(**{f"{path}__edition__in": among_keys()})
        .values_list(Value(owner), f"{owner}_id", Value(subject), f"{subject}__slug")
        for model, owner, path in ((Session, "session", "session"), (Passage, "passage", "passage__session"))
        for subject in ("region", "theme")
    )
    return first.union(*others, all=True)


_CARRIED = Statement(_carried)


def _attendees(edition: Edition) -> Iterator[Found]:
    """Give people and organisations, each once, by all that the list of attendees prints of them."""
    people: dict[int, list[str]] = defaultdict(list)
    organisations: dict[int, list[str]] = defaultdict(list)
    told: dict[int, list[str]] = defaultdict(list)
    for row in Attendance.objects.of_edition(edition).order_by("group__position", "position"):
        if row.person_id:
            people[row.person_id] += [row.name]
            told[row.person_id] += [row.title, row.role, row.organisation_name]
        if row.organisation_id:
            organisations[row.organisation_id] += [row.organisation_name, row.seat_role]
    for key, names in people.items():
        yield Found(Entry.What.PERSON, key, " ".join(names), " ".join(filter(None, told[key])), title=names[0])
    for key, names in organisations.items():
        yield Found(Entry.What.ORGANISATION, key, " ".join(filter(None, dict.fromkeys(names))), title=names[0])


# What became of it


def follow(meeting: Meeting) -> None:
    """Let the search know what an update of a decision or action item of a meeting left open. In its transaction."""
    still_open = _still_open(meeting)
    stating = Entry.objects.of_meeting(meeting).stating()
    stating.exclude(key__in=still_open).update(state=_state(False))
    stating.filter(key__in=still_open).update(state=_state(True))


def _still_open(meeting: Meeting) -> set[int]:
    """Give the ids of the passages, of all editions of a meeting, that decide or promise what is still open."""
    return {passage for still_open in _STILL_OPEN for (passage,) in still_open([meeting.pk])}


def _passages_of_open(items: type[Decision] | type[ActionItem]) -> Any:
    return items.objects.of_meetings(among_keys()).still_open().values_list("passage")


_STILL_OPEN = tuple(Statement(partial(_passages_of_open, items)) for items in (Decision, ActionItem))


def _state(is_open: bool) -> str:
    return "open" if is_open else "settled"


# Rebuilding and checking


def rebuild() -> Iterator[tuple[int, int]]:
    """Index every edition anew, while the search goes on; tell how far it is."""
    backends.install()
    yield from _index_each(Edition.objects.all())
    backends.rebuild()


def catch_up() -> Iterator[tuple[int, int]]:
    """Index the editions that are not indexed, or were by an older release, which kept less; tell how far it is.

    After a migration that brings the search, or more of it, to an older portal; where it is killed, the next goes on.
    """
    entries = Entry.objects.filter(edition=OuterRef("pk"))
    notes = AttendanceGroup.objects.filter(edition=OuterRef("pk")).exclude(note="")
    lacks_notes = Exists(notes) & ~Exists(entries.filter(what=Entry.What.NOTE))
    yield from _index_each(Edition.objects.filter(~Exists(entries) | Exists(entries.untitled()) | lacks_notes))


def _index_each(editions: EditionQuerySet[Edition]) -> Iterator[tuple[int, int]]:
    """Index each in a transaction of its own, so that nobody ever finds less; one deleted meanwhile is passed over."""
    keys = list(editions.order_by("pk").values_list("pk", flat=True))
    for number, key in enumerate(keys, 1):
        with transaction.atomic():
            edition = Edition.objects.with_meeting().select_for_update(of=("self",)).filter(pk=key).first()
            if edition:
                index(edition)
        yield number, len(keys)


def twentieths(progress: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Say how many editions are done: at every twentieth part of them, and at the end."""
    told = 0
    for done, of in progress:
        if done == of or done * 20 // of > told:
            told = done * 20 // of
            yield f"{done:,} of {of:,} editions"


def differences() -> Iterator[str]:
    """Name all that the search knows otherwise than the rows of the editions say."""
    yield from backends.faults()
    for edition in Edition.objects.with_meeting().order_by("pk"):
        yield from keeping.differences(edition, found_in(edition))


def forget_words() -> None:
    """Drop the words that may be suggested; indexing brings back those that are still said."""
    Word.objects.all().delete()
