"""Text as it is looked for: folded words, and behind them the stems of English ones, the same on every database.

`The Commitments` becomes `the commitments ß ßcommit ßthe`. Folding leaves no ß anywhere, so that a stem is never taken
for a word, and the ß alone keeps a phrase from running on into what stands behind it. Words in quotes are looked for
among the words; other words as they stand or by their stem, which no text in another language has.

The stems are made by the Porter stemmer of SQLite, which Python carries; PostgreSQL's own would differ.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from threading import Lock

from meetings.folding import fold

LONGEST = 60  # letters of a word that are looked at
MARK = "ß"
ASIDE = f"{MARK}{MARK}aside"  # said by every entry that is no passage
_WORD = re.compile(r"\w+")
_ENGLISH = re.compile(r"[a-z]{3,60}")
MOST = 200_000  # stems that are remembered
_stems: dict[str, str] = {}
_porter: list[sqlite3.Connection] = []  # made when it is first asked
_lock = Lock()


def words(text: str) -> list[str]:
    """Give the folded words of a text, in order."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text))]


def is_english(language: str) -> bool:
    """Whether text in a language (`en`, `en-GB`) is stemmed."""
    return language.lower().split("-")[0] == "en"


def wording(text: str, language: str) -> str:
    """Give a text as the index holds it; nothing for nothing."""
    said = words(text)
    if not said:
        return ""
    stems = stems_of(said).values() if is_english(language) else ()
    return " ".join([*said, MARK, *(f"{MARK}{stem}" for stem in sorted(stems))])


def stem(word: str) -> str:
    """Give the English stem of a folded word (`commitments` -> `commit`), or nothing for what is no English word."""
    known = _stems.get(word)
    return stems_of((word,)).get(word, "") if known is None else known


def beginning(stem: str) -> str:
    """Give the letters with which every word of a stem begins: Porter's rules leave no more than its last one anew.

    `happi` of happy, `file` of filing, `possibl` of possibility: what a rule writes behind the letters of the word is
    taken away by a later one, but for one letter.
    """
    return stem[: max(len(stem) - 1, 1)]


def stems_of(folded: Iterable[str]) -> dict[str, str]:
    """Give word -> stem of those folded words that can be English."""
    wanted = {word for word in folded if _ENGLISH.fullmatch(word)}
    with _lock:
        if len(_stems) > MOST:
            _stems.clear()
        if unknown := sorted(wanted - _stems.keys()):
            _stems.update(_ask_porter(unknown))
        return {word: _stems[word] for word in wanted}


def _ask_porter(folded: list[str]) -> dict[str, str]:
    """Write words into a table in memory, read back what its index made of them, and empty it."""
    if not _porter:
        made = sqlite3.connect(":memory:", check_same_thread=False)
        made.execute("CREATE VIRTUAL TABLE scratch USING fts5(word, content='', tokenize='porter ascii')")
        made.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(scratch, 'instance')")
        _porter.append(made)
    with _porter[0] as porter:
        porter.executemany("INSERT INTO scratch(rowid, word) VALUES (?, ?)", enumerate(folded))
        stems = dict(porter.execute("SELECT doc, term FROM stems"))
        porter.execute("INSERT INTO scratch(scratch) VALUES ('delete-all')")
    return {word: stems[place] for place, word in enumerate(folded)}
