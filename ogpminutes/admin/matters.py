"""One click on the page of a draft: what earlier meetings left open is put into its text, and that is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from meetings.textform import dump
from ogpminutes import archive, arising, drafting
from ogpminutes.admin import desk, editor

NOTHING = "Nothing to add: every open item of earlier meetings is cited in this text already."


def take_up(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """Save the text of the form with its matters arising, as if the editor had typed them.

    A text that cannot be read, or that somebody else was faster to save, is answered as any save of it is.
    """
    edition = desk.find_draft(request, model_admin, pk)
    text = editor.text_of(request)
    items = arising.not_cited(arising.open_items(edition), text)
    minutes = drafting.check(edition, text, archive.vocabulary()).minutes if items else None
    if minutes is not None:
        sent = request.POST.copy()
        sent["text"] = dump(arising.take_up(minutes, items), is_numbered=edition.number > 1)
        request.POST = sent  # type: ignore[assignment]
    elif not items:
        messages.info(request, NOTHING)
    answer = editor.save(request, model_admin, edition)
    if isinstance(answer, HttpResponseRedirect):
        return HttpResponseRedirect(reverse("admin:meetings_edition_change", args=[edition.pk]))
    return answer
