"""Answers of the API as pages, for whoever opens one in a browser: the JSON, its links, and how to ask for it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from rest_framework import renderers

from decisions.filters import DUE, NOBODY, OFFICES, STATES, ItemFilter
from meetings.filters import OLDEST, Group
from meetings.words import Kind, Outcome, Scope
from ogpminutes.api import addresses
from ogpminutes.api.resource import Resource
from ogpminutes.api.resources import RESOURCES

ABOUT = {
    "q": "Words to look for, as in the search box of the portal.",
    "kind": f"Kind: {', '.join(Kind)}.",
    "scope": f"Scope of feedback: {', '.join(filter(None, Scope))}.",
    "outcome": f"Outcome: {', '.join(filter(None, Outcome))}.",
    "region": "Region, by its slug.",
    "theme": "Theme, by its slug.",
    "meeting": "Meeting, by its slug.",
    "body": "Body, by its slug.",
    "year": "Year of the meeting, such as 2020.",
    "sort": f"Order: write {OLDEST} for the oldest meeting first; else the newest comes first.",
}
ABOUT_ITEMS = {  # what these mean of decisions and action items
    "state": f"State now: {', '.join(value for value, _ in STATES)}.",
    "office": f"Office that is meant by the owner: {', '.join(value for value, _ in OFFICES)}.",
    "due": f"Due: {', '.join(value for value, _ in DUE)}.",
    "owner": f"Responsible, in the words of the minutes; {NOBODY} for those that name nobody.",
    "referred": "Whom it was referred to, in the words of the minutes.",
    "altered": "Governing document that it altered, as the Support Unit says: its slug.",
    "organisation": "Organisation whose items are asked for, by name, office or as the Support Unit says: its slug.",
    "person": "Person whose items are asked for, by name, office or as the Support Unit says: their slug.",
}
LINK = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of JSON; `address` is where it leads, if it is an address of this portal."""

    text: str
    address: str = ""


class Page(renderers.BaseRenderer):
    media_type, format, charset = "text/html", "html", "utf-8"
    template = ""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> str:
        view, request = renderer_context["view"], renderer_context["request"]
        request._request.user = view.visitor
        context = {"portal": settings.PORTAL_ADDRESS, **self.describe(data, renderer_context)}
        return render_to_string(self.template, context, request._request)

    def describe(self, data: Any, context: Any) -> dict[str, Any]:
        raise NotImplementedError


class AnswerPage(Page):
    """One answer: a list, an object or a problem."""

    template = "api/answer.html"

    def describe(self, data: Any, context: Any) -> dict[str, Any]:
        request, response = context["request"], context["response"]
        text = json.dumps(data, indent=2, ensure_ascii=False, default=str) if data is not None else ""
        resource = getattr(context["view"], "resource", None)
        return {
            "parts": list(linked(text)),
            "address": addresses.whole(request.get_full_path()),
            "status": response.status_code,
            "problem": data if response.exception else None,
            "resource": resource,
            "parameters": parameters(resource) if resource and getattr(context["view"], "is_list", False) else [],
            "following": data.get("next") if isinstance(data, dict) else None,
        }


class GuidePage(Page):
    """How to use the API."""

    template = "api/guide.html"

    def describe(self, data: Any, context: Any) -> dict[str, Any]:
        return {
            "problem": data if context["response"].exception else None,
            "resources": [(each, addresses.page(f"api-{each.name}"), parameters(each)) for each in RESOURCES],
            "rate": settings.API_RATE,
        }


def linked(text: str) -> Any:
    """Part JSON into text and addresses of this portal, which become links."""
    place = 0
    for found in LINK.finditer(text):
        if found[1].startswith(f"{settings.PORTAL_ADDRESS}/"):
            yield Part(text[place : found.start(1)])
            yield Part(found[1], found[1].removeprefix(settings.PORTAL_ADDRESS))
            place = found.end(1)
    yield Part(text[place:])


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    about: str
    is_many: bool = False


def parameters(resource: Resource) -> list[Parameter]:
    """Give what a list may be asked for."""
    about = {**ABOUT, **ABOUT_ITEMS} if issubclass(resource.filterset, ItemFilter) else ABOUT
    found = [
        Parameter(name, about.get(name, f"{each.label}."), isinstance(each, Group))
        for name, each in resource.filterset.base_filters.items()
    ]
    if resource.opens:
        found.append(Parameter("open", "Write true to get only those that left something to do."))
    if resource.changed is not None:
        found.append(Parameter("modified_since", "What is new or changed since a day or a moment (ISO 8601)."))
    return found
