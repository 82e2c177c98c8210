"""The record as tables: each resource of the API as JSON, one object a line, and flat as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from rest_framework import serializers

from meetings.spreadsheet import lines
from ogpminutes.api.resource import Resource
from ogpminutes.api.resources import RESOURCES
from ogpminutes.api.shapes.fields import Address, Addresses, Day, Moment, Number, Texts, Truth

BATCH = 500  # rows that are read at once
TYPES = (
    (Address, "string", "uri"),
    (Number, "integer", ""),
    (Truth, "boolean", ""),
    (Day, "date", ""),
    (Moment, "datetime", ""),
    (Texts, "array", ""),
    (Addresses, "array", ""),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `type` and `format` are those of Frictionless Data."""

    name: str
    type: str
    format: str
    about: str

    @property
    def is_list(self) -> bool:
        return self.type == "array"


@cache
def columns(resource: Resource) -> tuple[Column, ...]:
    """Give the columns of a table: the fields of its shape that are no objects themselves."""
    return _columns(resource.shape())


def _columns(shape: serializers.Serializer) -> tuple[Column, ...]:
    fields = shape.fields.items()
    return tuple(_column(name, each) for name, each in fields if not isinstance(each, serializers.BaseSerializer))


def _column(name: str, field: Any) -> Column:
    kind, form = next(((kind, form) for shape, kind, form in TYPES if isinstance(field, shape)), ("string", ""))
    return Column(name, kind, form, str(field.help_text))


@dataclass(frozen=True, slots=True)
class Part:
    """A field that is a list of objects, and so no column. `of` are the fields of each.

    `table` names the table whose rows these objects are, too; without one they are in JSON alone.
    """

    name: str
    about: str
    of: tuple[Column, ...]
    table: str


def parts(resource: Resource) -> list[Part]:
    """Give the fields that are no columns."""
    fields = resource.shape().fields.items()
    tables: dict[type, str] = {each.shape: each.name for each in RESOURCES}
    return [
        Part(name, str(each.help_text), _columns(each.child), tables.get(type(each.child), ""))
        for name, each in fields
        if isinstance(each, serializers.ListSerializer)
    ]


def objects(resource: Resource) -> Iterator[dict[str, Any]]:
    """Give all objects of a resource as the API gives them, a batch at a time."""
    rows = resource.complete(resource.rows()).order_by(*resource.order).iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        resource.prepare(batch)
        yield from resource.shape(batch, many=True).data


def as_json(found: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Give a list of objects, one a line."""
    before = "[\n"
    for each in found:
        yield f"{before}{json.dumps(each, ensure_ascii=False)}".encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def as_csv(resource: Resource, found: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    names = [column.name for column in columns(resource)]
    rows = ([cell(each[name]) for name in names] for each in found)
    yield from (line.encode() for line in lines(names, rows))


def cell(value: Any) -> str:
    """Give a value as text. Several are a JSON array, which can be taken apart again whatever they say."""
    if isinstance(value, (list, tuple)):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
