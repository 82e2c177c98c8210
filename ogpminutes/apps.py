from __future__ import annotations

import sys
from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db import connection
from django.db.models.signals import post_migrate, pre_migrate


class PortalConfig(AppConfig):
    """The guards of the record follow the tables.

    They are put back after every `migrate`, because SQLite drops the triggers of a table that Django rebuilds, and
    taken away before one that has something to do, because it refuses to rename a table that a trigger reads.
    The full-text index follows in the same way, and what is not indexed yet is, while `migrate` tells how far it is.
    """

    name = "ogpminutes"
    verbose_name = "Committee"

    def ready(self) -> None:
        from ogpminutes import checks  # noqa: F401, PLC0415 (it reads the settings, which are whole by now)

        pre_migrate.connect(_before, sender=self)
        post_migrate.connect(_after, sender=self)


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False  # named in the settings; the app of this package is the one above
    default_site = "ogpminutes.admission.AdminSite"


def _before(plan: list[Any], **_: Any) -> None:
    from ogpminutes import guards  # noqa: PLC0415 (models are not loaded yet when this module is)

    if plan and connection.vendor == "sqlite":
        guards.lift()


def _after(verbosity: int = 0, stdout: Any = None, **_: Any) -> None:
    from meetings.search import backends  # noqa: PLC0415 (models are not loaded yet when this module is)
    from ogpminutes import guards, indexing  # noqa: PLC0415

    guards.install()
    if backends.has_place():
        backends.install()
        for line in indexing.twentieths(indexing.catch_up()):
            if verbosity:
                (stdout or sys.stdout).write(f"  Indexed for the search: {line}\n")
