"""How the review of an edition stands, for the Support Unit: who answered, and what to do with each comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from meetings.models import Edition
from ogpminutes import correspondence, responses
from ogpminutes.admin import desk
from ogpminutes.models import Comment
from ogpminutes.responses import Stale
from ogpminutes.review_page import Remark

DONE = {"answer": "answered", "decline": "declined", "take-over": "taken over"}
CHANGED = "The text was changed meanwhile. Look at the passage again, then do it once more."


@dataclass(frozen=True, slots=True)
class Case:
    """A comment with the form to settle it; `text` and `refusal` are of a form that came back."""

    remark: Remark
    passage_says: str  # now; empty for the whole and for a passage that is gone
    text: str = ""
    refusal: str = ""

    @property
    def fits(self) -> bool:
        """Whether the proposed wording can be taken over: the passage is as its author saw it."""
        comment = self.remark.comment
        return bool(comment.proposal) and self.passage_says == comment.quoted


def review(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """Show the responses to an edition; a POST settles one comment."""
    edition = desk.find(request, pk)
    if not request.user.has_perm("ogpminutes.view_comment"):
        raise PermissionDenied("Your account may not see what members said.")
    if request.method != "POST":
        return show(request, model_admin, edition)
    comment = find(request, edition)
    try:
        return settle(request, edition, comment)
    except responses.Refused as error:
        return show(request, model_admin, desk.find(request, pk), comment, str(error))
    except Stale:
        return show(request, model_admin, desk.find(request, pk), comment, CHANGED)


def find(request: HttpRequest, edition: Edition) -> Comment:
    number = request.POST.get("comment", "")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    comment = Comment.objects.of_edition(edition).with_passage().select_related("edition__meeting__body").filter(pk=pk)
    found = comment.first()
    if found is None:
        raise Http404("There is no such comment.")
    return found


def settle(request: HttpRequest, edition: Edition, comment: Comment) -> HttpResponse:
    """Do one deed and write to the author. Raises `Refused` and `Stale`."""
    deed, user, text = request.POST.get("deed", ""), desk.editor(request), request.POST.get("text", "")
    if deed == "take-over":
        responses.take_over(comment, user, desk.seen(request), text)
    elif deed == "decline":
        responses.decline(comment, user, text)
    elif deed == "answer":
        responses.answer(comment, user, text)
    else:
        raise Http404("There is no such deed.")
    delivery = correspondence.answered(comment) if edition.status == Edition.Status.CIRCULATED else None
    messages.success(request, f"The comment of {comment.author_name} is {DONE[deed]}.")
    if delivery and delivery.failures:
        messages.warning(request, delivery.sentence)
    return redirect(f"{reverse('admin:meetings_edition_responses', args=[edition.pk])}#comment-{comment.pk}")


def show(
    request: HttpRequest,
    model_admin: ModelAdmin[Any],
    edition: Edition,
    refused: Comment | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        **panel(request, edition, refused, refusal),
        "opts": Edition._meta,
        "title": "Responses",
    }
    return render(request, "admin/meetings/edition/responses.html", context, status=409 if refusal else 200)


def panel(request: HttpRequest, edition: Edition, refused: Comment | None = None, refusal: str = "") -> dict[str, Any]:
    """Give what the template `_responses.html` shows."""
    standing = responses.standing(edition)
    return {
        "edition": edition,
        "standing": standing,
        "cases": [_case(request, each, each == refused, refusal) for each in standing.comments],
        "can_settle": edition.status in responses.OPEN_TO_STAFF and request.user.has_perm("meetings.change_edition"),
    }


def _case(request: HttpRequest, comment: Comment, is_refused: bool, refusal: str) -> Case:
    says = comment.passage.text if comment.passage else ""
    typed = (request.POST.get("text", ""), refusal) if is_refused else ("", "")
    return Case(Remark(comment, is_own=False), says, *typed)
