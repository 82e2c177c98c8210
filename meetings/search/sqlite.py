"""Full text on SQLite: an FTS5 index over the rows of `Wording`, which three triggers keep.

The index holds no text of its own (`content`), and takes the words as they come, parted by spaces (`ascii`): they are
folded already.
"""

from __future__ import annotations

import json

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
# The plus keeps SQLite from asking the index anew for every row that is to be ranked.
RANKED = (
    f"SELECT rowid, -bm25({TABLE}, 1.0, 0.4) FROM {TABLE} "
    f"WHERE {TABLE} MATCH %s AND +rowid IN (SELECT value FROM json_each(%s))"
)
_ENTRIES = 'FROM "meetings_entry"'
_WHAT = '"meetings_entry"."what" ='
_NEWEST = 'ORDER BY "meetings_entry"."day" DESC, "meetings_entry"."meeting_id", "meetings_entry"."place" LIMIT %s'
CHECK = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('integrity-check', 1)"
REBUILD = f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')"


def newest_by_words(sql: str) -> str:
    """Let the words lead to the entries: the plus keeps SQLite from walking all entries of their kind."""
    return f"{sql.replace(_WHAT, f'+{_WHAT}')} {_NEWEST}"


def newest_by_date(sql: str) -> str:
    """Let the index by date lead, and the words be looked up in what the full-text index gives."""
    return f"{sql.replace(_ENTRIES, f'{_ENTRIES} INDEXED BY entries_newest_first', 1)} {_NEWEST}"


def listed(ids: list[int]) -> str:
    """Give ids as a parameter of `RANKED`."""
    return json.dumps(ids)


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
