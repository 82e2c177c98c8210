"""Which suggestion became a decision: recorded by staff beside the minutes, never shown as the decision itself."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from decisions import uptakes
from decisions.models import Uptake
from meetings.minutes import Decision, Passage, Session
from meetings.models import Edition
from meetings.querysets import ANYBODY
from meetings.words import Kind, Outcome
from ogpminutes import taking_up, verification
from ogpminutes.admin.updates import find_item
from ogpminutes.admin.uptakes import find_suggestion
from ogpminutes.reading import open_edition
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "/admin/decisions/uptake/add/"
PAGE = "/meetings/march-2021/editions/1/passages/1.3/"
DECISION = "/decisions/SC-2021-06/D1/"
LIST = "/decisions/taken-up/"
SAID = {"suggestion": "sc-2021-03/1.3", "taken_up_in": "SC-2021-06/D1", "extent": "partly", "day": "2021-06-03"}
PAGES = (PAGE, DECISION, LIST, "/meetings/march-2021/", "/decisions/taken-up/taken-up.csv", "/api/taken-up/")


@pytest.fixture
def record(db: None) -> Edition:
    """A suggestion of March (1.3), and a decision of June (D1)."""
    factories.vocabulary()
    factories.edition(factories.small_minutes("heron"))
    return factories.edition(factories.small_minutes("zebra", meeting="june-2021", day=date(2021, 6, 3)))


def told(place: str = "SC-2021-03/1.3", into: str = "SC-2021-06/D1", **more: Any) -> Uptake:
    keeper = more.pop("by", None) or factories.editor(f"keeper{Uptake.objects.count()}")
    passage, item = find_suggestion(place), find_item(None, into)  # type: ignore[arg-type]
    assert passage is not None
    assert item is not None
    facts = {"extent": "wholly", "day": date(2021, 6, 3), "note": "As the paper says.", **more}
    return taking_up.record(Uptake(**facts), passage, item, keeper)


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join((answer.getvalue() if answer.streaming else answer.content).decode().split())


def test_staff_say_what_a_suggestion_was_taken_up_in(client: Client, record: Edition) -> None:
    client.force_login(factories.editor())
    assert f'href="{ADD}?suggestion=SC-2021-03/1.3"' in page_of(client, PAGE)
    assert f'href="{ADD}?taken_up_in=SC-2021-06/D1"' in page_of(client, DECISION)
    assert 'value="SC-2021-03/1.3"' in page_of(client, f"{ADD}?suggestion=SC-2021-03/1.3")
    answer = client.post(ADD, {**SAID, "note": "See the paper."})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    made = Uptake.objects.get()
    assert (made.meeting.slug, made.edition, made.citation) == ("march-2021", 1, "1.3")
    assert (made.into_meeting.slug, made.into_number, made.extent) == ("june-2021", "D1", "partly")
    client.logout()
    page = page_of(client, PAGE)
    assert 'Taken up in part in decision <a href="/decisions/SC-2021-06/D1/">SC-2021-06/D1</a>' in page
    assert "It is no part of the minutes, and the suggestion itself is no decision." in page
    assert "See the paper." in page
    assert ADD not in page
    page = page_of(client, DECISION)
    assert f'Suggestion <a href="{PAGE}">SC-2021-03/1.3</a>' in page
    assert "Feedback heron." in page
    assert "Taken up in part in decision SC-2021-06/D1" in page_of(client, "/meetings/march-2021/")
    assert "1 suggestion taken up" in page_of(client, LIST)
    assert 'href="/decisions/taken-up/"' in page_of(client, "/decisions/")
    sheet = client.get("/decisions/taken-up/taken-up.csv").getvalue().decode()  # type: ignore[attr-defined]
    (row,) = list(csv.reader(sheet.splitlines()))[1:]
    assert (row[0], row[4]) == ("SC-2021-03/1.3", "SC-2021-06/D1")


def test_the_api_gives_it_with_addresses(client: Client, record: Edition, settings: Any) -> None:
    made = told()
    (found,) = json.loads(page_of(client, "/api/taken-up/"))["results"]
    root = settings.PORTAL_ADDRESS
    assert found["suggestion_url"] == f"{root}{PAGE}"
    assert found["taken_up_in"] == f"{root}/api/decisions/SC-2021-06/D1/"
    assert (found["suggestion"], found["reference"], found["extent"]) == ("SC-2021-03/1.3", "SC-2021-06/D1", "wholly")
    assert (found["withdrawn_on"], found["withdrawn_because"]) == (None, "")
    assert json.loads(page_of(client, f"/api/taken-up/{made.pk}/")) == found
    later = (datetime.now(UTC) + timedelta(days=1)).date()
    assert json.loads(page_of(client, f"/api/taken-up/?modified_since={later}"))["results"] == []


def test_a_withdrawn_one_stays_struck_with_its_reason_and_counts_no_more(client: Client, record: Edition) -> None:
    made = told()
    client.force_login(factories.editor())
    assert f"{ADD}?withdraws={made.pk}" in page_of(client, PAGE)
    assert client.post(f"{ADD}?withdraws={made.pk}", {"note": " \n"}).status_code == 200
    assert Uptake.objects.count() == 1
    assert client.post(f"{ADD}?withdraws={made.pk}", {"note": "Another one was."}).status_code == 302
    page = page_of(client, PAGE)
    assert "(withdrawn)" in page
    assert "Another one was." in page
    assert "(withdrawn)" in page_of(client, DECISION)
    assert "Nothing is recorded yet" in page_of(client, LIST)
    assert "Suggestions taken up since" not in page_of(client, "/meetings/march-2021/")
    (found,) = json.loads(page_of(client, "/api/taken-up/"))["results"]
    assert (found["withdrawn_on"], found["withdrawn_because"]) == (timezone.localdate().isoformat(), "Another one was.")
    again = client.post(f"{ADD}?withdraws={made.pk}", {"note": "Twice."}).content.decode()
    assert "It was withdrawn already." in again
    assert Uptake.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"suggestion": "SC-2021-03/1.1"}, "1.1 is no suggestion: it is minuted as narrative."),
        ({"suggestion": "SC-2021-03/9.9"}, "No approved minutes hold this passage."),
        ({"suggestion": "SC-2021-03/1." + "9" * 50}, "at most 60 characters"),
        ({"suggestion": "SC-2021-03/1.99999"}, "No approved minutes hold this passage."),
        ({"suggestion": "\0"}, "Null characters are not allowed"),
        ({"suggestion": "A" * 1_000_000}, "at most 60 characters"),
        ({"taken_up_in": "SC-2021-06/D9"}, "No approved minutes hold this reference."),
        ({"suggestion": "SC-2021-06/1.3", "taken_up_in": "SC-2021-03/D1"}, "before the suggestion was made"),
        ({"day": "2999-01-01"}, "This day is still to come"),
        ({"day": "2021-01-01"}, "The suggestion was made later than that."),
        ({"day": "never"}, "Enter a valid date"),
        ({"extent": "zebra"}, "is not one of the available choices"),
        ({"extent": ""}, "This field is required"),
        ({"note": "x" * 4_001}, "at most 4000 characters"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    client: Client, record: Edition, sent: dict[str, str], why: str
) -> None:
    client.force_login(factories.editor())
    page = client.post(ADD, {**SAID, "note": "my typed note", **sent})
    assert page.status_code == 200
    text = page.content.decode()
    assert why in text
    assert "note" in sent or "my typed note" in text
    assert not Uptake.objects.exists()


def test_the_same_is_recorded_once(client: Client, record: Edition) -> None:
    client.force_login(factories.editor())
    for _ in range(2):
        page = client.post(ADD, SAID)
    assert "This is recorded already." in page.content.decode()
    assert Uptake.objects.count() == 1


def test_only_the_support_unit_records_it(client: Client, record: Edition) -> None:
    client.force_login(factories.member())
    assert client.post(ADD, SAID).status_code in (302, 403)
    assert not Uptake.objects.exists()
    assert ADD not in page_of(client, PAGE)


@pytest.mark.parametrize("status", ["draft", "circulated"])
@pytest.mark.parametrize("end", ["suggestion", "taken_up_in"])
def test_a_draft_is_at_neither_end(client: Client, status: str, end: str) -> None:
    factories.vocabulary()
    march = factories.edition(factories.small_minutes("heron"), status if end == "suggestion" else "approved")
    factories.edition(
        factories.small_minutes("zebra", meeting="june-2021", day=date(2021, 6, 3)),
        "approved" if end == "suggestion" else status,
    )
    editor = factories.editor()
    client.force_login(editor)
    assert "No approved minutes hold" in client.post(ADD, SAID).content.decode()
    # Even where a row is there, neither end shows to whoever does not see both.
    Uptake.objects.create(
        **{"meeting": march.meeting, "edition": 1, "session": "1", "passage": 3, "extent": "wholly"},
        **{"into_meeting": factories.meeting("june-2021"), "into_number": "D1", "day": date(2021, 6, 3)},
        recorded_by=editor,
    )
    client.logout()
    secret, reference = ("heron", "SC-2021-03/1.3") if end == "suggestion" else ("zebra", "SC-2021-06/D1")
    for address in PAGES:
        answer = client.get(address)
        text = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert (secret in text, reference in text) == (False, False), address
    assert client.get("/api/taken-up/1/").status_code == 404


def test_the_database_only_ever_adds(record: Edition) -> None:
    made = told()
    for change in ({"note": "other"}, {"into_number": "D2"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Uptake.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Uptake.objects.filter(pk=made.pk).delete()


@pytest.mark.parametrize("wrong", [{"extent": ""}, {"into_number": "X1"}, {"into_number": "D0"}])
def test_what_must_never_be_is_refused_by_the_database(record: Edition, wrong: dict[str, str]) -> None:
    facts = {"edition": 1, "session": "1", "passage": 3, "extent": "wholly", "into_number": "D1", **wrong}
    meetings = {"meeting": factories.meeting("march-2021"), "into_meeting": record.meeting}
    with pytest.raises(IntegrityError), transaction.atomic():
        Uptake.objects.create(**facts, **meetings, day=date(2021, 6, 3), recorded_by=factories.editor())


def test_verify_finds_one_that_was_slipped_in(record: Edition) -> None:
    made = told()
    mine = [line for line in verification.problems() if "taken up" in line]
    assert mine == []
    facts = {"edition": 1, "session": "1", "passage": 3, "extent": "wholly", "into_number": "A1"}
    meetings = {"meeting": made.meeting, "into_meeting": made.into_meeting}
    slipped = Uptake.objects.create(**facts, **meetings, day=made.day, recorded_by=made.recorded_by)
    mine = [line for line in verification.problems() if "taken up" in line]
    assert mine == [f"Suggestion taken up {slipped.pk} (1.3 in A1): it is not what the log says was recorded."]


def corrected(*texts: str) -> Edition:
    """The next edition of March, with one suggestion more before the old one, or without it."""
    factories.meeting("march-2021").editions.update(status="superseded")
    passages = tuple(Passage(kind=Kind.FEEDBACK, text=text) for text in texts)
    decided = Passage(kind=Kind.DECISION, text="It was noted.", decision=Decision(number="D1", outcome=Outcome.NOTED))
    session = Session(number="1", heading="Session 1: Session heron", passages=(*passages, decided))
    return factories.edition(factories.small_minutes("heron", sessions=(session,)), reason="A correction")


def test_it_follows_the_suggestion_to_its_number_in_a_later_edition(client: Client, record: Edition) -> None:
    told()
    corrected("A wholly new suggestion about penguins.", "Feedback heron.")
    page = page_of(client, "/meetings/march-2021/editions/2/passages/1.2/")
    assert "Taken up in decision" in page
    assert "Taken up in decision" not in page_of(client, "/meetings/march-2021/editions/2/passages/1.1/")
    assert "Suggestion 1.2 <small>Feedback heron." in page_of(client, "/meetings/march-2021/")
    assert f'<a href="{PAGE}">SC-2021-03/1.3</a>' in page_of(client, DECISION)


def test_it_is_told_of_an_earlier_edition_too(client: Client, record: Edition) -> None:
    corrected("A wholly new suggestion about penguins.", "Feedback heron.")
    made = told("SC-2021-03/1.2")
    assert made.edition == 2
    assert "Taken up in decision" in page_of(client, PAGE)
    told("SC-2021-03/1.1")
    reading = open_edition(ANYBODY, "march-2021", 1)
    assert [citation for citation, _ in taking_up.beside(ANYBODY, reading)] == ["1.3"]


def test_it_is_gone_from_the_minutes_where_a_later_edition_drops_it(client: Client, record: Edition) -> None:
    told()
    corrected("A wholly new suggestion about penguins.")
    assert "Suggestions taken up since" not in page_of(client, "/meetings/march-2021/")
    assert "Feedback heron." in page_of(client, DECISION)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(record: Edition, number: int, django_assert_num_queries: Any) -> None:
    keeper = factories.editor()
    for into in ("SC-2021-06/D1", "SC-2021-06/A1", "SC-2021-03/A1")[:number]:
        told(into=into, by=keeper)
    with django_assert_num_queries(4):
        assert len(uptakes.links(ANYBODY, uptakes.listed(ANYBODY))) == number
