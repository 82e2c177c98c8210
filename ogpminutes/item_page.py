"""The page of one decision or action item: what became of it, and how its owner says so."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from decisions import alterations, citing, owners, register, uptakes
from decisions.forms import UpdateForm
from decisions.models import ActionItem, Decision
from decisions.register import Entry
from meetings import uploads
from ogpminutes import altering, updating
from ogpminutes.models import Member

MODELS: dict[str, type[Decision] | type[ActionItem]] = {"D": Decision, "A": ActionItem}
SIGNED_OUT = "You are signed out, so what you wrote was not kept. Sign in in another tab; then send it again."
NOT_YOURS = (
    "Only a member in office marks action items, those of their own organisation or their own, once the minutes are "
    "approved. "
    "What you wrote was not kept; the Support Unit can record it."
)


@require_safe
def decision(request: HttpRequest, reference: str, number: str) -> HttpResponse:
    return _show(request, find(request, reference, number))


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, reference: str, number: str) -> HttpResponse:
    entry = find(request, reference, number)
    member = updating.may_mark(request.user, entry.published)
    if request.method != "POST":
        form = UpdateForm(item=entry.published, initial={"seen": entry.seen}) if member else None
        return _show(request, entry, form, member)
    if member is None:
        return give_back(request, NOT_YOURS if request.user.is_authenticated else SIGNED_OUT)
    return mark(request, entry, member)


@require_safe
def evidence(request: HttpRequest, reference: str, number: str, pk: str, suffix: str) -> FileResponse:
    """The file of an update, to be saved. One whose update was withdrawn is kept, and given to nobody here."""
    entry = find(request, reference, number)
    for update in entry.updates:
        if update.pk == int(pk) and update.file.endswith(f".{suffix}") and not update.is_withdrawn:
            try:
                return uploads.give(update.file, update.file_name, update.file_type)
            except FileNotFoundError as error:
                raise Http404("The file is gone from the file storage.") from error
    raise Http404("There is no such file.")


def find(request: HttpRequest, reference: str, number: str) -> Entry:
    return register.find(request.user, MODELS[number[0]], reference, number)  # type: ignore[type-var]


def mark(request: HttpRequest, entry: Entry, member: Member) -> HttpResponse:
    """Record what a member says, or show the form as it was sent with what is wrong."""
    form = UpdateForm(request.POST, request.FILES, item=entry.published)
    if not form.is_valid():
        return _show(request, entry, form, member, status=422)
    facts = form.cleaned_data
    try:
        updating.record(
            form.save(commit=False),
            entry.published,
            cast(User, request.user),
            seen=facts["seen"],
            file=facts["upload"],
            member=member,
        )
    except updating.Recorded as error:
        messages.info(request, str(error))
    except updating.Refused as error:
        return _show_again(request, error, member)
    else:
        messages.success(request, f"Recorded for {updating.name_of(member)}. Everybody can read it now.")
    return redirect(f"{entry.item.get_absolute_url()}#updates")


def _show_again(request: HttpRequest, error: updating.Refused, member: Member) -> HttpResponse:
    """Show the page as it is now, with what was typed, to be sent again."""
    where: Any = request.resolver_match
    entry = find(request, **where.kwargs)
    sent = request.POST.copy()
    sent["seen"] = str(entry.seen)
    form = UpdateForm(sent, request.FILES, item=entry.published)
    form.refusal = str(error)
    return _show(request, entry, form, member, status=409)


def give_back(request: HttpRequest, why: str) -> HttpResponse:
    """Give back what was typed, where it may not be kept."""
    typed = [(name, request.POST.get(name, "").replace("\0", "")) for name in ("day", "state", "note", "evidence")]
    context = {"why": why, "typed": [(name, words) for name, words in typed if words.strip()]}
    context["back"] = request.path
    return render(request, "decisions/unsent.html", context, status=403)


def _show(
    request: HttpRequest, entry: Entry, form: UpdateForm | None = None, member: Member | None = None, status: int = 200
) -> HttpResponse:
    name = "action" if isinstance(entry.item, ActionItem) else "decision"
    can_update = _is_keeper(request.user) and entry.published.edition.is_public
    context = {
        **{
            "entry": entry,
            "form": form,
            "member": member,
            "speaker": updating.name_of(member) if member else "",
            "offer": citing.offer_of(entry.item),
        },
        "named": owners.named(request.user, entry.item) if isinstance(entry.item, ActionItem) else None,
        "came_from": uptakes.into(request.user, entry.item),
        "altered": alterations.by(entry.item) if isinstance(entry.item, Decision) else [],
        "can_update": can_update,
        "can_alter": can_update and altering.can_alter(entry.published),
    }
    return render(request, f"decisions/{name}.html", context, status=status)


def _is_keeper(user: Any) -> bool:
    return bool(user.is_staff and user.has_perm("decisions.add_update"))
