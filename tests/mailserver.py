"""A mail server on the loopback, as real as the one that the portal will talk to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings

REFUSED = "refused@example.org"


class Postbox:
    """Keeps what it is sent, but for one address that it does not know."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 (aiosmtpd looks for this name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == REFUSED:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = cast(bytes, envelope.content)
        self.letters.append(cast(EmailMessage, message_from_bytes(content, policy=policy.default)))
        return "250 Kept"

    def to(self, address: str) -> EmailMessage:
        (found,) = (letter for letter in self.letters if letter["To"] == address)
        return found


class OnFreePort(Controller):
    """aiosmtpd greets itself once at the port that it was given; at port 0 it was given another."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(settings: LazySettings) -> Iterator[Postbox]:
    """Serve on a free port, and let the portal send there."""
    postbox = Postbox()
    controller = OnFreePort(postbox, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        yield postbox
    finally:
        controller.stop()
