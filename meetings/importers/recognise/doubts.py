"""What a human should look at: names spelled in two ways, links to nowhere, acronyms that look mistyped."""

from __future__ import annotations

from collections.abc import Sequence

from meetings.diagnostics import Findings
from meetings.importers.recognise.items import Item
from meetings.minutes import Minutes


def tell_doubts(items: Sequence[Item], minutes: Minutes, findings: Findings) -> None:
    """Warn of what looks wrong in the words; nothing is changed."""
