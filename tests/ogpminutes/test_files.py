"""The files of an edition, and what caches may keep of minutes."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest
from django.test import Client

from meetings import canonical
from meetings.exporters.press import Press, PrintingFailed
from meetings.textform import parse
from tests import factories
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db
PAGE = "/meetings/march-2021/"


@pytest.fixture(autouse=True)
def _published() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}editions/1/"])
@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        ("pdf", "application/pdf"),
        ("md", "text/markdown; charset=utf-8"),
        ("json", "application/json"),
    ],
)
def test_an_edition_is_kept_in_each_format(client: Client, address: str, suffix: str, content_type: str) -> None:
    response = client.get(f"{address}minutes.{suffix}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == f'inline; filename="SC-2021-03-edition-1.{suffix}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_files_hold_the_minutes(client: Client) -> None:
    minutes = factories.small_minutes()
    assert client.get(f"{PAGE}minutes.json").content == canonical.canonical_json(minutes)
    assert parse(client.get(f"{PAGE}minutes.md").content.decode()).minutes == minutes
    assert client.get(f"{PAGE}minutes.pdf").content.startswith(b"%PDF-")


def test_a_pdf_is_made_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(f"{PAGE}minutes.pdf").content
    monkeypatch.setattr(Press, "print", _refuse)
    assert client.get(f"{PAGE}minutes.pdf").content == first


def test_a_pdf_that_cannot_be_made_is_said_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.edition(factories.small_minutes("unprintable", "june-2021", date(2021, 6, 3)))
    monkeypatch.setattr(Press, "print", _refuse)
    response = client.get("/meetings/june-2021/minutes.pdf")
    assert response.status_code == 503
    assert response.headers["Cache-Control"] == "private, no-store"
    assert text(all_of(tree(response), "h1")[0]) == "The PDF could not be made"
    assert b"The press is out of ink." in response.content


def _refuse(*words: object) -> bytes:
    raise PrintingFailed("The press is out of ink.")


def test_the_schema_is_published(client: Client) -> None:
    response = client.get("/schemas/minutes.json")
    assert response.headers["Content-Type"] == "application/schema+json"
    assert json.loads(response.content) == canonical.json_schema()


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}editions/1/", f"{PAGE}minutes.json", "/", "/meetings/"])
def test_what_anybody_sees_is_kept_for_a_minute_and_asked_for_by_its_etag(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response.headers["Vary"]
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}minutes.json", "/"])
def test_what_somebody_sees_who_signed_in_is_kept_nowhere(client: Client, address: str) -> None:
    client.force_login(factories.member())
    response = client.get(address)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_a_new_edition_changes_the_etag(client: Client) -> None:
    before = client.get(PAGE).headers["ETag"]
    factories.Edition.objects.update(status="superseded")
    factories.edition(factories.small_minutes(), reason="A name was wrong.")
    assert client.get(PAGE).headers["ETag"] != before


def test_the_sitemap_names_what_anybody_sees(client: Client) -> None:
    sitemap = client.get("/sitemap.xml").content.decode()
    address = "http://127.0.0.1:8000"
    for page in (PAGE, "/", "/regions/europe/", "/decisions/SC-2021-03/D1/", "/attendees/ada-plain/"):
        assert f"<loc>{address}{page}</loc>" in sitemap
    assert "editor" not in sitemap


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /alerts/",
        "Disallow: /*?",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]


def test_browsers_find_the_icon(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/icon.svg"


def test_a_page_travels_compressed(client: Client) -> None:
    plain = client.get(PAGE)
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    again = client.get(PAGE, headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304
