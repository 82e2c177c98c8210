"""Who may do what: the groups of the portal and their permissions."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

SUPPORT_UNIT = "Support Unit"
STEERING_COMMITTEE = "Steering Committee"
RECORD = ("meetings", "attendees", "decisions")


def establish() -> None:
    """Make the groups and give them their permissions; doing it twice changes nothing."""
    record = Q(content_type__app_label__in=RECORD)
    append_only = Q(codename__in=("change_update", "delete_update"))
    Group.objects.get_or_create(name=SUPPORT_UNIT)[0].permissions.set(Permission.objects.filter(record & ~append_only))
    circulated = Permission.objects.filter(record, codename="view_circulated_edition")
    Group.objects.get_or_create(name=STEERING_COMMITTEE)[0].permissions.set(circulated)
