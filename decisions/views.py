"""The register of decisions and the list of action items. The page of one item is a floor above: it can be answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from decisions import alterations, register, uptakes
from decisions.models import GoverningDocument
from meetings.paging import sheet
from meetings.spreadsheet import csv_response


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    filters = register.search(request.user, request.GET)
    listed = sheet(request, filters.listing, filters.query)
    context = {"filters": filters, "sheet": listed, "standings": register.standings(request.user, listed.page)}
    return render(request, "decisions/decisions.html", context)


@require_safe
def decisions_csv(request: HttpRequest) -> HttpResponseBase:
    filters = register.search(request.user, request.GET)
    return csv_response("decisions.csv", register.COLUMNS, register.rows(request.user, filters.qs))


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    filters = register.search_actions(request.user, request.GET)
    listed = sheet(request, filters.listing, filters.query)
    context = {"filters": filters, "sheet": listed, "promises": register.standings(request.user, listed.page)}
    return render(request, "decisions/actions.html", context)


@require_safe
def actions_csv(request: HttpRequest) -> HttpResponseBase:
    filters = register.search_actions(request.user, request.GET)
    return csv_response("actions.csv", register.ACTION_COLUMNS, register.action_rows(request.user, filters.qs))


@require_safe
def decision_updates_csv(request: HttpRequest) -> HttpResponseBase:
    rows = register.update_rows(request.user, register.search(request.user, request.GET).qs)
    return csv_response("decision-updates.csv", register.UPDATE_COLUMNS, rows)


@require_safe
def action_updates_csv(request: HttpRequest) -> HttpResponseBase:
    rows = register.update_rows(request.user, register.search_actions(request.user, request.GET).qs)
    return csv_response("action-updates.csv", register.UPDATE_COLUMNS, rows)


@require_safe
def taken_up(request: HttpRequest) -> HttpResponse:
    listed = sheet(request, uptakes.listed(request.user))
    context = {"sheet": listed, "links": uptakes.links(request.user, listed.page)}
    return render(request, "decisions/taken_up.html", context)


@require_safe
def taken_up_csv(request: HttpRequest) -> HttpResponseBase:
    return csv_response("taken-up.csv", uptakes.COLUMNS, uptakes.rows(request.user, uptakes.listed(request.user)))


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    return render(request, "decisions/documents.html", {"documents": alterations.documents(request.user)})


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(GoverningDocument, slug=slug)
    rows = alterations.listed(request.user, found)
    listed = sheet(request, rows)
    context = {"document": found, "sheet": listed, "lacking": rows.lacking_in_text().count() if listed.count else 0}
    context["decisions"] = alterations.by_decision(request.user, listed.page)
    return render(request, "decisions/document.html", context)


@require_safe
def document_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    rows = alterations.listed(request.user, get_object_or_404(GoverningDocument, slug=slug))
    return csv_response(f"{slug}.csv", alterations.COLUMNS, alterations.rows(request.user, rows))
