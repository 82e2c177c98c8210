"""What a human should look at: names spelled in two ways, people not listed, lost links, acronyms that look mistyped.

Nothing is changed. Each doubt names the line, what else is written elsewhere, and what to do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from meetings.diagnostics import Findings
from meetings.importers.recognise.days import find_days
from meetings.importers.recognise.items import Item
from meetings.importers.recognise.lexicon import ORGANISATIONS, TITLES
from meetings.lines import slug_of
from meetings.minutes import Minutes

_LOST_LINK = re.compile(r"\[([^\[\]]{1,80})\]\(#?\)")
_ACRONYM = re.compile(r"(?<![\w@-])[A-Z]{3,6}(?![\w@-])")
_NAME = re.compile(r"\b[A-Z][^\W\d_A-Z]+(?: [A-Z][^\W\d_]+){1,2}\b")
_SPEAKS = re.compile(
    r"(?:(?:CEO|President|Director|Minister|Secretary|Chair|Ambassador|Mr|Ms|Mrs|Dr)\.?,? "
    r"([A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){1,2})|\b([A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){1,2}),?) "
    r"(?:presented|spoke|reported|opened|closed|introduced|explained|noted|thanked|welcomed|asked|proposed|said|gave)\b"
)
_HELD = re.compile(r"\b(?:held|met|convened|took place|opened|called to order)\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:next|last|previous|prior|earlier|minutes of|since|will|would|to be)\b", re.IGNORECASE)
_SEARCHED = 60  # blocks in which a sentence may state when the body met
_LOOKED_AT = 500  # characters of a block
_NEAR = 80  # characters before a day that tell what happened on it
_FREQUENT = 5  # times that an acronym stands in the text, to be the one that was meant
_MOST_NAMES = 400  # names compared; keeps the comparison of all with all short
_MOST_TOLD = 50
_ALIKE = 0.8


def tell_doubts(items: Sequence[Item], minutes: Minutes, file: str, findings: Findings) -> None:
    """Warn of what looks wrong in the words, and in the name of the file."""
    for doubts in (
        _other_days(items, minutes, file),
        _lost_links(items),
        _acronyms(items),
        _variants(items, minutes),
        _unlisted(items, minutes),
    ):
        for line, message in doubts:
            findings.warn(line, message)


def _lost_links(items: Sequence[Item]) -> Iterator[tuple[int, str]]:
    for item in items:
        titles = [match[1] for match in _LOST_LINK.finditer(item.text)]
        if titles:
            listed = ", ".join(f"“{title}”" for title in titles)
            yield item.line, f"The address of {listed} is lost; add it if the paper can be found."


# Days


def _other_days(items: Sequence[Item], minutes: Minutes, file: str) -> Iterator[tuple[int, str]]:
    """Doubt days that head, file name or a sentence such as “was held on …” state, and that are not those taken."""
    head = [(items[0].line, text) for text in (minutes.publisher, minutes.title, minutes.dates)]
    said = [(item.line, item.plain) for item in items[:_SEARCHED] if _HELD.search(item.plain[:_LOOKED_AT])]
    taken = " to ".join(dict.fromkeys(map(str, (minutes.first_day, minutes.last_day))))
    told: set[str] = set()
    for line, text in (*head, *said, (1, file)):
        for days in find_days(text[:_LOOKED_AT]):
            before, printed = text[max(days.start - _NEAR, 0) : days.start], text[days.start : days.end]
            is_apart = days.last < minutes.first_day or minutes.last_day < days.first
            is_meant = (line, text) in head or text == file or _HELD.search(before)
            if is_apart and is_meant and not _ANOTHER.search(before) and printed not in told:
                told.add(printed)
                yield line, f"“{printed}” stands here, and {taken} is taken for the days; check which is meant."


# Acronyms


def _acronyms(items: Sequence[Item]) -> Iterator[tuple[int, str]]:
    """Doubt an acronym that is written once or twice and has the letters of a frequent one in another order."""
    counts = Counter(word for item in items for word in _ACRONYM.findall(item.text))
    frequent = {"".join(sorted(word)): word for word, times in counts.items() if times >= _FREQUENT}
    for item in items:
        for word in dict.fromkeys(_ACRONYM.findall(item.text)):
            meant = frequent.get("".join(sorted(word)), word)
            if counts[word] <= 2 and meant != word:
                message = (
                    f"“{word}” stands here, “{meant}” {counts[meant]} times elsewhere; check whether that is meant."
                )
                yield item.line, message


# Names


def _listed(minutes: Minutes) -> dict[str, str]:
    """Give the first names of the list of attendees by their identity."""
    return dict(list({one.person: one.name for one in minutes.attendees() if one.name}.items())[:_MOST_NAMES])


def _variants(items: Sequence[Item], minutes: Minutes) -> Iterator[tuple[int, str]]:
    """Doubt names of the text that differ by an accent from each other, or by a letter or two from one of the list."""
    listed = list(_listed(minutes).values())
    spelled: dict[str, str] = {slug_of(name): name for name in reversed(listed)}
    told: set[str] = set()
    seen: set[str] = set()
    for item in items:
        for name in dict.fromkeys(_NAME.findall(item.plain)):
            other = spelled.setdefault(slug_of(name), name)
            if other == name or other.casefold() == name.casefold():
                other = _alike(name, listed, seen)
            if other and name not in told and _is_personal(name):
                told.add(name)
                yield item.line, f"“{name}” stands here and “{other}” elsewhere; check whether they are one person."


def _is_personal(name: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", name.casefold()))
    return not words & (ORGANISATIONS | TITLES) and not re.search(r"[A-Z]{2}", name)


def _alike(name: str, listed: list[str], seen: set[str]) -> str:
    """Give the listed name that a name differs from in a letter or two of one word, asked once for each name."""
    if name in seen or len(seen) >= _MOST_NAMES:
        return ""
    seen.add(name)
    words = slug_of(name).split("-")
    return next((other for other in listed if _are_alike(words, slug_of(other).split("-"))), "")


def _are_alike(words: list[str], others: list[str]) -> bool:
    different = [(a, b) for a, b in zip(words, others, strict=False) if a != b]
    if len(words) != len(others) or len(different) != 1:
        return False
    ((a, b),) = different
    return a[0] == b[0] and min(len(a), len(b)) > 3 and SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _unlisted(items: Sequence[Item], minutes: Minutes) -> Iterator[tuple[int, str]]:
    """Doubt people who speak in the text and do not stand in a list of attendees that there is."""
    listed = _listed(minutes)
    if not listed:
        return
    told: set[str] = set()
    for item in items:
        for match in _SPEAKS.finditer(item.plain[:4000]):
            name = match[1] or match[2]
            slug = slug_of(name)
            if (
                len(told) >= _MOST_TOLD
                or slug in listed
                or slug in told
                or not _is_personal(name)
                or _is_near(slug, listed)
            ):
                continue
            told.add(slug)
            yield item.line, f"“{name}” speaks here and is not among the attendees; check the list."


def _is_near(slug: str, listed: dict[str, str]) -> bool:
    last = slug.rsplit("-", 1)[-1]
    return any(person.rsplit("-", 1)[-1] == last for person in listed)
