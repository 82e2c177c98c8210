"""Full text on PostgreSQL: a generated column of the rows of `Entry`, with a GIN index of passages and one of the rest.

The configuration is `simple`: the words are folded and stemmed already, so that both databases find the same.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func

from meetings.search.entries import LAST, Rows
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
_PARTS = {"entries_of_passages": "what = 'passage'", "entries_besides_passages": "what <> 'passage'"}
INDEXES = {
    name: f"CREATE INDEX IF NOT EXISTS {name} ON meetings_entry USING gin (vector) WHERE {part}"
    for name, part in _PARTS.items()
}
ABSENT = "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NULL"
FORMER_INDEX = "DROP INDEX IF EXISTS meetings_entry_vector"  # of all entries together, in earlier releases
# Ranked as it is met, a row costs less than a microsecond; looked up again by its id, four.
_ENTRIES = 'FROM "meetings_entry"'
_RANK = """, ts_rank('{0.1, 0.2, 0.4, 1.0}', "meetings_entry".vector, to_tsquery('simple', %s), 1)"""
_SAYS = "vector @@ to_tsquery('simple', %s)"
_BY_DATE = 'ORDER BY "meetings_entry"."id" LIMIT %s'
_BY_FALLING_DATE = (
    'AND "meetings_entry"."id" >= %s AND "meetings_entry"."id" < %s ORDER BY "meetings_entry"."id" DESC LIMIT %s'
)
_BY_WORDS = 'ORDER BY "meetings_entry"."id" + 0 LIMIT %s'  # no index is sorted by a sum, so none is walked


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
    said = expression(query)
    way = _BY_WORDS if query.is_aside else _BY_DATE
    found, parameters = f'{sql} AND "meetings_entry".{_SAYS} {way}', [*parameters, said, most]
    if ranked:
        found, parameters = found.replace(_ENTRIES, f"{_RANK} {_ENTRIES}", 1), [said, *parameters]
    cursor.execute(found, parameters)
    rows: Rows = cursor.fetchall()
    return rows, {row[0]: row[-1] for row in rows[:ranked]}


def oldest(
    cursor: Any, sql: str, parameters: list[Any], query: Query, most: int, first: int = 0, upto: int = LAST
) -> Rows:
    """Give the oldest of some entries that say what is wanted, by falling ids; those from a first id up to another."""
    says, said = (f'AND "meetings_entry".{_SAYS}', [expression(query)]) if query.wanted else ("", [])
    cursor.execute(f"{sql} {says} {_BY_FALLING_DATE}", [*parameters, *said, first, upto, most])
    rows: Rows = cursor.fetchall()
    return rows


class _Saying(Func):
    """Whether an entry, given by its id, says what is asked for in the language of tsquery."""

    output_field = BooleanField()

    def __init__(self, key: F, said: str) -> None:
        super().__init__(key)
        self.said = said

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[str]]:  # type: ignore[override]
        column, _parameters = compiler.compile(self.source_expressions[0])
        return f"{column.rpartition('.')[0]}.{_SAYS}", [self.said]  # `vector` is no field of the model


def saying(expression: str) -> Func:
    """Give the condition on entries that they say it."""
    return _Saying(F("pk"), expression)


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
