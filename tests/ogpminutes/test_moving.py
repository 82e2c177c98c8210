"""Addresses of decisions and action items in small letters."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
D1, A1 = "/decisions/SC-2021-03/D1/", "/decisions/SC-2021-03/A1/"


@pytest.fixture(autouse=True)
def _record() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    factories.edition(factories.small_minutes("secret", "june-2021", date(2021, 6, 3)), "draft")


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/decisions/sc-2021-03/d1/", D1),
        ("/decisions/Sc-2021-03/D1", D1),
        ("/decisions/SC-2021-03/a1/", A1),
        ("/decisions/sc-2021-03/a1/?utm=%00&x=1", f"{A1}?utm=%00&x=1"),
        ("/decisions/sc-2021-03/d1/citation.bib", f"{D1}citation.bib"),
    ],
)
def test_a_reference_in_small_letters_leads_to_its_item(client: Client, asked: str, address: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, address)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        *("/decisions/sc-2021-03/d9/", "/decisions/sc-2021-03/", "/decisions/sc-2021-03/d1/x/", "/decisions/x/d1/"),
        *("/decisions/SC-2021-03/D9/", "/decisions/sc%002021/d1/", "/decisions/sc-2021-03/d\u0661/"),
        "/decisions/sc-2021-06/d1/",  # of a draft
    ],
)
def test_what_nobody_can_mean_or_see_is_not_there(client: Client, asked: str) -> None:
    assert client.get(asked).status_code == 404


def test_who_sees_a_draft_is_led_to_its_item(client: Client) -> None:
    client.force_login(factories.editor())
    assert client.get("/decisions/sc-2021-06/d1/")["Location"] == "/decisions/SC-2021-06/D1/"


def test_a_passage_in_small_letters_is_the_passage(client: Client) -> None:
    answer = client.get("/meetings/march-2021/passages/1a.1/")
    assert (answer.status_code, answer["Location"]) == (302, "/meetings/march-2021/editions/1/passages/1A.1/")
