"""The page of a draft: one text, and how it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from attendees.models import Organisation, Person
from meetings.models import Edition
from ogpminutes import archive, arising, drafting, editing, skeleton, unsaved
from ogpminutes.admin import answers, desk
from ogpminutes.drafting import Conflict, Refused, Removes, Saved
from ogpminutes.editing import Stale
from ogpminutes.rewriting import Rewritten

TEMPLATE = "admin/meetings/edition/editor.html"
HAS_ERRORS = "Nothing was saved: the text holds errors. They are listed with their lines; your text is kept."


# The editor of the page adds a sheet of its own, with the nonce that the page gives it.
_render_with_nonce: Any = csp_update({"style-src": [NONCE]})(render)  # type: ignore[arg-type]


def show(request: HttpRequest, model_admin: ModelAdmin[Any], edition: Edition, **more: Any) -> HttpResponse:
    """Give the page of a draft. `more` says what was typed (`text`), and why it is not saved."""
    status = more.pop("status", 200)
    standing = editing.text_of(edition)
    text = more.setdefault("text", skeleton.begun_with(edition, standing))
    if "diagnostics" not in more:
        more["diagnostics"] = answers.spell(drafting.check(edition, text, archive.vocabulary()).diagnostics)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": str(edition),
        "edition": edition,
        "standing": standing,
        "seen": edition.version,
        "unsaved": _unsaved(request, edition, standing) if request.method == "GET" else None,
        "vocabulary": vocabulary(),
        "matters": arising.not_cited(arising.open_items(edition), text),
        "versions_url": reverse("admin:meetings_edition_versions", args=[edition.pk]),
        "facts_url": reverse("admin:meetings_edition_facts", args=[edition.pk]),
        "problem": None,
        "conflict": None,
        "removal": None,
    }
    page: HttpResponse = _render_with_nonce(request, TEMPLATE, context | more, status=status)
    return page


def vocabulary() -> dict[str, list[dict[str, str]]]:
    """Give the names that the page completes."""
    words = archive.vocabulary()
    named: dict[str, Iterable[tuple[str, str]]] = {
        "themes": words.themes.items(),
        "regions": words.regions.items(),
        "people": Person.objects.order_by("name").values_list("slug", "name"),
        "organisations": Organisation.objects.order_by("name").values_list("slug", "name"),
    }
    return {kind: [{"slug": slug, "name": name} for slug, name in pairs] for kind, pairs in named.items()}


def _unsaved(request: HttpRequest, edition: Edition, standing: str) -> dict[str, Any] | None:
    """Give what this editor typed and did not save, where it is not what the edition says or once said anyway."""
    kept = unsaved.of(edition, desk.editor(request))
    if kept is None or kept.text in ("", standing, skeleton.begun_with(edition, standing)) or unsaved.is_saved(kept):
        return None
    return {"text": kept.text, "seen": kept.seen, "kept_at": kept.kept_at}


# Saving


def save(request: HttpRequest, model_admin: ModelAdmin[Any], edition: Edition) -> HttpResponse:
    text, seen = text_of(request), desk.seen(request)
    is_confirmed = bool(request.POST.get("confirmed"))
    try:
        saved = drafting.save(edition, text, seen, desk.editor(request), is_confirmed=is_confirmed)
    except (Refused, Removes, Stale) as error:
        now = desk.find_draft(request, model_admin, edition.pk)
        return _answer_unsaved(request, model_admin, now, error)
    return _answer_saved(request, edition, saved, text)


def text_of(request: HttpRequest) -> str:
    """Give the text of a form with the line ends that everything else has."""
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n")


def _answer_saved(request: HttpRequest, edition: Edition, saved: Saved, text: str) -> HttpResponse:
    standing = editing.text_of(edition)
    if answers.wants_json(request):
        facts = {
            "version": saved.version,
            "saved_at": saved.at.isoformat(),
            "text": None if text == standing else standing,
            "changes": count(saved.changes),
            "diagnostics": answers.spell(saved.diagnostics),
        }
        return JsonResponse(facts)
    numbers = ", ".join(f"{number} {what}" for what, number in count(saved.changes).items() if number)
    said = f"Saved as version {saved.version}: {numbers or 'facts changed'}." if saved.changes else "Nothing to save."
    messages.success(request, said)
    return HttpResponseRedirect(request.path)


def count(changes: Rewritten | None) -> dict[str, int]:
    """Give how many parts a save edits, adds and removes."""
    return {name: len(getattr(changes, name)) if changes else 0 for name in ("edited", "new", "removed")}


def _answer_unsaved(
    request: HttpRequest, model_admin: ModelAdmin[Any], edition: Edition, error: Refused | Removes | Stale
) -> HttpResponse:
    if isinstance(error, Refused):
        return _refuse(request, model_admin, edition, error)
    if isinstance(error, Removes):
        return _ask(request, model_admin, edition, error.changes)
    conflict = drafting.conflict(edition, text_of(request), desk.seen(request))
    return _show_both(request, model_admin, edition, conflict)


def _refuse(request: HttpRequest, model_admin: ModelAdmin[Any], edition: Edition, error: Refused) -> HttpResponse:
    diagnostics = answers.spell(error.diagnostics)
    if answers.wants_json(request):
        return JsonResponse({"diagnostics": diagnostics}, status=422)
    more = {"text": text_of(request), "seen": desk.seen(request), "diagnostics": diagnostics, "problem": HAS_ERRORS}
    return show(request, model_admin, edition, status=422, **more)


def _ask(request: HttpRequest, model_admin: ModelAdmin[Any], edition: Edition, changes: Rewritten) -> HttpResponse:
    removal = {"changes": count(changes), "removed": [str(change) for change in changes.removed]}
    if answers.wants_json(request):
        return JsonResponse(removal, status=428)
    more = {"text": text_of(request), "seen": desk.seen(request), "removal": removal}
    return show(request, model_admin, edition, status=428, **more)


def _show_both(
    request: HttpRequest, model_admin: ModelAdmin[Any], edition: Edition, conflict: Conflict
) -> HttpResponse:
    facts = {
        "theirs": conflict.theirs,
        "merged": conflict.merged,
        "has_conflicts": conflict.has_conflicts,
        "saved_by": conflict.last.author if conflict.last else "",
        "saved_at": conflict.last.saved_at if conflict.last else None,
    }
    if answers.wants_json(request):
        return JsonResponse({**facts, "base": conflict.base, "version": conflict.version}, status=409)
    more = {"text": conflict.merged, "conflict": {**facts, "mine": text_of(request)}}
    return show(request, model_admin, edition, status=409, **more)
