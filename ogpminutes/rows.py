"""The rows of an edition as one hash: every column of them, also those that its minutes do not say.

A place in a list, the organisation that a printed name was taken for and the folded text of the search are no words of
the record, yet they decide what is shown. So the log keeps a hash of the rows beside the seal of the record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from attendees.models import Attendance, AttendanceGroup
from decisions.models import ActionItem, Decision
from meetings.models import Edition, Passage, Reference, Session
from meetings.sealing import digest

Columns = dict[str, list[str]]

PATHS: dict[Any, str] = {
    Edition: "pk",
    Session: "edition",
    Passage: "session__edition",
    Reference: "session__edition",
    Session.regions.through: "session__edition",
    Session.themes.through: "session__edition",
    Passage.regions.through: "passage__session__edition",
    Passage.themes.through: "passage__session__edition",
    AttendanceGroup: "edition",
    Attendance: "group__edition",
    Decision: "edition",
    ActionItem: "edition",
}


def columns() -> Columns:
    """Give the columns that rows have now, by table. Only the status of an edition may change once it is sealed."""
    return {
        model._meta.db_table: [field.attname for field in model._meta.concrete_fields if field.attname != "status"]
        for model in PATHS
    }


def hash_rows(edition: Edition, of: Columns) -> str:
    """Give the SHA-256 of the rows of an edition, over the columns that are named."""
    whole = [[table, list(_rows(edition, table, names))] for table, names in sorted(of.items())]
    return digest(json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=_plain))


def _rows(edition: Edition, table: str, names: list[str]) -> Iterable[Any]:
    model, path = next((model, path) for model, path in PATHS.items() if model._meta.db_table == table)
    return model._default_manager.filter(**{path: edition.pk}).order_by("pk").values_list(*names)


def _plain(value: date | time) -> str:
    return value.isoformat()
