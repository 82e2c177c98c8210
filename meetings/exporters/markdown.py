"""Minutes to a Markdown file, in the text form: what an importer reads again without loss."""

from __future__ import annotations

from meetings.minutes import Minutes
from meetings.textform import dump


def export(minutes: Minutes) -> bytes:
    return dump(minutes).encode()
