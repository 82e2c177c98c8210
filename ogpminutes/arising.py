"""Matters arising: what earlier meetings of the same body left open, offered to the minutes of the next one.

Only approved minutes of earlier meetings are looked at, and only what their items say is taken over, each by its
reference. A reference that the draft cites anywhere is not offered again. Whether an item was reviewed is what the
minutes then say once they are approved (`decisions/reviews.py`); nothing else is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decisions.models import ActionItem, Decision
from decisions.register import words_of
from decisions.reviews import cited_in
from meetings.minutes import LINE_LIMIT, PASSAGE_LIMIT, Minutes, Passage, Session
from meetings.models import Edition
from meetings.models.meeting import spell_days
from meetings.textform.numbering import SessionNumbers
from meetings.words import Kind

HEADING = "Matters arising"
LEAD_IN = "Still open from earlier meetings:"

Item = Decision | ActionItem


def open_items(edition: Edition) -> list[Item]:
    """Give what is still open of earlier meetings, oldest first, for the first minutes of a meeting; in two queries."""
    if edition.number > 1:
        return []  # a correction says what that meeting did, not what is open now
    found: list[Item] = []
    for model in (Decision, ActionItem):
        items = model.objects.approved().of_body(edition.meeting.body.slug).before(edition.first_day).still_open()
        found += items.with_passage().order_by(
            "edition__first_day", "edition__reference", "passage__session__position", "pk"
        )
    return sorted(found, key=lambda item: (item.edition.first_day, item.edition.reference))


def not_cited(items: Iterable[Item], text: str) -> list[Item]:
    """Give the items whose reference a text does not cite yet."""
    cited = set(cited_in(text))
    return [item for item in items if item.reference not in cited]


def take_up(minutes: Minutes, items: Iterable[Item]) -> Minutes:
    """Give minutes that list these items in their session of matters arising, behind what stands there already."""
    points = tuple(Passage(kind=Kind.POINT, text=_point(item)) for item in items)
    for place, session in enumerate(minutes.sessions):
        if session.heading.casefold() == HEADING.casefold():
            longer = replace(session, passages=(*session.passages, *points))
            return replace(minutes, sessions=(*minutes.sessions[:place], longer, *minutes.sessions[place + 1 :]))
    lead_in = Passage(kind=Kind.NARRATIVE, text=LEAD_IN)
    new = Session(number=_free_number(minutes), heading=HEADING, passages=(lead_in, *points))
    return replace(minutes, sessions=(*minutes.sessions, new))


def _free_number(minutes: Minutes) -> str:
    """Give the number that the text form gives a last session without one of its own."""
    numbers = SessionNumbers()
    for session in minutes.sessions:
        numbers.take(session.number)
        for breakout in session.breakouts:
            numbers.take(breakout.number, is_breakout=True)
    return numbers.default(HEADING)


def _point(item: Item) -> str:
    """Say which item it is and in which words it was minuted; what is too long for a passage ends in `…`."""
    facts = []
    if isinstance(item, ActionItem):
        facts = [item.responsible[:LINE_LIMIT], f"due {spell_days(item.due, item.due)}" if item.due else ""]
    known = "; ".join(filter(None, facts))
    text = f"{item.reference}{f' ({known})' if known else ''}: {words_of(item)}"
    return text if len(text) <= PASSAGE_LIMIT else f"{text[: PASSAGE_LIMIT - 1].rstrip()}…"
