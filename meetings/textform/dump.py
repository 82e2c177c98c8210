"""Minutes to their text form."""

from __future__ import annotations

from meetings.minutes import Minutes
from meetings.textform.front_matter import write_front_matter
from meetings.textform.numbering import SessionNumbers
from meetings.textform.sessions import write_session
from meetings.textform.write_attendance import write_attendance
from meetings.textform.write_passages import PassageWriter


def dump(minutes: Minutes, *, is_numbered: bool = False) -> str:
    """Give the text that `parse` reads as these minutes. Equal minutes, equal text.

    With `is_numbered` it says the number of every session, breakout and decision, so that none changes where
    something is put before it: what has been cited keeps its name.
    """
    lines = write_front_matter(minutes)
    attendance = write_attendance(minutes.attendance_heading, minutes.attendance) if minutes.attendance_heading else []
    if minutes.attendance_first:
        lines += attendance
    numbers = SessionNumbers()
    passages = PassageWriter(is_numbered=is_numbered)
    for session in minutes.sessions:
        lines += write_session(session, numbers, passages, is_numbered=is_numbered)
    if not minutes.attendance_first:
        lines += attendance
    return "\n".join(_single_blanks(lines)) + "\n"


def _single_blanks(lines: list[str]) -> list[str]:
    """Leave one blank line where several follow each other, and none at the end."""
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    while not kept[-1]:
        kept.pop()
    return kept
