"""What is guarded, as conditions in SQL that both databases read. `{row}` stands for OLD, NEW or a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, UniqueConstraint

from attendees.models import Attendance, AttendanceGroup, Organisation, Person
from decisions.models import ActionItem, Alteration, Decision, GoverningDocument, Update, Uptake
from meetings.models import (
    Body,
    Edition,
    LogEntry,
    Meeting,
    Passage,
    Reference,
    Region,
    Seal,
    SealedFile,
    Session,
    Theme,
    Version,
)

KEPT = "('approved', 'superseded')"
Same = str  # how a database compares values that may be NULL: IS, or IS NOT DISTINCT FROM


@dataclass(frozen=True, slots=True)
class Rule:
    """One guarded table. A row that is `kept` may not be deleted, changed or replaced, and none may be added to be so.

    `kept` is a condition on `{row}`. `insert` is a further condition under which a row is refused; `update` stands in
    the place of "the row is kept"; `is_open` allows adding rows that are kept from then on.
    """

    model: type[Model]
    kept: str
    message: str
    is_open: bool = False
    insert: str = ""
    update: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def conflict(self) -> str:
        """Tell whether a kept row has a unique key of NEW: that row would give way to it, were REPLACE asked for."""
        keys = " OR ".join(
            "(" + " AND ".join(f"other.{column} = NEW.{column}" for column in key) + ")" for key in _keys(self.model)
        )
        return f"EXISTS (SELECT 1 FROM {self.table} other WHERE ({keys}) AND {self.kept.format(row='other')})"


def _keys(model: type[Model]) -> list[tuple[str, ...]]:
    """Give the columns of every unique key of a table."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    single = [(column,) for name, column in columns.items() if model._meta.get_field(name).unique]  # type: ignore[union-attr]
    together = [*model._meta.unique_together, *_constraints(model)]
    return [*single, *(tuple(columns[name] for name in names) for names in together)]


def _constraints(model: type[Model]) -> Iterable[tuple[str, ...]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            yield tuple(constraint.fields)


def _table(model: Any) -> str:
    return str(model._meta.db_table)


def _of(edition: str) -> str:
    """A row is kept where the edition that it belongs to is: `edition` gives the edition's id."""
    return f"EXISTS (SELECT 1 FROM {_table(Edition)} e WHERE e.status IN {KEPT} AND e.id = ({edition}))"


OF_SESSION = f"SELECT s.edition_id FROM {_table(Session)} s WHERE s.id = {{row}}.session_id"
OF_PASSAGE = (
    f"SELECT s.edition_id FROM {_table(Session)} s JOIN {_table(Passage)} p ON p.session_id = s.id "
    "WHERE p.id = {row}.passage_id"
)
OF_GROUP = f"SELECT g.edition_id FROM {_table(AttendanceGroup)} g WHERE g.id = {{row}}.group_id"
EDITION = "{row}.edition_id"

APPROVED = "This edition is approved: its minutes do not change. Open the next edition to correct them."
NAMED = "Approved minutes name this: its name in addresses does not change."
APPENDED = "This is only ever added to."
ALTERED = "A decision is recorded to have altered this document: its name in addresses does not change."


def rules(same: Same) -> list[Rule]:
    """Give all rules for a database that compares by `same`."""
    return [_edition(same), *_parts(), *_named(), *_appended()]


def _parts() -> list[Rule]:
    paths: list[tuple[Any, str]] = [
        (Session, EDITION),
        (Passage, OF_SESSION),
        (Reference, OF_SESSION),
        (Session.regions.through, OF_SESSION),
        (Session.themes.through, OF_SESSION),
        (Passage.regions.through, OF_PASSAGE),
        (Passage.themes.through, OF_PASSAGE),
        (AttendanceGroup, EDITION),
        (Attendance, OF_GROUP),
        (Decision, EDITION),
        (ActionItem, EDITION),
        (Version, EDITION),
    ]
    return [Rule(model, _of(path), APPROVED) for model, path in paths]


def _edition(same: Same) -> Rule:
    """An approved edition may become superseded, and nothing else; a draft may become approved where it has a seal."""
    others = [str(field.column) for field in Edition._meta.concrete_fields if field.name != "status"]
    unchanged = " AND ".join(f"OLD.{column} {same} NEW.{column}" for column in others)
    superseding = f"(OLD.status = 'approved' AND NEW.status = 'superseded' AND {unchanged})"
    sealed = f"EXISTS (SELECT 1 FROM {_table(Seal)} s WHERE s.edition_id = NEW.id)"
    # REPLACE would delete the approved edition that stands: a meeting has one.
    beside = f"EXISTS (SELECT 1 FROM {_table(Edition)} o WHERE o.meeting_id = NEW.meeting_id AND o.status = 'approved')"
    return Rule(
        Edition,
        f"{{row}}.status IN {KEPT}",
        APPROVED,
        insert=f"NEW.status IN {KEPT}",
        update=f"(OLD.status IN {KEPT} AND NOT {superseding}) OR (OLD.status NOT IN {KEPT} AND ("
        f"NEW.status = 'superseded' OR (NEW.status = 'approved' AND ({beside} OR NOT {sealed}))))",
    )


def _named() -> list[Rule]:
    """What approved minutes, or records beside them, point at keeps its identity; its other facts may change."""
    kept = {
        Meeting: f"EXISTS (SELECT 1 FROM {_table(Edition)} e WHERE e.status IN {KEPT} AND e.meeting_id = {{row}}.id)",
        Body: f"EXISTS (SELECT 1 FROM {_table(Edition)} e JOIN {_table(Meeting)} m ON m.id = e.meeting_id "
        f"WHERE e.status IN {KEPT} AND m.body_id = {{row}}.id)",
        Person: _attends("person_id"),
        Organisation: _attends("organisation_id"),
        Region: _tagged("region"),
        Theme: _tagged("theme"),
    }
    altered = f"EXISTS (SELECT 1 FROM {_table(Alteration)} a WHERE a.document_id = {{row}}.id)"
    said = [(model, condition, NAMED) for model, condition in kept.items()]
    return [
        Rule(model, condition, why, is_open=True, update=f"{condition.format(row='OLD')} AND ({_renamed(model)})")
        for model, condition, why in (*said, (GoverningDocument, altered, ALTERED))
    ]


def _renamed(model: Any) -> str:
    columns = ("id", "slug", *(("body_id",) if model is Meeting else ()))
    return " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)


def _attends(column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {_table(Attendance)} a JOIN {_table(AttendanceGroup)} g ON g.id = a.group_id "
        f"JOIN {_table(Edition)} e ON e.id = g.edition_id WHERE e.status IN {KEPT} AND a.{column} = {{row}}.id)"
    )


def _tagged(subject: str) -> str:
    sessions, passages = (_table(getattr(model, f"{subject}s").through) for model in (Session, Passage))
    edition = f"JOIN {_table(Edition)} e ON e.id = s.edition_id WHERE e.status IN {KEPT}"
    return (
        f"(EXISTS (SELECT 1 FROM {sessions} t JOIN {_table(Session)} s ON s.id = t.session_id {edition} "
        f"AND t.{subject}_id = {{row}}.id) OR "
        f"EXISTS (SELECT 1 FROM {passages} t JOIN {_table(Passage)} p ON p.id = t.passage_id "
        f"JOIN {_table(Session)} s ON s.id = p.session_id {edition} AND t.{subject}_id = {{row}}.id))"
    )


def _appended() -> list[Rule]:
    """Seals, their files, the log, and what is recorded beside the minutes. The two chains grow at their end alone."""
    chained = {Seal: "value", LogEntry: "digest"}
    return [
        Rule(model, "1 = 1", APPENDED, is_open=True, insert=_off_the_end(model, chained.get(model, "")))
        for model in (Seal, SealedFile, LogEntry, Update, Uptake, Alteration)
    ]


def _off_the_end(model: Any, link: str) -> str:
    if not link:
        return ""
    last = f"SELECT c.{link} FROM {_table(model)} c WHERE c.position = NEW.position - 1"
    return (
        f"NEW.position <> (SELECT COALESCE(MAX(c.position), 0) + 1 FROM {_table(model)} c) "
        f"OR (NEW.position > 1 AND NEW.previous <> ({last}))"
    )
