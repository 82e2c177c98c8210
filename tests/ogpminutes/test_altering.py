"""Which decisions altered a governing document: recorded by staff beside the minutes, as the Support Unit's words."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from decisions import alterations
from decisions.models import Alteration, GoverningDocument
from meetings.minutes import Decision, Passage, Session
from meetings.models import Edition
from meetings.querysets import ANYBODY
from meetings.words import Kind, Outcome
from ogpminutes import altering, verification
from ogpminutes.admin.alterations import find_decision
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "/admin/decisions/alteration/add/"
DECISION = "/decisions/SC-2021-03/D1/"
DOCUMENT = "/documents/articles-of-governance/"
SHEET = f"{DOCUMENT}decisions.csv"
QUERY = "?altered=articles-of-governance"
SAID = {
    **{"reference": "sc-2021-03/d1", "document": "articles-of-governance", "provision": "Article III.B"},
    **{"note": "Action plans run for four years.", "in_force_from": "2022-01-01"},
    "evidence": "https://example.org/articles",
}
PAGES = (DECISION, DOCUMENT, SHEET, f"/decisions/{QUERY}", f"/api/decisions/{QUERY}", "/api/alterations/")
FEEDS = (f"/feeds/decisions.atom{QUERY}", f"/feeds/decisions.json{QUERY}")


@pytest.fixture
def march(db: None) -> Edition:
    """The minutes of a meeting of 2021, later than the text in force; D1 is approved with conditions."""
    factories.vocabulary()
    return factories.edition(factories.small_minutes("heron"))


def told(reference: str = "SC-2021-03/D1", **more: Any) -> Alteration:
    keeper = more.pop("by", None) or factories.editor(f"keeper{Alteration.objects.count()}")
    decision = find_decision(None, reference)  # type: ignore[arg-type]
    assert decision is not None
    facts = {
        "document": GoverningDocument.objects.get(slug="articles-of-governance"),
        "provision": "Article III.B",
        **more,
    }
    return altering.record(Alteration(**facts), decision, keeper)


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join((answer.getvalue() if answer.streaming else answer.content).decode().split())


def decided(outcome: Outcome, word: str = "heron", **more: Any) -> Edition:
    """Minutes whose only decision has an outcome."""
    passage = Passage(kind=Kind.DECISION, text=f"It was {word}.", decision=Decision(number="D1", outcome=outcome))
    session = Session(number="1", heading=f"Session 1: Session {word}", passages=(passage,))
    return factories.edition(factories.small_minutes(word, sessions=(session,)), **more)


# Recording


def test_staff_say_what_a_decision_altered(client: Client, march: Edition) -> None:
    client.force_login(factories.editor())
    assert f'href="{ADD}?reference=SC-2021-03/D1"' in page_of(client, DECISION)
    form = page_of(client, f"{ADD}?reference=SC-2021-03/D1")
    assert "SC-2021-03/D1: Approved on condition heron." in form
    assert '<option value="articles-of-governance" selected>Articles of Governance</option>' in form
    answer = client.post(ADD, SAID)
    assert (answer.status_code, answer["Location"]) == (302, f"{DECISION}#altered")
    made = Alteration.objects.get()
    assert (made.meeting.slug, made.number, made.document.slug) == ("march-2021", "D1", "articles-of-governance")
    client.logout()
    page = page_of(client, DECISION)
    assert "As the Support Unit says. It is no part of the minutes" in page
    assert f'Altered the <a href="{DOCUMENT}">Articles of Governance</a>, Article III.B, in force from' in page
    assert "Recorded by the Support Unit on" in page
    assert "Action plans run for four years." in page
    assert 'href="https://example.org/articles"' in page
    assert 'Not yet in the text of <time datetime="2019-06-17">17 June 2019</time>' in page
    assert ADD not in page


def test_the_minutes_themselves_do_not_say_it(client: Client, march: Edition) -> None:
    told(note="Action plans run for four years.")
    for address in ("/meetings/march-2021/", "/meetings/march-2021/minutes.json", "/meetings/march-2021/minutes.md"):
        assert "four years" not in page_of(client, address)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"reference": "SC-2021-03/D9"}, "No approved minutes hold this decision."),
        ({"reference": "SC-2021-03/A1"}, "No approved minutes hold this decision."),
        ({"reference": "SC-2021-03/1.3"}, "No approved minutes hold this decision."),
        ({"reference": "\0"}, "Null characters are not allowed"),
        ({"reference": "A" * 1_000_000}, "at most 40 characters"),
        ({"document": ""}, "This field is required"),
        ({"document": "\0"}, "Null characters are not allowed"),
        ({"document": "9" * 60}, "Select a valid choice"),
        ({"provision": "x" * 121}, "at most 120 characters"),
        ({"provision": "Article\0"}, "Null characters are not allowed"),
        ({"in_force_from": "2021-03-02"}, "The meeting began on 3 March 2021. If the decision reaches back, say so"),
        ({"in_force_from": "soon"}, "Enter a valid date"),
        ({"evidence": "javascript:alert(1)"}, "This is no web address."),
        ({"note": "x" * 4_001}, "at most 4000 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    client: Client, march: Edition, sent: dict[str, str], why: str
) -> None:
    client.force_login(factories.editor())
    page = client.post(ADD, {**SAID, **sent})
    assert page.status_code == 200
    text = page.content.decode()
    assert why in text
    assert "note" in sent or "Action plans run for four years." in text
    assert not Alteration.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.DEFERRED, Outcome.NOT_AGREED])
def test_what_was_noted_deferred_or_not_agreed_alters_nothing(client: Client, outcome: Outcome) -> None:
    factories.vocabulary()
    decided(outcome)
    client.force_login(factories.editor())
    assert ADD not in page_of(client, DECISION)
    said = outcome.label.lower()
    page = client.post(ADD, {**SAID, "in_force_from": ""}).content.decode()
    assert f"SC-2021-03/D1 alters nothing: the minutes say that it was {said}." in page
    assert not Alteration.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.ENDORSED, Outcome.UNSTATED])
def test_the_outcome_is_told_as_minuted(client: Client, outcome: Outcome) -> None:
    factories.vocabulary()
    decided(outcome)
    told()
    assert outcome.label in page_of(client, DOCUMENT)


def test_the_same_is_recorded_once(client: Client, march: Edition) -> None:
    client.force_login(factories.editor())
    for _ in range(2):
        page = client.post(ADD, SAID)
    assert "This is recorded already." in page.content.decode()
    assert client.post(ADD, {**SAID, "provision": "Article IX"}).status_code == 302
    assert Alteration.objects.count() == 2


def test_only_the_support_unit_records_it(client: Client, march: Edition) -> None:
    client.force_login(factories.member())
    assert client.post(ADD, SAID).status_code in (302, 403)
    assert not Alteration.objects.exists()
    assert ADD not in page_of(client, DECISION)


def test_a_withdrawn_one_stays_struck_with_its_reason_and_counts_no_more(client: Client, march: Edition) -> None:
    made = told(evidence="https://example.org/wrong")
    client.force_login(factories.editor())
    assert f"{ADD}?withdraws={made.pk}" in page_of(client, DECISION)
    assert client.post(f"{ADD}?withdraws={made.pk}", {"note": " \n"}).status_code == 200
    assert client.post(f"{ADD}?withdraws={made.pk}", {"note": "Another decision did."}).status_code == 302
    assert str(Alteration.objects.latest("pk")) == "D1: Articles of Governance, Article III.B (withdrawal)"
    client.logout()
    page = page_of(client, DECISION)
    assert "(withdrawn)" in page
    assert "Another decision did." in page
    assert "https://example.org/wrong" not in page
    assert "Not yet in the text" not in page
    assert "No decision is recorded so far that altered it" in page_of(client, DOCUMENT)
    assert "No alteration is recorded so far" in page_of(client, "/documents/")
    assert "No decision matches all of these" in page_of(client, f"/decisions/{QUERY}")
    (found,) = json.loads(page_of(client, "/api/alterations/"))["results"]
    assert (found["withdrawn_on"], found["evidence"]) == (timezone.localdate().isoformat(), "")
    assert found["withdrawn_because"] == "Another decision did."
    client.force_login(factories.editor("other"))
    assert "It was withdrawn already." in client.post(f"{ADD}?withdraws={made.pk}", {"note": "Twice."}).content.decode()
    assert client.post(ADD, SAID).status_code == 302  # it can be said anew
    assert Alteration.objects.count() == 3


# Reading


def test_the_page_of_a_document_lists_the_decisions_newest_meeting_first(client: Client, march: Edition) -> None:
    factories.edition(factories.small_minutes("zebra", meeting="may-2015", day=date(2015, 5, 5)))
    told("SC-2015-05/D1", provision="Article II")
    told()
    told(provision="", note="And the rest.")
    page = page_of(client, DOCUMENT)
    assert page.index("SC-2021-03/D1</a>") < page.index("SC-2015-05/D1</a>")
    assert page.count("Approved on condition heron.") == page.count("Approved on condition zebra.") == 1
    assert page.count("Not yet in the text of") == 2
    assert "2 alterations, by decisions of later meetings" in page
    assert "3 alterations" in page
    assert 'href="/browse/?q=%22Articles%20of%20Governance%22"' in page
    assert f'href="/feeds/decisions.atom{QUERY}"' in page
    assert "3 alterations recorded; text in force of 17 June 2019" in page_of(client, "/documents/")
    sheet = client.get(SHEET).getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(sheet.splitlines()))
    assert [(row["reference"], row["provision"], row["not in the text of"]) for row in rows] == [
        ("SC-2021-03/D1", "Article III.B", "2019-06-17"),
        ("SC-2021-03/D1", "", "2019-06-17"),
        ("SC-2015-05/D1", "Article II", ""),
    ]
    assert rows[0]["outcome"] == "Approved with conditions"


def test_a_text_without_a_day_is_told_to_lack_nothing(client: Client, march: Edition) -> None:
    GoverningDocument.objects.update(dated=None)
    told()
    page = page_of(client, DOCUMENT)
    assert "Not known, since its day is not recorded" in page
    assert "Not yet in the text" not in page


@pytest.mark.parametrize(("first", "lacks"), [(17, False), (18, True)])
def test_a_meeting_on_the_day_of_the_text_is_not_told_to_be_later(march: Edition, first: int, lacks: bool) -> None:
    factories.edition(factories.small_minutes("zebra", meeting="june-2019", day=date(2019, 6, first)))
    made = told("SC-2019-06/D1")
    assert made.text_lacks_it == lacks
    assert Alteration.objects.lacking_in_text().exists() == lacks


def test_the_register_and_the_api_are_narrowed_to_a_document(client: Client, march: Edition, settings: Any) -> None:
    factories.edition(factories.small_minutes("zebra", meeting="june-2021", day=date(2021, 6, 3)))
    made = told(note="Four years.", in_force_from=date(2022, 1, 1))
    assert "1 decision</caption>" in page_of(client, f"/decisions/{QUERY}")
    assert "altered the Articles of Governance" in page_of(client, f"/decisions/{QUERY}")
    assert "SC-2021-06/D1" not in page_of(client, f"/decisions/decisions.csv{QUERY}")
    (found,) = json.loads(page_of(client, f"/api/decisions/{QUERY}"))["results"]
    assert found["reference"] == "SC-2021-03/D1"
    assert "is not known here and was left out" in page_of(client, "/decisions/?altered=the-moon")
    root = settings.PORTAL_ADDRESS
    (given,) = json.loads(page_of(client, "/api/alterations/"))["results"]
    assert given == {
        "id": f"{root}/api/alterations/{made.pk}/",
        "decision": f"{root}/api/decisions/SC-2021-03/D1/",
        "reference": "SC-2021-03/D1",
        "document": f"{root}/api/governing-documents/articles-of-governance/",
        "provision": "Article III.B",
        "note": "Four years.",
        "in_force_from": "2022-01-01",
        "text_lacks_it": True,
        "evidence": "",
        "withdrawn_on": None,
        "withdrawn_because": "",
        "modified": made.recorded_at.isoformat().replace("+00:00", "Z"),
    }
    assert json.loads(page_of(client, f"/api/alterations/{made.pk}/")) == given
    later = (datetime.now(UTC) + timedelta(days=1)).date()
    assert json.loads(page_of(client, f"/api/alterations/?modified_since={later}"))["results"] == []


@pytest.mark.parametrize("feed", FEEDS)
def test_who_follows_a_document_reads_of_it(client: Client, march: Edition, feed: str) -> None:
    made = told(note="Four years.")
    page = page_of(client, feed)
    assert "SC-2021-03/D1: altered the Articles of Governance, Article III.B" in page
    assert "It is no part of the minutes." in page
    assert "Steering Committee: altered the Articles of Governance" in page
    altering.withdraw(made, factories.editor(), "Another one did.")
    for address in (feed, feed.partition("?")[0]):
        page = page_of(client, address)
        assert "SC-2021-03/D1: altered the" not in page
        assert "SC-2021-03/D1: withdrawn that it altered the Articles of Governance, Article III.B" in page
        assert "Another one did." in page


def test_who_follows_another_document_reads_nothing_of_it(client: Client, march: Edition) -> None:
    told()
    told(document=GoverningDocument.objects.create(slug="charter", name="Charter"), provision="Rule 9")
    page = page_of(client, "/feeds/decisions.atom?altered=charter")
    assert "altered the Charter, Rule 9" in page
    assert "Article III.B" not in page


def test_a_feed_calls_what_was_withdrawn_deleted(client: Client, march: Edition) -> None:
    made = told()
    altering.withdraw(made, factories.editor(), "Another one did.")
    assert f"SC-2021-03/D1/alteration-{made.pk}" in page_of(client, FEEDS[0]).partition("deleted-entry")[2]


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_a_draft_shows_nowhere(client: Client, status: str) -> None:
    factories.vocabulary()
    march = factories.edition(factories.small_minutes("heron"), status)
    editor = factories.editor()
    client.force_login(editor)
    assert "No approved minutes hold" in client.post(ADD, SAID).content.decode()
    # Even where a row is there, it does not show to whoever does not see the decision.
    made = factories.alteration(march, note="A secret quagga.")
    client.logout()
    for address in (*PAGES[1:], *FEEDS, "/documents/", "/sitemap.xml"):
        text = page_of(client, address)
        assert ("heron" in text, "quagga" in text, "SC-2021-03" in text) == (False, False, False), address
    assert client.get(DECISION).status_code == client.get(f"/api/alterations/{made.pk}/").status_code == 404
    assert "No alteration is recorded so far" in page_of(client, "/documents/")


def test_it_stays_with_the_decision_through_later_editions(client: Client, march: Edition) -> None:
    told()
    Edition.objects.filter(pk=march.pk).update(status="superseded")
    decided(Outcome.APPROVED, "penguin", reason="A correction")
    for address in PAGES[:4]:
        page = page_of(client, address)
        assert ("It was penguin." in page, "SC-2021-03/D1" in page) == (True, True), address
    assert "Altered the" in page_of(client, DECISION)


def test_it_is_told_where_a_later_edition_drops_the_decision(client: Client, march: Edition) -> None:
    told()
    Edition.objects.filter(pk=march.pk).update(status="superseded")
    passages = (Passage(kind=Kind.NARRATIVE, text="Nothing was decided."),)
    session = Session(number="1", heading="Session 1: Session heron", passages=passages)
    factories.edition(factories.small_minutes("heron", sessions=(session,)), reason="A correction")
    page = page_of(client, DOCUMENT)
    assert "Approved on condition heron." in page
    assert "A later edition of the minutes does not hold it any more" in page
    assert "No decision matches all of these" in page_of(client, f"/decisions/{QUERY}")


@pytest.mark.parametrize("query", ["page=%00", "page=-1", "page=" + "9" * 5000, "altered=%00&altered=%ff", "%ff=%fe"])
def test_hostile_parameters_are_answered(client: Client, march: Edition, query: str) -> None:
    told()
    for address in ("/documents/", DOCUMENT, SHEET, "/decisions/", FEEDS[0].partition("?")[0]):
        assert client.get(f"{address}?{query}").status_code == 200
    assert client.get("/documents/no-such-thing/").status_code == 404
    assert (client.head(DOCUMENT).status_code, client.post(DOCUMENT).status_code) == (200, 405)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(DOCUMENT, 5), (SHEET, 3), (DECISION, 8), ("/documents/", 1)])
def test_queries_do_not_grow(
    client: Client, march: Edition, number: int, address: str, queries: int, django_assert_num_queries: Any
) -> None:
    keeper = factories.editor()
    for month in range(1, number + 1):
        factories.edition(factories.small_minutes("w", f"m-{month}", date(2022, month, 1)))
        told(f"SC-2022-0{month}/D1", by=keeper)
        told(provision=f"Article {month}", by=keeper)
    with django_assert_num_queries(queries):
        page_of(client, address)


# Keeping


def test_the_database_only_ever_adds(march: Edition) -> None:
    made = told()
    for change in ({"note": "other"}, {"number": "D2"}, {"in_force_from": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Alteration.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Alteration.objects.filter(pk=made.pk).delete()


def test_a_document_that_was_altered_keeps_its_address(march: Edition) -> None:
    GoverningDocument.objects.update(slug="articles")
    GoverningDocument.objects.update(slug="articles-of-governance")
    told()
    with pytest.raises(DatabaseError), transaction.atomic():
        GoverningDocument.objects.update(slug="articles")
    assert GoverningDocument.objects.update(name="The Articles", dated=date(2022, 1, 1)) == 1


@pytest.mark.parametrize("wrong", [{"number": "A1"}, {"number": "D0"}, {"number": "1.3"}])
def test_only_a_decision_can_be_named(march: Edition, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.alteration(march, **wrong)


@pytest.mark.parametrize("wrong", [{"note": ""}, {"note": "Why.", "evidence": "https://example.org/"}])
def test_a_withdrawal_is_a_reason_alone(march: Edition, wrong: dict[str, Any]) -> None:
    made = told()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.alteration(march, withdraws=made, **wrong)


def test_verify_finds_one_that_was_slipped_in(march: Edition) -> None:
    told(in_force_from=date(2022, 1, 1))
    assert [line for line in verification.problems() if "governing document" in line] == []
    slipped = factories.alteration(march, provision="")
    assert [line for line in verification.problems() if "governing document" in line] == [
        f"Alteration of a governing document {slipped.pk} (D1: Articles of Governance): "
        "it is not what the log says was recorded."
    ]


def test_a_decision_is_asked_for_once_for_several_alterations(march: Edition, django_assert_num_queries: Any) -> None:
    keeper = factories.editor()
    for provision in ("Article I", "Article II"):
        told(provision=provision, by=keeper)
    document = GoverningDocument.objects.get()
    with django_assert_num_queries(2):
        (deciding,) = alterations.by_decision(ANYBODY, alterations.listed(ANYBODY, document))
    assert [each.provision for each in deciding.alterations] == ["Article I", "Article II"]
