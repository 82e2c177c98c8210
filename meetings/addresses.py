"""Addresses of pages, each put together once.

A page holds a hundred of them, the same from one page to the next, and Django takes 20 to 40 µs for each.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse


def address(name: str, *words: str) -> str:
    """Give the address of a page by the name of its pattern, as `reverse` does; NoReverseMatch where it has none."""
    return _address(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, words)


def of_minutes(slug: str, edition: int, *, is_replaced: bool) -> str:
    """Give the address where the words of an edition stand: of a replaced one its own, else that of its meeting."""
    return address("edition", slug, str(edition)) if is_replaced else address("minutes", slug)


@lru_cache(maxsize=20_000)  # 200 bytes each
def _address(patterns: str, prefix: str, name: str, words: tuple[str, ...]) -> str:
    """Give it under the patterns and the prefix that are in force, which are part of what it is kept by."""
    return reverse(name, args=words)
