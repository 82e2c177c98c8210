"""Who is meant by the owner that minutes name: never guessed, as of the day of the meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client

from attendees.models import Membership, Organisation, Person
from attendees.offices import Role
from decisions.models import ActionItem, Assignment
from decisions.owners import named, owned_by, owners_of, read, role_of, unmatched
from meetings.lines import slug_of
from meetings.minutes import ActionItem as Promise
from meetings.minutes import AttendanceGroup, Attendee, Passage, Session
from meetings.models import Body, Edition
from meetings.words import Capacity, CoChair, Kind
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 3)


def seat(name: str, capacity: Capacity, co_chair: CoChair = CoChair.NONE, organisation: str = "") -> Attendee:
    keys = {"person": slug_of(name), "organisation": organisation, "organisation_key": slug_of(organisation)}
    return Attendee(name=name, capacity=capacity, co_chair=co_chair, **keys)


SEATS = (
    seat("Kim", Capacity.GOVERNMENT, CoChair.LEAD, "Government of Korea"),
    seat("Ida", Capacity.GOVERNMENT, CoChair.INCOMING, "Government of Italy"),
    seat("Maria Baron", Capacity.CIVIL_SOCIETY, CoChair.LEAD, "Directorio"),
    seat("Aidan", Capacity.CIVIL_SOCIETY, CoChair.INCOMING, "Twaweza"),
    seat("Anabel", Capacity.ADDITIONAL),
    seat("Olga", Capacity.OBSERVER),
)


def promised(*owners: str, seats: tuple[Attendee, ...] = SEATS, **more: Any) -> Edition:
    """Minutes in which each of these owners promises something."""
    if not Body.objects.exists():
        factories.vocabulary()
    passages = tuple(
        Passage(
            kind=Kind.NARRATIVE,
            text=f"Somebody will do {place}.",
            actions=(Promise(number=f"A{place}", text=f"will do {place}", responsible=owner),),
        )
        for place, owner in enumerate(owners, 1)
    )
    group = AttendanceGroup(heading="Members", attendees=seats)
    parts = {"sessions": (Session(number="1", heading="Session 1", passages=passages),), "attendance": (group,)}
    status = more.pop("status", "approved")
    return factories.edition(factories.small_minutes(**{**parts, **more}), status)


def meant(number: str = "A1") -> set[str]:
    """The names of those whom the owner of an item means."""
    item = ActionItem.objects.with_passage().get(number=number)
    models: dict[str, Any] = {"organisation": Organisation, "person": Person}
    return {models[kind].objects.get(pk=pk).name for kind, pk in owners_of([item])[item.pk].holders}


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Co-Chairs", Role.CO_CHAIRS),
        ("the OGP Co-chairs", Role.CO_CHAIRS),
        ("SC Co-Chairs", Role.CO_CHAIRS),
        ("Cochairs of the SC", None),
        ("Lead Co-Chairs", Role.LEAD),
        ("Lead Government Co-Chair", Role.LEAD_GOVERNMENT),
        ("Incoming Civil Society Co-Chair", Role.INCOMING_CIVIL_SOCIETY),
        ("Government Co-Chair", None),
        ("SC members", Role.MEMBERS),
        ("Steering Committee", Role.MEMBERS),
        ("all members of the Steering Committee", Role.MEMBERS),
        ("SC governments", Role.GOVERNMENTS),
        ("civil society members", Role.CIVIL_SOCIETY),
        ("the SU", Role.SUPPORT_UNIT),
        ("OGP Support Unit", Role.SUPPORT_UNIT),
        ("The Partnership", None),
        ("Co-Chairs of the Board", None),
        ("", None),
        ("\0" * 3 + "a" * 1_000, None),
    ],
)
def test_an_office_is_known_by_its_whole_name(words: str, role: Role | None) -> None:
    assert role_of(words) == role


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Co-Chairs", {"Government of Korea", "Maria Baron"}),
        ("Lead Civil Society Co-Chair", {"Maria Baron"}),
        ("Incoming Co-Chairs", {"Government of Italy", "Aidan"}),
        ("SC governments", {"Government of Korea", "Government of Italy"}),
        ("SC members", {"Government of Korea", "Government of Italy", "Maria Baron", "Aidan", "Anabel"}),
        ("Government of Italy", {"Government of Italy"}),
        ("the Government of Italy and Lead Civil Society Co-Chair", {"Government of Italy", "Maria Baron"}),
        ("Anabel", {"Anabel"}),
        ("OGP Support Unit", {"OGP Support Unit"}),
        ("SU staff", set()),
        ("The Partnership", set()),
        ("", set()),
    ],
)
def test_an_owner_is_who_held_the_office_on_that_day(words: str, names: set[str]) -> None:
    promised(words)
    assert meant() == names


def test_a_part_that_means_nobody_is_told() -> None:
    promised("Government of Italy and its friends", "Finance and Planning", "SU", "")
    items = {item.number: item for item in ActionItem.objects.with_passage()}
    owners = {item.number: owners_of([item])[item.pk] for item in items.values()}
    assert {number: owner.unmatched for number, owner in owners.items()} == {
        "A1": ("its friends",),
        "A2": ("Finance and Planning",),
        "A3": (),
        "A4": (),
    }
    assert [number for number, owner in owners.items() if owner.is_unmatched] == ["A1", "A2", "A4"]
    assert [item.number for item in unmatched(ActionItem.objects.with_passage().order_by("pk"))] == ["A1", "A2", "A4"]


def test_another_name_of_an_organisation_is_known_unless_two_claim_it() -> None:
    promised("Roma", "Both")
    Organisation.objects.filter(name="Government of Italy").update(aliases="Roma\nBoth")
    Organisation.objects.filter(name="Twaweza").update(aliases="Both")
    assert (meant("A1"), meant("A2")) == ({"Government of Italy"}, set())


def term(years: tuple[int, int | None], **more: Any) -> None:
    korea, _ = Organisation.objects.get_or_create(slug="elsewhere", defaults={"name": "Government of Elsewhere"})
    body = Body.objects.get(slug="steering-committee")
    facts: dict[str, Any] = {"seat": "government", "organisation": korea, "co_chair": "lead", **more}
    Membership.objects.create(body=body, from_year=years[0], until_year=years[1], **facts)


@pytest.mark.parametrize(
    ("years", "days", "is_held"),
    [
        ((2020, 2022), {}, True),
        ((2020, 2021), {}, False),
        ((2021, 2023), {}, False),
        ((2020, None), {}, True),
        ((2021, 2023), {"starts_on": date(2021, 3, 3)}, True),
        ((2021, 2023), {"starts_on": date(2021, 3, 4)}, False),
        ((2019, 2021), {"ends_on": date(2021, 3, 3)}, True),
        ((2019, 2021), {"ends_on": date(2021, 3, 2)}, False),
    ],
)
def test_terms_hold_where_minutes_name_no_co_chair_and_only_where_that_is_certain(
    years: tuple[int, int | None], days: dict[str, Any], is_held: bool
) -> None:
    promised("Lead Co-Chairs", "SC governments", seats=(SEATS[4],))
    term(years, **days)
    expected = {"Government of Elsewhere"} if is_held else set()
    assert (meant("A1"), meant("A2")) == (expected, expected)


def test_co_chairs_as_printed_go_before_terms_but_members_are_both() -> None:
    promised("Co-Chairs", "SC governments")
    term((2020, 2022))
    assert meant("A1") == {"Government of Korea", "Maria Baron"}
    assert meant("A2") == {"Government of Korea", "Government of Italy", "Government of Elsewhere"}


def assign(number: str, **owner: Any) -> Assignment:
    user = factories.editor("keeper") if not Assignment.objects.exists() else Assignment.objects.all()[0].made_by
    return Assignment.objects.create(meeting=factories.meeting("march-2021"), number=number, made_by=user, **owner)


def test_what_the_support_unit_says_stands_in_place_of_the_words() -> None:
    promised("Government of Italy", "The Partnership")
    assign("A1", role=Role.LEAD)
    assign("A1", organisation=Organisation.objects.get(name="Twaweza"))
    assign("A2", role=Role.NOBODY)
    assert meant("A1") == {"Government of Korea", "Maria Baron", "Twaweza"}
    assert unmatched(ActionItem.objects.with_passage()) == []
    assert ActionItem.objects.get(number="A1").responsible == "Government of Italy"


@pytest.mark.parametrize("owner", [{}, {"role": "lead-co-chairs", "both": True}, {"number": "D1", "role": "nobody"}])
def test_an_assignment_names_one_owner_of_an_action_item(owner: dict[str, Any]) -> None:
    promised("x")
    facts = dict(owner)
    if facts.pop("both", False):
        facts["person"] = Person.objects.get(name="Aidan")
    with pytest.raises(IntegrityError), transaction.atomic():
        assign(facts.pop("number", "A1"), **facts)


def test_the_items_of_a_holder_are_found_by_name_office_and_assignment() -> None:
    promised("Co-Chairs", "Government of Korea", "Incoming Co-Chairs", "SC governments", "The Partnership", "SU")
    korea, maria = Organisation.objects.get(name="Government of Korea"), Person.objects.get(name="Maria Baron")
    assign("A5", organisation=korea)
    assign("A2", role=Role.LEAD_CIVIL_SOCIETY)
    items = ActionItem.objects.all()
    assert [item.number for item in items.filter(owned_by(items, korea))] == ["A1", "A4", "A5"]
    assert [item.number for item in items.filter(owned_by(items, maria))] == ["A1", "A2"]


def test_the_list_is_narrowed_to_an_owner(client: Client) -> None:
    promised("Co-Chairs", "SU")
    page = client.get("/decisions/actions/?organisation=government-of-korea")
    assert [item.number for item in page.context["sheet"].page] == ["A1"]
    text = page.content.decode()
    assert "<h1>Action items of Government of Korea</h1>" in text
    assert '<input type="hidden" name="organisation" value="government-of-korea"' in text
    assert '<details class="morefilters">' in text
    rows = client.get("/decisions/actions/actions.csv?person=maria-baron").getvalue().decode().splitlines()  # type: ignore[attr-defined]
    assert [row.split(",")[0] for row in rows[1:]] == ["SC-2021-03/A1"]
    link = '<a href="/decisions/actions/?organisation=government-of-korea">Action items of Government of Korea</a>'
    assert link in client.get("/attendees/organisations/government-of-korea/").content.decode()
    assert "/decisions/actions/?person=maria-baron" in client.get("/attendees/maria-baron/").content.decode()


@pytest.mark.parametrize("asked", ["organisation=nobody", "organisation=%00", "person=" + "a" * 3_000])
def test_an_owner_who_is_not_known_is_left_out_and_noted(client: Client, asked: str) -> None:
    promised("Co-Chairs", "SU")
    page = client.get(f"/decisions/actions/?{asked}")
    assert len(page.context["sheet"].page) == 2
    assert page.status_code == 200


def test_somebody_whom_only_a_draft_names_is_no_owner_to_the_public(client: Client) -> None:
    promised("Co-Chairs")
    promised("SU", seats=(seat("Zebra", Capacity.OBSERVER),), meeting="june-2021", day=date(2021, 6, 3), status="draft")
    page = client.get("/decisions/actions/?person=zebra")
    assert page.context["filters"].notes == ["Person: “zebra” is not known here and was left out."]
    zebra = Person.objects.get(name="Zebra")
    assign("A1", person=zebra)
    item = ActionItem.objects.with_passage().get(edition__status="approved")
    assert (named(AnonymousUser(), item).holders, named(factories.editor(), item).holders) == (
        [],
        [("Zebra", "/attendees/zebra/")],
    )
    assert "Zebra" not in client.get("/decisions/SC-2021-03/A1/").content.decode()


def test_the_page_of_an_item_says_who_is_meant_beside_the_words(client: Client) -> None:
    promised("Co-Chairs", "The Partnership", "SC members")
    page = client.get("/decisions/SC-2021-03/A1/").content.decode()
    assert '<dt>Responsible</dt><dd><a href="/decisions/actions/?owner=Co-Chairs">Co-Chairs</a></dd>' in page
    assert "Co-chairs, on 3 March 2021:" in " ".join(page.split())
    assert '<a href="/attendees/organisations/government-of-korea/">Government of Korea</a>' in page
    assert "Who is meant" not in client.get("/decisions/SC-2021-03/A2/").content.decode()
    client.force_login(factories.editor())
    page = " ".join(client.get("/decisions/SC-2021-03/A2/").content.decode().split())
    assert "Nobody whom the portal knows: “The Partnership”, so nobody is reminded." in page
    assert "/admin/decisions/assignment/add/?reference=SC-2021-03/A2" in page


@pytest.mark.parametrize("number", [1, 3])
def test_owners_are_read_in_as_many_queries_for_three_as_for_one(number: int, django_assert_num_queries: Any) -> None:
    promised(*(["Co-Chairs", "Twaweza", "SU"][:number]))
    items = list(ActionItem.objects.with_passage())
    with django_assert_num_queries(7):
        owners_of(items)
    with django_assert_num_queries(3):
        read(item.responsible for item in items)


@pytest.mark.parametrize(
    ("office", "numbers"),
    [
        ("co-chairs", ["A1", "A2", "A3"]),
        ("lead-co-chairs", ["A2", "A3"]),
        ("lead-government-co-chair", ["A3"]),
        ("incoming-co-chairs", ["A4"]),
    ],
)
def test_an_office_holds_what_narrower_ones_are_to_do(client: Client, office: str, numbers: list[str]) -> None:
    promised("Co-Chairs", "Lead Co-Chairs", "Lead government co-chair", "Incoming civil society co-chair")
    page = client.get(f"/decisions/actions/?office={office}")
    assert [item.number for item in page.context["sheet"].page] == numbers


@pytest.mark.parametrize(
    ("office", "numbers"),
    [
        ("support-unit", ["A2", "A5"]),
        ("co-chairs", ["A1"]),
        ("committee", ["A1", "A3", "A6", "A7"]),
        ("members", ["A3", "A6", "A7"]),
        ("government-members", ["A6"]),
        ("civil-society-members", ["A7"]),
        ("nobody", ["A4"]),
        ("king", ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]),
    ],
)
def test_the_list_is_narrowed_to_an_office(client: Client, office: str, numbers: list[str]) -> None:
    promised("Co-Chairs", "the SU", "SC members", "The Partnership", "SC governments", "SC governments", "Somebody")
    assign("A4", role=Role.NOBODY)
    assign("A5", role=Role.SUPPORT_UNIT)
    assign("A7", role=Role.CIVIL_SOCIETY)
    page = client.get(f"/decisions/actions/?office={office}")
    assert [item.number for item in page.context["sheet"].page] == numbers
