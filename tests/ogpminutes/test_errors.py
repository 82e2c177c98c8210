"""What the portal says where it cannot answer, and that nothing that a visitor sends makes it fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory

from ogpminutes import views
from tests import addresses, factories
from tests.pagetext import all_of, text, tree

HOSTILE = [
    "/meetings/%00/",
    "/meetings/a%2f..%2f..%2fetc/",
    "/meetings/0000/",
    "/meetings/9999999999999999999999/",
    "/meetings/march-2021/editions/99999999999999999999999999/",
    "/meetings/march-2021/editions/" + "9" * 5000 + "/",
    "/meetings/march-2021/editions/-1/",
    "/meetings/march-2021/minutes.%00",
    "/meetings/march-2021/minutes.pdf.exe",
    "/meetings/march-2021/minutes.__class__",
    "/decisions/SC-2021-03/D99999999/",
    "/attendees/" + "a" * 500 + "/",
    "/regions/%F0%9F%90%9F/",
    "/sitemap.xml?p=99999999999999999999",
    "/sitemap.xml?p=%00",
    "/sign-in/?next=//evil.example/%00",
]
QUERIES = ["?page=99999999999999999999", "?page=%00", "?q[]=%00&q=%ff%fe", "?page[]=1&page=-1", "?year=%F0%28%8C%28"]


@pytest.mark.parametrize(
    ("answer", "status", "heading"),
    [
        (lambda request: views.bad_request(request, Exception()), 400, "The request cannot be read"),
        (lambda request: views.forbidden(request, PermissionDenied()), 403, "This is not open to you"),
        (lambda request: views.not_found(request, Exception()), 404, "Page not found"),
        (views.failed, 500, "Something went wrong here"),
    ],
)
def test_errors_have_pages_of_our_own(rf: RequestFactory, answer: Any, status: int, heading: str) -> None:
    response = answer(rf.get("/"))
    assert response.status_code == status
    assert [text(each) for each in all_of(tree(response), "h1")] == [heading]


def test_an_error_page_marks_no_place_as_the_reader_s(rf: RequestFactory) -> None:
    pages = [views.bad_request, views.forbidden, views.not_found]
    marked = [all_of(tree(page(rf.get("/"), Exception())), "a") for page in pages]
    assert [link.get("href") for links in marked for link in links if link.get("aria-current")] == []


def test_the_portal_fails_without_the_manifest_of_static_files(
    rf: RequestFactory, settings: LazySettings, tmp_path: Path
) -> None:
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        views.not_found(rf.get("/"), Exception())
    assert b"Something went wrong here" in views.failed(rf.get("/")).content


def test_the_portal_fails_without_asking_the_database(rf: RequestFactory) -> None:
    assert views.failed(rf.get("/")).status_code == 500  # no django_db mark: a query would fail this test


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_told_in_words(client: Client) -> None:
    response = client.get("/no-such-page/?<script>")
    assert response.status_code == 404
    assert text(all_of(tree(response), "h1")[0]) == "Page not found"
    assert b"no-such-page" not in response.content


@pytest.mark.django_db
def test_hostile_addresses_are_not_found(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    found = {address[:60]: client.get(address).status_code for address in HOSTILE}
    expected = {address[:60]: 200 if "sign-in" in address or "p=%00" in address else 404 for address in HOSTILE}
    assert found == {**expected, "/sitemap.xml?p=%00": 404}


@pytest.mark.django_db
def test_hostile_parameters_never_fail(client: Client) -> None:
    minutes = factories.small_minutes()
    factories.vocabulary()
    factories.edition(minutes)
    without = (
        "sitemap",
        "invitation",
        "agree",
        "stop",
        "alerts",
        "evidence",
        "paper",
        *addresses.LEAVING,
        *addresses.NOT_THERE,
    )
    known = [each[0] for name, each in addresses.of(minutes).items() if name not in without]
    statuses = {client.get(address + query).status_code for address in known for query in QUERIES}
    assert statuses == {200, 302}


@pytest.mark.django_db
def test_every_page_refuses_what_would_change_something(client: Client) -> None:
    minutes = factories.small_minutes()
    factories.vocabulary()
    factories.edition(minutes)
    known = {each[0] for name, each in addresses.of(minutes).items() if name not in addresses.FORMS}
    assert {address: client.post(address).status_code for address in known} == dict.fromkeys(known, 405)


@pytest.mark.django_db
def test_every_page_answers_head(client: Client) -> None:
    minutes = factories.small_minutes()
    factories.vocabulary()
    factories.edition(minutes)
    for address in addresses.pages(minutes):
        head = client.head(address)
        assert (head.status_code, head.getvalue()) == (404 if "no-such" in address else 200, b"")


@pytest.mark.django_db
def test_the_portal_is_well(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_portal_is_unwell_without_its_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*words: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"unwell")


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "utf-7"])
def test_a_form_without_its_token_gets_our_own_answer(charset: str) -> None:
    client = Client(enforce_csrf_checks=True)
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    response = client.post("/sign-in/", b"username=+AGE", content_type=kind)
    assert response.status_code == 403
    assert text(all_of(tree(response), "h1")[0]) == "This is not open to you"


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", [r'"\000aaaaaaaaaaaaaaaaaaa"', "a" * 5000, "é" * 32, "'; --"])
def test_a_forged_session_is_no_session(client: Client, cookie: str) -> None:
    factories.vocabulary()
    for address in ("/", "/sign-in/"):
        response = client.get(address, headers={"Cookie": f"session={cookie}"})
        assert response.status_code == 200
