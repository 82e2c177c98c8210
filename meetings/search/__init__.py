"""Full text behind one small interface.

What can be found is an `Entry`, with its words. Whoever knows what an edition holds gives it to `index.replace`
(`ogpminutes.indexing`, since this floor knows neither people nor decisions); whoever looks for something reads what was
typed with `query.read` and asks `backends.matching` for the entries that say it, or `ranking.find` for the newest of
them with what they are counted by; both are narrowed like any other rows: by `current_for(user)`, always. The ids of
entries are the order of the record, so that the newest are found first.

    wording      text -> words and stems, folded: the same on every database
    query        what was typed -> a `Query`; what it marks in a text
    backends     which of `sqlite` (FTS5) and `postgresql` (tsvector) is asked; the index put in place and checked
    ranking      the newest of what was found, and pages of it by rank, in work that is bounded
    suggesting   "did you mean", from words that this reader may see
    entries      the conditions on entries, as verbs
    index        the rows: written, compared

Both databases keep the full-text index themselves, from the rows of `Entry`: PostgreSQL in generated columns, SQLite
in an external-content FTS5 table that three triggers follow. So no write path can forget it; what a write path owes is
the rows, in its own transaction.

A third backend, such as OpenSearch, would be a module beside `sqlite` and `postgresql`: its `newest` would ask it
for the ids (bounded by `ranking.Bounds`), and `index.replace` would put the entries of an edition in an outbox,
written in the same transaction and sent after it. Nothing else would change: visibility stays a question to our own
rows.
"""
