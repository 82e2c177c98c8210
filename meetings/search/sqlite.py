"""Full text on SQLite: an FTS5 index over the rows of `Wording`, which three triggers keep.

The index holds no text of its own (`content`), and takes the words as they come, parted by spaces (`ascii`): they are
folded already.
"""

from __future__ import annotations

import json
from typing import Any

from meetings.search.query import Query, Said
from meetings.search.wording import MARK

TABLE = "meetings_fulltext"
TRIGGERS = {
    "insert": "AFTER INSERT ON meetings_wording BEGIN {add}; END",
    "delete": "AFTER DELETE ON meetings_wording BEGIN {remove}; END",
    "update": "AFTER UPDATE ON meetings_wording BEGIN {remove}; {add}; END",
}
_ADD = f"INSERT INTO {TABLE}(rowid, text, context) VALUES (new.entry_id, new.text, new.context)"
_REMOVE = f"INSERT INTO {TABLE}({TABLE}, rowid, text, context) VALUES ('delete', old.entry_id, old.text, old.context)"
INDEX = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(text, context, "
    "content='meetings_wording', content_rowid='entry_id', tokenize='ascii')"
)
MATCHING = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"
_ENTRIES = 'FROM "meetings_entry"'
# The full-text index leads, in the order of its ids, and nothing is looked up beyond the limit.
_LED = f'FROM {TABLE} CROSS JOIN "meetings_entry" ON "meetings_entry"."id" = {TABLE}.rowid'
_NEWEST_MATCHING = f"AND {TABLE} MATCH %s ORDER BY {TABLE}.rowid LIMIT %s"
_NEWEST = 'ORDER BY "meetings_entry"."id" LIMIT %s'
# The plus keeps SQLite from asking the index anew for every row that is to be ranked.
_SCORES = (
    f"SELECT rowid, -bm25({TABLE}, 1.0, 0.4) FROM {TABLE} "
    f"WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s AND +rowid IN (SELECT value FROM json_each(%s))"
)
CHECK = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('integrity-check', 1)"
REBUILD = f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')"


def ask_newest(cursor: Any, sql: str, parameters: list[Any], query: Query, most: int) -> None:
    """Ask for the newest of some entries that say what is wanted; `sql` selects them, by a condition at least."""
    if not query.wanted:
        cursor.execute(f"{sql} {_NEWEST}", [*parameters, most])
        return
    led = f"{sql.replace(_ENTRIES, _LED, 1)} {_NEWEST_MATCHING}"
    cursor.execute(led, [*parameters, expression(query), most])


def ask_scores(cursor: Any, query: Query, ids: list[int]) -> None:
    """Ask for id and score of some entries, which are in their order."""
    cursor.execute(
        _SCORES, [expression(query), ids[0], ids[-1], json.dumps(ids)] if ids else [expression(query), 0, 0, "[]"]
    )


def triggers() -> dict[str, str]:
    """Give name -> statement of the triggers that keep the index."""
    return {
        f"search_{event}": f"CREATE TRIGGER search_{event} {statement.format(add=_ADD, remove=_REMOVE)}"
        for event, statement in TRIGGERS.items()
    }


def expression(query: Query) -> str:
    """Give what is wanted in the language of FTS5. Every word stands in quotes, and holds none."""
    wanted = " AND ".join(f"({any_of(alternatives)})" for alternatives in query.wanted)
    return f"({wanted}) NOT ({any_of(query.unwanted)})" if query.unwanted else wanted


def any_of(alternatives: tuple[Said, ...]) -> str:
    return " OR ".join(form for said in alternatives for form in _forms(said))


def _forms(said: Said) -> list[str]:
    phrase = f'"{" ".join(said.words)}"' + (" *" if said.goes_on else "")
    return [phrase, f'"{MARK}{said.stem}"'] if said.stem else [phrase]
