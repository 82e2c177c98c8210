"""Who is meant by the owner that minutes give an action item: organisations, people, and who held an office that day.

The words as minuted are the record, and stay; what they are understood to mean stands beside them. They are understood
where they are the name of an organisation or a person, another name of an organisation that its entry lists, or the
name of an office ("Co-Chairs", "SC members", "the Support Unit"), or several of these joined. Nothing is guessed: words
that mean nobody known are `unmatched`, and the Support Unit says who is meant by an `Assignment`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from attendees import offices
from attendees.models import Organisation, Person
from attendees.offices import Holder, Offices, Role
from decisions.models import ActionItem, Assignment
from meetings.folding import fold
from meetings.lines import slug_of
from meetings.querysets import Reader

Key = tuple[str, int]  # ("organisation", 3) or ("person", 7)
JOINED = re.compile(r"\s*(?:[,;/&]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_FILLING = re.compile(r"\b(?:the|all|ogp|of|s)\b")
_CO_CHAIR = re.compile(r"(?:(lead|incoming) )?(?:(government|civil society) )?co ?chairs?")
_SC = r"(?:sc|steering committee)"
OFFICES = {
    Role.MEMBERS: rf"{_SC}(?: members?)?|members? {_SC}",
    Role.GOVERNMENTS: rf"{_SC} governments?(?: members?)?|government(?: {_SC})? members|governments {_SC}",
    Role.CIVIL_SOCIETY: rf"{_SC} civil society(?: members?)?|civil society(?: {_SC})? members",
    Role.SUPPORT_UNIT: r"su|support unit(?: staff)?|secretariat",
}
CO_CHAIRS = {
    ("", ""): Role.CO_CHAIRS,
    ("lead", ""): Role.LEAD,
    ("lead", "government"): Role.LEAD_GOVERNMENT,
    ("lead", "civil society"): Role.LEAD_CIVIL_SOCIETY,
    ("incoming", ""): Role.INCOMING,
    ("incoming", "government"): Role.INCOMING_GOVERNMENT,
    ("incoming", "civil society"): Role.INCOMING_CIVIL_SOCIETY,
}

COMMITTEE = (*CO_CHAIRS.values(), Role.MEMBERS, Role.GOVERNMENTS, Role.CIVIL_SOCIETY)
_LEAD = (Role.LEAD_GOVERNMENT, Role.LEAD_CIVIL_SOCIETY)
WITHIN = {  # offices whose holders all hold another one; who is incoming is no co-chair yet
    Role.MEMBERS: (Role.GOVERNMENTS, Role.CIVIL_SOCIETY),
    Role.CO_CHAIRS: (Role.LEAD, *_LEAD),
    Role.LEAD: _LEAD,
    Role.INCOMING: (Role.INCOMING_GOVERNMENT, Role.INCOMING_CIVIL_SOCIETY),
}


@dataclass(frozen=True, slots=True)
class Meant:
    """What the words of an owner are understood to mean, whatever the day."""

    roles: tuple[Role, ...] = ()
    holders: tuple[Key, ...] = ()
    unmatched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is meant by the owner of one action item. `holders` holds who held its `roles` on the day of the meeting."""

    roles: tuple[Role, ...]
    holders: frozenset[Key]
    unmatched: tuple[str, ...]
    is_assigned: bool

    @property
    def is_support_unit(self) -> bool:
        return Role.SUPPORT_UNIT in self.roles

    @property
    def is_nobody(self) -> bool:
        """Whether nobody is meant who could be reminded; it may be so on purpose."""
        return not self.holders and not self.is_support_unit

    @property
    def is_unmatched(self) -> bool:
        """Whether the Support Unit should say who is meant."""
        return bool(self.unmatched) or (self.is_nobody and Role.NOBODY not in self.roles)


def role_of(words: str) -> Role | None:
    """Give the office that words name: `the Lead Co-Chairs`; None where they name none that is known."""
    plain = " ".join(_FILLING.sub(" ", re.sub(r"\W+", " ", fold(words))).split())
    if found := _CO_CHAIR.fullmatch(re.sub(rf"^{_SC} ", "", plain)):
        return CO_CHAIRS.get((found[1] or "", found[2] or ""))
    return next((role for role, said in OFFICES.items() if re.fullmatch(said, plain)), None)


def read(several: Iterable[str]) -> dict[str, Meant]:
    """Say what the words of several owners mean, in three queries."""
    parts = {words: _parts(words) for words in several}
    known = _known({part for each in parts.values() for part in each})
    return {words: _meant(words, each, known) for words, each in parts.items()}


def owners_of(items: Iterable[ActionItem]) -> dict[int, Owner]:
    """Give who is meant by the owner of each item, by its id, in seven queries; items come with their edition."""
    items = list(items)
    meant = read({item.responsible for item in items})
    held = offices.held({item.edition_id: item.edition for item in items}.values()) if items else {}
    assigned = _assignments(items)
    return {item.pk: _owner(item, meant[item.responsible], assigned, held) for item in items}


def owned_by(items: QuerySet[ActionItem], holder: Holder) -> Q:
    """Give the condition on items that are a holder's: named, by the office that they held that day, or assigned."""
    words = set(items.order_by().values_list("responsible", flat=True).distinct())
    meant, key = read(words), offices.key_of(holder)
    named = [each for each in words if key in meant[each].holders]
    by_office = [each for each in words if meant[each].roles]
    assigned = Assignment.objects.filter(Q(role__gt="") | Q(**{key[0]: holder})).values_list("meeting", "number")
    places = {meeting for meeting, _ in assigned}
    wanted = Q(responsible__in=[*named, *by_office]) | Q(edition__meeting__in=places)
    wanted |= Q(organisation=holder) if isinstance(holder, Organisation) else Q()
    candidates = list(items.order_by().filter(wanted).select_related("edition__meeting"))
    held = offices.held({item.edition_id: item.edition for item in candidates}.values(), holder)
    given = _assignments(candidates)
    own = (item.pk for item in candidates if key in _owner(item, meant[item.responsible], given, held).holders)
    return Q(pk__in=list(own))


def meaning(items: QuerySet[ActionItem], roles: Iterable[Role]) -> Q:
    """Give the condition on items whose owner is one of these offices, by its words or as the Support Unit says.

    Who asks for members is given what government members are to do, too, and so on (`WITHIN`).
    """
    wanted = {each for role in roles for each in (role, *WITHIN.get(role, ()))}
    meant = read(set(items.order_by().values_list("responsible", flat=True).distinct()))
    said = Q(responsible__in=[words for words, each in meant.items() if wanted.intersection(each.roles)])
    here = Assignment.objects.filter(meeting=OuterRef("edition__meeting"), number=OuterRef("number"))
    return (said & ~Exists(here)) | Q(Exists(here.filter(role__in=wanted)))


def unmatched(items: QuerySet[ActionItem]) -> list[ActionItem]:
    """Give the items whose owner is nobody whom the portal knows, in the order of the items."""
    meant = read(set(items.order_by().values_list("responsible", flat=True).distinct()))
    known = [words for words, each in meant.items() if each.holders and not each.unmatched]
    doubtful = list(items.exclude(responsible__in=known))
    owners = owners_of(doubtful)
    return [item for item in doubtful if owners[item.pk].is_unmatched]


@dataclass(frozen=True, slots=True)
class Named:
    """An owner as a reader sees it: offices, and (name, address) of who is meant, as minutes print them."""

    owner: Owner
    offices: list[str]
    holders: list[tuple[str, str]]


def named(user: Reader, item: ActionItem) -> Named:
    """Give who is meant by the owner of an item, as far as a reader may see them, in nine queries at most.

    The organisation that the item's own row names is seen where the item is; it has a page where minutes list it.
    """
    owner = owners_of([item])[item.pk]
    models: tuple[tuple[str, Any], ...] = (("organisation", Organisation), ("person", Person))
    found: list[tuple[str, str]] = []
    for kind, model in models:
        keys = [pk for each, pk in owner.holders if each == kind]
        seen = model.objects.visible_to(user).with_printed_name(user).filter(pk__in=keys) if keys else ()
        found += [(holder.printed, holder.get_absolute_url()) for holder in seen]
        own = item.organisation if kind == "organisation" else None
        if own and own.get_absolute_url() not in [address for _, address in found]:
            found.append((own.name, ""))
    return Named(owner, [str(role.label) for role in owner.roles], found)


def _parts(words: str) -> tuple[str, ...]:
    """Give the words as a whole first; then what they join, where they join anything."""
    joined = tuple(part for part in JOINED.split(words) if part)
    return (words, *joined) if len(joined) > 1 else ((words,) if words else ())


def _meant(words: str, parts: tuple[str, ...], known: Mapping[str, tuple[Key, ...]]) -> Meant:
    if not parts:
        return Meant()
    whole, *joined = parts
    if not joined or role_of(whole) or known.get(whole):
        joined = [whole]
    roles = {role: None for part in joined if (role := role_of(part))}
    holders = dict.fromkeys(key for part in joined for key in known.get(part, ()))
    rest = tuple(part for part in joined if not role_of(part) and not known.get(part))
    return Meant(tuple(roles), tuple(holders), rest if roles or holders else (whole,))


def _known(parts: set[str]) -> dict[str, tuple[Key, ...]]:
    """Give the organisation or person of each name; a name that several organisations list as theirs is nobody's."""
    slugs = {part: slug_of(part.removeprefix("the ").removeprefix("The ")) for part in parts}
    wanted = {slug for slug in slugs.values() if slug}
    found: dict[str, list[Key]] = defaultdict(list)
    for pk, aliases in Organisation.objects.exclude(aliases="").values_list("pk", "aliases"):
        for slug in {slug_of(alias) for alias in aliases.splitlines()}:
            found[slug].append(("organisation", pk))
    by_name: dict[str, Key] = {}
    people = Person.objects.filter(slug__in=wanted).values_list("slug", "pk")
    by_name.update({slug: ("person", pk) for slug, pk in people})
    organisations = Organisation.objects.filter(slug__in=wanted).values_list("slug", "pk")
    by_name.update({slug: ("organisation", pk) for slug, pk in organisations})
    other = {slug: keys[0] for slug, keys in found.items() if len(keys) == 1}
    named = {**other, **by_name}
    return {part: (named[slug],) for part, slug in slugs.items() if slug in named}


def _assignments(items: list[ActionItem]) -> dict[tuple[int, str], list[Assignment]]:
    found: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
    for each in Assignment.objects.of_items(items):
        found[each.meeting_id, each.number].append(each)
    return found


def _owner(
    item: ActionItem, meant: Meant, assigned: Mapping[tuple[int, str], list[Assignment]], held: Offices
) -> Owner:
    given = assigned.get((item.edition.meeting_id, item.number), [])
    if given:
        roles = tuple(Role(each.role) for each in given if each.role)
        meant = Meant(roles, tuple(_key(each) for each in given if not each.role))
    elif item.organisation_id:  # as the minutes' own row says, which an editor may have set
        meant = Meant(meant.roles, (*meant.holders, ("organisation", item.organisation_id)))
    office = (held.get((item.edition_id, role), frozenset()) for role in meant.roles)
    return Owner(meant.roles, frozenset(meant.holders).union(*office), meant.unmatched, bool(given))


def _key(assignment: Assignment) -> Key:
    if assignment.organisation_id:
        return ("organisation", assignment.organisation_id)
    return ("person", int(assignment.person_id or 0))
