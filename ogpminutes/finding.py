"""What a page of results shows beside the passages: counts, other things of that name, another spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from attendees.models import Organisation, Person
from decisions.models import ActionItem, Decision
from meetings.facets import chips, counts
from meetings.models import Entry, Meeting, Reference, Session, name_meeting
from meetings.paging import sheet
from meetings.prepared import Prepared, among_keys
from meetings.querysets import Reader
from meetings.search import suggesting
from meetings.search.days import read_day
from ogpminutes import results
from ogpminutes.results import Findings, RecordFilter

PAGE = 20  # passages on a page
SHOWN = 4  # people, organisations, papers, sessions beside the passages, of each


def gather(request: HttpRequest, filters: RecordFilter) -> dict[str, Any]:
    """Give all that the page needs, in a number of queries that does not grow with what is found."""
    counted = counts(filters, unfolded=request.GET.get("all", ""))
    listed = sheet(request, Findings(request.user, filters, counted.found), filters.query(), PAGE)
    found = list(listed.page)
    is_first = listed.page.number == 1
    return {
        "filters": filters,
        "facets": counted.facets,
        "is_cut": counted.found.is_cut,
        "counted": counted.found.total,
        "ranked": counted.found.ranked if counted.found.ranked < counted.found.total else 0,
        "chips": chips(filters),
        "sheet": listed,
        "results": found,
        "others": others(request.user, filters) if is_first else [],
        "suggestion": suggesting.suggest(request.user, filters.words) if not found and filters.asked else "",
        "ways_out": [] if found else results.ways_out(filters),
    }


# What else there is of that name


@dataclass(frozen=True, slots=True)
class Other:
    """Something that is no passage, and its page; where it is of one meeting, `where` tells which, and its `status`."""

    name: str
    address: str
    where: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Others:
    title: str
    shown: tuple[Other, ...]
    number: int


def others(user: Reader, filters: RecordFilter) -> list[Others]:
    """Give people, organisations, sessions and papers that say the words, the newest first, of each a few."""
    if not filters.asked.wanted:
        return []
    found = suggesting.others(user, filters.asked)
    people = ((Entry.What.PERSON, "People"), (Entry.What.ORGANISATION, "Organisations"))
    kinds = (*people, (Entry.What.SESSION, "Sessions"), (Entry.What.PAPER, "Papers"))
    groups = []
    for what, title in kinds:
        keys = found.get(what, [])
        if keys:
            named = _NAMING[what](user, keys[:SHOWN])
            groups.append(Others(title, tuple(named[key] for key in keys[:SHOWN] if key in named), len(keys)))
    return [group for group in groups if group.shown]


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


# Straight there


def address_of(user: Reader, filters: RecordFilter) -> str:
    """Give where a reference or a day leads, if it names one thing alone that the reader may see."""
    if filters.reference:
        return _cited(user, filters)
    day = read_day(filters.words)
    if day is None:
        return ""
    meetings = Meeting.objects.visible_to(user).on_day(day)[:2]
    return meetings[0].get_absolute_url() if len(meetings) == 1 else ""


def _cited(user: Reader, filters: RecordFilter) -> str:
    passages = list(filters.qs.select_related("session__edition__meeting")[:2])
    if len(passages) != 1:
        return ""
    number = filters.reference.replace(" ", "/").rpartition("/")[2]
    model = {"D": Decision, "A": ActionItem}.get(number[:1]) if "." not in number else None
    if model is None:
        return passages[0].get_absolute_url()
    name = "decision" if model is Decision else "action"
    return reverse(name, args=[passages[0].session.edition.reference, number])
