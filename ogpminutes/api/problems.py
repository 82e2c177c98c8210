"""What the API says where it cannot answer: problem details (RFC 9457) whose `detail` tells the cure."""

from __future__ import annotations

from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from rest_framework import serializers
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable, Throttled
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
MISSING = (
    "There is nothing at this address, or it is not public. Start at /api/, and take addresses as the API gives them."
)
UNREADABLE = "The request cannot be read. Send it again as /api/ describes it."
READ_ONLY = "The API is only read: use GET, HEAD or OPTIONS."
OTHER_FORMAT = "There is JSON and HTML: ask with Accept: application/json, or with ?format=json."
FAILED = {
    "type": "about:blank",
    "title": "Internal Server Error",
    "status": 500,
    "detail": "Something went wrong here, not with your request. Try again in a minute.",
}


class Problem(APIException):
    """A request that cannot be answered; `detail` says why and the cure, `facts` what else a program needs."""

    def __init__(self, detail: str, status: int = 400, **facts: Any) -> None:
        super().__init__(detail)
        self.status_code, self.facts = status, facts


class ProblemShape(serializers.Serializer):
    """Why there is no answer, and how to get one (RFC 9457)."""

    type = serializers.CharField(help_text="Always `about:blank`: the status says what kind of problem it is.")
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField(help_text="The status of the answer.")
    detail = serializers.CharField(help_text="What is wrong and how to put it right.")


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Give the answer to an error; None for one of our own making, which Django reports."""
    if isinstance(error, Http404):
        return describe(404, MISSING)
    if isinstance(error, PermissionDenied):
        return describe(403, MISSING)
    if isinstance(error, SuspiciousOperation):
        return describe(400, UNREADABLE)
    if isinstance(error, Throttled):
        return _wait(ceil(error.wait or 1))
    if isinstance(error, MethodNotAllowed):
        return describe(405, READ_ONLY)
    if isinstance(error, NotAcceptable):
        return describe(406, OTHER_FORMAT)
    if isinstance(error, APIException):
        return describe(error.status_code, str(error.detail), **getattr(error, "facts", {}))
    return None


def _wait(seconds: int) -> Response:
    response = describe(429, f"Too many requests. Wait {seconds} seconds, then go on where you stopped.")
    response["Retry-After"] = str(seconds)
    return response


def describe(status: int, detail: str, **facts: Any) -> Response:
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response({**problem, **facts}, status=status)
