"""What is not approved says so wherever a list shows it to those who may see it, on pages and in spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from lxml import html

from tests import factories

WORD = "zebrafish"
STATUS = "status of the minutes"
ENTRIES = "//tbody/tr | //ol[contains(@class, 'res')]/li | //div[@class='decision'] | //dl[@class='others']//dd"
SECTIONS = "ancestor::section[.//h2 or .//h3][1]/*[1] | ancestor::section[.//h2 or .//h3][1]/div[@class='resbar']"
PAGES = {
    "/": 2,
    "/decisions/": 1,
    "/decisions/actions/": 1,
    f"/browse/?q={WORD}": 11,
    "/regions/europe/": 1,
    "/themes/civic-space/": 1,
}
SHEETS = {
    "/browse/results.csv": 6,
    "/decisions/decisions.csv": 1,
    "/decisions/actions/actions.csv": 1,
    "/attendees/seats/attendance.csv": 1,
}

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["circulated", "draft"])
def reader(request: pytest.FixtureRequest, client: Client) -> tuple[Client, str]:
    """Who sees minutes in work beside approved ones, and what these are called."""
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    factories.edition(factories.small_minutes(WORD, "june-2021", date(2021, 6, 3)), request.param)
    client.force_login(factories.member() if request.param == "circulated" else factories.editor())
    return client, request.param


def entries(client: Client, address: str) -> list[str]:
    """Give what each entry of a page says, with its heading."""
    page = html.fromstring(client.get(address).content)
    said = []
    for entry in page.xpath(ENTRIES):
        heading = " ".join(part.text_content() for part in entry.xpath(SECTIONS))
        said.append(f"{heading} {entry.text_content()}")
    return said


@pytest.mark.parametrize("address", PAGES)
def test_every_entry_of_minutes_in_work_says_so(reader: tuple[Client, str], address: str) -> None:
    client, status = reader
    found = entries(client, address)
    in_work = [said for said in found if "June 2021" in said or "SC-2021-06" in said]
    assert len(in_work) == PAGES[address]
    assert [said for said in found if (status.capitalize() in said) != (said in in_work)] == []


@pytest.mark.parametrize("address", ["/attendees/ada-zebrafish/", "/attendees/organisations/society-zebrafish/"])
def test_attendance_of_minutes_in_work_says_so(reader: tuple[Client, str], address: str) -> None:
    client, status = reader
    page = html.fromstring(client.get(address).content)
    assert [heading.text_content().split()[-1].lower() for heading in page.xpath("//section/h3")] == [status]


@pytest.mark.parametrize("address", SHEETS)
def test_spreadsheets_say_it_in_each_row(reader: tuple[Client, str], address: str) -> None:
    client, status = reader
    text = client.get(address).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    told = [row[STATUS] for row in rows]
    assert sorted(told) == sorted(["approved", status] * SHEETS[address])
    assert {row[STATUS] for row in rows if WORD in " ".join(row.values())} == {status}
