"""What the words of a list of attendees say by themselves: capacity, presence, co-chair and term.

The reader fills in with these what no attribute states; the writer leaves out what they would fill in.
"""

from __future__ import annotations

import re

from meetings.words import Capacity, CoChair, Presence

Term = tuple[int | None, int | None]

_ADDITIONAL = "additional steering committee member"
_CAPACITIES = {
    "government": Capacity.GOVERNMENT,
    "civil society": Capacity.CIVIL_SOCIETY,
    "observer": Capacity.OBSERVER,
}
_CO_CHAIR = re.compile(
    r"\b(lead|incoming|outgoing|support)\b[^()|]{0,60}?\bco-?chairs?\b"
    r"(?: ((?:19|20|21)[0-9]{2}) ?[-–—] ?((?:19|20|21)[0-9]{2})\b)?",
    re.IGNORECASE | re.ASCII,
)
_TERM = re.compile(r"([0-9]{4})? ?[-–—] ?([0-9]{4})?")


def split_role(printed: str) -> tuple[str, str]:
    """Part `María Baron (Lead Co-Chair)` into who it is and the role in the last parenthesis."""
    start = printed.rfind("(")
    inside = printed[start + 1 : -1]
    if start < 0 or not printed.endswith(")") or ")" in inside:
        return printed, ""
    return printed[:start].strip(), inside.strip()


def join_role(printed: str, role: str) -> tuple[str, dict[str, str]]:
    """Give the words in print, and a role that these cannot show as an attribute."""
    together = f"{printed} ({role})".strip() if role else printed
    is_plain = split_role(together) == (printed, role)
    return (together, {}) if is_plain else (printed, {"role": role})


def usual_capacity(group: str, role: str) -> Capacity:
    if _ADDITIONAL in role.casefold():
        return Capacity.ADDITIONAL
    words = group.casefold()
    return next((capacity for word, capacity in _CAPACITIES.items() if word in words), Capacity.PARTICIPANT)


def usual_presence(group: str) -> Presence:
    is_excused = any(word in group.casefold() for word in ("apologies", "regrets"))
    return Presence.APOLOGIES if is_excused else Presence.PRESENT


def usual_co_chair(role: str, seat_role: str) -> tuple[CoChair, Term]:
    """Read `Lead Government Co-Chair 2020 – 2021` in the role of the person, or else of the seat."""
    match = _CO_CHAIR.search(role) or _CO_CHAIR.search(seat_role)
    if not match:
        return CoChair.NONE, (None, None)
    term = (int(match[2]), int(match[3])) if match[2] else (None, None)
    return CoChair(match[1].lower()), term


def read_term(text: str) -> Term | None:
    """Read `2020-2021`, `2020-`, `-2021` or `none`; None where the text is none of these."""
    if text.casefold() == "none":
        return None, None
    match = _TERM.fullmatch(text)
    if not match or not (match[1] or match[2]):
        return None
    return int(match[1]) if match[1] else None, int(match[2]) if match[2] else None


def write_term(term: Term) -> str:
    first, last = ("" if year is None else f"{year:04}" for year in term)
    return f"{first}-{last}" if first or last else "none"
