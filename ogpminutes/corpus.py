"""Minutes that nobody held, as many as a portal might hold in a century: what the benchmarks measure.

Words are drawn as words are in every language: the second most common half as often as the first, and so on (Zipf).
The same seed gives the same record. Rows are made in bulk, and indexed with them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.db import connection, transaction

from attendees.models import Attendance, AttendanceGroup, Organisation, Person
from decisions.models import ActionItem, Decision
from meetings.models import Body, Edition, Entry, Meeting, Passage, Region, Session, Theme
from meetings.search import index
from meetings.search.index import Found
from meetings.search.wording import stems_of
from meetings.words import Kind, Outcome
from ogpminutes import archive, seals

MEETINGS, SESSIONS, PASSAGES = 2_000, 15, 40  # meetings; sessions and passages of each
WORDS = 30_000  # of the vocabulary
LENGTH = 80  # words of a passage
BATCH = 20  # meetings that are made at once
PEOPLE, ORGANISATIONS, PRESENT = 400, 120, 12
SYLLABLES = "ba co de fi go hu la me ni po ra se ti vu za lo mi ne ru ta".split()  # noqa: SIM905 (twenty of one length)
FIRST = date(1990, 1, 3)
_KINDS = [Kind.FEEDBACK] * 6 + [Kind.NARRATIVE] * 2 + [Kind.POINT] + [Kind.DECISION]


@dataclass
class Batch:
    """Rows of some meetings that are made at once."""

    editions: list[Edition] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)
    groups: list[AttendanceGroup] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)


class Corpus:
    """A record of a size: `for done in Corpus(2000).make()` tells how many meetings are there."""

    def __init__(self, meetings: int = MEETINGS, seed: int = 2011) -> None:
        self.number = meetings
        self.chance = random.Random(seed)  # noqa: S311 (no secret)
        self.words = [self._word(place) for place in range(WORDS)]
        self.weights = list(accumulate(1 / (place + 1) for place in range(WORDS)))
        self.body = Body.objects.get_or_create(
            slug="corpus", defaults={"name": "Committee of the corpus", "prefix": "CO"}
        )[0]
        self.regions = list(Region.objects.all())
        self.themes = list(Theme.objects.all())
        self.people = self._named(Person, PEOPLE)
        self.organisations = self._named(Organisation, ORGANISATIONS)

    def _word(self, place: int) -> str:
        """Give the word of a rank: `baco` and the like, in which rank can be read back; three are known ones."""
        known = {40: "summit", 400: "transparency", 4000: "beneficial"}
        if place in known:
            return known[place]
        rest, said = place, ""
        while True:
            rest, syllable = divmod(rest, len(SYLLABLES))
            said += SYLLABLES[syllable]
            if not rest:
                return said + "n" if len(said) < 4 else said

    def _named(self, model: Any, number: int) -> list[Any]:
        names = [f"{self.words[place].capitalize()} {self.words[place + 500].capitalize()}" for place in range(number)]
        rows = [model(slug=f"corpus-{place}", name=name) for place, name in enumerate(names)]
        known = model.objects.filter(slug__startswith="corpus-").order_by("pk")
        if not known.exists():
            model.objects.bulk_create(rows)
        return list(known.all())

    def make(self, start: int = 0) -> Iterator[int]:
        """Make the meetings from the one that is numbered `start` on.

        PostgreSQL counts them then, as it would a minute later: what is planned for empty tables takes seconds.
        """
        stems_of(self.words)
        index.remember(self.words)
        for first in range(start, self.number, BATCH):
            with transaction.atomic():
                self._make_batch(range(first, min(first + BATCH, self.number)))
            yield min(first + BATCH, self.number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def _make_batch(self, places: range) -> None:
        step = timedelta(days=max(1, 13_000 // self.number))
        days = [FIRST + place * step for place in places]
        meetings = Meeting.objects.bulk_create(
            Meeting(body=self.body, slug=f"corpus-{place}", first_day=day, last_day=day)
            for place, day in zip(places, days, strict=True)
        )
        batch = Batch()
        batch.editions = Edition.objects.bulk_create(self._edition(meeting) for meeting in meetings)
        batch.sessions = Session.objects.bulk_create(
            Session(edition=edition, position=number, number=str(number), heading=self._text(6))
            for edition in batch.editions
            for number in range(1, SESSIONS + 1)
        )
        batch.passages = Passage.objects.bulk_create(self._passages(batch.sessions))
        self._decide(batch)
        self._attend(batch)
        subjects = self._tag(batch.sessions)
        index.store(self._entries(batch, subjects))
        for edition in batch.editions:  # feeds, calendars and the API ask the seal since when it is public
            seals.affix(edition, seals.prove(edition, archive.read(edition), None), {})

    def _edition(self, meeting: Meeting) -> Edition:
        """Approved, so that anybody sees it, but without a line in the log: nobody did it, and `verify` says so."""
        return Edition(
            meeting=meeting,
            status=Edition.Status.APPROVED,
            title=f"Minutes of {meeting.days}",
            dates=meeting.days,
            reference=f"CO-{meeting.slug.removeprefix('corpus-')}",
            first_day=meeting.first_day,
            last_day=meeting.last_day,
            attendance_heading="List of attendees",
        )

    def _text(self, length: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=length)).capitalize() + "."

    def _passages(self, sessions: list[Session]) -> Iterator[Passage]:
        for session in sessions:
            for number in range(1, self._share(session) + 1):
                kind = self.chance.choice(_KINDS)
                text = self._text(LENGTH)
                yield Passage(session=session, number=number, kind=kind.value, text=text)

    def _share(self, session: Session) -> int:
        """Give how many of the passages of a meeting its session has; together they are `PASSAGES`."""
        return PASSAGES // SESSIONS + (session.position <= PASSAGES % SESSIONS)

    def _decide(self, batch: Batch) -> None:
        numbers: dict[int, int] = {}
        for passage in batch.passages:
            edition = passage.session.edition
            if passage.kind == Kind.DECISION:
                numbers[edition.pk] = number = numbers.get(edition.pk, 0) + 1
                outcome = self.chance.choice([Outcome.APPROVED, Outcome.ENDORSED, Outcome.NOTED, Outcome.DEFERRED])
                batch.decisions.append(
                    Decision(edition=edition, passage=passage, number=f"D{number}", outcome=outcome.value)
                )
                organisation = self.chance.choice(self.organisations)
                batch.actions.append(
                    ActionItem(
                        edition=edition,
                        passage=passage,
                        number=f"A{number}",
                        text=passage.text[:100],
                        responsible=organisation.name,
                        organisation=organisation,
                    )
                )
        Decision.objects.bulk_create(batch.decisions)
        ActionItem.objects.bulk_create(batch.actions)

    def _attend(self, batch: Batch) -> None:
        batch.groups = AttendanceGroup.objects.bulk_create(
            AttendanceGroup(edition=edition, position=1, heading="Present") for edition in batch.editions
        )
        for group in batch.groups:
            for place, person in enumerate(self.chance.sample(self.people, PRESENT), 1):
                organisation = self.chance.choice(self.organisations)
                named = {"name": person.name, "organisation_name": organisation.name}
                batch.attendances.append(
                    Attendance(group=group, position=place, person=person, organisation=organisation, **named)
                )
        Attendance.objects.bulk_create(batch.attendances)

    def _tag(self, sessions: list[Session]) -> dict[int, tuple[str, ...]]:
        """Give each session a region and a theme; give session id -> (region, theme)."""
        chosen = {row.pk: (self.chance.choice(self.regions), self.chance.choice(self.themes)) for row in sessions}
        for place, model in enumerate((Session.regions.through, Session.themes.through)):
            column = ("region", "theme")[place]
            model.objects.bulk_create(  # type: ignore[attr-defined]
                model(session_id=key, **{column: subjects[place]}) for key, subjects in chosen.items()
            )
        return {key: tuple(subject.slug for subject in subjects) for key, subjects in chosen.items()}

    def _entries(self, batch: Batch, subjects: dict[int, tuple[str, ...]]) -> Iterator[Entry]:
        """Give their entries, as `ogpminutes.indexing` would: of passages, sessions, people and organisations."""
        outcomes = {row.passage_id: row.outcome for row in batch.decisions}
        responsible = {row.passage_id: row.organisation.slug for row in batch.actions if row.organisation}
        named = {row.passage_id: row.responsible for row in batch.actions}
        found: dict[int, list[Found]] = {edition.pk: [] for edition in batch.editions}
        for passage in batch.passages:
            session = passage.session
            found[session.edition_id].append(
                Found(
                    Entry.What.PASSAGE,
                    passage.pk,
                    passage.text,
                    " ".join(filter(None, [session.heading, named.get(passage.pk, "")])),
                    kind=passage.kind,
                    outcome=outcomes.get(passage.pk, ""),
                    state="open" if passage.pk in outcomes else "",
                    regions=subjects[session.pk][:1],
                    themes=subjects[session.pk][1:],
                    organisations=(responsible[passage.pk],) if passage.pk in responsible else (),
                )
            )
        for session in batch.sessions:
            own = subjects[session.pk]
            found[session.edition_id].append(
                Found(
                    Entry.What.SESSION,
                    session.pk,
                    session.heading,
                    regions=own[:1],
                    themes=own[1:],
                    title=session.heading,
                    session=session.number,
                )
            )
        for row in batch.attendances:
            found[row.group.edition_id].append(
                Found(Entry.What.PERSON, row.person_id or 0, row.name, row.organisation_name, title=row.name)
            )
        for key, organisation in dict.fromkeys((row.group.edition_id, row.organisation) for row in batch.attendances):
            if organisation:
                name = organisation.name
                found[key].append(Found(Entry.What.ORGANISATION, organisation.pk, name, title=name))
        for edition in batch.editions:
            yield from index.rows(edition, found[edition.pk])
