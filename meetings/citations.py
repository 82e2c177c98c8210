"""How minutes and their parts are cited: as a line of text, as BibTeX and as CSL-JSON. Pure.

What the record does not say is left out, never filled in: minutes whose day of approval nobody recorded carry no
date of issue.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # BibTeX's own words
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, escaped or not
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_ODD_IN_KEYS = re.compile(r"[^A-Za-z0-9.:-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An edition, or a part of one. `address` is the absolute, pinned one; `part` such as `passage 3D.6`, or nothing.

    `place` is the part's number for the field that holds it, and `item` the reference of what the part states
    (`SC-2020-12/D1`). `status` is empty for minutes that were approved, else what a reader must be told.
    """

    publisher: str
    title: str
    dates: str
    reference: str
    edition: int
    address: str
    first_day: date
    last_day: date
    approved_on: date | None = None
    language: str = "en"
    status: str = ""
    part: str = ""
    place: str = ""
    item: str = ""

    @property
    def key(self) -> str:
        """What tells this citation from others in one bibliography: `SC-2020-12-ed1-3D.6`."""
        parts = (self.reference, f"ed{self.edition}", self.item.rpartition("/")[2], self.place)
        return "-".join(filter(None, (_ODD_IN_KEYS.sub("-", part).strip("-") for part in parts)))

    @property
    def pinned_to(self) -> str:
        """Which text this is: `edition 1, draft`."""
        return ", ".join(filter(None, (f"edition {self.edition}", self.status)))


def plain(work: Work) -> str:
    named = ", ".join(filter(None, (work.publisher, work.title, work.dates)))
    return f"{named} ({work.reference}), {', '.join(filter(None, (work.pinned_to, work.part)))}. {work.address}"


def bibtex(work: Work) -> str:
    """Give one entry that plain BibTeX and biblatex both read."""
    fields = {
        "author": f"{{{_tex(work.publisher)}}}" if work.publisher else "",
        "title": f"{{{_tex(work.title)}}}",
        "edition": str(work.edition),
        "year": str(work.first_day.year),
        "note": _tex("; ".join(filter(None, (work.reference, work.dates, work.status, work.part)))),
        "language": _tex(work.language),
        "url": re.sub(r"[{}\\]", "", work.address),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    lines.insert(-1, f"  month = {MONTHS[work.first_day.month - 1]},")
    return "\n".join([f"@misc{{{work.key},", *lines, "}", ""])


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


def csl_json(work: Work) -> str:
    """Give a list of one item, as reference managers import it (CSL 1.0.2, item type `report`)."""
    item: dict[str, Any] = {
        "id": work.key,
        "type": "report",
        "genre": "Minutes",
        "title": work.title,
        "author": [{"literal": work.publisher}] if work.publisher else None,
        "publisher": work.publisher,
        "number": work.reference,
        "edition": str(work.edition),
        "section": work.place,
        "event-date": _days(work.first_day, work.last_day),
        "issued": _days(work.approved_on) if work.approved_on else None,
        "status": work.status,
        "language": work.language,
        "note": "; ".join(filter(None, (work.dates, work.part))),
        "URL": work.address,
    }
    told = {name: value for name, value in item.items() if value}
    return json.dumps([told], ensure_ascii=False, indent=2) + "\n"


def _days(*days: date) -> dict[str, list[list[int]]]:
    """Give a day, or a range of two, as CSL writes dates."""
    return {"date-parts": [[day.year, day.month, day.day] for day in dict.fromkeys(days)]}


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    content_type: str
    write: Callable[[Work], str]


STYLES = {
    "txt": Style("Text", "text/plain; charset=utf-8", lambda work: f"{plain(work)}\n"),
    "bib": Style("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "json": Style("CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
}
