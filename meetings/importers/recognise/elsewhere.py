"""The days of a meeting whose head states none: what the person said, the text, or the name of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from meetings.diagnostics import Findings, quote
from meetings.importers.blocks import Form
from meetings.importers.imported import Facts
from meetings.importers.recognise.days import Days, find_days, find_months
from meetings.importers.recognise.items import Item

TOP = 8  # blocks that a head may take
_MEETS = re.compile(r"\b(?:met|meets|meeting|held|convened|minutes|date|took place|session|call)\b", re.IGNORECASE)
_NEAR = 4  # blocks at the top, where a date is most likely that of the meeting
_SEARCHED = 40  # blocks in which prose may state the day


def days_elsewhere(items: Sequence[Item], facts: Facts, findings: Findings) -> tuple[Days | None, str]:
    """Find the days in what the person said, in the text, or in the name of the file."""
    if facts.first_day:
        return Days(0, 0, facts.first_day, facts.last_day or facts.first_day), ""
    near, far = items[:_NEAR], items[_NEAR:_SEARCHED]
    tries = (
        lambda: _days_in_text([item for item in near if _MEETS.search(item.plain)], find_days, findings),
        lambda: _days_in_name(facts, find_days(facts.name)[:1], findings),
        lambda: _days_in_text([item for item in items[:TOP] if only_days(item)], find_days, findings),
        lambda: _days_in_text(near, _months, findings),
        lambda: _days_in_text(items[:_SEARCHED], find_days, findings),
        lambda: _days_in_name(facts, _months(facts.name), findings),
        lambda: _days_in_text(far, _months, findings),
    )
    return next((found for attempt in tries if (found := attempt())), (None, ""))


def _months(text: str) -> list[Days]:
    found = find_months(text)
    return [found] if found else []


def _days_in_text(
    items: Sequence[Item], find: Callable[[str], list[Days]], findings: Findings
) -> tuple[Days, str] | None:
    for item in items:
        for days in find(item.plain)[:1]:
            printed = item.plain[days.start : days.end]
            findings.warn(item.line, f"The days are taken from here, “{printed}”; check them.", "first_day")
            tell_days(days, item.line, findings)
            return days, printed
    return None


def _days_in_name(facts: Facts, found: list[Days], findings: Findings) -> tuple[Days, str] | None:
    if not found:
        return None
    findings.warn(1, f"The text states no date; the days are taken from the name of the file, {quote(facts.name)}.")
    tell_days(found[0], 1, findings)
    return found[0], ""


def only_days(item: Item) -> Days | None:
    """Give the days that a line is, where it says nothing else."""
    if item.form not in (Form.HEADING, Form.PARAGRAPH) or len(item.text) > 60:
        return None
    days = find_days(item.plain)
    return days[0] if days and days[0].start == 0 and days[0].end == len(item.plain) else None


def tell_days(days: Days, line: int, findings: Findings) -> None:
    if days.doubt:
        findings.warn(line, f"The date is doubtful: {days.doubt}; check the days.")
