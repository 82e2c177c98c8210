"""Names that outlive addresses: tag URIs (RFC 4151) for entries of feeds, and UIDs for events.

A feed reader knows by them what it has shown before, so they must survive a move of the portal to another host: then
`TAG_AUTHORITY` keeps the name that the portal had.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django.conf import settings

SINCE = 2026  # the year in which the portal began to give names


def authority() -> str:
    """Give the host that vouches for the names, as it was in `SINCE`."""
    return settings.TAG_AUTHORITY or urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"


def tag(name: str) -> str:
    """Name a thing of the portal: `SC-2020-12/D1` -> `tag:minutes.example.org,2026:SC-2020-12/D1`."""
    return f"tag:{authority()},{SINCE}:{quote(name, safe='/:=&-._~')}"


def uid(slug: str) -> str:
    """Name the event of a meeting."""
    return f"{slug}@{authority()}"
