"""The register of decisions and the list of action items."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from decisions import citing, register
from decisions.models import ActionItem, Decision
from meetings.paging import sheet
from meetings.spreadsheet import csv_response


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    filters = register.search(request.user, request.GET)
    listed = sheet(request, filters.qs, filters.query)
    return render(request, "decisions/decisions.html", {"filters": filters, "sheet": listed})


@require_safe
def decisions_csv(request: HttpRequest) -> HttpResponseBase:
    filters = register.search(request.user, request.GET)
    return csv_response("decisions.csv", register.COLUMNS, register.rows(filters.qs))


@require_safe
def decision(request: HttpRequest, reference: str, number: str) -> HttpResponse:
    entry = register.find(request.user, Decision, reference, number)
    return render(request, "decisions/decision.html", {"entry": entry, "offer": citing.offer_of(entry.item)})


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    items = ActionItem.objects.current_for(request.user).with_passage().with_state().newest_first()
    listed = sheet(request, items)
    return render(request, "decisions/actions.html", {"sheet": listed, "promises": register.promises(listed.page)})


@require_safe
def action(request: HttpRequest, reference: str, number: str) -> HttpResponse:
    entry = register.find(request.user, ActionItem, reference, number)
    return render(request, "decisions/action.html", {"entry": entry, "offer": citing.offer_of(entry.item)})
