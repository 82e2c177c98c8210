"""The check boxes of a facet: `{% options facet %}`.

The browse page has a hundred and more of them, and a loop in a template takes seven times as long. Their names are the
same on every page, and the numbers behind them often, so that what was made once is kept.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import add

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from meetings.facets import Facet, Option

register = Library()

_BOX = '<label class="opt{}"><input type="checkbox" id="{}-{}" name="{}" value="{}"{}><span>{}{}</span>'
_COUNT = '<span class="c">{}<span class="vh"> result{}</span></span></label>\n'


@register.simple_tag
def options(facet: Facet) -> SafeString:
    """Give a check box for each value; one that would give nothing is grey."""
    return reduce(add, (_option(facet, option) for option in facet.options), SafeString())


def _option(facet: Facet, option: Option) -> SafeString:
    is_grey = not option.count and not facet.is_cut
    box = _box(facet.name, option.value, option.label, is_grey=is_grey, is_chosen=option.is_chosen)
    return box + _count(option.count)


@lru_cache(maxsize=10_000)
def _box(name: str, value: str, label: str, *, is_grey: bool, is_chosen: bool) -> SafeString:
    hue = format_html('<span class="sw hue-{}"></span> ', value) if name == "region" else ""
    grey, checked = " none" if is_grey else "", " checked" if is_chosen else ""
    return format_html(_BOX, grey, name, value, name, value, checked, hue, label)


@lru_cache(maxsize=10_000)
def _count(number: int) -> SafeString:
    return format_html(_COUNT, number, "" if number == 1 else "s")
