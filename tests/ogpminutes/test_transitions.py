"""The steps of an edition as staff take them in the admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import Edition, LogEntry
from ogpminutes import publication, responses, verification
from ogpminutes.models.members import today
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db: None) -> Edition:
    factories.vocabulary()
    return factories.edition(factories.small_minutes(), status="draft")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.approver())
    return client


def address(edition: Edition, step: str) -> str:
    return reverse(f"admin:meetings_edition_{step}", args=[edition.pk])


def take(desk: Client, edition: Edition, step: str, **typed: Any) -> Any:
    typed.setdefault("seen", Edition.objects.get(pk=edition.pk).version)
    return desk.post(address(edition, step), typed)


def state(edition: Edition) -> str:
    return Edition.objects.get(pk=edition.pk).status


def circulate(desk: Client, draft: Edition) -> Any:
    return take(desk, draft, "circulate", respond_by=publication.proposed_deadline(draft).isoformat())


def past_the_deadline(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(respond_by=timezone.localdate() - timedelta(days=1))


def last_deed() -> tuple[str, str]:
    entry = LogEntry.objects.latest("position")
    return entry.actor, entry.action


def test_a_draft_is_circulated_and_every_member_gets_a_mail(desk: Client, draft: Edition) -> None:
    factories.member()
    factories.observer()
    page = desk.get(address(draft, "circulate"))
    assert "Circulate to 2 members" in page.content.decode()
    assert publication.proposed_deadline(draft).isoformat() in page.content.decode()
    assert circulate(desk, draft).status_code == 302
    assert state(draft) == "circulated"
    assert last_deed() == ("approver", "circulated")
    assert sorted(message.to[0] for message in mail.outbox) == ["member@example.org", "observer@example.org"]


@pytest.mark.parametrize(
    ("number", "days_ago", "said"),
    [
        (1, 14, "two weeks after the meeting: by {due}."),
        (1, 15, "two weeks after the meeting: by {due}, which is past."),
        (2, 15, "Edition 1 stays public until this one is approved and takes its place."),
    ],
)
def test_it_is_said_until_when_the_minutes_are_to_be_public(
    desk: Client, draft: Edition, number: int, days_ago: int, said: str
) -> None:
    day, reason = today() - timedelta(days=days_ago), "A name was wrong." if number > 1 else ""
    Edition.objects.filter(pk=draft.pk).update(number=number, reason=reason, last_day=day)
    due = today() - timedelta(days=days_ago - 14)
    page = desk.get(address(draft, "circulate")).content.decode()
    assert said.format(due=f"{due:%-d %B %Y}") in page
    assert ("two weeks" in page) == (number == 1)


def test_what_is_refused_is_said_and_what_was_typed_stays(desk: Client, draft: Edition) -> None:
    answer = take(desk, draft, "circulate", respond_by="2020-01-01")
    assert answer.status_code == 409
    assert "1 January 2020 is too soon" in answer.content.decode()
    assert 'value="2020-01-01"' in answer.content.decode()
    assert state(draft) == "draft"
    assert mail.outbox == []


def test_a_step_from_an_old_page_is_refused(desk: Client, draft: Edition) -> None:
    answer = take(desk, draft, "circulate", respond_by=publication.proposed_deadline(draft).isoformat(), seen="7")
    assert answer.status_code == 409
    assert "Somebody changed this edition" in answer.content.decode()
    assert state(draft) == "draft"


def test_withdrawing_needs_a_reason_and_tells_the_members(desk: Client, draft: Edition) -> None:
    factories.member()
    circulate(desk, draft)
    mail.outbox.clear()
    assert take(desk, draft, "withdraw", reason="  ").status_code == 409
    assert state(draft) == "circulated"
    assert take(desk, draft, "withdraw", reason="A name is wrong.").status_code == 302
    assert state(draft) == "draft"
    assert len(mail.outbox) == 1
    assert "A name is wrong." in mail.outbox[0].body


def test_approval_is_one_click_when_nothing_speaks_against_it(desk: Client, draft: Edition) -> None:
    circulate(desk, draft)
    past_the_deadline(draft)
    assert take(desk, draft, "approve").status_code == 302
    assert state(draft) == "approved"
    assert last_deed() == ("approver", "approved")


def test_approval_before_the_deadline_asks_twice_and_why(desk: Client, draft: Edition) -> None:
    circulate(desk, draft)
    asked = take(desk, draft, "approve")
    assert asked.status_code == 200
    assert "Members may respond until the end of" in asked.content.decode()
    assert state(draft) == "circulated"
    read = asked.context["step"].form["read"].value()
    assert take(desk, draft, "approve", read=read, despite="They all agreed.").status_code == 409
    assert take(desk, draft, "approve", read=read, despite="", is_sure="on").status_code == 409
    assert state(draft) == "circulated"
    assert take(desk, draft, "approve", read=read, despite="They all agreed.", is_sure="on").status_code == 302
    assert state(draft) == "approved"
    assert "They all agreed." in LogEntry.objects.get(action="approved").details


def test_a_reason_given_before_somebody_objected_is_asked_for_again(desk: Client, draft: Edition) -> None:
    member = factories.member()
    circulate(desk, draft)
    read = take(desk, draft, "approve").context["step"].form["read"].value()
    responses.state(draft, member, Edition.objects.get(pk=draft.pk).version, "objection", "Not so.")
    page = take(desk, draft, "approve", read=read, despite="They all agreed.", is_sure="on")
    assert page.status_code == 200
    assert "Member member objects." in page.content.decode()
    assert ">\nThey all agreed.</textarea>" in page.content.decode()
    assert state(draft) == "circulated"


def test_an_editor_cannot_approve_whatever_is_sent(client: Client, draft: Edition) -> None:
    client.force_login(factories.editor())
    circulate(client, draft)
    past_the_deadline(draft)
    answer = take(client, draft, "approve", despite="I may.", is_sure="on", status="approved")
    assert "Your account may not approve minutes" in answer.content.decode()
    take(client, draft, "adopt", approved_on="2021-03-04")
    assert state(draft) == "circulated"


def test_old_minutes_are_recorded_as_approved(desk: Client, draft: Edition) -> None:
    assert take(desk, draft, "adopt", approved_on="2021-04-01").status_code == 302
    edition = Edition.objects.get(pk=draft.pk)
    assert (edition.status, edition.approved_on.isoformat()) == ("approved", "2021-04-01")


def test_an_amendment_opens_the_next_edition(desk: Client, draft: Edition) -> None:
    take(desk, draft, "adopt", approved_on="2021-04-01")
    answer = take(desk, draft, "amend", reason="A name was misspelt.")
    opened = Edition.objects.get(number=2)
    assert answer.url == address(opened, "change")
    assert (opened.status, opened.reason) == ("draft", "A name was misspelt.")
    assert "is in work already" in take(desk, draft, "amend", reason="Again.").content.decode()


def test_a_deleted_draft_is_logged(desk: Client, draft: Edition) -> None:
    page = desk.get(address(draft, "delete"))
    desk.post(address(draft, "delete"), {"post": "yes", "seen": page.context["seen"]})
    assert not Edition.objects.exists()
    assert last_deed() == ("approver", "deleted")
    assert list(verification.problems()) == []


@pytest.mark.parametrize("step", ["circulate", "withdraw", "approve", "adopt", "amend"])
def test_no_step_for_strangers_and_members(client: Client, draft: Edition, step: str) -> None:
    assert client.get(address(draft, step)).status_code == 302
    client.force_login(factories.member())
    assert client.get(address(draft, step)).status_code in (302, 403)
    assert client.post(address(draft, step), {"seen": 0}).status_code == 403
    assert state(draft) == "draft"


@pytest.mark.parametrize("status", ["draft", "circulated", "approved", "superseded"])
def test_every_page_offers_the_steps_of_its_state(desk: Client, draft: Edition, status: str) -> None:
    edition = factories.turn(draft, status)
    page = desk.get(address(edition, "change")).content.decode()
    offered = {step for step in transitions() if f'{address(edition, step)}"' in page}
    wanted = {"draft": {"circulate", "adopt"}, "circulated": {"approve", "withdraw"}, "approved": {"amend"}}
    assert offered == wanted.get(status, set())


def transitions() -> list[str]:
    return ["circulate", "withdraw", "approve", "adopt", "amend"]


def test_a_staff_account_that_may_change_nothing_takes_no_step(client: Client, draft: Edition) -> None:
    client.force_login(User.objects.create_user("idle", is_staff=True))
    answer = take(client, draft, "circulate", respond_by=publication.proposed_deadline(draft).isoformat())
    assert answer.status_code in (403, 404)
    assert state(draft) == "draft"
