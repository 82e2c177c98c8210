"""What `manage.py check --deploy` warns of, besides Django's own: counts that each process keeps for itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from ogpminutes import environment

LOCAL = "django.core.cache.backends.locmem.LocMemCache"


@checks.register(checks.Tags.caches, deploy=True)
def limits_are_shared(app_configs: Any, **_: Any) -> list[checks.Warning]:
    """Warn where requests and wrong passwords are counted by each worker alone, so that limits are wider."""
    workers = environment.number("WEB_WORKERS", 2)
    if workers == 1 or settings.CACHES["default"]["BACKEND"] != LOCAL:
        return []
    return [
        checks.Warning(
            "CACHE_URL is not set: each worker counts for itself how often somebody asks or mistypes. There are "
            f"{workers} workers here, so API_RATE and the limits of signing in and of following allow {workers} times "
            "as much.",
            hint="Set CACHE_URL=redis://host:port/number for all workers together, or WEB_WORKERS=1 on one machine.",
            id="ogpminutes.W001",
        )
    ]
