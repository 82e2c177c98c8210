"""Minutes as plain data: there and back, one seal for equal minutes, and no way in for anything else."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from meetings.canonical import canonical_json, from_dict, from_json, json_schema, to_dict
from meetings.lines import InvalidMinutes
from meetings.minutes import Minutes, Moment, Passage, Session
from meetings.words import Kind
from tests import strategies

pytestmark = pytest.mark.once

MINUTES = Minutes(
    publisher="Open Government Partnership",
    title="Grünbaum’s “minutes”",
    dates="14 December 2020",
    body="steering-committee",
    meeting="december-2020",
    reference="SC-2020-12",
    first_day=date(2020, 12, 14),
    last_day=date(2020, 12, 14),
    opened=Moment(day=date(2020, 12, 14), time=time(7, 4), zone="EST", offset=-300),
    sessions=(Session(number="1", heading="Welcome", passages=(Passage(kind=Kind.POINT, text="One."),)),),
)
VALIDATOR = Draft202012Validator(json_schema())


@settings(max_examples=60, deadline=None)
@given(minutes=strategies.minutes())
def test_any_minutes_go_there_and_back_and_fit_the_schema(minutes: Minutes) -> None:
    data = to_dict(minutes)
    assert from_dict(data) == minutes
    assert from_json(canonical_json(minutes)) == minutes
    VALIDATOR.validate(data)


@settings(max_examples=30, deadline=None)
@given(one=strategies.minutes(), other=strategies.minutes())
def test_equal_minutes_have_equal_bytes_and_only_those(one: Minutes, other: Minutes) -> None:
    assert canonical_json(copy.deepcopy(one)) == canonical_json(one)
    assert (canonical_json(one) == canonical_json(other)) == (one == other)


def test_canonical_json_is_sorted_tight_and_unescaped() -> None:
    data = canonical_json(MINUTES)
    assert data.startswith(b'{"adjourned":null,"attendance":[],"attendance_heading":"","body":')
    assert b'"opened":{"day":"2020-12-14","offset":-300,"time":"07:04","zone":"EST"}' in data
    assert "“minutes”".encode() in data


def test_the_place_of_the_attendees_is_said_only_where_they_stand_first() -> None:
    first = replace(MINUTES, attendance_heading="Present", attendance_first=True)
    assert b"attendance_first" not in canonical_json(MINUTES)
    assert b'"attendance_first":true' in canonical_json(first)
    assert from_json(canonical_json(first)) == first
    VALIDATOR.validate(to_dict(first))


def test_the_order_and_the_space_of_the_source_do_not_matter() -> None:
    data = dict(reversed(to_dict(MINUTES).items()))
    source = b"\xef\xbb\xbf" + json.dumps(data, indent=2, ensure_ascii=True).encode()
    assert canonical_json(from_json(source)) == canonical_json(MINUTES)


def changed(path: str, value: Any) -> dict[str, Any]:
    """Give MINUTES as data with one place set: `changed("sessions.0.number", 1)`."""
    data: Any = json.loads(canonical_json(MINUTES))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    target = data
    for step in way:
        target = target[step]
    target[last] = value
    return data


KINDS = "'narrative', 'point', 'feedback', 'decision'"
HOSTILE = [
    ("format", "ogp-minutes/2", "Minutes: the field 'format' must say 'ogp-minutes/1'."),
    ("author", "x", "minutes.author: is not a field of this format."),
    ("\ud800", "x", "minutes.\\ud800: is not a field of this format."),
    ("title", None, "minutes.title: must be text."),
    ("title", ["x"], "minutes.title: must be text."),
    ("title", True, "minutes.title: must be text."),
    ("title", "a\0", "Minutes.title: holds a control character; take it out."),
    ("title", "\ud800", "Minutes.title: holds a control character; take it out."),
    ("first_day", "20201214", "minutes.first_day: '20201214' is not a day such as 2020-12-14."),
    ("first_day", "2020-W51-1", "minutes.first_day: '2020-W51-1' is not a day such as 2020-12-14."),
    ("first_day", "\u0662020-12-14", "minutes.first_day: '\\u0662020-12-14' is not a day such as 2020-12-14."),
    ("opened", [], "minutes.opened: must be an object."),
    ("opened.time", "07", "minutes.opened.time: '07' is not a time such as 07:04."),
    ("opened.time", "07:04+01:00", "minutes.opened.time: '07:04+01:00' is not a time such as 07:04."),
    ("opened.offset", True, "minutes.opened.offset: must be a whole number."),
    ("opened.offset", float("nan"), "minutes.opened.offset: must be a whole number."),
    ("opened.offset", -300.0, "minutes.opened.offset: must be a whole number."),
    ("opened.offset", "-300", "minutes.opened.offset: must be a whole number."),
    ("sessions", {}, "minutes.sessions: must be a list."),
    ("sessions", [None], "minutes.sessions[0]: must be an object."),
    ("sessions.0.passages.0.kind", "motion", f"minutes.sessions[0].passages[0].kind: 'motion' is not one of: {KINDS}."),
    ("sessions.0.passages.0.depth", True, "minutes.sessions[0].passages[0].depth: must be a whole number."),
    ("sessions.0.passages.0.text", 1, "minutes.sessions[0].passages[0].text: must be text."),
    ("sessions.0.passages.0.themes", "x", "minutes.sessions[0].passages[0].themes: must be a list."),
    ("sessions.0.breakouts", [{"number": "1A"}], "minutes.sessions[0].breakouts[0].heading: is missing."),
]


@pytest.mark.parametrize(("path", "value", "message"), HOSTILE)
def test_hostile_data_is_refused_with_its_path(path: str, value: Any, message: str) -> None:
    with pytest.raises(InvalidMinutes) as refusal:
        from_dict(changed(path, value))
    assert str(refusal.value) == message
    str(refusal.value).encode()


@pytest.mark.parametrize("data", [None, [], "x", 1, {}])
def test_what_is_no_object_of_this_format_is_refused(data: Any) -> None:
    with pytest.raises(InvalidMinutes, match="the field 'format' must say 'ogp-minutes/1'"):
        from_dict(data)


def test_sessions_without_end_are_refused() -> None:
    session = changed("title", "x")["sessions"][0]
    session["breakouts"] = [session]
    with pytest.raises(InvalidMinutes, match=r"breakouts\[0\]: is nested too deep"):
        from_dict(changed("sessions", [session]))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "JSON: cannot be read"),
        (b"{", "JSON: cannot be read"),
        (b"\xff", "JSON: byte 0 is not UTF-8; save the file as UTF-8."),
        (b"[" * 100_000, "JSON: cannot be read"),
        (b"1" * 10_000, "JSON: cannot be read"),
        (b'{"format":"x","format":"ogp-minutes/1"}', "JSON: cannot be read .a field is given twice"),
        (b"NaN", "the field 'format' must say"),
        (b'{"format":"ogp-minutes/1","title":NaN}', "minutes.body: is missing"),
    ],
)
def test_bytes_that_are_no_minutes_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(InvalidMinutes, match=message):
        from_json(data)


def test_the_schema_is_valid_and_closed() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert [error.message for error in VALIDATOR.iter_errors(to_dict(MINUTES))] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("author", "x"),
        ("format", "ogp-minutes/2"),
        ("sessions.0.passages.0.mood", "x"),
        ("sessions.0.passages.0.kind", "motion"),
        ("sessions.0.passages.0.depth", "1"),
        ("opened.time", "7:04"),
        ("title", None),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(path: str, value: Any) -> None:
    data = changed(path, value)
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(InvalidMinutes):
        from_dict(data)
