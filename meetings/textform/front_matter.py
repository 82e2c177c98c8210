"""The facts of the meeting: `key: value` lines between two lines of `---`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from meetings.diagnostics import Findings, quote, suggest
from meetings.lines import InvalidMinutes, one_line
from meetings.minutes import Minutes, Moment
from meetings.textform.days import read_days, read_moment, write_days, write_moment

_FENCE = "---"
_REQUIRED = ("title", "dates", "body", "meeting", "reference", "days")
_TEXTS = ("publisher", "title", "dates", "place", "body", "meeting", "reference", "language")
_MOMENTS = ("opened", "adjourned")
_KEYS = (*_TEXTS, "days", *_MOMENTS)


@dataclass(slots=True)
class FrontMatter:
    """Field values of `Minutes`, the line of each key, and how many lines the front matter takes."""

    facts: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    length: int = 0

    def line_of(self, error: InvalidMinutes) -> int:
        """Give the line of the key that an error of `Minutes` names (`Minutes.title: …`)."""
        name = str(error).partition(":")[0].removeprefix("Minutes.")
        return self.lines.get("days" if name.endswith("_day") else name, 1)


def read_front_matter(lines: list[str], findings: Findings) -> FrontMatter:
    """Read the facts at the beginning of the lines. What is missing or wrong is a finding."""
    front = FrontMatter()
    fences = [place for place, line in enumerate(lines) if line.strip() == _FENCE][:2]
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    if first not in fences:
        findings.error(first + 1, "Minutes begin with the facts between two lines of “---”.")
        return front
    if len(fences) < 2:
        front.length = len(lines)
        findings.error(first + 1, "The facts do not end; put a line “---” behind the last of them.")
        return front
    front.length = fences[1] + 1
    texts: dict[str, str] = {}
    for number, line in enumerate(lines[first + 1 : fences[1]], first + 2):
        if line.strip():
            _read_line(number, line, texts, front, findings)
    _read_facts(texts, front, findings)
    return front


def _read_facts(texts: dict[str, str], front: FrontMatter, findings: Findings) -> None:
    missing = [key for key in _REQUIRED if not texts.get(key)]
    if missing:
        listed = ", ".join(f"“{key}: …”" for key in missing)
        findings.error(1, f"The front matter lacks {listed}; add a line for each between the “---”.")
    for key, text in texts.items():
        line = front.lines[key]
        if key == "days" and text:
            _read_days(text, line, front, findings)
        elif key in _MOMENTS and text:
            front.facts[key] = _read_moment(key, text, line, findings)
        elif key in _TEXTS and text:
            front.facts[key] = text
    front.facts.setdefault("publisher", "")


def _read_line(number: int, line: str, texts: dict[str, str], front: FrontMatter, findings: Findings) -> None:
    name, colon, text = line.partition(":")
    key = one_line(name).casefold()
    if not colon or key not in _KEYS:
        hint = suggest(key, _KEYS)
        known = ", ".join(_KEYS)
        findings.error(number, f"{quote(line.strip())} is no fact of minutes ({known}).{hint}")
    elif key in texts:
        findings.error(number, f"“{key}” is given twice; keep one line.")
    else:
        texts[key] = one_line(text)
        front.lines[key] = number


def _read_days(text: str, line: int, front: FrontMatter, findings: Findings) -> None:
    days = read_days(text)
    if days:
        front.facts["first_day"], front.facts["last_day"] = days
    else:
        cure = "write “2020-12-14”, or “2020-12-14 to 2020-12-15”"
        findings.error(line, f"The days {quote(text)} cannot be read; {cure}.")


def _read_moment(key: str, text: str, line: int, findings: Findings) -> Moment | None:
    try:
        moment = read_moment(text)
    except InvalidMinutes as error:
        findings.error(line, str(error))
        return None
    if not moment:
        cure = "write “2020-12-14 07:04 EST (UTC-05:00)”"
        findings.error(line, f"The moment {quote(text)} of “{key}” cannot be read; {cure}.")
    return moment


def write_front_matter(minutes: Minutes) -> list[str]:
    facts: Mapping[str, str] = {
        "publisher": minutes.publisher,
        "title": minutes.title,
        "dates": minutes.dates,
        "place": minutes.place,
        "body": minutes.body,
        "meeting": minutes.meeting,
        "reference": minutes.reference,
        "days": write_days(minutes.first_day, minutes.last_day),
        "language": minutes.language,
        "opened": write_moment(minutes.opened) if minutes.opened else "",
        "adjourned": write_moment(minutes.adjourned) if minutes.adjourned else "",
    }
    return [_FENCE, *(f"{key}: {text}" for key, text in facts.items() if text), _FENCE]
