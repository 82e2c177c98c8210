"""Lines of a list of attendees that are no person: labels of groups, names of organisations, heads of tables."""

from __future__ import annotations

import re

from meetings.importers.blocks import Form
from meetings.importers.recognise.items import Item
from meetings.importers.recognise.lexicon import TABLE_HEADS
from meetings.importers.recognise.people import is_name, is_organisation, is_title
from meetings.textform.seats import split_role

_LABEL = re.compile(
    r"(?:(?:\w[\w&/’'.-]*|&) ){0,6}?(?:attendees|attendance|attendance list|participants?|present|members?|observers?|"
    r"guests|staff|apologies|regrets|absent|absentees|excused|invitees|invited|delegates|representatives|directors|officers|"
    r"alternates|secretariat|support unit|chair(?:person|man|woman|s)?|chaired by|co-chairs?|vice-chairs?|secretary|"
    r"minute[- ]?takers?|note[- ]?takers?|minutes by|minutes taken by|scribe|recorder|facilitators?|by phone|"
    r"on (?:the )?(?:phone|call|line)|remotely|remote|online|in person|others?|absence|attending|participation|quorum|"
    r"présents?|presentes|asistentes|asistencia|assistentes|excusés?|absents?|ausentes|excusas|disculpas|justificados|"
    r"proxies|proxy|presenters?|roll ?call|non-voting|ex officio)"
    r"(?: \([^()]*\))?(?: (?:list|present|received|remotely|by phone|by telephone|in person|attending|absent|excused|"
    r"for absence|via \w+|only|in attendance|from)){0,2}\s*:?",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"(?:annex|appendix)(?: \w{1,4})?\s*[:.–-]\s*", re.IGNORECASE)


def parted_label(item: Item) -> tuple[str, str]:
    """Part `Present: Ann, Bob` into label and list; a line that is no label gives ("", "")."""
    text = item.plain
    annex = _ANNEX.match(text)
    if annex:
        return (text, "") if _LABEL.fullmatch(text[annex.end() :]) else ("", "")
    before, colon, after = text.partition(":")
    if item.form == Form.ROW or (item.cells and not item.is_bullet):
        return "", ""
    if colon and len(before.split()) <= 9 and _LABEL.fullmatch(before.strip()):
        return f"{before.strip()}:", after.strip()
    is_line = len(text.split()) <= 9
    return (text, "") if is_line and _LABEL.fullmatch(text) else ("", "")


def without_annex(label: str) -> str:
    return _ANNEX.sub("", label)


def is_group_label(label: str) -> bool:
    return bool(_LABEL.fullmatch(without_annex(label)))


def is_organisation_line(item: Item) -> bool:
    """Whether a line names an organisation, below which its people stand."""
    name = re.sub(r"\s*\([^()]*\)", "", item.plain).strip(" :")
    is_person = bool(re.search(r"\)\s*[^\s:]", item.plain))  # something stands behind a role in parentheses
    is_body = is_organisation(name) and not is_title(name) and not re.search(r",|:\s", name) and not is_person
    return is_body and len(name.split()) <= 9 and not item.cells


def parted_seat(item: Item) -> tuple[str, str]:
    """Part `Kenya: Ann Abel, Bob Odhiambo`, or a row of the two, into organisation and people."""
    if item.cells:
        first, *rest = item.cells
        is_body = len(rest) == 1 and is_organisation(split_role(first)[0])
        return (first, ", ".join(rest)) if is_body else ("", "")
    match = re.match(r"([^:–—(]{2,80}?)\s*(?::|\s[–—-])\s+(?=\S)(.+)", item.plain)
    return (match[1], match[2]) if match and is_organisation(match[1]) else ("", "")


def goes_on(listed: Item, item: Item) -> bool:
    """Tell whether a line is more of the list in one above it: it stands below it, or the list was not at its end."""
    if item.is_bullet and not item.marker:
        return not listed.is_bullet or item.depth > listed.depth
    if listed.cells:
        return not item.cells[0] if item.cells else is_name(item.plain)  # the cell of the organisation is empty
    return listed.plain.endswith((",", ";")) and not item.cells


def is_table_head(item: Item) -> bool:
    words = [word for cell in item.cells for word in re.findall(r"[a-z-]+", cell.casefold())]
    return len(item.cells) > 1 and bool(words) and sum(word in TABLE_HEADS for word in words) * 2 > len(words)
