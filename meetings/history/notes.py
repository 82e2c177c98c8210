"""What minutes say of a part besides its words, each as one line: "Theme: civic-space"."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.minutes import ActionItem, Attendee, Decision, Passage, Reference, Session


def subjects(part: Session | Passage) -> Iterator[str]:
    yield from (f"Region: {slug}" for slug in part.regions)
    yield from (f"Theme: {slug}" for slug in part.themes)


def of_paper(paper: Reference) -> tuple[str, ...]:
    label = (f"Label: {paper.label}",) if paper.label else ()
    return (*label, f"Address: {paper.url or 'lost'}")


def of_decision(decision: Decision) -> Iterator[str]:
    yield f"Decision {decision.number}: {decision.outcome.label}"
    yield from (f"Condition of {decision.number}: {words}" for words in decision.conditions)
    if decision.referred_to:
        yield f"{decision.number} referred to: {decision.referred_to}"


def of_action(action: ActionItem) -> Iterator[str]:
    yield f"Action item {action.number}: {action.text}"
    if action.responsible:
        yield f"{action.number} responsible: {action.responsible}"
    if action.due:
        yield f"{action.number} due: {action.due.isoformat()}"


def of_attendee(attendee: Attendee) -> Iterator[str]:
    """Give what an attendee was that day, as printed and as it is understood."""
    printed = {"Title": attendee.title, "Role": attendee.role, "Role of the seat": attendee.seat_role}
    yield from (f"{name}: {words}" for name, words in printed.items() if words)
    yield f"Capacity: {attendee.capacity.label}"
    yield f"Presence: {attendee.presence.label}"
    yield "Has a vote" if attendee.votes else "Has no vote"
    if attendee.co_chair:
        yield f"Co-chair: {attendee.co_chair.label}"
    if attendee.term_from or attendee.term_until:
        yield f"Term: {attendee.term_from or ''}–{attendee.term_until or ''}"
    keys = {"Person": attendee.person, "Organisation": attendee.organisation_key}
    yield from (f"{name}: {key}" for name, key in keys.items() if key)
