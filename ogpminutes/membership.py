"""Letting members in and keeping their terms: the account, the group that goes with the capacity, and the log.

Nobody of the Support Unit is made or changed here: who may write to an account's address may enter it, and an editor
must not become an approver in this way.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from meetings.lines import slug_of
from ogpminutes import audit, roles
from ogpminutes.models import Member


class Refused(Exception):
    """Nothing was changed; the message says why and what to do."""


STAFF = "is the address of an account of the Support Unit; whoever operates the portal manages those"


@transaction.atomic
def keep(member: Member, email: str, by: User) -> Member:
    """Store a member, new or changed, with the address and the group of the account. Raises `Refused`."""
    email = demand_address(email)
    is_new = member._state.adding
    user = account_of(email, member) or User.objects.create_user(free_name(member.name), email)
    before = None if is_new else Member.objects.get(pk=member.pk)
    if user.email != email:
        user.email = email
        user.save(update_fields=["email"])
    member.user = user
    member.save()
    _join(user, member)
    changed = _changed(before, member)
    if is_new or changed:
        deed = "member let in" if is_new else "member changed"
        audit.record(by.get_username(), deed, member=member.pk, account=user.get_username(), fields=changed)
    return member


def demand_address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(f"“{email[:80]}” is no e-mail address.") from error
    if len(email) > 150:
        raise Refused("The e-mail address has more than 150 characters.")
    return email


def account_of(email: str, member: Member) -> User | None:
    """Give the account that a member has, or that an address has; none where one must be made. Raises `Refused`."""
    holder = User.objects.filter(email__iexact=email).first() or User.objects.filter(username__iexact=email).first()
    if not member._state.adding:
        return _own_account(email, member, holder)
    if holder and (holder.is_staff or holder.is_superuser):
        raise Refused(f"{email} {STAFF}.")
    if holder and Member.objects.filter(user=holder).exists():
        raise Refused(f"{email} is a member's address already; change that member instead.")
    return holder


def free_name(name: str) -> str:
    """Give a user name that nobody has, from a person's: the log names its actors by it, so it is no address."""
    wanted = slug_of(name) or "member"
    taken = {
        each.lower() for each in User.objects.filter(username__istartswith=wanted).values_list("username", flat=True)
    }
    return next(each for each in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _own_account(email: str, member: Member, holder: User | None) -> User:
    if holder and holder != member.user:
        raise Refused(f"{email} is the address of another account.")
    if member.user.is_staff and member.user.email.lower() != email:
        raise Refused(f"{member.user.email} {STAFF}.")
    return member.user


def _join(user: User, member: Member) -> None:
    """Put the account into the group of its capacity, and out of the other one."""
    wanted = roles.STEERING_COMMITTEE if member.counts else roles.OBSERVERS
    if not Group.objects.filter(name=wanted).exists():
        roles.establish()
    for name in (roles.STEERING_COMMITTEE, roles.OBSERVERS):
        change = user.groups.add if name == wanted else user.groups.remove
        change(Group.objects.get(name=name))


def _changed(before: Member | None, after: Member) -> list[str]:
    """Name the facts that are new, for the log, which holds no names and no addresses."""
    names = [field.name for field in Member._meta.concrete_fields if field.name not in ("id", "user")]
    facts: list[Any] = [] if before is None else [name for name in names if _fact(before, name) != _fact(after, name)]
    return facts


def _fact(member: Member, name: str) -> Any:
    return getattr(member, Member._meta.get_field(name).attname)  # type: ignore[union-attr]
