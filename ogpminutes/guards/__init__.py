"""The database's own refusal: triggers that keep what was approved, on SQLite and on PostgreSQL.

They are installed after every `migrate` (SQLite drops a table's triggers whenever Django rebuilds it) and are compared
with what they should be by `manage.py verify`. They refuse INSERT, UPDATE and DELETE on anything that belongs to an
approved or superseded edition, and any change to seals, to the log and to what is recorded beside the minutes. A row
that would take the place of a kept one by `REPLACE INTO` is refused too: every unique key is compared.
"""

from ogpminutes.guards.install import install, lift, missing

__all__ = ["install", "lift", "missing"]
