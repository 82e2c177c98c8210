"""A list of members from a spreadsheet: read, checked line by line, previewed, and then taken whole or not at all.

Columns, in any order: `name`, `email`, `capacity` (a word of `Capacity`, or its label), and where wanted `organisation`
and `person` (a name in the portal), `from` and `until` (days as 2026-11-24). A member is known by the address.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from attendees.models import Organisation, Person
from meetings.lines import one_line, slug_of
from meetings.words import Capacity
from ogpminutes import membership
from ogpminutes.models import Member
from ogpminutes.models.members import today

COLUMNS = ("name", "email", "capacity", "organisation", "person", "from", "until")
NEEDED = ("name", "email", "capacity")
SIZE_LIMIT = 1024 * 1024  # bytes
LINE_LIMIT = 1000  # members


class Unreadable(Exception):
    """The file is no list of members; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: the member that it makes or changes, or what is wrong with it."""

    number: int  # in the file, from 1
    member: Member | None
    email: str
    is_new: bool = False
    changes: tuple[str, ...] = ()
    error: str = ""

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """What is new, by the name of the fact."""
        return tuple((name, str(getattr(self.member, name))) for name in self.changes)


# Bytes to text


def decode(content: bytes) -> str:
    """Give the text of a file. A guess at an encoding would misspell names, so there is none. Raises `Unreadable`."""
    if len(content) > SIZE_LIMIT:
        raise Unreadable(f"The file has {len(content) / 1024**2:.1f} MB; a list of members has 1 MB at most.")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"Line {line} is not UTF-8 text. Save the sheet as “CSV UTF-8”, then choose it again."
        ) from error
    if "\0" in text:
        raise Unreadable("The file is no text. Save the sheet as “CSV UTF-8”, then choose it again.")
    return text


# Text to lines


def read(text: str) -> list[Line]:
    """Check a list against the portal; nothing is stored. Raises `Unreadable`."""
    rows = list(_rows(text))
    if len(rows) > LINE_LIMIT:
        raise Unreadable(f"The list has {len(rows):,} members; {LINE_LIMIT:,} are the most. Split it.")
    if not rows:
        raise Unreadable("The list has no members below its line of column names.")
    known = {member.user.email.lower(): member for member in Member.objects.with_account()}
    seen: dict[str, int] = {}
    lines = []
    for number, row in rows:
        line = _line(number, row, known)
        first = seen.setdefault(line.email, number)
        if first != number and line.email:
            line = Line(number, None, line.email, error=f"{line.email} stands in line {first} already.")
        lines.append(line)
    return lines


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each line that says something, by column, with its number in the file."""
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells)
            else:
                yield reader.line_num, _row(reader.line_num, columns, cells)
    except csv.Error as error:
        raise Unreadable(f"Line {reader.line_num} cannot be read: {error}. Check its quotation marks.") from error


def _columns(cells: list[str]) -> list[str]:
    columns = [one_line(cell).lower() for cell in cells]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise Unreadable(f"The first line names no column “{missing[0]}”. The columns are {', '.join(COLUMNS)}.")
    for column in columns:
        if column not in COLUMNS:
            raise Unreadable(f"There is no column “{column[:40]}”. The columns are {', '.join(COLUMNS)}.")
        if columns.count(column) > 1:
            raise Unreadable(f"The column “{column}” stands there twice.")
    return columns


def _row(number: int, columns: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(columns):
        raise Unreadable(f"Line {number} has {len(cells)} cells; the first line names {len(columns)} columns.")
    return {column: one_line(cell) for column, cell in zip(columns, cells, strict=False)}


def _line(number: int, row: dict[str, str], known: dict[str, Member]) -> Line:
    email = row.get("email", "").lower()
    try:
        email = membership.demand_address(email)
        facts = _facts(row)
        before = known.get(email)
        member = Member.objects.get(pk=before.pk) if before else Member()
        changes = tuple(name for name, value in facts.items() if getattr(member, name) != value)
        for name, value in facts.items():
            setattr(member, name, value)
        _check(member, email)
    except (membership.Refused, ValueError) as error:
        return Line(number, None, email, error=str(error))
    return Line(number, member, email, is_new=before is None, changes=changes)


def _facts(row: dict[str, str]) -> dict[str, Any]:
    """Read the cells of a line; a column that the list does not have changes nothing. Raises `ValueError`."""
    facts: dict[str, Any] = {"name": row["name"], "capacity": _capacity(row.get("capacity", ""))}
    if "organisation" in row:
        facts["organisation"] = _named(Organisation, "organisation", row["organisation"])
    if "person" in row:
        facts["person"] = _named(Person, "person", row["person"])
    if row.get("from"):
        facts["starts_on"] = _day("from", row["from"])
    if "until" in row:
        facts["ends_on"] = _day("until", row["until"]) if row["until"] else None
    return facts


def _capacity(word: str) -> str:
    for capacity in Capacity:
        if slug_of(word) in (capacity.value, slug_of(capacity.label)):
            return capacity.value
    raise ValueError(f"“{word[:40]}” is no capacity; write {', '.join(each.value for each in Capacity)}.")


def _named(model: Any, kind: str, name: str) -> Any:
    found = model.objects.filter(slug=slug_of(name)).first() if name else None
    if name and found is None:
        raise ValueError(f"The portal knows no {kind} “{name[:80]}”. Correct the name, or leave the cell empty.")
    return found


def _day(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{column}: “{text[:20]}” is no day; write it as {today().isoformat()}.") from error


def _check(member: Member, email: str) -> None:
    """Refuse what the portal would refuse. Raises `ValueError` and `Refused`."""
    membership.account_of(email, member)
    try:
        member.full_clean(exclude=["user"])
    except ValidationError as error:
        if "name" in error.message_dict:
            raise ValueError(f"name: {' '.join(error.message_dict['name'])}") from error
        if member.ends_on and member.ends_on < member.starts_on:
            raise ValueError("until: the term ends before it starts.") from error
        raise ValueError(" ".join(error.messages)) from error


# Lines to members


@transaction.atomic
def take(lines: list[Line], by: User) -> list[Member]:
    """Store what the lines say, all of it; give the new members. Raises `Refused`."""
    new = []
    for line in lines:
        if line.member is not None and (line.is_new or line.changes):
            membership.keep(line.member, line.email, by)
            if line.is_new:
                new.append(line.member)
    return new
