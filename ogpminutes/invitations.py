"""The letters by which members get into their account: a link that works once, for some days.

The link is in the letter alone; the database holds its hash, so who reads a backup cannot use it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from meetings import sealing
from ogpminutes import audit, correspondence
from ogpminutes.correspondence import Delivery
from ogpminutes.models import Invitation, Member

LENGTH = 32  # bytes of chance in a link


class Refused(Exception):
    """No letter was written; the message says why."""


def invite(member: Member, by: User) -> Delivery:
    """Mail a member a link to choose a password; links of earlier letters stop working. Raises `Refused`."""
    demand_invitable(member)
    secret = secrets.token_urlsafe(LENGTH)
    with transaction.atomic():
        now = timezone.now()
        member.invitations.open_at(now).update(expires_at=now)
        expires = now + timedelta(days=settings.INVITATION_DAYS)
        facts = {"digest": sealing.digest(secret), "made_by": by.get_username(), "expires_at": expires}
        Invitation.objects.create(member=member, **facts)
        audit.record(by.get_username(), "invited", member=member.pk, account=member.user.get_username())
    return correspondence.invited(member, reverse("invitation", args=[secret]))


def demand_invitable(member: Member) -> None:
    if member.user.is_staff:
        raise Refused(f"{member} is of the Support Unit and signs in with their own password.")
    if member.has_ended:
        raise Refused(f"The term of {member} is over; set a later end first.")
    if not member.user.is_active:
        raise Refused(f"The account of {member} is closed.")


def find(secret: str) -> Invitation | None:
    """Give the invitation of a link that still works."""
    found = Invitation.objects.open_at(timezone.now()).filter(digest=sealing.digest(secret))
    invitation = found.select_related("member__user").first()
    if invitation is None:
        return None
    try:
        demand_invitable(invitation.member)
    except Refused:
        return None
    return invitation


def accept(invitation: Invitation, password: str) -> bool:
    """Keep the password that an invited member chose; false where somebody else used the link a moment ago."""
    with transaction.atomic():
        now = timezone.now()
        if not Invitation.objects.open_at(now).filter(pk=invitation.pk).update(used_at=now):
            return False
        user = invitation.member.user
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(user.get_username(), "invitation accepted", member=invitation.member_id)
    return True
