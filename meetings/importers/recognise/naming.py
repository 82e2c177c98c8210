"""The names by which the portal files minutes: body, meeting and reference, said by a person or guessed openly."""

from __future__ import annotations

import re

from meetings.diagnostics import Findings, quote
from meetings.importers.imported import Facts
from meetings.importers.recognise.days import ENGLISH
from meetings.importers.recognise.head import Head
from meetings.lines import slug_of

_BODY = re.compile(
    r"(?:[A-Z][\w&’'-]*\s+(?:(?:and|of|for|&)\s+)?){1,5}?"
    r"(?:Sub-?[Cc]ommittee|Committee|Board|Council|Commission|Assembly|Group|Panel|Forum|Team|Trust|Secretariat)\b"
)
_NOISE = re.compile(
    r"^(?:(?:draft|final|minutes|meeting|notes|of|the|record|full|joint|regular|\d+(?:st|nd|rd|th))\s+)+", re.IGNORECASE
)
_NOISE_BEHIND = re.compile(r"(?:\s*\b(?:draft|final|minutes|meeting|meetings|notes))+$", re.IGNORECASE)
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 50


def name_body(head: Head, facts: Facts, findings: Findings) -> tuple[str, str]:
    """Give the slug of the body and its name in words."""
    if facts.body:
        return facts.body, facts.bodies.get(facts.body, facts.body.replace("-", " "))
    words = f"{head.publisher} {head.title}".casefold()
    named = [(len(name), slug, name) for slug, name in facts.bodies.items() if name and name.casefold() in words]
    if named:
        _, slug, name = max(named)
        findings.warn(1, f"The head says {quote(name)}: the body is taken to be “{slug}”; check it.", "body")
        return slug, name
    guess = _BODY.search(head.title) or _BODY.search(head.publisher)
    name = (
        _NOISE.sub("", guess[0])
        if guess
        else head.publisher or _NOISE_BEHIND.sub("", _NOISE.sub("", head.title).partition(",")[0])
    )
    slug = slug_of(name)[:_LONGEST].strip("-")
    slug = slug if _SLUG.fullmatch(slug) else "unknown-body"
    findings.warn(1, f"The body is guessed: “{slug}”; check it.", "body")
    return slug, name


def name_meeting(head: Head, facts: Facts, findings: Findings) -> str:
    if facts.meeting:
        return facts.meeting
    slug = f"{ENGLISH[head.first_day.month - 1]}-{head.first_day.year:04}"
    findings.warn(1, f"The name of the meeting is guessed: “{slug}”; check it.", "meeting")
    return slug


def name_reference(head: Head, body: str, facts: Facts, findings: Findings) -> str:
    if facts.reference:
        return facts.reference
    words = [word for word in slug_of(body).upper().split("-") if word not in ("OF", "THE", "AND", "FOR", "ON")]
    initials = "".join(word[0] for word in words if word and word.isascii())[:8] or "M"
    reference = f"{initials}-{head.first_day.year:04}-{head.first_day.month:02}"
    findings.warn(1, f"The reference is guessed: {quote(reference)}; check it.", "reference")
    return reference
