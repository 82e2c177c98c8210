"""Who was there, from the words above a list and beside a name: nobody who is called absent is taken to be present."""

from __future__ import annotations

import re

from meetings.importers.recognise.people import Person
from meetings.textform.seats import split_role
from meetings.words import Presence

_EXCUSED = re.compile(
    r"\b(?:apolog|regret|excus|dis[ck]ulp|entschuldigt|giustificat|justificad)|\bleave of absence\b", re.IGNORECASE
)
_ABSENT = re.compile(
    r"\b(?:absen|ausen|assent|afwezig|abwesend|отсутств|відсутн|no[- ]shows?\b|declined\b|missing\b|unable to\b|"
    r"(?:not|n[’']t|cannot|could not|did not|no) (?:\w+ )?(?:present|in attendance|attend|join|participat)|"
    r"წევრები, რომლებიც არ|غائب|الغائب|غياب)",
    re.IGNORECASE,
)
_REMOTE = re.compile(r"\b(?:phone|telephone|remote(?:ly)?|online|on (?:the )?call|via \w+)\b", re.IGNORECASE)


def presence_of(heading: str, person: Person | None) -> Presence:
    """Tell the presence of a person below a heading; of a seat without a person nothing is said."""
    said = [heading, *_beside(person)] if person else [heading]
    if any(_EXCUSED.search(words) for words in said):
        return Presence.APOLOGIES
    if any(_ABSENT.search(words) for words in said):
        return Presence.ABSENT
    if person is None:
        return Presence.NOT_RECORDED
    return Presence.REMOTE if person.is_remote or _REMOTE.search(heading) else Presence.PRESENT


def _beside(person: Person) -> tuple[str, ...]:
    """Give what can say that somebody was not there: parentheses, and what alone stands behind the name."""
    ends = (split_role(words)[1] for words in (person.title, person.organisation))
    alone = (words for words in (person.title, person.organisation) if len(words.split()) < 4 and words[:1].islower())
    return (person.role, *ends, *alone)
