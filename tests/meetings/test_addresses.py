"""Addresses that are put together once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import NoReverseMatch, path, reverse, set_script_prefix, set_urlconf

from meetings.addresses import address


class Elsewhere:
    """Patterns of another site."""

    urlpatterns = (path("elsewhere/<str:slug>", lambda request, slug: HttpResponse(slug), name="minutes"),)


@pytest.fixture(autouse=True)
def _as_found() -> Iterator[None]:
    yield
    set_urlconf(None)
    set_script_prefix("/")


def rendered(template: str, **context: Any) -> str:
    return Template(template).render(Context(context))


def test_an_address_is_what_django_gives() -> None:
    for _ in range(2):
        assert address("minutes", "december-2020") == "/meetings/december-2020/"
        assert address("browse") == reverse("browse") == "/browse/"
        assert address("decision", "SC-2020-12", "D1") == reverse("decision", args=["SC-2020-12", "D1"])


def test_other_patterns_and_another_prefix_have_addresses_of_their_own() -> None:
    assert address("minutes", "a") == "/meetings/a/"
    set_urlconf(Elsewhere)
    assert address("minutes", "a") == "/elsewhere/a"
    set_script_prefix("/portal/")
    assert address("minutes", "a") == "/portal/elsewhere/a"
    set_urlconf(None)
    assert address("minutes", "a") == "/portal/meetings/a/"


def test_a_page_that_there_is_not_has_no_address() -> None:
    for name, words in (("nowhere", ()), ("minutes", ()), ("minutes", ("a", "b"))):
        with pytest.raises(NoReverseMatch):
            address(name, *words)


@pytest.mark.parametrize(
    ("template", "said", "expected"),
    [
        ("{% url 'browse' %}", {}, "/browse/"),
        ("{% url 'minutes' slug %}", {"slug": "december-2020"}, "/meetings/december-2020/"),
        ("{% url 'edition' slug number %}", {"slug": "may", "number": 2}, "/meetings/may/editions/2/"),
        ("{% url 'minutes' slug=slug %}", {"slug": "may"}, "/meetings/may/"),
        ("{% url name %}", {"name": "browse"}, "/browse/"),
        ("{% url 'admin:index' %}", {}, "/admin/"),
        ("{% url 'nowhere' as there %}[{{ there }}]", {}, "[]"),
        ("{% url 'browse' as there %}[{{ there }}]", {}, "[/browse/]"),
    ],
)
def test_templates_say_it_as_ever(template: str, said: dict[str, Any], expected: str) -> None:
    for _ in range(2):
        assert rendered(template, **said) == expected


def test_an_address_is_escaped_where_text_is() -> None:
    set_urlconf(Elsewhere)
    link = "{% url 'minutes' slug %}"
    assert rendered(link, slug="it's") == "/elsewhere/it&#x27;s"
    assert rendered("{% autoescape off %}" + link + "{% endautoescape %}", slug="it's") == "/elsewhere/it's"


def test_a_template_that_names_no_page_fails() -> None:
    for template in ("{% url 'nowhere' %}", "{% url 'minutes' nothing %}"):
        with pytest.raises(NoReverseMatch):
            rendered(template)
