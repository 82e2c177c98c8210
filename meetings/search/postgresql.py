"""Full text on PostgreSQL: a generated column of the rows of `Entry`, with a GIN index.

The configuration is `simple`: the words are folded and stemmed already, so that both databases find the same.
"""

from __future__ import annotations

from typing import Any

from meetings.search.entries import Rows
from meetings.search.query import Query, Said
from meetings.search.wording import MARK

VECTOR = (
    "setweight(to_tsvector('simple'::regconfig, {text}), 'A') || "
    "setweight(to_tsvector('simple'::regconfig, {context}), 'C')"
)
# What a search reads stands in the row as it is, which takes half the time: the words, which none reads, make room.
COLUMN = (
    "ALTER TABLE meetings_entry ALTER text SET STORAGE EXTERNAL, ALTER context SET STORAGE EXTERNAL, "
    "ADD COLUMN IF NOT EXISTS vector tsvector "
    f"GENERATED ALWAYS AS ({VECTOR.format(text='text', context='context')}) STORED, "
    "ALTER vector SET STORAGE MAIN, ALTER facts SET STORAGE MAIN"
)
INDEX = "CREATE INDEX IF NOT EXISTS meetings_entry_vector ON meetings_entry USING gin (vector)"
MATCHING = "SELECT id FROM meetings_entry WHERE vector @@ to_tsquery('simple', %s)"
COMMON = 30_000  # entries that say something, from which on they are sought by date
# What was found is ranked where it is: its ids need not come here and go back.
_RANKED = (
    "WITH found (id) AS MATERIALIZED ({found}), last AS (SELECT max(id) AS id FROM "
    "(SELECT id FROM found ORDER BY id LIMIT %s) AS best) SELECT found.*, CASE WHEN found.id <= last.id THEN "
    "(SELECT ts_rank('{{0.1, 0.2, 0.4, 1.0}}', vector, to_tsquery('simple', %s), 1) FROM meetings_entry "
    "WHERE id = found.id) END FROM found, last ORDER BY found.id"
)
_SAYING = """AND "meetings_entry"."vector" @@ to_tsquery('simple', %s)"""
_BY_WORDS = 'ORDER BY "meetings_entry"."id" + 0 LIMIT %s'  # no index is sorted by a sum, so none is walked
_BY_DATE = 'ORDER BY "meetings_entry"."id" LIMIT %s'


def newest(
    cursor: Any, sql: str, parameters: list[Any], query: Query, most: int, ranked: int
) -> tuple[Rows, dict[int, float]]:
    """Give the newest of some entries that say what is wanted, and the scores of the first `ranked` of them by id.

    `sql` selects the entries, their id first, by a condition at least. They are met in one of two ways: by the words,
    all of whose entries are then looked up and sorted, or by the date, walking from the newest entry until there are
    enough. PostgreSQL would take the second too often, since it does not know what reading a long text costs; so it is
    taken only where a word is very common.
    """
    if not query.wanted:
        cursor.execute(f"{sql} {_BY_DATE}", [*parameters, most])
        return cursor.fetchall(), {}
    said = expression(query)
    way = _BY_DATE if _is_common(cursor, said) else _BY_WORDS
    found, parameters = f"{sql} {_SAYING} {way}", [*parameters, said, most]
    if not ranked:
        cursor.execute(found, parameters)
        return cursor.fetchall(), {}
    cursor.execute(_RANKED.format(found=found), [*parameters, ranked, said])
    rows: Rows = cursor.fetchall()
    return rows, {row[0]: row[-1] for row in rows[:ranked]}


def _is_common(cursor: Any, said: str) -> bool:
    """Whether PostgreSQL, by what it knows of its tables, expects so many entries to say it."""
    cursor.execute(f"EXPLAIN (FORMAT JSON) {MATCHING}", [said])
    (plan,) = cursor.fetchone()[0]
    return bool(plan["Plan"]["Plan Rows"] >= COMMON)


def expression(query: Query) -> str:
    """Give what is wanted in the language of tsquery. Every word stands in quotes, and holds none."""
    wanted = " & ".join(f"({any_of(alternatives)})" for alternatives in query.wanted)
    return f"({wanted}) & !({any_of(query.unwanted)})" if query.unwanted else wanted


def any_of(alternatives: tuple[Said, ...]) -> str:
    return " | ".join(form for said in alternatives for form in _forms(said))


def _forms(said: Said) -> list[str]:
    quoted = [f"'{word}'" for word in said.words]
    phrase = f"({' <-> '.join(quoted)}{':*' if said.goes_on else ''})"
    return [phrase, f"'{MARK}{said.stem}'"] if said.stem else [phrase]
