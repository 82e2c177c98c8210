"""People and organisations, and the meetings at which they were."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from attendees import co_chairs, presence, seats
from attendees.models import Organisation, Person
from attendees.querysets import AttendingQuerySet
from meetings.paging import sheet
from meetings.spreadsheet import csv_response

NAMES = 50  # a page of a list of names


@require_safe
def attendees(request: HttpRequest) -> HttpResponse:
    filters = presence.people(request.user, request.GET)
    listed = sheet(request, filters.qs, filters.query, NAMES)
    return render(request, "attendees/people.html", {"filters": filters, "sheet": listed})


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    filters = presence.organisations(request.user, request.GET)
    listed = sheet(request, filters.qs, filters.query, NAMES)
    return render(request, "attendees/organisations.html", {"filters": filters, "sheet": listed})


@require_safe
def seats_of_bodies(request: HttpRequest) -> HttpResponse:
    form = seats.ask(request.user, request.GET)
    listed = sheet(request, seats.meetings(request.user, form), form.query, seats.MEETINGS)
    editions = list(listed.page)
    context = {"form": form, "sheet": listed, "editions": editions, "matrix": seats.matrix(request.user, editions)}
    return render(request, "attendees/seats.html", context)


@require_safe
def attendance_csv(request: HttpRequest) -> HttpResponseBase:
    editions = seats.meetings(request.user, seats.ask(request.user, request.GET))
    return csv_response("attendance.csv", seats.COLUMNS, seats.rows(request.user, editions))


@require_safe
def co_chairs_over_time(request: HttpRequest) -> HttpResponse:
    form = co_chairs.DayForm(request.GET, datetime.now(UTC).date())
    context = {
        "form": form,
        "printed": co_chairs.on(request.user, form.chosen),
        "kept": co_chairs.kept_terms(request.user, form.chosen),
        "terms": [(term, term.covers(form.chosen)) for term in co_chairs.terms(request.user)],
    }
    return render(request, "attendees/co_chairs.html", context)


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    return _meetings(request, Person.objects.all(), slug, "attendees/person.html")


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    return _meetings(request, Organisation.objects.all(), slug, "attendees/organisation.html")


def _meetings(request: HttpRequest, everybody: AttendingQuerySet[Any], slug: str, template: str) -> HttpResponse:
    rows = everybody.visible_to(request.user).with_printed_name(request.user)
    who = get_object_or_404(rows, slug=slug)
    listed = sheet(request, presence.editions_of(request.user, who))
    context = {
        "who": who,
        "sheet": listed,
        "meetings": presence.meetings_of(request.user, who, list(listed.page)),
        "terms": presence.terms_of(who),
    }
    return render(request, template, context)
