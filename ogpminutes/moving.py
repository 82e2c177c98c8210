"""Where a meeting is that had another name in addresses, and an item whose reference was written small."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from decisions.models import ActionItem, Decision
from meetings.models import Meeting

_ITEM = re.compile(r"/decisions/([a-z0-9-]{1,30})/([ad][1-9][0-9]{0,3})(?:/([a-z0-9.-]*))?", re.IGNORECASE | re.ASCII)


def new_address(request: HttpRequest) -> str:
    """Give the address that stands now for one that led nowhere; nothing where it was never one, or is hidden."""
    address = _in_capitals(request) or _of_meeting(request)
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if address and query else address


def _in_capitals(request: HttpRequest) -> str:
    """Lead to the decision or action item of `/decisions/sc-2020-12/d1/`, and to what stands below it."""
    asked = _ITEM.fullmatch(request.path_info)
    if asked is None or asked[1] + asked[2] == (asked[1] + asked[2]).upper():
        return ""
    reference, number = asked[1].upper(), asked[2].upper()
    model: Any = Decision if number.startswith("D") else ActionItem
    if not model.objects.visible_to(request.user).with_reference(reference, number).exists():
        return ""
    page = reverse("decision" if model is Decision else "action", args=[reference, number])
    return f"{page}{asked[3] or ''}"


def _of_meeting(request: HttpRequest) -> str:
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if match is None or slug is None or not match.route.startswith(("meetings/", "respond/")):
        return ""
    meeting = Meeting.objects.known_to(request.user).formerly(slug).first()
    if meeting is None:
        return ""
    return reverse(str(match.view_name), kwargs={**match.kwargs, "slug": meeting.slug})
