"""Recording that a decision altered a governing document, and withdrawing that; only ever added to."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from decisions.models import ActionItem, Alteration, Decision
from meetings.models import Edition
from meetings.querysets import ANYBODY
from meetings.words import Outcome
from ogpminutes import audit
from ogpminutes.ledgers import Ledger, Refused

ALTER_NOTHING = (Outcome.NOTED, Outcome.DEFERRED, Outcome.NOT_AGREED)


def _edition(alteration: Alteration) -> Edition:
    """The newest public edition of the meeting; once minutes were approved there always is one."""
    public: Edition = Edition.objects.visible_to(ANYBODY).filter(meeting=alteration.meeting).latest("number")
    return public


LEDGER = Ledger(
    model=Alteration,
    action="altered",
    key="alteration",
    facts=(
        *("meeting_id", "number", "document_id", "provision", "note", "in_force_from", "evidence"),
        *("withdraws_id", "recorded_by_id"),
    ),
    places=("meeting", "number", "document", "provision"),
    edition_of=_edition,
)


def can_alter(item: Decision | ActionItem) -> bool:
    """Whether it is a decision by which a document can have been altered, as far as its outcome tells."""
    return isinstance(item, Decision) and item.outcome not in ALTER_NOTHING


def record(alteration: Alteration, decision: Decision, user: User) -> Alteration:
    """Store that a decision of public minutes altered a document. Raises `Refused`."""
    if not decision.edition.is_public:
        raise Refused("These minutes are not approved yet. What a decision altered is recorded from then on.")
    if not can_alter(decision):
        outcome = decision.get_outcome_display().lower()
        raise Refused(f"{decision.reference} alters nothing: the minutes say that it was {outcome}.")
    alteration.meeting, alteration.number = decision.edition.meeting, decision.number
    with transaction.atomic():
        audit.hold_chain()
        same = {"document": alteration.document, "provision": alteration.provision}
        if Alteration.objects.standing().by(decision).filter(**same).exists():
            raise Refused("This is recorded already. Withdraw that one first, if it says something wrong.")
        stored: Alteration = LEDGER.store(alteration, user)
        return stored


def withdraw(alteration: Alteration, user: User, reason: str) -> Alteration:
    """Withdraw it, for a public reason: it stays to be read, but counts no more. Raises `Refused`."""
    taken: Alteration = LEDGER.withdraw(alteration, user, reason)
    return taken
