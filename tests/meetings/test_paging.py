"""Long lists in pages."""

import pytest
from django.test import RequestFactory

from meetings.models import Theme
from meetings.paging import sheet

pytestmark = pytest.mark.django_db
requests = RequestFactory()


@pytest.fixture
def many() -> None:
    Theme.objects.all().delete()
    Theme.objects.bulk_create(Theme(slug=f"t{number}", name=f"T{number:03}") for number in range(100))


def page(asked: str, search: str = "", size: int = 10) -> tuple[int, list[str], str, str]:
    listed = sheet(requests.get("/", {"page": asked}), Theme.objects.order_by("name"), search, size)
    return listed.page.number, [step.label for step in listed.steps()], listed.previous, listed.following


@pytest.mark.usefixtures("many")
def test_the_pager_has_numbers_and_gaps() -> None:
    steps = ["1", "…", "8", "9", "10", "11", "12", "…", "20"]
    assert page("10", size=5) == (10, steps, "page=9", "page=11")


@pytest.mark.usefixtures("many")
def test_the_first_page_has_none_before_it_and_keeps_the_search() -> None:
    assert page("1", "q=a+b") == (1, ["1", "2", "3", "…", "10"], "", "q=a+b&page=2")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", 1), ("x", 1), ("0", 10), ("-3", 10), ("11", 10), ("9" * 20, 10), ("9" * 5000, 1), ("1e3", 1), ("2\0", 1)],
)
def test_any_page_that_is_asked_for_is_some_page(asked: str, shown: int) -> None:
    assert page(asked)[0] == shown


def test_one_page_needs_no_pager() -> None:
    Theme.objects.all().delete()
    listed = sheet(requests.get("/"), Theme.objects.order_by("name"))
    assert (listed.is_alone, listed.count) == (True, 0)
