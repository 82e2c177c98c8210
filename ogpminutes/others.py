"""What else there is: meetings, documents, people, organisations, sessions, papers, and notes on who attended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.template.defaultfilters import truncatechars

from attendees.models import Organisation, Person
from decisions.models import GoverningDocument
from meetings.addresses import address
from meetings.models import Entry
from meetings.prepared import Statement, among_keys
from meetings.querysets import Reader
from meetings.roll import Roll, call_announced
from meetings.search import suggesting
from meetings.search.suggesting import Aside
from ogpminutes.models.members import today
from ogpminutes.results import RecordFilter

SHOWN = 4  # people, organisations, papers, sessions beside the passages, of each
MEETINGS = 8  # as many as a year mostly has
LENGTH = 200  # characters of what something is called
WHOLE = 100  # of a group that is asked for whole; more are found by more words


@dataclass(frozen=True, slots=True)
class Other:
    """Something that is no passage, and its page; where it is of one meeting, `where` tells which, and its `status`."""

    name: str
    address: str
    where: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Others:
    """A group; `everything` is the query string that gives more of it than is shown, if there is more to give."""

    title: str
    shown: tuple[Other, ...]
    number: int
    everything: str = ""

    @property
    def name(self) -> str:
        return _name(self.title)


def others(user: Reader, filters: RecordFilter, unfolded: str = "") -> list[Others]:
    """Give meetings and governing documents that are meant, and what says the words besides passages, of each a few.

    They are sorted as the search is, documents as they are listed. Of the group that is `unfolded`, by its name, all
    are given, or as many as a page bears.
    """
    if not filters.asked.wanted:
        return []
    meant = (_meetings(user, filters, unfolded), _documents(filters))
    groups = [group for group in (*meant, *_saying(user, filters, unfolded)) if group.shown]
    query = filters.query()
    return [
        replace(group, everything=f"{query}&all={group.name}")
        if group.name != unfolded and len(group.shown) < group.number
        else group
        for group in groups
    ]


def _meetings(user: Reader, filters: RecordFilter, unfolded: str) -> Others:
    """Give those with minutes, and those that are announced, which may change at any time and are never kept."""
    rolls = (call_announced(user, today()), filters.roll)
    meant = [meeting for roll in rolls for meeting in roll.meant_by(filters.words, filters.asked)]
    meant.sort(key=lambda meeting: meeting.first_day, reverse=not filters.is_oldest_first)
    most = WHOLE if unfolded == "meetings" else MEETINGS
    shown = (Other(each.name, each.address, each.place, each.status) for each in meant[:most])
    return Others("Meetings", tuple(shown), len(meant))


def _documents(filters: RecordFilter) -> Others:
    """Give all of them that are called so: there is a handful, and anybody may see what they are called."""
    meant = [Other(name, address("document", slug)) for name, slug in _NAMED() if filters.asked.is_said_by(name)]
    return Others("Governing documents", tuple(meant), len(meant))


def _saying(user: Reader, filters: RecordFilter, unfolded: str) -> Iterator[Others]:
    found = suggesting.others(user, filters.asked, is_oldest_first=filters.is_oldest_first)
    for what, title in _TITLES.items():
        asides = found.get(what, [])
        listed = asides[: WHOLE if unfolded == _name(title) else SHOWN]
        shown = _with_pages(what, listed) if listed and what in _SLUGS else _in_place(filters.roll, what, listed)
        yield Others(title, tuple(shown), len(asides))


def _with_pages(what: str, asides: list[Aside]) -> Iterator[Other]:
    """Give those that have pages of their own, unless they are gone this moment."""
    slugs = dict(_SLUGS[what](aside.key for aside in asides))
    for aside in asides:
        if slug := slugs.get(aside.key):
            yield Other(aside.title, address(what, slug))


def _in_place(roll: Roll, what: str, asides: list[Aside]) -> Iterator[Other]:
    """Give those that stand in a session, or below the attendees, unless their meeting is not on the roll yet."""
    for aside in asides:
        if meeting := roll.by_id(aside.meeting):
            place = "attendees" if what == Entry.What.NOTE else f"session-{aside.session}"
            yield Other(truncatechars(aside.title, LENGTH), f"{meeting.address}#{place}", meeting.name, meeting.status)


def _name(title: str) -> str:
    """Give a title as it stands in addresses."""
    return title.lower().replace(" ", "-")


def _slugs_of(model: type[Person] | type[Organisation]) -> Statement:
    """Give id and slug of those of whom an entry that the reader may see has told."""
    return Statement(lambda: model.objects.filter(pk__in=among_keys()).order_by().values_list("pk", "slug"))


_NAMED = Statement(lambda: GoverningDocument.objects.values_list("name", "slug"))
_TITLES: dict[str, str] = {
    Entry.What.PERSON: "People",
    Entry.What.ORGANISATION: "Organisations",
    Entry.What.SESSION: "Sessions",
    Entry.What.PAPER: "Papers",
    Entry.What.NOTE: "Notes on attendance",
}
_SLUGS: dict[str, Statement] = {  # of what has a page of its own, which the view of that name gives
    Entry.What.PERSON: _slugs_of(Person),
    Entry.What.ORGANISATION: _slugs_of(Organisation),
}
