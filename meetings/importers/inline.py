"""Pieces of text with their marks, as inline Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from meetings.lines import one_line

_SIGNS = re.compile(r"\\(?=[\\`*_{}\[\]()>#+\-.!])|[`*]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_MARK = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text. `href` is the address of a link, `#` where the source lost it, or nothing."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""

    @property
    def marks(self) -> tuple[bool, bool, str]:
        return self.bold, self.italic, self.href


def markdown(runs: Iterable[Run]) -> str:
    """Give one line of Markdown that shows these runs."""
    return one_line(_write(_settle(runs), ("href", "bold", "italic")))


def is_bold(runs: Iterable[Run]) -> bool:
    """Whether all words stand in bold, and there are some."""
    worded = [run for run in runs if re.search(r"\w", run.text)]
    return bool(worded) and all(run.bold for run in worded)


def split_runs(runs: Iterable[Run], sign: str) -> Iterator[list[Run]]:
    """Part runs at a sign."""
    part: list[Run] = []
    for run in runs:
        first, *rest = run.text.split(sign)
        part.append(Run(first, *run.marks))
        for text in rest:
            yield part
            part = [Run(text, *run.marks)]
    yield part


def _settle(runs: Iterable[Run]) -> list[Run]:
    """Merge neighbours of equal marks; a blank between two marked runs takes the marks that both have."""
    given = [run for run in runs if run.text]
    kept: list[Run] = []
    for place, run in enumerate(given):
        after = given[place + 1] if place + 1 < len(given) else Run("")
        now = run if run.text.strip() else _shared(run, kept[-1] if kept else Run(""), after)
        if kept and kept[-1].marks == now.marks:
            kept[-1] = replace(kept[-1], text=kept[-1].text + now.text)
        else:
            kept.append(now)
    return kept


def _shared(blank: Run, before: Run, after: Run) -> Run:
    href = before.href if before.href == after.href else ""
    return Run(blank.text, before.bold and after.bold, before.italic and after.italic, href)


def _write(runs: Sequence[Run], marks: tuple[str, ...]) -> str:
    if not marks:
        return "".join(_escape(run.text) for run in runs)
    mark, *inner = marks
    value: Callable[[Run], bool | str] = lambda run: getattr(run, mark)  # noqa: E731 (a key for the grouping below)
    return "".join(_wrap(_write(list(group), tuple(inner)), mark, shared) for shared, group in groupby(runs, value))


def _wrap(text: str, mark: str, value: bool | str) -> str:
    """Put a mark around words; the space at their ends stays outside."""
    match = _MARK.fullmatch(text)
    if not value or match is None or not match[2]:
        return text
    before, words, after = match.groups()
    if mark == "href":
        return f"{before}[{words}]({_target(str(value))}){after}"
    sign = "**" if mark == "bold" else "*"
    return f"{before}{sign}{words}{sign}{after}"


def _target(address: str) -> str:
    signs = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E"}
    return "".join(signs.get(sign, sign) for sign in one_line(address))


def _escape(text: str) -> str:
    """Keep signs of the text from being read as marks. An underscore inside a word is none."""
    text = _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)
    return _UNDERSCORE.sub(r"\\_", text).replace("](", r"\](")
