"""Browse the record: facets and words, and each region and theme with its history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from meetings.models import Region, Theme
from meetings.paging import sheet
from meetings.spreadsheet import csv_response
from ogpminutes import archive, finding, leading, results, subjects
from ogpminutes.models.members import today


@require_safe
@vary_on_headers("HX-Request")
def browse(request: HttpRequest) -> HttpResponse:
    """What is looked for. A reference or a day goes straight to what it names, but for `list=1` and scripts.

    Scripts keep what they show with `list=1`, so that Back leads to it, and not straight on again.
    """
    filters = _search(request)
    is_straight = not (filters.chosen or filters.is_earlier or request.GET.get("list"))
    address = leading.address_of(request.user, filters) if is_straight else ""
    if address and not request.htmx:  # type: ignore[attr-defined]
        return redirect(address)
    response = render(request, "browse/browse.html", finding.gather(request, filters))
    return push_url(response, f"{request.path}?{request.GET.urlencode()}&list=1") if address else response


@require_safe
def browse_csv(request: HttpRequest) -> HttpResponseBase:
    filters = _search(request)
    return csv_response("minutes.csv", results.COLUMNS, results.rows(filters.qs, filters.vocabulary))


def _search(request: HttpRequest) -> results.RecordFilter:
    return results.search(request.user, request.GET, is_earlier=results.is_of_earlier(request.GET))


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    rows = subjects.overview(request.user, Region)
    return render(request, "browse/subjects.html", {"rows": rows, "title": "Regions", "name": "region"})


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    rows = subjects.overview(request.user, Theme)
    return render(request, "browse/subjects.html", {"rows": rows, "title": "Themes", "name": "theme"})


@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    return _history(request, get_object_or_404(Region, slug=slug), name="region", plural="Regions", others="themes")


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    return _history(request, get_object_or_404(Theme, slug=slug), name="theme", plural="Themes", others="regions")


def _history(request: HttpRequest, subject: Region | Theme, **words: Any) -> HttpResponse:
    history = subjects.open_history(request.user, request.GET, subject)
    listed = sheet(request, list(history.editions), history.narrowing.own_query, subjects.MEETINGS)
    context = {
        "subject": subject,
        "narrowing": history.narrowing,
        "history": history,
        "sheet": listed,
        "open": history.still_open(),
        "crossings": history.crossings(),
        "chapters": history.chapters(listed.page, archive.vocabulary()),
        "today": today(),
    }
    return render(request, "browse/subject.html", context | words)
