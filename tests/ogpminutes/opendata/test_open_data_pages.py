"""The page of the open data, and the package as it is served."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.test import Client

from decisions.models import Update
from meetings.models import Edition, Meeting
from ogpminutes.opendata import shelf
from tests import factories
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db
Counting = Callable[[int], Any]
FILE = "/open-data/minutes.zip"


@pytest.fixture(autouse=True)
def _minutes(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    factories.december()


def facts(client: Client) -> str:
    (found,) = all_of(tree(client.get("/open-data/")), "dl", "facts")
    return text(found)


def test_the_page_tells_of_the_package(client: Client) -> None:
    package = shelf.make()
    root = tree(client.get("/open-data/"))
    assert [text(each) for each in all_of(root, "h1")] == ["Open data"]
    said = text(all_of(root, "dl", "facts")[0])
    assert "Up to date Yes: it holds all that is approved." in said
    assert said.endswith(f"SHA-256 {package.digest}")
    hrefs = [link.get("href") for link in all_of(root, "a")]
    assert {FILE, "/api/", "/verify/", "https://creativecommons.org/licenses/by/4.0/"} <= set(hrefs)


def test_the_page_says_where_the_package_is_behind(client: Client) -> None:
    shelf.make()
    Update.objects.create(meeting=Meeting.objects.get(), number="D1", day=date(2021, 5, 1), state="done")
    assert "Up to date Not quite: something was approved or recorded since" in facts(client)
    shelf.make()
    assert "Up to date Yes" in facts(client)


@pytest.mark.parametrize("record", [factories.uptake, factories.alteration])
def test_what_is_recorded_beside_minutes_makes_a_package_old(client: Client, record: Any) -> None:
    shelf.make()
    record(Edition.objects.get())
    assert "Up to date Not quite" in facts(client)


def test_a_draft_makes_no_package_old(client: Client) -> None:
    shelf.make()
    factories.edition(factories.small_minutes("zebrafish"), "draft")
    assert "Up to date Yes" in facts(client)


def test_before_the_first_package_the_page_says_so(client: Client) -> None:
    root = tree(client.get("/open-data/"))
    assert text(all_of(root, "p", "notes")[0]).startswith("No package has been made yet.")
    assert client.get(FILE).status_code == 404


def test_the_package_is_served_whole_with_its_length_and_its_tag(
    client: Client, django_assert_num_queries: Counting
) -> None:
    package = shelf.make()
    with django_assert_num_queries(1):
        response = client.get(FILE, headers={"Accept-Encoding": "gzip, br", "Origin": "https://elsewhere.example"})
    content = response.getvalue()
    assert hashlib.sha256(content).hexdigest() == package.digest
    wanted = {
        "Content-Type": "application/zip",
        "Content-Length": str(len(content)),
        "Content-Disposition": 'attachment; filename="ogp-minutes.zip"',
        "ETag": f'"{package.digest}"',
        "Cache-Control": "public, max-age=60",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    assert {name: response.headers.get(name) for name in wanted} == wanted
    assert "Content-Encoding" not in response.headers


def test_the_package_is_asked_for_again_by_its_tag_or_its_day(client: Client) -> None:
    shelf.make()
    head = client.head(FILE)
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert int(head.headers["Content-Length"]) > 1000
    for headers in (
        {"If-None-Match": head.headers["ETag"]},
        {"If-Modified-Since": head.headers["Last-Modified"]},
    ):
        again = client.get(FILE, headers=headers)
        assert (again.status_code, again.getvalue()) == (304, b"")
        assert again.headers["ETag"] == head.headers["ETag"]


def test_a_package_whose_file_is_gone_is_told_in_words(client: Client) -> None:
    default_storage.delete(shelf.make().name)
    response = client.get(FILE)
    assert response.status_code == 503
    assert [text(each) for each in all_of(tree(response), "h1")] == ["Not at hand"]
    package = shelf.make()
    assert len(client.get(FILE).getvalue()) == package.size


def test_everybody_gets_the_same_package(client: Client) -> None:
    shelf.make()
    anybody = client.get(FILE)
    client.force_login(factories.editor())
    staff = client.get(FILE)
    assert staff.getvalue() == anybody.getvalue()
    assert staff.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in staff.headers.get("Vary", "")
