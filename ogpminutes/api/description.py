"""The OpenAPI description: made from the resources, their shapes and their filters, so that it stays true."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from ogpminutes.api.asking import MOST, PAGE
from ogpminutes.api.pages import parameters
from ogpminutes.api.problems import MEDIA_TYPE, ProblemShape
from ogpminutes.api.shapes.index import GoneShape

EXAMPLES = Path(__file__).with_name("examples.json")
ADDRESS = "https://minutes.example"  # of the portal, in the examples
CURSOR = "Where the page begins: as the address in `next` gives it."
SINCE = {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
PROBLEMS = {
    400: "The request cannot be used; `detail` tells the cure.",
    404: "There is nothing at this address.",
    406: "Another format is asked for than there is.",
    410: "It stood here once; the answer says where it can be read and what took its place.",
    429: "Too many requests; wait as many seconds as `Retry-After` says.",
}


class GoneProblemShape(ProblemShape, GoneShape):
    """What stood at this address once."""


class Description(AutoSchema):
    """Describes our views, which say their `tag`, their `shape` and whether they are a list."""

    def get_operation_id(self) -> str:
        return f"{self.view.tag.replace('-', '_')}_{'list' if self.view.is_list else self._deed()}"

    def _deed(self) -> str:
        return {"MinutesView": "minutes", "Index": "index"}.get(type(self.view).__name__, "get")

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_summary(self) -> str:
        return " ".join((type(self.view).__doc__ or "").split("\n\n")[0].split())

    def get_description(self) -> str:
        resource = getattr(self.view, "resource", None)
        return resource.about if resource else self.get_summary()

    def get_request_serializer(self) -> None:
        return None

    def get_override_parameters(self) -> list[Any]:
        if not self.view.is_list:
            return []
        resource = getattr(self.view, "resource", None)
        own = parameters(resource) if resource else []
        return [
            *(_describe(each.name, each.about, each.is_many) for each in own if each.name != "modified_since"),
            OpenApiParameter("cursor", str, description=CURSOR),
            OpenApiParameter(
                "page_size", {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}, description="Objects."
            ),
            *([_since()] if not resource or resource.changed else []),
        ]

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return type(serializer).__name__.removesuffix("Shape")

    def _get_format_parameters(self) -> list[Any]:
        return []  # Accept decides; `format` is for people who cannot set it

    def map_renderers(self, attribute: str) -> list[Any]:
        return ["application/json" if attribute == "media_type" else "json"]

    def get_response_serializers(self) -> Any:
        found: dict[Any, Any] = {200: self._success()}
        for status, about in PROBLEMS.items():
            if status == 410 and (self.view.is_list or self.view.tag not in GONE):
                continue
            shape = GoneProblemShape if status == 410 else ProblemShape
            found[(status, MEDIA_TYPE)] = OpenApiResponse(shape, description=about)
        return found

    def _success(self) -> OpenApiResponse:
        shape, examples = self.view.shape, self._own_examples()
        if shape is None:
            schema = {"type": "object", "externalDocs": {"url": f"{settings.PORTAL_ADDRESS}/schemas/minutes.json"}}
            return OpenApiResponse(schema, description="The bytes that are sealed.")
        given = paged(shape) if self.view.is_list else shape
        return OpenApiResponse(given, description="As it is now.", examples=examples)

    def _own_examples(self) -> list[OpenApiExample]:
        found = examples().get(self.get_operation_id())
        return [OpenApiExample("December 2020", value=found, response_only=True)] if found else []


GONE = ("sessions", "passages", "decisions", "action-items")


def _describe(name: str, about: str, is_many: bool) -> OpenApiParameter:
    more = " Several values mean any of them." if is_many else ""
    return OpenApiParameter(name, bool if name == "open" else str, description=about + more, many=is_many)


def _since() -> OpenApiParameter:
    return OpenApiParameter("modified_since", SINCE, description="New or changed at that moment or later.")


@cache
def paged(shape: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """Give the shape of a page of a list."""
    fields = {
        "notes": serializers.ListField(
            child=serializers.CharField(), read_only=True, help_text="What of the request could not be used."
        ),
        "next": serializers.URLField(read_only=True, allow_null=True, help_text="The next page; null on the last one."),
        "results": shape(many=True, read_only=True, help_text="The objects of this page."),
        "__doc__": "A page of a list.",
    }
    return type(f"{shape.__name__.removesuffix('Shape')}Page", (serializers.Serializer,), fields)


@cache
def examples() -> dict[str, Any]:
    """Give operation -> what it answers for the minutes of December 2020, as the portal's own address prints it."""
    text = EXAMPLES.read_text(encoding="utf-8") if EXAMPLES.exists() else "{}"
    found: dict[str, Any] = json.loads(text.replace(ADDRESS, settings.PORTAL_ADDRESS))
    return found
