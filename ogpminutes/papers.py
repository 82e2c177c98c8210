"""The papers of a meeting: giving the kept ones back, and finding where the minutes refer to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from meetings import uploads
from meetings.folding import fold
from meetings.minutes import Minutes
from meetings.models import Meeting, Paper
from meetings.querysets import Reader


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper, and the labels of the sessions whose references it is, by its title."""

    paper: Paper
    sessions: tuple[str, ...]


@require_safe
def paper(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Give a kept paper to be saved, or lead to where it is; what was withdrawn says so with 410."""
    found: Paper = get_object_or_404(
        Paper.objects.visible_to(request.user).of_meeting(slug).select_related("meeting__body"), number=number
    )
    if found.withdrawn:
        return render(request, "meetings/withdrawn_paper.html", {"paper": found}, status=410)
    if found.url:
        return _lead(found)
    try:
        return uploads.give(found.stored, found.name, found.content_type)
    except FileNotFoundError as error:
        raise Http404("The file is gone from the storage.") from error


def announced(user: Reader, meeting: Meeting) -> list[Offered]:
    """Give the papers of a meeting without minutes yet, in one query: to members, who prepare for it."""
    papers = Paper.objects.visible_to(user).of_meeting(meeting.slug).offered().select_related("meeting")
    return [Offered(one, ()) for one in papers]


def _lead(found: Paper) -> HttpResponse:
    return redirect(found.url)


def offered(user: Reader, meeting: Meeting, minutes: Minutes) -> list[Offered]:
    """Give the papers of a meeting that are offered, in one query."""
    places: dict[str, list[str]] = {}
    for session in minutes.all_sessions():
        for reference in session.references:
            places.setdefault(fold(reference.title), []).append(session.label.rstrip(":.)") or session.heading)
    papers = Paper.objects.visible_to(user).of_meeting(meeting.slug).offered().select_related("meeting")
    return [Offered(one, tuple(dict.fromkeys(places.get(fold(one.title), ())))) for one in papers]
