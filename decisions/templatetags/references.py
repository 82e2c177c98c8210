"""References in what people type: `{{ update.note|linked }}` makes `SC-2020-12/D1` and `SC-2020-12/3D.6` links."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.template import Library
from django.template.defaultfilters import stringfilter
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = Library()
_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9-])([A-Z0-9]+(?:-[A-Z0-9]+)+/(?:[AD][1-9][0-9]{0,3}|[0-9A-Z]{1,4}(?:-[0-9A-Z]{1,4})*\.[1-9][0-9]{0,3}))(?![A-Za-z0-9])"
)


@register.filter(is_safe=True)
@stringfilter
def linked(text: str) -> SafeString:
    """Escape a text and link its references to a search for them, which says nothing of whether they are there."""
    parts = _REFERENCE.split(text)
    return format_html_join("", "{}", ((_link(part) if place % 2 else part,) for place, part in enumerate(parts)))


def _link(reference: str) -> SafeString:
    return format_html('<a href="{}?{}">{}</a>', reverse("browse"), urlencode({"q": reference}), reference)
