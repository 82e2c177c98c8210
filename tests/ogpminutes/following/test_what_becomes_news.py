"""What becomes of items, what leaves the record and what a day brings is told to whoever follows it, to no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from decisions.models import Update
from meetings.minutes import ActionItem, Decision, Minutes, Passage, Session
from meetings.words import Kind, Outcome
from ogpminutes.following import news, stream
from ogpminutes.models import News
from tests import factories, mailserver
from tests.mailserver import Postbox
from tests.ogpminutes.following.test_alerts import PLACE
from tests.ogpminutes.following.test_rounds import follower, go
from tests.ogpminutes.test_lasting import approve

pytestmark = pytest.mark.django_db
DUE = date(2021, 6, 30)
OPEN = Decision(number="D1", outcome=Outcome.APPROVED_WITH_CONDITIONS, conditions=("once otters are counted",))


@pytest.fixture(autouse=True)
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    factories.vocabulary()
    approve(minutes())
    with mailserver.serving(settings) as postbox:
        yield postbox


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    return lambda day: monkeypatch.setattr(timezone, "localdate", lambda *_: day)


def minutes(**more: Any) -> Minutes:
    """Minutes of a decision on rivers in Europe, and of an action item due at the end of June."""
    promise = ActionItem(number="A1", text="will count herons", responsible="OGP Support Unit", due=DUE)
    passages = (
        Passage(
            kind=Kind.DECISION,
            text="Rivers are approved once otters are counted.",
            decision=OPEN,
            regions=("europe",),
        ),
        Passage(kind=Kind.NARRATIVE, text="The Support Unit will count herons.", actions=(promise,)),
        Passage(kind=Kind.FEEDBACK, text="Lynxes deserve a plan of their own."),
    )
    session = Session(number="1", heading="Session 1", passages=passages)
    return factories.small_minutes(**{"sessions": (session,), **more})


def without(kind: Kind) -> Minutes:
    """The same minutes without the passage of a kind."""
    whole = minutes()
    (session,) = whole.sessions
    kept = tuple(passage for passage in session.passages if passage.kind != kind)
    return replace(whole, sessions=(replace(session, passages=kept),))


def update(number: str, state: str, **more: Any) -> Update:
    meeting = factories.meeting("march-2021")
    return Update.objects.create(
        **{"meeting": meeting, "number": number, "day": date(2021, 5, 1), "state": state, **more}
    )


# Updates


@pytest.mark.parametrize("query", ["", "q=rivers", "region=europe", "kind=decision", "q=SC-2021-03/D1"])
def test_who_follows_a_search_is_told_what_became_of_its_decisions(postbox: Postbox, query: str) -> None:
    follower("browse", query)
    update("D1", "condition-met", note="Forty otters.")
    (letter,) = go(postbox)
    assert "SC-2021-03/D1: Condition met" in letter
    assert "Note: Forty otters." in letter
    assert "It is no part of the minutes." in letter
    assert go(postbox) == []


@pytest.mark.parametrize("query", ["q=lynxes", "region=asia-pacific", "kind=feedback", "q=herons&kind=decision"])
def test_who_follows_something_else_is_not(postbox: Postbox, query: str) -> None:
    follower("browse", query)
    update("D1", "condition-met")
    update("A1", "done")
    assert go(postbox) == []


def test_who_follows_a_search_is_told_of_its_action_items(postbox: Postbox, client: Client) -> None:
    follower("browse", "q=herons")
    done = update("A1", "done")
    (letter,) = go(postbox)
    assert "SC-2021-03/A1: Done" in letter
    titles = [each["title"] for each in client.get("/feeds/browse.json?q=herons").json()["items"]]
    assert titles[0] == "SC-2021-03/A1: Done"
    update("A1", "", withdraws=done, note="They were not.")
    (letter,) = go(postbox)
    assert "SC-2021-03/A1: Withdrawal" in letter
    feed = client.get("/feeds/browse.json?q=herons").json()
    assert [each["reason"] for each in feed["_minutes"]["withdrawn"]] == ["They were not."]
    assert client.get("/feeds/browse.atom?q=herons").content.count(b"deleted-entry ref=") == 1


@pytest.mark.parametrize(
    ("stream", "query", "number"),
    [("decisions", "state=still-open", "D1"), ("actions", "state=still-open", "A1"), ("browse", "state=open", "A1")],
)
def test_who_follows_what_is_open_is_told_of_what_settles_it(
    postbox: Postbox, stream: str, query: str, number: str
) -> None:
    follower(stream, query)
    update(number, "done")
    (letter,) = go(postbox)
    assert f"SC-2021-03/{number}: Done" in letter


# What leaves the record


@pytest.mark.parametrize(
    ("stream", "query"),
    [("decisions", ""), ("decisions", "region=europe&state=still-open"), ("browse", "q=rivers")],
)
def test_a_decision_that_leaves_the_record_is_news(postbox: Postbox, stream: str, query: str) -> None:
    follower(stream, query)
    for other in ("theme=civic-space", "q=lynxes", "year=2020"):
        follower(stream, other)
    approve(without(Kind.DECISION), "It was never decided.")
    (letter,) = go(postbox)
    title, address = letter.splitlines()[3:5]
    assert title == "SC-2021-03/D1 left the record"
    assert address == f"{PLACE}/meetings/march-2021/editions/1/#1.1"
    assert "Reason: It was never decided." in letter
    assert "Rivers are approved" not in letter
    assert go(postbox) == []


def test_a_suggestion_and_an_action_item_that_leave_the_record_are_news(postbox: Postbox) -> None:
    follower("browse", "q=lynxes")
    follower("actions", "due=overdue")
    follower("minutes")
    approve(without(Kind.FEEDBACK), "Nobody spoke of lynxes.")
    assert sum("SC-2021-03/1.3 left the record" in letter for letter in go(postbox)) == 1
    approve(without(Kind.NARRATIVE), "Nobody promised that.")
    assert sum("SC-2021-03/A1 left the record" in letter for letter in go(postbox)) == 1


def test_what_is_moved_or_edited_did_not_leave(postbox: Postbox) -> None:
    follower("browse", "q=lynxes")
    whole = minutes()
    (session,) = whole.sessions
    first = Passage(kind=Kind.NARRATIVE, text="The meeting began late.")
    approve(replace(whole, sessions=(replace(session, passages=(first, *session.passages)),)), "It began late.")
    assert go(postbox) == []


@pytest.mark.parametrize(
    ("stream", "query", "kind"),
    [
        ("decisions", "", Kind.DECISION),
        ("browse", "q=rivers", Kind.DECISION),
        ("browse", "q=lynxes", Kind.FEEDBACK),
        ("actions", "", Kind.NARRATIVE),
    ],
)
def test_what_left_and_comes_back_is_news_again(postbox: Postbox, stream: str, query: str, kind: Kind) -> None:
    follower(stream, query)
    approve(without(kind), "It was never said.")
    (letter,) = go(postbox)
    assert "left the record" in letter
    approve(minutes(), "It was said.")
    (letter,) = go(postbox)
    assert "left the record" not in letter
    assert go(postbox) == []


def test_many_departures_are_one_entry_and_hide_nothing(postbox: Postbox) -> None:
    follower("browse")
    texts = [f"Word{number} is spoken of at length." for number in range(60)]
    passages = tuple(Passage(kind=Kind.POINT, text=text) for text in texts)
    session = Session(number="1", heading="Session 1", passages=passages)
    approve(minutes(sessions=(*minutes().sessions, replace(session, number="2"))), "More was said.")
    go(postbox)
    update("D1", "condition-met")
    approve(minutes(), "Nothing more was said.")
    (letter,) = go(postbox)
    assert "SC-2021-03/D1: Condition met" in letter
    assert "60 entries left the record, SC-2021-03/2.1 among them" in letter
    assert "SC-2021-03/2.30 and 30 more" in " ".join(letter.split())
    assert (
        f"{PLACE}/meetings/march-2021/editions/2/\r\n" in letter
        or f"{PLACE}/meetings/march-2021/editions/2/\n" in letter
    )
    assert "There may be more" not in letter


def test_departures_are_told_however_many_corrections_there_were(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LENGTH", 1)
    for place in range(2):
        more = factories.small_minutes(f"more{place}", f"m-{place}", date(2022, 1, 1 + place), reference=f"X-{place}")
        approve(more)
        approve(replace(more, title="Another"), "A typing error.")
    for what, query in (("browse", "q=lynxes"), ("decisions", "")):
        follower(what, query)
    approve(replace(without(Kind.FEEDBACK), sessions=without(Kind.FEEDBACK).sessions), "Nobody spoke of lynxes.")
    (letter,) = go(postbox)
    assert "SC-2021-03/1.3 left the record" in letter
    approve(without(Kind.DECISION), "Nothing was decided.")
    assert any("SC-2021-03/D1 left the record" in letter for letter in go(postbox))


def test_a_passage_that_a_correction_files_under_a_region_is_news_to_those_who_follow_it(postbox: Postbox) -> None:
    follower("browse", "region=americas")
    follower("browse", "q=lynxes")
    whole = minutes()
    (session,) = whole.sessions
    *others, lynxes = session.passages
    filed = replace(session, passages=(*others, replace(lynxes, regions=("americas",))))
    approve(replace(whole, sessions=(filed,)), "A region was forgotten.")
    (letter,) = go(postbox)
    assert "Search of the minutes: Americas" in letter
    assert "Lynxes deserve a plan of their own." in letter


def test_a_draft_that_drops_something_is_no_news(postbox: Postbox) -> None:
    follower("decisions")
    factories.edition(without(Kind.DECISION), "circulated", reason="Because of zebrafish.")
    assert go(postbox) == []


# Days


@pytest.mark.parametrize(
    ("due", "said", "days_before"),
    [("overdue", "SC-2021-03/A1 is overdue: will count herons", -1), ("soon", "SC-2021-03/A1 is due soon", 14)],
)
def test_who_follows_days_is_told_when_one_comes(
    postbox: Postbox, on: Callable[[date], None], due: str, said: str, days_before: int
) -> None:
    came = DUE - timedelta(days=days_before)
    on(came - timedelta(days=1))
    follower("actions", f"due={due}")
    follower("actions", "")
    assert go(postbox) == []
    on(came)
    (letter,) = go(postbox)
    assert said in letter
    assert "no update says that it is settled" in letter
    assert "Due: 30 June 2021" in letter
    assert go(postbox) == []
    on(came + timedelta(days=1))
    assert go(postbox) == []


def test_a_settled_item_is_never_overdue(postbox: Postbox, on: Callable[[date], None]) -> None:
    on(DUE)
    follower("actions", "due=overdue")
    update("A1", "done")
    assert go(postbox) == []
    on(DUE + timedelta(days=1))
    assert go(postbox) == []
    assert list(News.objects.exclude(day=None).values_list("day", flat=True)) == [DUE]  # from which others are reckoned


def test_days_without_a_round_are_made_up_for(postbox: Postbox, on: Callable[[date], None]) -> None:
    on(DUE - timedelta(days=14))
    follower("actions", "due=overdue")
    assert go(postbox) == []  # it is due soon now, which is noticed for others
    on(DUE + timedelta(days=9))
    (letter,) = go(postbox)
    assert "SC-2021-03/A1 is overdue" in letter


def test_a_day_that_comes_before_any_was_noticed_is_not_lost(postbox: Postbox, on: Callable[[date], None]) -> None:
    on(DUE - timedelta(days=100))
    follower("actions", "due=overdue")
    on(DUE + timedelta(days=9))
    (letter,) = go(postbox)
    assert "SC-2021-03/A1 is overdue" in letter


@pytest.mark.parametrize("order", ["day first", "correction first"])
def test_a_correction_does_not_hide_that_a_day_came(postbox: Postbox, on: Callable[[date], None], order: str) -> None:
    on(DUE)
    follower("actions", "due=overdue")
    go(postbox)
    for step in order.split():
        if step == "day":
            on(DUE + timedelta(days=1))
            news.collect()
        elif step == "correction":
            approve(minutes(title="Another title"), "A typing error.")
            news.collect()
    on(DUE + timedelta(days=1))
    (letter,) = go(postbox)
    assert letter.count("SC-2021-03/A1 is overdue") == 1


def test_who_is_told_seldom_is_told_of_each_day_once(postbox: Postbox, on: Callable[[date], None]) -> None:
    on(DUE - timedelta(days=14))
    alert = follower("actions", "due=overdue", "weekly")
    for days in range(-13, 3):
        on(DUE + timedelta(days=days))
        news.collect()
    (letter,) = go(postbox)
    assert letter.count("is overdue: will count herons") == 1
    alert.refresh_from_db()
    assert alert.told == News.objects.count()


def test_an_update_of_what_is_overdue_is_told(postbox: Postbox, on: Callable[[date], None]) -> None:
    on(DUE + timedelta(days=3))
    follower("actions", "due=overdue")
    go(postbox)
    update("A1", "done", note="Late, but counted.", day=DUE + timedelta(days=2))
    (letter,) = go(postbox)
    assert "Note: Late, but counted." in letter


def test_what_was_settled_in_time_was_never_overdue(on: Callable[[date], None], client: Client) -> None:
    update("A1", "done")
    on(DUE + timedelta(days=3))
    assert client.get("/feeds/actions.json?due=overdue").json()["items"] == []
