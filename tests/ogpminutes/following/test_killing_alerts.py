"""kill -9 in the middle of a round sends nothing twice; two rounds, and two who agree, at once make one."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import LazySettings, settings
from django.utils import timezone

from ogpminutes.following import alerts
from ogpminutes.models import Alert, Follower
from tests import factories, mailserver
from tests.mailserver import Postbox
from tests.ogpminutes.test_killing import database
from tests.processes import Done, run

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("ada", "ben", "cyd")
START = """
import os, signal, sys
from django.conf import settings
from django.db import connection
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from django.utils import timezone
from ogpminutes.following import alerts, letters, rounds
from ogpminutes.models import Alert, Letter
"""
ROUND = (
    START
    + """
words = sys.argv[2]

def die(execute, sql, parameters, many, context):
    if words and sql.startswith(words):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, parameters, many, context)

if words == "handed":
    hand_over = letters.hand_over
    def hand_over_and_die(letter, upto):
        hand_over(letter, upto)
        os.kill(os.getpid(), signal.SIGKILL)
    letters.hand_over = hand_over_and_die
with connection.execute_wrapper(die):
    rounds.go()
print(Letter.objects.filter(sent_at=None).count())
"""
)
AGREE = (
    START
    + """
try:
    alerts.agree(Alert.objects.get(query=sys.argv[2]))
except alerts.TooMany:
    print("too many")
else:
    print("agreed")
"""
)

__all__ = ["database"]


@pytest.fixture
def edition() -> None:
    """Three who follow the minutes, and minutes that became public since."""
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    for name in NAMES:
        who = Follower.objects.create(address=f"{name}@example.org")
        now = timezone.now()
        alert = Alert.objects.create(follower=who, stream="minutes", rhythm="immediate", asked_at=now)
        alerts.agree(alert)
    factories.edition(factories.small_minutes("new", "june-2021", date(2021, 6, 3)))


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    with mailserver.serving(settings) as postbox:
        yield postbox


def arrived(postbox: Postbox) -> dict[str, int]:
    counted = Counter(letter["To"].partition("@")[0] for letter in postbox.letters)
    postbox.letters.clear()
    return {name: counted[name] for name in NAMES}


def go(database: str, dies_at: str = "") -> Done:
    return run(ROUND, database, str(settings.EMAIL_PORT), dies_at)


@pytest.mark.parametrize(
    "statement",
    [
        'INSERT INTO "ogpminutes_news"',
        'UPDATE "ogpminutes_alert" SET "told"',
        'INSERT INTO "ogpminutes_letter"',
        'UPDATE "ogpminutes_letter" SET "handed_at"',
        'UPDATE "ogpminutes_letter" SET "sent_at"',  # the letter arrived, and nobody wrote that down
    ],
)
def test_killing_a_round_loses_no_letter_and_sends_none_twice(database: str, postbox: Postbox, statement: str) -> None:
    killed = go(database, statement)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    done = go(database)
    assert done.returncode == 0, done.stderr
    assert arrived(postbox) == {"ada": 1, "ben": 1, "cyd": 1}
    assert go(database).returncode == 0
    assert postbox.letters == []


def test_a_letter_that_died_on_its_way_is_not_sent_again(database: str, postbox: Postbox) -> None:
    """Nobody knows whether such a letter arrived; the others go."""
    assert go(database, "handed").returncode == -signal.SIGKILL
    assert go(database).stdout.split() == ["1"]
    assert arrived(postbox) == {"ada": 0, "ben": 1, "cyd": 1}


def at_once(*programs: tuple[str, ...]) -> list[Done]:
    done: list[Done] = []
    threads = [threading.Thread(target=lambda words=words: done.append(run(*words))) for words in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_two_rounds_at_once_send_each_letter_once(database: str, postbox: Postbox) -> None:
    one = (ROUND, database, str(settings.EMAIL_PORT), "")
    done = at_once(one, one)
    assert [each.returncode for each in done] == [0, 0], [each.stderr for each in done]
    go(database)
    assert arrived(postbox) == {"ada": 1, "ben": 1, "cyd": 1}


@pytest.fixture
def nearly_full(edition: None) -> None:
    """An address that follows one thing less than it may, and was asked about two more."""
    who, now = Follower.objects.get(address="ada@example.org"), timezone.now()
    facts = {"follower": who, "stream": "browse", "rhythm": "daily", "asked_at": now}
    for number in range(alerts.MOST - 2):
        Alert.objects.create(query=f"q={number}", confirmed_at=now, **facts)
    for query in ("q=one", "q=two"):
        Alert.objects.create(query=query, **facts)


def test_two_who_agree_at_once_are_counted_one_by_one(nearly_full: None, database: str) -> None:
    done = at_once((AGREE, database, "1", "q=one"), (AGREE, database, "1", "q=two"))
    assert sorted(each.stdout.strip() for each in done) == ["agreed", "too many"], [each.stderr for each in done]


def test_agreeing_twice_at_once_is_agreeing(nearly_full: None, database: str) -> None:
    done = at_once(*[(AGREE, database, "1", "q=one")] * 2)
    assert [each.stdout.strip() for each in done] == ["agreed", "agreed"], [each.stderr for each in done]
