"""The check boxes of a facet: `{% options facet %}`.

The browse page has a hundred and more of them, and a loop in a template takes seven times as long. Most pages show the
same numbers again, so that check boxes made once are kept.
"""

from __future__ import annotations

from functools import lru_cache

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from meetings.facets import Facet, Option

register = Library()

_OPTION = (
    '<label class="opt{}"><input type="checkbox" id="{}-{}" name="{}" value="{}"{}><span>{}{}</span>'
    '<span class="c">{}<span class="vh"> result{}</span></span></label>'
)


@register.simple_tag
def options(facet: Facet) -> SafeString:
    """Give a check box for each value; one that would give nothing is grey."""
    return format_html_join("\n", "{}", ((_option(facet.name, option),) for option in facet.options))


@lru_cache(maxsize=10_000)
def _option(name: str, option: Option) -> SafeString:
    value, count = option.value, option.count
    hue = format_html('<span class="sw hue-{}"></span> ', value) if name == "region" else ""
    grey, checked, plural = "" if count else " none", " checked" if option.is_chosen else "", "" if count == 1 else "s"
    return format_html(_OPTION, grey, name, value, name, value, checked, hue, option.label, count, plural)
