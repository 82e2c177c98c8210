"""Minutes as plain data: dictionaries, the canonical JSON that is sealed, and the JSON Schema of both.

Canonical means: sorted keys, no white space, Unicode NFC (which `Minutes` guarantees), no floats, every field
present but for those that are `UNSAID` and have their default. Equal minutes give equal bytes.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import EnumMeta, StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from meetings.lines import InvalidMinutes
from meetings.minutes import FORMAT, Minutes

MOST_LEVELS = 8  # of nested fields; `minutes.sessions[0].breakouts[0].passages[0].actions[0].due` has five
SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


def to_dict(minutes: Minutes) -> dict[str, Any]:
    """Give minutes as dictionaries, lists, strings, integers, booleans and None."""
    return {"format": FORMAT, **_plain(minutes)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        said = (
            field for field in fields(value) if not _is_unsaid(field) or getattr(value, field.name) != field.default
        )
        return {field.name: _plain(getattr(value, field.name)) for field in said}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.value if isinstance(value, StrEnum) else value


def _is_unsaid(field: Field[Any]) -> bool:
    return bool(field.metadata.get("unsaid"))


def canonical_json(minutes: Minutes) -> bytes:
    """Give the bytes that are sealed: equal minutes, equal bytes."""
    data = json.dumps(to_dict(minutes), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return data.encode()


def from_json(data: bytes) -> Minutes:
    """Read JSON of this format. Raises `InvalidMinutes` on anything else."""
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise InvalidMinutes(f"JSON: byte {error.start} is not UTF-8; save the file as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InvalidMinutes(f"JSON: cannot be read ({error}); give the minutes.json of this portal.") from error
    return from_dict(value)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says one thing twice: readers would differ about what it says."""
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a field is given twice")
    return value


def from_dict(data: Any) -> Minutes:
    """Build minutes from dictionaries. Unknown, missing or mistyped fields raise `InvalidMinutes` with their path."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InvalidMinutes(f"Minutes: the field 'format' must say {FORMAT!r}.")
    minutes: Minutes = _build(Minutes, {key: item for key, item in data.items() if key != "format"}, "minutes")
    return minutes


def _build(kind: Any, data: Any, path: str) -> Any:
    if is_dataclass(kind):
        return _build_part(kind, data, path)
    if get_origin(kind) is tuple:
        _demand(isinstance(data, list), path, "must be a list")
        return tuple(_build(get_args(kind)[0], item, f"{path}[{place}]") for place, item in enumerate(data))
    if get_origin(kind) in (types.UnionType, Union):
        return None if data is None else _build(get_args(kind)[0], data, path)
    if kind is int or kind is bool:
        _demand(type(data) is kind, path, f"must be {'a whole number' if kind is int else 'true or false'}")
        return data
    _demand(isinstance(data, str), path, "must be text")
    return _read_text(kind, data, path)


def _build_part(kind: Any, data: Any, path: str) -> Any:
    _demand(isinstance(data, dict), path, "must be an object")
    _demand(path.count(".") < MOST_LEVELS, path, "is nested too deep")
    hints = _hints(kind)
    for name in data:
        _demand(name in hints, f"{path}.{ascii(name)[1:-1][:40]}", "is not a field of this format")
    required = {field.name for field in fields(kind) if field.default is MISSING}
    for name in sorted(required - data.keys()):
        _demand(False, f"{path}.{name}", "is missing")
    return kind(**{name: _build(hints[name], item, f"{path}.{name}") for name, item in data.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_text(kind: Any, text: str, path: str) -> Any:
    readers: dict[Any, Callable[[str], Any]] = {str: str, date: date.fromisoformat, time: time.fromisoformat}
    try:
        value = readers.get(kind, kind)(text)
    except ValueError:
        value = None
    _demand(value is not None and _plain(value) == text, path, f"{text[:40]!a} is not {_wanted(kind)}")
    return value


def _wanted(kind: Any) -> str:
    if isinstance(kind, EnumMeta):
        words: list[StrEnum] = list(kind)
        return f"one of: {', '.join(repr(word.value) for word in words)}"
    return "a day such as 2020-12-14" if kind is date else "a time such as 07:04"


def _demand(condition: bool, path: str, message: str) -> None:
    if not condition:
        raise InvalidMinutes(f"{path}: {message}.")


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of `to_dict`, made from the dataclasses themselves."""
    parts: dict[str, Any] = {}
    _describe(Minutes, parts)
    minutes = parts.pop("Minutes")
    minutes["properties"]["format"] = {"const": FORMAT}
    minutes["required"].insert(0, "format")
    head = {"$schema": SCHEMA_ID, "title": "Minutes of a meeting", "description": (Minutes.__doc__ or "").strip()}
    return {**head, **minutes, "$defs": parts}


def _describe_part(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in parts:
        parts[kind.__name__] = {}
        properties = {name: _describe(hint, parts) for name, hint in _hints(kind).items()}
        required = [field.name for field in fields(kind) if not _is_unsaid(field)]
        shape = {"type": "object", "properties": properties, "required": required}
        parts[kind.__name__] = {**shape, "additionalProperties": False}
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _describe(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if is_dataclass(kind):
        return _describe_part(kind, parts)
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _describe(get_args(kind)[0], parts)}
    if get_origin(kind) in (types.UnionType, Union):
        return {"anyOf": [_describe(get_args(kind)[0], parts), {"type": "null"}]}
    if isinstance(kind, EnumMeta):
        return {"enum": list(kind.__members__.values())}
    simple = {int: {"type": "integer"}, bool: {"type": "boolean"}, date: {"type": "string", "format": "date"}}
    clock = {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}
    return {**simple, time: clock}.get(kind, {"type": "string"})
