"""A preview on its way through somebody's browser and back: signed, for one account, for a day.

Nothing is saved before an import, so the page of the preview carries it. What comes back is what was shown, or is
refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.core import signing

from meetings.diagnostics import Diagnostic, Severity
from meetings.importers.imported import Unplaced
from ogpminutes import importing
from ogpminutes.importing import Preview, Seen

SALT = "ogpminutes.import"
AGE = 24 * 60 * 60  # seconds
SIZE_LIMIT = 4 * 1024 * 1024  # bytes of a page's form, with what was typed; a form may have 5 MB


class NotOurs(Exception):
    """What came back was not signed here, or for somebody else, or too long ago; the message says which."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A preview as it was shown, with what an import would do now. `seen` is from when it was shown."""

    preview: Preview
    seen: Seen
    note: str


def pack(preview: Preview, note: str, user: User) -> str:
    """Give a preview as a signed text."""
    facts = {
        "user": user.pk,
        "text": preview.text,
        "seen": preview.plan.seen,
        "note": note,
        "diagnostics": [(each.severity.value, each.line, each.message) for each in preview.diagnostics],
        "unplaced": [(each.line, each.text) for each in preview.unplaced],
    }
    return signing.dumps(facts, salt=SALT, compress=True)


def unpack(token: str, user: User) -> Carried:
    """Give what `pack` was given. Raises `NotOurs`, and `Refused` where the portal's text form has changed since."""
    try:
        facts: dict[str, Any] = signing.loads(token, salt=SALT, max_age=AGE)
    except signing.SignatureExpired as error:
        raise NotOurs("The preview is more than a day old. Begin again, with the file.") from error
    except signing.BadSignature as error:
        raise NotOurs("The preview did not come back as it was made. Begin again, with the file.") from error
    if facts["user"] != user.pk:
        raise NotOurs("The preview was made for another account. Begin again, with the file.")
    preview = replace(
        importing.look_again(facts["text"]),
        diagnostics=tuple(Diagnostic(Severity(severity), *rest) for severity, *rest in facts["diagnostics"]),
        unplaced=tuple(Unplaced(*line) for line in facts["unplaced"]),
    )
    return Carried(preview, tuple(facts["seen"]) if facts["seen"] else None, facts["note"])
