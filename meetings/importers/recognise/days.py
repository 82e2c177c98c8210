"""Days as minutes print them: “14 & 15 December 2020”, “January 13-14, 2015”, “2019-12-03”, “05/07/2011”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_NAMES = (
    "january janvier enero janeiro|february février fevrier febrero fevereiro|march mars marzo março|"
    "april avril abril|may mai mayo maio|june juin junio junho|july juillet julio julho|"
    "august août aout agosto|september septembre septiembre setembro sept|october octobre octubre outubro|"
    "november novembre noviembre novembro|december décembre decembre diciembre dezembro"
)
_FURTHER = (  # German, Italian, Dutch, Georgian, Russian, Ukrainian, Arabic
    "januar gennaio januari იანვარი января січня يناير|februar febbraio februari თებერვალი февраля лютого فبراير|"
    "märz maart მარტი марта березня مارس|aprile აპრილი апреля квітня أبريل|maggio mei მაისი мая травня مايو|"
    "juni giugno ივნისი июня червня يونيو|juli luglio ივლისი июля липня يوليو|"
    "augustus აგვისტო августа серпня أغسطس|settembre სექტემბერი сентября вересня سبتمبر|"
    "oktober ottobre ოქტომბერი октября жовтня أكتوبر|ნოემბერი ноября листопада نوفمبر|"
    "dezember dicembre დეკემბერი декабря грудня ديسمبر"
)
MONTHS = {name: number for number, names in enumerate(_NAMES.split("|"), 1) for name in names.split()}
MONTHS |= {name: number for number, names in enumerate(_FURTHER.split("|"), 1) for name in names.split()}
ENGLISH = tuple(names.split()[0] for names in _NAMES.split("|"))
MONTHS |= {name[:3]: number for number, name in enumerate(ENGLISH, 1)}
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b\.?,?"
_MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|º|\.(?=\s?[^\W\d]))?"
_TO = r"\s*(?:&|and|to|until|through|,|-|–|—|/|y|et|e)\s*"
_YEAR = r"((?:19|20|21)\d{2})"
_OF = r"\s*(?:(?:of|de|del)\s+)?"
_DAY_FIRST = re.compile(
    rf"(?:{_WEEKDAY}\s*)?(?:the\s+)?\b{_DAY}(?:{_OF}{_MONTH})?(?:{_TO}(?:{_WEEKDAY}\s*)?\d{{1,2}}(?:st|nd|rd|th)?"
    rf"(?=\s*(?:{_TO})\d))*(?:{_TO}(?:{_WEEKDAY}\s*)?(?:the\s+)?{_DAY})?{_OF}{_MONTH},?{_OF}{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?:{_WEEKDAY}\s*)?\b{_MONTH},?\s*{_DAY}(?:{_TO}(?:{_WEEKDAY}\s*)?(?:{_MONTH}\s*)?{_DAY}(?!\d|:))*,?\s*{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_ISO = re.compile(rf"(?<!\d){_YEAR}-(\d{{2}})-(\d{{2}})(?!\d)")
_COMPACT = re.compile(rf"(?<!\d){_YEAR}(\d{{2}})(\d{{2}})(?!\d)")
_NUMERIC = re.compile(rf"(?<!\d)(\d{{1,2}})([./])(\d{{1,2}})\2{_YEAR}(?!\d)")
_MONTH_ONLY = re.compile(
    rf"\b{_MONTH},?[\s_-]*{_YEAR}(?!\d)|(?<!\d){_YEAR}-(\d{{2}})((?:,\s?\d{{2}})*)(?![\d-])", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:to|until|and|through|&|-|–|—|/|,)\s*", re.IGNORECASE)
_SCANNED = 500  # characters; keeps the worst case of the patterns under 50 ms


@dataclass(frozen=True, slots=True)
class Days:
    """Days found in a text: where they stand, which they are, and what is doubtful about them."""

    start: int
    end: int
    first: date
    last: date
    doubt: str = ""


def find_days(text: str) -> list[Days]:
    """Find days with their year, in the order of the text; two that a dash or “to” joins are one range."""
    text = text[:_SCANNED]
    found: list[Days] = []
    for each in sorted(_all(text), key=lambda days: (days.start, -days.end)):
        if found and each.start < found[-1].end:
            continue
        if found and _RANGE.fullmatch(text, found[-1].end, each.start) and each.last >= found[-1].first:
            each = Days(found[-1].start, each.end, found[-1].first, each.last, found[-1].doubt or each.doubt)
            found.pop()
        found.append(each)
    return found


def find_months(text: str) -> Days | None:
    """Find the first month with its year: the days are its first and its last."""
    found = _MONTH_ONLY.search(text[:_SCANNED])
    if not found:
        return None
    year = int(found[2] or found[3])
    first = MONTHS[found[1].lower()] if found[1] else int(found[4])
    last = max([first, *map(int, re.findall(r"\d{2}", found[5] or ""))])
    if not 1 <= first <= last <= 12:
        return None
    end = date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    return Days(found.start(), found.end(), date(year, first, 1), end, "only the month is stated")


def _all(text: str) -> Iterator[Days]:
    for match in _DAY_FIRST.finditer(text):
        yield from _day_first(match)
    for match in _MONTH_FIRST.finditer(text):
        yield from _month_first(match)
    for match in (*_ISO.finditer(text), *_COMPACT.finditer(text)):
        yield from _days(match, (match[1], match[2], match[3]), (match[1], match[2], match[3]))
    for match in _NUMERIC.finditer(text):
        yield from _numeric(match)


def _day_first(match: re.Match[str]) -> Iterator[Days]:
    day, month, last_day, last_month, year = match.groups()
    last = (year, last_month, last_day or day)
    if month and not last_day:
        return
    yield from _days(match, (year, month or last_month, day), last)


def _month_first(match: re.Match[str]) -> Iterator[Days]:
    month, day, last_month, last_day, year = match.groups()
    yield from _days(match, (year, month, day), (year, last_month or month, last_day or day))


def _numeric(match: re.Match[str]) -> Iterator[Days]:
    one, sign, other, year = match.groups()
    if int(one) > 12 or int(other) <= 12:
        is_open = sign == "/" and int(one) <= 12 and one != other
        doubt = "day and month can be read either way; the day is taken to come first" if is_open else ""
        yield from _days(match, (year, other, one), (year, other, one), doubt)
    else:
        yield from _days(match, (year, one, other), (year, one, other))


def _days(match: re.Match[str], first: tuple[str, ...], last: tuple[str, ...], doubt: str = "") -> Iterator[Days]:
    days = _date(first), _date(last)
    if days[0] and days[1] and days[0] <= days[1]:
        yield Days(match.start(), match.end(), days[0], days[1], doubt or _weekday_doubt(match[0], *days))


def _weekday_doubt(printed: str, first: date | None, last: date | None) -> str:
    named = re.match(r"[a-z]{3,}", printed.lower())
    if not named or first is None or first != last or not re.fullmatch(_WEEKDAY, named[0]):
        return ""
    is_right = f"{first:%A}".lower().startswith(named[0][:3])
    return "" if is_right else f"{first.day} {first:%B %Y} was a {first:%A}"


def _date(parts: tuple[str, ...]) -> date | None:
    year, month, day = parts
    try:
        return date(int(year), int(month) if month.isdigit() else MONTHS[month.lower()], int(day))
    except ValueError:
        return None


def find_day_of_year(text: str, year: int) -> date | None:
    """Find a day whose year is not printed: “December 14”, “15 December”."""
    found = re.search(rf"\b{_MONTH}\s*{_DAY}(?!\d|:)|(?<!\d){_DAY}{_OF}{_MONTH}", text[:_SCANNED], re.IGNORECASE)
    if not found:
        return None
    return _date((str(year), found[1] or found[4], found[2] or found[3]))
