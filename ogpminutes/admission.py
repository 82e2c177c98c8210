"""Who is let into the admin: staff, with a second step where `REQUIRE_MFA` asks for it."""

from __future__ import annotations

from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

ENROL = (
    "The admin asks for a second step at signing in. Set up an authenticator app or a passkey here, then open it again."
)


class AdminSite(admin.AdminSite):
    """The stock admin behind our own sign-in."""

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Let no NUL of a query string reach a filter: PostgreSQL fails on it."""
        inner = super().admin_view(view, cacheable)

        def answer(request: HttpRequest, *where: Any, **named: Any) -> HttpResponse:
            if "%00" in request.META.get("QUERY_STRING", ""):
                request.GET = without_nul(request.GET)  # type: ignore[assignment]
            return inner(request, *where, **named)

        return update_wrapper(answer, inner)

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and (not settings.REQUIRE_MFA or passed_second_step(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people on to what they lack: signing in, a second step, or the permission."""
        wanted = wanted_page(request)
        if self.has_permission(request):
            return redirect(wanted)
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if not request.user.is_staff:
            raise PermissionDenied("Only the Support Unit enters the admin.")
        if is_mfa_enabled(request.user):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
        messages.info(request, ENROL)
        return redirect("mfa_index")


def without_nul(asked: QueryDict) -> QueryDict:
    """Give what a query string asks for without NUL, and without what is nothing then."""
    clean = QueryDict(mutable=True)
    for name, values in asked.lists():
        for value in values:
            if (kept := value.replace("\0", "")) or not value:
                clean.appendlist(name.replace("\0", ""), kept)
    clean._mutable = False
    return clean


def passed_second_step(request: HttpRequest) -> bool:
    """Whether the account has a second step and this session went through it."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records) and is_mfa_enabled(request.user)


def wanted_page(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) and wanted != reverse("admin:login"):
        return wanted
    return reverse("admin:index")
