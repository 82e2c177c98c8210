"""Taking a list of members from a spreadsheet: choose a file, look at what it would do, then take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from meetings.sealing import digest
from meetings.words import Capacity
from ogpminutes import member_lists, membership
from ogpminutes.member_lists import Line, Unreadable
from ogpminutes.models import Member

TEMPLATE = "admin/ogpminutes/member/import.html"
CHANGED = "The members were changed since this preview was made. Look at what the list does now."
Write = Callable[[HttpRequest, list[Member]], None]


def import_list(request: HttpRequest, model_admin: ModelAdmin[Any], write: Write) -> HttpResponse:
    """Preview a list that was chosen or pasted; take one that was previewed (`plan` says as what)."""
    if not (model_admin.has_add_permission(request) and model_admin.has_change_permission(request)):
        raise PermissionDenied("Your account may not change members.")
    if request.method != "POST":
        return show(request, model_admin)
    try:
        text = sent_text(request)
        lines = member_lists.read(text)
    except Unreadable as error:
        return show(request, model_admin, error=str(error), text=request.POST.get("text", ""))
    if request.POST.get("plan") != plan(lines) or any(line.error for line in lines):
        doubt = CHANGED if request.POST.get("plan") else ""
        return show(request, model_admin, lines=lines, text=text, error=doubt)
    try:
        new = member_lists.take(lines, cast(User, request.user))
    except membership.Refused as error:
        return show(request, model_admin, lines=lines, text=text, error=str(error))
    messages.success(request, f"{len(new)} new, {changed(lines)} changed.")
    if request.POST.get("invite"):
        write(request, new)
    return redirect("admin:ogpminutes_member_changelist")


def sent_text(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file:
        too_large = file.size is not None and file.size > member_lists.SIZE_LIMIT
        return member_lists.decode(b" " * (member_lists.SIZE_LIMIT + 1) if too_large else file.read())
    text = request.POST.get("text", "")
    if not text.strip():
        raise Unreadable("Choose a file, or paste a list.")
    return member_lists.decode(text.encode("utf-8", "replace"))


def plan(lines: list[Line]) -> str:
    """Give a fingerprint of what a list does, so that what is taken is what was previewed."""
    return digest("\n".join(repr((line.number, line.email, line.is_new, line.says, line.error)) for line in lines))


def changed(lines: list[Line]) -> int:
    return sum(bool(line.changes) and not line.is_new for line in lines)


def show(
    request: HttpRequest,
    model_admin: ModelAdmin[Any],
    *,
    lines: list[Line] | None = None,
    text: str = "",
    error: str = "",
) -> HttpResponse:
    lines = lines or []
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Import members",
        "lines": lines,
        "text": text,
        "error": error,
        "new": sum(line.is_new for line in lines),
        "changed": changed(lines),
        "wrong": sum(bool(line.error) for line in lines),
        "plan": plan(lines) if lines else "",
        "columns": member_lists.COLUMNS,
        "capacities": [capacity.value for capacity in Capacity],
    }
    return render(request, TEMPLATE, context, status=422 if error or context["wrong"] else 200)
