"""The minutes page: what it says, to whom, and at what cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from meetings.minutes import Passage, Reference, Session
from meetings.models import Seal
from meetings.words import Kind
from tests import factories
from tests.pagetext import all_of, by_id, text, tree

pytestmark = pytest.mark.django_db
Counting = Callable[[int], Any]

LABELS = (
    "pil",
    "ref",
    "tags",
    "points__kind",
    "decision__head",
    "lost",
    "vh",
    "citing",
)  # what the portal adds to the record
PAGE = "/meetings/march-2021/"


def words(line: str) -> list[str]:
    return re.findall(r"[\w&+@]+", line.replace("](#)", "]"))


def get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return tree(response)


def publish(*minutes: Any, status: str = "approved") -> None:
    factories.vocabulary()
    for each in minutes:
        factories.edition(each, status)


# The minutes page


def test_the_page_says_every_word_of_the_source_in_order_and_no_other(client: Client) -> None:
    factories.december()
    root = get(client, "/meetings/december-2020/")
    said = []
    for section in all_of(all_of(root, "article")[0], "section"):
        if section.get("id") in ("attendees", "cite"):
            continue
        for mark in all_of(section, "p", "kind"):
            mark.text = mark.text if mark.get("class") != "kind" else ""
            for swatch in list(mark):
                mark.remove(swatch)
        said += words(text(section, LABELS))
    source = (factories.FIXTURES / "december-2020.txt").read_text(encoding="utf-8").split("List of Attendees")[0]
    head = words("Open Government Partnership Steering Committee Working-Level Meeting Minutes")
    head += words("14 & 15 December 2020 | Virtual")
    assert head + said == words(source)


def test_the_head_is_as_printed(client: Client) -> None:
    factories.december()
    root = get(client, "/meetings/december-2020/")
    (title,) = all_of(root, "h1")
    (when,) = all_of(root, "p", "when")
    (facts,) = all_of(root, "dl", "facts")
    assert text(title) == "Steering Committee Working-Level Meeting Minutes"
    assert text(when) == "14 & 15 December 2020 | Virtual Approved"
    assert text(facts) == (
        "Opened 14 December 2020, 07:04 EST Adjourned 15 December 2020, 10:07 EST "
        "Co-Chairs Government of South Korea; María Baron, Directorio Legislativo "
        "Incoming Government of Italy; Aiden Eyakuze, Twaweza "
        "Present 43 people, 11 governments Outcome 2 decisions, 63 feedback items "
        f"Reference SC-2020-12 Edition 1, date of approval not recorded Seal {Seal.objects.get().value[:16]}"
    )


def test_every_passage_has_its_number_as_its_address(client: Client) -> None:
    edition = factories.december()
    root = get(client, "/meetings/december-2020/")
    numbered = [
        f"{session.number}.{place}"
        for session in factories.december_minutes().all_sessions()
        for place, _ in enumerate(session.passages, 1)
    ]
    passages = [element.get("id") for element in root.iter() if "." in element.get("id", "")]
    assert passages == numbered
    links = [link.get("href") for link in (*all_of(root, "a", "pil"), *all_of(root, "a", "ref"))]
    assert sorted(links) == sorted(f"#{citation}" for citation in numbered)
    assert edition.get_absolute_url() == "/meetings/december-2020/editions/1/"


def test_all_links_within_the_page_lead_somewhere(client: Client) -> None:
    factories.december()
    root = get(client, "/meetings/december-2020/")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    targets = {link.get("href", "")[1:] for link in all_of(root, "a") if link.get("href", "").startswith("#")}
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    assert "" not in targets


def test_feedback_and_decisions_are_told_apart_in_words(client: Client) -> None:
    publish(factories.small_minutes())
    root = get(client, PAGE)
    assert text(by_id(root, "1.2")) == "Point 1.2 Point plain. Cite passage 1.2"
    assert (
        text(by_id(root, "1.3")) == "Feedback 1.3 Feedback plain. Cite passage 1.3 Regions: Europe Themes: Civic space"
    )
    assert text(by_id(root, "1.4")) == (
        "Decision SC-2021-03/D1 Approved with conditions Link to passage 1.4 Cite passage 1.4 "
        "Approved on condition plain."
    )
    assert [text(label) for label in all_of(root, "p", "points__kind")] == ["Points", "Feedback", "Feedback"]
    assert "decision" in by_id(root, "1.4").get("class", "").split()
    assert "decision" not in by_id(root, "1.3").get("class", "").split()


def test_labels_lead_to_the_register_and_to_browsing(client: Client) -> None:
    publish(factories.small_minutes())
    root = get(client, PAGE)
    assert all_of(by_id(root, "1.4"), "a")[0].get("href") == "/decisions/SC-2021-03/D1/"
    assert [(text(link), link.get("href")) for link in all_of(root, "a", "act")] == [
        ("Action item A1", "/decisions/SC-2021-03/A1/")
    ]
    assert [link.get("href") for link in all_of(by_id(root, "1.3"), "a")] == [
        "#1.3",
        "/meetings/march-2021/editions/1/passages/1.3/",
        "/browse/?region=europe",
        "/browse/?theme=civic-space",
    ]


def test_lost_addresses_are_said_once_a_line_and_make_no_link(client: Client) -> None:
    papers = (
        Reference(label="Reference:", title="Kept", url="https://example.org/"),
        Reference(title="Gone"),
        Reference(label="References:", title="One"),
        Reference(title="Two"),
    )
    session = Session(number="1", heading="Ideas", references=papers)
    lost = Passage(kind=Kind.NARRATIVE, text="See the [packet](#).")
    publish(factories.small_minutes(sessions=(session, Session(number="2", heading="More", passages=(lost,)))))
    root = get(client, PAGE)
    assert [text(line) for line in all_of(root, "p", "papers")][:2] == [
        "Reference: Kept, Gone (address lost)",
        "References: One, Two (addresses lost)",
    ]
    assert [link.get("href") for link in all_of(by_id(root, "session-1"), "a")] == ["https://example.org/"]
    assert text(by_id(root, "2.1")) == "See the packet (address lost). Link to passage 2.1 Cite passage 2.1"
    assert [link.get("href") for link in all_of(by_id(root, "2.1"), "a", "pil")] == ["#2.1"]


def test_attendees_stand_in_their_groups(client: Client) -> None:
    factories.december()
    attendees = by_id(get(client, "/meetings/december-2020/"), "attendees")
    assert [text(heading) for heading in all_of(attendees, "h3")] == [
        "Government Steering Committee Members",
        "Civil Society Steering Committee Members",
        "Additional Participants",
    ]
    assert len(all_of(attendees, "h4")) == 11
    assert len(all_of(attendees, "li")) == 43
    said = text(attendees)
    for person in factories.december_minutes().attendees():
        assert " ".join(filter(None, (person.name, person.role))) in said
        assert person.title in said
        assert person.organisation in said
    assert "Government of Italy Incoming Government Co-Chair 2021 – 2022 Marco Marrazza" in said
    assert "Observers and Additional Members have no voting rights" in said


def test_cite_gives_the_pinned_address_and_the_files(client: Client) -> None:
    publish(factories.small_minutes())
    cite = by_id(get(client, PAGE), "cite")
    assert text(by_id(cite, "citation")) == (
        "Open Government Partnership, Minutes plain, 3 March 2021 (SC-2021-03), edition 1. "
        "http://127.0.0.1:8000/meetings/march-2021/editions/1/"
    )
    assert [link.get("href") for link in all_of(cite, "a")] == [
        *(f"/meetings/march-2021/editions/1/citation.{suffix}" for suffix in ("bib", "json")),
        f"http://127.0.0.1:8000/verify/?seal={Seal.objects.get().value}",
        *(f"/meetings/march-2021/editions/1/minutes.{suffix}" for suffix in ("pdf", "md", "json")),
    ]


def test_minutes_with_next_to_nothing_have_a_page(client: Client) -> None:
    publish(factories.small_minutes(sessions=(), attendance=(), attendance_heading="", place=""))
    root = get(client, PAGE)
    (facts,) = all_of(root, "dl", "facts")
    assert text(facts) == (
        "Outcome No decision, 0 feedback items Reference SC-2021-03 Edition 1, date of approval not recorded "
        f"Seal {Seal.objects.get().value[:16]}"
    )


def test_attendees_that_stand_first_in_the_minutes_stand_first_on_the_page(client: Client) -> None:
    publish(factories.small_minutes(attendance_first=True, publisher=""))
    page = client.get(PAGE).content.decode()
    contents, record = page.split('<article class="record"')
    assert contents.index('href="#attendees"') < contents.index('href="#session-1"')
    assert record.index('id="attendees"') < record.index('id="session-1"')
    assert '<code id="citation">Minutes plain, 3 March 2021' in record


def test_a_draft_costs_twenty_one_queries_however_long_it_is(
    client: Client, django_assert_num_queries: Counting
) -> None:
    factories.december("draft")
    factories.edition(factories.small_minutes(), "draft")
    client.force_login(factories.editor())
    client.get(PAGE)  # which minutes cite which item is found once, and kept
    for address in ("/meetings/december-2020/", PAGE, "/meetings/december-2020/editions/1/"):
        with django_assert_num_queries(21):
            client.get(address)


def test_what_is_sealed_costs_two_queries_and_what_stands_beside_it_nine(
    client: Client, django_assert_num_queries: Counting
) -> None:
    factories.december()
    with django_assert_num_queries(11):
        client.get("/meetings/december-2020/")


# Editions


def test_a_draft_says_so_and_names_the_approved_edition(client: Client) -> None:
    publish(factories.small_minutes())
    factories.edition(factories.small_minutes("newer"), "draft", reason="A name was wrong.")
    client.force_login(factories.editor())
    root = get(client, PAGE)
    (banner,) = all_of(root, "p", "banner")
    assert text(all_of(root, "h1")[0]) == "Minutes newer"
    assert text(banner) == (
        "Draft. Only the Support Unit sees this. It is not the approved record and must not be quoted as such. "
        "Edition 1 is the approved one."
    )
    assert [link.get("href") for link in all_of(banner, "a")] == ["/meetings/march-2021/editions/1/"]
    assert [meta.get("content") for meta in all_of(root, "meta") if meta.get("name") == "robots"] == ["noindex"]


def test_the_approved_edition_tells_its_editors_of_the_draft(client: Client) -> None:
    publish(factories.small_minutes())
    factories.edition(factories.small_minutes("newer"), "draft", reason="A name was wrong.")
    client.force_login(factories.editor())
    (banner,) = all_of(get(client, f"{PAGE}editions/1/"), "p", "banner")
    assert text(banner) == "Edition 2 is in work: draft."
    assert all_of(get(Client(), f"{PAGE}editions/1/"), "p", "banner") == []


def test_members_are_told_that_minutes_are_circulated(client: Client) -> None:
    publish(factories.small_minutes(), status="circulated")
    client.force_login(factories.member())
    (banner,) = all_of(get(client, PAGE), "p", "banner")
    assert text(banner).startswith("Circulated for comment. Only the Steering Committee and the Support Unit see this.")


def test_a_superseded_edition_keeps_its_address_and_says_what_took_its_place(client: Client) -> None:
    publish(factories.small_minutes(), status="superseded")
    factories.edition(factories.small_minutes("newer"), reason="A name was wrong.", approved_on=date(2021, 5, 4))
    old, new = get(client, f"{PAGE}editions/1/"), get(client, PAGE)
    assert text(all_of(old, "p", "banner")[0]) == (
        "Superseded. Edition 2 stands in the place of this edition: A name was wrong."
    )
    assert [link.get("href") for link in all_of(all_of(old, "p", "banner")[0], "a")] == [f"{PAGE}editions/2/"]
    assert text(all_of(new, "dl", "facts")[0]).endswith(
        f"Edition 2, approved on 4 May 2021 Seal {Seal.objects.get(position=2).value[:16]} Reason A name was wrong."
    )
    assert all_of(new, "p", "banner") == []


@pytest.mark.parametrize(
    "address", ["/meetings/nowhere/", f"{PAGE}editions/2/", f"{PAGE}editions/0/", f"{PAGE}minutes.exe"]
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    publish(factories.small_minutes())
    assert client.get(address).status_code == 404
