"""`manage.py import_minutes`: what it tells, what it does, and what it refuses."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Body, Edition, Version
from meetings.textform import dump
from ogpminutes import archive
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _words() -> None:
    factories.vocabulary()


@pytest.fixture
def december() -> str:
    return str(factories.FIXTURES / "december-2020.md")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.md"
    path.write_text(dump(factories.small_minutes()), encoding="utf-8")
    return path


def run(*arguments: Any, **options: Any) -> list[str]:
    out = io.StringIO()
    call_command("import_minutes", *map(str, arguments), stdout=out, **options)
    return out.getvalue().splitlines()


def test_it_tells_what_it_recognised_and_imports(december: str) -> None:
    told = run(december)
    edition = Edition.objects.with_meeting().get()
    assert archive.read(edition) == factories.december_minutes()
    assert told[:4] == [
        "Title: Steering Committee Working-Level Meeting Minutes",
        "Held: 14–15 December 2020 (printed: 14 & 15 December 2020)",
        "Filed as: body steering-committee, meeting december-2020, reference SC-2020-12",
        "Sessions and breakouts: 14",
    ]
    assert "  Welcome & introduction: 2 passages" in told
    assert "In all: 109 passages, 63 feedback, 2 decisions, 10 action items, 9 references" in told
    assert told[-4:] == [
        "Attendees: 43",
        "Lines recognised as nothing, kept as paragraphs where they stood: 0",
        "To do: Begin the minutes of this meeting, as the draft of their first edition.",
        "Imported: Steering Committee, 14–15 December 2020, edition 1, a draft, version 1.",
    ]
    assert Version.objects.values_list("author", "note").get() == ("operator", "imported from december-2020.md")


def test_a_second_import_does_nothing_and_is_no_error(december: str) -> None:
    run(december)
    told = run(december)
    assert told[-1] == "To do: Nothing: Steering Committee, 14–15 December 2020, edition 1 says exactly this already."
    assert Version.objects.count() == 1


def test_a_preview_imports_nothing(december: str) -> None:
    assert run(december, "--preview")[-1] == "This was a preview: nothing was imported."
    assert Edition.objects.count() == 0


def test_what_is_said_goes_before_what_the_file_says(small: Path) -> None:
    said = ["--meeting", "april-2021", "--reference", "SC-2021-04", "--title", "Other minutes"]
    run(small, *said, "--first-day", "2021-04-01", "--last-day", "2021-04-02")
    edition = Edition.objects.with_meeting().get()
    assert (edition.meeting.slug, edition.reference, edition.title) == ("april-2021", "SC-2021-04", "Other minutes")
    assert (str(edition.first_day), str(edition.last_day)) == ("2021-04-01", "2021-04-02")


def test_it_reads_standard_input(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(small.read_bytes())))
    run("-")
    assert Version.objects.values_list("note", flat=True).get() == "imported from standard input"


def test_an_account_stands_in_the_history(small: Path) -> None:
    factories.editor("nia")
    run(small, "--user", "nia")
    assert Version.objects.values_list("author", flat=True).get() == "nia"


def test_a_draft_that_would_lose_something_needs_replace(small: Path) -> None:
    run(small)
    small.write_text(small.read_text().replace("* Point plain.\n", ""))
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"the draft would lose what is named above. Give --replace to let it."):
        call_command("import_minutes", str(small), stdout=out)
    assert "The draft would lose:\n  1.2 Point plain.\n" in out.getvalue()
    assert archive.read(Edition.objects.with_meeting().get()) == factories.small_minutes()
    told = run(small, "--replace")
    assert told[-1] == "Imported: Steering Committee, 3 March 2021, edition 1, a draft, version 2."


def test_what_is_approved_is_refused_and_nothing_changes(small: Path) -> None:
    edition = factories.edition(factories.small_minutes(), "approved")
    small.write_text(small.read_text().replace("Point plain.", "Point other."))
    with pytest.raises(CommandError, match="is approved already; amend it on its page"):
        run(small, "--replace")
    with pytest.raises(CommandError, match="is approved already"):
        run(small, "--preview")
    assert archive.read(edition) == factories.small_minutes()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.md", "There is no file .*missing.md. Check its name and folder."),
        ("folder", ".*folder is a folder; give one file of it."),
        ("nul\x00.md", ".* cannot be read: embedded null byte."),
        ("empty.md", "Nothing can be imported. Line 1: The file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.md").touch()
    with pytest.raises(CommandError, match=message):
        run(tmp_path / name)


def test_a_file_that_may_not_be_read_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError  # the tests may run as root, who may read everything

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CommandError, match=r"may not be read by this account; change its permissions."):
        run(small)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--user", "nobody"], "No account is called “nobody”. Nothing was imported."),
        (["--first-day", "14 December"], "“14 December” is no day; write it as 2020-12-14."),
        (["--body", "board"], "The portal has no body called “board”."),
        (["--first-day", "2022-01-01"], "last_day"),
        (["--reference", "sc"], "'sc' is not one such as"),
    ],
)
def test_facts_that_cannot_be_are_told(small: Path, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(small, *arguments)
    assert Edition.objects.count() == 0


def test_the_cure_of_what_is_missing_is_an_option_of_the_command(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("The budget was discussed.")
    cure = "Write it below the title, such as 2020-12-14. Or give --first-day."
    with pytest.raises(CommandError) as refused:
        run(path)
    assert str(refused.value).endswith(cure)
    said = run(path, "--first-day", "2021-03-03", "--body", "steering-committee", "--preview")
    guess = "Warning, line 1: The name of the meeting is guessed: “march-2021”; check it. Or give --meeting."
    assert guess in said


def test_an_account_without_the_right_imports_nothing(small: Path) -> None:
    factories.member("mia")
    with pytest.raises(CommandError, match=r"Your account may not begin minutes."):
        run(small, "--user", "mia")
    assert Edition.objects.count() == 0


def test_the_only_body_is_no_excuse_for_a_body_that_the_text_form_names(small: Path) -> None:
    Body.objects.exclude(parent=None).delete()
    small.write_text(small.read_text().replace("body: steering-committee", "body: board"))
    with pytest.raises(CommandError, match=r"The portal has no body called “board”."):
        run(small)


IATI = b"Example Transparency Board\nMinutes, 3 May 2011\n\n1. Welcome\n\nThe chair welcomed members.\n"


def test_a_body_is_added_where_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "board.txt"
    path.write_bytes(IATI)
    with pytest.raises(CommandError, match=r"Or let this command add it: --add-body, with its full name\."):
        run(path)
    for _ in range(2):  # a second time finds it, and has nothing to do
        run(path, "--add-body", "Example Transparency Board")
    body = Body.objects.get(slug="example-transparency-board")
    assert (body.name, body.prefix) == ("Example Transparency Board", "ETB")
    assert Edition.objects.with_meeting().get().reference == "ETB-2011-05"


def test_a_body_is_not_added_where_nothing_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "board.txt"
    path.write_bytes(IATI)
    assert run(path, "--add-body", "Example Board", "--preview")[-1] == "This was a preview: nothing was imported."
    path.write_bytes(b"no day")
    with pytest.raises(CommandError, match="states no day"):
        run(path, "--add-body", "Example Board")
    with pytest.raises(CommandError, match="“…” is no name of a body"):
        run(path, "--add-body", "…")
    assert not Body.objects.filter(name="Example Board").exists()
