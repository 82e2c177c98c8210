"""Importing a file: first what it holds and what an import would do, then exactly that.

`look` reads a file and saves nothing. `take` is given the text of that preview, never the file again: what was shown is
what is imported. An import makes the first edition of a meeting, or a version of its draft, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.db import IntegrityError, transaction

from meetings.diagnostics import Diagnostic, Severity
from meetings.history import Change
from meetings.importers.imported import Facts, Unplaced
from meetings.lines import InvalidMinutes, one_line, without_controls
from meetings.minutes import Minutes, Passage, Session
from meetings.models import Body, Edition, Meeting
from meetings.textform import parse
from meetings.vocabulary import Vocabulary
from ogpminutes import archive, drafting, editing, numbering, recognising, rewriting
from ogpminutes.drafting import Removes
from ogpminutes.editing import Stale
from ogpminutes.publication import Refused, Somebody
from ogpminutes.rewriting import Rewritten

Seen = tuple[int, int] | None  # the key and version of an edition; None where there was none
ADD_BODY = "Add it first: under Bodies in the admin."
CURES = {  # how minutes that are no draft become one
    Edition.Status.CIRCULATED: "withdraw it on its page, then import again.",
    Edition.Status.APPROVED: "amend it on its page, then import into the draft that this opens.",
    Edition.Status.SUPERSEDED: "amend the approved edition on its page, then import into the draft that this opens.",
}


class Fate(StrEnum):
    """What an import of some minutes comes to."""

    BEGIN = "begin"
    CHANGE = "change"
    NOTHING = "nothing"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do now. `edition` is the newest of the meeting; `obstacle` says why not, and the cure.

    Where a fact is missing, which whoever imports may say, `lacks` names it.

    `seen` is what a later `take` must find unchanged: the key and version of that edition, or nothing.
    """

    fate: Fate
    edition: Edition | None = None
    changes: Rewritten = field(default_factory=Rewritten)
    obstacle: str = ""
    lacks: str = ""

    @property
    def seen(self) -> Seen:
        return (self.edition.pk, self.edition.version) if self.edition else None

    @property
    def is_possible(self) -> bool:
        return self.fate in (Fate.BEGIN, Fate.CHANGE)

    @property
    def losses(self) -> tuple[Change, ...]:
        """What the draft says and would not say any more: a part, or a tag or mark of one."""
        return tuple(each for each in self.changes.changes if each.fate == "removed" or _unsaid(each))

    def __str__(self) -> str:
        """Say it as a sentence."""
        if self.fate == Fate.REFUSE:
            return f"Nothing can be imported. {self.obstacle}"
        if self.fate == Fate.NOTHING:
            return f"Nothing: {self.edition} says exactly this already."
        if self.fate == Fate.BEGIN:
            return "Begin the minutes of this meeting, as the draft of their first edition."
        counts = (("edited", self.changes.edited), ("new", self.changes.new), ("removed", self.changes.removed))
        told = ", ".join(f"{len(changes):,} {word}" for word, changes in counts)
        return f"Change the draft of {self.edition}: {told}."


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file holds. `text` is what an import takes, to the letter: the text form of `minutes`."""

    minutes: Minutes | None
    text: str
    diagnostics: tuple[Diagnostic, ...]
    unplaced: tuple[Unplaced, ...]
    plan: Plan


def _unsaid(change: Change) -> bool:
    return not set(change.notes_before) <= set(change.notes_after) or bool(change.before and not change.after)


# Looking


def look(data: bytes, facts: Facts) -> Preview:
    """Tell what a file holds and what its import would do. Nothing is raised for a bad file, and nothing is saved."""
    words = archive.vocabulary()
    imported = recognising.read_file(data, facts, words)
    minutes, diagnostics = imported.minutes, imported.diagnostics
    if minutes:
        minutes, told = numbering.keep(minutes, imported.stated)
        diagnostics = (*told, *diagnostics)
    text = editing.dump(minutes) if minutes else ""
    if minutes:
        diagnostics = (*_refuse_unknown(minutes, words, diagnostics), *_refuse_text(minutes, text))
        diagnostics = tuple(sorted(diagnostics, key=lambda each: (each.severity == Severity.INFO, each.line)))
    errors = [each for each in diagnostics if each.severity == Severity.ERROR]
    lacks = errors[0].fact if errors else ""
    refused = Plan(Fate.REFUSE, obstacle=_sum_up(errors), lacks=lacks)
    plan = plan_for(minutes) if minutes and not errors else refused
    return Preview(minutes, text, diagnostics, imported.unplaced, plan)


def with_cures(preview: Preview, cures: Mapping[str, str]) -> Preview:
    """Say what else cures what a file leaves open: by its fact, in the words of whoever asks for facts."""

    def cured(message: str, fact: str) -> str:
        return f"{message} {cures[fact]}" if fact else message

    told = tuple(replace(each, message=cured(each.message, each.fact), fact="") for each in preview.diagnostics)
    plan = replace(preview.plan, obstacle=cured(preview.plan.obstacle, preview.plan.lacks), lacks="")
    return replace(preview, diagnostics=told, plan=plan)


def look_again(text: str) -> Preview:
    """Tell what an import of the text of a preview would do now. Raises `Refused` where it is no such text."""
    minutes = _read(text)
    return Preview(minutes, text, (), (), plan_for(minutes))


def _read(text: str) -> Minutes:
    minutes = parse(text).minutes
    if minutes is None:
        raise Refused("This is not the text of a preview. Begin again, with the file.")
    return minutes


def _refuse_text(minutes: Minutes, text: str) -> Iterator[Diagnostic]:
    """Tell what keeps the text from standing for the minutes."""
    size = len(text.encode())
    if size > drafting.TEXT_LIMIT:
        most = drafting.TEXT_LIMIT // 1024**2
        yield _error(1, f"The minutes make {size / 1024**2:.1f} MB of text, at most {most} MB fit; split them.")
    elif parse(text).minutes != minutes:
        yield _error(1, "The minutes cannot be written as text without loss. Tell the keepers of the portal.")


def _refuse_unknown(minutes: Minutes, words: Vocabulary, diagnostics: tuple[Diagnostic, ...]) -> Iterator[Diagnostic]:
    """Turn doubts about regions and themes that the portal does not have into errors.

    Such a tag can neither be kept nor silently be left out.
    """
    parts: list[Session | Passage] = [*minutes.all_sessions(), *minutes.passages()]
    rest = list(diagnostics)
    for name, known in (("region", words.regions), ("theme", words.themes)):
        for slug in sorted({slug for part in parts for slug in getattr(part, f"{name}s")} - known.keys()):
            doubts = [
                each for each in rest if each.message.startswith(f"Unknown {name}") and f"{slug}." in each.message
            ]
            for doubt in doubts or [_error(1, f"Unknown {name} {slug}.")]:
                cure = f"Correct it, take it out, or first add it to the {name}s of the portal."
                yield _error(doubt.line, f"{doubt.message} {cure}")
            rest = [each for each in rest if each not in doubts]
    yield from rest


def _sum_up(errors: list[Diagnostic]) -> str:
    more = f" And {len(errors) - 1:,} more." if len(errors) > 1 else ""
    return f"Line {errors[0].line}: {errors[0].message}{more}" if errors else "No minutes were recognised."


def _error(line: int, message: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, line, message)


# Planning


def plan_for(minutes: Minutes) -> Plan:
    """Tell what an import of these minutes would do now."""
    edition = Edition.objects.with_meeting().of_meeting(minutes.meeting).newest_first().first()
    if edition and _says(edition, minutes):
        return Plan(Fate.NOTHING, edition)
    obstacle = next(_obstacles(minutes, edition), "")
    if obstacle:
        return Plan(Fate.REFUSE, edition, obstacle=obstacle)
    if edition is None:
        return Plan(Fate.BEGIN)
    return Plan(Fate.CHANGE, edition, rewriting.preview(edition, minutes))


def _says(edition: Edition, minutes: Minutes) -> bool:
    return archive.read(edition) == minutes


def _obstacles(minutes: Minutes, edition: Edition | None) -> Iterator[str]:
    try:
        archive.demand_bearable(minutes)
    except InvalidMinutes as error:
        yield str(error)
    bodies = Body.objects.order_by("slug").values_list("slug", flat=True)
    if minutes.body not in bodies:
        cure = f"Say which it is ({', '.join(bodies)}), or add it under Bodies first." if bodies else ADD_BODY
        yield f"The portal has no body called “{minutes.body}”. {cure}"
    if edition is None:
        yield from _taken(minutes)
    elif edition.status != Edition.Status.DRAFT:
        yield f"{edition} is {edition.get_status_display().lower()} already; {CURES[Edition.Status(edition.status)]}"
    else:
        yield from (message[:1].upper() + message[1:] for _, message in editing.misplaced(edition, minutes))


def _taken(minutes: Minutes) -> Iterator[str]:
    """Tell which names of a new meeting belong to another one."""
    meeting = Meeting.objects.filter(slug=minutes.meeting).select_related("body").first()
    if meeting and meeting.body.slug != minutes.body:
        yield f"{meeting} has the address “{minutes.meeting}” already; choose another one for this meeting."
    cited = Edition.objects.with_meeting().filter(reference=minutes.reference).first()
    if cited:
        yield f"“{minutes.reference}” cites {cited} already; choose another reference for this meeting."


def note_of(name: str) -> str:
    """Give what a version says of a file that it was imported from."""
    return f"imported from {one_line(without_controls(name)) or 'a file without a name'}"


# Taking


@dataclass(frozen=True, slots=True)
class Taken:
    """An import that is done. `plan` is what was carried out; nothing, where the edition said this already."""

    edition: Edition
    plan: Plan


def take(text: str, seen: Seen, user: Somebody, *, is_confirmed: bool, note: str = "imported") -> Taken:
    """Import the text of a preview that was made when the newest edition was as `seen`.

    Raises `Refused`, `Stale` where the edition is not as it was, and `Removes` where something of a draft would be lost
    and nobody has confirmed that. Nothing is saved then.
    """
    minutes = _read(text)
    plan = plan_for(minutes)
    if plan.fate == Fate.REFUSE:
        raise Refused(plan.obstacle)
    if plan.fate == Fate.NOTHING and plan.edition:
        return Taken(plan.edition, plan)
    if plan.seen != seen:
        raise Stale("Somebody began or changed these minutes since the preview; look at what the import would do now.")
    _demand_right(user, plan)
    try:
        with transaction.atomic():
            return _carry_out(plan, minutes, user.get_username(), is_confirmed=is_confirmed, note=note)
    except InvalidMinutes as error:
        raise Refused(str(error)) from error
    except IntegrityError as error:
        raise Stale("Somebody began these minutes at the same moment; look at what the import would do now.") from error


def _demand_right(user: Somebody, plan: Plan) -> None:
    permission, deed = ("change", "change") if plan.edition else ("add", "begin")
    if not user.has_perm(f"meetings.{permission}_edition"):
        raise Refused(f"Your account may not {deed} minutes. Ask for the right to, or ask somebody who has it.")


def _carry_out(plan: Plan, minutes: Minutes, author: str, *, is_confirmed: bool, note: str) -> Taken:
    """Do what was planned, in the caller's transaction."""
    if plan.edition is None:
        edition = editing.open_draft(minutes, author, note)
        if edition.number > 1:
            raise Stale("Somebody began these minutes since the preview; look at what the import would do now.")
        return Taken(edition, plan)
    if plan.losses and not is_confirmed:
        raise Removes(plan.changes)
    editing.replace(plan.edition, minutes, plan.edition.version, author, note)
    return Taken(plan.edition, plan)
