"""People and organisations, and the meetings at which they were."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attendees.models import Membership, Organisation, Person
from meetings.minutes import AttendanceGroup, Attendee
from meetings.models import Body
from meetings.words import Capacity, Presence
from tests import factories
from tests.ogpminutes.test_browse import HOSTILE, several
from tests.pagetext import all_of, by_id, text, tree

pytestmark = pytest.mark.django_db

LISTS = ["/attendees/", "/attendees/organisations/"]
PAGES = [*LISTS, "/attendees/ada-word0/", "/attendees/organisations/society-word0/"]


def attended(slug: str, day: date, *attendees: Attendee, status: str = "approved") -> None:
    group = AttendanceGroup(heading="Members", by_organisation=True, attendees=attendees)
    factories.edition(factories.small_minutes(slug, slug, day, attendance=(group,)), status)


def nicole(title: str, **more: Any) -> Attendee:
    facts: dict[str, Any] = {
        "name": "Nicole Grünbaum",
        "person": "nicole-grunbaum",
        "organisation": "Government of Argentina",
        "organisation_key": "argentina",
        "capacity": Capacity.GOVERNMENT,
        "votes": True,
        "title": title,
    }
    return Attendee(**{**facts, **more})


@pytest.fixture
def record() -> None:
    """One person at two meetings, for two governments and under two titles."""
    factories.vocabulary()
    colleague = nicole("", name="Ada Śmith", person="ada-smith", votes=False, presence=Presence.REMOTE)
    attended("may-2020", date(2020, 5, 5), nicole("Advisor", seat_role="Co-Chair 2020 – 2021"), colleague)
    other = nicole("Minister", organisation="Government of Chile", organisation_key="chile", role="Chair", votes=False)
    attended("june-2021", date(2021, 6, 6), other)


def page_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def names(client: Client, address: str) -> list[tuple[str, int]]:
    return [(row.name, row.meetings) for row in client.get(address).context["sheet"].page]


@pytest.mark.usefixtures("record")
def test_people_are_listed_by_name_with_their_organisation_and_meetings(client: Client) -> None:
    assert names(client, "/attendees/") == [("Ada Śmith", 1), ("Nicole Grünbaum", 2)]
    page = page_of(client, "/attendees/")
    assert '<p id="count" role="status">2 people</p>' in page
    row = '<span class="g">Nicole Grünbaum<small>Government of Chile</small></span><span class="c">2 meetings</span>'
    assert f'<a href="/attendees/nicole-grunbaum/">{row}</a>' in page


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("grunbaum", ["Nicole Grünbaum"]),
        ("NICOLE grün", ["Nicole Grünbaum"]),
        ("smith", ["Ada Śmith"]),
        ("argentina", ["Ada Śmith", "Nicole Grünbaum"]),
        ("chile nicole", ["Nicole Grünbaum"]),
        ("chile ada", []),
        ('"ada smith"', ["Ada Śmith"]),
    ],
)
def test_people_are_found_by_name_and_organisation(client: Client, words: str, found: list[str]) -> None:
    response = client.get("/attendees/", {"q": words})
    assert [person.name for person in response.context["sheet"].page] == found


@pytest.mark.usefixtures("record")
def test_nobody_found_is_said(client: Client) -> None:
    page = page_of(client, "/attendees/?q=absent")
    assert ("<h2>No list of attendees has that name</h2>" in page, 'value="absent"' in page) == (True, True)


@pytest.mark.usefixtures("record")
def test_a_person_has_every_meeting_as_printed_that_day(client: Client) -> None:
    response = client.get("/attendees/nicole-grunbaum/")
    assert [
        (meeting.edition.meeting.slug, [(line.title, line.organisation_name, line.votes) for line in meeting.lines])
        for meeting in response.context["meetings"]
    ] == [
        ("june-2021", [("Minister", "Government of Chile", False)]),
        ("may-2020", [("Advisor", "Government of Argentina", True)]),
    ]
    page = " ".join(response.content.decode().split())
    assert "<h1>Nicole Grünbaum</h1>" in page
    assert '<a href="/meetings/june-2021/#attendees">Steering Committee, 6 June 2021</a>' in page
    assert (
        '<dl class="facts"> <dt>Name</dt><dd>Nicole Grünbaum</dd> <dt>Title</dt><dd>Advisor</dd>'
        ' <dt>Organisation</dt><dd><a href="/attendees/organisations/argentina/">Government of Argentina</a></dd>'
        " <dt>Capacity</dt><dd>Government member</dd>"
        " <dt>Role of the seat</dt><dd>Co-Chair 2020 – 2021</dd> <dt>Vote</dt><dd>Voting</dd> </dl>"
    ) in page
    assert "<dt>Role</dt><dd>Chair</dd>" in page
    assert "<dt>Vote</dt><dd>No vote</dd>" in page


@pytest.mark.usefixtures("record")
def test_an_organisation_has_its_delegations_and_terms(client: Client) -> None:
    argentina = Organisation.objects.get(slug="argentina")
    body = Body.objects.get(slug="steering-committee")
    Membership.objects.create(
        body=body,
        seat=Membership.Seat.GOVERNMENT,
        organisation=argentina,
        co_chair="lead",
        from_year=2019,
        until_year=2022,
    )
    response = client.get("/attendees/organisations/argentina/")
    (delegation,) = response.context["meetings"]
    assert [line.name for line in delegation.lines] == ["Nicole Grünbaum", "Ada Śmith"]
    assert (delegation.votes, delegation.seat_roles) == (True, ["Co-Chair 2020 – 2021"])
    page = " ".join(response.content.decode().split())
    assert "<dt>2019–2022</dt><dd>Government seat of the Steering Committee, lead co-chair</dd>" in page
    assert '<a href="/attendees/nicole-grunbaum/">Nicole Grünbaum</a><span>Advisor</span>' in page
    assert "<small>Remote</small>" in page


@pytest.mark.usefixtures("record")
def test_organisations_are_listed_and_found(client: Client) -> None:
    everyone = [("Government of Argentina", 1), ("Government of Chile", 1)]
    assert names(client, "/attendees/organisations/") == everyone
    assert names(client, "/attendees/organisations/?q=CHILE") == everyone[1:]


def test_names_in_any_alphabet_have_an_address(client: Client) -> None:
    factories.vocabulary()
    attended("may-2020", date(2020, 5, 5), nicole("", name="Мария", person="мария", organisation_key="аргентина"))
    assert "<h1>Мария</h1>" in page_of(client, "/attendees/мария/")
    assert client.get("/attendees/organisations/аргентина/").status_code == 200


def test_a_name_that_a_correction_took_out_keeps_its_address_but_leaves_the_list(client: Client) -> None:
    several(1)
    factories.meeting("m-0").editions.update(status="superseded")
    factories.edition(factories.small_minutes("word0", "m-0", date(2020, 1, 1), attendance=()), reason="A correction")
    assert names(client, "/attendees/") == []
    assert "Only editions of the minutes that have been superseded hold this name." in page_of(client, PAGES[2])


@pytest.mark.parametrize(
    "address", ["/attendees/nobody/", "/attendees/%00/", "/attendees/organisations/none/", "/attendees/a.b/"]
)
def test_who_is_not_there_is_not_found(client: Client, address: str) -> None:
    several(1)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_who_is_not_in_approved_minutes_is_nowhere(client: Client, status: str) -> None:
    several(1, status)
    assert (Person.objects.count(), Organisation.objects.filter(slug="society-word0").count()) == (1, 1)
    assert [names(client, address) for address in LISTS] == [[], []]
    assert ["word0" in page_of(client, address) for address in LISTS] == [False, False]
    assert [client.get(address).status_code for address in PAGES[2:]] == [404, 404]
    client.force_login(factories.member())
    assert len(names(client, "/attendees/")) == (status == "circulated")
    client.force_login(factories.editor())
    assert [client.get(address).status_code for address in PAGES[2:]] == [200, 200]


@pytest.mark.usefixtures("record")
def test_a_draft_adds_nothing_to_who_is_known_already(client: Client) -> None:
    secret = nicole("Secret title", organisation="Secret office", organisation_key="secret-office")
    attended("july-2022", date(2022, 7, 7), secret, status="draft")
    assert names(client, "/attendees/") == [("Ada Śmith", 1), ("Nicole Grünbaum", 2)]
    assert names(client, "/attendees/?q=office") == []
    assert "ecret" not in page_of(client, "/attendees/") + page_of(client, "/attendees/nicole-grunbaum/")


@pytest.mark.parametrize("meetings", [1, 3])
@pytest.mark.parametrize(("address", "queries"), list(zip(PAGES, [2, 2, 5, 5], strict=True)))
def test_queries_do_not_grow_with_rows(
    client: Client, address: str, queries: int, meetings: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    several(meetings)
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("meetings", [1, 3])
def test_queries_do_not_grow_with_meetings_or_terms(
    client: Client, meetings: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    factories.vocabulary()
    for number in range(meetings):
        attended(f"m-{number}", date(2020, number + 1, 1), nicole("Advisor"))
        person, organisation = Person.objects.get(), Organisation.objects.get(slug="argentina")
        Membership.objects.create(body=Body.objects.first(), seat="government", person=person, from_year=2020 + number)
        Membership.objects.create(
            body=Body.objects.first(),
            seat="government",
            organisation=organisation,
            person=person,
            from_year=2010 + number,
        )
    for address in ("/attendees/nicole-grunbaum/", "/attendees/organisations/argentina/"):
        with django_assert_num_queries(5):
            client.get(address)


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_only_read(client: Client, address: str) -> None:
    several(1)
    assert (client.head(address).status_code, client.post(address).status_code) == (200, 405)


@pytest.mark.parametrize("address", PAGES)
def test_hostile_query_strings_are_answered(client: Client, address: str) -> None:
    several(1)
    answers = {query[:60]: client.generic("GET", address, QUERY_STRING=query).status_code for query in HOSTILE}
    assert answers == {query[:60]: 200 for query in HOSTILE}


@pytest.mark.parametrize("address", LISTS)
def test_any_words_are_answered(client: Client, address: str) -> None:
    several(1)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(max_size=40))
    def answer(words: str) -> None:
        assert client.get(address, {"q": words}).status_code == 200

    answer()


def test_a_name_that_only_a_draft_spells_so_is_shown_to_nobody_else(client: Client) -> None:
    """The draft comes first, and so the rows bear its spelling; the slug is the same."""
    factories.vocabulary()
    factories.edition(factories.small_minutes("éclair", "june-2021", date(2021, 6, 1)), "draft")
    factories.edition(factories.small_minutes("eclair", "may-2021", date(2021, 5, 1)))
    addresses = ("/attendees/", "/attendees/ada-eclair/", "/attendees/organisations/",
                 "/attendees/organisations/society-eclair/")  # fmt: skip
    for address in addresses:
        content = client.get(address).content.decode()
        assert "eclair" in content
        assert "éclair" not in content
    client.force_login(factories.editor())
    assert "Ada éclair" in client.get("/attendees/ada-eclair/").content.decode()


def test_lists_tell_at_how_many_meetings_people_were(client: Client) -> None:
    factories.vocabulary()
    said = (Presence.PRESENT, Presence.REMOTE, Presence.APOLOGIES, Presence.ABSENT, Presence.NOT_RECORDED)
    for number, presence in enumerate(said, 1):
        minutes = factories.small_minutes(meeting=f"m-{number}", day=date(2021, number, 1))
        (group,) = minutes.attendance
        ada = replace(group.attendees[0], presence=presence)
        bob = replace(ada, name="Bob plain", person="bob", presence=Presence.PRESENT)
        factories.edition(replace(minutes, attendance=(replace(group, attendees=(ada, bob)),)))
    people, organisations = (client.get(address).content.decode() for address in LISTS)
    assert '<span class="c">5 meetings, present at 2</span>' in people
    assert '<span class="c">5 meetings</span>' in people
    assert '<span class="c">5 meetings, present at 5</span>' in organisations


def test_where_apologies_say_no_capacity_none_is_claimed(client: Client) -> None:
    factories.vocabulary()
    excused = nicole("", capacity=Capacity.PARTICIPANT, votes=False, presence=Presence.APOLOGIES)
    attended("may-2020", date(2020, 5, 5), excused)
    for address in ("/attendees/nicole-grunbaum/", "/attendees/organisations/argentina/"):
        page = text(by_id(tree(client.get(address)), "main"))
        assert "Apologies" in page
        for claim in ("Capacity", "Participant", "Vote", "No vote"):
            assert claim not in page


def test_a_government_of_whom_nobody_is_named_is_not_taken_to_have_come(client: Client) -> None:
    factories.vocabulary()
    attended("may-2020", date(2020, 5, 5), nicole("", name="", person="", presence=Presence.NOT_RECORDED))
    (facts,) = all_of(tree(client.get("/attendees/organisations/argentina/")), "dl", "facts")
    assert text(facts) == "Capacity Government member Vote Voting Presence Not recorded"
