"""What is news, to whom and when; what letters say; and what becomes of those that do not arrive."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decisions.models import Update
from meetings.minutes import Passage, Session
from meetings.models import Edition
from meetings.words import Kind
from ogpminutes.following import alerts, letters, news, rounds
from ogpminutes.following.letters import Carrier
from ogpminutes.models import Alert, Follower, Letter, News
from tests import factories, mailserver
from tests.mailserver import REFUSED, Postbox
from tests.ogpminutes.following.test_alerts import ADA, PLACE, part

pytestmark = pytest.mark.django_db

STREAMS = ("minutes", "decisions", "actions", "browse")
DAY = timedelta(days=1)


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    factories.vocabulary()
    factories.edition(factories.small_minutes("old"))
    with mailserver.serving(settings) as postbox:
        yield postbox


def follower(stream: str = "browse", query: str = "", rhythm: str = "immediate", address: str = ADA) -> Alert:
    """Somebody who agreed just now."""
    who, _ = Follower.objects.get_or_create(address=address)
    alert = Alert.objects.create(follower=who, stream=stream, query=query, rhythm=rhythm, asked_at=timezone.now())
    alerts.agree(alert)
    return alert


def publish(word: str = "new", slug: str = "june-2021", day: date = date(2021, 6, 3), **more: Any) -> Edition:
    return factories.edition(factories.small_minutes(word, slug, day, **more))


def correct(word: str, **more: Any) -> Edition:
    """Approve a second edition of the minutes of March."""
    draft = factories.edition(factories.small_minutes(word, **more), "draft", reason="A name was wrong.")
    Edition.objects.filter(meeting=draft.meeting, status="approved").update(status="superseded")
    return factories.turn(draft, "approved")


def go(postbox: Postbox) -> list[str]:
    """Go one round, and give the text of the letters that came."""
    before = len(postbox.letters)
    rounds.go()
    return [part(letter) for letter in postbox.letters[before:]]


@pytest.mark.parametrize("stream", STREAMS)
def test_what_was_public_before_is_no_news(postbox: Postbox, stream: str) -> None:
    follower(stream)
    assert go(postbox) == []
    publish()
    (letter,) = go(postbox)
    assert "june-2021" in letter or "SC-2021-06" in letter
    assert "old" not in letter.replace("follow", "")
    assert go(postbox) == []


def test_minutes_of_an_older_meeting_are_news_when_they_become_public(postbox: Postbox) -> None:
    follower("minutes")
    publish(slug="june-2014", day=date(2014, 6, 3))
    (letter,) = go(postbox)
    assert f"{PLACE}/meetings/june-2014/" in letter


@pytest.mark.parametrize("status", ["draft", "circulated"])
@pytest.mark.parametrize("stream", STREAMS)
def test_drafts_are_no_news(postbox: Postbox, stream: str, status: str) -> None:
    follower(stream)
    factories.edition(factories.small_minutes("zebrafish", "june-2021", date(2021, 6, 3)), status)
    factories.edition(factories.small_minutes("zebrafish"), status, reason="Because of zebrafish.")
    assert go(postbox) == []


def test_a_correction_tells_of_what_it_changed_alone(postbox: Postbox) -> None:
    for stream in STREAMS:
        follower(stream)
    minutes = factories.small_minutes("old")
    (session,) = minutes.sessions
    first, *rest = session.passages
    changed = type(first)(kind=first.kind, text="Paragraph corrected.")
    correct("old", sessions=(type(session)(**{**_fields(session), "passages": (changed, *rest)}),))
    letters_by_stream = {letter.splitlines()[0]: letter for letter in go(postbox)}
    assert len(letters_by_stream) == 2
    search = letters_by_stream["New in what you follow: Search of the minutes"]
    assert "“Paragraph corrected.”" in search
    assert "Point old" not in search
    edition = letters_by_stream["New in what you follow: Minutes of the Steering Committee"]
    assert "A correction: edition 2" in edition
    assert "A name was wrong." in edition


def _fields(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__dataclass_fields__}


def test_two_editions_between_two_letters_are_told_of_once(postbox: Postbox) -> None:
    follower("decisions")
    publish("first")
    draft = factories.edition(
        factories.small_minutes("first", "june-2021", date(2021, 6, 3)), "draft", reason="A name was wrong."
    )
    Edition.objects.filter(meeting=draft.meeting, status="approved").update(status="superseded")
    factories.turn(draft, "approved")
    (letter,) = go(postbox)
    assert letter.count("Decision SC-2021-06/D1: Approved with conditions") == 1


def test_updates_are_news_of_the_register(postbox: Postbox) -> None:
    follower("decisions")
    follower("actions")
    follower("minutes")
    Update.objects.create(
        meeting=factories.meeting("march-2021"), number="D1", day=date(2021, 5, 1), state="condition-met"
    )
    (letter,) = go(postbox)
    assert "SC-2021-03/D1: Condition met" in letter
    assert "It is no part of the minutes." in letter
    assert "The decision, as minuted: Approved on condition old." in letter
    assert go(postbox) == []


def test_a_search_is_told_of_what_it_finds(postbox: Postbox) -> None:
    follower(query="q=feedback&region=americas")
    follower("decisions", "outcome=endorsed")
    publish()
    (letter,) = go(postbox)
    assert "Feedback SC-2021-06/1A.1: Breakout feedback new." in letter
    assert "A suggestion of Steering Committee members. It is not a decision." in letter
    assert "SC-2021-06/1.3" not in letter  # the address to stop at may hold 1.3 by chance


def test_an_alert_whose_query_lost_its_meaning_is_silent(postbox: Postbox) -> None:
    """A filter that is not known any more would be left out, and the alert would tell of everything."""
    follower(query="region=atlantis")
    follower("decisions", "year=2014")
    publish()
    assert go(postbox) == []


def test_a_letter_of_much_says_where_the_rest_is_and_nothing_comes_twice(postbox: Postbox) -> None:
    follower(query="kind=point")
    passages = tuple(Passage(kind=Kind.POINT, text=f"Otter {number}.") for number in range(60))
    publish(sessions=(Session(number="1", heading="Session 1: Long", passages=passages),))
    (letter,) = go(postbox)
    assert [f"“Otter {number}.”" in letter for number in range(60)] == [True] * 50 + [False] * 10
    assert f"There may be more. The page has everything:\n{PLACE}/browse/?kind=point\n" in "\n".join(
        letter.splitlines()
    )
    assert go(postbox) == []


def test_a_letter_can_be_stopped_with_one_press(postbox: Postbox) -> None:
    alert = follower()
    publish()
    go(postbox)
    (letter,) = postbox.letters
    stop = alerts.link_to_stop(alert)
    assert letter["List-Unsubscribe"].replace("\n", "").replace(" ", "") == f"<{stop}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"] == "Steering Committee Minutes <alerts.127.0.0.1>"
    assert letter["Subject"] == "Steering Committee minutes: 6 new entries"
    assert letter["Message-ID"].startswith("<alert-")
    for kind in ("plain", "html"):
        assert stop in part(letter, kind)
        assert alerts.link_to_keep(alert.follower) in part(letter, kind)
    assert "<img" not in part(letter, "html")
    links = {each.split('"')[0] for each in part(letter, "html").split('href="')[1:]}
    assert {link.split("/")[2] for link in links} == {"127.0.0.1:8000"}


def test_hostile_words_stay_words(postbox: Postbox) -> None:
    follower(query="q=%3Cb%3Ebold")
    text = "A <b>bold</b> \u202e point & more."
    session = Session(number="1", heading="Session <i>1</i>", passages=(Passage(kind=Kind.POINT, text=text),))
    publish(sessions=(session,))
    (letter,) = go(postbox)
    assert "for “<b>bold”" in letter
    assert "“A <b>bold</b> \u202e point & more.”" in letter
    html = part(postbox.letters[-1], "html")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


def test_rhythms_are_kept(postbox: Postbox) -> None:
    each = {rhythm: follower("minutes", "", rhythm, f"{rhythm}@example.org") for rhythm in rounds.RESTS}
    told = dict.fromkeys(each, 0)
    for number in range(3):
        publish(f"new{number}", f"june-201{number}", date(2010 + number, 6, 3))
        rounds.go()
        Alert.objects.update(told_at=timezone.now() - DAY)
    for letter in postbox.letters:
        told[letter["To"].split("@")[0]] += 1
    assert told == {"immediate": 3, "daily": 3, "weekly": 1}
    Alert.objects.update(told_at=timezone.now() - 7 * DAY)
    rounds.go()
    late = [letter for letter in postbox.letters if letter["To"] == "weekly@example.org"][-1]
    assert [f"june-201{number}" in part(late) for number in range(3)] == [False, True, True]


def test_a_daily_reader_waits_for_a_day(postbox: Postbox) -> None:
    follower("minutes", rhythm="daily")
    publish("one", "june-2011", date(2011, 6, 3))
    assert len(go(postbox)) == 1
    publish("two", "june-2012", date(2012, 6, 3))
    assert go(postbox) == []
    Alert.objects.update(told_at=timezone.now() - DAY)
    assert len(go(postbox)) == 1


def test_what_an_old_decision_altered_is_news(postbox: Postbox) -> None:
    for query in ("altered=articles-of-governance", "", "q=zebra"):
        follower("decisions", query, address=f"ada{len(query)}@example.org")
    follower("actions")
    factories.alteration(Edition.objects.get(), note="Four years.")
    letters = go(postbox)
    assert len(letters) == 2
    for letter in letters:
        assert "SC-2021-03/D1: altered the Articles of Governance, Article III.B" in letter
        assert "It is no part of the minutes." in letter
        assert "Four years." in letter
    assert go(postbox) == []


def test_a_late_seal_gets_a_late_place(postbox: Postbox) -> None:
    """Positions are given when the portal notices, so nothing slips in before what was told already."""
    assert news.collect() == 1
    publish()
    Update.objects.create(meeting=factories.meeting("june-2021"), number="D1", day=date(2021, 7, 1), state="done")
    assert (news.collect(), news.collect()) == (3, 3)
    assert [(each.position, each.seal_id is None) for each in News.objects.all()] == [
        (1, False),
        (2, False),
        (3, True),
    ]


def test_what_a_newer_edition_hides_for_a_moment_is_not_forgotten(postbox: Postbox) -> None:
    """An edition may be superseded between noticing it and reading it."""
    alert = follower("decisions")
    publish("first")
    upto = news.collect()
    draft = factories.edition(
        factories.small_minutes("first", "june-2021", date(2021, 6, 3)), "draft", reason="A name was wrong."
    )
    Edition.objects.filter(meeting=draft.meeting, status="approved").update(status="superseded")
    factories.turn(draft, "approved")
    rounds.write(timezone.now(), upto)
    assert Alert.objects.get(pk=alert.pk).told == upto - 1
    (letter,) = go(postbox)
    assert "Decision SC-2021-06/D1" in letter


def test_a_letter_that_waits_tells_of_what_came_since(postbox: Postbox) -> None:
    follower("minutes")
    publish("one", "june-2011", date(2011, 6, 3))
    rounds.write(timezone.now(), news.collect())
    publish("two", "june-2012", date(2012, 6, 3))
    (letter,) = go(postbox)
    assert ("june-2011" in letter, "june-2012" in letter) == (True, True)
    assert go(postbox) == []


def test_a_letter_of_nothing_left_is_not_sent(postbox: Postbox) -> None:
    alert = follower()
    upto = news.collect()
    Letter.objects.create(
        alert=alert, kind="news", after=upto, upto=upto + 1, written_at=timezone.now(), not_before=timezone.now()
    )
    assert go(postbox) == []
    assert Letter.objects.count() == 0


# What does not arrive


def test_a_refused_letter_is_tried_again_later_and_holds_nobody_up(postbox: Postbox) -> None:
    follower("minutes", address=REFUSED)
    follower("minutes")
    publish()
    done = rounds.go()
    assert (done.sent, done.refused) == (1, 1)
    letter = Letter.objects.get(sent_at=None)
    assert (letter.handed_at, letter.alert.follower.refusals) == (None, 1)
    assert letter.not_before > timezone.now() + timedelta(hours=1, minutes=50)
    assert rounds.go() == rounds.Round(0, 0, False, 0, ())
    publish("more", "july-2021", date(2021, 7, 1))
    assert rounds.go().sent == 1
    assert Letter.objects.filter(alert__follower__address=REFUSED).count() == 1


def test_an_address_is_forgotten_after_five_refusals(postbox: Postbox) -> None:
    follower("minutes", address=REFUSED)
    follower("minutes")
    publish()
    for _ in range(5):
        assert Follower.objects.filter(address=REFUSED).count() == 1
        Letter.objects.filter(sent_at=None).update(not_before=timezone.now())
        rounds.go()
    assert [each.address for each in Follower.objects.all()] == [ADA]


def test_no_address_is_forgotten_by_a_server_that_refuses_everybody(postbox: Postbox) -> None:
    follower("minutes", address=REFUSED)
    publish()
    for _ in range(7):
        Letter.objects.update(not_before=timezone.now())
        rounds.go()
    assert Follower.objects.get().refusals == letters.GIVEN_UP


def test_where_no_server_answers_letters_wait(settings: LazySettings) -> None:
    factories.vocabulary()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for address in ("a@example.org", "b@example.org"):
        follower("minutes", address=address)
    publish()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", taken.getsockname()[1]
        out, errors = StringIO(), StringIO()
        with pytest.raises(SystemExit) as stopped:
            call_command("send_alerts", stdout=out, stderr=errors)
    assert stopped.value.code == 1
    assert errors.getvalue() == "The mail server does not answer; 2 letters wait for the next run.\n"
    assert {each.refusals for each in Follower.objects.all()} == {0}
    with mailserver.serving(settings) as postbox:
        call_command("send_alerts", stdout=out, stderr=errors)
    assert out.getvalue() == "Letters sent: 2; refused, to be tried again: 0.\n"
    assert len(postbox.letters) == 2


def test_a_lost_letter_is_told_and_not_sent_again(postbox: Postbox) -> None:
    alert = follower("minutes")
    publish()
    rounds.write(timezone.now(), upto := news.collect())
    assert letters.hand_over(letter := Letter.objects.get(), upto)
    assert not letters.hand_over(letter, upto)
    Letter.objects.update(handed_at=timezone.now() - timedelta(hours=2))
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("send_alerts", stderr=errors)
    told = errors.getvalue().splitlines()
    assert (len(told), told[0]) == (3, "Letters that may not have arrived, since a process died while sending: 1.")
    call_command("send_alerts", stderr=errors)
    assert errors.getvalue().splitlines() == told
    assert postbox.letters == []
    assert Alert.objects.get().told == alert.told + upto


def test_an_hour_sees_so_many_letters(postbox: Postbox, settings: LazySettings) -> None:
    settings.ALERT_LETTERS_AN_HOUR = 2
    for name in ("a", "b", "c"):
        follower("minutes", address=f"{name}@example.org")
    publish()
    assert [rounds.go().waiting, rounds.go().waiting] == [1, 1]
    Letter.objects.filter(sent_at__isnull=False).update(handed_at=timezone.now() - timedelta(hours=2))
    assert rounds.go() == rounds.Round(1, 0, False, 0, ())
    assert [letter["To"][0] for letter in postbox.letters] == ["a", "b", "c"]


def test_an_alert_that_was_stopped_gets_no_letter(postbox: Postbox) -> None:
    alert = follower("minutes")
    publish()
    rounds.write(timezone.now(), upto := news.collect())
    letter = Letter.objects.with_alert().get()
    alerts.stop(alert.follower, alert.pk)
    assert Carrier(upto).carry(letter) == ""
    assert postbox.letters == []


def test_an_address_whose_mail_comes_back_is_forgotten(postbox: Postbox) -> None:
    follower("minutes")
    publish()
    out = StringIO()
    for _ in range(2):
        call_command("send_alerts", "--forget", ADA.upper(), stdout=out)
    assert out.getvalue() == "ADA@EXAMPLE.ORG is deleted.\nADA@EXAMPLE.ORG follows nothing.\n"
    assert (Follower.objects.count(), postbox.letters) == (0, [])


def test_those_who_follow_the_same_are_looked_up_once(postbox: Postbox) -> None:
    publish()
    upto, costs = news.collect(), []
    for names in ("z", "a", "bcd"):  # with the first, what may be chosen is looked up, and kept
        for name in names:
            who, now = Follower.objects.create(address=f"{name}@example.org"), timezone.now()
            facts = {"rhythm": "daily", "asked_at": now, "confirmed_at": now}
            Alert.objects.create(follower=who, stream="browse", query="q=nothing", **facts)
        with CaptureQueriesContext(connection) as queries:
            rounds.write(timezone.now(), upto)
        costs.append(len(queries) - 3 * len(names))  # of each alert: two to see that nothing hides, one to remember
    assert costs[1] == costs[2]
