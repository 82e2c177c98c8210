"""The history of an edition: its versions, what lies between any two, and going back to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from meetings.history import Row, compare_texts
from meetings.models import Edition, Version
from ogpminutes import drafting
from ogpminutes.admin import answers, desk
from ogpminutes.drafting import Refused
from ogpminutes.editing import Stale

A_PAGE = 100  # versions
AROUND = 2  # lines shown before and after a change
COMPARE = "admin:meetings_edition_compare"


def list_versions(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    edition = desk.find(request, pk)
    found = edition.versions.order_by("-number").defer("text")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {**_context(request, model_admin, edition, "Versions"), "page": page}
    return render(request, "admin/meetings/edition/versions.html", context)


def compare(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """Show what lies between two versions (`?old=3&new=5`), word by word, and offer to go back to the older one."""
    edition = desk.find(request, pk)
    old, new = _version(edition, request.GET.get("old")), _version(edition, request.GET.get("new"))
    rows = compare_texts(old.text, new.text)
    context = {
        **_context(request, model_admin, edition, f"Version {old.number} and version {new.number}"),
        "old": old,
        "new": new,
        "parts": list(_parts(rows)),
        "changed": sum(row.fate != "same" for row in rows),
        "can_restore": _is_open(request, model_admin, edition),
    }
    return render(request, "admin/meetings/edition/compare.html", context)


def restore(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """Make what a version said the next version."""
    edition = desk.find_draft(request, model_admin, pk)
    version = _version(edition, request.POST.get("number"))
    try:
        saved = drafting.restore(edition, version, desk.seen(request), desk.editor(request))
    except Stale:
        messages.error(request, "Nothing was restored: somebody saved in between. See what is there now first.")
        now = edition.versions.order_by("number").last() or version
        address = reverse(COMPARE, args=[pk])
        return HttpResponseRedirect(f"{address}?old={version.number}&new={now.number}")
    except Refused as error:
        said = " ".join(f"Line {each.line}: {each.message}" for each in error.diagnostics[:5])
        return answers.refuse(request, 422, f"Version {version.number} cannot be restored as it is. {said}")
    messages.success(request, f"Version {version.number} is restored, as version {saved.version}.")
    return HttpResponseRedirect(reverse("admin:meetings_edition_change", args=[pk]))


def _version(edition: Edition, number: str | None) -> Version:
    text = number or ""
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    found = edition.versions.filter(number=int(text)).first() if is_number else None
    if found is None:
        raise Http404("This edition has no such version. Choose two of its list.")
    return found


def _is_open(request: HttpRequest, model_admin: ModelAdmin[Any], edition: Edition) -> bool:
    return edition.status == Edition.Status.DRAFT and model_admin.has_change_permission(request, edition)


def _context(request: HttpRequest, model_admin: ModelAdmin[Any], edition: Edition, title: str) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "edition": edition,
        "is_open": _is_open(request, model_admin, edition),
    }


def _parts(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Part a comparison into what is shown, and how many unchanged lines are left out between."""
    near = {place + step for place, row in enumerate(rows) if row.fate != "same" for step in range(-AROUND, AROUND + 1)}
    shown: list[Row] = []
    left_out = 0
    for place, row in enumerate(rows):
        if place in near:
            if left_out:
                yield {"rows": shown, "left_out": left_out}
                shown, left_out = [], 0
            shown.append(row)
        else:
            left_out += 1
    yield {"rows": shown, "left_out": left_out}
