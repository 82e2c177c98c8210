"""The text of a passage in templates: `{{ passage.text|inline }}`, `{{ passage.text|plain }}`, and how it is read.

`<article lang="{{ minutes.language }}"{% direction minutes.language %}>` says where lines begin, and
`<p{% foreign edition.language %}>` says of words on an English page which language they are in, where it is another.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf.locale import LANG_INFO
from django.template import Library
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html
from django.utils.safestring import SafeString

from meetings import markdown

register = Library()

register.filter("inline", stringfilter(markdown.inline), is_safe=True)
register.filter("plain", stringfilter(markdown.plain))

PAGE = "en"  # the language of the portal's own words


@register.simple_tag
@lru_cache(maxsize=1_000)
def direction(language: str) -> SafeString:
    """Give ` dir="rtl"` for a language that is written from right to left, such as Arabic; else nothing."""
    is_from_right = LANG_INFO.get(language.lower().split("-")[0], {}).get("bidi", False)
    return format_html(' dir="{}"', "rtl") if is_from_right else SafeString()


@register.simple_tag
@lru_cache(maxsize=1_000)
def foreign(language: str) -> SafeString:
    """Give ` lang="es"` for a language that is not the page's; else nothing."""
    if not language or language.lower().split("-")[0] == PAGE:
        return SafeString()
    return format_html(' lang="{}"{}', language, direction(language))
