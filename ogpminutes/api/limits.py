"""How often one client may ask: so often in a minute, and whoever asks more is told how long to wait."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class PerClient(SimpleRateThrottle):
    """Counts by the address of the client: behind our proxy the last one of X-Forwarded-For, which the proxy set.

    Whoever has one address of IPv6 has the 64 bits behind it too, so these count as one client.
    """

    scope = "api"

    def get_rate(self) -> str | None:
        return f"{settings.API_RATE}/min" if settings.API_RATE else None

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"api-rate-{client(self.get_ident(request))}"


def client(address: str | None) -> str:
    """Give a name for a client that may be a key of a cache; what is no address is one client together."""
    with suppress(ValueError):
        known = ip_address(address or "")
        if isinstance(known, IPv6Address):
            return str(ip_network((int(known), 64), strict=False).network_address).replace(":", ".")
        return str(known)
    return "unknown"
