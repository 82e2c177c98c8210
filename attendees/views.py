"""People and organisations, and the meetings at which they were."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from attendees import presence
from attendees.models import Organisation, Person
from attendees.querysets import AttendingQuerySet
from meetings.paging import sheet

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
def person(request: HttpRequest, slug: str) -> HttpResponse:
    return _meetings(request, Person.objects.all(), slug, "attendees/person.html")


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    return _meetings(request, Organisation.objects.all(), slug, "attendees/organisation.html")


def _meetings(request: HttpRequest, everybody: AttendingQuerySet[Any], slug: str, template: str) -> HttpResponse:
    rows = everybody.visible_to(request.user).with_printed_name(request.user)
    who = get_object_or_404(rows, slug=slug)
    context = {
        "who": who,
        "meetings": presence.meetings_of(request.user, who),
        "terms": presence.terms_of(who),
    }
    return render(request, template, context)
