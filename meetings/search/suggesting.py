"""What else a reader may have meant: things that are no passages, and another spelling of words that nothing says."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher, get_close_matches
from typing import Any, NamedTuple

from django.db.models import Q
from django.db.models.functions import Length

from meetings.models import Entry, Word
from meetings.querysets import Reader
from meetings.search.backends import matching, narrow
from meetings.search.days import read_span
from meetings.search.index import SHORTEST
from meetings.search.query import Query, Said, read
from meetings.search.ranking import find, find_oldest
from meetings.search.wording import words

SOUGHT = 1_000  # sessions, papers, people and organisations that are looked at
NEAR = 0.75  # how much of two words must agree, as `difflib` measures it
MOST = 8  # words of a search for which another spelling is looked for
CLOSE = 30  # near words that are tried
SLACK, ALIKE = 0.05, 5  # how much less near another word may be that is said more often, and how many are compared
OFTEN = 200  # passages that are counted


class Aside(NamedTuple):
    """What is no passage: the id of its row, what it is called, and the session and the meeting that it is of."""

    key: int
    title: str
    session: str
    meeting: int


def others(user: Reader, asked: Query, *, is_oldest_first: bool = False) -> dict[str, list[Aside]]:
    """Give what -> those entries besides passages that say what was asked for, newest or oldest first.

    Each is given once, where it is met first, as the newest minutes that were looked at and say it call it.
    """
    aside = replace(asked, is_aside=True)
    found: dict[str, dict[int, Aside]] = {}
    seen: Any = narrow(Entry.objects.current_for(user).besides_passages(), aside)
    look = find_oldest if is_oldest_first else find
    columns = ("what", "title", "session", "meeting_id")
    for _, key, what, *told in look(seen, aside, *columns, most=SOUGHT).rows:
        group = found.setdefault(what, {})
        if is_oldest_first or key not in group:
            group[key] = Aside(key, *told)
    return {what: list(asides.values()) for what, asides in found.items()}


def suggest(user: Reader, text: str) -> str:
    """Give what was typed with each word that nothing says replaced by the nearest one that this reader may see.

    Nothing where there is none, where every word occurs, where it would find nothing, or for a day, month or year.
    Quotes and signs are left out of a suggestion.
    """
    if read_span(text) or not read(text).wanted or '"' in text or " or " in f" {text.lower()} " or " -" in f" {text}":
        return ""
    typed = words(text)
    if len(typed) > MOST:
        return ""
    meant = [_meant(user, word) for word in typed]
    suggestion = " ".join(meant) if all(meant) and meant != typed else ""
    return suggestion if suggestion and _is_said(user, read(suggestion)) else ""


def _meant(user: Reader, word: str) -> str:
    if len(word) < SHORTEST or not word.isalpha() or _is_seen(user, word):
        return word
    return _said_most(user, word, get_close_matches(word, _candidates(word), n=CLOSE, cutoff=NEAR))


def _said_most(user: Reader, word: str, near: list[str]) -> str:
    """Give the nearest of some words, the nearest first, or one nearly as near that is said more often."""
    found: dict[str, int] = {}
    least = 0.0
    for other in near:
        likeness = SequenceMatcher(None, other, word).ratio()
        if likeness < least or len(found) == ALIKE:
            break
        if often := _how_often(user, other):
            found[other] = often
            least = max(least, likeness - SLACK)
    return max(found, key=found.__getitem__, default="")


def _candidates(word: str) -> list[str]:
    """Give words of about this length that begin or end as it does. A draft's are among them: each is asked about."""
    like = Q(text__startswith=word[0]) | Q(text__startswith=word[1]) | Q(text__endswith=word[-3:])
    sized = Word.objects.annotate(length=Length("text"))
    rows = sized.filter(like, length__gte=len(word) - 2, length__lte=len(word) + 2)
    return list(rows.order_by("text").values_list("text", flat=True))


def _is_seen(user: Reader, word: str) -> bool:
    """Whether an edition that is current for the reader says a word, in any of its forms."""
    return _is_said(user, Query(((Said((word,)),),)))


def _is_said(user: Reader, asked: Query) -> bool:
    seen = Entry.objects.current_for(user)
    aside = replace(asked, is_aside=True)
    return matching(seen.passages(), asked).exists() or matching(seen.besides_passages(), aside).exists()


def _how_often(user: Reader, word: str) -> int:
    """Give how many passages say a word just so, up to `OFTEN`; 1 where nothing else does than what is no passage."""
    asked, seen = Query(((Said((word,), is_quoted=True),),)), Entry.objects.current_for(user)
    passages = matching(seen.passages(), asked).values_list("pk")[:OFTEN]
    return len(passages) or int(matching(seen.besides_passages(), replace(asked, is_aside=True)).exists())
