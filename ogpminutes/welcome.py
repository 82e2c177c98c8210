"""The page to which an invitation leads: an invited member chooses a password, once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ogpminutes import invitations


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, secret: str) -> HttpResponse:
    """Nobody is signed in here, so that an account with a second step keeps it."""
    invitation = invitations.find(secret)
    if invitation is None:
        return render(request, "account/invitation_over.html", status=404)
    form = SetPasswordForm(invitation.member.user, request.POST or None)
    form.fields["new_password1"].help_text = "Twelve characters or more; no common password, not your name."
    if request.method == "POST" and form.is_valid():
        if not invitations.accept(invitation, form.cleaned_data["new_password1"]):
            return render(request, "account/invitation_over.html", status=404)
        messages.success(request, "Your password is kept. Sign in with it.")
        return redirect(f"{reverse('sign-in')}?next={reverse('drafts')}")
    return render(request, "account/invitation.html", {"form": form, "member": invitation.member})
