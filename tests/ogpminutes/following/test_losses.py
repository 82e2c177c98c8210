"""A letter that died on its way is told with its follower and its news, without an address and what was looked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone

from ogpminutes.following import alerts, letters, losses, news, rounds
from ogpminutes.following.streams import open_stream
from ogpminutes.models import Alert, Follower, Letter
from tests import factories

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
BEGIN = "2026-03-01 12:30 UTC, to follower"


@pytest.fixture(autouse=True)
def _portal(settings: LazySettings) -> None:
    settings.PORTAL_ADDRESS = "https://portal.example"
    factories.vocabulary()
    factories.edition(factories.small_minutes("old"))


def follow(stream: str = "minutes", query: str = "", address: str = "ada@example.org") -> Alert:
    who, _ = Follower.objects.get_or_create(address=address)
    alert = Alert.objects.create(follower=who, stream=stream, query=query, rhythm="immediate", asked_at=timezone.now())
    alerts.agree(alert)
    return alert


def lose(*days: date) -> None:
    """Publish minutes of these days, and hand over a letter of them in a process that dies."""
    for day in days:
        factories.edition(factories.small_minutes("zebra", f"{day:%B-%Y}".lower(), day))
    rounds.write(timezone.now(), upto := news.collect())
    assert all(letters.hand_over(letter, upto) for letter in Letter.objects.all())
    Letter.objects.update(handed_at=NOON)


def told() -> list[str]:
    return list(losses.tell(timezone.now() - rounds.LOST))


def test_a_letter_is_told_with_its_follower_and_its_news_once() -> None:
    alert = follow()
    lose(date(2021, 6, 3))
    meeting = "https://portal.example/meetings/june-2021/"
    assert told() == [
        f"{BEGIN} {alert.follower_id}, who follows “Minutes of the Steering Committee”: news 2, {meeting}."
    ]
    assert told() == []
    assert not Letter.objects.exists()


def test_no_address_and_no_words_that_somebody_looks_for_are_told() -> None:
    follow("browse", "q=zebra&kind=decision")
    lose(date(2021, 6, 3))
    (said,) = told()
    assert ("“Search of the minutes: " in said, "zebra" in said, "ada" in said, "@" in said) == (True, *[False] * 3)


def test_many_news_are_told_in_part() -> None:
    follow()
    lose(*(date(2021, month, 3) for month in range(5, 12)))
    (said,) = told()
    assert "news 2 to 8, https://portal.example/meetings/november-2021/, " in said
    assert said.endswith("/meetings/july-2021/ and 2 more.")


def test_news_that_left_the_record_are_told_as_such() -> None:
    follow()
    lose(date(2021, 6, 3))
    Letter.objects.update(after=0, upto=1)
    Alert.objects.update(stream="browse", query="q=nothing")
    assert told()[0].endswith(": news 1, which newer ones took the place of since.")


def test_a_letter_that_asks_is_told_as_one() -> None:
    letter = alerts.ask("ada@example.org", open_stream("decisions", "q=insult"), "daily")
    assert letter is not None
    Letter.objects.update(handed_at=NOON)
    who = Follower.objects.get()
    asked = "it asked whether to follow “Decisions of the Steering Committee”. Who asked for it can ask again."
    assert told() == [f"{BEGIN} {who.pk}: {asked}"]


def test_a_letter_that_is_on_its_way_or_went_is_not_told() -> None:
    follow()
    lose(date(2021, 6, 3))
    Letter.objects.update(handed_at=timezone.now() - timedelta(minutes=30))
    assert told() == []
    Letter.objects.update(handed_at=NOON, sent_at=NOON)
    assert (told(), Letter.objects.count()) == ([], 1)


def test_the_command_tells_it_and_then_the_address_to_who_asks() -> None:
    alert = follow()
    lose(date(2021, 6, 3))
    out, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("send_alerts", stdout=out, stderr=errors)
    count, said, cure = errors.getvalue().splitlines()
    assert (stopped.value.code, count[-2:]) == (1, "1.")
    assert said.startswith(f"  {BEGIN} {alert.follower_id}, who follows")
    assert cure.endswith("To write instead: manage.py send_alerts --who NUMBER tells a follower's address.")
    for number in (alert.follower_id, alert.follower_id + 1):
        call_command("send_alerts", "--who", str(number), stdout=out)
    assert out.getvalue() == f"ada@example.org\nNobody follows as number {alert.follower_id + 1} any more.\n"


@pytest.mark.parametrize("wrong", ["", "0", "-1", "x", "9" * 5000, "ada@example.org"])
def test_what_is_no_number_is_refused(wrong: str) -> None:
    with pytest.raises(CommandError, match="is no whole number from 1 to 999,999,999"):
        call_command("send_alerts", f"--who={wrong}")


def test_a_follower_is_not_told_and_forgotten_at_once() -> None:
    with pytest.raises(CommandError, match="not allowed with argument"):
        call_command("send_alerts", "--who=1", "--forget=ada@example.org")
