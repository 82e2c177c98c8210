"""The steps of an edition in the admin: circulate, withdraw, approve, record as approved, amend.

A step is one page: what will happen, what speaks against it, and one button. What `publication` refuses is said on the
same page, with what was typed still in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from meetings import sealing
from meetings.exporters.press import PrintingFailed
from meetings.models import Edition
from ogpminutes import correspondence, publication, skeleton
from ogpminutes.admin import desk
from ogpminutes.editing import Stale
from ogpminutes.models import Member
from ogpminutes.models.members import today
from ogpminutes.opendata import background
from ogpminutes.publication import Refused

TEMPLATE = "admin/meetings/edition/step.html"
NO_MEMBER = "No member has an account yet: nobody would get a mail. Invite the members first."
STALE = "Somebody changed this edition while you looked at it. Nothing was done: read it again, then come back."


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value if isinstance(value, str) else value and value.isoformat()


class CirculationForm(forms.Form):
    respond_by = forms.DateField(label="Members respond until the end of", widget=DayInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=publication.REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "cols": 80}))


class AmendmentForm(ReasonForm):
    reason = forms.CharField(
        label="Why the minutes are amended (public)",
        max_length=publication.REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Such as “The name of the delegate of Kenya was misspelt in the list of attendees.”",
    )


class ApprovalForm(forms.Form):
    """What is asked where nothing speaks against an approval: nothing."""


class ContestedApprovalForm(forms.Form):
    despite = forms.CharField(
        label="Why the minutes are approved nevertheless (kept in the log)",
        max_length=publication.REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
    )
    is_sure = forms.BooleanField(label="I have read what speaks against it.")
    read = forms.CharField(widget=forms.HiddenInput, required=False)  # a fingerprint of what that was


class AdoptionForm(forms.Form):
    approved_on = forms.DateField(
        label="Approved on",
        required=False,
        widget=DayInput,
        help_text="Leave it empty where the day was not recorded; the page will say so.",
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step as its page shows it."""

    title: str
    button: str
    explanation: str
    form: forms.Form
    warnings: list[str] = field(default_factory=list)


def circulate(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    edition = desk.find(request, pk)
    deadline = publication.proposed_deadline(edition)
    form = CirculationForm(_typed(request), initial={"respond_by": deadline})
    number = Member.objects.in_office(today()).count()
    step = Step(
        "Circulate",
        f"Circulate to {number} {'member' if number == 1 else 'members'}",
        "Members get a mail with a link. They can comment, propose a wording, state no objection or object. While it "
        "is circulated the text is not edited; you can take over a wording that a member proposes, or withdraw it. "
        + _when_due(edition),
        form,
        [*([] if number else [NO_MEMBER]), *skeleton.left_over(edition)],
    )

    def act(data: dict[str, Any]) -> str:
        publication.circulate(edition, desk.editor(request), desk.seen(request), data["respond_by"])
        return f"Circulated. {correspondence.circulated(edition).sentence}"

    return _answer(request, model_admin, edition, step, act)


def _when_due(edition: Edition) -> str:
    """Say until when the minutes are to be public, or that they are: of an amendment."""
    if edition.number > 1:
        return f"Edition {edition.number - 1} stays public until this one is approved and takes its place."
    due = edition.last_day + publication.PUBLICATION_RULE
    rule = f"Minutes are to be published two weeks after the meeting: by {due:%-d %B %Y}"
    return f"{rule}, which is past." if due < today() else f"{rule}."


def withdraw(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    edition = desk.find(request, pk)
    step = Step(
        "Withdraw",
        "Withdraw",
        "The edition becomes a draft again, which only the Support Unit sees. What members wrote is kept. "
        "They get a mail with the reason.",
        ReasonForm(_typed(request)),
    )

    def act(data: dict[str, Any]) -> str:
        publication.withdraw(edition, desk.editor(request), desk.seen(request), data["reason"])
        return f"Withdrawn. {correspondence.withdrawn(edition, data['reason']).sentence}"

    return _answer(request, model_admin, edition, step, act)


def approve(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    """One click where nothing speaks against it; else a page that asks again, and why."""
    edition = desk.find(request, pk)
    against = publication.obstacles(edition)
    # The first click comes from the edition's page and brings no answers: it is no error to have none yet. An answer
    # to less than what speaks against it now, since somebody objected meanwhile, is asked for again.
    read = sealing.digest("\n".join(against))
    is_asked = request.POST.get("read") != read
    typed = None if is_asked else _typed(request)
    initial = {"read": read, "despite": request.POST.get("despite", "")}
    form = ContestedApprovalForm(typed, initial=initial) if against else ApprovalForm(_typed(request))
    step = Step(
        "Approve",
        "Approve nevertheless" if against else "Approve and seal",
        "The edition becomes the public record. It is sealed, its files are made, and it never changes again; a "
        "correction is a new edition. Making the PDF takes a few seconds.",
        form,
        against,
    )

    def act(data: dict[str, Any]) -> str:
        user, seen = desk.editor(request), desk.seen(request)
        seal = publication.approve(edition, user, seen, data.get("despite", ""))
        background.begin()
        return f"Approved and sealed: {seal.value}. {correspondence.approved(edition).sentence}"

    return _answer(request, model_admin, edition, step, act)


def adopt(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    edition = desk.find(request, pk)
    step = Step(
        "Record as approved before",
        "Record and seal",
        "For minutes that were approved before they came to this portal. They become the public record at once, "
        "without being circulated, and never change again. Compare them with the approved document first.",
        AdoptionForm(_typed(request)),
        skeleton.left_over(edition),
    )

    def act(data: dict[str, Any]) -> str:
        seal = publication.adopt(edition, desk.editor(request), desk.seen(request), data["approved_on"])
        background.begin()
        return f"Recorded and sealed: {seal.value}."

    return _answer(request, model_admin, edition, step, act)


def amend(request: HttpRequest, model_admin: ModelAdmin[Any], pk: int) -> HttpResponse:
    edition = desk.find(request, pk)
    step = Step(
        "Amend",
        f"Open edition {edition.number + 1}",
        f"The next edition begins as a copy of edition {edition.number}, which stays as it is and stays the approved "
        "one until the next is approved. Its page then says what changed, and why.",
        AmendmentForm(_typed(request)),
    )
    opened: list[Edition] = []

    def act(data: dict[str, Any]) -> str:
        opened.append(publication.amend(edition, desk.editor(request), data["reason"]))
        return f"Edition {opened[0].number} is open."

    return _answer(request, model_admin, edition, step, act, opened)


Act = Callable[[dict[str, Any]], str]


def _answer(
    request: HttpRequest,
    model_admin: ModelAdmin[Any],
    edition: Edition,
    step: Step,
    act: Act,
    opened: list[Edition] | None = None,
) -> HttpResponse:
    """Do the step where it was asked for, and go on to the edition; else show the page of the step."""
    if request.method == "POST" and step.form.is_valid():
        try:
            messages.success(request, act(step.form.cleaned_data))
            return redirect("admin:meetings_edition_change", (opened or [edition])[-1].pk)
        except Stale:
            step.form.add_error(None, STALE)
        except (Refused, PrintingFailed) as error:
            step.form.add_error(None, str(error))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{step.title}: {edition}",
        "opts": model_admin.opts,
        "edition": edition,
        "step": step,
        "seen": edition.version if request.method == "GET" else desk.seen(request),
    }
    return render(request, TEMPLATE, context, status=409 if step.form.errors else 200)


VIEWS = {"circulate": circulate, "withdraw": withdraw, "approve": approve, "adopt": adopt, "amend": amend}
