"""A part of a file (RFC 9110, 14), so that a download that broke off goes on where it ended.

A view opts in by `Accept-Ranges: bytes`. One part is given; who asks for several, or for what is no range of bytes,
gets the whole, and so does who has the beginning of another file than the one that is there now (`If-Range`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

ONE_PART = re.compile(r"bytes=\s*(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))\s*", re.IGNORECASE)
BLOCK = 64 * 1024  # bytes that are read at once


class Portions:
    """Gives the part that is asked for. Stands where the answer has its ETag, and before it is compressed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        asked = ONE_PART.fullmatch(request.headers.get("Range", ""))
        if not (asked and request.method == "GET" and _offers(response) and _is_the_same(request, response)):
            return response
        request.META.pop("HTTP_ACCEPT_ENCODING", None)  # a part of the file is no part of what it is compressed to
        size = int(response["Content-Length"])
        part = _part(asked, size)
        return _cut(response, part, size) if part else _refuse(response, size)


def _offers(response: HttpResponseBase) -> bool:
    is_offered = response.get("Accept-Ranges") == "bytes" and response.has_header("Content-Length")
    return response.status_code == 200 and is_offered


def _is_the_same(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether what is there is what the reader has the beginning of; a day is too coarse to tell."""
    had, tag = request.headers.get("If-Range"), response.get("ETag", "")
    return had is None or (had == tag and not tag.startswith("W/"))


def _part(asked: re.Match[str], size: int) -> range | None:
    """Give which bytes are asked for; None where there are none of these."""
    first, last, at_the_end = asked.groups()
    if at_the_end is not None:
        found = range(max(0, size - int(at_the_end)), size)
    else:
        found = range(int(first), size if last is None else min(int(last) + 1, size))
    return found or None


def _refuse(response: Any, size: int) -> HttpResponseBase:
    response.status_code = 416
    for name, value in (("Content-Range", f"bytes */{size}"), ("Content-Length", "0"), ("Cache-Control", "no-store")):
        response.headers[name] = value
    return _fill(response, b"", iter(()))


def _cut(response: Any, part: range, size: int) -> HttpResponseBase:
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    response.headers["Content-Length"] = str(len(part))
    if not isinstance(response, FileResponse):
        return _fill(response, response.content[part.start : part.stop], iter(()))
    file: Any = response.file_to_stream
    file.seek(part.start)
    return _fill(response, b"", _pieces(file, len(part)))


def _fill(response: Any, content: bytes, pieces: Iterator[bytes]) -> HttpResponseBase:
    """Put other bytes into an answer; a file that it holds is closed with it, as before."""
    if isinstance(response, HttpResponse):
        response.content = content
    else:
        response.streaming_content = pieces
    return response


def _pieces(file: IO[bytes], left: int) -> Iterator[bytes]:
    while left and (piece := file.read(min(left, BLOCK))):
        left -= len(piece)
        yield piece
