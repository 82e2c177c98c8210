"""The page of the open data, and the package itself."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ogpminutes.api.resources import RESOURCES
from ogpminutes.middleware import SECONDS
from ogpminutes.models import Package
from ogpminutes.opendata import shelf, tables
from ogpminutes.opendata.package import FOLDER


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    package = shelf.newest()
    context = {
        "package": package,
        "is_current": package is not None and package.record == shelf.record(),
        "licence": settings.DATA_LICENCE,
        "licence_address": settings.DATA_LICENCE_URL,
        "portal": settings.PORTAL_ADDRESS,
        "folder": FOLDER,
        "tables": [(each, len(tables.columns(each))) for each in RESOURCES],
    }
    return render(request, "opendata/page.html", context)


@require_safe
def file(request: HttpRequest) -> HttpResponseBase:
    package = shelf.newest()
    if package is None:
        raise Http404("No package has been made yet.")
    tag, made = f'"{package.digest}"', int(package.made_at.timestamp())
    unchanged = get_conditional_response(request, etag=tag, last_modified=made)
    try:
        answer = unchanged or _give(request, package)
    except OSError:
        return render(request, "opendata/lost.html", status=503)
    answer["ETag"], answer["Last-Modified"] = tag, http_date(made)
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(answer, public=True, max_age=SECONDS)
    return answer


def _give(request: HttpRequest, package: Package) -> HttpResponseBase:
    """Give the file, or, to HEAD, what would come with it."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # it is packed already, and its length is to be told
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(content_type="application/zip")
    else:
        response = FileResponse(shelf.take(package), content_type="application/zip")
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(package.size)
    response["Content-Disposition"] = f'attachment; filename="{FOLDER}.zip"'
    return response
