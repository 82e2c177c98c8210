"""The text of a passage in templates: `{{ passage.text|inline }}`, `{{ passage.text|plain }}`."""

from __future__ import annotations

from django.template import Library
from django.template.defaultfilters import stringfilter

from meetings import markdown

register = Library()

register.filter("inline", stringfilter(markdown.inline), is_safe=True)
register.filter("plain", stringfilter(markdown.plain))
