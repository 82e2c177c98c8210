"""Passages as they are listed: with the words that were found, their session and meeting, regions and themes.

Everything but the action items that they state, and what their meetings are called, is read in one flat query, of the
columns `READ`, and kept as it is printed. Making a passage and the rows around it, and letting a template look up what
they are called, would take thrice as long for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from meetings.addresses import address, of_minutes
from meetings.facets import Subjects, subjects_of
from meetings.headings import session_label, split_heading
from meetings.highlighting import Marker, Part, Sought
from meetings.markdown import plain
from meetings.models import Edition, Passage
from meetings.vocabulary import Vocabulary
from meetings.words import Kind, Outcome, Scope


class Tag(NamedTuple):
    """A region or theme that a passage carries."""

    slug: str
    name: str


class Venue(NamedTuple):
    """The meeting at which something was said: what it is called, and its slug."""

    name: str
    slug: str


class Promise(NamedTuple):
    """An action item that a passage states: how it is cited, its page, and who is responsible, where minutes say so."""

    reference: str
    address: str
    responsible: list[Part]

    @property
    def marked(self) -> SafeString:
        """Who is responsible, with the words that were found marked: a passage is also found by them."""
        return _marked(self.responsible)


Tags = tuple[Tag, ...]  # in the order in which they are listed


@dataclass(frozen=True, slots=True)
class Result:
    """A passage as it is listed. `edition` is an id; a passage that states a decision has the `number` of that."""

    key: int
    edition: int
    reference: str
    status: str
    language: str
    citation: str
    kind: str
    scope: str
    session: list[Part]
    meeting: str
    address: str
    number: str
    outcome: str
    referred: list[Part]
    parts: list[Part]
    promises: list[Promise]
    regions: Tags
    themes: Tags

    @property
    def is_decision(self) -> bool:
        return self.kind == Kind.DECISION

    @property
    def kind_name(self) -> str:
        return Kind(self.kind).label

    @property
    def scope_name(self) -> str:
        return Scope(self.scope).label if self.scope else ""

    @property
    def decision(self) -> str:
        """The reference of its decision: `SC-2020-12/D1`."""
        return f"{self.reference}/{self.number}" if self.number else ""

    @property
    def decision_address(self) -> str:
        return address("decision", self.reference, self.number)

    @property
    def outcome_name(self) -> str:
        return Outcome(self.outcome).label if self.outcome else ""

    @property
    def marked(self) -> SafeString:
        """The words, with those that were found marked."""
        return _marked(self.parts)

    @property
    def marked_session(self) -> SafeString:
        """What its session is called, likewise: a passage is also found by the heading that it stands under."""
        return _marked(self.session)

    @property
    def marked_referred(self) -> SafeString:
        """What a decision is referred to, likewise."""
        return _marked(self.referred)


def _marked(parts: Iterable[Part]) -> SafeString:
    """Give the text of parts with those that were found in `mark`; a loop in a template takes five times as long."""
    pieces = (_MARK + escape(part.text) + _UNMARK if part.is_found else escape(part.text) for part in parts)
    return reduce(add, pieces, SafeString())


_MARK, _UNMARK = SafeString("<mark>"), SafeString("</mark>")
_EDITION = "session__edition"
READ = (
    *("pk", "text", "kind", "scope", "number"),
    *("decision__number", "decision__outcome", "decision__referred_to"),
    *("session__number", "session__heading", "session__parent"),
    *(_EDITION, f"{_EDITION}__number", f"{_EDITION}__reference", f"{_EDITION}__status", f"{_EDITION}__language"),
    f"{_EDITION}__meeting",
)


class Read(NamedTuple):
    """The columns `READ` of a passage, by the names that they have here."""

    key: int
    text: str
    kind: str
    scope: str
    number: int
    decision: str | None
    outcome: str | None
    referred: str | None
    session: str
    heading: str
    parent: int | None
    edition: int
    edition_number: int
    reference: str
    status: str
    language: str
    meeting: int

    def page(self, slug: str) -> str:
        """Give the address of the minutes where its words stand."""
        return of_minutes(slug, self.edition_number, is_replaced=self.status == Edition.Status.SUPERSEDED)


def gather(
    read: Iterable[Any],
    venue_of: Callable[[int], Venue | None],
    terms: tuple[Sought, ...],
    vocabulary: Vocabulary,
    subjects: Mapping[int, Subjects] | None = None,
    promised: Iterable[tuple[int, str, str]] = (),
) -> list[Result]:
    """Give passages, of which these columns were read, as they are listed: those of meetings that have a venue.

    A decision is never cut short. It takes one query more where their regions and themes are not known. `promised` are
    the passage, the number and the responsible of each action item that is to be shown with them.
    """
    rows, marker = [Read(*row) for row in read], Marker(terms)
    venues = {key: venue_of(key) for key in {row.meeting for row in rows}}
    tags = tags_of((row.key for row in rows), vocabulary, subjects)
    stated: dict[int, list[Promise]] = defaultdict(list)
    cited = {row.key: row.reference for row in rows}
    for key, number, responsible in promised:
        if reference := cited.get(key):
            page = address("action", reference, number)
            stated[key].append(Promise(f"{reference}/{number}", page, marker.highlight(responsible)))
    placed = ((row, venue) for row in rows if (venue := venues[row.meeting]))
    return [_result(marker, row, venue, stated.get(row.key, []), *tags[row.key]) for row, venue in placed]


def _result(marker: Marker, row: Read, venue: Venue, promises: list[Promise], regions: Tags, themes: Tags) -> Result:
    label = session_label(row.session, row.heading, is_breakout=row.parent is not None)
    _, title = split_heading(row.heading)
    citation = f"{row.session}.{row.number}"
    return Result(
        key=row.key,
        edition=row.edition,
        reference=row.reference,
        status=row.status,
        language=row.language,
        citation=citation,
        kind=row.kind,
        scope=row.scope,
        session=marker.highlight(label if title == label else f"{label}, {title}"),
        meeting=venue.name,
        address=f"{row.page(venue.slug)}#{citation}",
        number=row.decision or "",
        outcome=row.outcome or "",
        referred=marker.highlight(row.referred or ""),
        parts=(marker.highlight if row.kind == Kind.DECISION else marker.excerpt)(plain(row.text)),
        promises=promises,
        regions=regions,
        themes=themes,
    )


def tags_of(
    keys: Iterable[int], vocabulary: Vocabulary, subjects: Mapping[int, Subjects] | None = None
) -> dict[int, tuple[Tags, Tags]]:
    """Give passage id -> its regions and its themes, in the order of the vocabulary."""
    keys, none = list(keys), Subjects()
    known = subjects_of(Passage.objects.all(), keys) if subjects is None else subjects
    regions, themes = ([Tag(*pair) for pair in each.items()] for each in (vocabulary.regions, vocabulary.themes))

    def among(tags: list[Tag], slugs: tuple[str, ...]) -> Tags:
        return tuple(tag for tag in tags if tag.slug in slugs)

    return {
        key: (among(regions, known.get(key, none).regions), among(themes, known.get(key, none).themes)) for key in keys
    }
