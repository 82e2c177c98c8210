"""Recording what became of decisions and action items: who may, in whose name, and the line in the log.

An update is only ever added. The log holds its hash, so that `manage.py verify` finds one that was changed, taken away
or slipped in.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from attendees.models import Organisation, Person
from decisions.models import ActionItem, Decision, Update
from decisions.owners import owners_of
from meetings import sealing, uploads
from meetings.models import Edition
from meetings.querysets import ANYBODY
from ogpminutes import audit, indexing
from ogpminutes.accounts import member_of
from ogpminutes.models import Member
from ogpminutes.opendata import background
from ogpminutes.reaching import is_reached

ACTION = "updated"
FACTS = (
    *("number", "state", "note", "evidence", "file", "file_name", "file_type", "file_size", "file_digest"),
    *("withdraws_id", "voice", "organisation_id", "recorded_by_id"),
)
LATER_FACTS = ("person_id",)  # left out where empty, so that the hashes of what older releases recorded hold


OUTRUN = "Somebody recorded an update since you opened this form. Read it above; then send yours again."


class Refused(Exception):
    """Nothing was recorded; the message says why and what to do."""


class Outrun(Refused):
    """Somebody recorded updates since the form was shown: these, the oldest first."""

    def __init__(self, meanwhile: list[Update]) -> None:
        super().__init__(OUTRUN)
        self.meanwhile = meanwhile


class Recorded(Refused):
    """The same is recorded already: a form that was sent twice."""


def may_mark(user: Any, item: Decision | ActionItem) -> Member | None:
    """Give the member who may say what became of an item: in office today, and meant by its owner.

    These are the members who are reminded of it, by the same rule, `reaching.is_reached`.
    """
    member = member_of(user) if user.is_authenticated and user.is_active else None
    if member is None or not isinstance(item, ActionItem) or not member.is_in_office:
        return None
    is_current = item.edition.status == Edition.Status.APPROVED
    return member if is_current and is_reached(owners_of([item])[item.pk], member) else None


def record(
    update: Update,
    item: Decision | ActionItem,
    user: User,
    *,
    seen: int | None = None,
    file: File[Any] | None = None,
    member: Member | None = None,
) -> Update:
    """Store a new update of an item: in the name of a member's organisation, or of the member who sits for none, or
    without a member of the Support Unit.

    `file` has passed `uploads.check_upload`. Raises `Refused`; nothing is stored then.
    """
    if not item.edition.is_public:
        raise Refused("These minutes are not approved yet. What became of an item is recorded from then on.")
    update.meeting, update.number = item.edition.meeting, item.number
    update.voice, update.organisation, update.person = _voice_of(member)
    checked = _describe(update, file) if file else None
    try:
        with transaction.atomic():
            audit.hold_chain()  # whoever else records waits here, so that what was seen is what stands
            _demand_newest(update, item, seen)
            if file and checked:
                update.file = uploads.keep(file, checked, f"evidence/{item.edition.reference}")
            return _store(update, item.edition, user)
    except Exception:
        if update.file:
            default_storage.delete(update.file)
        raise


def _voice_of(member: Member | None) -> tuple[Update.Voice, Organisation | None, Person | None]:
    if member is None:
        return Update.Voice.SUPPORT_UNIT, None, None
    if member.organisation:
        return Update.Voice.ORGANISATION, member.organisation, None
    return Update.Voice.PERSON, None, member.person


def name_of(member: Member) -> str:
    """Give the name under which what a member says will stand, as `Update.speaker` will."""
    who: Any = member.organisation or member.person
    printed = type(who).objects.with_printed_name(ANYBODY).values_list("printed", flat=True).get(pk=who.pk)
    return str(printed or member.organisation or Update.Voice.PERSON.label)


def withdraw(update: Update, item: Decision | ActionItem, user: User, reason: str) -> Update:
    """Withdraw an update, for a public reason: it stays to be read, but counts no more. Raises `Refused`."""
    with transaction.atomic():
        audit.hold_chain()
        standing = Update.objects.of_item(item).standing().filter(pk=update.pk).first()
        if standing is None:
            raise Refused("This is no update of that item that stands: it was withdrawn, or is a withdrawal itself.")
        if not reason.strip():
            raise Refused("Say why it is withdrawn.")
        taken = Update(meeting=standing.meeting, number=standing.number, day=timezone.localdate(), note=reason)
        taken.withdraws = standing
        return _store(taken, item.edition, user)


def state(update: Update) -> str:
    """Give the text whose hash is in the log: all that an update says."""
    facts = {name: getattr(update, name) for name in FACTS}
    facts |= {name: value for name in LATER_FACTS if (value := getattr(update, name)) is not None}
    moments = {"day": update.day.isoformat(), "recorded_at": update.recorded_at.isoformat()}
    return sealing.canonical({**facts, **moments, "meeting": update.meeting.slug, "id": update.pk})


def has_file(update: Update) -> bool:
    """Whether the file of an update is there, as it was given."""
    try:
        with default_storage.open(update.file) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == update.file_digest
    except OSError:
        return False


def _describe(update: Update, file: File[Any]) -> uploads.Upload:
    checked: uploads.Upload = file.checked  # type: ignore[attr-defined]
    update.file_name, update.file_type = checked.name, checked.content_type
    update.file_size, update.file_digest = checked.size, checked.digest
    return checked


def _demand_newest(update: Update, item: Decision | ActionItem, seen: int | None) -> None:
    recorded = list(Update.objects.of_item(item).with_all().order_by("pk"))
    if recorded and _said(recorded[-1]) == _said(update):
        raise Recorded("This is recorded already.")
    if seen is not None and (meanwhile := [each for each in recorded if each.pk > seen]):
        raise Outrun(meanwhile)


def _said(update: Update) -> tuple[object, ...]:
    names = ("day", "state", "note", "evidence", "file_digest", "organisation_id", "person_id")
    return tuple(getattr(update, name) for name in names)


def _store(update: Update, edition: Edition, user: User) -> Update:
    update.recorded_by = user
    update.save(force_insert=True)
    indexing.follow(edition.meeting)
    background.begin_when_committed()
    item = f"{edition.reference}/{update.number}"
    audit.record(user.get_username(), ACTION, edition, item=item, update=update.pk, text=sealing.digest(state(update)))
    return update
