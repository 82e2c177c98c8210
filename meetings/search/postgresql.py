"""Full text on PostgreSQL: a generated column of the rows of `Wording`, with a GIN index.

The configuration is `simple`: the words are folded and stemmed already, so that both databases find the same.
"""

from __future__ import annotations

from meetings.search.query import Query, Said
from meetings.search.wording import MARK

VECTOR = (
    "setweight(to_tsvector('simple'::regconfig, {text}), 'A') || "
    "setweight(to_tsvector('simple'::regconfig, {context}), 'C')"
)
COLUMN = (
    "ALTER TABLE meetings_wording ADD COLUMN IF NOT EXISTS vector tsvector "
    f"GENERATED ALWAYS AS ({VECTOR.format(text='text', context='context')}) STORED"
)
INDEX = "CREATE INDEX IF NOT EXISTS meetings_wording_vector ON meetings_wording USING gin (vector)"
MATCHING = "SELECT entry_id FROM meetings_wording WHERE vector @@ to_tsquery('simple', %s)"
RANKED = (
    "SELECT w.entry_id, ts_rank('{0.1, 0.2, 0.4, 1.0}', w.vector, to_tsquery('simple', %s), 1) "
    "FROM meetings_wording w WHERE w.entry_id = ANY(%s)"
)
_DAY = '"meetings_entry"."day"'
_NEWEST = f'ORDER BY {_DAY} DESC, "meetings_entry"."meeting_id", "meetings_entry"."place" LIMIT %s'


def newest_by_words(sql: str) -> str:
    """Let the words lead to the entries: by a sum no index is sorted, so PostgreSQL does not walk the one by date."""
    return f"{sql} {_NEWEST.replace(_DAY, f'({_DAY} + 0)')}"


def newest_by_date(sql: str) -> str:
    return f"{sql} {_NEWEST}"


def listed(ids: list[int]) -> list[int]:
    """Give ids as a parameter of `RANKED`."""
    return ids


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
