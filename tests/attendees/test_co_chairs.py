"""Co-chairs on a day and over time, as the minutes print it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from attendees import co_chairs
from attendees.models import Membership, Organisation
from meetings.models import Body
from meetings.words import CoChair
from tests import factories
from tests.attendees.test_attendees_pages import attended, nicole
from tests.attendees.test_seats import maria
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
PAGE = "/attendees/co-chairs/"
SEAT: dict[str, Any] = {
    "seat_role": "Lead Government Co-Chair 2020 – 2021",
    "co_chair": CoChair.LEAD,
    "term_from": 2020,
    "term_until": 2021,
}
PERSON: dict[str, Any] = {
    "role": "Incoming Civil Society Co-Chair 2021 – 2022",
    "co_chair": CoChair.INCOMING,
    "term_from": 2021,
    "term_until": 2022,
}


@pytest.fixture
def _record() -> None:
    """Argentina leads in two minutes with two people each; María is incoming in the second, and leads in 2022."""
    factories.vocabulary()
    second = nicole("Minister", name="Ada Śmith", person="ada-smith", **SEAT)
    attended("may-2020", date(2020, 5, 5), nicole("Advisor", **SEAT), second)
    attended("june-2021", date(2021, 6, 6), maria(**PERSON), nicole("Advisor", **SEAT), second)
    attended("july-2022", date(2022, 7, 7), maria(role="Lead Co-Chair", co_chair=CoChair.LEAD), nicole(""))


def named(client: Client, day: str) -> list[str]:
    (listed,) = all_of(tree(client.get(PAGE, {"day": day})), "ul", "plist")
    return [text(item) for item in all_of(listed, "li")]


ARGENTINA = "Government of Argentina Lead Government Co-Chair 2020 – 2021 Nicole Grünbaum, Advisor Ada Śmith, Minister"


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2020-05-05", [ARGENTINA]),
        ("2021-06-05", [ARGENTINA]),
        ("2022-07-08", ["María Baron Lead Co-Chair Directorio Legislativo"]),
    ],
)
def test_the_newest_minutes_up_to_a_day_say_who_were_co_chairs(client: Client, day: str, found: list[str]) -> None:
    assert named(client, day) == found


@pytest.mark.usefixtures("_record")
def test_lead_comes_before_incoming(client: Client) -> None:
    assert [line.split(" Co-Chair")[0] for line in named(client, "2021-06-06")] == [
        "Government of Argentina Lead Government",
        "María Baron Incoming Civil Society",
    ]


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2021-06-06", "The minutes of that day: "),
        ("2021-06-07", "The last minutes before that day that name co-chairs: "),
        ("2019-01-01", "No minutes of that day or before name a co-chair."),
    ],
)
def test_the_page_says_which_minutes_it_reads(client: Client, day: str, words: str) -> None:
    assert words in client.get(PAGE, {"day": day}).content.decode()


@pytest.mark.usefixtures("_record")
def test_terms_are_as_printed_each_once_with_their_minutes() -> None:
    assert [
        (term.name, term.printed, term.from_year, term.until_year, term.meetings, term.first, term.last)
        for term in co_chairs.terms(NOBODY)
    ] == [
        ("María Baron", PERSON["role"], 2021, 2022, 1, date(2021, 6, 6), date(2021, 6, 6)),
        ("Government of Argentina", SEAT["seat_role"], 2020, 2021, 2, date(2020, 5, 5), date(2021, 6, 6)),
        ("María Baron", "Lead Co-Chair", None, None, 1, date(2022, 7, 7), date(2022, 7, 7)),
    ]


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("day", "covering"),
    [
        ("2020-01-01", ["2020–2021"]),
        ("2021-12-31", ["2021–2022", "2020–2021"]),
        ("2022-01-01", ["2021–2022"]),
        ("2030-01-01", []),
    ],
)
def test_terms_that_cover_the_day_are_marked_in_words(client: Client, day: str, covering: list[str]) -> None:
    rows = all_of(tree(client.get(PAGE, {"day": day})), "tr", "is-now")
    assert [text(row).split(" Covers")[0] for row in rows] == covering


@pytest.mark.usefixtures("_record")
def test_what_is_no_day_is_said_and_today_is_shown(client: Client) -> None:
    page = client.get(PAGE, {"day": "<b>soon"}).content.decode()
    assert "“&lt;b&gt;soon” is no day. Write it as 2020-12-14." in page
    assert "María Baron" in page


def test_without_co_chairs_the_page_says_so(client: Client) -> None:
    factories.vocabulary()
    attended("may-2020", date(2020, 5, 5), nicole(""))
    assert "No minutes name a co-chair yet" in client.get(PAGE).content.decode()


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_a_draft_names_nobody_to_the_public(client: Client, status: str) -> None:
    before = client.get(PAGE).content
    secret = nicole("", name="Secret Name", person="secret", organisation="Secret Land", **SEAT)
    attended("july-2023", date(2023, 7, 7), secret, status=status)
    assert client.get(PAGE).content == before
    client.force_login(factories.editor())
    assert "Secret Land" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("meetings", [1, 3])
def test_queries_do_not_grow_with_rows(
    client: Client, meetings: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    factories.vocabulary()
    for number in range(meetings):
        attended(f"m-{number}", date(2020, 1 + number, 1), nicole("", **SEAT), maria(**PERSON))
    with django_assert_num_queries(7):
        client.get(PAGE)


# The terms that the portal keeps


def keep(slug: str, years: tuple[int, int | None], **more: Any) -> None:
    body = Body.objects.get(slug="steering-committee")
    holder: dict[str, Any] = {"organisation": Organisation.objects.get(slug=slug), "seat": "government"}
    facts = {"co_chair": "lead", **holder, **more}
    Membership.objects.create(body=body, from_year=years[0], until_year=years[1], **facts)


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("years", "days", "said"),
    [
        ((2020, 2022), {}, "Holds that day"),
        ((2020, 2021), {}, "Perhaps holds that day"),
        ((2021, 2023), {"starts_on": date(2021, 6, 6)}, "Holds that day"),
        ((2021, 2023), {"starts_on": date(2021, 6, 7)}, ""),
        ((2022, None), {}, ""),
    ],
)
def test_kept_terms_stand_beside_what_is_printed_and_say_how_sure_they_are(
    client: Client, years: tuple[int, int | None], days: dict[str, Any], said: str
) -> None:
    keep("argentina", years, **days)
    root = tree(client.get(PAGE, {"day": "2021-06-06"}))
    kept = all_of(root, "table", "register")[1]
    (row,) = all_of(kept, "tr")[1:]
    assert "Government of Argentina Lead Government, Steering Committee" in text(row)
    chips = [text(chip) for chip in all_of(row, "span") if "chip" in (chip.get("class") or "")]
    assert chips == ([said] if said else [])
    page = text(root)
    assert page.index("As the minutes print it") < page.index("As the Support Unit keeps the terms")


def test_kept_terms_show_where_no_minutes_name_a_co_chair(client: Client) -> None:
    factories.vocabulary()
    attended("may-2020", date(2020, 5, 5), nicole(""))
    keep("argentina", (2020, 2021))
    page = client.get(PAGE, {"day": "2020-05-05"}).content.decode()
    assert "As the Support Unit keeps the terms" in page
    assert "No minutes of that day or before name a co-chair." in page


@pytest.mark.usefixtures("_record")
def test_a_kept_term_of_somebody_whom_only_a_draft_names_is_not_public(client: Client) -> None:
    secret = nicole("", name="Secret Name", person="secret", organisation="Secret Land", organisation_key="secret-land")
    attended("july-2023", date(2023, 7, 7), secret, status="draft")
    before = client.get(PAGE).content
    keep("secret-land", (2020, 2021))
    assert client.get(PAGE).content == before
    client.force_login(factories.editor())
    assert "As the Support Unit keeps the terms" in client.get(PAGE).content.decode()
