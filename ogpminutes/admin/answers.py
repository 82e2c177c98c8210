"""How the editor's addresses answer: as JSON to the page's script, as a page to a form. What was typed comes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from meetings.diagnostics import Diagnostic

SIGNED_OUT = "You are not signed in any more. Sign in in another tab; then save again."
FORBIDDEN = "Your account may not change minutes. Ask the Support Unit for the permission."
EXPIRED = "The form is too old to be taken, because you signed in or out since. Open the page again; then save again."
TOO_LARGE = "This is larger than 5 MB, and minutes have 2 MB at most; nothing was saved. Shorten it, or split it."


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def refuse(request: HttpRequest, status: int, message: str, **facts: Any) -> HttpResponse:
    """Say that nothing was saved and why. A page shows what was typed, to be copied."""
    if wants_json(request):
        return JsonResponse({"message": message, **facts}, status=status)
    context = {**admin.site.each_context(request), "title": "Nothing was saved", "message": message}
    context |= {"typed": [] if status == 413 else typed(request), "back": request.path}
    return render(request, "admin/meetings/edition/kept.html", context, status=status)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Give the fields of a form that hold words of a person, without the form's own machinery."""
    machinery = ("csrfmiddlewaretoken", "seen", "post", "action", "confirmed")
    counted = ("_FORMS", "-id")
    return [
        (name, value)
        for name, value in request.POST.items()
        if isinstance(value, str) and value.strip() and name not in machinery and not name.endswith(counted)
        and not name.startswith("_")
    ]  # fmt: skip


def refuse_stranger(request: HttpRequest) -> HttpResponse:
    """Answer a form from somebody who may not send it: signed out meanwhile, or without the permission."""
    signed_in = request.user.is_authenticated
    return refuse(request, 403, FORBIDDEN if signed_in else SIGNED_OUT, signed_in=signed_in)


def is_at_the_desk(request: HttpRequest) -> bool:
    """Whether a form was sent to the admin, where people write."""
    return request.method == "POST" and request.path.startswith(reverse("admin:index"))


def spell(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Give diagnostics as the page's script reads them."""
    return [{"severity": each.severity.value, "line": each.line, "message": each.message} for each in diagnostics]
