"""Who may sit at the editor's desk, and with which edition: the door of all its addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from meetings.models import Edition
from ogpminutes.admin import answers

View = Callable[..., HttpResponse]
GONE = "This edition is not in the portal any more."


class NotOpen(Exception):
    """The edition is no draft, or gone; the message says which."""


def seated(model_admin: ModelAdmin[Any], view: View) -> View:
    """Let staff in, and say where the edition is none that can be changed."""
    guarded = model_admin.admin_site.admin_view(partial(view, model_admin=model_admin))

    def answer(request: HttpRequest, **where: Any) -> HttpResponse:
        try:
            return guarded(request, **where)
        except NotOpen as error:
            return answers.refuse(request, 410, str(error))

    return update_wrapper(answering_strangers(model_admin, answer), view)


def answering_strangers(model_admin: ModelAdmin[Any], view: View) -> View:
    """Give a form from somebody who is not let in what was typed, instead of a page to sign in."""

    def answer(request: HttpRequest, *where: Any, **named: Any) -> HttpResponse:
        if request.method == "POST" and not model_admin.admin_site.has_permission(request):
            return answers.refuse_stranger(request)
        return view(request, *where, **named)

    return update_wrapper(answer, view)


def find(request: HttpRequest, pk: int) -> Edition:
    """Give an edition that the reader may see. Raises `Http404`."""
    edition = Edition.objects.visible_to(editor(request)).with_meeting().filter(pk=pk).first()
    if edition is None:
        raise Http404(GONE)
    return edition


def find_draft(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> Edition:
    """Give a draft to somebody who may change it. Raises `PermissionDenied` and `NotOpen`."""
    if not (request.user.has_perm("meetings.change_edition") and model_admin.has_module_permission(request)):
        raise PermissionDenied(answers.FORBIDDEN)
    try:
        edition = find(request, pk)
    except Http404 as error:
        raise NotOpen(GONE) from error
    if edition.status != Edition.Status.DRAFT:
        state = edition.get_status_display().lower()
        raise NotOpen(f"This edition is {state} now, so it is no draft that can be changed.")
    return edition


def editor(request: HttpRequest) -> User:
    """Give the account of somebody whom the door let in."""
    return cast(User, request.user)


def seen(request: HttpRequest) -> int:
    """Give the version that a form was made from; -1, which no edition has, for one that is missing or forged."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
