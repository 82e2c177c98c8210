"""One line of text, as minutes hold it: how it is cleaned, checked and refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from typing import Any

_MOST_MARKS = 30  # combining marks on one letter; Unicode's own bound (UAX 15, stream-safe text)
HEAPED = f"More than {_MOST_MARKS} accents stand on one letter; take them out."
_UNCLEAN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters and lone halves of others
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"


class InvalidMinutes(ValueError):
    """A value that minutes cannot hold; the message says what, where and how to put it right."""


def one_line(text: str) -> str:
    """Give text as minutes hold it: NFC, runs of white space as one space, nothing at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def begins_small(text: str) -> bool:
    """Tell whether a text begins with a small letter; letters of scripts that have no capitals are none."""
    return text[:1].islower() and text[:1].title() != text[:1]


def find_heap(text: str) -> int | None:
    """Find where more accents are heaped on one letter than any script needs: NFC of those takes quadratic time."""
    marks = "".join(sign for sign in set(text) if unicodedata.combining(sign))
    heap = re.search(f"[{re.escape(marks)}]{{{_MOST_MARKS + 1}}}", text) if marks else None
    return heap.start() if heap else None


def without_controls(text: str) -> str:
    """Give text without control characters and lone halves of others; tabs and line ends are spaces."""
    return _UNCLEAN.sub(lambda found: " " if found[0] in _SPACES else "", text)


def slug_of(name: str) -> str:
    """Give the identity that a printed name has by default: `Nicole Grünbaum` -> `nicole-grunbaum`."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return "-".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", plain)))[:120].strip("-")


def refuse(condition: bool, where: str, message: str) -> None:
    if condition:
        raise InvalidMinutes(f"{where}: {message}")


def check_line(text: str, where: str, limit: int) -> None:
    refuse(len(text) > limit, where, f"{len(text):,} characters, at most {limit:,} fit; split it into two.")
    refuse(bool(_UNCLEAN.search(text)), where, "holds a control character; take it out.")
    refuse(text != one_line(text), where, "is not one line of NFC text; join its lines with single spaces.")


def check_text(part: Any, limit: int) -> None:
    """Refuse a part of minutes with a text that is not one clean line."""
    for each in fields(part):
        value = getattr(part, each.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                check_line(text, f"{type(part).__name__}.{each.name}", limit)
