"""Words of minutes in another language say which, wherever they stand, and run from right to left where it does."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import Client
from lxml import html

from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "//*[self::p[@class='q'] or self::td[@class='what'] or self::p[@class='txt'] or parent::*[@class='decision']]"
LISTS = ("/browse/?q=azul", "/decisions/", "/decisions/actions/", "/", "/regions/europe/", "/decisions/SC-2021-03/A1/")


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    ("language", "said"), [("en", (None, None)), ("en-GB", (None, None)), ("es", ("es", None)), ("ar", ("ar", "rtl"))]
)
def test_lists_say_the_language_of_what_they_quote(
    client: Client, address: str, language: str, said: tuple[str | None, str | None]
) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("azul", language=language))
    page = html.fromstring(client.get(address).content)
    told = [(each.get("lang"), each.get("dir")) for each in page.xpath(WORDS) if "azul" in each.text_content()]
    quoted = [each for each in told if each != (None, None)]
    assert told
    assert quoted == ([] if said == (None, None) else [said] * len(quoted))
    assert bool(quoted) == (said != (None, None))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ""), ("fr-CA", ""), ("ar", ' dir="rtl"'), ("AR-tn", ' dir="rtl"'), ("he", ' dir="rtl"'), ('"><b>', "")],
)
def test_the_direction_is_that_of_the_language(language: str, said: str) -> None:
    tag = Template("{% load minutes_text %}{% direction language %}")
    assert tag.render(Context({"language": language})) == said


def test_a_language_is_escaped() -> None:
    tag = Template("{% load minutes_text %}{% foreign language %}")
    assert tag.render(Context({"language": '"><b>'})) == ' lang="&quot;&gt;&lt;b&gt;"'


def test_minutes_from_right_to_left_are_laid_out_so(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes(language="ar"))
    page = html.fromstring(client.get("/meetings/march-2021/").content)
    assert [each.get("dir") for each in page.xpath("//article | //article//section[@id='cite']")] == ["rtl", "ltr"]
