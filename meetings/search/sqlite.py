"""Full text on SQLite: an FTS5 index over the words of `Entry`, which three triggers keep.

The index holds no text of its own (`content`), and takes the words as they come, parted by spaces (`ascii`): they are
folded already.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Q
from django.db.models.expressions import RawSQL

from meetings.search.entries import LAST, Rows
from meetings.search.query import Query, Said
from meetings.search.wording import ASIDE, MARK

TABLE = "meetings_fulltext"
TRIGGERS = {
    "insert": "AFTER INSERT ON meetings_entry BEGIN {add}; END",
    "delete": "AFTER DELETE ON meetings_entry BEGIN {remove}; END",
    "update": "AFTER UPDATE OF id, text, context ON meetings_entry BEGIN {remove}; {add}; END",
}
_ADD = f"INSERT INTO {TABLE}(rowid, text, context) VALUES (new.id, new.text, new.context)"
_REMOVE = f"INSERT INTO {TABLE}({TABLE}, rowid, text, context) VALUES ('delete', old.id, old.text, old.context)"
INDEX = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(text, context, "
    "content='meetings_entry', content_rowid='id', tokenize='ascii', prefix='4')"
)  # the four letters (`query.GOES_ON`) with which the most words begin are found at once
_MATCHING = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"
_ENTRIES = 'FROM "meetings_entry"'
_SCORE = f"-bm25({TABLE}, 1.0, 0.4)"
# The full-text index leads, in the order of its ids, and nothing is looked up beyond the limit.
_LED = f'FROM {TABLE} CROSS JOIN "meetings_entry" ON "meetings_entry"."id" = {TABLE}.rowid'
_NEWEST_MATCHING = f"AND {TABLE} MATCH %s AND {TABLE}.rowid > %s ORDER BY {TABLE}.rowid LIMIT %s"
_NEWEST = 'ORDER BY "meetings_entry"."id" LIMIT %s'
_OLDEST_WITHIN = "AND {id} >= %s AND {id} < %s ORDER BY {id} DESC LIMIT %s"
_OLDEST_MATCHING = f"AND {TABLE} MATCH %s {_OLDEST_WITHIN.format(id=f'{TABLE}.rowid')}"
_OLDEST = _OLDEST_WITHIN.format(id='"meetings_entry"."id"')
CHECK = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('integrity-check', 1)"
REBUILD = f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')"


def newest(
    cursor: Any, sql: str, parameters: list[Any], query: Query, most: int, ranked: int
) -> tuple[Rows, dict[int, float]]:
    """Give the newest of some entries that say what is wanted, and the scores of the first `ranked` of them by id.

    `sql` selects the entries, their id first, by a condition at least.
    """
    if not query.wanted:
        cursor.execute(f"{sql} {_NEWEST}", [*parameters, most])
        return cursor.fetchall(), {}
    said, rows, scores = expression(query), [], {}

    def ask(columns: str, last: int, number: int) -> Rows:
        led = sql.replace(_ENTRIES, f"{columns} {_LED}", 1)
        cursor.execute(f"{led} {_NEWEST_MATCHING}", [*parameters, said, last, number])
        found: Rows = cursor.fetchall()
        return found

    if ranked:
        rows = ask(f", {_SCORE}", 0, ranked)
        scores = {row[0]: row[-1] for row in rows}
    if len(rows) == ranked < most:
        rows += ask("", rows[-1][0] if rows else 0, most - ranked)
    return rows, scores


def oldest(
    cursor: Any, sql: str, parameters: list[Any], query: Query, most: int, first: int = 0, upto: int = LAST
) -> Rows:
    """Give the oldest of some entries that say what is wanted, by falling ids; those from a first id up to another."""
    if query.wanted:
        sql, said = sql.replace(_ENTRIES, f" {_LED}", 1), [expression(query)]
        cursor.execute(f"{sql} {_OLDEST_MATCHING}", [*parameters, *said, first, upto, most])
    else:
        cursor.execute(f"{sql} {_OLDEST}", [*parameters, first, upto, most])
    rows: Rows = cursor.fetchall()
    return rows


def saying(query: Query) -> Q:
    """Give the condition on entries that they say what was asked for."""
    return _saying(expression(query))


def saying_unwanted(query: Query) -> Q:
    """Give the condition on entries that they say something that is unwanted."""
    return _saying(_any_of(query.unwanted))


def _saying(expression: str) -> Q:
    return Q(pk__in=RawSQL(_MATCHING, [expression], output_field=BigIntegerField()))  # noqa: S611 (a constant of ours)


def is_as_made(statement: str | None) -> bool:
    """Whether the index that a statement made, as SQLite keeps it, is the one that this release makes."""
    return statement == INDEX.replace("IF NOT EXISTS ", "")


def triggers() -> dict[str, str]:
    """Give name -> statement of the triggers that keep the index."""
    return {
        f"search_{event}": f"CREATE TRIGGER search_{event} {statement.format(add=_ADD, remove=_REMOVE)}"
        for event, statement in TRIGGERS.items()
    }


def expression(query: Query) -> str:
    """Give what is wanted in the language of FTS5. Every word stands in quotes, and holds none."""
    asides = [f'"{ASIDE}"'] if query.is_aside else []
    wanted = " AND ".join([*(f"({_any_of(alternatives)})" for alternatives in query.wanted), *asides])
    return f"({wanted}) NOT ({_any_of(query.unwanted)})" if query.unwanted else wanted


def _any_of(alternatives: tuple[Said, ...]) -> str:
    return " OR ".join(form for said in alternatives for form in _forms(said))


def _forms(said: Said) -> list[str]:
    phrase = f'"{" ".join(said.words)}"' + (" *" if said.goes_on else "")
    return [phrase, f'"{MARK}{said.stem}"'] if said.stem else [phrase]
