"""The number of a decision is a permanent reference: an import or an edit of a later edition gives it to no other."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.importers.imported import Facts
from meetings.minutes import Minutes
from meetings.models import Edition
from meetings.textform import dump, parse
from ogpminutes import archive, drafting, editing, importing
from ogpminutes.importing import Preview
from ogpminutes.publication import OPERATOR
from tests import factories

pytestmark = pytest.mark.django_db

BUDGET = "- The budget of the year was adopted. {outcome: approved}\n"
CHARTER = "- A charter for observers comes into force. {outcome: endorsed}\n"
VENUE = "- Nairobi hosts the spring summit. {outcome: approved}\n"
AUDIT = "- An auditor is appointed from abroad. {outcome: approved}\n"
LOGO = "- Members may print the logo on letters. {outcome: noted}\n"
FOUR = (BUDGET, CHARTER, VENUE, AUDIT)
PLAIN = """# Steering Committee meeting of 3 March 2021

## Session 1: Budget

Decision: The budget of the year was approved.

Decision: A charter for observers was endorsed.

Decision: Nairobi hosts the summit in spring, as noted.

Action: The Support Unit will share a roadmap with members.

Action: Kenya will book the rooms of the summit.
"""


@pytest.fixture(autouse=True)
def _words() -> None:
    factories.vocabulary()


def text(*decisions: str) -> str:
    """A file in the text form with these decisions and nothing else."""
    head = dump(factories.small_minutes(sessions=(), attendance=(), attendance_heading=""))
    return f"{head}\n## Session 1: Decisions\n\n{''.join(decisions)}"


def minutes(*decisions: str) -> Minutes:
    parsed = parse(text(*decisions)).minutes
    assert parsed is not None
    return parsed


@pytest.fixture
def amended() -> Edition:
    """The draft of a second edition; the first one has D1 to D4, of which D2 is done."""
    first = factories.edition(minutes(*FOUR))
    factories.update(first, "D2", state="done")
    return factories.edition(minutes(*FOUR), "draft", reason="A decision was not taken.")


def look(*decisions: str) -> Preview:
    return importing.look(text(*decisions).encode(), Facts())


def take(preview: Preview) -> Edition:
    return importing.take(preview.text, preview.plan.seen, OPERATOR, is_confirmed=True).edition


def called(said: Minutes | None) -> Mapping[str, str]:
    """Number -> second word of each decision."""
    assert said is not None
    return {each.decision.number: each.text.split()[1] for each in said.passages() if each.decision}


def test_an_import_leaves_the_number_of_what_it_takes_out_free(amended: Edition) -> None:
    preview = look(BUDGET, VENUE, AUDIT)
    assert called(preview.minutes) == {"D1": "budget", "D3": "hosts", "D4": "auditor"}
    assert [(change.fate, change.before) for change in preview.plan.losses] == [
        ("removed", "A charter for observers comes into force.")
    ]
    assert len(preview.plan.changes.changes) == 1
    assert preview.diagnostics == ()
    assert archive.read(take(preview)) == preview.minutes


def test_an_import_gives_what_is_new_a_number_that_no_edition_gave(amended: Edition) -> None:
    assert called(look(LOGO, BUDGET, VENUE, AUDIT).minutes) == {
        "D5": "may",
        "D1": "budget",
        "D3": "hosts",
        "D4": "auditor",
    }


def test_the_same_file_imported_again_is_nothing_to_do(amended: Edition) -> None:
    take(look(LOGO, BUDGET, VENUE))
    again = look(LOGO, BUDGET, VENUE)
    assert called(again.minutes) == {"D5": "may", "D1": "budget", "D3": "hosts"}
    assert str(again.plan) == f"Nothing: {amended} says exactly this already."
    Edition.objects.filter(number=1).update(status="superseded")
    factories.turn(amended, "approved")
    assert str(look(LOGO, BUDGET, VENUE).plan) == f"Nothing: {amended} says exactly this already."


def test_what_an_import_took_out_comes_back_under_its_number(amended: Edition) -> None:
    take(look(LOGO, BUDGET, VENUE))
    assert called(look(LOGO, *FOUR).minutes) == {
        "D5": "may",
        "D1": "budget",
        "D2": "charter",
        "D3": "hosts",
        "D4": "auditor",
    }


def test_a_first_edition_is_numbered_in_the_order_of_its_file() -> None:
    take(look(*FOUR))
    assert called(look(BUDGET, VENUE, LOGO).minutes) == {"D1": "budget", "D2": "hosts", "D3": "may"}


def test_a_stated_number_stays_and_is_told_of_where_it_meant_something_else(amended: Edition) -> None:
    preview = look(BUDGET, LOGO.replace("{", "{decision: D2; "), VENUE.replace("{", "{decision: D3; "), AUDIT)
    assert called(preview.minutes) == {"D1": "budget", "D2": "may", "D3": "hosts", "D4": "auditor"}
    line = preview.text[: preview.text.index("- Members")].count("\n") + 1
    assert [(each.severity, each.line, each.message) for each in preview.diagnostics] == [
        (
            "warning",
            line,
            "D2 is “Members may print the logo on letters.” here, and was “A charter for observers comes into force…” "
            "in edition 1. Updates are recorded on it, and would be this one’s. Call this one D5, or leave it where "
            "both are the same.",
        )
    ]


def test_stated_numbers_that_swap_are_told_of_without_updates(amended: Edition) -> None:
    swapped = VENUE.replace("{", "{decision: D4; "), AUDIT.replace("{", "{decision: D3; ")
    told = [each.message for each in look(BUDGET, CHARTER, *swapped).diagnostics]
    assert told == [
        "D4 is “Nairobi hosts the spring summit.” here, and was “An auditor is appointed from abroad.” in edition 1. "
        "Call this one D5, or leave it where both are the same.",
        "D3 is “An auditor is appointed from abroad.” here, and was “Nairobi hosts the spring summit.” in edition 1. "
        "Call this one D6, or leave it where both are the same.",
    ]


def test_a_stated_number_of_the_same_decision_in_other_words_is_no_doubt(amended: Edition) -> None:
    preview = look(BUDGET, CHARTER, VENUE.replace("spring", "autumn").replace("{", "{decision: D3; "), AUDIT)
    assert called(preview.minutes) == {"D1": "budget", "D2": "charter", "D3": "hosts", "D4": "auditor"}
    assert preview.diagnostics == ()


def test_a_file_of_any_shape_keeps_the_numbers_of_decisions_and_action_items() -> None:
    facts = Facts(body="steering-committee", meeting="march-2021", reference="SC-2021-03")
    first = importing.look(PLAIN.encode(), facts)
    assert first.minutes is not None
    factories.edition(first.minutes)
    draft = factories.edition(first.minutes, "draft", reason="Two lines were not said.")
    gone = ("Decision: A charter for observers was endorsed.\n\n", "Action: The Support Unit will share a roadmap")
    shorter = PLAIN.replace(gone[0], "").replace(gone[1], "The Support Unit has a roadmap")
    preview = importing.look(f"{shorter}\nAction: Peru will write to the auditors abroad.\n".encode(), facts)
    assert preview.minutes is not None
    assert [each.number for each in preview.minutes.decisions()] == ["D1", "D3"]
    assert [(each.number, each.responsible) for each in preview.minutes.actions()] == [("A2", "Kenya"), ("A3", "Peru")]
    assert not [each.message for each in preview.diagnostics if "D2" in each.message or "A1" in each.message]
    assert archive.read(take(preview)) == preview.minutes
    assert archive.read(draft) == preview.minutes


def test_the_command_says_what_the_draft_would_lose_and_keeps_the_numbers(amended: Edition, tmp_path: Path) -> None:
    path = tmp_path / "decided.md"
    path.write_text(text(BUDGET, VENUE, AUDIT), encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match="the draft would lose what is named above"):
        call_command("import_minutes", str(path), stdout=out)
    told = out.getvalue().splitlines()
    lost = told[told.index("The draft would lose:") + 1 : -1]
    assert lost == ["  1.2 A charter for observers comes into force."]
    call_command("import_minutes", str(path), replace=True, stdout=out)
    assert called(archive.read(amended)) == {"D1": "budget", "D3": "hosts", "D4": "auditor"}


def test_the_editor_gives_a_new_decision_a_number_that_no_edition_gave(amended: Edition) -> None:
    editor = factories.editor()
    typed = editing.text_of(amended).replace(AUDIT.replace("{", "{decision: D4; "), LOGO)
    assert LOGO in typed
    drafting.save(amended, typed, amended.version, editor, is_confirmed=True)
    expected = {"D1": "budget", "D2": "charter", "D3": "hosts", "D5": "may"}
    assert called(archive.read(amended)) == expected
    assert called(drafting.check(amended, typed, archive.vocabulary()).minutes) == expected


def test_the_editor_tells_of_a_number_that_meant_something_else(amended: Edition) -> None:
    typed = editing.text_of(amended).replace("A charter for observers comes into force.", "Members may print the logo.")
    told = [each.message for each in drafting.check(amended, typed, archive.vocabulary()).diagnostics]
    assert told == [
        "D2 is “Members may print the logo.” here, and was “A charter for observers comes into force…” in edition 1. "
        "Updates are recorded on it, and would be this one’s. Call this one D5, or leave it where both are the same."
    ]
