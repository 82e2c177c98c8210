"""The signs and numbers that somebody typed before an item of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from meetings.importers.inline import Run

DEPTHS = {"○": 1, "◦": 1, "▪": 2, "■": 2}
_TYPED = re.compile(
    r"\s*(?:(?P<sign>[•●○▪◦■□◆◇➢►‣⁃·*+\uf0b7\uf0a7]|[-–—])\s+"
    r"|(?P<number>\(?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\[\d{1,3}\]|\(?[a-z][.)]|[A-Z]\)|\(?[ivx]{2,5}[.)])\s+)(?=\S)"
)


def split_marker(runs: Sequence[Run]) -> tuple[str, list[Run]]:
    """Part the sign or number that runs begin with from the rest; "" where there is none."""
    match = _TYPED.match("".join(run.text for run in runs))
    if not match:
        return "", list(runs)
    return (match["number"] or match["sign"].replace("\uf0b7", "•").replace("\uf0a7", "▪")), cut(runs, match.end())


def cut(runs: Sequence[Run], count: int) -> list[Run]:
    """Leave out the first characters of runs."""
    rest = []
    for run in runs:
        rest.append(replace(run, text=run.text[count:]))
        count = max(0, count - len(run.text))
    return [run for run in rest if run.text]
