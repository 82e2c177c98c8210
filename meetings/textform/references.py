"""A line of references below a heading: `Reference material: [title](url), [title](#)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from meetings.diagnostics import Findings
from meetings.lines import InvalidMinutes, one_line
from meetings.minutes import Reference

_LABEL = re.compile(r"References?( materials?)?:", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]*)\]\(((?:[^()\s]|\([^()\s]*\))*)\)")
_JOINTS = ("", "and", "&", ".")


def is_reference_line(text: str) -> bool:
    return bool(_LABEL.match(text))


def names_papers(text: str) -> bool:
    """Whether a reference line names anything behind its label."""
    return any(_items(_LABEL.sub("", text, count=1)))


def read_references(text: str, line: int, findings: Findings) -> list[Reference]:
    """Read one line; an address of `#` or nothing is lost. What is not a link is a title."""
    label = _LABEL.match(text)
    references: list[Reference] = []
    for title, url in _items(text[label.end() :] if label else text):
        try:
            first = label[0] if label and not references else ""
            references.append(Reference(title=title, url=url, label=first))
        except InvalidMinutes as error:
            findings.error(line, f"{error} Write [title](https://…), or [title](#).")
    return references


def _items(text: str) -> Iterator[tuple[str, str]]:
    start = 0
    for link in _LINK.finditer(text):
        yield from _plain_titles(text[start : link.start()])
        url = link[2].replace("(", "%28").replace(")", "%29")
        yield one_line(link[1]), "" if url == "#" else url
        start = link.end()
    yield from _plain_titles(text[start:])


def _plain_titles(text: str) -> Iterator[tuple[str, str]]:
    for title in map(one_line, re.split(r"[,;]", text)):
        if title not in _JOINTS:
            yield title, ""


def write_references(references: tuple[Reference, ...]) -> list[str]:
    """Give one line for each reference that has a label, and those that follow it."""
    lines: list[str] = []
    for reference in references:
        link = f"[{reference.title}]({reference.url or '#'})"
        if reference.label:
            lines.append(f"{reference.label} {link}")
        else:
            lines[-1] += f", {link}"
    return lines
