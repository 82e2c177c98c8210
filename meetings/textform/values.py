"""The values of attributes: words of closed vocabularies, slugs, and text; each wrong one is a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from meetings.diagnostics import Findings, quote, suggest
from meetings.lines import one_line, slug_of
from meetings.textform.attributes import ACTION, End, unescape
from meetings.words import Words

Word = TypeVar("Word", bound=Words)


class Values:
    """The attributes of one block, read key by key into findings of its line."""

    def __init__(self, end: End, allowed: frozenset[str], line: int, findings: Findings) -> None:
        self._end = end
        self._line = line
        self._findings = findings
        self._check(allowed)

    def _check(self, allowed: frozenset[str]) -> None:
        if self._end.has_repeats:
            self.error("One attribute is given twice; keep one of them.")
        for key in self._end.values:
            if ("action" if ACTION.fullmatch(key) else key) not in allowed:
                self.error(f"“{key}” says nothing here; take it out, or end the line with {{}}.")
        if self._end.unknown and not self._findings.wants_no_more_warnings:
            self._doubt(self._end.unknown[0], allowed)

    def _doubt(self, key: str, allowed: frozenset[str]) -> None:
        hint = suggest(key, allowed - {"action"})
        if hint or self._end.is_mixed:
            message = f"{quote(key)} is no attribute, so the braces are read as text.{hint}"
            self._findings.warn(self._line, message)

    def error(self, message: str) -> None:
        self._findings.error(self._line, message)

    def has(self, key: str) -> bool:
        return key in self._end.values

    def text(self, key: str) -> str | None:
        """Give the value of a key, or None where the key is not given."""
        raw = self._end.values.get(key)
        return None if raw is None else one_line(unescape(raw))

    def actions(self) -> dict[str, str]:
        """Give action numbers and what is said of them, still escaped."""
        return {key: raw for key, raw in self._end.values.items() if ACTION.fullmatch(key)}

    def word(self, key: str, kind: type[Word]) -> Word | None:
        """Give a word of a closed vocabulary; `none` is its empty word, spaces are hyphens."""
        text = self.text(key)
        if text is None:
            return None
        wanted = "" if text.casefold() == "none" else text.casefold().replace(" ", "-")
        known = {word.value: word for word in kind}
        if wanted in known and text:
            return known[wanted]
        names = ", ".join(spell(word) for word in kind)
        self.error(f"{key} {quote(text)} is not one of: {names}.{suggest(wanted, known)}")
        return None

    def slugs(self, key: str, known: Mapping[str, str] | None) -> tuple[str, ...]:
        """Give the slugs of a comma list and of tags, each once, sorted; doubt those that are not known."""
        tags = self._end.tags if key == "theme" else ()
        listed = (self.text(key) or "").split(",")
        slugs = [*filter(None, (slug_of(part) for part in listed)), *tags]
        if self.has(key) and not slugs:
            self.error(f"{key} has no value; write a name such as “civic-space”.")
        for slug in dict.fromkeys(slugs) if known is not None else ():
            self._check_known(key, slug, known or {})
        return tuple(sorted(set(slugs)))

    def _check_known(self, key: str, slug: str, known: Mapping[str, str]) -> None:
        if slug not in known and not self._findings.wants_no_more_warnings:
            sign = "#" if key == "theme" else ""
            near = suggest(slug, known).replace("“", f"“{sign}")
            self._findings.warn(self._line, f"Unknown {key} {sign}{slug}.{near}")


def spell(word: Words) -> str:
    """Give a word as it is written in an attribute."""
    return word.value.replace("-", " ") or "none"


def write_slugs(key: str, slugs: tuple[str, ...]) -> dict[str, str]:
    return {key: ", ".join(slugs)} if slugs else {}
