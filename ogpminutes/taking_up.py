"""Recording that a suggestion was taken up in a decision or action item, and withdrawing that; only ever added to."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from decisions import uptakes
from decisions.models import ActionItem, Decision, Uptake
from decisions.uptakes import Link
from meetings.models import Edition, Passage
from meetings.querysets import Reader
from meetings.words import Kind
from ogpminutes import audit
from ogpminutes.ledgers import Ledger, Refused
from ogpminutes.reading import Reading, open_edition
from ogpminutes.renumbering import citations, fates


def _edition(uptake: Uptake) -> Edition:
    return Edition.objects.get(meeting=uptake.meeting, number=uptake.edition)


LEDGER = Ledger(
    model=Uptake,
    action="taken up",
    key="uptake",
    facts=(
        *("edition", "session", "passage", "into_number", "extent", "note", "withdraws_id", "recorded_by_id"),
        *("meeting_id", "into_meeting_id", "day"),
    ),
    places=("meeting", "edition", "session", "passage", "into_meeting", "into_number"),
    edition_of=_edition,
)


def record(uptake: Uptake, passage: Passage, item: Decision | ActionItem, user: User) -> Uptake:
    """Store that a suggestion was taken up in an item: both are public, and the suggestion first. Raises `Refused`."""
    said = passage.session.edition
    if not said.is_public or not item.edition.is_public:
        raise Refused("One of the two is not approved yet. What was taken up is recorded from then on.")
    if passage.kind != Kind.FEEDBACK:
        raise Refused(f"{passage.citation} is no suggestion: it is minuted as {passage.get_kind_display().lower()}.")
    if item.edition.first_day < said.first_day:
        raise Refused("That meeting was before the suggestion was made.")
    uptake.meeting, uptake.edition = said.meeting, said.number
    uptake.session, uptake.passage = passage.session.number, passage.number
    uptake.into_meeting, uptake.into_number = item.edition.meeting, item.number
    with transaction.atomic():
        audit.hold_chain()
        places = {name: getattr(uptake, name) for name in ("meeting", "edition", "session", "passage")}
        if Uptake.objects.standing().into(item).filter(**places).exists():
            raise Refused("This is recorded already.")
        stored: Uptake = LEDGER.store(uptake, user)
        return stored


def withdraw(uptake: Uptake, user: User, reason: str) -> Uptake:
    """Withdraw it, for a public reason: it stays to be read, but counts no more. Raises `Refused`."""
    taken: Uptake = LEDGER.withdraw(uptake, user, reason, day=timezone.localdate())
    return taken


def of_passage(user: Reader, reading: Reading, citation: str) -> list[Link]:
    """Give what a passage was taken up in, whichever edition it was cited from when that was recorded."""
    told = list(Uptake.objects.told().of_meeting(reading.edition.meeting).visible_to(user).newest_first().with_all())
    places = _places(user, reading, told)
    return uptakes.links(user, (each for each in told if places[each.pk] == citation))


def beside(user: Reader, reading: Reading) -> list[tuple[str, Link]]:
    """Give what suggestions of an edition were taken up in, by the numbers that it gives them, in its order."""
    told = list(
        Uptake.objects.standing().of_meeting(reading.edition.meeting).visible_to(user).newest_first().with_all()
    )
    places = _places(user, reading, told)
    order = {citation: place for place, citation in enumerate(citations(reading.minutes))}
    found = [(places[link.uptake.pk], link) for link in uptakes.links(user, told)]
    return sorted((each for each in found if each[0] in order), key=lambda each: order[each[0]])


def _places(user: Reader, reading: Reading, told: list[Uptake]) -> dict[int, str]:
    """Give the number that an edition gives to each suggestion, or nothing where it does not hold it."""
    became = {number: _became(user, reading, number) for number in {each.edition for each in told}}
    return {each.pk: became[each.edition].get(each.citation, "") for each in told}


def _became(user: Reader, reading: Reading, there: int) -> dict[str, str]:
    """Give for each number of another edition, earlier or later, the number of the same passage in this one."""
    here = reading.edition.number
    if here == there:
        return {citation: citation for citation in citations(reading.minutes)}
    numbers = [each.number for each in reading.editions if min(here, there) <= each.number <= max(here, there)]
    newest, *earlier = (open_edition(user, reading.edition.meeting.slug, number) for number in numbers)
    moved = {fate.citation: fate.now for fate in fates(newest, earlier) if fate.edition == numbers[-1]}
    became = {citation: moved.get(citation, citation) for citation in citations(earlier[-1].minutes)}
    return became if there < here else {now: was for was, now in became.items() if now}
