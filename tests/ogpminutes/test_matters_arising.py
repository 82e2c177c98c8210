"""Open items carry forward: the draft of the next meeting offers them, and a citation counts once it may be read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from decisions.models import ActionItem, Decision, Update
from decisions.reviews import cited_in, reviews_of
from meetings.minutes import Passage, Session
from meetings.models import Body, Edition, Version
from meetings.textform import parse
from meetings.words import Kind
from ogpminutes import arising, editing
from tests import factories

pytestmark = pytest.mark.django_db
MARCH, JUNE = date(2021, 3, 3), date(2021, 6, 3)


@pytest.fixture
def draft(db: None) -> Edition:
    """The draft of June, after approved minutes of March that left a decision and an action item open."""
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    session = Session(
        number="1",
        heading="Session 1: News",
        passages=(Passage(kind=Kind.NARRATIVE, text="We say hello to everybody here."),),
    )
    june = factories.small_minutes("june", "june-2021", JUNE, sessions=(session,))
    return editing.open_draft(june, "editor")


@pytest.fixture
def desk(client: Client, draft: Edition) -> Client:
    client.force_login(factories.editor())
    return client


def address(draft: Edition, page: str = "matters") -> str:
    return reverse(f"admin:meetings_edition_{page}", args=[draft.pk])


def text_of(draft: Edition) -> str:
    return editing.text_of(Edition.objects.with_meeting().get(pk=draft.pk))


def take_up(desk: Client, draft: Edition, text: str = "", seen: int = 1) -> Any:
    return desk.post(address(draft), {"text": text or text_of(draft), "seen": seen})


def offered(edition: Edition) -> list[str]:
    return [item.reference for item in arising.open_items(edition)]


def test_one_click_puts_open_items_into_the_text_as_a_version(desk: Client, draft: Edition) -> None:
    page = desk.get(address(draft, "change")).content.decode()
    assert f'formaction="{address(draft)}"' in page
    assert "Add matters arising (2)" in page
    before = text_of(draft)
    answer = take_up(desk, draft)
    assert (answer.status_code, answer["Location"]) == (302, address(draft, "change"))
    added = (
        "\n## Matters arising\n\nStill open from earlier meetings:\n\n"
        "* SC-2021-03/D1: Approved on condition plain.\n"
        "* SC-2021-03/A1 (Unit plain): will share plain\n"
    )
    place = before.index("\n## Attendees")
    assert text_of(draft) == before[:place] + added + before[place:]
    assert list(Version.objects.order_by("number").values_list("number", "author")) == [(1, "editor"), (2, "editor")]


def test_what_stands_there_is_not_added_twice(desk: Client, draft: Edition) -> None:
    take_up(desk, draft)
    once = text_of(draft)
    assert "Add matters arising" not in desk.get(address(draft, "change")).content.decode()
    page = desk.post(address(draft), {"text": once, "seen": 2}, follow=True)
    assert "Nothing to add: every open item of earlier meetings is cited in this text already." in page.content.decode()
    assert text_of(draft) == once


def test_a_new_open_item_joins_the_session_that_is_there(desk: Client, draft: Edition) -> None:
    take_up(desk, draft, text_of(draft).replace("everybody here.", "everybody at SC-2021-03/A1."))
    assert "* SC-2021-03/A1" not in text_of(draft)
    take_up(desk, draft, text_of(draft).replace("everybody at SC-2021-03/A1.", "everybody here."), seen=2)
    assert text_of(draft).count("## Matters arising") == 1
    assert "plain.\n* SC-2021-03/A1 (Unit plain): will share plain\n" in text_of(draft)


def test_words_that_were_not_saved_yet_are_saved_with_it(desk: Client, draft: Edition) -> None:
    take_up(desk, draft, text_of(draft).replace("everybody here.", "everybody here, in new words."))
    assert ("everybody here, in new words." in text_of(draft), "## Matters arising" in text_of(draft)) == (True, True)


def test_somebody_who_was_faster_loses_nothing(desk: Client, draft: Edition) -> None:
    before = text_of(draft)
    desk.post(address(draft, "change"), {"text": before.replace("everybody here.", "all of theirs here."), "seen": 1})
    answer = take_up(desk, draft, before, seen=1)
    assert answer.status_code == 409
    assert "all of theirs here." in answer.context["text"]
    assert "## Matters arising" in answer.context["text"]
    assert ("all of theirs here." in text_of(draft), "Matters" in text_of(draft)) == (True, False)


@pytest.mark.parametrize("wrong", ["no minutes", "x\x00", "## Session {outcome: perhaps}", "A-" * 100_000])
def test_a_text_that_cannot_be_read_is_refused_as_a_save_is(desk: Client, draft: Edition, wrong: str) -> None:
    before = text_of(draft)
    answer = take_up(desk, draft, wrong)
    assert answer.status_code == 422
    assert text_of(draft) == before


@pytest.mark.parametrize("status", ["circulated", "approved"])
def test_what_is_no_draft_takes_nothing_up(desk: Client, draft: Edition, status: str) -> None:
    factories.turn(draft, status)
    assert take_up(desk, draft).status_code == 410


def test_only_the_support_unit_takes_up(client: Client, draft: Edition) -> None:
    for user in (None, factories.member()):
        if user:
            client.force_login(user)
        assert take_up(client, draft).status_code == 403
    client.force_login(factories.editor())
    assert client.get(address(draft)).status_code == 405


def test_what_is_settled_later_elsewhere_or_not_approved_is_not_offered(draft: Edition) -> None:
    meeting = factories.meeting("march-2021")
    assert offered(draft) == ["SC-2021-03/D1", "SC-2021-03/A1"]
    factories.edition(factories.small_minutes("later", "july-2021", date(2021, 7, 1)))
    factories.edition(factories.small_minutes("hidden", "april-2021", date(2021, 4, 1)), "circulated")
    Body.objects.create(slug="board", name="Board")
    factories.edition(factories.small_minutes("board", "may-2021", date(2021, 5, 1), body="board"))
    Update.objects.create(meeting=meeting, number="D1", day=JUNE, state="condition-met")
    assert offered(draft) == ["SC-2021-03/A1"]
    done = Update.objects.create(meeting=meeting, number="A1", day=JUNE, state="done")
    assert offered(draft) == []
    Update.objects.create(meeting=meeting, number="A1", day=JUNE, withdraws=done, note="Not so.")
    assert offered(draft) == ["SC-2021-03/A1"]


def test_a_correction_of_old_minutes_is_offered_nothing(draft: Edition) -> None:
    Edition.objects.filter(pk=draft.pk).update(number=2, reason="A correction")
    draft.refresh_from_db()
    assert offered(draft) == []


def test_words_that_mean_something_to_the_text_form_stay_words(draft: Edition) -> None:
    minutes = parse(text_of(draft)).minutes
    assert minutes is not None
    item = ActionItem.objects.with_passage().get()
    item.text = "# {A1} `code` #tag {kind: decision} " + "long " * 900
    taken = arising.take_up(minutes, [item])
    from_text = parse(editing.text_of(draft, taken)).minutes
    assert from_text == taken
    assert taken.sessions[-1].passages[-1].text.endswith("…")


# Reviewed at


def reviewed(user: Any = None) -> list[tuple[str, tuple[str, ...]]]:
    item = ActionItem.objects.current_for(AnonymousUser()).with_passage().first()
    assert item is not None
    found = reviews_of(user or AnonymousUser(), [item]).get(item.reference, [])
    return [(review.edition.meeting.slug, review.citations) for review in found]


def test_an_item_is_reviewed_where_minutes_that_the_reader_may_see_cite_it(desk: Client, draft: Edition) -> None:
    take_up(desk, draft)
    editor, member = factories.editor("second"), factories.member()
    assert (reviewed(), reviewed(member), reviewed(editor)) == ([], [], [("june-2021", ("N1.3",))])
    factories.turn(draft, "circulated")
    assert (reviewed(), reviewed(member)) == ([], [("june-2021", ("N1.3",))])
    factories.turn(draft, "approved")
    assert reviewed() == [("june-2021", ("N1.3",))]
    page = " ".join(Client().get("/decisions/SC-2021-03/A1/").content.decode().split())
    assert '<dt>Reviewed at</dt><dd> <a href="/meetings/june-2021/#N1.3">3 June 2021</a>' in page
    for page, place in (("/decisions/", "N1.2"), ("/decisions/actions/", "N1.3")):
        assert f'<a href="/meetings/june-2021/#{place}">3 June 2021</a>' in Client().get(page).content.decode()
    assert ",SC-2021-06,approved\r\n" in Client().get("/decisions/actions/actions.csv").getvalue().decode()


def test_its_own_minutes_and_longer_references_are_no_review(draft: Edition) -> None:
    texts = ["See SC-2021-03/A11.", "XSC-2021-03/A1", "SC-2021-03/a1", "SC-2021-03/A1st", "SC-2021-03 / A1"]
    assert [cited_in(text) for text in texts] == [["SC-2021-03/A11"], ["XSC-2021-03/A1"], [], [], []]
    assert cited_in("(SC-2021-03/A1), SC-2021-03/D1; SC-2021-03/A1.") == ["SC-2021-03/A1", "SC-2021-03/D1"]


@pytest.mark.parametrize("number", [1, 3])
def test_reviews_are_found_in_two_queries(draft: Edition, number: int, django_assert_num_queries: Any) -> None:
    for place in range(number):
        text = "Of SC-2021-03/D1 and SC-2021-03/A1."
        session = Session(number="1", heading="Session 1: X", passages=(Passage(kind=Kind.NARRATIVE, text=text),))
        minutes = factories.small_minutes(f"w{place}", f"m-{place}", date(2022, 1 + place, 1), sessions=(session,))
        factories.edition(minutes)
    items = list(Decision.objects.current_for(AnonymousUser()).with_passage())
    with django_assert_num_queries(3):  # the first time it also looks through the passages
        found = reviews_of(AnonymousUser(), items)
    assert [review.edition.meeting.slug for review in found["SC-2021-03/D1"]] == [
        f"m-{place}" for place in reversed(range(number))
    ]
    with django_assert_num_queries(2):
        assert reviews_of(AnonymousUser(), items) == found


def test_a_save_that_cites_an_item_is_noticed(desk: Client, draft: Edition) -> None:
    editor = factories.editor("second")
    assert reviewed(editor) == []
    take_up(desk, draft)
    assert reviewed(editor) == [("june-2021", ("N1.3",))]
    Edition.objects.filter(pk=draft.pk).delete()
    assert reviewed(editor) == []
