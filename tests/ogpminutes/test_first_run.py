"""What a new portal is filled with, and what its groups may do."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission, User

from meetings.models import Edition, Meeting
from ogpminutes import first_run, roles

pytestmark = pytest.mark.django_db


def test_an_empty_portal_gets_the_first_minutes_and_three_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    accounts = first_run.prepare()
    assert [(account.name, account.group) for account in accounts] == [
        ("editor", "Support Unit"),
        ("approver", "Support Unit approvers"),
        ("member", "Steering Committee"),
    ]
    assert len({account.password for account in accounts}) == 3
    for account in accounts:
        assert authenticate(username=account.name, password=account.password) is not None
    assert list(User.objects.order_by("username").values_list("username", "is_staff", "is_superuser")) == [
        ("approver", True, False),
        ("editor", True, False),
        ("member", False, False),
    ]
    assert list(Edition.objects.values_list("meeting__slug", "status")) == [("december-2020", "approved")]


def test_a_second_run_changes_nothing() -> None:
    first_run.prepare()
    Meeting.objects.update(last_day="2020-12-16")
    assert first_run.prepare() == []
    assert str(Meeting.objects.get().last_day) == "2020-12-16"
    assert User.objects.count() == 3


def test_the_password_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "a password for trying")
    assert {account.password for account in first_run.prepare()} == {"a password for trying"}


def permissions(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_the_groups_may_do_what_their_work_needs() -> None:
    roles.establish()
    unit = permissions(roles.SUPPORT_UNIT)
    assert {"add_edition", "change_passage", "delete_session", "view_draft_edition", "add_update"} <= unit
    assert {"add_member", "change_member", "view_comment", "view_stance", "view_logentry", "view_seal"} <= unit
    assert unit & {"change_update", "delete_update", "add_user", "change_group", "approve_edition"} == set()
    assert unit & {"add_seal", "change_sealedfile", "delete_logentry", "change_version", "delete_member"} == set()
    assert unit & {"add_stance", "change_stance", "change_comment", "delete_comment", "add_invitation"} == set()
    assert permissions(roles.APPROVERS) == unit | {"approve_edition"}
    assert permissions(roles.STEERING_COMMITTEE) == permissions(roles.OBSERVERS) == {"view_circulated_edition"}
    assert permissions(roles.READERS) == set()


def test_groups_are_put_right_when_the_portal_starts() -> None:
    roles.establish()
    before = {group: permissions(group) for group in Group.objects.values_list("name", flat=True)}
    Group.objects.get(name=roles.READERS).permissions.set(Permission.objects.all())
    roles.establish()
    assert {group: permissions(group) for group in before} == before
