"""What the page of a draft asks for while somebody writes: checking, keeping what is typed, a preview on paper."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from meetings.exporters import pdf
from meetings.exporters.press import PrintingFailed
from meetings.layout import lay_out
from meetings.minutes import Minutes
from meetings.models import Edition
from meetings.textform import Place
from meetings.vocabulary import Vocabulary
from meetings.words import Kind
from ogpminutes import archive, drafting, unsaved
from ogpminutes.admin import answers, desk
from ogpminutes.admin.editor import text_of
from ogpminutes.editing import name_of
from ogpminutes.reading import make_imprint


def check(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """Tell what the text holds and what is wrong with it, and show it as a reader would see it."""
    edition = desk.find_draft(request, model_admin, pk)
    words = archive.vocabulary()
    checked = drafting.check(edition, text_of(request), words)
    minutes, places = checked.minutes, checked.parsed.places
    facts = {
        "diagnostics": answers.spell(checked.diagnostics),
        "outline": [_heading(place) for place in places if place.level],
        "places": [{"line": place.line, "anchor": place.anchor} for place in places],
        "html": preview(request, edition, minutes, words) if minutes else None,
        "counts": _counts(minutes) if minutes else None,
    }
    return JsonResponse(facts)


def _heading(place: Place) -> dict[str, Any]:
    return {"line": place.line, "level": place.level, "text": place.text, "number": place.number}


def preview(request: HttpRequest, edition: Edition, minutes: Minutes, words: Vocabulary) -> str:
    """Give the minutes as the public page shows them, without what stands around them."""
    context = {"minutes": minutes, "imprint": make_imprint(edition), "layout": lay_out(minutes), "vocabulary": words}
    return render_to_string("minutes/document.html", context, request)


def _counts(minutes: Minutes) -> dict[str, int]:
    passages = list(minutes.passages())
    return {
        "sessions": len(list(minutes.all_sessions())),
        "passages": len(passages),
        "feedback": sum(passage.kind == Kind.FEEDBACK for passage in passages),
        "decisions": len(list(minutes.decisions())),
        "actions": len(list(minutes.actions())),
        "attendees": sum(bool(attendee.name) for attendee in minutes.attendees()),
        "words": sum(len(passage.text.split()) for passage in passages),
    }


def keep(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """Keep what is typed, and tell who else is writing. A beacon of a page that is left asks the same."""
    edition = desk.find_draft(request, model_admin, pk)
    kept = unsaved.keep(edition, desk.editor(request), desk.seen(request), text_of(request))
    if kept is None:
        raise desk.NotOpen(desk.GONE)
    others = unsaved.others(edition, desk.editor(request))
    facts = {
        "kept_at": kept.kept_at,
        "version": edition.version,
        "status": edition.status,
        "others": [{"name": name_of(other.editor), "since": other.kept_at} for other in others],
    }
    return JsonResponse(facts)


def discard(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """Forget what this editor typed and did not save."""
    edition = desk.find_draft(request, model_admin, pk)
    unsaved.discard(edition, desk.editor(request))
    return JsonResponse({"discarded": True})


def print_draft(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """Give the PDF of a text that is not saved."""
    edition = desk.find_draft(request, model_admin, pk)
    words = archive.vocabulary()
    checked = drafting.check(edition, text_of(request), words)
    context = {**model_admin.admin_site.each_context(request), "title": "No PDF", "edition": edition}
    template = "admin/meetings/edition/no_pdf.html"
    if checked.minutes is None:
        return render(request, template, {**context, "diagnostics": checked.diagnostics}, status=422)
    try:
        content = pdf.export(checked.minutes, make_imprint(edition), words)
    except PrintingFailed as error:
        return render(request, template, {**context, "problem": str(error)}, status=503)
    name = f"{checked.minutes.reference}-edition-{edition.number}-draft.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
