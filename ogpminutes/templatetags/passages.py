"""Passages in a list: `{% passages results %}`.

A page holds twenty or more, with thirty things to look up in each; a loop in a template takes twice as long. What is
the same in many lines is made once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from meetings.templatetags.minutes_text import foreign
from meetings.templatetags.subject_tags import subjects, swatches
from ogpminutes.listing import Promise, Result

register = Library()

_LINE = """\
<li{}>
  <p class="top">
    <span class="kind{}">{}{}</span>
    {}<span>{}</span>
    <span>{}{}</span>
  </p>
  <p class="q"{}>{}</p>
  {}{}{}
</li>
"""
_PASSAGE = '<a href="{}">{} {}</a>'
_DECISION = '<a href="{}">Decision {}</a> <a href="{}"><span class="vh">Passage </span>{}</a>'
_REFERRED = '<p class="sm">Referred to: {}</p>\n  '
_PROMISE = '<p class="sm"><a href="{}">Action item {}</a>{}</p>\n  '
_DECIDES, _IS_DECISION = SafeString(' class="is-dec"'), SafeString(" kind--decision")
_OUTCOME = '<span class="chip chip--dec">{}</span>\n    '
_NO_OUTCOME = SafeString("<span>Outcome not stated</span>\n    ")
_NONE = SafeString()


@register.simple_tag
def passages(results: Iterable[Result]) -> SafeString:
    """Give an item of a list for each passage, with the words that were found marked."""
    return format_html_join("", "{}", ((_line(result),) for result in results))


def _line(result: Result) -> SafeString:
    return format_html(
        _LINE,
        _DECIDES if result.is_decision else _NONE,
        _IS_DECISION if result.is_decision else _NONE,
        swatches(result.regions),
        _citation(result),
        _standing(result.outcome_name, result.scope_name, is_decision=result.is_decision),
        result.marked_session,
        result.meeting,
        _status(result.status),
        foreign(result.language),
        result.marked,
        format_html(_REFERRED, result.marked_referred) if result.referred else _NONE,
        format_html_join("", _PROMISE, map(_promise, result.promises)) if result.promises else _NONE,
        subjects(result.regions, result.themes),
    )


def _citation(result: Result) -> SafeString:
    if result.decision:
        return format_html(_DECISION, result.decision_address, result.decision, result.address, result.citation)
    return format_html(_PASSAGE, result.address, result.kind_name, result.citation)


@lru_cache
def _standing(outcome: str, scope: str, *, is_decision: bool) -> SafeString:
    """Give the outcome of a decision, and the scope of feedback."""
    said = (format_html(_OUTCOME, outcome) if outcome else _NO_OUTCOME) if is_decision else _NONE
    return format_html("{}<span>{}</span>\n    ", said, scope) if scope else said


@lru_cache
def _status(status: str) -> SafeString:
    """Give the status of minutes that are not approved."""
    if status == "approved":
        return _NONE
    return format_html(" {}", render_to_string("minutes/_status.html", {"status": status}))


def _promise(promise: Promise) -> tuple[str, str, SafeString]:
    responsible = format_html(". Responsible: {}", promise.marked) if promise.responsible else _NONE
    return promise.address, promise.reference, responsible
