"""One line of a list of attendees to a person, where it can be read without losing or moving a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.importers.recognise import patterns
from meetings.importers.recognise.countries import is_country
from meetings.importers.recognise.items import Item
from meetings.importers.recognise.lexicon import ORGANISATIONS, PARTICLES, TITLES
from meetings.lines import slug_of
from meetings.textform.seats import split_role

_NAME_WORD = re.compile(r"(?:[^\W\d_]\.?[’'\-]?)+[.,]?")
_JOINTS = re.compile(r"\s+(?:\||–|—|-|\t)\s+|;\s+|,\s+|(?<=\w)\s*[–—]\s*(?=\w)")
_TITLE_BEFORE = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Hon|H\.E|Amb|Eng|Sr|Sra|Mme|M|Councill?or|Cllr|Alder(?:wo)?man|"
    r"Commissioner|Trustee|Supervisor|Mayor|Chair(?:wo)?man|Chairperson)\.?"
)
_REMOTE = re.compile(
    r"\b(?:phone|telephone|remote(?:ly)?|online|virtual(?:ly)?|zoom|dial(?:led|ed)?[- ]?in|video|skype|teams|webex)\b",
    re.I,
)
_NOBODY = re.compile(
    r"(?:none|nil|nobody|no one|no|n/?a|not|tbc|tbd|various|all|everyone|others?|vacant|vacancy|unknown|apologies|"
    r"regrets|see|as|same|every|both|the|this|there|approx\w*|about|several|many|some|total|quorum|excused|absent|"
    r"present)\b",
    re.IGNORECASE,
)
_MOST_SIGNS = 400
NAMES_MOST = 6  # words


@dataclass(frozen=True, slots=True)
class Person:
    """What a line says of one person, each part as printed and in this order: name, role, organisation, title."""

    name: str
    role: str = ""
    organisation: str = ""
    title: str = ""
    guess: str = ""  # where nothing but a space parts the name from what follows

    @property
    def is_remote(self) -> bool:
        return bool(
            _REMOTE.search(self.role) or (self.title.endswith(")") and _REMOTE.search(split_role(self.title)[1]))
        )


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of a person: capital words, and none that names an office or a body."""
    words = text.split()
    if not 1 <= len(words) <= NAMES_MOST or len(text) > 80 or not slug_of(text):
        return False
    if _NOBODY.match(text) or patterns.HEADING_WORD.search(text) or is_country(text) or is_organisation(text):
        return False
    good = all(_is_name_word(word) for word in words)
    return good and words[0][0].isupper() and words[-1].casefold() not in PARTICLES


def _is_name_word(word: str) -> bool:
    if word.casefold().strip(".,") in TITLES or not _NAME_WORD.fullmatch(word):
        return bool(_TITLE_BEFORE.fullmatch(word))
    is_acronym = word.isupper() and len(word.strip(".,")) > 1 and not re.search(r"[AEIOUYÀ-Ý]", word)
    return not is_acronym and (word[0].isupper() or word.casefold() in PARTICLES)


def is_organisation(text: str) -> bool:
    """Tell whether a text names a country, a ministry, a university …"""
    words = re.findall(r"[^\W_]+", text.casefold())
    return (
        is_country(text) or bool(ORGANISATIONS.intersection(words)) or (text.isupper() and len(words) == 1 < len(text))
    )


def is_title(text: str) -> bool:
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.casefold())
    return bool(TITLES.intersection(words))


def read_person(item: Item, known: frozenset[str], *, in_seat: bool) -> Person | None:
    """Read a line; None where it is no person, or could not be put in the order of the page.

    `known` are organisations that other lines name; `in_seat` tells that the organisation stands above.
    """
    if item.cells:
        return _of_cells(item.cells, in_seat=in_seat)
    return read_name(item.plain, known, in_seat=in_seat)


def _of_cells(cells: tuple[str, ...], *, in_seat: bool) -> Person | None:
    first, *rest = (cell for cell in cells if cell)
    name, role = split_role(first)
    if not is_name(name) and not (
        len(name.split()) <= 4 and name[:1].isupper() and slug_of(name) and rest and is_name_like(name)
    ):
        return None
    return (
        _person(name, role, ", ".join(rest), in_seat=in_seat)
        if len(rest) != 2
        else _three(name, role, rest, in_seat=in_seat)
    )


def is_name_like(text: str) -> bool:
    """A looser test, for the first cell of a row: words that are no numbers and no office."""
    return not re.search(r"\d|\?\?", text) and not is_title(text) and not is_organisation(text)


def _three(name: str, role: str, rest: list[str], *, in_seat: bool) -> Person:
    """Read the cells behind a name: organisation then title; else both are the title, in their order."""
    if not in_seat and is_title(rest[1]) and not is_title(rest[0]):
        return Person(name, role, rest[0], rest[1])
    return Person(name, role, "", ", ".join(rest))


def read_name(text: str, known: frozenset[str], *, in_seat: bool) -> Person | None:
    """Read `Name (role), rest`, or a name that only a space parts from the rest."""
    text = text.strip().rstrip(";,")
    joined = re.search(r"\s(?:and|&|y|et)\s", text.split(",")[0].split("(")[0])
    if len(text) > _MOST_SIGNS or (joined and not is_title(text[: joined.start()])):
        return None  # two people, unless an office stands before the “and”: “Ann Abel Minister of Budget and Planning”
    name, role, rest, is_parted = _split(text)
    if is_name(name):
        if not rest and len(name.split()) > 2 and not is_parted:
            return _without_joint(name, role, known, in_seat=in_seat)
        return _person(name, role, rest, in_seat=in_seat)
    return _without_joint(text, "", known, in_seat=in_seat)


def _split(text: str) -> tuple[str, str, str, bool]:
    """Part a line at its first mark: name, what stands in parentheses behind it, the rest, whether there is a mark."""
    mark = re.search(r"\s*\(([^()]+)\)", text)
    joint = _JOINTS.search(text)
    if mark and (not joint or mark.start() <= joint.start()):
        rest = re.sub(r"^\s*(?:[|,:;–—-]\s*)?", "", text[mark.end() :])
        return text[: mark.start()].strip(), mark[1].strip(), rest.strip(), True
    if joint:
        return text[: joint.start()].strip(), "", text[joint.end() :].strip(), True
    return text, "", "", False


def _person(name: str, role: str, rest: str, *, in_seat: bool) -> Person | None:
    if rest and not slug_of(rest):
        return None
    if role and not rest and not in_seat and is_organisation(role) and not is_title(role) and not _REMOTE.search(role):
        return Person(name, "", role)
    if not rest:
        return Person(name, role)
    first = rest.split(",")[0]
    if "," in rest and len(first.split()) > 1 and is_name(first) and not is_title(rest):
        return None  # a list of names, not a name and what it belongs to
    inner, last = split_role(rest)
    is_office = is_title(rest if role or not inner else inner)  # “ICD Uruguay (Co-Chair)” is none
    if in_seat or (is_office and not is_country(rest)):
        return Person(name, role, "", rest)
    if not role and last and not is_organisation(last) and inner:
        return Person(name, "", inner, f"({last})")
    return Person(name, role, rest)


def _without_joint(text: str, role: str, known: frozenset[str], *, in_seat: bool) -> Person | None:
    """Part a name from what follows it by the words alone: a known organisation, an office, a country."""
    words = text.split()
    for place in range(2, min(len(words), NAMES_MOST + 1)):
        name, rest = " ".join(words[:place]), " ".join(words[place:])
        own = [word for word in words[:place] if not _TITLE_BEFORE.fullmatch(word)]
        if len(own) > 1 and is_name(name) and _begins(rest, words[place], known, in_seat=in_seat):
            is_known = rest.casefold() in known and not in_seat
            person = Person(name, role, rest) if is_known else _person(name, role, rest, in_seat=in_seat)
            return person and Person(person.name, person.role, person.organisation, person.title, f"{name} | {rest}")
    return Person(text, role) if is_name(text) and len(words) <= 3 else None


def _begins(rest: str, word: str, known: frozenset[str], *, in_seat: bool) -> bool:
    """Tell whether what follows a name is an organisation or begins with an office."""
    plain = word.casefold().strip(".,")
    if rest.casefold() in known or is_country(rest):
        return True
    is_acronym = word.strip(",").isupper() and len(word) > 1
    if plain in TITLES or is_acronym or "/" in word:
        return True
    return not in_seat and (plain in ORGANISATIONS or word == "The")


def split_list(text: str) -> Iterator[str]:
    """Part a run-on list at its semicolons, or else at the commas outside parentheses."""
    sign = ";" if ";" in text else ","
    depth = start = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == sign and depth <= 0:
            yield text[start:place].strip()
            start = place + 1
    yield text[start:].strip()
