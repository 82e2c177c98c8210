"""Citing a decision or an action item: by the passage that states it, pinned to the edition that says so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from decisions.models import ActionItem, Decision
from decisions.register import find
from meetings.citations import Work
from meetings.citing import Offer, citation_response, offer, work_of


@require_safe
def citation(request: HttpRequest, reference: str, number: str, suffix: str) -> HttpResponse:
    item: Decision | ActionItem
    if number.startswith("D"):
        item = find(request.user, Decision, reference, number).item
    else:
        item = find(request.user, ActionItem, reference, number).item
    return citation_response(work_of_item(item), suffix)


def work_of_item(item: Decision | ActionItem) -> Work:
    return work_of(item.edition, item.passage.citation, item.reference)


def offer_of(item: Decision | ActionItem) -> Offer:
    place = (item.edition.reference, item.number)
    return offer(work_of_item(item), lambda suffix: reverse("item-citation", args=[*place, suffix]))
