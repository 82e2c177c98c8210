"""The page of the open data, and the package itself."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ogpminutes.api.resources import RESOURCES
from ogpminutes.middleware import SECONDS
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
    try:
        content = shelf.take(package)
    except OSError:
        lost = {"problem": "The file of the open data is not at hand just now. It is made anew; try again later."}
        return render(request, "opendata/lost.html", lost, status=503)
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # it is packed already, and its length is to be told
    response = FileResponse(content, as_attachment=True, filename=f"{FOLDER}.zip", content_type="application/zip")
    response["Content-Length"] = str(package.size)
    response["ETag"] = f'"{package.digest}"'
    response["Last-Modified"] = http_date(package.made_at.timestamp())
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response
