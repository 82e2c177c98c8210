"""What a new portal is filled with, and what its groups may do."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, User

from meetings.models import Edition, Meeting
from ogpminutes import first_run, roles

pytestmark = pytest.mark.django_db


def test_an_empty_portal_gets_the_first_minutes_and_two_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    accounts = first_run.prepare()
    assert [(account.name, account.group) for account in accounts] == [
        ("editor", "Support Unit"),
        ("member", "Steering Committee"),
    ]
    assert len({account.password for account in accounts}) == 2
    for account in accounts:
        assert authenticate(username=account.name, password=account.password) is not None
    assert list(User.objects.order_by("username").values_list("username", "is_staff", "is_superuser")) == [
        ("editor", True, False),
        ("member", False, False),
    ]
    assert list(Edition.objects.values_list("meeting__slug", "status")) == [("december-2020", "approved")]


def test_a_second_run_changes_nothing() -> None:
    first_run.prepare()
    Meeting.objects.update(last_day="2020-12-16")
    assert first_run.prepare() == []
    assert str(Meeting.objects.get().last_day) == "2020-12-16"
    assert User.objects.count() == 2


def test_the_password_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "a password for trying")
    assert {account.password for account in first_run.prepare()} == {"a password for trying"}


def test_the_groups_may_do_what_their_work_needs() -> None:
    roles.establish()
    unit = set(Group.objects.get(name=roles.SUPPORT_UNIT).permissions.values_list("codename", flat=True))
    assert {"add_edition", "change_passage", "delete_session", "view_draft_edition", "add_update"} <= unit
    assert unit & {"change_update", "delete_update", "add_user", "change_group"} == set()
    committee = Group.objects.get(name=roles.STEERING_COMMITTEE).permissions.values_list("codename", flat=True)
    assert list(committee) == ["view_circulated_edition"]
