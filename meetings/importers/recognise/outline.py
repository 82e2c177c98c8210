"""Which lines are headings, and which sessions and breakouts they begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from meetings.diagnostics import Findings, quote
from meetings.importers.blocks import Form
from meetings.importers.recognise import actions, decisions, patterns
from meetings.importers.recognise.items import Item, split_at
from meetings.importers.recognise.numbers import MOST_WORDS, NUMBER, counted, timed
from meetings.minutes import LINE_LIMIT

_SMALL = {
    "of",
    "the",
    "and",
    "a",
    "an",
    "in",
    "to",
    "for",
    "with",
    "by",
    "on",
    "or",
    "at",
    "from",
    "de",
    "la",
    "y",
    "e",
    "vs",
}
_MOST_SIGNS = 110
_LABEL = re.compile(
    r"\W*(?:decisions?|actions?|action (?:items?|points?)|resolved|resolutions?|agreed|votes?|motions?|conditions?|"
    r"carried|defeated|lost|tabled|passed|adopted|recommendations?|references?|granted|denied|approved|rejected|deferred|noted|none|yes|no|n/a)\b[\W\d]*"
    r"(?:unanimously|for|against|abstain\w*|in favou?r|opposed|[\W\d])*$",
    re.IGNORECASE,
)
_TITLED = re.compile(r"[A-Z]\S+(?: \S+)+: [A-Z“]")
_COLON_HEADING = re.compile(r"[A-Z][^.:;,]{2,50}:")
_ANNEX = re.compile(r"(?:ANNEX|Annex|APPENDIX|Appendix) (?:\d{1,2}|[A-Z]|[IVX]{1,4})(?:$|\s*[:.–—-](?:\s|$))")
_PERSON = re.compile(  # somebody, or what somebody did
    r"(?:moved|seconded|ayes|nays|noes|abstentions|absent)\b|"
    r"(?:Mr|Mrs|Ms|Dr|Councill?or|Cllr|Commissioner|Trustee|Alder(?:wo)?man)\.? \w",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"^[\w .'-]{1,30}: ")


class Rank(IntEnum):
    """What a line begins."""

    NOTHING = 0
    SESSION = 1
    BREAKOUT = 2


@dataclass(slots=True)
class Part:
    """A heading with what stands below it. `number` is the number in print, as a session may have it."""

    heading: Item
    text: str
    number: str = ""
    items: list[Item] = field(default_factory=list)
    breakouts: list[Part] = field(default_factory=list)


def rank(items: Sequence[Item]) -> list[Rank]:
    """Give for each item what it begins."""
    ranks = [Rank.NOTHING] * len(items)
    can = [_can_be_heading(item) for item in items]
    levels = _levels(items)
    numbers = counted(items)
    numbered = {place for place, item in enumerate(items) if _is_session_line(item)}
    times = timed(items)
    has_sessions = bool(numbered or levels or times or [place for place, depth in numbers.items() if depth == 0])
    has_number = was_counted = False
    for place, item in enumerate(items):
        if place in levels:
            ranks[place] = levels[place]
        elif place in numbered or place in times or _is_day(item) or _is_annex(item):
            ranks[place] = Rank.SESSION
        elif place in numbers:
            is_inner = bool(numbers[place] or levels) or has_number
            ranks[place] = Rank.BREAKOUT if is_inner else Rank.SESSION
        elif not levels and _is_unmarked(items, place, can):
            is_child = has_sessions and was_counted and not patterns.ALONE.match(item.plain)
            ranks[place] = Rank.BREAKOUT if is_child else Rank.SESSION
        elif levels and item.is_bold and can[place] and _has_text_below(items, place, can):
            ranks[place] = Rank.BREAKOUT
        has_number |= place in numbered
        was_counted |= ranks[place] == Rank.SESSION and any(
            place in each for each in (numbered, times, numbers, levels)
        )
    if not any(ranks):
        ranks = [Rank.SESSION if _is_titled(items, place, can) else Rank.NOTHING for place in range(len(items))]
    annexes = (place for place, item in enumerate(items) if _is_annex(item))
    return _without_lists(items, ranks, {*levels, *numbered, *numbers, *annexes}, can)


def _levels(items: Sequence[Item]) -> dict[int, Rank]:
    """Rank marked headings: the highest level in use begins sessions, the next one breakouts.

    Where all of the highest are days, or it is used once above many others, the next begins sessions too.
    """
    marked = {place: item for place, item in enumerate(items) if item.form == Form.HEADING and item.heading}
    used = sorted({item.level for item in marked.values()})
    if not used:
        return {}
    top = [item for item in marked.values() if item.level == used[0]]
    is_above = len(used) > 1 and all(_is_day(item) for item in top)
    bound = used[1] if is_above else used[0]
    next_level = next((level for level in used if level > bound), None)
    ranks = {}
    for place, item in marked.items():
        if _LABEL.fullmatch(item.plain) and item.level > used[0]:
            continue
        if item.level <= bound:
            ranks[place] = Rank.SESSION
        elif item.level == next_level:
            ranks[place] = Rank.BREAKOUT
    return ranks


def _is_session_line(item: Item) -> bool:
    text = item.plain
    is_line = bool(patterns.NUMBERED.match(text)) and not patterns.LEADERS.search(text)
    return is_line and len(text) <= 200 and not (patterns.SENTENCE_END.search(text) and len(text.split()) > 9)


def _is_day(item: Item) -> bool:
    text = item.plain
    is_short = len(text.split()) <= MOST_WORDS and not patterns.SENTENCE_END.search(text)
    return bool(patterns.DAY_HEADING.match(text)) and is_short and not patterns.MOMENT.match(text)


def _is_annex(item: Item) -> bool:
    is_line = len(item.plain.split()) <= MOST_WORDS and not patterns.LEADERS.search(item.plain)
    return bool(_ANNEX.match(item.plain)) and is_line and bool(item.heading)


# Headings that nothing marks


def _can_be_heading(item: Item) -> bool:
    text = item.plain
    if item.form not in (Form.PARAGRAPH, Form.HEADING) or not item.heading or item.cells:
        return False
    words = text.split()
    if len(words) > MOST_WORDS or len(text) > _MOST_SIGNS or not re.search(r"[^\W\d_]", text):
        return False
    others = (patterns.MOMENT, patterns.REFERENCE, patterns.JUNK, patterns.DATE_LABEL, patterns.PLACE_LABEL)
    is_other = any(pattern.match(text) for pattern in others) or bool(patterns.LEADERS.search(text))
    if decisions.is_labelled(text) or actions.has_label(text) or _PERSON.match(text):
        return False
    is_speaker = bool(_SPEAKER.match(text)) and not _TITLED.match(text) and not patterns.ALONE.match(text)
    text = text.rstrip(":") if item.is_bold else text
    begins = text[0].isupper() or text[0].isdigit() or text[0] in "“\"‘'("
    is_end = bool(re.search(r"[.:;,!)\]]$" if "(" not in text else r"[.:;,!]$", text)) or text.endswith(("-", "–", "—"))
    return begins and not is_end and not is_other and not _LABEL.fullmatch(text) and not is_speaker


def _is_unmarked(items: Sequence[Item], place: int, can: list[bool]) -> bool:
    """Tell whether a plain short line is a heading: text stands below it, and it reads like one."""
    item = items[place]
    if not can[place] or not _has_text_below(items, place, can):
        return False
    if item.is_bold:
        return True
    words = item.plain.split()
    loud = sum(word[:1].isupper() or word.casefold() in _SMALL or not word[:1].isalpha() for word in words)
    return len(words) <= 5 or loud * 2 >= len(words)


def _has_text_below(items: Sequence[Item], place: int, can: list[bool]) -> bool:
    """Tell whether the next item is text, or a heading that has some."""
    below = items[place + 1 : place + 3]
    if not below:
        return False
    if below[0].is_bullet or not can[place + 1] or _is_session_line(below[0]):
        return True
    return len(below) > 1 and (below[1].is_bullet or not can[place + 2])


def _is_titled(items: Sequence[Item], place: int, can: list[bool]) -> bool:
    """Tell whether a line such as `Finances:` is a heading, in a source that has no others."""
    item = items[place]
    is_short = item.form == Form.PARAGRAPH and bool(_COLON_HEADING.fullmatch(item.plain)) and bool(item.heading)
    is_other = (
        _LABEL.fullmatch(item.plain) or patterns.REFERENCE.match(item.plain) or patterns.ATTENDANCE.match(item.plain)
    )
    return is_short and not is_other and _has_text_below(items, place, can)


def _without_lists(items: Sequence[Item], ranks: list[Rank], sure: set[int], can: list[bool]) -> list[Rank]:
    """Take back unmarked headings that follow each other: three or more are a list, such as contents or names."""
    run: list[int] = []
    for place in range(len(items) + 1):
        if place < len(items) and place not in sure and can[place] and not items[place].is_bold:
            run.append(place)
            continue
        if len(run) > 2:
            for each in run:
                ranks[each] = Rank.NOTHING
        run = []
    return ranks


# The parts


def outline(items: Sequence[Item], ranks: Sequence[Rank], findings: Findings) -> list[Part]:
    """Give sessions with their breakouts. What stands above the first heading has its first line as heading."""
    parts: list[Part] = []
    for item, each in zip(items, ranks, strict=True):
        if each == Rank.BREAKOUT and parts and not _is_lone_day(parts[-1]):
            parts[-1].breakouts.append(_part(item))
        elif each != Rank.NOTHING:
            parts.append(_part(item))
        elif parts:
            (parts[-1].breakouts[-1] if parts[-1].breakouts else parts[-1]).items.append(item)
        else:
            parts.append(_first_part(item, findings))
    return parts


def _is_lone_day(part: Part) -> bool:
    return _is_day(part.heading) and not part.items


def _part(item: Item) -> Part:
    return Part(item, item.heading, _printed_number(item.plain))


def _first_part(item: Item, findings: Findings) -> Part:
    """Make the first line the heading of what has none; a long one gives its first sentence."""
    message = f"No heading stands above {quote(item.text)}; its first words are the heading of this part. Give it one."
    findings.warn(item.line, message)
    first, *rest = [item.text] if len(item.text) <= LINE_LIMIT else split_at(item.text, LINE_LIMIT)
    part = Part(item, item.heading if not rest and item.heading else first)
    part.items = [Item(form=Form.PARAGRAPH, text=text, line=item.line) for text in rest]
    return part


def _printed_number(text: str) -> str:
    """Give the number of a heading where the text form would not find it: `1)Introductions`, `1.1 …`, `29-5 …`."""
    match = NUMBER.match(text)
    if not match:
        roman = patterns.NUMBERED.match(text)
        return roman[1].upper() if roman else ""
    number = match[1] or match[2] or match[3]
    return "-".join(digits for digits in re.split(r"[.-]", number.upper()) if digits)[:20]
