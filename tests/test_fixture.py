"""The minutes of December 2020 are those of the source: every word, in order, and nothing that it does not say."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.forms import model_to_dict

from attendees.models import Organisation
from decisions.models import GoverningDocument
from meetings.minutes import Minutes
from meetings.models import Body, Edition, Passage, Region, Theme
from meetings.textform import dump, parse
from meetings.words import Capacity, CoChair, Kind, Outcome, Scope
from ogpminutes import archive
from ogpminutes.management.commands.make_fixture import fixture
from tests import factories
from tests.factories import FIXTURES, december_minutes

SOURCE = (FIXTURES / "december-2020.txt").read_text(encoding="utf-8")
TEXT = (FIXTURES / "december-2020.md").read_text(encoding="utf-8")
PEOPLE = Path(__file__).with_name("december-2020-people.tsv")
MODELS: tuple[Any, ...] = (Body, Region, Theme, Organisation, GoverningDocument)  # of the vocabulary


@pytest.fixture(scope="module")
def minutes() -> Minutes:
    return december_minutes()


def words(text: str) -> list[str]:
    """The words of a text without the marks of lists and headings. A link whose address is lost is its title."""
    text = re.sub(r"\[([^\]]*)\]\(#\)", r"\1", text)
    text = re.sub(r"^ *[-*] ", "", text, flags=re.MULTILINE)
    return [word for word in text.split() if word != "|"]


def said(minutes: Minutes) -> str:
    """All that minutes say, in the order in which they say it."""
    lines = [minutes.publisher, minutes.title, f"{minutes.dates} {minutes.place}"]
    for session in minutes.all_sessions():
        lines.append(session.heading)
        titles = [f"{paper.label} {paper.title}".strip() for paper in session.references]
        lines += [f"{title}," for title in titles[:-1]] + titles[-1:]
        lines += [passage.text for passage in session.passages]
    lines.append(minutes.attendance_heading)
    for group in minutes.attendance:
        lines.append(group.heading)
        below = ("", "")
        for person in group.attendees:
            if group.by_organisation and below != (person.organisation, person.seat_role):
                below = (person.organisation, person.seat_role)
                lines.append(person.organisation + (f" ({person.seat_role})" if person.seat_role else ""))
            own = [person.name, f"({person.role})" if person.role else ""]
            lines += [*own, person.title if group.by_organisation else person.organisation]
        lines.append(group.note)
    return "\n".join(lines)


def test_every_word_of_the_source_is_there_in_order_and_no_other(minutes: Minutes) -> None:
    assert words(said(minutes)) == words(SOURCE)


def test_typing_errors_of_the_source_stay() -> None:
    for words_ in (
        "GOP Global Summit",
        "in the region, , together with",
        "Mukelani Demba",
        "Mukelani Dimba",
        "Maria Baron",
    ):
        assert words_ in SOURCE
        assert words_ in TEXT


def test_the_text_form_is_as_the_portal_writes_it(minutes: Minutes) -> None:
    assert parse(TEXT).diagnostics == ()
    assert dump(minutes) == TEXT


def test_sessions(minutes: Minutes) -> None:
    assert [(session.number, session.regions, session.themes) for session in minutes.all_sessions()] == [
        ("0", (), ()),
        ("1", (), ()),
        ("2", (), ("co-creation",)),
        ("3", (), ()),
        ("3A", ("africa-middle-east",), ()),
        ("3B", ("americas",), ()),
        ("3C", ("asia-pacific",), ()),
        ("3D", ("europe",), ()),
        ("4", (), ()),
        ("4A", (), ("civic-space",)),
        ("4B", (), ("anti-corruption",)),
        ("4C", (), ("digital-governance",)),
        ("5", (), ("global-advocacy",)),
        ("6", (), ()),
    ]


def test_kinds_and_scopes(minutes: Minutes) -> None:
    kinds = Counter(passage.kind for passage in minutes.passages())
    assert (kinds[Kind.FEEDBACK], kinds[Kind.POINT], kinds[Kind.DECISION]) == (63, 7, 2)
    scopes = Counter(passage.scope for passage in minutes.sessions[1].passages if passage.kind == Kind.FEEDBACK)
    assert scopes == {Scope.OVERALL: 7, Scope.COUNTRY: 3, Scope.THEMATIC: 4, Scope.GLOBAL: 6}


def test_decisions(minutes: Minutes) -> None:
    plan, budget = minutes.decisions()
    assert (plan.number, plan.outcome, plan.conditions, plan.referred_to) == (
        "D1",
        Outcome.APPROVED_WITH_CONDITIONS,
        ("incorporating the edits noted throughout the SC meeting",),
        "",
    )
    assert (budget.number, budget.outcome, budget.conditions, budget.referred_to) == (
        "D2",
        Outcome.ENDORSED,
        (),
        "Board of Directors",
    )


def test_action_items_point_at_their_passages(minutes: Minutes) -> None:
    places = [
        (number, item.number, item.responsible, item.due)
        for session in minutes.all_sessions()
        for number, passage in session.numbered()
        for item in passage.actions
    ]
    unit = "OGP Support Unit"
    assert places == [
        ("1.2", "A1", "Co-Chairs", None),
        ("1.32", "A2", unit, None),
        ("1.32", "A3", unit, None),
        ("3B.4", "A4", unit, None),
        ("3C.1", "A5", unit, None),
        ("3C.1", "A6", unit, None),
        ("3C.3", "A7", unit, None),
        ("3C.4", "A8", "SC governments", None),
        ("5.7", "A9", "", None),
        ("6.2", "A10", "The Partnership", None),
    ]


def test_action_items_are_words_of_the_source(minutes: Minutes) -> None:
    flat = " ".join(SOURCE.split())
    assert [item.text for item in minutes.actions() if item.text not in flat] == []
    split = [(item.number, item.text.split()) for item in minutes.actions()]
    assert [f"{number} {' '.join(text[:5])} … {' '.join(text[-3:])}" for number, text in split] == [
        "A1 In early 2021, the Co-Chairs … commitment in 2021",
        "A2 Following the meeting, the SU … the OR+OR campaign",
        "A3 will integrate feedback into the … of the meeting",
        "A4 the SU will provide information … to the SC",
        "A5 The SU will share a … national multistakeholder dialogues",
        "A6 follow up with SC members … on beyond OGP",
        "A7 The SU will send resources … international good practice.",
        "A8 SC governments will help with … stalled OGP processes.",
        "A9 The shortlist of candidates reviewed … starting in 2021.",
        "A10 will organize a fundraising pledging … encourage new ones",
    ]


def test_references_whose_addresses_are_lost(minutes: Minutes) -> None:
    papers = [(session.number, paper.label, paper.title) for session in minutes.all_sessions()
              for paper in session.references]  # fmt: skip
    assert papers == [
        ("1", "Reference Material:", "2021 Draft Work Plan"),
        ("3", "Reference material:", "Regional reference sheets and guiding questions"),
        ("3A", "Reference Material:", "Powerpoint Presentation"),
        ("4", "Reference material:", "Thematic reference sheets and guiding questions"),
        ("5", "Reference Materials:", "OGP@10 special projects"),
        ("5", "", "2021 Draft Work Plan"),
        ("6", "Reference material:", "2021 Draft Work Plan"),
        ("6", "", "memo to the SC on the 2021 budget"),
        ("6", "", "2020 Q4 Country Contributions update"),
    ]
    assert {paper.url for session in minutes.all_sessions() for paper in session.references} == {""}
    assert "[pre-meeting packet](#)" in TEXT


def test_opening_and_closing(minutes: Minutes) -> None:
    assert minutes.opened is not None
    assert minutes.adjourned is not None
    assert (str(minutes.opened.day), str(minutes.opened.time), minutes.opened.zone, minutes.opened.offset) == (
        "2020-12-14", "07:04:00", "EST", -300)  # fmt: skip
    assert (str(minutes.adjourned.day), str(minutes.adjourned.time), minutes.adjourned.zone,
            minutes.adjourned.offset) == ("2020-12-15", "10:07:00", "EST", -300)  # fmt: skip


def test_attendance(minutes: Minutes) -> None:
    people = list(minutes.attendees())
    capacities = Counter(person.capacity for person in people)
    assert len(people) == len({person.person for person in people}) == 43
    assert capacities == {Capacity.GOVERNMENT: 22, Capacity.CIVIL_SOCIETY: 11, Capacity.ADDITIONAL: 2,
                          Capacity.PARTICIPANT: 8}  # fmt: skip
    assert len({person.organisation for person in people if person.capacity == Capacity.GOVERNMENT}) == 11
    assert sum(person.votes for person in people) == 33
    assert minutes.attendance[1].note.startswith("Observers and Additional Members have no voting rights")


def test_each_person_has_organisation_title_and_role_as_printed(minutes: Minutes) -> None:
    with PEOPLE.open(encoding="utf-8", newline="") as sheet:
        printed = [tuple(row) for row in csv.reader(sheet, delimiter="\t")][1:]
    people = [(one.organisation, one.seat_role, one.name, one.role, one.title) for one in minutes.attendees()]
    assert people == printed


def test_co_chairs_and_their_terms(minutes: Minutes) -> None:
    chairs = {
        (person.name if person.role else person.organisation, person.co_chair, person.term_from, person.term_until)
        for person in minutes.attendees()
        if person.co_chair
    }
    assert chairs == {
        ("Government of South Korea", CoChair.LEAD, 2020, 2021),
        ("Government of Italy", CoChair.INCOMING, 2021, 2022),
        ("María Baron", CoChair.LEAD, 2020, 2021),
        ("Aiden Eyakuze", CoChair.INCOMING, 2021, 2022),
    }


def test_every_word_of_a_tag_is_in_the_vocabulary(minutes: Minutes) -> None:
    rows = json.loads((FIXTURES / "vocabulary.json").read_text(encoding="utf-8"))
    known = {kind: {row["fields"]["slug"] for row in rows if row["model"] == f"meetings.{kind}"} for kind in
             ("theme", "region")}  # fmt: skip
    parts = [*minutes.all_sessions(), *minutes.passages()]
    assert {slug for part in parts for slug in part.themes} <= known["theme"]
    assert {slug for part in parts for slug in part.regions} <= known["region"]


def test_the_vocabulary_is_short_and_in_order() -> None:
    rows = json.loads((FIXTURES / "vocabulary.json").read_text(encoding="utf-8"))
    themes = [row["fields"] for row in rows if row["model"] == "meetings.theme"]
    assert [theme["position"] for theme in themes] == list(range(1, len(themes) + 1))
    assert len(themes) <= 20
    assert all(re.fullmatch(r"[A-Z].+\.", theme["description"]) for theme in themes)
    regions = [row["fields"]["slug"] for row in rows if row["model"] == "meetings.region"]
    assert regions == ["africa-middle-east", "americas", "asia-pacific", "europe"]


def test_a_passage_has_three_themes_at_most_and_repeats_none_of_its_session(minutes: Minutes) -> None:
    for session in minutes.sessions:
        for part in (session, *session.breakouts):
            inherited = {*session.themes, *part.themes}
            assert [text for text in part.passages if len(text.themes) > 3 or inherited & set(text.themes)] == []


@pytest.mark.django_db
def test_the_fixture_is_made_from_the_text_form() -> None:
    assert fixture(TEXT) == (FIXTURES / "december-2020.json").read_text(encoding="utf-8")
    assert not Edition.objects.exists()


@pytest.mark.django_db
def test_the_fixture_loads_as_the_text_says_and_twice_is_once(minutes: Minutes) -> None:
    for _ in range(2):
        call_command("loaddata", "vocabulary", "december-2020", verbosity=0)
        edition = Edition.objects.with_meeting().get()
        assert archive.read(edition) == minutes
    assert (edition.status, edition.approved_on) == ("draft", None)
    assert Passage.objects.count() == 109
    assert not Passage.objects.filter(folded="").exists()


def vocabulary_rows() -> list[dict[str, Any]]:
    rows = [row for model in MODELS for row in model._default_manager.order_by("slug")]
    return [model_to_dict(row) for row in rows]


@pytest.mark.django_db
def test_the_factory_makes_the_vocabulary_that_the_fixture_loads() -> None:
    factories.vocabulary()
    made = vocabulary_rows()
    assert len(made) == len(json.loads((FIXTURES / "vocabulary.json").read_text(encoding="utf-8")))
    call_command("loaddata", "vocabulary", verbosity=0)  # changes each row to what the fixture says, by its slug
    assert vocabulary_rows() == made
