"""Where a meeting is that had another name in addresses."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from meetings.models import Meeting


def new_address(request: HttpRequest) -> str:
    """Give the address that stands now for one that led nowhere; nothing where it was never one, or is hidden."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if match is None or slug is None or not match.route.startswith(("meetings/", "respond/")):
        return ""
    meeting = Meeting.objects.known_to(request.user).formerly(slug).first()
    if meeting is None:
        return ""
    query = request.META.get("QUERY_STRING", "")
    address = reverse(str(match.view_name), kwargs={**match.kwargs, "slug": meeting.slug})
    return f"{address}?{query}" if query else address
