"""What stands beside the minutes in a publication, and is no part of what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Which edition this is, in which state, and where it is kept.

    `address` is the absolute address of the pinned edition; `seal` is empty until there is one,
    and `verify_address` is where anybody can check it.
    """

    edition: int
    status: str
    address: str
    reason: str = ""
    approved_on: date | None = None
    seal: str = ""
    verify_address: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether a reader must be told that this is not the approved text."""
        return self.status in ("draft", "circulated")
