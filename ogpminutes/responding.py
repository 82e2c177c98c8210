"""The pages on which members read a circulated draft and say what they think of it.

What is not circulated is not there: a draft answers as an address does that never was. What was typed into a form that
cannot be kept is given back, whatever the reason.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods, require_safe

from meetings.models import Edition
from ogpminutes import responses, review
from ogpminutes.accounts import member_of
from ogpminutes.models import Comment, Stance
from ogpminutes.reading import Reading, open_edition
from ogpminutes.review_page import Desk, typed

SIGNED_OUT = "You are signed out, so what you wrote was not kept."
EXPIRED = "The form is too old to be taken, because you signed in or out since. What you wrote was not kept."
GONE = "Nothing is circulated at this address now, so what you wrote was not kept."


@require_safe
@login_required
def drafts(request: HttpRequest) -> HttpResponse:
    """What is circulated, and whether it waits for the reader's answer."""
    return render(request, "respond/list.html", {"drafts": review.requests_to(reader(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The circulated draft with its comments, and the forms to respond."""
    if request.method == "POST":
        return act(request, slug, number) if request.user.is_authenticated else give_back(request, SIGNED_OUT, 403)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    reading = open_edition(request.user, slug, number)
    if reading.edition.is_public:
        return redirect(reading.edition)  # a link from an old letter
    return show(request, demand_circulated(reading))


def act(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Do what one form asks. A refusal shows the page with the form as it was sent."""
    try:
        try:
            anchor = take(request, demand_circulated(open_edition(request.user, slug, number)).edition)
        except responses.Refused as error:
            return show(request, demand_circulated(open_edition(request.user, slug, number)), str(error))
    except Http404:
        return give_back(request, GONE, 404)
    return redirect(f"{reverse('respond', args=[slug, number])}#{anchor}")


def demand_circulated(reading: Reading) -> Reading:
    if reading.edition.status != Edition.Status.CIRCULATED:
        raise Http404("There are no such minutes.")
    return reading


def take(request: HttpRequest, edition: Edition) -> str:
    """Keep what a form says; give where on the page it shows. Raises `Refused`."""
    sent, user = request.POST, reader(request)
    number = sent.get("seen", "")
    seen = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    if sent.get("deed") == "stance":
        stance = responses.state(edition, user, seen, sent.get("kind", ""), sent.get("reason", ""))
        messages.success(request, say(stance))
        return "answer"
    words = (sent.get("text", ""), sent.get("passage", ""), sent.get("proposal", ""))
    comment = responses.comment(edition, user, seen, *words)
    messages.success(request, "Your comment is kept. The Support Unit answers it here and by mail.")
    return f"comment-{comment.pk}"


def say(stance: Stance) -> str:
    word = "You object" if stance.kind == Stance.Kind.OBJECTION else "You have no objection"
    return f"{word}. You can change your mind until the time to respond is over."


def show(request: HttpRequest, reading: Reading, refusal: str = "") -> HttpResponse:
    user, edition = reader(request), reading.edition
    comments = list(Comment.objects.visible_to(user).of_edition(edition).in_order().with_passage())
    sent = request.POST.dict() if refusal else {}
    context = reading.context()
    desk = Desk(review.request_to(user, edition), user, context["layout"], comments, sent, refusal)
    return render(request, "respond/page.html", {**context, "desk": desk}, status=409 if refusal else 200)


def give_back(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Give back what was typed, where there is no page to show it on."""
    context = {"why": why, "typed": typed(request.POST)}
    return render(request, "respond/unsent.html", context, status=status)


def reader(request: HttpRequest) -> User:
    return cast(User, request.user)


def due(request: HttpRequest) -> dict[str, Any]:
    """Tell the masthead of members how many drafts wait for their answer. The database is asked where that is shown."""
    user: Any = getattr(request, "user", None)
    member = member_of(user) if user else None
    if member is None or not member.is_in_office:
        return {}
    return {"drafts_due": SimpleLazyObject(lambda: [each for each in review.requests_to(user) if each.is_due])}
