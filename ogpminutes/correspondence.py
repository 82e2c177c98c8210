"""The portal's mail: one message for each person, called after what it tells of is done and committed.

A message that cannot be sent never undoes anything: it is logged, and the `Delivery` says to whom staff must write.
Subjects say nothing of what a draft says, nor whose it is: they show on locked screens and in the logs of mail servers.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import make_msgid
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse

from meetings.models import Edition
from ogpminutes.models import Comment, Member
from ogpminutes.models.members import today

FAILURES = (SMTPException, OSError)
REFUSALS = (SMTPResponseException, SMTPRecipientsRefused)  # the server said no; after other failures it may have gone
NO_ADDRESS, NO_ANSWER, REFUSED = "no address", "the mail server does not answer", "the mail server refused it"
CUT_OFF = "the connection to the mail server broke off, so it may have gone"
NOT_SENT = (NO_ADDRESS, NO_ANSWER, REFUSED)  # why a message surely did not go
TEXT = "text"  # the template engine that leaves characters as they are
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of some messages: how many the mail server took, and who was not reached, and why."""

    sent: int
    failures: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it to the staff."""
        went = f"Mail went to {self.sent} {'person' if self.sent == 1 else 'people'}."
        if not self.failures:
            return went
        return f"{went} It did not reach {'; '.join(self.failures)}. Please write to them yourself."


def circulated(edition: Edition) -> Delivery:
    """Ask everybody in office to respond; those whose word counts by a stance, the others by comments."""
    return _to_members("circulated", "Minutes to review", edition, "respond")


def withdrawn(edition: Edition, reason: str) -> Delivery:
    return _to_members("withdrawn", "Minutes withdrawn from review", edition, "minutes", reason=reason)


def approved(edition: Edition) -> Delivery:
    return _to_members("approved", "Minutes approved", edition, "edition")


def invited(member: Member, link: str) -> Delivery:
    """Send a member the link by which they choose a password. `link` is a path of this portal."""
    context = {"member": member, "link": settings.PORTAL_ADDRESS + link, "days": settings.INVITATION_DAYS}
    message = compose("invited", "Your account for the minutes", member.user.email, context)
    return deliver([(member.name, message)])


def answered(comment: Comment) -> Delivery:
    """Tell the author that the Support Unit answered, declined, or took the wording over."""
    link = settings.PORTAL_ADDRESS + reverse("respond", args=[comment.edition.meeting.slug, comment.edition.number])
    context = {"comment": comment, "link": f"{link}#comment-{comment.pk}"}
    message = compose("answered", "Your comment was answered", comment.author.email, context)
    return deliver([(comment.author_name, message)])


def _to_members(name: str, subject: str, edition: Edition, page: str, **more: Any) -> Delivery:
    number = [] if page == "minutes" else [edition.number]
    link = settings.PORTAL_ADDRESS + reverse(page, args=[edition.meeting.slug, *number])
    shared = {"edition": edition, "link": link, **more}
    members = Member.objects.in_office(today()).with_account()
    return deliver(
        (member.name, compose(name, subject, member.user.email, {"member": member, **shared})) for member in members
    )


def compose(name: str, subject: str, address: str, context: dict[str, Any]) -> EmailMessage:
    """Write a message of the templates `mail/<name>.txt` and `.html`."""
    context = {"portal": settings.PORTAL_ADDRESS, **context}
    text = render_to_string(f"mail/{name}.txt", context, using=TEXT)
    message = EmailMultiAlternatives(subject, text, to=[address] if address else [], headers=headers())
    message.attach_alternative(render_to_string(f"mail/{name}.html", context), "text/html")
    return message


def headers() -> dict[str, str]:
    """What all our mail bears: an id of our own domain, and that no person wrote it, so that no machine replies."""
    return {
        "Message-ID": make_msgid(domain=urlsplit(settings.PORTAL_ADDRESS).hostname),
        "Auto-Submitted": "auto-generated",
    }


def send(message: EmailMessage) -> Delivery:
    return deliver([("the person who asked for it", message)])


def deliver(letters: Iterable[tuple[str, EmailMessage]]) -> Delivery:
    """Send messages, each beside the name of its reader, over one connection."""
    outbox = Outbox(get_connection())
    results = [(name, outbox.send(message)) for name, message in letters]
    outbox.close()
    failures = tuple(f"{name} ({why})" for name, why in results if why)
    return Delivery(len(results) - len(failures), failures)


class Outbox:
    """One connection to the mail server. Where no server answers, the rest is not tried, so nobody waits for long."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self.connection = connection
        self.is_dead = False

    def send(self, message: EmailMessage) -> str:
        """Send one message; give the reason where it did not go, else nothing."""
        if not message.to:
            return NO_ADDRESS
        if not self.is_dead:
            self.is_dead = not self._open()
        if self.is_dead:
            return NO_ANSWER
        try:
            self.connection.send_messages([message])
        except FAILURES as error:
            why = REFUSED if isinstance(error, REFUSALS) else CUT_OFF
            note(why, error)
            self.close()  # a connection that failed once may be half dead: the next message gets a new one
            return why
        return ""

    def _open(self) -> bool:
        try:
            self.connection.open()
        except FAILURES as error:
            note(NO_ANSWER, error)
            return False
        return True

    def close(self) -> None:
        try:
            self.connection.close()
        except FAILURES as error:
            note("the connection did not close", error)


def note(why: str, error: Exception) -> None:
    """Log a failure without addresses and without what was written."""
    log.warning("Mail not sent: %s (%s %s)", why, type(error).__name__, getattr(error, "smtp_code", ""))
