"""The names of regions and themes in templates: `{% for slug, name in passage.themes|named:vocabulary.themes %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.template import Library

register = Library()


@register.filter
def named(slugs: Iterable[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give each slug with its name; one that the vocabulary does not know is its own name."""
    return [(slug, names.get(slug, slug)) for slug in slugs]
