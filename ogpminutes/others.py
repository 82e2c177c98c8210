"""What else there is of the name that is looked for: meetings, people, organisations, sessions and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from attendees.models import Organisation, Person
from meetings.models import Entry, Reference, Session, name_meeting
from meetings.prepared import Prepared, among_keys
from meetings.querysets import Reader
from meetings.search import suggesting
from ogpminutes.results import RecordFilter

SHOWN = 4  # people, organisations, papers, sessions beside the passages, of each
MEETINGS = 8  # as many as a year mostly has
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
        return self.title.lower().replace(" ", "-")


def others(user: Reader, filters: RecordFilter, unfolded: str = "") -> list[Others]:
    """Give meetings that are meant, and what says the words besides passages, the newest first, of each a few.

    Of the group that is `unfolded`, by its name, all are given, or as many as a page bears.
    """
    if not filters.asked.wanted:
        return []
    groups = [group for group in (_meetings(filters, unfolded), *_saying(user, filters, unfolded)) if group.shown]
    query = filters.query()
    return [
        replace(group, everything=f"{query}&all={group.name}")
        if group.name != unfolded and len(group.shown) < group.number
        else group
        for group in groups
    ]


def _meetings(filters: RecordFilter, unfolded: str) -> Others:
    meant = filters.roll.meant_by(filters.words, filters.asked)
    most = WHOLE if unfolded == "meetings" else MEETINGS
    shown = (Other(each.name, reverse("minutes", args=[each.slug]), each.place, each.status) for each in meant[:most])
    return Others("Meetings", tuple(shown), len(meant))


def _saying(user: Reader, filters: RecordFilter, unfolded: str) -> list[Others]:
    found = suggesting.others(user, filters.asked)
    people = ((Entry.What.PERSON, "People"), (Entry.What.ORGANISATION, "Organisations"))
    kinds = (*people, (Entry.What.SESSION, "Sessions"), (Entry.What.PAPER, "Papers"))
    groups = []
    for what, title in kinds:
        keys = found.get(what, [])
        if keys:
            listed = keys[: WHOLE if unfolded == title.lower() else SHOWN]
            named = _NAMING[what](user, listed)
            groups.append(Others(title, tuple(named[key] for key in listed if key in named), len(keys)))
    return groups


def _attending(model: type[Person] | type[Organisation]) -> Prepared:
    def rows(user: Reader) -> Any:
        seen: Any = model.objects.visible_to(user).with_printed_name(user)
        return seen.filter(pk__in=among_keys()).order_by().values_list("pk", "slug", "printed")

    return Prepared(rows)


def _sessions(user: Reader) -> Any:
    rows = Session.objects.visible_to(user).filter(pk__in=among_keys()).order_by()
    return rows.values_list("pk", "heading", "number", *(f"edition__{column}" for column in _MEETING))


def _papers(user: Reader) -> Any:
    rows = Reference.objects.visible_to(user).filter(pk__in=among_keys()).order_by()
    columns = (f"session__edition__{column}" for column in _MEETING)
    return rows.values_list("pk", "title", "session__number", *columns)


_MEETING = ("status", "meeting__slug", "meeting__body__name", "meeting__first_day", "meeting__last_day")
_PERSONS, _ORGANISATIONS = _attending(Person), _attending(Organisation)
_SESSIONS, _PAPERS = Prepared(_sessions), Prepared(_papers)


def _name_page(view: str, rows: Iterable[tuple[Any, ...]]) -> dict[int, Other]:
    """Give id -> what has a page of its own."""
    return {key: Other(name, reverse(view, args=[slug])) for key, slug, name in rows}


def _name_place(rows: Iterable[tuple[Any, ...]]) -> dict[int, Other]:
    """Give id -> what stands in a session."""
    return {
        key: Other(name, f"{reverse('minutes', args=[slug])}#session-{number}", name_meeting(body, *days), status)
        for key, name, number, status, slug, body, *days in rows
    }


_NAMING: dict[str, Callable[[Reader, Iterable[int]], dict[int, Other]]] = {
    Entry.What.PERSON: lambda user, keys: _name_page("person", _PERSONS(user, keys)),
    Entry.What.ORGANISATION: lambda user, keys: _name_page("organisation", _ORGANISATIONS(user, keys)),
    Entry.What.SESSION: lambda user, keys: _name_place(_SESSIONS(user, keys)),
    Entry.What.PAPER: lambda user, keys: _name_place(_PAPERS(user, keys)),
}
