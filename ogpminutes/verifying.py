"""The page on which anybody checks a file or a seal. Nothing that is sent is kept."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ogpminutes import identification
from ogpminutes.identification import NoSeal

FILE_LIMIT = 20 * 1024**2  # bytes of a file that is sent; the longest PDF of minutes has 0.3 MB
ROOM = 64 * 1024  # bytes that a form puts around its file
TOO_LARGE = f"The file has more than {FILE_LIMIT // 1024**2} MB, so it is none of ours; they are much smaller."


class Digesting(FileUploadHandler):
    """Hashes a file while it comes, and keeps none of it."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.hash, self.size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > FILE_LIMIT:
            raise StopUpload(connection_reset=True)
        self.hash.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        return None


@csrf_exempt  # it changes nothing, and the file is read before a token could be
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a file or a seal, and say which edition it is of."""
    if request.method == "POST":
        return _take_file(request)
    if digest := request.GET.get("digest", "").strip().lower():
        found = identification.by_digest(request.user, digest)
        return _answer(request, found=found, digest=digest[:64], is_answered=True)
    if typed := request.GET.get("seal", ""):
        try:
            found = identification.by_seal(request.user, typed)
        except NoSeal as error:
            return _answer(request, 422, typed=typed[:200].replace("\x00", ""), problem=str(error))
        return _answer(request, found=found, typed=typed[:200], is_answered=True)
    return _answer(request)


def _take_file(request: HttpRequest) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > FILE_LIMIT + ROOM:
        return _answer(request, 413, problem=TOO_LARGE)
    handler = Digesting(request)
    request.upload_handlers = [handler]
    try:
        request.POST  # noqa: B018 (reads the form)
    except MultiPartParserError:
        return _answer(request, 400, problem="The file did not arrive whole. Send it again.")
    if handler.size > FILE_LIMIT:
        return _answer(request, 413, problem=TOO_LARGE)
    if not handler.size:
        return _answer(request, 422, problem="No file was chosen, or it is empty. Choose one, then press the button.")
    return redirect(f"{reverse('verify')}?{urlencode({'digest': handler.hash.hexdigest()})}")


def _answer(request: HttpRequest, status: int = 200, **facts: Any) -> HttpResponse:
    context = {"found": [], "typed": "", "digest": "", "problem": "", "is_answered": False, "limit": FILE_LIMIT}
    context |= {"portal": settings.PORTAL_ADDRESS, **facts}
    return render(request, "verify/page.html", context, status=status)


@require_safe
def seals(request: HttpRequest) -> JsonResponse:
    return JsonResponse(identification.chain(request.user), json_dumps_params={"indent": 1, "ensure_ascii": False})
