"""The head of minutes: who publishes them, their title, dates and place, from the first lines of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from meetings.diagnostics import Findings, quote
from meetings.importers.blocks import Form
from meetings.importers.imported import Facts
from meetings.importers.recognise import patterns
from meetings.importers.recognise.days import Days, find_days
from meetings.importers.recognise.elsewhere import TOP, days_elsewhere, only_days, tell_days
from meetings.importers.recognise.items import Item
from meetings.lines import one_line
from meetings.minutes import LINE_LIMIT

_MOST_WORDS = 25
_BEFORE_DATES = re.compile(
    r"\s*[-–—|:,;(]*\s*((?:held )?on|held|dated|date:|from|of|"
    r"(?:(?:le|el|du|del) )?(?:lun|mar|mer|mi[eé]r|jeu|jue|ven|vie|sam|s[aá]b|dim|dom)"
    r"(?:di|es|credi|coles|ves|dredi|rnes|edi|anche|ado|ingo))?\s*$",
    re.IGNORECASE,
)
_AFTER_DATES = re.compile(r"\s*(?:[|,:;–—•·]|\s-\s)\s*")
_LABELLED_PLACE = re.compile(r"\b(?:place|venue|location|where)\s*:", re.IGNORECASE)
_FIRM = re.compile(r"\b(?:Inc|Ltd|Co|Corp|e\.V|A\.C|S\.A|p\.m|a\.m)\.$")
_TOWN = re.compile(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}, [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The facts of the head. `said` are the words that the first `taken` items state, in the order of the page."""

    publisher: str = ""
    title: str
    dates: str
    place: str = ""
    first_day: date
    last_day: date
    taken: int = 0
    said: tuple[str, ...] = ()


def read_head(items: Sequence[Item], facts: Facts, findings: Findings) -> Head | None:
    """Give the head, or None where no day is known; what is guessed is told of."""
    lines = list(_head_lines(items))
    head = _of_several_meetings(lines, items, findings)
    if head:
        return _with_facts(head, items, facts, findings)
    place = _place_of_dates(lines)
    head = _with_dates(lines, place, findings) if place is not None else None
    if head is None:
        days, printed = days_elsewhere(items, facts, findings)
        if days is None:
            return None
        head = _without_dates(lines, items, days, printed, findings)
    return _with_facts(head, items, facts, findings)


def _head_lines(items: Sequence[Item]) -> Iterator[Item]:
    """Give the short lines that the source begins with."""
    for item in items[:TOP]:
        text = item.plain
        is_short = len(text.split()) <= _MOST_WORDS and bool(item.heading)
        is_prose = bool(patterns.SENTENCE_END.search(text)) and len(text.split()) > 8
        is_part = _begins_body(item)
        if not is_short or is_prose or _ends_as_text(text) or is_part or item.form in (Form.BULLET, Form.ROW):
            return
        yield item


def _ends_as_text(text: str) -> bool:
    """Tell whether a short line ends like a sentence or like a label, as a title does not."""
    is_sentence = text.endswith(".") and len(text.split()) > 2 and not _FIRM.search(text)
    return text.endswith(":") or (is_sentence and not find_days(text))


def _begins_body(item: Item) -> bool:
    text = item.plain
    others = (patterns.NUMBERED, patterns.ATTENDANCE, patterns.ABSENCE, patterns.REFERENCE, patterns.MOMENT)
    is_day = bool(patterns.DAY_HEADING.match(text)) and not find_days(text)
    if any(pattern.match(text) for pattern in others) and not patterns.TITLE_WORD.search(text.split(":")[0]):
        return True
    is_company = bool(patterns.COMPANY.match(text)) and ":" in text
    return is_day or is_company or bool(re.match(r"\(?\d{1,2}(?:\.\d{1,2})*[.)]\s*\D", text))


# Heads that state the day


def _place_of_dates(lines: list[Item]) -> int | None:
    """Find the line with the days: the first, or else the first below the title where a day stands above it too."""
    dated = [place for place, item in enumerate(lines) if find_days(item.plain)]
    titled = next((place for place, item in enumerate(lines) if patterns.TITLE_WORD.search(item.plain)), 0)
    below = [place for place in dated if place >= titled]
    if dated and below and 0 < dated[0] < titled:
        return below[0]
    return dated[0] if dated else None


def _with_dates(lines: list[Item], place: int, findings: Findings) -> Head | None:
    line = lines[place].plain
    days = find_days(line)[0]
    before = [item.plain for item in lines[:place]]
    prefix, joint = _prefix(line, days)
    if prefix and before and not patterns.TITLE_WORD.search(prefix):
        dates_from, title_lines = 0, before
    elif prefix:
        dates_from, title_lines = days.start - len(joint), [*before, prefix]
    else:
        dates_from, title_lines = days.start - len(joint), before
    dates, town = _dates_and_place(line[dates_from:], days.end - dates_from)
    if not title_lines:
        return _date_comes_first(lines, place, days, findings)
    publisher, title = _publisher_and_title(title_lines)
    dates, town, taken = _more_lines(lines, place, dates, town)
    tell_days(days, lines[place].line, findings)
    return Head(
        publisher=publisher,
        title=title,
        dates=dates,
        place=town,
        first_day=days.first,
        last_day=days.last,
        taken=taken,
        said=tuple(filter(None, (publisher, title, dates, town))),
    )


def _prefix(line: str, days: Days) -> tuple[str, str]:
    """Give what stands before the days, without what joins it to them, and the joining word (“held on ”)."""
    before = line[: days.start]
    joint = _BEFORE_DATES.search(before)
    word = (joint[1] or "") if joint else ""
    start = joint.start(1) if joint and joint[1] else len(before)
    return before[: joint.start() if joint else len(before)].strip(), before[start:] if word else ""


def _dates_and_place(text: str, end: int) -> tuple[str, str]:
    """Part `14 & 15 December 2020 | Virtual`, at the first mark behind which no number stands."""
    label = _LABELLED_PLACE.search(text, end)
    if label:
        return one_line(text[: label.start()]), text[label.start() :].strip()
    for mark in _AFTER_DATES.finditer(text, end):
        after = text[mark.end() :]
        if after and not re.search(r"\d", after):
            return one_line(text[: mark.start()]), one_line(after)
    after = text[end:].strip()
    if after and re.match(r"(?:in|at|via|by)\b", after, re.IGNORECASE) and not re.search(r"\d", after):
        return one_line(text[:end]), after
    return one_line(text), ""


def _publisher_and_title(lines: list[str]) -> tuple[str, str]:
    """The first of several lines names the publisher, unless it has words of a title or says that this is a draft."""
    dated = [place for place, line in enumerate(lines) if find_days(line)]
    if dated and 0 < dated[0] < len(lines) - 1:
        return one_line(" ".join(lines[: dated[0] + 1])), one_line(" ".join(lines[dated[0] + 1 :]))
    first, *rest = lines
    if not rest or patterns.TITLE_WORD.search(first) or patterns.DRAFT.search(first):
        return "", one_line(" ".join(lines))
    return first, one_line(" ".join(rest))


def _more_lines(lines: list[Item], place: int, dates: str, town: str) -> tuple[str, str, int]:
    """Take further lines of the head that say when and where."""
    taken = place + 1
    for item in lines[taken : taken + 3]:
        text = item.plain
        if patterns.DATE_LABEL.match(text) and not town:
            dates = f"{dates} {text}"
        elif not town and (_is_place(text) or patterns.PLACE_LABEL.match(text)):
            town = text
        elif not town and patterns.TIMED.fullmatch(text):
            dates = f"{dates} {text}"
        else:
            break
        taken += 1
    return dates, town, taken


def _is_place(text: str) -> bool:
    if len(text.split()) > 8 or patterns.HEADING_WORD.search(text):
        return False
    return bool(patterns.VIRTUAL.match(text) or _TOWN.fullmatch(text))


def _date_comes_first(lines: list[Item], place: int, days: Days, findings: Findings) -> Head | None:
    """Keep the order of a source whose date stands before its title: both are the title, and the dates repeat."""
    titles = [item for item in lines[place : place + 3] if patterns.TITLE_WORD.search(item.plain)]
    last = lines.index(titles[0]) if titles else place
    title = one_line(" ".join(item.plain for item in lines[place : last + 1]))
    if len(title) > LINE_LIMIT:
        return None
    line = lines[place].line
    findings.warn(
        line, "The date stands before the title, so it is kept in the title too; correct the title and dates."
    )
    tell_days(days, line, findings)
    printed = lines[place].plain[days.start : days.end]
    return Head(title=title, dates=printed, first_day=days.first, last_day=days.last, taken=last + 1, said=(title,))


def _of_several_meetings(lines: list[Item], items: Sequence[Item], findings: Findings) -> Head | None:
    """Give the head of a file whose headings are the days of several meetings, from the first to the last."""
    dated = {place: days for place, item in enumerate(items) if (days := only_days(item))}
    first = min(dated, default=0)
    if len(dated) < 2 or not 0 < first <= len(lines) or len({days.first for days in dated.values()}) < 2:
        return None
    days = Days(0, 0, min(each.first for each in dated.values()), max(each.last for each in dated.values()))
    message = "The file holds several days as headings; it is taken as one set of minutes. Split it if it is several."
    findings.warn(items[first].line, message)
    return _without_dates(lines[:first], items, days, "", findings)


# Heads that state none


def _without_dates(lines: list[Item], items: Sequence[Item], days: Days, printed: str, findings: Findings) -> Head:
    titled = next((place for place, item in enumerate(lines) if patterns.TITLE_WORD.search(item.plain)), None)
    last = titled if titled is not None else 0
    texts = [item.plain for item in lines[: last + 1]]
    publisher, title = _publisher_and_title(texts) if texts else ("", "")
    dates = printed or spell(days.first, days.last)
    findings.warn(items[0].line, f"The head states no date; “{dates}” is put there as the dates in print. Correct it.")
    return Head(
        publisher=publisher,
        title=title,
        dates=dates,
        first_day=days.first,
        last_day=days.last,
        taken=len(texts),
        said=tuple(filter(None, (publisher, title))),
    )


def spell(first: date, last: date) -> str:
    return f"{first.day} {first:%B %Y}" if first == last else f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}"


# What the person says


def _with_facts(head: Head, items: Sequence[Item], facts: Facts, findings: Findings) -> Head:
    if facts.first_day:
        head = replace(head, first_day=facts.first_day, last_day=facts.last_day or max(facts.first_day, head.last_day))
    if facts.title and one_line(facts.title) != head.title:
        said = (head.dates,) if head.dates in head.said else ()
        if said or head.taken:
            head = replace(head, publisher="", taken=0, place="", said=())
        head = replace(head, title=one_line(facts.title))
    if not head.title:
        named = next((item.plain for item in items if re.search(r"\w", item.plain)), items[0].text)
        head = replace(head, title=_first_words(named), taken=0, publisher="", place="", said=())
        findings.warn(
            items[0].line, f"No line looks like a title; {quote(head.title)} is taken for it. Correct the title."
        )
    if any(patterns.DRAFT.search(text) for text in (head.publisher, head.title, head.dates)):
        findings.warn(items[0].line, "The source calls itself a draft; ask whether a final version exists.")
    return head


def _first_words(text: str) -> str:
    return text[:80].rsplit(" ", 1)[0] if len(text) > 80 else text
