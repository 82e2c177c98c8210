"""What a new portal needs before anybody can use it: groups, words, the first minutes, three people to try it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import transaction

from meetings.models import Body, Edition, Meeting
from meetings.words import Capacity
from ogpminutes import environment, indexing, publication, roles
from ogpminutes.models import Member

DEMONSTRATORS = {
    "editor": roles.SUPPORT_UNIT,
    "approver": roles.APPROVERS,
    "member": roles.STEERING_COMMITTEE,
}


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in, with the password to print once."""

    name: str
    group: str
    password: str


@transaction.atomic
def prepare() -> list[Account]:
    """Fill an empty database and give the accounts that were made; a second call changes nothing and gives none."""
    roles.establish()
    if not Body.objects.exists():
        call_command("loaddata", "vocabulary", verbosity=0)
        if not Meeting.objects.exists():
            _load_december()
    if User.objects.exists():
        return []
    return [make_account(name, group) for name, group in DEMONSTRATORS.items()]


def _load_december() -> None:
    """The minutes of December 2020, which were approved before there was a portal, on a day that is not known."""
    call_command("loaddata", "december-2020", verbosity=0)
    edition = Edition.objects.with_meeting().get()
    indexing.index(edition)
    publication.adopt(edition, publication.OPERATOR, edition.version, approved_on=None)


def make_account(name: str, group: str) -> Account:
    password = environment.text("DEMO_PASSWORD") or secrets.token_urlsafe(12)
    address = (
        f"{name}@example.org"  # a domain that belongs to nobody, so that letters can be looked at and reach nobody
    )
    user = User.objects.create_user(name, address, password, is_staff=group in roles.STAFF)
    user.groups.add(Group.objects.get(name=group))
    if group == roles.STEERING_COMMITTEE:
        Member.objects.create(user=user, name="A member", capacity=Capacity.CIVIL_SOCIETY)
    return Account(name, group, password)
