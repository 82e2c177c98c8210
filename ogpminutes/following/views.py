"""Feeds, calendars, and the page that tells of them. What they hold is public, whoever asks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from decisions.models import GoverningDocument
from meetings.models import Region, Theme
from ogpminutes.following import atom, calendars, json_feed
from ogpminutes.following.pages import Place
from ogpminutes.following.shape import Feed
from ogpminutes.following.streams import all_streams, open_stream

FORMS = {
    "atom": (atom.export, "application/atom+xml; charset=utf-8"),
    "json": (json_feed.export, "application/feed+json"),
}
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@require_safe
def feed(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A page of a stream as Atom or JSON. The middleware gives it an ETag, and answers 304 where nothing changed."""
    found = Feed(open_stream(name, request.GET), Place.read(request.GET.get("from", "")))
    export, content_type = FORMS[form]
    response = HttpResponse(export(found), content_type=content_type, headers=OPEN)
    response.headers["Last-Modified"] = http_date(found.changed.timestamp())
    return response


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    context = {"streams": all_streams(), "bodies": calendars.bodies(), "portal": settings.PORTAL_ADDRESS}
    return render(request, "feeds/page.html", context)


@require_safe
def opml(request: HttpRequest) -> HttpResponse:
    """All feeds as a list that a feed reader takes at once."""
    subjects: list[Any] = [*Region.objects.all(), *Theme.objects.all()]
    searches = [open_stream("browse", f"{subject._meta.model_name}={subject.slug}") for subject in subjects]
    altered = [open_stream("decisions", f"altered={document.slug}") for document in GoverningDocument.objects.all()]
    context = {"feeds": [Feed(stream) for stream in (*all_streams(), *searches, *altered)]}
    response = render(request, "feeds/following.opml", context, content_type="text/x-opml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="steering-committee-minutes.opml"'
    return response


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    return _calendar(calendars.all_meetings(), "meetings")


@require_safe
def body_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    return _calendar(calendars.of_body(slug), slug)


@require_safe
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    return _calendar(calendars.of_meeting(slug), slug)


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=OPEN)
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
