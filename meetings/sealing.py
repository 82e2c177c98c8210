"""Seals and the log as plain data: what is hashed, and how the links of a chain hold on to each other.

A seal is the SHA-256 of a statement: canonical JSON that names the edition, the SHA-256 of its record and the seal
before it. An entry of the log is hashed in the same way. Whoever has the statements can check a chain with nothing
but SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

SEAL_FORMAT = "ogp-seal/1"
LOG_FORMAT = "ogp-log/1"
FIRST = "0" * 64  # what the first link of a chain names as the one before it


def digest(data: bytes | str) -> str:
    """Give the SHA-256 of bytes, or of a text's UTF-8, in hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def canonical(value: dict[str, Any]) -> str:
    """Give JSON with sorted keys and no white space; equal values give equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def moment(at: datetime) -> str:
    """Write a moment as `2020-12-15T10:07:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def state_seal(
    *,
    meeting: str,
    edition: int,
    reference: str,
    reason: str,
    approved_on: date | None,
    sealed_at: datetime,
    record: bytes,
    previous: str,
) -> str:
    """Give the statement of a seal. Its SHA-256 is the seal."""
    return canonical(
        {
            "format": SEAL_FORMAT,
            "meeting": meeting,
            "edition": edition,
            "reference": reference,
            "reason": reason,
            "approved_on": approved_on.isoformat() if approved_on else None,
            "sealed_at": moment(sealed_at),
            "record": digest(record),
            "previous": previous,
        }
    )


def state_entry(
    *,
    position: int,
    at: datetime,
    actor: str,
    action: str,
    meeting: str,
    edition: int | None,
    details: str,
    previous: str,
) -> str:
    """Give what is hashed of an entry of the log. `details` is canonical JSON of its own."""
    return canonical(
        {
            "format": LOG_FORMAT,
            "position": position,
            "at": moment(at),
            "actor": actor,
            "action": action,
            "meeting": meeting,
            "edition": edition,
            "details": details,
            "previous": previous,
        }
    )
