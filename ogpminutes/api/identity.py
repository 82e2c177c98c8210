"""What the API calls passages and sessions: by where they first stood, so that an id is of one thing for ever."""

from __future__ import annotations

from typing import Any

from ogpminutes import lasting
from ogpminutes.api.resource import REFERENCE

_SINCE = "(?:@[1-9][0-9]{0,4})?"  # the edition that it came with, if that is not the first
SESSION_PLACE = rf"{REFERENCE}/(?P<number>[0-9A-Z-]{{1,20}}{_SINCE})"
PASSAGE_PLACE = rf"{REFERENCE}/(?P<citation>[0-9A-Z-]{{1,20}}\.[1-9][0-9]{{0,4}}{_SINCE})"


def name_passages(passages: list[Any]) -> None:
    """Give passages and their sessions an `origin`: in one query for all, in two where something was corrected, and in
    three when that is asked for the first time."""
    lines = lasting.lines(passage.session.edition.meeting_id for passage in passages)
    for passage in passages:
        edition = passage.session.edition
        line = lines.get(edition.meeting_id)
        passage.origin = lasting.origin(line, edition, passage.citation)
        passage.session.origin = lasting.origin(line, edition, passage.session.number)


def name_sessions(sessions: list[Any]) -> None:
    """Give sessions an `origin`, likewise."""
    lines = lasting.lines(session.edition.meeting_id for session in sessions)
    for session in sessions:
        session.origin = lasting.origin(lines.get(session.edition.meeting_id), session.edition, session.number)


def find_session(reference: str, number: str) -> dict[str, Any] | None:
    """Give the columns of the session of that name where it stood last."""
    stand = lasting.last(reference, number)
    return {"edition": stand.edition, "number": stand.number} if stand else None


def find_passage(reference: str, citation: str) -> dict[str, Any] | None:
    """Give the columns of the passage of that name where it stood last."""
    stand = lasting.last(reference, citation)
    if stand is None:
        return None
    session, _, number = stand.number.rpartition(".")
    return {"session__edition": stand.edition, "session__number": session, "number": int(number)}
