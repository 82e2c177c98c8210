"""Letting members in: the admin's form, invitations, terms, and who must not be made what."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from meetings.models import LogEntry
from ogpminutes.models import Invitation, Member
from ogpminutes.models.members import today
from tests import factories
from tests.pagetext import all_of, text, tree

ADD = "/admin/ogpminutes/member/add/"
LIST = "/admin/ogpminutes/member/"
PASSWORD = "an owl in the attic"
LINK = re.compile(r"/sign-in/invitation/[\w-]+/")

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    factories.vocabulary()
    client.force_login(factories.editor())
    return client


def facts(**more: str) -> dict[str, str]:
    plain = {"name": "Ada Łoś", "email": "ada@example.org", "capacity": "civil-society-member"}
    return {**plain, "organisation": "", "person": "", "starts_on": "2026-01-01", "ends_on": "", **more}


def change(desk: Client, member: Member, **more: str) -> Any:
    address = f"{LIST}{member.pk}/change/"
    return desk.post(address, facts(seen=desk.get(address).context["seen"], **more))


def errors(answer: Any) -> list[str]:
    lists = all_of(tree(answer), "ul", "errorlist")
    return [text(item) for each in lists for item in all_of(each, "li")]


def invite(desk: Client, outbox: list[EmailMessage], **more: str) -> str:
    """Let Ada in, and give the link of her letter."""
    assert desk.post(ADD, facts(is_invited="on", **more)).status_code == 302
    link = LINK.search(str(outbox[-1].body))
    assert link
    return link[0]


# The form


def test_an_editor_lets_a_member_in(desk: Client) -> None:
    assert desk.post(ADD, facts()).headers["Location"] == LIST
    member = Member.objects.get()
    assert (member.name, member.user.username, member.user.email) == ("Ada Łoś", "ada-łos", "ada@example.org")
    assert not member.user.has_usable_password()
    assert [group.name for group in member.user.groups.all()] == ["Steering Committee"]
    assert not member.user.is_staff
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.action) == ("editor", "member let in")


def test_the_capacity_decides_the_group(desk: Client) -> None:
    desk.post(ADD, facts(capacity="observer"))
    member = Member.objects.get()
    assert [group.name for group in member.user.groups.all()] == ["Observers"]
    change(desk, member, capacity="government-member")
    member = Member.objects.get()
    assert [group.name for group in member.user.groups.all()] == ["Steering Committee"]
    entry = LogEntry.objects.get(action="member changed")
    assert json.loads(entry.details) == {"account": "ada-łos", "fields": ["capacity"], "member": member.pk}


def test_two_of_one_name_have_two_user_names(desk: Client) -> None:
    desk.post(ADD, facts())
    desk.post(ADD, facts(email="other@example.org"))
    assert sorted(member.user.username for member in Member.objects.all()) == ["ada-łos", "ada-łos-2"]


def test_an_ended_member_is_out_from_the_next_page_on(desk: Client) -> None:
    desk.post(ADD, facts())
    member = Member.objects.get()
    reader = Client()
    reader.force_login(member.user)
    assert reader.get("/respond/").status_code == 200
    change(desk, member, ends_on=str(today() - timedelta(days=1)))
    assert reader.get("/respond/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"email": "approver@example.org"}, "approver@example.org is the address of an account of the Support Unit;"),
        ({"email": "APPROVER@example.org"}, "approver@example.org is the address of an account of the Support Unit;"),
        ({"email": "member@example.org"}, "member@example.org is a member's address already;"),
        ({"email": "a@b\nBcc: c@d"}, "Enter a valid email address."),
        ({"capacity": "king"}, "Select a valid choice. king is not one of the available choices."),
        ({"ends_on": "2025-01-01"}, "The term ends before it starts. Correct one of the days."),
        ({"name": " "}, "This field is required."),
        ({"organisation": "99"}, "Select a valid choice. That choice is not one of the available choices."),
    ],
)
def test_what_the_form_refuses(desk: Client, typed: dict[str, str], message: str) -> None:
    factories.approver()
    factories.member()
    answer = desk.post(ADD, facts(**typed))
    assert answer.status_code == 200
    assert [each for each in errors(answer) if each.startswith(message)] != []
    assert Member.objects.count() == 1


def test_a_members_address_is_not_turned_into_anothers(desk: Client) -> None:
    factories.approver()
    factories.member("ben")
    desk.post(ADD, facts())
    member = Member.objects.get(name="Ada Łoś")
    for address in ("approver@example.org", "ben@example.org"):
        answer = change(desk, member, email=address)
        assert len(errors(answer)) == 1
    assert User.objects.get(pk=member.user_id).email == "ada@example.org"


def test_the_address_of_a_member_who_is_staff_is_not_the_editors_to_change(desk: Client) -> None:
    boss = factories.approver()
    member = Member.objects.create(user=boss, name="Boss", capacity="participant")
    answer = change(desk, member, email="editor2@example.org")
    (error,) = errors(answer)
    assert error.startswith("approver@example.org is the address of an account of the Support Unit;")


def test_forged_fields_make_nobody_staff(desk: Client) -> None:
    desk.post(ADD, facts(user="1", is_staff="on", user_id="1", groups="1"))
    member = Member.objects.get()
    assert (member.user.username, member.user.is_staff, member.user.is_superuser) == ("ada-łos", False, False)


def test_members_are_not_deleted(desk: Client) -> None:
    member = Member.objects.get(user=factories.member())
    assert desk.post(f"{LIST}{member.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["member", "observer"])
def test_members_keep_no_list_of_members(role: str) -> None:
    client = Client()
    client.force_login(getattr(factories, role)())
    assert client.get(LIST).status_code in (302, 403)
    client.post(ADD, facts())
    assert Member.objects.count() == 1


# Invitations


def test_an_invited_member_chooses_a_password_and_signs_in(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    link = invite(desk, mailoutbox)
    assert mailoutbox[0].to == ["ada@example.org"]
    guest = Client()
    page = guest.get(link)
    assert text(all_of(tree(page), "h1")[0]) == "Welcome, Ada Łoś"
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    answer = guest.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/?next=/respond/"
    assert "_auth_user_id" not in guest.session
    answer = guest.post("/sign-in/", {"login": "ada@example.org", "password": PASSWORD, "next": "/respond/"})
    assert answer.headers["Location"] == "/respond/"
    assert [entry.action for entry in LogEntry.objects.order_by("position")] == [
        "member let in",
        "invited",
        "invitation accepted",
    ]


def test_a_link_works_once(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    link = invite(desk, mailoutbox)
    Client().post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    answer = Client().post(link, {"new_password1": "another password", "new_password2": "another password"})
    assert answer.status_code == 404
    assert Member.objects.get().user.check_password(PASSWORD)


def test_the_database_holds_no_link(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    secret = invite(desk, mailoutbox).split("/")[3]
    assert len(secret) == 43
    invitation = Invitation.objects.get()
    assert secret not in str(invitation.__dict__)
    assert [entry for entry in LogEntry.objects.all() if secret in entry.details] == []


def test_a_weak_password_is_refused_and_the_link_stays(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    link = invite(desk, mailoutbox)
    answer = Client().post(link, {"new_password1": "short", "new_password2": "short"})
    assert "This password is too short." in answer.content.decode()
    assert Client().get(link).status_code == 200


def test_a_later_letter_replaces_the_link(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    first = invite(desk, mailoutbox)
    member = Member.objects.get()
    desk.post(LIST, {"action": "invite", "_selected_action": [member.pk]})
    second = LINK.search(str(mailoutbox[-1].body))
    assert second
    assert [Client().get(link).status_code for link in (first, second[0])] == [404, 200]


@pytest.mark.parametrize("why", ["old", "ended", "closed", "staff"])
def test_links_that_work_no_longer(desk: Client, mailoutbox: list[EmailMessage], why: str) -> None:
    link = invite(desk, mailoutbox)
    if why == "old":
        Invitation.objects.update(expires_at=timezone.now())
    elif why == "ended":
        Member.objects.update(ends_on=today() - timedelta(days=1), starts_on=today() - timedelta(days=2))
    else:
        User.objects.filter(email="ada@example.org").update(
            **{"closed": {"is_active": False}}.get(why, {"is_staff": True})
        )
    answer = Client().get(link)
    assert answer.status_code == 404
    assert text(all_of(tree(answer), "h1")[0]) == "This link works no longer"


def test_staff_and_ended_members_are_not_invited(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    boss = Member.objects.create(user=factories.approver(), name="Boss", capacity="participant")
    factories.member("ben", ends_on=today() - timedelta(days=1))
    chosen = list(Member.objects.values_list("pk", flat=True))
    page = desk.post(LIST, {"action": "invite", "_selected_action": chosen}, follow=True).content.decode()
    assert mailoutbox == []
    assert f"{boss} is of the Support Unit and signs in with their own password." in page
    assert "The term of Member ben is over; set a later end first." in page


def test_a_letter_that_does_not_arrive_is_told(desk: Client) -> None:
    member = Member.objects.get(user=factories.member("ben"))
    User.objects.filter(pk=member.user_id).update(email="")
    page = desk.post(LIST, {"action": "invite", "_selected_action": [member.pk]}, follow=True).content.decode()
    assert "It did not reach Member ben (no address)." in page
