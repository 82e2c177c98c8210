"""Django's `url`, in the templates of all pages, with addresses that are put together once (`meetings.addresses`)."""

from __future__ import annotations

from typing import Any

from django.template import Library, defaulttags
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape

from meetings.addresses import address

register = Library()


class Address(defaulttags.URLNode):
    """The address of a page that is named in the template, with words in their places."""

    def render(self, context: Context) -> str:
        words = [word.resolve(context) for word in self.args]
        if not all(isinstance(word, str) for word in words):
            return super().render(context)
        found = address(self.view_name.resolve(context), *map(str, words))
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> Any:
    """Give Django's node, or where neither the app at hand nor an answer of none has a part in it, that above."""
    node = defaulttags.url(parser, token)
    is_plain = not (node.kwargs or node.asvar) and isinstance(node.view_name.var, str) and ":" not in node.view_name.var
    return Address(node.view_name, node.args, {}, None) if is_plain else node
