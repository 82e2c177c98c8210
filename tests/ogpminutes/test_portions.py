"""A part of a file: a download that broke off goes on, of the same file or from the beginning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decisions.models import ActionItem, Update
from meetings import uploads
from ogpminutes import updating
from ogpminutes.opendata import shelf
from tests import factories

pytestmark = pytest.mark.django_db

PACKAGE = "/open-data/minutes.zip"
FILES = (
    *(PACKAGE, "/meetings/march-2021/minutes.md", "/meetings/march-2021/editions/1/minutes.json"),
    "/decisions/SC-2021-03/A1/evidence-1.pdf",
)
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    sent = SimpleUploadedFile("proof.pdf", PDF)
    sent.checked = uploads.check_upload(sent)  # type: ignore[attr-defined]
    item = ActionItem.objects.get()
    update = updating.record(Update(pk=1, day=item.edition.last_day, state="done"), item, factories.editor(), file=sent)
    assert update.pk == 1
    shelf.make()


def ask(client: Client, address: str, **headers: str) -> tuple[int, Any, bytes]:
    """Ask as a browser does, which could read a compressed answer: the status, `Content-Range`, the bytes."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.get(address, headers={"Accept-Encoding": "gzip", **more})
    body = response.getvalue()
    if response.status_code in (206, 416):
        assert response.headers["Content-Length"] == str(len(body))
        assert "Content-Encoding" not in response.headers
    return response.status_code, response.headers.get("Content-Range"), body


@pytest.mark.parametrize("address", FILES)
def test_a_part_of_a_file_is_given(client: Client, address: str) -> None:
    response = client.get(address)
    whole = response.getvalue()
    size = len(whole)
    assert response.headers["Accept-Ranges"] == "bytes"
    for asked, first, last in (
        ("bytes=0-0", 0, 0),
        ("bytes=2-5", 2, 5),
        ("BYTES=4-", 4, size - 1),
        ("bytes= -3 ", size - 3, size - 1),
        (f"bytes=1-{size + 100}", 1, size - 1),
        (f"bytes=-{size + 100}", 0, size - 1),
    ):
        part = (206, f"bytes {first}-{last}/{size}", whole[first : last + 1])
        assert ask(client, address, Range=asked) == part, asked


@pytest.mark.parametrize("address", FILES)
def test_what_is_not_there_is_refused_with_the_size(client: Client, address: str) -> None:
    size = len(client.get(address).getvalue())
    for asked in (f"bytes={size}-", "bytes=-0", "bytes=5-3", f"bytes={'9' * 18}-"):
        assert ask(client, address, Range=asked) == (416, f"bytes */{size}", b""), asked
    refused = client.get(address, headers={"Range": "bytes=-0"})
    assert (refused.getvalue(), refused.headers["Cache-Control"]) == (b"", "no-store")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,4-5", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=١-٢", "bytes=" + "9" * 99]
)
def test_several_parts_and_what_means_nothing_give_the_whole(client: Client, asked: str) -> None:
    whole = client.get(PACKAGE).getvalue()
    assert ask(client, PACKAGE, Range=asked) == (200, None, whole)


@pytest.mark.parametrize("address", FILES[:3])
def test_a_download_goes_on_only_with_the_file_it_began_with(client: Client, address: str) -> None:
    response = client.get(address)
    tag, whole = response.headers["ETag"], response.getvalue()
    assert not tag.startswith("W/")
    assert ask(client, address, Range="bytes=9-", If_Range=tag)[::2] == (206, whole[9:])
    for other in ('"another"', f"W/{tag}", "Fri, 27 Nov 2026 16:36:55 GMT", ""):
        response = client.get(address, headers={"Range": "bytes=9-", "If-Range": other})
        assert (response.status_code, response.getvalue()) == (200, whole), other
    assert ask(client, address, Range="bytes=9-", If_None_Match=tag)[0] == 304
    assert ask(client, address, Range="bytes=9-", If_Match='"another"')[0] == 412


def test_a_part_of_an_older_package_is_not_joined_to_a_newer_one(client: Client) -> None:
    tag = client.head(PACKAGE).headers["ETag"]
    factories.edition(factories.small_minutes("more", "june-2021", reference="SC-2021-06"))
    package = shelf.make()
    status, _, content = ask(client, PACKAGE, Range="bytes=9-", If_Range=tag)
    assert (status, len(content)) == (200, package.size)


@pytest.mark.parametrize("address", FILES)
def test_head_tells_of_the_whole(client: Client, address: str) -> None:
    whole = client.get(address)
    head = client.head(address, headers={"Range": "bytes=0-3"})
    assert (head.status_code, head.getvalue(), head.headers["Accept-Ranges"]) == (200, b"", "bytes")
    assert head.headers["Content-Length"] == str(len(whole.getvalue()))


def test_a_page_is_given_whole(client: Client) -> None:
    response = client.get("/meetings/march-2021/", headers={"Range": "bytes=0-3"})
    assert (response.status_code, "Accept-Ranges" in response.headers) == (200, False)


def test_a_draft_is_given_in_no_part(client: Client) -> None:
    factories.edition(factories.small_minutes("zebrafish", "june-2021", reference="SC-2021-06"), "draft")
    response = client.get("/meetings/june-2021/minutes.md", headers={"Range": "bytes=0-3"})
    assert (response.status_code, "Content-Range" in response.headers) == (404, False)
