"""What ends an address: forms refuse what the minutes do not take, and what leads to another page of the portal."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, get_script_prefix, resolve, reverse
from django.utils.deconstruct import deconstructible

from meetings import keys


def demand_key(slug: str) -> None:
    """Refuse what minutes cannot name as their meeting, body, region or theme. Raises `ValidationError`."""
    if not keys.is_key(slug):
        raise ValidationError(
            "Minutes cannot name this. Write small letters a to z and digits, beginning with a letter, with single "
            "hyphens between words: march-2027.",
            code="no_key",
        )


def demand_identity(slug: str) -> None:
    """Refuse what minutes cannot name as a person or an organisation. Raises `ValidationError`."""
    if not keys.is_identity(slug):
        raise ValidationError(
            "Minutes cannot name this. Write letters and digits with single hyphens between words: maria-baron.",
            code="no_identity",
        )


@deconstructible
class OwnAddress:
    """Refuses what would stand at the address of another page, and so be found by nobody."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, slug: str) -> None:
        if address := self.taken(slug):
            raise ValidationError(
                "%(address)s is another page of the portal. Write something longer, such as %(slug)s-2.",
                code="shadowed",
                params={"address": address, "slug": slug},
            )

    def taken(self, slug: str) -> str:
        """Give the address that a slug would have, where another page stands there."""
        try:
            address = unquote(reverse(self.name, args=[slug]))
        except NoReverseMatch:
            return ""  # no slug at all, which is told elsewhere
        is_own = resolve("/" + address.removeprefix(get_script_prefix())).url_name == self.name
        return "" if is_own else address

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, OwnAddress) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)
