"""Full text on PostgreSQL: generated columns of the rows of `Entry`, of passages and of the rest, each with an index.

PostgreSQL counts the words of each column, not of each kind of row: of one column for both it expected to meet a word
of passages as often among the far fewer words of the rest, and took ten times as long by a way that was right for
passages. The configuration is `simple`: the words are folded and stemmed already, so that both databases find the same.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func

from meetings.search.entries import LAST, Rows
from meetings.search.query import Query, Said
from meetings.search.wording import MARK

_WEIGHED = "setweight(to_tsvector('simple'::regconfig, {words}), '{weight}')"
VECTOR = f"{_WEIGHED.format(words='text', weight='A')} || {_WEIGHED.format(words='context', weight='C')}"
_PARTS = {"said": "what = 'passage'", "aside": "what <> 'passage'"}  # column -> the entries that it is of
_ADDED = ", ".join(
    f"ADD COLUMN IF NOT EXISTS {column} tsvector GENERATED ALWAYS AS (CASE WHEN {part} THEN {VECTOR} END) STORED, "
    f"ALTER {column} SET STORAGE MAIN"
    for column, part in _PARTS.items()
)
# What a search reads stands in the row as it is, which takes half the time: the words, which none reads, make room.
# `vector` held all entries together, in earlier releases; its indexes go with it.
COLUMNS = (
    "ALTER TABLE meetings_entry DROP COLUMN IF EXISTS vector, ALTER text SET STORAGE EXTERNAL, "
    f"ALTER context SET STORAGE EXTERNAL, {_ADDED}, ALTER facts SET STORAGE MAIN"
)
NO_COLUMNS = f"ALTER TABLE meetings_entry {', '.join(f'DROP COLUMN IF EXISTS {column}' for column in _PARTS)}"
# Without a list of what was written last, which each search would read whole: 4 MB of it cost a search 5 ms.
INDEXES = {
    f"entries_{column}": f"CREATE INDEX IF NOT EXISTS entries_{column} ON meetings_entry USING gin ({column}) "
    f"WITH (fastupdate = off) WHERE {part}"
    for column, part in _PARTS.items()
}
ABSENT = "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NULL"
# Ranked as it is met, a row costs less than a microsecond; looked up again by its id, four.
_ENTRIES = 'FROM "meetings_entry"'
_RANK = """, ts_rank('{{0.1, 0.2, 0.4, 1.0}}', "meetings_entry".{column}, to_tsquery('simple', %s), 1)"""
_SAYS = "{column} @@ to_tsquery('simple', %s)"
_BY_DATE = 'ORDER BY "meetings_entry"."id" LIMIT %s'
_BY_WORDS = 'ORDER BY "meetings_entry"."id" + 0 LIMIT %s'  # no index is sorted by a sum, so none is walked
_WITHIN = 'AND "meetings_entry"."id" >= %s AND "meetings_entry"."id" < %s'
_BY_FALLING_DATE, _BY_WORDS_FALLING = (way.replace("LIMIT", "DESC LIMIT") for way in (_BY_DATE, _BY_WORDS))


def newest(
    cursor: Any, sql: str, parameters: list[Any], query: Query, most: int, ranked: int
) -> tuple[Rows, dict[int, float]]:
    """Give the newest of some entries that say what is wanted, and the scores of the first `ranked` of them by id.

    `sql` selects the entries, their id first, by a condition at least. They are met by the words, all of whose entries
    are then looked up and sorted, or by the date, walking from the newest entry until there are enough: PostgreSQL
    judges well what takes longer, but for what is aside, which the walk would meet among far more passages.
    """
    if not query.wanted:
        cursor.execute(f"{sql} {_BY_DATE}", [*parameters, most])
        return cursor.fetchall(), {}
    said, column = expression(query), _column(query)
    way = _BY_WORDS if query.is_aside else _BY_DATE
    says = _SAYS.format(column=column)
    found, parameters = f'{sql} AND "meetings_entry".{says} {way}', [*parameters, said, most]
    if ranked:
        rank = _RANK.format(column=column)
        found, parameters = found.replace(_ENTRIES, f"{rank} {_ENTRIES}", 1), [said, *parameters]
    cursor.execute(found, parameters)
    rows: Rows = cursor.fetchall()
    return rows, {row[0]: row[-1] for row in rows[:ranked]}


def oldest(
    cursor: Any, sql: str, parameters: list[Any], query: Query, most: int, first: int = 0, upto: int = LAST
) -> Rows:
    """Give the oldest of some entries that say what is wanted, by falling ids; those from a first id up to another."""
    says, said, way = "", [], _BY_WORDS_FALLING if query.is_aside else _BY_FALLING_DATE
    if query.wanted:
        says, said = f'AND "meetings_entry".{_SAYS.format(column=_column(query))}', [expression(query)]
    cursor.execute(f"{sql} {says} {_WITHIN} {way}", [*parameters, *said, first, upto, most])
    rows: Rows = cursor.fetchall()
    return rows


class _Saying(Func):
    """Whether an entry, given by its id, says in a column what is asked for in the language of tsquery."""

    output_field = BooleanField()

    def __init__(self, key: F, column: str, said: str) -> None:
        super().__init__(key)
        self.column = column
        self.said = said

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[str]]:  # type: ignore[override]
        key, _parameters = compiler.compile(self.source_expressions[0])
        says = _SAYS.format(column=self.column)
        return f"{key.rpartition('.')[0]}.{says}", [self.said]  # the columns are no fields of the model


def saying(query: Query) -> Func:
    """Give the condition on entries that they say what was asked for."""
    return _Saying(F("pk"), _column(query), expression(query))


def saying_unwanted(query: Query) -> Func:
    """Give the condition on entries that they say something that is unwanted."""
    return _Saying(F("pk"), _column(query), _any_of(query.unwanted))


def _column(query: Query) -> str:
    return "aside" if query.is_aside else "said"


def expression(query: Query) -> str:
    """Give what is wanted in the language of tsquery. Every word stands in quotes, and holds none."""
    wanted = " & ".join(f"({_any_of(alternatives)})" for alternatives in query.wanted)
    return f"({wanted}) & !({_any_of(query.unwanted)})" if query.unwanted else wanted


def _any_of(alternatives: tuple[Said, ...]) -> str:
    return " | ".join(form for said in alternatives for form in _forms(said))


def _forms(said: Said) -> list[str]:
    quoted = [f"'{word}'" for word in said.words]
    phrase = f"({' <-> '.join(quoted)}{':*' if said.goes_on else ''})"
    return [phrase, f"'{MARK}{said.stem}'"] if said.stem else [phrase]
