"""The portal's own pages: home, meetings, minutes and their files. A view finds, asks, answers."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from meetings.canonical import json_schema
from meetings.exporters.press import PrintingFailed
from meetings.exporters.registry import FORMATS
from ogpminutes import front, holdings, papers, responding
from ogpminutes.admin import answers
from ogpminutes.api import problems
from ogpminutes.beside import beside
from ogpminutes.moving import new_address
from ogpminutes.reading import open_edition
from ogpminutes.vault import FileLost


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", front.welcome(request.user))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html", holdings.holdings(request))


@require_safe
def meetings(request: HttpRequest, year: str = "") -> HttpResponse:
    found = front.list_meetings(request, int(year) if year else None)
    return render(request, "meetings/list.html", found)


@require_safe
def minutes(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The newest edition that the reader may see, or a pinned one; what was announced, before there are any."""
    try:
        reading = open_edition(request.user, slug, number)
    except Http404:
        announced = front.announced(request.user, slug) if number is None else None
        if announced is None:
            raise
        handed_out = papers.announced(request.user, announced.meeting)
        return render(request, "meetings/announced.html", {"announced": announced, "papers": handed_out})
    return render(request, "minutes/page.html", {**reading.context(), **beside(request.user, reading)})


@require_safe
def minutes_file(request: HttpRequest, slug: str, suffix: str, number: int | None = None) -> HttpResponse:
    if suffix not in FORMATS:
        raise Http404(f"Minutes are not kept as .{suffix}.")
    reading = open_edition(request.user, slug, number)
    try:
        content = reading.file(suffix)
    except (PrintingFailed, FileLost) as error:
        return render(request, "errors/printing.html", {"error": error, **reading.context()}, status=503)
    response = HttpResponse(content, content_type=FORMATS[suffix].content_type)
    name = f"{reading.minutes.reference}-edition-{reading.edition.number}.{suffix}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Accept-Ranges"] = "bytes"
    return response


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(json_schema(), json_dumps_params={"indent": 2}, content_type="application/schema+json")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the portal and its database answer; `unwell` with 503 where the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("unwell", status=503, content_type="text/plain", headers={"Cache-Control": "no-store"})
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = settings.PORTAL_ADDRESS + reverse("sitemap")
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /alerts/", "Disallow: /*?", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("icon.svg"))


# Errors


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig) and answers.is_at_the_desk(request):
        return answers.refuse(request, 413, answers.TOO_LARGE)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: the session ended, or another site sent it."""
    if answers.is_at_the_desk(request):
        return answers.refuse(request, 403, answers.EXPIRED, signed_in=request.user.is_authenticated)
    if request.path.startswith(reverse("drafts")):
        return responding.give_back(request, responding.EXPIRED, 403)
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead on where the address is a former one."""
    moved = new_address(request)
    if moved:
        return redirect(moved, permanent=True)
    return render(request, "errors/404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer without the request, and so without asking the database who reads, and without the static manifest."""
    if request.path_info.startswith("/api/"):
        return JsonResponse(problems.FAILED, status=500, content_type=problems.MEDIA_TYPE)
    return HttpResponse(render_to_string("errors/500.html"), status=500)
