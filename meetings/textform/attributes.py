"""The end of a block: `text {key: value; key: value}`, or `text #theme #theme`.

What stands before a `{…}` is the text, letter by letter. A `{…}` whose keys are not known is text too. Inside a
block a backslash takes its meaning from the character after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from meetings.lines import one_line

SESSION = frozenset({"number", "region", "theme"})
ATTENDEES = frozenset({"attendees"})
PASSAGE = frozenset({"kind", "scope", "region", "theme", "outcome", "decision", "referred to", "action"})
ORGANISATION = frozenset({"role", "organisation key"})
PERSON = frozenset({"person", "role", "capacity", "votes", "presence", "co-chair", "term"})
NOTHING: frozenset[str] = frozenset()
_KEYS = (SESSION | ATTENDEES | PASSAGE | ORGANISATION | PERSON) - {"action"}
_ALIASES = {"regions": "region", "themes": "theme", "organization key": "organisation key"}

ACTION = re.compile(r"A[1-9][0-9]{0,3}")
_TAG = re.compile(r"#[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.IGNORECASE | re.ASCII)
_SPECIAL = re.compile(r"([\\{};,])")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def escape(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value)


def unescape(value: str) -> str:
    return _ESCAPED.sub(r"\1", value)


def split(value: str, separator: str) -> list[str]:
    """Split at each separator that no backslash escapes; the parts keep their escapes."""
    parts, start = [], 0
    for match in re.finditer(rf"\\.|{re.escape(separator)}", value, re.DOTALL):
        if match[0] == separator:
            parts.append(value[start : match.start()].strip())
            start = match.end()
    return [*parts, value[start:].strip()]


@dataclass(frozen=True, slots=True)
class End:
    """A block parted from its end. `values` are still escaped; a bare key has the value "".

    `unknown` are keys in braces that were therefore read as text; `is_mixed` tells that others were known.
    """

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    has_repeats: bool = False
    unknown: tuple[str, ...] = ()
    is_mixed: bool = False


def split_end(raw: str, *, has_tags: bool = False) -> End:
    """Part a block into its text and the attributes or the tags at its end."""
    text, tags = _split_tags(raw) if has_tags else (raw, ())
    start = _find_block(text)
    if start is None:
        return End(text, {}, tags)
    pairs = [_read_pair(part) for part in split(text[start + 1 : -1], ";") if part]
    unknown = tuple(key for key, _ in pairs if not (key in _KEYS or ACTION.fullmatch(key)))
    if unknown:
        return End(text, {}, tags, unknown=unknown, is_mixed=len(unknown) < len(pairs))
    values = dict(pairs)
    return End(text[:start].rstrip(), values, tags, has_repeats=len(values) < len(pairs))


def _split_tags(raw: str) -> tuple[str, tuple[str, ...]]:
    words = raw.split(" ")
    count = 0
    while count < len(words) - 1 and _TAG.fullmatch(words[-1 - count]):
        count += 1
    tags = tuple(word[1:].lower() for word in words[len(words) - count :])
    return " ".join(words[: len(words) - count]), tags


def _find_block(text: str) -> int | None:
    """Find where a `{…}` at the very end begins. An escaped brace is no brace."""
    if not text.endswith("}"):
        return None
    braces = [match for match in re.finditer(r"\\.|[{}]", text, re.DOTALL) if match[0] in "{}"]
    closes = len(braces) > 1 and braces[-1].end() == len(text)
    return braces[-2].start() if closes and braces[-2][0] == "{" and braces[-1][0] == "}" else None


def _read_pair(part: str) -> tuple[str, str]:
    key, _, value = part.partition(":")
    key = one_line(key)
    name = key if ACTION.fullmatch(key) else key.casefold()
    return _ALIASES.get(name, name), value.strip()


def write_end(text: str, values: Mapping[str, str], tags: tuple[str, ...] = ()) -> str:
    """Write a block's end so that `split_end` parts it again. `values` are escaped already.

    Tags are written where nothing else is to be said and the end of the text cannot be mistaken.
    """
    if not values and split_end(text, has_tags=True).text == text:
        return " ".join([text, *(f"#{tag}" for tag in tags)])
    pairs = {**values, **({"theme": ", ".join(tags)} if tags else {})}
    return f"{text} {{{'; '.join(f'{key}: {value}' if value else key for key, value in pairs.items())}}}"
