"""The regions and themes of one thing in a list: `{% swatches regions %}`, `{% subjects regions themes %}`.

Both receive pairs of slug and name. The same few stand in every line of a list, so that what was made once is kept; a
loop in a template takes five times as long.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import add

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from meetings.addresses import address

register = Library()

Pairs = tuple[tuple[str, str], ...]
_OPENING, _CLOSING = SafeString('<p class="tags">'), SafeString("</p>")


@register.simple_tag
@lru_cache(maxsize=1_000)
def swatches(regions: Pairs) -> SafeString:
    """Give the colour of each region."""
    return format_html_join("", '<span class="sw hue-{}"></span>', ((slug,) for slug, _ in regions))


@register.simple_tag
@lru_cache(maxsize=5_000)
def subjects(regions: Pairs, themes: Pairs) -> SafeString:
    """Give links to the pages of regions and themes, or nothing."""
    said = _named("Regions", "region", regions) + _named("Themes", "theme", themes)
    return _OPENING + said + _CLOSING if said else said


def _named(title: str, name: str, pairs: Pairs) -> SafeString:
    links = (_link(name, *pair) for pair in pairs)
    return reduce(add, links, _title(title)) if pairs else SafeString()


@lru_cache
def _title(title: str) -> SafeString:
    return format_html('<span class="vh">{}: </span>', title)


@lru_cache(maxsize=1_000)
def _link(name: str, slug: str, label: str) -> SafeString:
    return format_html('<a href="{}">{}</a> ', address(name, slug), label)
