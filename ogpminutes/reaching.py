"""The accounts that stand for the owner of an action item: members in office, or the Support Unit's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User

from decisions.models import ActionItem
from decisions.owners import Key, Owner, owners_of
from ogpminutes import roles
from ogpminutes.models import Member


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who can be written to: a member, or without one an account of the Support Unit."""

    user: User
    member: Member | None = None

    @property
    def name(self) -> str:
        return self.member.name if self.member else self.user.get_full_name() or self.user.get_username()

    @property
    def whom(self) -> str:
        """Whom they speak for."""
        return str((self.member.organisation or "you") if self.member else "the Support Unit")


def is_reached(owner: Owner, member: Member) -> bool:
    """Whether a member is meant by an owner: as the person, or by the organisation that they sit for.

    This is the one rule of who is reminded of an item and of who may say what became of it. Who held an office, such
    as that of co-chair, is told by the day of the meeting (`decisions.owners`); the member is in office today.
    """
    return bool(owner.holders & keys_of(member))


def keys_of(member: Member) -> set[Key]:
    """Give whom the entry of a member names, as owners are given."""
    named = (("organisation", member.organisation_id), ("person", member.person_id))
    return {(kind, pk) for kind, pk in named if pk}


def reach(items: Iterable[ActionItem], day: date) -> dict[int, list[Addressee]]:
    """Give who is to be told of each item on a day, by the item's id; nobody where its owner is nobody in office."""
    items = list(items)
    owners = owners_of(items)
    members = [Addressee(each.user, each) for each in Member.objects.in_office(day).with_account()]
    staff = [Addressee(user) for user in _staff()] if any(each.is_support_unit for each in owners.values()) else []
    return {item.pk: _reached(owners[item.pk], members, staff) for item in items}


def _reached(owner: Owner, members: list[Addressee], staff: list[Addressee]) -> list[Addressee]:
    own = [each for each in members if each.member and is_reached(owner, each.member)]
    return own + (staff if owner.is_support_unit else [])


def _staff() -> Any:
    accounts = User.objects.filter(is_active=True, is_staff=True, groups__name__in=roles.STAFF).exclude(email="")
    return accounts.distinct().order_by("pk")
