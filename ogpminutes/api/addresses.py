"""Addresses as the API prints them: whole ones, so that an id can be asked for as it stands."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def whole(path: str) -> str:
    """Give a path of the portal as the address that it is published by."""
    return f"{settings.PORTAL_ADDRESS}{path}"


def of(resource: str, *words: object) -> str:
    """Give the address of one object of the API: the id that it has for ever."""
    return whole(reverse(f"api-{resource}-one", args=words))


def page(name: str, *words: object) -> str:
    """Give the address of one of the portal's own pages or files."""
    return whole(reverse(name, args=words))
