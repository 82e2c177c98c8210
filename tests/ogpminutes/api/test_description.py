"""The OpenAPI description: valid, whole, true of what the API answers, and no request that it allows fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import yaml
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator, FormatChecker
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from meetings.models import Seal
from ogpminutes.api.description import ADDRESS, EXAMPLES
from ogpminutes.api.resources import RESOURCES
from ogpminutes.api.views import description
from tests import factories

# What is sent and cannot be used is left out and noted, as on the pages; so nothing has to be refused.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NAMES = [each.name for each in RESOURCES]
EACH = 4  # requests to each operation, in each mode
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
# Operations of what nobody recorded of these minutes, and of the minutes as a whole, which have a schema of their own.
WITHOUT = {"updates_get", "taken_up_get", "alterations_get", "editions_minutes"}


def facts() -> dict[str, str]:
    """Give operation -> the address that its example is taken from, for the minutes of December 2020."""
    return {
        **{f"{name.replace('-', '_')}_list": f"/api/{name}/?page_size=1" for name in (*NAMES, "withdrawn")},
        "api_index": "/api/",
        "meetings_get": "/api/meetings/december-2020/",
        "editions_get": "/api/editions/december-2020/1/",
        "sessions_get": "/api/sessions/SC-2020-12/3D/",
        "passages_list": "/api/passages/?region=europe&kind=feedback&page_size=1",
        "passages_get": "/api/passages/SC-2020-12/3D.6/",
        "decisions_list": "/api/decisions/?outcome=approved-with-conditions&page_size=1",
        "decisions_get": "/api/decisions/SC-2020-12/D1/",
        "action_items_list": "/api/action-items/?open=true&page_size=1",
        "action_items_get": "/api/action-items/SC-2020-12/A1/",
        "people_list": "/api/people/?q=baron",
        "people_get": "/api/people/maria-baron/",
        "organisations_list": "/api/organisations/?q=kenya",
        "organisations_get": "/api/organisations/government-of-kenya/",
        "attendances_get": "/api/attendances/december-2020/1/1/1/",
        "regions_get": "/api/regions/europe/",
        "themes_get": "/api/themes/civic-space/",
        "bodies_get": "/api/bodies/steering-committee/",
        "governing_documents_get": "/api/governing-documents/articles-of-governance/",
        "seals_get": f"/api/seals/{Seal.objects.get().value}/",
    }


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/schema/").json()
    return found


def operations(document: dict[str, Any]) -> dict[str, Any]:
    return {path["get"]["operationId"]: path["get"] for path in document["paths"].values()}


def validator(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": document["components"]}, format_checker=FormatChecker())


def answered(operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = operation["responses"]["200"]["content"]["application/json"]
    return found


def settle(answer: str) -> str:
    """Give an answer without what differs from run to run: the seal and its moment, and the cursor."""
    text = MOMENT.sub("2021-02-01T09:30:00.000000Z", answer)
    text = re.sub(r"cursor=[^\"&]+", "cursor=WyIyMDIwLTEyLTE0Il0", text)
    return text.replace(Seal.objects.get().value, "5ea1" * 16).replace(settings.PORTAL_ADDRESS, ADDRESS)


def test_the_description_is_valid_openapi(document: dict[str, Any]) -> None:
    validate_schema(document)
    assert document["openapi"] == "3.1.1"
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_description_names_every_resource_and_says_what_each_field_means(document: dict[str, Any]) -> None:
    found = operations(document)
    names = [each.name.replace("-", "_") for each in RESOURCES]
    assert set(found) == {
        *(f"{name}_{deed}" for name in names for deed in ("list", "get")),
        *("api_index", "withdrawn_list", "editions_minutes"),
    }
    schemas = document["components"]["schemas"]
    silent = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, facts in schema["properties"].items()
        if not (facts.get("description") or facts.get("items") or "$ref" in facts)
    ]
    assert silent == []
    assert all(set(schema["required"]) == set(schema["properties"]) for schema in schemas.values())


def test_the_description_tells_the_filters_of_browse(document: dict[str, Any]) -> None:
    parameters = {each["name"]: each for each in operations(document)["passages_list"]["parameters"]}
    wanted = {"q", "kind", "scope", "region", "theme", "meeting", "body", "year", "cursor", "page_size"}
    assert wanted | {"modified_since"} <= set(parameters)
    assert parameters["region"]["schema"] == {"type": "array", "items": {"type": "string"}}


def test_the_description_comes_as_yaml_too(client: Client, document: dict[str, Any]) -> None:
    response = client.get("/api/schema/?format=yaml")
    assert response.headers["Content-Type"].startswith("application/yaml")
    assert yaml.safe_load(response.content) == document


@pytest.mark.django_db
def test_examples_are_what_the_api_answers_for_the_minutes_of_december_2020(client: Client) -> None:
    factories.december()
    answers = {name: json.loads(settle(client.get(address).content.decode())) for name, address in facts().items()}
    assert answers == json.loads(EXAMPLES.read_text(encoding="utf-8"))


def test_examples_fit_their_schemas(document: dict[str, Any]) -> None:
    found = {name: answered(each) for name, each in operations(document).items() if "examples" in answered(each)}
    assert set(found) == set(operations(document)) - WITHOUT
    for content in found.values():
        (example,) = content["examples"].values()
        validator(document, content["schema"]).validate(example["value"])


@pytest.fixture
def application(db: None) -> Iterator[WSGIHandler]:
    """The portal as a server calls it, but for the connection, which a server gives back behind each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_that_can_be_thought_of_fails(mode: GenerationMode, application: WSGIHandler) -> None:
    factories.december()
    schema = schemathesis.openapi.from_dict(description())
    schema.app = application
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.definition.raw.get("parameters") and mode is GenerationMode.NEGATIVE:
            continue  # there is nothing to get wrong
        strategy = operation.as_strategy(generation_mode=mode)

        @hypothesis_settings(
            max_examples=EACH,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.validate_response(case.call(headers={"Accept-Encoding": "identity"}), checks=CHECKS)

        ask()
    assert asked > 50
