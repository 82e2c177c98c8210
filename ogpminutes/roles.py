"""Who may do what: the groups of the portal and their permissions."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

SUPPORT_UNIT = "Support Unit"  # edits, circulates, answers, keeps the list of members
APPROVERS = "Support Unit approvers"  # may do all that, and approve
STEERING_COMMITTEE = "Steering Committee"  # sees what is circulated; whose word counts is in `Member.capacity`
OBSERVERS = "Observers"  # see what is circulated, and may comment
READERS = "Readers"  # have an account, and see what everybody sees

STAFF = (SUPPORT_UNIT, APPROVERS)
RECORD = ("meetings", "attendees", "decisions")
ADDED = ("update", "uptake", "alteration")  # only ever added to
# What the portal itself keeps: seals, versions and the log are written by what they tell of, and by nobody's hand.
KEPT = ("seal", "sealedfile", "logentry", "version", "unsavedtext")
OWN = ("view_member", "add_member", "change_member", "view_invitation", "view_comment", "view_stance")


def establish() -> None:
    """Make the groups and give them their permissions; doing it twice changes nothing."""
    editing, circulated = (
        editors_permissions(),
        Q(content_type__app_label="meetings", codename="view_circulated_edition"),
    )
    approving = Q(content_type__app_label="meetings", codename="approve_edition")
    _give(SUPPORT_UNIT, editing)
    _give(APPROVERS, editing | Permission.objects.filter(approving))
    _give(STEERING_COMMITTEE, Permission.objects.filter(circulated))
    _give(OBSERVERS, Permission.objects.filter(circulated))
    _give(READERS, Permission.objects.none())


def editors_permissions() -> QuerySet[Permission]:
    """Everything about the record but approving, what is only ever added to, and what the portal keeps itself."""
    record = Q(content_type__app_label__in=RECORD)
    kept = Q(content_type__model__in=KEPT) & ~Q(codename__startswith="view_")
    added = tuple(f"{deed}_{model}" for deed in ("change", "delete") for model in ADDED)
    refused = Q(codename__in=(*added, "approve_edition"))
    own = Q(content_type__app_label="ogpminutes", codename__in=OWN)
    return Permission.objects.filter((record & ~kept & ~refused) | own)


def _give(name: str, permissions: QuerySet[Permission]) -> None:
    Group.objects.get_or_create(name=name)[0].permissions.set(permissions)
