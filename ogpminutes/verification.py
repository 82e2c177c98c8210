"""Is the record still what was approved? Every check names what it found wrong, and where.

The guards are compared with what they should be, each chain is followed link by link, every sealed record is compared
with its rows and every kept file with its hash, and what was sealed is compared with what the log says was done.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import FieldError

from decisions.models import Update
from meetings import sealing
from meetings.canonical import canonical_json
from meetings.lines import InvalidMinutes
from meetings.models import Edition, LogEntry, Seal, Version
from ogpminutes import altering, archive, guards, indexing, rows, taking_up, updating, vault
from ogpminutes.vault import FileLost

Problems = Iterator[str]


def problems() -> Problems:
    """Give all that is wrong, one line each; nothing where all is well."""
    checks: tuple[Callable[[], Problems], ...] = (
        _guards,
        _log,
        _chain,
        _editions,
        _files,
        _approvals,
        _versions,
        _updates,
        _ledgers,
        indexing.differences,
    )
    for check in checks:
        yield from check()


def tip() -> str:
    """Give the newest seal. Kept elsewhere, it shows later whether the whole chain was made anew."""
    last = Seal.objects.order_by("-position").first()
    return last.value if last else sealing.FIRST


def _guards() -> Problems:
    for name in guards.missing():
        yield f"Trigger {name} is missing or altered: run manage.py migrate, and find out who took it away."


def _log() -> Problems:
    previous = sealing.FIRST
    for place, entry in enumerate(LogEntry.objects.order_by("position").iterator(), 1):
        where = f"Log entry {entry.position}"
        if entry.position != place:
            yield f"{where}: entry {place} is missing."
            return
        if entry.previous != previous:
            yield f"{where}: it does not follow the entry before it."
        if sealing.digest(_entry_statement(entry)) != entry.digest:
            yield f"{where}: it is not what was written; its hash differs."
        previous = entry.digest


def _entry_statement(entry: LogEntry) -> str:
    names = ("position", "at", "actor", "action", "meeting", "edition", "details", "previous")
    return sealing.state_entry(**{name: getattr(entry, name) for name in names})


def _chain() -> Problems:
    previous = sealing.FIRST
    for place, seal in enumerate(Seal.objects.select_related("edition__meeting").order_by("position"), 1):
        where = f"Seal {seal.position} of {seal.edition}"
        if seal.position != place:
            yield f"{where}: seal {place} is missing."
            return
        if seal.previous != previous:
            yield f"{where}: it does not follow the seal before it."
        if sealing.digest(seal.statement) != seal.value:
            yield f"{where}: its statement is not what was sealed; the hash differs."
        if _statement(seal) != seal.statement:
            yield f"{where}: its edition or its record is not what the statement says."
        previous = seal.value


def _statement(seal: Seal) -> str:
    """State again what the seal should say, from the edition's row and the record."""
    edition = seal.edition
    return sealing.state_seal(
        meeting=edition.meeting.slug,
        edition=edition.number,
        reference=edition.reference,
        reason=edition.reason,
        approved_on=edition.approved_on,
        sealed_at=seal.sealed_at,
        record=seal.record.encode(),
        previous=seal.previous,
    )


def _editions() -> Problems:
    for edition in Edition.objects.with_seal().order_by("pk"):
        seal: Seal | None = getattr(edition, "seal", None)
        if edition.is_public != bool(seal):
            yield f"{edition}: it is {edition.status} and {'has' if seal else 'has not'} a seal."
        if edition.is_public and seal:
            yield from _rows(edition, seal)


def _rows(edition: Edition, seal: Seal) -> Problems:
    try:
        minutes = archive.read(edition)
    except (InvalidMinutes, ValueError) as error:
        yield f"{edition}: its rows are not what was sealed, and no minutes any more ({error})"
        return
    if canonical_json(minutes) != seal.record.encode():
        yield f"{edition}: its rows are not what was sealed{_difference(minutes, seal)}."


def _difference(minutes: Any, seal: Seal) -> str:
    try:
        now, then = json.loads(canonical_json(minutes)), json.loads(seal.record)
    except ValueError:
        return ""
    return next((f" (first at {place})" for place in _places(now, then, "minutes")), "")


def _places(now: Any, then: Any, path: str) -> Iterator[str]:
    """Give the places where two values differ."""
    if isinstance(now, dict) and isinstance(then, dict):
        for key in sorted(now.keys() | then.keys()):
            yield from _places(now.get(key), then.get(key), f"{path}.{key}")
    elif isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        for place, (one, other) in enumerate(zip(now, then, strict=True), 1):
            yield from _places(one, other, f"{path}[{place}]")
    elif now != then:
        yield path


def _files() -> Problems:
    for seal in Seal.objects.select_related("edition__meeting").prefetch_related("files").order_by("position"):
        for file in seal.files.all():
            try:
                vault.load(file)
            except FileLost as error:
                yield f"{seal.edition}: {error}"


def _approvals() -> Problems:
    """Compare the seals, their files and the state of their editions with what the log says was done."""
    approved = _logged("approved")
    superseded = _logged("superseded")
    seals = Seal.objects.select_related("edition__meeting").prefetch_related("files")
    for seal in seals.order_by("position"):
        key = (seal.edition.meeting.slug, seal.edition.number)
        entry = approved.pop(key, None)
        if entry is None:
            yield f"{seal.edition}: the log does not say that it was approved."
            continue
        files = {file.suffix: [file.name, file.size, file.digest] for file in seal.files.all()}
        if entry.get("seal") != seal.value or not _holds(files, entry.get("files")):
            yield f"{seal.edition}: its seal or its files are not what the log says."
        if not _has_rows(seal.edition, entry):
            yield f"{seal.edition}: its rows are not those that the log says were approved."
        if (seal.edition.status == Edition.Status.SUPERSEDED) != (key in superseded):
            yield f"{seal.edition}: it is {seal.edition.status}, and the log says otherwise."
    for meeting, number in approved:
        yield f"{meeting}, edition {number}: the log says that it was approved, and its seal is gone."


def _versions() -> Problems:
    """Compare the kept versions of every edition with what the log says was saved."""
    saved: dict[tuple[str, int | None, Any], Any] = {}
    for entry, facts in _entries("saved", "deleted"):
        if entry.action == "deleted":
            saved = {key: text for key, text in saved.items() if key[:2] != (entry.meeting, entry.edition)}
        else:
            said = (entry.actor, facts.get("note"), entry.at, facts.get("text"))
            saved[entry.meeting, entry.edition, facts.get("version")] = said
    versions = Version.objects.select_related("edition__meeting").order_by("pk")
    for version in versions.iterator():
        key = (version.edition.meeting.slug, version.edition.number, version.number)
        if saved.pop(key, None) != (version.author, version.note, version.saved_at, sealing.digest(version.text)):
            yield f"{version}: it is not what the log says was saved."
    present = set(Edition.objects.values_list("meeting__slug", "number"))
    for meeting, edition, number in saved:
        if (meeting, edition) in present:
            yield f"{meeting}, edition {edition}: version {number} is gone."


def _updates() -> Problems:
    """Compare what became of decisions and action items with what the log says was recorded, and look for its files."""
    logged = {facts.get("update"): facts for _, facts in _entries(updating.ACTION)}
    for update in Update.objects.select_related("meeting").order_by("pk").iterator():
        where = f"Update {update.pk} ({update.meeting.slug}, {update.number})"
        if logged.pop(update.pk, {}).get("text") != sealing.digest(updating.state(update)):
            yield f"{where}: it is not what the log says was recorded."
        if update.file and not updating.has_file(update):
            yield f"{where}: its file {update.file} is gone or is not what was given; put it back from a backup."
    for number in logged:
        yield f"Update {number}: the log says that it was recorded, and it is gone."


def _ledgers() -> Problems:
    """Compare what else staff recorded beside the minutes with what the log says was recorded."""
    for ledger in (taking_up.LEDGER, altering.LEDGER):
        logged = {facts.get(ledger.key): facts for _, facts in _entries(ledger.action)}
        for row in ledger.model._default_manager.order_by("pk").iterator():
            if logged.pop(row.pk, {}).get("text") != sealing.digest(ledger.state(row)):
                yield f"{ledger.title} {row.pk} ({row}): it is not what the log says was recorded."
        for number in logged:
            yield f"{ledger.title} {number}: the log says that it was recorded, and it is gone."


def _holds(files: dict[str, list[Any]], logged: Any) -> bool:
    """Tell whether all files that were logged are there; formats that came later are allowed."""
    return isinstance(logged, dict) and all(files.get(suffix) == facts for suffix, facts in logged.items())


def _has_rows(edition: Edition, entry: dict[str, Any]) -> bool:
    try:
        return rows.hash_rows(edition, entry["columns"]) == entry["rows"]
    except (KeyError, TypeError, AttributeError, StopIteration, FieldError):
        return False


def _logged(action: str) -> dict[tuple[str, int], dict[str, Any]]:
    """Give what the log says of an action, by meeting and edition; the last entry counts."""
    return {(entry.meeting, entry.edition or 0): facts for entry, facts in _entries(action)}


def _entries(*actions: str) -> Iterator[tuple[LogEntry, dict[str, Any]]]:
    for entry in LogEntry.objects.filter(action__in=actions).order_by("position").iterator():
        try:
            yield entry, json.loads(entry.details)
        except ValueError:
            continue  # told of as an entry that is not what was written
