"""The answers of the API. Everybody is a stranger to it: it reads no session, so nothing of a draft can show."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.utils.cache import patch_cache_control
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from rest_framework import renderers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from meetings.querysets import ANYBODY
from ogpminutes.api import asking, paging, problems, withdrawn
from ogpminutes.api.addresses import page as page_address
from ogpminutes.api.pages import AnswerPage, GuidePage
from ogpminutes.api.resource import Resource
from ogpminutes.api.resources import RESOURCES
from ogpminutes.api.shapes.index import GoneShape, IndexShape, WithdrawnShape
from ogpminutes.middleware import SECONDS
from ogpminutes.reading import open_edition


class Negotiation(DefaultContentNegotiation):
    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002 (its name in the framework)
        """Give the renderers of the format that `?format=` names; another one is a problem with a cure."""
        chosen = [each for each in renderers if each.format == format]
        if not chosen:
            names = " or ".join(dict.fromkeys(each.format for each in renderers))
            raise problems.Problem(f"format: write {names}.", 404)
        return chosen


class PublicView(APIView):
    """What all answers share: anybody may ask, caches and pages of other sites may keep and read them."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]
    parser_classes: ClassVar[list[Any]] = []
    content_negotiation_class = Negotiation
    renderer_classes: ClassVar[list[Any]] = [renderers.JSONRenderer, AnswerPage]

    def initialize_request(self, request: HttpRequest, *arguments: Any, **words: Any) -> Request:
        self.visitor = getattr(request, "user", ANYBODY)  # whom only the frame of a page greets
        return super().initialize_request(request, *arguments, **words)

    def options(self, request: Request, *arguments: Any, **words: Any) -> Response:
        return Response(status=204)

    def finalize_response(self, request: Request, response: Any, *arguments: Any, **words: Any) -> Any:
        response = super().finalize_response(request, response, *arguments, **words)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        response["Link"] = ", ".join(self.links(response))
        is_page = response.accepted_renderer.format == "html"
        if response.exception and not is_page:
            response.content_type = problems.MEDIA_TYPE
        if response.status_code == 200 and not is_page:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    def links(self, response: Any) -> list[str]:
        found = [f'<{page_address("api-schema")}>; rel="service-desc"']
        following = response.data.get("next") if isinstance(response.data, dict) else None
        return [f'<{following}>; rel="next"', *found] if following else found


class Index(PublicView):
    """What there is to ask for."""

    renderer_classes: ClassVar[list[Any]] = [renderers.JSONRenderer, GuidePage]
    tag, shape, is_list = "api", IndexShape, False

    def get(self, request: Request) -> Response:
        return Response(IndexShape(RESOURCES).data)


class ListView(PublicView):
    """The objects of a resource, a page at a time."""

    resource: Resource = RESOURCES[0]
    is_list = True

    @property
    def tag(self) -> str:
        return self.resource.name

    @property
    def shape(self) -> Any:
        return self.resource.shape

    def get(self, request: Request) -> Response:
        resource, query = self.resource, request.query_params
        filters = resource.search(query)
        rows, notes = resource.complete(filters.qs), [*filters.notes]
        known = list(filters.filters)
        if resource.changed is not None:
            known.append("modified_since")
            since = asking.modified_since(query)
            rows = resource.changed(rows, since) if since else rows
        if resource.opens:
            known.append("open")
            rows = rows.still_open() if asking.is_open(query, notes) else rows
        asking.note_unknown(query, known, notes)
        size = asking.page_size(query, notes)
        order = resource.order_of(filters)
        name = resource.name if order == resource.order else f"{resource.name}-oldest"  # a cursor is of one order
        found, cursor = paging.take(rows, order, size, query.get("cursor", ""), name)
        resource.prepare(found)
        following = next_address(self.request, cursor)
        return Response({"notes": notes, "next": following, "results": resource.shape(found, many=True).data})


def next_address(request: Request, cursor: str) -> str | None:
    """Give the address of the next page: this one, with another cursor."""
    if not cursor:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{page_address(request.resolver_match.view_name)}?{query.urlencode()}"


class OneView(PublicView):
    """One object, by its address; where it stood once and stands no more, what took its place."""

    resource: Resource = RESOURCES[0]
    is_list = False

    @property
    def tag(self) -> str:
        return self.resource.name

    @property
    def shape(self) -> Any:
        return self.resource.shape

    def get(self, request: Request, **words: str) -> Response:
        found = self.resource.find(**words)
        if found is None:
            tombstone = withdrawn.find(self.resource.name, words)
            if tombstone is None:
                raise Http404
            raise problems.Problem(withdrawn.GONE, 410, **GoneShape(tombstone).data)
        return Response(self.resource.shape(found).data)


class SealedJson(renderers.BaseRenderer):
    """Bytes as they were sealed."""

    media_type, format, charset = "application/json", "json", None

    def render(self, data: Any, *arguments: Any, **words: Any) -> bytes:
        return data if isinstance(data, bytes) else renderers.JSONRenderer().render(data)


class MinutesView(PublicView):
    """The whole minutes of an edition as canonical JSON: byte for byte what is sealed."""

    renderer_classes: ClassVar[list[Any]] = [SealedJson]
    tag, shape, is_list = "editions", None, False

    def get(self, request: Request, slug: str, number: str) -> Response:
        seal = open_edition(ANYBODY, slug, int(number)).seal
        if seal is None:
            raise Http404
        return Response(seal.record.encode())


class WithdrawnView(PublicView):
    """What stood in an edition and stands in the next one no more, edition by edition, the newest change first."""

    tag, shape, is_list = "withdrawn", WithdrawnShape, True

    def get(self, request: Request) -> Response:
        notes: list[str] = []
        query = request.query_params
        size = min(asking.page_size(query, notes), withdrawn.MOST)
        asking.note_unknown(query, ["modified_since"], notes)
        found, cursor = withdrawn.page(asking.modified_since(query), size, query.get("cursor", ""))
        shown = WithdrawnShape(found, many=True).data
        return Response({"notes": notes, "next": next_address(request, cursor), "results": shown})


class Missing(PublicView):
    """Any other address below /api/."""

    schema = None

    def get(self, request: Request, **words: str) -> Response:
        raise Http404


class SchemaView(PublicView):
    """The description of the API (OpenAPI 3.1), as JSON or YAML."""

    schema = None
    renderer_classes: ClassVar[list[Any]] = [
        type("Json", (OpenApiJsonRenderer,), {"media_type": "application/json", "format": "json"}),
        type("Yaml", (OpenApiYamlRenderer,), {"media_type": "application/yaml", "format": "yaml"}),
    ]

    def get(self, request: Request) -> Response:
        return Response(description())


@cache
def description() -> dict[str, Any]:
    """Give the OpenAPI document; made once in each process, since it depends on the code and the settings alone."""
    return dict(SchemaGenerator().get_schema(request=None, public=True))
