"""Minutes as the JSON that is sealed: canonical, the record and nothing else, so that its hash is the seal's."""

from __future__ import annotations

from meetings.canonical import canonical_json
from meetings.minutes import Minutes


def export(minutes: Minutes) -> bytes:
    return canonical_json(minutes)
