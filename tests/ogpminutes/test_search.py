"""Searching the record: what is found, by whom, in which order, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.http import QueryDict
from django.test import Client
from pytest_django.asserts import assertContains

from meetings.facets import counts
from meetings.highlighting import Part
from meetings.minutes import Passage, Session
from meetings.models import Entry, Meeting
from meetings.roll import Roll
from meetings.search import backends, ranking, suggesting
from meetings.words import Kind
from ogpminutes import results
from tests import factories

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()
WORD = "zanzibarite"


def said(*texts: str, heading: str = "Session 1: Talk", **more: Any) -> Session:
    return Session(number="1", heading=heading, passages=tuple(_passage(text) for text in texts), **more)


def _passage(text: str) -> Passage:
    return Passage(kind=Kind.POINT, text=text)


def publish(*texts: str, slug: str = "march-2021", day: date = date(2021, 3, 3), **more: Any) -> None:
    if not Entry.objects.exists():
        factories.vocabulary()
    factories.edition(factories.small_minutes("plain", slug, day, sessions=(said(*texts),), **more))


def page(client: Client, words: str, **more: str) -> Any:
    return client.get("/browse/", {"q": words, **more}).context


def texts(client: Client, words: str, **more: str) -> list[str]:
    return ["".join(part.text for part in result.parts) for result in page(client, words, **more)["results"]]


# What is found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("grunbaum", ["Nicole Grünbaum came."]),
        ("MARIA", ["María asked."]),
        ("orsted STRASSE lodz", ["Ørsted, Straße, Łódź."]),
        ("came or asked", ["Nicole Grünbaum came.", "María asked."]),
        ("commitment", ["Commitments were made.", "They committed."]),
        ("commi", ["Commitments were made.", "They committed."]),
        ('"commitments"', ["Commitments were made."]),
        ('"were made"', ["Commitments were made."]),
        ('"made were"', []),
        ("commit -made", ["They committed."]),
        ("-commit -came -asked", ["Ørsted, Straße, Łódź."]),
        ("mad", []),
        ("mad*", ["Commitments were made."]),
    ],
)
def test_words_are_found_in_all_their_forms(client: Client, words: str, found: list[str]) -> None:
    publish(
        "Nicole Grünbaum came.", "María asked.", "Ørsted, Straße, Łódź.", "Commitments were made.", "They committed."
    )
    assert sorted(texts(client, words)) == sorted(found)


def test_a_phrase_does_not_run_on_into_the_heading(client: Client) -> None:
    factories.vocabulary()
    for place, language in enumerate(("en", "fr")):
        sessions = (said("It ends.", heading="Begins here"),)
        minutes = factories.small_minutes(
            "x", f"m-{place}", date(2020 + place, 1, 1), sessions=sessions, language=language
        )
        factories.edition(minutes)
    assert len(texts(client, '"it ends"')) == len(texts(client, '"begins here"')) == 2
    assert texts(client, '"ends begins"') == []


def test_english_is_stemmed_and_french_is_not(client: Client) -> None:
    publish("Budgets matter.")
    publish("Les budgets comptent.", slug="avril-2021", day=date(2021, 4, 4), language="fr")
    assert texts(client, "budgeting") == ["Budgets matter."]
    assert sorted(texts(client, "budgets")) == ["Budgets matter.", "Les budgets comptent."]


def test_what_was_found_is_marked_in_its_own_form(client: Client) -> None:
    publish("They **committed** to Straße.")
    (result,) = page(client, "commitment strasse")["results"]
    assert result.parts == [Part("They "), Part("committed", True), Part(" to "), Part("Straße", True), Part(".")]


def test_what_was_found_by_its_heading_says_so(client: Client) -> None:
    factories.vocabulary()
    sessions = (said("Nothing of it <here>.", heading="Session 1: Civic <space>"),)
    factories.edition(factories.small_minutes("x", sessions=sessions))
    answer = client.get("/browse/", {"q": "civic"})
    assert "<span>Session 1, <mark>Civic</mark> &lt;space&gt;</span>" in answer.content.decode()


def test_a_long_word_is_never_cut_in_a_snippet(client: Client) -> None:
    publish(f"{'before ' * 100}needle{' after' * 200}")
    (result,) = page(client, "needle")["results"]
    shown = "".join(part.text for part in result.parts)
    assert set(shown.split()) == {"…", "before", "needle", "after"}


# In which order


def test_what_says_it_oftener_comes_first_and_by_date_where_asked(client: Client) -> None:
    publish("Openness, openness, openness.", slug="old", day=date(2015, 1, 1))
    publish(f"Openness{' and other things' * 30}", slug="new", day=date(2020, 1, 1))
    first = texts(client, "openness")[0]
    assert first == "Openness, openness, openness."
    assert texts(client, "openness", sort="date")[1] == first
    assert page(client, "openness", sort="date")["filters"].query() == "q=openness&sort=date"
    assert texts(client, "openness", sort="oldest")[0] == first
    assert page(client, "openness", sort="oldest")["filters"].query() == "q=openness&sort=oldest"


def test_a_heading_counts_for_less_than_the_words_themselves(client: Client) -> None:
    factories.vocabulary()
    under = Session(number="1", heading="Session 1: Openness", passages=(_passage("Some other words."),))
    itself = Session(number="2", heading="Session 2: Other", passages=(_passage("Openness in words."),))
    factories.edition(factories.small_minutes(sessions=(under, itself)))
    assert texts(client, "openness") == ["Openness in words.", "Some other words."]


def test_only_the_newest_are_ranked_and_the_rest_follows_by_date(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "SMALL", ranking.Bounds(counted=9, ranked=2))
    for year, times in ((2018, 9), (2019, 1), (2020, 3), (2021, 1)):
        publish(f"{'Openness ' * times}in {year}.", slug=f"m-{year}", day=date(year, 1, 1))
    filters = results.search(ANYBODY, QueryDict("q=openness"))
    listed = results.Findings(ANYBODY, filters, counts(filters).found)
    assert [result.reference[3:7] for result in listed[0:2]] == ["2020", "2021"]
    assert [result.reference[3:7] for result in listed[2:4]] == ["2019", "2018"]


def test_where_more_is_found_than_is_counted_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "LARGE", ranking.Bounds(counted=3, ranked=2))
    monkeypatch.setattr(ranking, "WHOLE", 6)
    publish(*(f"Openness {number}." for number in range(6)))
    whole = client.get("/browse/?q=openness")
    assert (whole.context["sheet"].count, whole.context["is_cut"]) == (6, False)
    assert 'class="opt none"' in whole.content.decode()
    publish("Openness again.", slug="later", day=date(2022, 1, 1))
    cut = client.get("/browse/?q=openness")
    assert (cut.context["sheet"].count, cut.context["is_cut"]) == (3, True)
    said = cut.content.decode()
    assert "3+ results for “openness”" in said
    assert "Numbers are of the newest 3 passages found." in said
    assert 'class="opt none"' not in said  # what none of the newest has may be in older ones
    assert cut.context["filters"].qs.count() == 7
    oldest = client.get("/browse/?q=openness&sort=oldest")
    assert [result.reference for result in oldest.context["results"]] == ["SC-2021-03"] * 3
    assert "There are more than 3; the oldest of them are listed here." in oldest.content.decode()
    assert "Numbers are of the oldest 3 passages found." in oldest.content.decode()


# Who finds it


@pytest.fixture
def hidden() -> dict[str, User | AnonymousUser]:
    """A draft's and a circulated edition's words, and who there is to look for them."""
    publish("Plain words.")
    draft = factories.small_minutes(WORD, "june-2021", date(2021, 6, 6))
    factories.edition(draft, "draft")
    circulated = factories.small_minutes("quetzalite", "july-2021", date(2021, 7, 7))
    factories.edition(circulated, "circulated")
    return {"anybody": ANYBODY, "member": factories.member(), "editor": factories.editor()}


@pytest.mark.parametrize(
    ("reader", "draft", "circulated"), [("anybody", False, False), ("member", False, True), ("editor", True, True)]
)
def test_each_finds_what_each_may_see(
    hidden: dict[str, Any], reader: str, draft: bool, circulated: bool, client: Client
) -> None:
    if reader != "anybody":
        client.force_login(hidden[reader])
    for word, is_seen in ((WORD, draft), ("quetzalite", circulated)):
        found = page(client, word)
        assert (bool(found["results"]), bool(found["others"])) == (is_seen, is_seen)
        assert found["sheet"].count == (6 if is_seen else 0)
        misspelt = word.replace("ite", "itte")
        assert suggesting.suggest(hidden[reader], misspelt) == (word if is_seen else "")


@pytest.mark.parametrize("reader", ["anybody", "member"])
def test_a_draft_moves_no_number_of_any_filter(hidden: dict[str, Any], reader: str, client: Client) -> None:
    if reader != "anybody":
        client.force_login(hidden[reader])
    before = client.get("/browse/").context["facets"]
    factories.edition(factories.small_minutes(WORD, "august-2021", date(2021, 8, 8)), "draft")
    assert client.get("/browse/").context["facets"] == before


def test_a_draft_word_stands_in_nobody_elses_way(hidden: dict[str, Any]) -> None:
    publish("We spoke of zanzibarites.", slug="may-2021", day=date(2021, 5, 5))
    assert suggesting.suggest(ANYBODY, "zanzibaritex") == "zanzibarites"


def test_the_newest_edition_that_a_reader_may_see_is_searched(client: Client) -> None:
    publish("An error stood here.")
    factories.edition(
        factories.small_minutes("plain", sessions=(said("A correction stands here."),)), "draft", reason="An error."
    )
    assert (texts(client, "error"), texts(client, "correction")) == (["An error stood here."], [])
    client.force_login(factories.editor())
    assert (texts(client, "error"), texts(client, "correction")) == ([], ["A correction stands here."])


@pytest.mark.parametrize(
    ("typed", "query"),
    [("Tur", "q=Tur%2A"), ("minutes tur", "q=minutes+tur%2A"), ("azx", ""), ("turkish", ""), ("tu minutes", "")],
)
def test_a_short_beginning_that_nothing_says_is_offered_with_a_star(client: Client, typed: str, query: str) -> None:
    publish("The minutes of Turkey.")
    answer = client.get("/browse/", {"q": typed})
    assert answer.context["sheet"].count == 0
    assert answer.context["longer"] == ((f"{typed}*", query) if query else ("", ""))
    if query:
        assertContains(answer, f'look for <a href="/browse/?{query}">{typed}*</a>, which also finds longer words')
        assert client.get(f"/browse/?{query}").context["sheet"].count == 1


def test_a_star_is_offered_under_the_same_filters_and_for_what_the_reader_may_see(client: Client) -> None:
    publish("The minutes of Turkey.")
    factories.edition(factories.small_minutes(WORD, "june-2021", date(2021, 6, 6)), "draft")
    assert page(client, "tur", kind="point")["longer"] == ("tur*", "q=tur%2A&kind=point")
    assert page(client, "tur", kind="decision")["longer"] == ("", "")
    assert page(client, WORD[:3])["longer"] == ("", "")
    client.force_login(factories.editor())
    assert page(client, WORD[:3])["longer"] == (f"{WORD[:3]}*", f"q={WORD[:3]}%2A")


# Beside the passages


def test_people_organisations_sessions_and_papers_are_offered(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("sapphire"))
    offered = {
        group.title: [(other.name, other.address) for other in group.shown]
        for group in page(client, "sapphire")["others"]
    }
    assert offered == {
        "Meetings": [("Steering Committee, 3 March 2021", "/meetings/march-2021/")],
        "People": [("Ada sapphire", "/attendees/ada-sapphire/")],
        "Organisations": [("Society sapphire", "/attendees/organisations/society-sapphire/")],
        "Sessions": [
            ("Session 1: Session sapphire", "/meetings/march-2021/#session-1"),
            ("Breakout sapphire", "/meetings/march-2021/#session-1A"),
        ],
        "Papers": [("Paper sapphire", "/meetings/march-2021/#session-1")],
        "Notes on attendance": [("Note sapphire.", "/meetings/march-2021/#attendees")],
    }


def test_who_had_no_vote_is_found_where_the_minutes_say_it(client: Client) -> None:
    factories.december()
    for words in ("voting rights", "additional members vote", '"no voting rights"'):
        (group,) = [group for group in page(client, words)["others"] if group.title == "Notes on attendance"]
        (note,) = group.shown
        assert note.name.startswith("Observers and Additional Members have no voting rights"), words
        assert note.address == "/meetings/december-2020/#attendees"
        assert page(client, words)["results"] == []


def test_a_long_note_is_cut_and_all_notes_can_be_asked_for(client: Client) -> None:
    factories.vocabulary()
    for month in range(1, 7):
        minutes = factories.small_minutes("x", f"m-{month}", date(2021, month, 1))
        (group,) = minutes.attendance
        factories.edition(replace(minutes, attendance=(replace(group, note="Quokkas sit. " * 29 + "All."),)))
    (few,) = page(client, "quokkas")["others"]
    assert (len(few.shown), few.number) == (4, 6)
    assert {len(note.name) for note in few.shown} == {200}
    (all_of_them,) = client.get(f"/browse/?{few.everything}").context["others"]
    assert len(all_of_them.shown) == 6


def test_who_is_offered_is_called_as_in_the_newest_minutes_that_the_reader_may_see(client: Client) -> None:
    factories.vocabulary()
    for name, year, status in (
        ("Ada One", 2019, "approved"),
        ("Ada Two", 2020, "approved"),
        ("Ada Three", 2021, "draft"),
    ):
        minutes = factories.small_minutes("x", f"in-{year}", date(year, 1, 1))
        (group,) = minutes.attendance
        listed = (replace(group.attendees[0], name=name, person="ada"), *group.attendees[1:])
        factories.edition(replace(minutes, attendance=(replace(group, attendees=listed),)), status)

    def offered(order: str) -> list[tuple[str, str]]:
        groups = client.get(f"/browse/?q=ada&sort={order}").context["others"]
        (people,) = [group for group in groups if group.title == "People"]
        return [(other.name, other.address) for other in people.shown]

    assert offered("") == offered("oldest") == [("Ada Two", "/attendees/ada/")]
    client.force_login(factories.editor())
    assert offered("") == offered("oldest") == [("Ada Three", "/attendees/ada/")]


@pytest.mark.parametrize(("sought", "sessions"), [(3, 1), (1_000, 3)])
def test_what_is_offered_has_the_order_of_the_passages(
    client: Client, monkeypatch: pytest.MonkeyPatch, sought: int, sessions: int
) -> None:
    monkeypatch.setattr(suggesting, "SOUGHT", sought)
    factories.vocabulary()
    for year in (2019, 2020, 2021):
        minutes = factories.small_minutes("opal", f"in-{year}", date(year, 1, 1))
        session = replace(minutes.sessions[0], references=(), breakouts=())
        factories.edition(replace(minutes, sessions=(session,)))

    def offered(order: str, title: str) -> list[str]:
        groups = client.get(f"/browse/?q=opal&sort={order}").context["others"]
        shown = [other.address for group in groups if group.title == title for other in group.shown]
        return [address.removeprefix("/meetings/in-")[:4] for address in shown]

    newest, oldest = ["2021", "2020", "2019"], ["2019", "2020", "2021"]
    for order, years in (("", newest), ("date", newest), ("oldest", oldest)):
        assert offered(order, "Meetings") == years
        assert offered(order, "Sessions") == years[:sessions]


def test_what_is_of_a_meeting_that_is_not_on_the_roll_yet_is_left_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where minutes are approved between the moment at which the roll is called and the search."""
    factories.vocabulary()
    for year in (2020, 2021):
        factories.edition(factories.small_minutes("sapphire", f"in-{year}", date(year, 1, 1)))
    known = Meeting.objects.get(slug="in-2020").pk
    by_id = Roll.by_id
    monkeypatch.setattr(Roll, "by_id", lambda roll, key: by_id(roll, key) if key == known else None)
    found = page(client, "sapphire")
    assert {result.reference for result in found["results"]} == {"SC-2020-01"}
    (sessions,) = [group for group in found["others"] if group.title == "Sessions"]
    assert {other.where for other in sessions.shown} == {"Steering Committee, 1 January 2020"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("transprency", "transparency"), ("civic spase", "civic space"), ("transparency", ""), ("xqzwv", ""), ("su", "")],
)
def test_another_spelling_is_offered_from_words_of_the_record(typed: str, meant: str) -> None:
    publish("Transparency in civic space.")
    assert suggesting.suggest(ANYBODY, typed) == meant


def test_of_spellings_as_near_the_one_that_is_said_more_often_is_offered() -> None:
    publish("Civil servants.")
    assert suggesting.suggest(ANYBODY, "civik") == "civil"
    factories.edition(factories.small_minutes("civic", "may-2022", date(2022, 5, 5)))
    assert suggesting.suggest(ANYBODY, "civik") == "civic"
    assert suggesting.suggest(ANYBODY, "civiil") == "civil"  # nearer by more


# The filters


def options(context: Any, name: str) -> dict[str, int]:
    """Give value -> number of a group; nothing where the page has no such group."""
    shown = {facet.name: facet.options for facet in context["facets"]}
    return {option.value: option.count for option in shown.get(name, ())}


def test_outcome_state_and_organisation_narrow_down(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("plain"))
    found = client.get("/browse/").context
    assert options(found, "outcome")["approved-with-conditions"] == 1
    assert options(found, "state") == {"open": 2, "settled": 0}
    assert options(found, "organisation") == {}
    narrowed = client.get("/browse/?state=open&outcome=approved-with-conditions").context["results"]
    assert [each.kind for each in narrowed] == ["decision"]


def test_the_state_of_the_minutes_is_a_filter_for_those_who_see_more_than_one(
    client: Client, hidden: dict[str, Any]
) -> None:
    assert options(client.get("/browse/").context, "status") == {}
    client.force_login(hidden["member"])
    assert options(client.get("/browse/").context, "status") == {"circulated": 6, "approved": 1}
    client.force_login(hidden["editor"])
    assert options(client.get("/browse/?status=draft").context, "status")["draft"] == 6


def test_a_status_that_a_reader_may_not_see_is_not_known(client: Client, hidden: dict[str, Any]) -> None:
    found = client.get("/browse/?status=draft").context
    assert found["filters"].notes == ["Status of the minutes: “draft” is not known here and was left out."]
    assert found["sheet"].count == 1


def test_a_long_group_is_folded_with_a_way_to_all(client: Client) -> None:
    factories.vocabulary()
    for place in range(14):
        factories.edition(factories.small_minutes("x", f"m-{place}", date(2000 + place, 1, 1)))
    found = client.get("/browse/?q=x&meeting=m-0").context
    (facet,) = (each for each in found["facets"] if each.name == "meeting")
    assert (len(facet.options), facet.total, facet.everything) in (
        (8, 14, "q=x&meeting=m-0&all=meeting"),
        (9, 14, "q=x&meeting=m-0&all=meeting"),
    )
    assert [option.value for option in facet.options if option.is_chosen] == ["m-0"]
    assert len(options(client.get("/browse/?q=x&all=meeting").context, "meeting")) == 14


def test_a_long_group_is_never_hidden(client: Client) -> None:
    factories.vocabulary()
    for place in range(14):
        factories.edition(factories.small_minutes("yes" if place else "no", f"m-{place}", date(2000 + place, 1, 1)))
    newest = [f"m-{place}" for place in range(13, 0, -1)]
    assert options(client.get("/browse/?q=no").context, "meeting") == {**dict.fromkeys(newest[:7], 0), "m-0": 6}
    page = client.get("/browse/?q=absent")
    assert options(page.context, "meeting") == dict.fromkeys(newest[:8], 0)
    assertContains(
        page, '<a href="?q=absent&amp;all=meeting#facet-meeting">Also those without results</a>', 1, html=True
    )


def test_the_way_to_all_of_a_long_group_leads_to_the_group_and_says_what_more_it_shows(client: Client) -> None:
    factories.vocabulary()
    for place in range(14):
        factories.edition(factories.small_minutes("yes" if place else "no", f"m-{place}", date(2000 + place, 1, 1)))
    link = '<p class="fold"><a href="?q={0}&amp;all=meeting#facet-meeting">{1}</a></p>'
    several, one = (client.get(f"/browse/?q={word}") for word in ("yes", "no"))
    assertContains(several, link.format("yes", "All 13 with results, and the others"), 1, html=True)
    assertContains(one, link.format("no", "Also those without results"), 1, html=True)
    assertContains(one, '<fieldset id="facet-meeting">', 1)


@pytest.mark.parametrize("typed", ["31 march 2021", "march 31, 2021", "march 2021", "31 Marcx 2021"])
def test_no_other_spelling_is_offered_for_a_day_or_where_it_finds_nothing(typed: str) -> None:
    publish("Marco spoke.", "There were 31 in 2021.")
    assert suggesting.suggest(ANYBODY, "marcx") == "marco"
    assert suggesting.suggest(ANYBODY, typed) == ""


def test_no_other_spelling_is_offered_for_a_day_that_words_nearly_say() -> None:
    publish("Marco spoke of 31 otters in 2021.")
    found = [suggesting.suggest(ANYBODY, typed) for typed in ("31 marcx 2021", "31 march 2021", "march 2021")]
    assert found == ["31 marco 2021", "", ""]


# What it costs, and what cannot break it


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_costs_the_same_however_much_is_found(
    client: Client, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    factories.vocabulary()
    for place in range(number):
        factories.edition(factories.small_minutes("x", f"m-{place}", date(2000 + place, 1, 1)))
    with django_assert_num_queries(14):
        client.get("/browse/?q=x&region=europe")


@pytest.mark.parametrize(
    "words",
    [
        *(
            '"',
            '""',
            "'",
            "''",
            "\\",
            "*",
            "-",
            "--",
            "or",
            "OR OR",
            "-or",
            "a OR",
            "(",
            ")",
            "a:b",
            "text:a",
            "^a",
            "{a b}:c",
        ),
        *(
            "NEAR(a b, 2)",
            "a NOT b",
            "a AND",
            "<->",
            "!a",
            "a & | b",
            ":*",
            "a:*",
            "%s",
            "%(a)s {} {0} {found}",
            "?",
            "$1",
            "ß",
            "ßcommit",
        ),
        *(
            "\x00",
            "\u200b",
            "\ud800",
            "ﷺ" * 200,
            "a " * 200,
            '"' * 200,
            "-" * 200,
            "e5 1e5 1e5x 0x1f",
            "½ ² ①",
            "'a'::tsquery",
        ),
    ],
)
def test_whatever_is_typed_is_answered(client: Client, words: str) -> None:
    publish("Plain words.")
    query = QueryDict(mutable=True)
    query["q"] = words.encode("utf-8", "replace").decode()
    for more in ("", "&sort=date", "&sort=x&all=%00&list=%00"):
        assert client.get(f"/browse/?{query.urlencode()}{more}").status_code in (200, 302)


@pytest.mark.parametrize("text", ["1e5x and 2e10", "x½y", "a_b c__d", "3D-6e7", "http://example.org/a?b=c d@e.org"])
def test_each_word_of_a_text_finds_it(client: Client, text: str) -> None:
    publish(text)
    from_text = backends.matching(Entry.objects.passages(), results.search(ANYBODY, QueryDict(f"q={text}")).asked)
    assert from_text.count() == 1
