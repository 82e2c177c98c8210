"""Why an action item reaches nobody: what the record or the list of members lacks, who that is, and where to add it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from attendees.models import Attendance, Membership, Organisation, Person
from attendees.offices import Role
from decisions.models import ActionItem
from decisions.owners import Key, Owner, owners_of, role_of
from meetings.querysets import ANYBODY
from ogpminutes.models import Member
from ogpminutes.reaching import keys_of

MOST = 3  # holders of an office of whom it is said why they are not reached
SAY = "Say who is meant, in the admin under Owners of action items:"
NO_STAFF = (
    "No account of the Support Unit has an e-mail address. Whoever operates the portal gives it one, under Users."
)


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that reaches nobody, and why: a sentence for each of whom it means, with the address to put it right."""

    item: ActionItem
    reasons: tuple[str, ...]


def gaps(items: Iterable[ActionItem], day: date) -> list[Gap]:
    """Say of items that reach nobody on a day why that is so, in twelve queries; not of what is nobody's on purpose.

    Items come with their edition and its meeting.
    """
    items = list(items)
    owners = owners_of(items)
    known = _know({key for each in owners.values() for key in each.holders}, day) if items else _Known(day, [], {}, {})
    found = [Gap(item, tuple(_reasons(item, owners[item.pk], known))) for item in items]
    return [gap for gap in found if gap.reasons]


def _reasons(item: ActionItem, owner: Owner, known: _Known) -> Iterator[str]:
    cure = f"{SAY} {_address('decisions_assignment_add')}?reference={item.reference}"
    if owner.is_support_unit:
        yield NO_STAFF
    for words in owner.unmatched:
        yield f"“{words}” is nobody whom the portal knows. {cure}"
    offices = [role for role in owner.roles if role not in (Role.SUPPORT_UNIT, Role.NOBODY)]
    if offices and not owner.holders:
        yield _vacant(item, offices)
    if not (owner.holders or owner.roles or owner.unmatched):
        yield f"The minutes name nobody. {cure}"
    yield from _of_holders(owner, known)


def _vacant(item: ActionItem, offices: Iterable[Role]) -> str:
    named, first = ", ".join(role.label for role in offices), f"{item.edition.first_day:%-d %B %Y}"
    return (
        f"{named}: the list of attendees names none, and no term on record surely holds {first}. "
        f"Enter the term with its days, in the admin under Memberships: {_address('attendees_membership_changelist')}"
    )


def _of_holders(owner: Owner, known: _Known) -> Iterator[str]:
    """Say why each of those whom an owner means is not reached; the Support Unit is reached by its own accounts."""
    named = sorted((known.names[key], key) for key in owner.holders)
    holders = [(name, key) for name, key in named if role_of(name) != Role.SUPPORT_UNIT]
    for name, key in holders[:MOST]:
        yield from (f"{name}: {why}" for why in known.lacks(key))
    if others := len(holders[MOST:]):
        yield f"Nor {'is the other one' if others == 1 else f'are the {others} others'} whom it means."


@dataclass(frozen=True, slots=True)
class _Known:
    """The list of members, in office that day or not, and who is on record together with whom."""

    day: date
    members: list[Member]
    names: Mapping[Key, str]
    partners: Mapping[Key, set[Key]]

    def lacks(self, holder: Key) -> list[str]:
        """Say what the list lacks by which a holder would be reached: of an entry that is nearly theirs, or at all."""
        near = [
            self._half(each, holder)
            for each in self.members
            if self._is_in_office(each) and self._is_near(each, holder)
        ]
        over = [self._term(each) for each in self.members if holder in keys_of(each)]
        add = _address("ogpminutes_member_add")
        return near + over or [
            f"no entry of the list names them. Let their member in, in the admin under Members: {add}"
        ]

    def _is_in_office(self, member: Member) -> bool:
        begun, over = member.starts_on <= self.day, bool(member.ends_on and member.ends_on < self.day)
        return begun and not over and member.user.is_active

    def _is_near(self, member: Member, holder: Key) -> bool:
        """Whether somebody whom an entry names is on record with a holder, and nothing in it speaks against it."""
        is_somebody_else = holder[0] == "person" and member.person_id is not None
        return not is_somebody_else and bool(keys_of(member) & self.partners.get(holder, set()))

    def _half(self, member: Member, holder: Key) -> str:
        """Say what of an entry would have to be chosen, so that it names a holder."""
        name, cure = self.names[holder], f"in the admin under Members: {_entry(member)}"
        if holder[0] == "organisation":
            other = f"{member.organisation} as the organisation" if member.organisation else "no organisation"
            return (
                f"the entry of {member} names {member.person}, who is on record with it, and {other}. "
                f"If {member.person} sits for it, choose it in that entry, {cure}"
            )
        return (
            f"the entry of {member} names {member.organisation}, with which {name} is on record, and no person. "
            f"If {member} is {name}, choose that person in the entry, {cure}"
        )

    def _term(self, member: Member) -> str:
        ended = f"ended on {member.ends_on:%Y-%m-%d}" if member.ends_on else "has not ended, but the account is closed"
        state = ended if member.starts_on <= self.day else f"begins on {member.starts_on:%Y-%m-%d}"
        return (
            f"the term of {member} {state}. Let in whoever sits there now, or correct that entry, in the admin under "
            f"Members: {_entry(member)}"
        )


def _know(holders: set[Key], day: date) -> _Known:
    """Look up, in five queries, all that is said of holders."""
    members = list(Member.objects.with_account())
    ids = {kind: [pk for each, pk in holders if each == kind] for kind in ("organisation", "person")}
    models: dict[str, Any] = {"organisation": Organisation, "person": Person}
    names = {
        (kind, pk): name
        for kind, model in models.items()
        for pk, name in model.objects.filter(pk__in=ids[kind]).values_list("pk", "name")
    }
    together = Q(organisation__in=ids["organisation"], person__isnull=False)
    together |= Q(person__in=ids["person"], organisation__isnull=False)
    partners: dict[Key, set[Key]] = defaultdict(set)
    for rows in (Attendance.objects.current_for(ANYBODY), Membership.objects.all()):
        for organisation, person in rows.filter(together).order_by().values_list("organisation", "person").distinct():
            partners["organisation", organisation].add(("person", person))
            partners["person", person].add(("organisation", organisation))
    return _Known(day, members, names, partners)


def _entry(member: Member) -> str:
    return _address("ogpminutes_member_change", member.pk)


def _address(page: str, *key: int) -> str:
    """Give the whole address of a page of the admin."""
    return settings.PORTAL_ADDRESS + reverse(f"admin:{page}", args=key)
