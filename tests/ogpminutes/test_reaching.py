"""Owners who are named by an office are reminded and may answer; staff say who is meant where nobody is known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from attendees.models import Membership, Organisation, Person
from attendees.offices import Role
from decisions.models import ActionItem, Assignment, Update
from meetings.minutes import ActionItem as Promise
from meetings.minutes import AttendanceGroup, Passage, Session
from meetings.models import Body, Edition, LogEntry
from meetings.words import Capacity, CoChair, Kind
from ogpminutes import reminding, updating
from ogpminutes.models import Member, Reminder
from ogpminutes.models.members import today
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "/admin/decisions/assignment/add/"
PROMISE = "/decisions/SC-2021-03/A1/"
SAID = {"day": "2021-04-01", "state": "done", "note": "n", "evidence": ""}
LIST = "/admin/decisions/assignment/"


@pytest.fixture(autouse=True)
def record(db: None) -> None:
    """The co-chairs promise something, the Support Unit something else, and the Partnership a third thing; soon due."""
    factories.vocabulary()
    passages = tuple(
        Passage(
            kind=Kind.NARRATIVE,
            text=f"Somebody will do {place}.",
            actions=(
                Promise(
                    number=f"A{place}", text=f"will do {place}", responsible=owner, due=today() + timedelta(days=5)
                ),
            ),
        )
        for place, owner in enumerate(("Co-Chairs", "OGP Support Unit", "The Partnership"), 1)
    )
    seats = tuple(
        factories.seated(*seat)
        for seat in (
            ("Kim", "Government of Korea", Capacity.GOVERNMENT, CoChair.LEAD),
            ("Maria Baron", "Directorio", Capacity.CIVIL_SOCIETY, CoChair.LEAD),
            ("Ida", "Government of Italy", Capacity.GOVERNMENT, CoChair.INCOMING),
        )
    )
    parts = {
        "sessions": (Session(number="1", heading="Session 1", passages=passages),),
        "attendance": (AttendanceGroup(heading="Members", attendees=seats),),
    }
    factories.edition(factories.small_minutes(**parts))


def sits_for(name: str, organisation: str = "", person: str = "", **more: Any) -> None:
    facts: dict[str, Any] = {"organisation": Organisation.objects.get(slug=organisation)} if organisation else {}
    facts |= {"person": Person.objects.get(slug=person)} if person else {}
    factories.member(name, **facts, **more)


def everybody() -> None:
    factories.editor("editor")
    sits_for("korea", "government-of-korea", capacity=Capacity.GOVERNMENT)
    sits_for("maria", "directorio", "maria-baron")
    sits_for("colleague", "directorio")
    sits_for("italy", "government-of-italy", capacity=Capacity.GOVERNMENT)
    sits_for("gone", "government-of-korea", ends_on=today() - timedelta(days=1), capacity=Capacity.GOVERNMENT)


def test_those_who_held_the_office_and_the_support_unit_are_reminded_once(capsys: pytest.CaptureFixture[str]) -> None:
    everybody()
    call_command("send_reminders")
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert sorted(letters) == ["editor@example.org", "korea@example.org", "maria@example.org"]
    assert letters["editor@example.org"].subject == "Action items of the Support Unit"
    assert "say that the Support Unit will do the following. No" in " ".join(letters["editor@example.org"].body.split())
    text = " ".join(letters["korea@example.org"].body.split())
    assert "say that Government of Korea will do the following, by name or by the office held then." in text
    assert "will do 1 (responsible: Co-Chairs)" in text
    due = f"{today() + timedelta(days=5):%Y-%m-%d}"
    assert (
        f"SC-2021-03/A3, due {due}, reaches nobody (“The Partnership”):\n"
        "  “The Partnership” is nobody whom the portal knows. Say who is meant" in capsys.readouterr().out
    )
    call_command("send_reminders")
    assert (len(mail.outbox), Reminder.objects.count()) == (3, 3)


def test_nobody_is_reached_where_all_left_office(capsys: pytest.CaptureFixture[str]) -> None:
    sits_for("gone", "government-of-korea", ends_on=today() - timedelta(days=1), capacity=Capacity.GOVERNMENT)
    assert [item.number for item in reminding.unreached(today(), 14, 7)] == ["A1", "A2", "A3"]
    call_command("send_reminders", "--preview")
    assert capsys.readouterr().out.count("reaches nobody") == 3


@pytest.mark.parametrize(
    ("name", "may"), [("korea", True), ("maria", True), ("colleague", False), ("italy", False), ("gone", False)]
)
def test_whoever_held_the_office_marks_the_item(client: Client, name: str, may: bool) -> None:
    everybody()
    client.force_login(Member.objects.get(name=f"Member {name}").user)
    sent = client.post("/decisions/SC-2021-03/A1/", SAID)
    assert (sent.status_code, Update.objects.count()) == ((302, 1) if may else (403, 0))


def test_a_member_of_no_organisation_is_reminded_and_answers_in_their_own_name(client: Client) -> None:
    sits_for("maria", person="maria-baron")
    call_command("send_reminders")
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["maria@example.org"], "Your action items")
    assert "say that you will do the following, by name or by the office held then." in " ".join(letter.body.split())
    client.force_login(Member.objects.get().user)
    page = " ".join(client.get(PROMISE).content.decode().split())
    assert "Say what became of it, for yourself" in page
    assert "It is public at once, as said by you, under your name: Maria Baron." in page
    assert client.post(PROMISE, {**SAID, "seen": "0"}).status_code == 302
    page = " ".join(client.get(PROMISE).content.decode().split())
    assert "Recorded for Maria Baron. Everybody can read it now." in page
    assert "<span>Marked by Maria Baron</span>" in page
    update = Update.objects.with_speaker().get()
    assert (update.voice, update.organisation, update.speaker) == ("person", None, "Maria Baron")
    entry = client.get("/api/action-items/SC-2021-03/A1/").json()["updates"][0]
    assert (entry["voice"], entry["speaker"]) == ("person", "Maria Baron")
    feed = client.get("/feeds/actions.atom").content.decode()
    assert "Marked by&lt;/dt&gt;&lt;dd&gt;Maria Baron" in feed


def test_a_member_is_named_as_approved_minutes_print_them_and_never_as_a_draft_does(client: Client) -> None:
    sits_for("maria", person="maria-baron")
    Person.objects.filter(slug="maria-baron").update(name="Maria Draftspelling")  # as whoever filed her first wrote it
    Organisation.objects.update(name="Draftspelling Ltd")
    client.force_login(Member.objects.get().user)
    assert "under your name: Maria Baron." in " ".join(client.get(PROMISE).content.decode().split())
    client.post(PROMISE, {**SAID, "seen": "0"})
    for address in (PROMISE, "/api/updates/", "/feeds/actions.json", "/decisions/actions/updates.csv"):
        answer = b"".join(client.get(address)).decode()
        assert "Maria Baron" in answer, address
        assert "Draftspelling" not in answer, address


@pytest.mark.parametrize("place", [2, 3])
def test_a_member_of_no_organisation_marks_nothing_that_is_not_theirs(client: Client, place: int) -> None:
    sits_for("maria", person="maria-baron")
    client.force_login(Member.objects.get().user)
    assert client.post(f"/decisions/SC-2021-03/A{place}/", SAID).status_code == 403
    assert not Update.objects.exists()


def test_whoever_sat_for_a_government_does_not_own_what_is_its_own(client: Client) -> None:
    """The seat is the government's, so a member whose entry names Kim alone is neither reminded nor heard."""
    sits_for("kim", person="kim", capacity=Capacity.GOVERNMENT)
    assert reminding.due_on(today(), 14, 7) == []
    client.force_login(Member.objects.get().user)
    assert client.post(PROMISE, SAID).status_code == 403


@pytest.mark.parametrize(("until", "is_owner"), [(date(2021, 3, 2), False), (date(2021, 3, 3), True)])
def test_a_co_chair_whose_term_ended_before_the_meeting_is_no_owner(
    client: Client, until: date, is_owner: bool
) -> None:
    session = Session(
        number="1",
        heading="S",
        passages=(
            Passage(
                kind=Kind.NARRATIVE,
                text="x",
                actions=(Promise(number="A1", text="x", responsible="Co-Chairs", due=today()),),
            ),
        ),
    )
    Edition.objects.filter(status="approved").update(status="superseded")
    parts = {"sessions": (session,), "attendance": ()}
    factories.edition(factories.small_minutes(**parts), reason="Without its list of attendees.")
    former = Person.objects.create(slug="former", name="Former")
    facts = {"seat": "civil-society", "co_chair": "lead", "from_year": 2019, "until_year": 2021, "ends_on": until}
    Membership.objects.create(body=Body.objects.get(slug="steering-committee"), person=former, **facts)
    sits_for("former", person="former")
    assert bool(reminding.due_on(today(), 14, 7)) == is_owner
    client.force_login(Member.objects.get().user)
    assert client.post(PROMISE, SAID).status_code == (302 if is_owner else 403)


def test_all_who_are_reminded_may_answer_and_nobody_else(client: Client) -> None:
    everybody()
    sits_for("kim", person="kim", capacity=Capacity.GOVERNMENT)
    sits_for("ida", person="ida", capacity=Capacity.GOVERNMENT)
    reminded = {
        (each.item.number, each.to.user.username) for each in reminding.due_on(today(), 14, 7) if each.to.member
    }
    answering = {
        (item.number, member.user.username)
        for item in ActionItem.objects.with_passage()
        for member in Member.objects.with_account()
        if updating.may_mark(member.user, item)
    }
    assert answering == reminded == {("A1", "korea"), ("A1", "maria")}


def test_staff_say_who_is_meant_and_take_it_away_and_the_log_tells(client: Client) -> None:
    client.force_login(factories.editor())
    page = " ".join(client.get(LIST).content.decode().split())
    assert "1 open action item whose owner is nobody whom the portal knows" in page
    assert f'<a href="{ADD}?reference=SC-2021-03/A3">SC-2021-03/A3</a>: “The Partnership”, will do 3' in page
    assert 'value="SC-2021-03/A3"' in client.get(f"{ADD}?reference=SC-2021-03/A3").content.decode()
    answer = client.post(ADD, {"reference": "sc-2021-03/a3", "role": "lead-co-chairs"})
    assert (answer.status_code, answer["Location"]) == (302, "/decisions/SC-2021-03/A3/")
    made = Assignment.objects.get()
    assert (made.number, made.role, made.meeting.slug, str(made.made_by)) == ("A3", Role.LEAD, "march-2021", "editor")
    assert "whose owner is nobody" not in client.get(LIST).content.decode()
    assert "(as the Support Unit says)" in client.get("/decisions/SC-2021-03/A3/").content.decode()
    assert client.get(f"{LIST}{made.pk}/change/").status_code == 200
    assert client.post(f"{LIST}{made.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Assignment.objects.exists()
    told = [(entry.action, "SC-2021-03/A3" in entry.details) for entry in LogEntry.objects.order_by("position")]
    assert told[-2:] == [("owner said", True), ("owner taken away", True)]
    assert ActionItem.objects.get(number="A3").responsible == "The Partnership"


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"reference": "SC-2021-03/A3"}, "Choose one owner"),
        ({"reference": "SC-2021-03/A3", "role": "nobody", "person": "1"}, "Choose one owner"),
        ({"reference": "SC-2021-03/A9", "role": "nobody"}, "No approved minutes hold this action item"),
        ({"reference": "SC-2021-03/D1", "role": "nobody"}, "No approved minutes hold this action item"),
        ({"reference": "\0" * 9, "role": "nobody"}, "Null characters are not allowed"),
        ({"reference": "A" * 1_000_000, "role": "nobody"}, "has at most 40 characters"),
        ({"reference": "SC-2021-03/A3", "role": "king"}, "is not one of the available choices"),
        ({"reference": "SC-2021-03/A3", "organisation": "999999999"}, "not one of the available choices"),
    ],
)
def test_what_names_no_owner_or_no_item_is_refused_and_kept(client: Client, sent: dict[str, str], why: str) -> None:
    client.force_login(factories.editor())
    person = str(Person.objects.all()[0].pk)
    page = client.post(ADD, {**sent, **({"person": person} if "person" in sent else {})})
    assert page.status_code == 200
    assert why in page.content.decode()
    assert not Assignment.objects.exists()


def test_the_same_owner_is_not_said_twice(client: Client) -> None:
    client.force_login(factories.editor())
    for _ in range(2):
        page = client.post(ADD, {"reference": "SC-2021-03/A3", "role": "nobody"})
    assert "This is said of the item already." in page.content.decode()
    assert Assignment.objects.count() == 1


def test_only_the_support_unit_says_who_is_meant(client: Client) -> None:
    client.force_login(factories.member())
    assert client.post(ADD, {"reference": "SC-2021-03/A3", "role": "nobody"}).status_code in (302, 403)
    assert not Assignment.objects.exists()


def test_items_of_drafts_get_no_owner(client: Client) -> None:
    promise = Promise(number="A1", text="x", responsible="zebra")
    session = Session(number="1", heading="S", passages=(Passage(kind=Kind.NARRATIVE, text="x", actions=(promise,)),))
    minutes = factories.small_minutes(meeting="june-2021", day=date(2021, 6, 3), sessions=(session,))
    factories.edition(minutes, "draft")
    client.force_login(factories.editor())
    page = client.post(ADD, {"reference": "SC-2021-06/A1", "role": "nobody"})
    assert "No approved minutes hold this action item" in page.content.decode()
    assert "zebra" not in client.get(LIST).content.decode()
