"""What a reader of minutes found: each finding says what is wrong, where, and how to put it right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

MOST_PER_SEVERITY = 100  # more would drown the page; the rest is counted
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Severity(StrEnum):
    """An error means that no minutes could be made; a warning, that they may not be what was meant."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `line` counts from 1; the message holds what, and the cure.

    `fact` is what whoever brings the minutes may say beside them, by its name in `Facts`: that is another cure, which
    each place where one says it calls by the name that it has there.
    """

    severity: Severity
    line: int
    message: str
    fact: str = ""


class Findings:
    """Collects diagnostics while a text is read, and keeps their number bearable."""

    def __init__(self) -> None:
        self._kept: list[Diagnostic] = []
        self._seen: Counter[Severity] = Counter()

    def error(self, line: int, message: str) -> None:
        self._add(Severity.ERROR, line, message)

    def warn(self, line: int, message: str, fact: str = "") -> None:
        self._add(Severity.WARNING, line, message, fact)

    def _add(self, severity: Severity, line: int, message: str, fact: str = "") -> None:
        self._seen[severity] += 1
        if self._seen[severity] <= MOST_PER_SEVERITY:
            self._kept.append(Diagnostic(severity, line, _UNPRINTABLE.sub("\ufffd", message), fact))

    @property
    def has_errors(self) -> bool:
        return self._seen[Severity.ERROR] > 0

    @property
    def wants_no_more_warnings(self) -> bool:
        """Whether a further warning would only be counted, so that its words need not be found."""
        return self._seen[Severity.WARNING] >= MOST_PER_SEVERITY

    def report(self) -> tuple[Diagnostic, ...]:
        """Give the findings in the order of the text, with a count of those left out."""
        kept = sorted(self._kept, key=lambda each: each.line)
        for severity, times in sorted(self._seen.items()):
            if times > MOST_PER_SEVERITY:
                message = f"{times - MOST_PER_SEVERITY:,} more of severity {severity} are not shown."
                kept.append(Diagnostic(Severity.INFO, kept[-1].line, message))
        return tuple(kept)


def quote(text: str) -> str:
    """Give the beginning of a text in quotation marks, for a message."""
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def suggest(word: str, known: Iterable[str]) -> str:
    """Give a `did you mean` for a mistyped word, or nothing."""
    near = get_close_matches(word[:60], list(known), n=1)
    return f" Did you mean “{near[0]}”?" if near else ""
