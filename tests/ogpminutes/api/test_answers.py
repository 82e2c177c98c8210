"""How the API answers: formats, headers, problems, limits, pages for people, and other sites."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client, RequestFactory

from meetings.models import Seal
from ogpminutes import views
from ogpminutes.api import limits
from ogpminutes.api.resources import RESOURCES
from tests import factories
from tests.ogpminutes.api.test_lists import PORTAL, get
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db
SAME = ("ETag", "Content-Type", "Cache-Control", "Content-Encoding", "Last-Modified", "Link", "Vary")
ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def small() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())


def test_the_index_names_every_list(client: Client) -> None:
    index = get(client, "/api/")
    assert [each["url"] for each in index["resources"]] == [f"{PORTAL}/api/{each.name}/" for each in RESOURCES]
    for key in ("withdrawn", "schema", "open_data"):
        assert client.get(index[key].removeprefix(PORTAL)).status_code == 200


def test_minutes_are_the_bytes_that_are_sealed(client: Client, small: None) -> None:
    response = client.get("/api/editions/march-2021/1/minutes/")
    assert response.content == Seal.objects.get().record.encode()
    assert response.headers["Content-Type"] == "application/json"
    assert client.get("/api/editions/march-2021/2/minutes/").status_code == 404


def test_an_answer_may_be_kept_and_is_asked_for_again_by_its_tag(client: Client, small: None) -> None:
    response = client.get("/api/passages/")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = client.get("/api/passages/", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.edition(factories.small_minutes("more", "april-2021", reference="SC-2021-04"))
    assert client.get("/api/passages/", headers={"If-None-Match": response.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", ["/api/", "/api/passages/", "/api/schema/", "/feeds/browse.atom", "/meetings/"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_answers_as_get_does_without_a_body(client: Client, small: None, address: str, coding: str) -> None:
    accepted = {"Accept-Encoding": coding}
    for more in ({}, {"If-None-Match": client.get(address, headers=accepted).headers["ETag"]}):
        answer, head = (ask(address, headers={**accepted, **more}) for ask in (client.get, client.head))
        assert (answer.status_code, head.status_code) == ((304, 304) if more else (200, 200))
        assert head.content == b""
        assert [head.headers.get(name) for name in SAME] == [answer.headers.get(name) for name in SAME]
    assert client.head(address, headers={"If-None-Match": '"another"'}).status_code == 200
    problem = client.head("/api/nothing/")
    assert (problem.status_code, problem.content, "ETag" in problem.headers) == (404, b"", False)


def test_the_next_page_stands_in_a_header_too(client: Client, small: None) -> None:
    response = client.get("/api/passages/?page_size=1")
    assert response.headers["Link"] == (
        f'<{response.json()["next"]}>; rel="next", <{PORTAL}/api/schema/>; rel="service-desc"'
    )


# Other sites


def test_pages_of_other_sites_may_read_it_without_cookies(client: Client, small: None) -> None:
    for address in ("/api/passages/", "/api/nothing/", "/open-data/"):
        headers = client.get(address, headers=ELSEWHERE).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in headers
    asking = {**ELSEWHERE, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    answer = client.options("/api/passages/", headers=asking)
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "if-none-match" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/verify/", "/meetings/march-2021/", "/apis/"])
def test_pages_of_other_sites_read_nothing_else(client: Client, small: None, address: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(address, headers=ELSEWHERE).headers


# Problems


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_is_only_read(client: Client, small: None, method: str) -> None:
    response = getattr(client, method)("/api/passages/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
        "detail": "The API is only read: use GET, HEAD or OPTIONS.",
    }


def test_options_and_head_have_no_body(client: Client, small: None) -> None:
    options = client.options("/api/passages/")
    assert (options.status_code, options.content, options.headers["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    head = client.head("/api/passages/")
    assert (head.status_code, head.content) == (200, b"")


def test_an_address_without_its_slash_leads_to_the_one_with_it(client: Client, small: None) -> None:
    for address in ("/api", "/api/passages", "/api/passages/SC-2021-03/1.1"):
        assert client.get(f"{address}?format=json").headers["Location"] == f"{address}/?format=json"


@pytest.mark.parametrize(
    "address",
    [
        *("/api/nothing/", "/api/passages/%00/", "/api/passages/SC-2021-03/1.99999/", "/api/meetings/a%2f..%2fb/"),
        *("/api/editions/march-2021/99999/", "/api/attendances/march-2021/1/99999/1/", "/api/regions/%F0%9F%90%9F/"),
        *("/api/seals/x/", "/api/passages/" + "A" * 5000 + "/1.1/", "/api/meetings/zebrafish/"),
    ],
)
def test_what_is_not_there_is_a_problem_that_repeats_nothing(client: Client, small: None, address: str) -> None:
    problem = get(client, address, 404)
    assert problem["detail"].startswith("There is nothing at this address, or it is not public. Start at /api/")


def test_another_format_is_refused_with_the_cure(client: Client, small: None) -> None:
    assert get(client, "/api/passages/?format=xml", 404)["detail"] == "format: write json or html."
    assert get(client, "/api/schema/?format=%00", 404)["detail"] == "format: write json or yaml."
    refused = client.get("/api/passages/", headers={"Accept": "text/csv"})
    assert (refused.status_code, refused.json()["title"]) == (406, "Not Acceptable")


def test_more_parameters_than_can_be_read_are_a_problem(client: Client, small: None) -> None:
    many = "&".join(f"a{number}=1" for number in range(1001))
    assert get(client, f"/api/passages/?{many}", 400)["detail"].startswith("The request cannot be read.")


def test_a_failure_of_ours_is_a_problem_too(rf: RequestFactory) -> None:
    response = views.failed(rf.get("/api/passages/"))
    assert (response.status_code, response.headers["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(response.content)["detail"].startswith("Something went wrong here, not with your request.")


# Limits


@pytest.fixture
def three_a_minute(settings: LazySettings) -> None:
    settings.API_RATE = 3
    cache.clear()


def test_a_client_that_asks_too_often_is_told_how_long_to_wait(
    client: Client, small: None, three_a_minute: None
) -> None:
    statuses = [client.get("/api/regions/").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = client.get("/api/passages/")
    wait = int(refused.headers["Retry-After"])
    assert 0 < wait <= 60
    assert refused.json()["detail"].endswith(f"Wait {wait} seconds, then go on where you stopped.")
    assert client.get("/").status_code == 200, "pages are not counted"
    assert client.get("/api/regions/", REMOTE_ADDR="192.0.2.7").status_code == 200, "another client is not"


def test_a_client_cannot_name_itself(client: Client, small: None, three_a_minute: None) -> None:
    headers = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(4)]
    assert [client.get("/api/regions/", headers=each).status_code for each in headers] == [200, 200, 200, 429]


def test_behind_a_proxy_the_address_that_the_proxy_adds_is_the_client_s(
    rf: RequestFactory, settings: LazySettings
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    request = rf.get("/api/", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.1"})
    assert limits.PerClient().get_cache_key(request, None) == "api-rate-192.0.2.1"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001.db8.."),
        ("2001:db8::ffff:1", "2001.db8.."),
        ("2001:db8:0:1::1", "2001.db8.0.1.."),
        ("", "unknown"),
        (None, "unknown"),
        ("x\n\x00 y", "unknown"),
    ],
)
def test_a_client_has_a_name_that_a_cache_can_keep(address: str | None, name: str) -> None:
    assert limits.client(address) == name


# Pages for people


def page(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert response.status_code == status
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    return tree(response)


def test_a_browser_gets_a_page_with_the_answer_and_how_to_ask_for_it(client: Client, small: None) -> None:
    root = page(client, "/api/passages/?page_size=1&kind=feedback")
    assert [text(each) for each in all_of(root, "h1")] == ["Passages"]
    ask, answer = all_of(root, "pre")
    assert text(ask) == f"curl '{PORTAL}/api/passages/?page_size=1&kind=feedback'"
    links = [link.get("href") for link in all_of(answer, "a")]
    assert "/api/passages/SC-2021-03/1.3/" in links
    assert "/meetings/march-2021/#1.3" in links
    assert all(link.startswith("/") for link in links)
    assert [text(link) for link in all_of(root, "a", "btn")] == ["Next page"]


def test_what_minutes_say_is_text_on_the_page(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes(title='<script>alert("x")</script>'))
    html = client.get("/api/meetings/?format=html").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(\\&quot;x\\&quot;)" in html


def test_a_problem_is_a_page_too(client: Client, small: None) -> None:
    root = page(client, "/api/passages/?cursor=x", 400)
    assert [text(each) for each in all_of(root, "h1")] == ["Bad Request"]
    assert page(client, "/api/nothing/", 404) is not None


def test_the_guide_shows_how_to_ask_for_each_list(client: Client, small: None) -> None:
    root = page(client, "/api/")
    assert [text(each) for each in all_of(root, "h1")] == ["API"]
    assert [text(each) for each in all_of(root, "h3")] == [each.title for each in RESOURCES]
    examples = [link.get("href") for pre in all_of(root, "pre") for link in all_of(pre, "a")]
    assert len(examples) == 4
    for address in examples:
        assert get(client, address)["notes"] == []


def test_the_frame_of_a_page_greets_who_is_signed_in(client: Client, small: None) -> None:
    client.force_login(factories.editor())
    assert "editor" in [text(link) for link in all_of(page(client, "/api/"), "a")]
