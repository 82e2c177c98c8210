"""What a feed or a letter shows of one thing: an edition, a decision, an action item, an update, a passage.

A suggestion says of itself that it is none of the decisions; a decision is given whole, with its outcome in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, TypedDict

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone

from decisions.models import ActionItem, Alteration, Decision, Update
from meetings.markdown import plain
from meetings.models import Edition, Passage
from meetings.words import Kind
from ogpminutes.lasting import Life
from ogpminutes.listing import Tags

HEADLINE = 100  # characters of a title; the whole text stands below it
SUGGESTION = "A suggestion of Steering Committee members. It is not a decision."


@dataclass(frozen=True, slots=True)
class Label:
    """A word that an entry is filed under: `outcome`, `approved`, "Approved"."""

    scheme: str
    term: str
    name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the edition that an entry is of; `size` is in bytes."""

    path: str
    content_type: str
    size: int


class Dates(TypedDict):
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` is its identity for ever; `path` where it is read; `words` inline Markdown, as minuted."""

    kind: str
    name: str
    title: str
    path: str
    day: date
    published: datetime
    updated: datetime
    words: str = ""
    notice: str = ""
    details: tuple[tuple[str, str], ...] = ()
    labels: tuple[Label, ...] = ()
    paper: Paper | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def of_edition(edition: Edition) -> Entry:
    """The minutes of a meeting; `edition` comes with its seal, its files and the dates of `stream.dated`."""
    is_later = edition.number > 1
    details = [("Body", edition.meeting.body.name), ("Days", edition.dates), ("Place", edition.place)]
    details += [("Reason for this edition", edition.reason)] if is_later else []
    return Entry(
        kind="minutes",
        name=f"meeting/{edition.reference}",
        title=f"{edition.title}, {edition.dates}" + (f" (edition {edition.number})" if is_later else ""),
        path=edition.meeting.get_absolute_url(),
        day=edition.first_day,
        **_dates(edition),
        notice=f"A correction: edition {edition.number} of minutes approved before." if is_later else "",
        details=_told(details),
        labels=(Label("kind", "minutes", "Minutes"), _body(edition)),
        paper=_paper(edition),
        facts={"reference": edition.reference, "seal": edition.seal.value, **_facts(edition)},
    )


def of_decision(decision: Decision, life: Life) -> Entry:
    edition = decision.edition
    outcome = decision.get_outcome_display() or "Outcome not stated"
    details = [("Outcome", outcome), *(("Condition", plain(each)) for each in decision.condition_list)]
    details += [("Referred to", decision.referred_to), ("Meeting", str(edition.meeting))]
    return Entry(
        kind="decision",
        name=decision.reference,
        title=f"Decision {decision.reference}: {outcome}",
        path=decision.get_absolute_url(),
        day=edition.first_day,
        **_lived(life),
        words=decision.passage.text,
        details=_told(details),
        labels=(
            Label("kind", "decision", "Decision"),
            Label("outcome", decision.outcome or "unstated", outcome),
            _body(edition),
        ),
        facts={"reference": decision.reference, "outcome": decision.outcome, **_facts(edition)},
    )


def of_action(action: ActionItem, life: Life) -> Entry:
    edition = action.edition
    due = f"{action.due:%-d %B %Y}" if action.due else ""
    details = [("Responsible", action.responsible), ("Due", due), ("Meeting", str(edition.meeting))]
    return Entry(
        kind="action",
        name=action.reference,
        title=f"Action item {action.reference}: {_headline(action.text)}",
        path=action.get_absolute_url(),
        day=edition.first_day,
        **_lived(life),
        words=action.text,
        details=_told(details),
        labels=(Label("kind", "action", "Action item"), _body(edition)),
        facts={"reference": action.reference, "due": action.due and action.due.isoformat(), **_facts(edition)},
    )


def of_day(action: Entry, *, is_overdue: bool) -> Entry:
    """An action item again, on the day that it is overdue or near, which nobody records."""
    what, why = ("overdue", "is past") if is_overdue else ("due soon", "is near")
    return replace(
        action,
        kind="due",
        name=f"{action.name}/{what.replace(' ', '-')}",
        title=f"{action.facts['reference']} is {what}: {_headline(action.words)}",
        notice=f"The day that the minutes name {why}, and no update says that it is settled.",
    )


def of_update(update: Update, item: Decision | ActionItem) -> Entry:
    """What became of an item, in the words of the Support Unit or of its owner; no part of the minutes.

    `update` comes with all that it speaks of.
    """
    what = "decision" if isinstance(item, Decision) else "action item"
    state = str(update.get_state_display()) or "Withdrawal"
    words = item.passage.text if isinstance(item, Decision) else item.text
    details = [("State", state), ("When", f"{update.day:%-d %B %Y}"), ("Withdrawn", _taken_back(update))]
    details += [("Marked by" if update.is_marked else "Recorded by", update.speaker), ("Note", update.note)]
    details += [("Evidence", update.evidence), (f"The {what}, as minuted", plain(words))]
    return Entry(
        kind="update",
        name=f"{item.reference}/update-{update.pk}",
        title=f"{item.reference}: {state}",
        path=item.get_absolute_url(),
        day=update.day,
        published=update.recorded_at,
        updated=update.recorded_at,
        notice=f"An update of the {what} {item.reference}. It is no part of the minutes.",
        details=_told(details),
        labels=(
            Label("kind", "update", "Update"),
            Label("state", update.state or "withdrawal", state),
            _body(item.edition),
        ),
        facts={"reference": item.reference, "state": update.state, "voice": update.voice, "speaker": update.speaker},
    )


def _taken_back(withdrawal: Update) -> str:
    """Say what a withdrawal takes back; nothing of another update."""
    taken = withdrawal.withdraws
    return f"The update of {taken.day:%-d %B %Y} (“{taken.get_state_display()}”)" if taken else ""


def of_alteration(alteration: Alteration, decision: Decision) -> Entry:
    """What a decision altered, in the words of the Support Unit; no part of the minutes."""
    altered, since = f"altered the {alteration.what}", alteration.in_force_from
    said = f"withdrawn that it {altered}" if alteration.withdraws else altered
    details = [("Withdrawn" if alteration.withdraws else "Altered", alteration.what), ("Recorded by", "Support Unit")]
    details += [("In force from", f"{since:%-d %B %Y}" if since else ""), ("Note", alteration.note)]
    details += [("Evidence", alteration.evidence), ("Outcome", decision.get_outcome_display())]
    return Entry(
        kind="alteration",
        name=f"{decision.reference}/alteration-{alteration.pk}",
        title=f"{decision.reference}: {said}",
        path=decision.get_absolute_url(),
        day=timezone.localdate(alteration.recorded_at),
        published=alteration.recorded_at,
        updated=alteration.recorded_at,
        notice=f"What the Support Unit says of the decision {decision.reference}. It is no part of the minutes.",
        details=_told([*details, ("The decision, as minuted", plain(decision.passage.text))]),
        labels=(
            Label("kind", "alteration", "Alteration"),
            Label("document", alteration.document.slug, alteration.document.name),
            _body(decision.edition),
        ),
        facts={"reference": decision.reference, "document": alteration.document.slug},
    )


def of_passage(passage: Passage, regions: Tags, themes: Tags, life: Life) -> Entry:
    """A passage of the record; one that decides is shown as its decision, with the `life` of that."""
    session, edition = passage.session, passage.session.edition
    carried = (("region", regions), ("theme", themes))
    subjects = [Label(kind, tag.slug, tag.name) for kind, tags in carried for tag in tags]
    if decision := getattr(passage, "decision", None):
        return _decided(of_decision(_placed_as(decision, passage), life), subjects)
    is_feedback = passage.kind == Kind.FEEDBACK
    kind = "Feedback" if is_feedback else str(passage.get_kind_display())
    reference = f"{edition.reference}/{passage.citation}"
    details = [("Session", session.heading), ("Scope", passage.get_scope_display() if passage.scope else "")]
    return Entry(
        kind=passage.kind,
        name=life.name,
        title=f"{kind} {reference}: {_headline(passage.text)}",
        path=passage.get_absolute_url(),
        day=edition.first_day,
        **_lived(life),
        words=passage.text,
        notice=SUGGESTION if is_feedback else "",
        details=_told([*details, ("Meeting", str(edition.meeting))]),
        labels=(Label("kind", passage.kind, kind), *subjects, _body(edition)),
        facts={"reference": reference, "scope": passage.scope, **_facts(edition)},
    )


def _decided(entry: Entry, subjects: Iterable[Label]) -> Entry:
    kind, *rest = entry.labels
    return Entry(**{**{name: getattr(entry, name) for name in Entry.__slots__}, "labels": (kind, *subjects, *rest)})


def _placed_as(decision: Decision, passage: Passage) -> Decision:
    """Give a decision the passage and the edition that it was read with."""
    decision.passage = passage
    decision.edition = passage.session.edition
    return decision


def _lived(life: Life) -> Dates:
    return {"published": life.published, "updated": life.updated}


def _dates(row: Any) -> Dates:
    """When the first edition of the meeting became public, and when this one did."""
    return {"published": row.published, "updated": row.changed}


def _paper(edition: Edition) -> Paper | None:
    sizes = [file.size for file in edition.seal.files.all() if file.suffix == "pdf"]
    path = reverse("edition-file", args=[edition.meeting.slug, edition.number, "pdf"])
    return Paper(path, "application/pdf", sizes[0]) if sizes else None


def _body(edition: Edition) -> Label:
    return Label("body", edition.meeting.body.slug, edition.meeting.body.name)


def _facts(edition: Edition) -> dict[str, Any]:
    return {"meeting": edition.meeting.slug, "edition": edition.number, "status": str(edition.status)}


def _told(details: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in details if value)


def _headline(text: str) -> str:
    return truncatechars(plain(text), HEADLINE)


LONG_AGO = datetime.combine(date(1970, 1, 1), time(), UTC)


def newest(entries: Iterable[Entry]) -> datetime:
    """When the newest of some entries changed; the beginning of time where there are none, so that nothing varies."""
    return max((entry.updated for entry in entries), default=LONG_AGO)
