"""Where an action item reaches nobody, staff are told what is lacking, of whom, and where to put it right."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command

from attendees.models import Membership, Organisation, Person
from decisions.models import ActionItem, Assignment
from meetings.minutes import ActionItem as Promise
from meetings.minutes import AttendanceGroup, Passage, Session
from meetings.models import Body
from meetings.words import Capacity, CoChair, Kind
from ogpminutes import reminding, unreached
from ogpminutes.models import Member
from ogpminutes.models.members import today
from tests import factories

pytestmark = pytest.mark.django_db
ADMIN = "https://portal.example/admin"
KOREA = ("Kim", "Government of Korea", Capacity.GOVERNMENT, CoChair.LEAD)
MARIA = ("Maria Baron", "Directorio", Capacity.CIVIL_SOCIETY, CoChair.LEAD)
MEMBERS = "in the admin under Members:"


@pytest.fixture(autouse=True)
def _address(settings: LazySettings) -> None:
    settings.PORTAL_ADDRESS = "https://portal.example"


def promised(*owners: str, seats: tuple[tuple[str, str, Capacity, CoChair], ...] = (KOREA,)) -> None:
    """Minutes in which each owner promises something that is soon due."""
    factories.vocabulary()
    due = today() + timedelta(days=5)
    promises = (Promise(number=f"A{n}", text="x", responsible=owner, due=due) for n, owner in enumerate(owners, 1))
    passages = tuple(Passage(kind=Kind.NARRATIVE, text="x", actions=(promise,)) for promise in promises)
    attendees = tuple(factories.seated(*seat) for seat in seats)
    parts: dict[str, Any] = {"sessions": (Session(number="1", heading="S", passages=passages),)}
    parts["attendance"] = (AttendanceGroup(heading="Members", attendees=attendees),)
    factories.edition(factories.small_minutes(**parts))


def enter(name: str, organisation: str = "", person: str = "", **more: Any) -> str:
    """Put somebody on the list of members; give the address of the entry."""
    facts: dict[str, Any] = {"organisation": Organisation.objects.get(slug=organisation)} if organisation else {}
    facts |= {"person": Person.objects.get(slug=person)} if person else {}
    user = factories.member(name, **facts, **more)
    return f"{ADMIN}/ogpminutes/member/{user.member.pk}/change/"  # type: ignore[attr-defined]


def reasons() -> list[str]:
    found = unreached.gaps(reminding.unreached(today(), 14, 7), today())
    return [why for gap in found for why in gap.reasons]


def test_an_entry_that_names_the_person_and_not_the_government_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    promised("Co-Chairs")
    entry = enter("kim", person="kim")
    call_command("send_reminders")
    due = f"{today() + timedelta(days=5):%Y-%m-%d}"
    assert capsys.readouterr().out.splitlines() == [
        f"SC-2021-03/A1, due {due}, reaches nobody (“Co-Chairs”):",
        "  Government of Korea: the entry of Member kim names Kim, who is on record with it, and no organisation. "
        f"If Kim sits for it, choose it in that entry, {MEMBERS} {entry}",
        "0 letters sent, about 0 action items.",
    ]
    Member.objects.update(organisation=Organisation.objects.get(slug="government-of-korea"))
    call_command("send_reminders")
    assert (capsys.readouterr().out, len(mail.outbox)) == ("1 letter sent, about 1 action item.\n", 1)


def test_an_entry_that_names_another_organisation_is_told() -> None:
    promised("Government of Korea", seats=(KOREA, MARIA))
    entry = enter("kim", "directorio", "kim")
    assert reasons() == [
        "Government of Korea: the entry of Member kim names Kim, who is on record with it, and Directorio as the "
        f"organisation. If Kim sits for it, choose it in that entry, {MEMBERS} {entry}"
    ]


def test_an_entry_that_names_the_organisation_and_not_the_person_is_told() -> None:
    promised("Lead Civil Society Co-Chair", seats=(MARIA,))
    entry = enter("baron", "directorio")
    assert reasons() == [
        "Maria Baron: the entry of Member baron names Directorio, with which Maria Baron is on record, and no person. "
        f"If Member baron is Maria Baron, choose that person in the entry, {MEMBERS} {entry}"
    ]
    Member.objects.update(person=Person.objects.get(slug="maria-baron"))
    assert reasons() == []


def test_a_term_tells_who_is_on_record_with_whom_too() -> None:
    promised("Government of Italy", seats=(KOREA,))
    italy = Organisation.objects.create(slug="government-of-italy", name="Government of Italy")
    ida, facts = Person.objects.create(slug="ida", name="Ida"), {"seat": "government", "from_year": 2020}
    enter("ida", person="ida")
    assert "no entry of the list names them" in reasons()[0]
    body = Body.objects.get(slug="steering-committee")
    Membership.objects.create(body=body, organisation=italy, person=ida, **facts)
    assert reasons()[0].startswith("Government of Italy: the entry of Member ida names Ida, who is on record with it,")


def test_a_colleague_who_is_somebody_else_is_not_taken_for_the_co_chair() -> None:
    promised("Lead Civil Society Co-Chair", seats=(MARIA, KOREA))
    enter("kim", "directorio", "kim")
    add = f"{ADMIN}/ogpminutes/member/add/"
    lacking = "no entry of the list names them. Let their member in,"
    assert reasons() == [f"Maria Baron: {lacking} {MEMBERS} {add}"]


@pytest.mark.parametrize(
    ("term", "state"),
    [
        ({"ends_on": date(2021, 5, 1)}, "ended on 2021-05-01"),
        ({"starts_on": date(2090, 5, 1)}, "begins on 2090-05-01"),
    ],
)
def test_a_term_that_is_over_or_to_come_is_told(term: dict[str, date], state: str) -> None:
    promised("Co-Chairs")
    entry = enter("korea", "government-of-korea", **term)
    cure = f"Let in whoever sits there now, or correct that entry, {MEMBERS} {entry}"
    assert reasons() == [f"Government of Korea: the term of Member korea {state}. {cure}"]


def test_a_closed_account_is_told() -> None:
    promised("Co-Chairs")
    enter("korea", "government-of-korea")
    User.objects.update(is_active=False)
    assert "the term of Member korea has not ended, but the account is closed." in reasons()[0]


def test_an_office_that_nobody_held_is_told() -> None:
    promised("Incoming Co-Chairs")
    assert reasons() == [
        "Incoming co-chairs: the list of attendees names none, and no term on record surely holds 3 March 2021. "
        f"Enter the term with its days, in the admin under Memberships: {ADMIN}/attendees/membership/"
    ]


def test_words_that_mean_nobody_and_no_words_lead_to_the_owners() -> None:
    promised("The Partnership", "")
    say = f"Say who is meant, in the admin under Owners of action items: {ADMIN}/decisions/assignment/add/?reference="
    assert reasons() == [
        f"“The Partnership” is nobody whom the portal knows. {say}SC-2021-03/A1",
        f"The minutes name nobody. {say}SC-2021-03/A2",
    ]


def test_a_support_unit_without_an_address_is_told_and_who_is_nobody_on_purpose_is_not() -> None:
    unit = ("Sue", "OGP Support Unit", Capacity.PARTICIPANT, CoChair.NONE)
    promised("OGP Support Unit", "The Partnership", seats=(unit,))
    keeper, item = factories.editor(), ActionItem.objects.get(number="A2")
    meeting = item.edition.meeting
    Assignment.objects.create(meeting=meeting, number="A2", role="nobody", made_by=keeper)
    assert reasons() == []
    User.objects.update(email="")
    assert reasons() == [unreached.NO_STAFF]


@pytest.mark.parametrize(("count", "last"), [(4, "Nor is the other one whom it means."), (6, "Nor are the 3 others")])
def test_of_many_holders_a_few_are_told(count: int, last: str) -> None:
    seats = tuple((f"P{n}", f"Org {n}", Capacity.CIVIL_SOCIETY, CoChair.NONE) for n in range(count))
    promised("SC members", seats=seats)
    found = reasons()
    assert [why.partition(":")[0] for why in found[:3]] == ["P0", "P1", "P2"]
    assert (len(found), found[3].startswith(last)) == (4, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow(number: int, django_assert_num_queries: Any) -> None:
    seats = tuple((f"P{n}", f"Org {n}", Capacity.CIVIL_SOCIETY, CoChair.LEAD) for n in range(number))
    promised(*["Co-Chairs"] * number, seats=(KOREA, *seats))
    for n in range(number):
        enter(f"member{n}", f"org-{n}")
    items = reminding.unreached(today(), 14, 7)
    with django_assert_num_queries(12):
        assert len(unreached.gaps(items, today())) == number
