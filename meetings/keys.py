"""What minutes name things by: slugs, numbers and references, and which of them they take."""

from __future__ import annotations

import re
from collections import Counter

from meetings.lines import refuse

TERM_YEARS = range(1900, 2200)  # in which a term begins or ends

_SESSION_NUMBER = re.compile(r"[0-9A-Z]{1,4}(-[0-9A-Z]{1,4})*")
_IDENTITY = re.compile(r"\w+(-\w+)*")
_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ITEM_NUMBER = re.compile(r"[AD][1-9][0-9]{0,3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PREFIX = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


def is_key(slug: str) -> bool:
    """Whether minutes can name a meeting, a body, a region or a theme so."""
    return bool(_KEY.fullmatch(slug)) and len(slug) <= 50


def is_identity(slug: str) -> bool:
    """Whether minutes can name a person or an organisation so."""
    return bool(_IDENTITY.fullmatch(slug)) and len(slug) <= 120


def check_keys(slugs: tuple[str, ...], where: str) -> None:
    for slug in slugs:
        refuse(not is_key(slug), where, f"{slug!r} is not a name such as 'civic-space'.")
    ordered = list(slugs) == sorted(set(slugs))
    refuse(not ordered, where, "name each thing once, in alphabetical order.")


def check_session_number(number: str, where: str) -> None:
    good = _SESSION_NUMBER.fullmatch(number) and len(number) <= 20
    refuse(not good, where, f"{number!r} is not a number such as '3' or '3D'.")


def check_prefix(reference: str, where: str) -> None:
    """Refuse what citations of minutes cannot begin with."""
    good = _PREFIX.fullmatch(reference) and len(reference) <= 30
    refuse(not good, where, f"{reference!r} is not one such as 'SC-2020-12'.")


def check_language(tag: str, where: str) -> None:
    good = _LANGUAGE.fullmatch(tag) and len(tag) <= 35
    refuse(not good, where, f"{tag!r} is not a language tag such as 'en'.")


def check_item_number(number: str, letter: str) -> None:
    good = _ITEM_NUMBER.fullmatch(number) and number.startswith(letter)
    refuse(not good, "Reference number", f"{number!r} is not one such as '{letter}1'.")


def check_unique(numbers: list[str], what: str) -> None:
    for number, times in Counter(numbers).items():
        refuse(times > 1, f"{what} {number}", "is given twice; numbers are unique in an edition.")
