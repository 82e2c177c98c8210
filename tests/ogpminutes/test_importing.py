"""Importing: what a file holds, what its import would do, and exactly that, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import User

from meetings.importers.imported import Facts
from meetings.minutes import LINE_LIMIT, Minutes
from meetings.models import Body, Edition, Meeting, Theme, Version
from meetings.textform import dump
from meetings.words import Kind
from ogpminutes import archive, editing, importing
from ogpminutes.drafting import Removes
from ogpminutes.editing import Stale
from ogpminutes.importing import Fate, Preview, Taken
from ogpminutes.publication import OPERATOR, Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _words() -> None:
    factories.vocabulary()


def look(minutes: Minutes, **facts: object) -> Preview:
    return importing.look(dump(minutes).encode(), Facts(**facts))  # type: ignore[arg-type]


def take(preview: Preview, is_confirmed: bool = False) -> Taken:
    return importing.take(preview.text, preview.plan.seen, OPERATOR, is_confirmed=is_confirmed)


def changed(minutes: Minutes, before: str, after: str) -> Minutes:
    """The minutes with one word of their text form another."""
    preview = importing.look(dump(minutes).replace(before, after).encode(), Facts())
    assert preview.minutes is not None
    return preview.minutes


def rows() -> tuple[int, int, int]:
    return Meeting.objects.count(), Edition.objects.count(), Version.objects.count()


def test_a_look_saves_nothing() -> None:
    preview = look(factories.small_minutes())
    assert preview.minutes == factories.small_minutes()
    assert preview.diagnostics == ()
    assert preview.plan.fate == Fate.BEGIN
    assert preview.plan.seen is None
    assert str(preview.plan) == "Begin the minutes of this meeting, as the draft of their first edition."
    assert rows() == (0, 0, 0)


def test_an_import_is_a_draft_that_says_what_the_preview_said() -> None:
    preview = look(factories.december_minutes())
    taken = take(preview)
    assert archive.read(taken.edition) == preview.minutes == factories.december_minutes()
    assert taken.edition.status == "draft"
    assert taken.edition.versions.values_list("number", "text", "author", "note").get() == (
        1,
        preview.text,
        "operator",
        "imported",
    )


def test_importing_twice_changes_nothing() -> None:
    preview = look(factories.small_minutes())
    first = take(preview)
    before = rows()
    again = take(preview)
    assert (again.edition, again.plan.fate) == (first.edition, Fate.NOTHING)
    anew = look(factories.small_minutes())
    assert str(anew.plan) == f"Nothing: {first.edition} says exactly this already."
    assert take(anew).edition.version == 1
    assert rows() == before


@pytest.mark.parametrize("status", ["draft", "circulated", "approved"])
def test_what_stands_already_is_nothing_in_any_state(status: str) -> None:
    edition = factories.edition(factories.small_minutes(), status)
    plan = look(factories.small_minutes()).plan
    assert (plan.fate, plan.edition) == (Fate.NOTHING, edition)


def test_a_draft_is_changed_and_keeps_what_stood() -> None:
    edition = factories.edition(factories.small_minutes(), "draft")
    preview = look(changed(factories.small_minutes(), "Point plain.", "Point plain!"))
    assert str(preview.plan) == f"Change the draft of {edition}: 1 edited, 0 new, 0 removed."
    taken = take(preview)
    assert archive.read(taken.edition) == preview.minutes
    assert list(edition.versions.order_by("number").values_list("number", "author")) == [(0, ""), (1, "operator")]


def test_a_draft_that_would_lose_a_part_asks_first() -> None:
    edition = factories.edition(factories.small_minutes(), "draft")
    preview = look(replace(factories.small_minutes(), attendance=(), attendance_heading=""))
    assert [str(change) for change in preview.plan.losses]
    with pytest.raises(Removes):
        take(preview)
    assert archive.read(edition) == factories.small_minutes()
    assert archive.read(take(preview, is_confirmed=True).edition) == preview.minutes


def test_a_draft_that_would_lose_a_tag_or_a_mark_asks_first() -> None:
    factories.edition(factories.small_minutes(), "draft")
    preview = look(changed(factories.small_minutes(), "; theme: civic-space", ""))
    assert [change.place for change in preview.plan.losses] == ["1.3"]
    with pytest.raises(Removes):
        take(preview)


@pytest.mark.parametrize(
    ("status", "cure"),
    [
        ("circulated", "is circulated already; withdraw it on its page, then import again."),
        ("approved", "is approved already; amend it on its page, then import into the draft that this opens."),
    ],
)
def test_what_is_no_draft_is_refused_with_the_cure(status: str, cure: str) -> None:
    edition = factories.edition(factories.small_minutes(), status)
    preview = look(changed(factories.small_minutes(), "Point plain.", "Point other."))
    assert preview.plan.fate == Fate.REFUSE
    assert preview.plan.obstacle == f"{edition} {cure}"
    with pytest.raises(Refused, match="already"):
        take(preview, is_confirmed=True)
    assert archive.read(edition) == factories.small_minutes()


def test_an_amendment_takes_the_import() -> None:
    factories.edition(factories.small_minutes(), "approved")
    draft = factories.edition(factories.small_minutes(), "draft", reason="A word was wrong.")
    preview = look(changed(factories.small_minutes(), "Point plain.", "Point right."))
    taken = take(preview)
    assert taken.edition == draft
    assert archive.read(draft) == preview.minutes


def test_a_draft_that_changed_since_the_preview_is_not_touched() -> None:
    edition = factories.edition(factories.small_minutes(), "draft")
    preview = look(changed(factories.small_minutes(), "Point plain.", "Point mine."))
    theirs = changed(factories.small_minutes(), "Point plain.", "Point theirs.")
    editing.replace(edition, theirs, 0, "somebody")
    with pytest.raises(Stale):
        take(preview)
    assert archive.read(edition) == theirs


def test_minutes_that_were_begun_since_the_preview_are_not_touched() -> None:
    preview = look(factories.small_minutes())
    theirs = factories.small_minutes(place="Elsewhere")
    edition = editing.open_draft(theirs, "somebody")
    with pytest.raises(Stale):
        take(preview)
    assert archive.read(edition) == theirs


def test_unknown_words_are_refused_where_they_stand() -> None:
    text = dump(factories.small_minutes()).replace("theme: civic-space", "theme: civic-spce, made-up")
    preview = importing.look(text.encode(), Facts())
    line = text[: text.index("made-up")].count("\n") + 1
    cure = "Correct it, take it out, or first add it to the themes of the portal."
    assert [(each.severity, each.line, each.message) for each in preview.diagnostics] == [
        ("error", line, f"Unknown theme #civic-spce. Did you mean “#civic-space”? {cure}"),
        ("error", line, f"Unknown theme #made-up. {cure}"),
    ]
    assert preview.plan.fate == Fate.REFUSE
    assert preview.plan.obstacle == f"Line {line}: {preview.diagnostics[0].message} And 1 more."


def test_words_that_went_since_the_preview_are_refused() -> None:
    preview = look(factories.small_minutes())
    Theme.objects.filter(slug="civic-space").delete()
    with pytest.raises(Refused, match="civic-space"):
        take(preview)
    assert rows() == (0, 0, 0)


def test_a_body_that_the_portal_lacks_is_told_with_the_cure() -> None:
    preview = look(factories.small_minutes(), body="board")
    known = ", ".join(Body.objects.order_by("slug").values_list("slug", flat=True))
    assert preview.plan.obstacle == (
        f"The portal has no body called “board”. Say which it is ({known}), or add it under Bodies first."
    )
    Body.objects.exclude(parent=None).delete()
    Body.objects.all().delete()
    assert look(factories.small_minutes()).plan.obstacle == (
        "The portal has no body called “steering-committee”. Add it first: under Bodies in the admin."
    )


def test_a_reference_of_another_meeting_is_told() -> None:
    other = factories.edition(factories.small_minutes(), "draft")
    preview = look(factories.small_minutes(), meeting="other")
    cure = "choose another reference for this meeting"
    assert preview.plan.obstacle == f"“SC-2021-03” cites {other} already; {cure}."


def test_an_address_of_another_body_is_told() -> None:
    body = Body.objects.get(slug="steering-committee")
    other = Body.objects.exclude(pk=body.pk).first() or Body.objects.create(slug="board", name="Board", prefix="B")
    day = date(2021, 3, 3)
    meeting = Meeting.objects.create(slug="march-2021", body=other, first_day=day, last_day=day)
    preview = look(factories.small_minutes())
    assert preview.plan.obstacle == (
        f"{meeting} has the address “march-2021” already; choose another one for this meeting."
    )


def test_a_draft_cannot_change_how_it_is_cited() -> None:
    factories.edition(factories.small_minutes(), "approved")
    factories.edition(factories.small_minutes(), "draft", reason="A word was wrong.")
    preview = look(factories.small_minutes(), reference="SC-X")
    assert preview.plan.fate == Fate.REFUSE
    assert "is cited as SC-2021-03 already" in preview.plan.obstacle


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"\xff\xfe\x00", b"PK\x03\x04 no zip", "café".encode("cp1252")])
def test_a_file_that_is_none_is_refused_and_nothing_raised(data: bytes) -> None:
    preview = importing.look(data, Facts(name="x.md"))
    assert preview.minutes is None
    assert preview.text == ""
    assert preview.plan.fate == Fate.REFUSE
    assert preview.plan.obstacle.startswith("Line ")


def test_five_megabytes_are_refused() -> None:
    preview = importing.look(b"word " * 1024 * 1024, Facts())
    assert preview.plan.fate == Fate.REFUSE
    assert "MB" in preview.plan.obstacle


def test_a_text_that_is_none_is_refused() -> None:
    for text in ("", "no minutes", "\x00"):
        with pytest.raises(Refused, match="not the text of a preview"):
            importing.take(text, None, OPERATOR, is_confirmed=True)
    assert rows() == (0, 0, 0)


def test_who_may_not_write_imports_nothing() -> None:
    preview = look(factories.small_minutes())
    stranger = User.objects.create_user("stranger")
    with pytest.raises(Refused, match="may not begin minutes"):
        importing.take(preview.text, None, stranger, is_confirmed=True)
    factories.edition(factories.small_minutes(place="Elsewhere"), "draft")
    preview = look(factories.small_minutes())
    with pytest.raises(Refused, match="may not change minutes"):
        importing.take(preview.text, preview.plan.seen, stranger, is_confirmed=True)


def test_more_parts_than_a_page_bears_are_refused() -> None:
    minutes = factories.small_minutes()
    passage = replace(minutes.sessions[0].passages[0], kind=Kind.NARRATIVE, text="a")
    session = replace(minutes.sessions[0], passages=(passage,) * (archive.MOST_PARTS + 1), breakouts=())
    preview = look(replace(minutes, sessions=(session,)))
    assert preview.plan.fate == Fate.REFUSE
    assert "10,000 is the most" in preview.plan.obstacle


def test_more_attendees_than_a_list_bears_are_refused() -> None:
    people = "".join(f"- A{number}\n" for number in range(archive.MOST_PARTS + 1))
    preview = importing.look(f"{dump(factories.small_minutes(attendance=()))}\n### All\n\n{people}".encode(), Facts())
    assert preview.plan.obstacle == "Minutes: have 10,001 attendees; 10,000 is the most. Split them."


def test_the_longest_words_of_all_are_kept() -> None:
    """Every text of the minutes as long as it may be, in signs that take four bytes."""
    word = "".join(chr(0x20000 + (number * 7919) % 0xA000) for number in range(LINE_LIMIT - 40))
    minutes = factories.small_minutes(word)
    assert archive.read(take(look(minutes)).edition) == minutes


@pytest.mark.parametrize(
    ("key", "value"),
    [("language", "en" + "-abcdefgh" * 4), ("reference", "A" * 31), ("meeting", "m" * 51), ("days", "2021-03-03 to 1")],
)
def test_facts_that_do_not_fit_are_refused_where_they_stand(key: str, value: str) -> None:
    lines = dump(factories.small_minutes()).split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{key}: "))
    lines[place] = f"{key}: {value}"
    preview = importing.look("\n".join(lines).encode(), Facts())
    assert preview.plan.obstacle.startswith(f"Line {place + 1}: ")
