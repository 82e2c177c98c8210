"""Owners are reminded by mail before and after the day that the minutes give: each once, whatever happens."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from attendees.models import Organisation
from decisions.models import Update
from meetings.minutes import ActionItem as Promise
from meetings.minutes import Passage
from meetings.minutes import Session as Part
from meetings.models import Edition
from meetings.words import Kind
from ogpminutes import reminding
from ogpminutes.models import Reminder
from ogpminutes.models.members import today
from tests import factories, mailserver
from tests.mailserver import REFUSED, OnFreePort, Postbox
from tests.processes import address_for_others
from tests.processes import run as run_program

pytestmark = pytest.mark.django_db
WORD = "zebrafish"


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    settings.PORTAL_ADDRESS = "http://127.0.0.1:8000"
    with mailserver.serving(settings) as postbox:
        yield postbox


def promised(*days: int, status: str = "approved", meeting: str = "march-2021", reason: str = "") -> Edition:
    """Minutes in which a society promises something for each of these days from today."""
    if not Organisation.objects.exists():
        factories.vocabulary()
        Organisation.objects.create(slug="society-plain", name="Society plain")
        Organisation.objects.create(slug="other", name="Other")
    passages = tuple(
        Passage(
            kind=Kind.NARRATIVE,
            text=f"It will share a {WORD} {place}.",
            actions=(
                Promise(
                    number=f"A{place}",
                    text=f"will share a {WORD} {place}",
                    responsible="Society plain",
                    due=today() + timedelta(days=days),
                ),
            ),
        )
        for place, days in enumerate(days, 1)
    )
    session = Part(number="1", heading="Session 1: Promises", passages=passages)
    day = date(2021, 3, 3) if meeting == "march-2021" else date(2021, 6, 3)
    return factories.edition(factories.small_minutes(meeting=meeting, day=day, sessions=(session,)), status, reason)


def of(name: str, slug: str = "society-plain", **more: Any) -> User:
    return factories.member(name, organisation=Organisation.objects.get(slug=slug), **more)


def send(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[str, str, int]:
    """Run the command; give what it says, its complaints, and its exit status."""
    status = 0
    try:
        call_command("send_reminders", *options)
    except SystemExit as error:
        status = int(str(error.code))
    said = capsys.readouterr()
    complaints = "".join(line + "\n" for line in said.err.splitlines() if not line.startswith("{"))
    return said.out, complaints, status


def body(postbox: Postbox, kind: str = "plain") -> str:
    part = postbox.letters[0].get_body((kind,))
    assert part is not None
    return " ".join(str(part.get_content()).split())


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        (15, []),
        (14, ["before"]),
        (1, ["before"]),
        (0, ["before"]),
        (-1, []),
        (-6, []),
        (-7, ["after"]),
        (-67, ["after"]),
        (-68, []),
    ],
)
def test_reminders_have_their_days(days: int, wanted: list[str]) -> None:
    promised(days)
    of("ada")
    assert [each.kind.value for each in reminding.due_on(today(), 14, 7)] == wanted


def test_each_member_in_office_of_the_organisation_gets_one_letter(
    postbox: Postbox, capsys: pytest.CaptureFixture[str]
) -> None:
    promised(10, -10, 30)
    of("ada")
    of("ben")
    of("cyd", "other")
    of("dan", ends_on=today() - timedelta(days=1))
    of("eve", starts_on=today() + timedelta(days=1))
    factories.member("fay")
    locked = of("gus")
    User.objects.filter(pk=locked.pk).update(is_active=False)
    assert send(capsys) == ("2 letters sent, about 4 action items.\n", "", 0)
    assert [letter["To"] for letter in postbox.letters] == ["ada@example.org", "ben@example.org"]
    assert [(letter["Cc"], letter["Bcc"]) for letter in postbox.letters] == [(None, None)] * 2
    assert {letter["Subject"] for letter in postbox.letters} == {"Action items of your organisation"}
    text = body(postbox)
    assert "Dear Member ada, The minutes of the Steering Committee say that Society plain will do" in text
    late, soon = (today() + timedelta(days=days) for days in (-10, 10))
    assert f"Past its day: - SC-2021-03/A2, due {late:%-d %B %Y}: will share a {WORD} 2" in text
    assert f"Due soon: - SC-2021-03/A1, due {soon:%-d %B %Y}: will share a {WORD} 1" in text
    assert "http://127.0.0.1:8000/decisions/SC-2021-03/A1/" in text
    assert '<a href="http://127.0.0.1:8000/decisions/SC-2021-03/A2/">SC-2021-03/A2</a>' in body(postbox, "html")


def test_nobody_is_reminded_twice_but_before_and_after(postbox: Postbox, capsys: pytest.CaptureFixture[str]) -> None:
    promised(10)
    of("ada")
    assert send(capsys)[0] == "1 letter sent, about 1 action item.\n"
    assert send(capsys) == ("0 letters sent, about 0 action items.\n", "", 0)
    assert len(postbox.letters) == 1
    assert reminding.due_on(today() + timedelta(days=17), 14, 7)[0].kind == "after"
    assert Reminder.objects.get().sent_at is not None


def test_what_is_done_or_not_approved_reminds_nobody(postbox: Postbox, capsys: pytest.CaptureFixture[str]) -> None:
    march = promised(10)
    of("ada")
    Update.objects.create(meeting=march.meeting, number="A1", day=today(), state="done")
    june = promised(10, status="draft", meeting="june-2021")
    for status in ("draft", "circulated"):
        factories.turn(june, status)
        assert send(capsys)[0] == "0 letters sent, about 0 action items.\n"
    assert postbox.letters == []


def test_the_next_edition_stands_in_the_place_of_the_one_before(postbox: Postbox) -> None:
    first = promised(10)
    of("ada")
    Edition.objects.filter(pk=first.pk).update(status="superseded")
    assert reminding.due_on(today(), 14, 7) == []


def test_a_preview_sends_and_keeps_nothing(postbox: Postbox, capsys: pytest.CaptureFixture[str]) -> None:
    promised(10)
    of("ada")
    due = today() + timedelta(days=10)
    wanted = f"Member ada: SC-2021-03/A1, due {due:%Y-%m-%d}\nThis was a preview: nothing was sent.\n"
    assert send(capsys, "--preview") == (wanted, "", 0)
    assert (postbox.letters, Reminder.objects.count()) == ([], 0)


def test_the_days_can_be_chosen(postbox: Postbox, capsys: pytest.CaptureFixture[str]) -> None:
    promised(20, -2)
    of("ada")
    assert send(capsys, "--before", "21", "--after", "2")[0] == "1 letter sent, about 2 action items.\n"
    for wrong in ("0", "-1", "x", "366", "9" * 5000):
        with pytest.raises(CommandError, match="is no whole number from 1 to 365"):
            call_command("send_reminders", f"--before={wrong}")


def test_a_letter_that_is_refused_is_tried_again(postbox: Postbox, capsys: pytest.CaptureFixture[str]) -> None:
    promised(10)
    User.objects.filter(pk=of("ada").pk).update(email=REFUSED)
    of("ben")
    complaint = "Not reached: Member ada (the mail server refused it; the next run tries again).\n"
    assert send(capsys) == ("1 letter sent, about 1 action item.\n", complaint, 1)
    assert [reminder.user.member.name for reminder in Reminder.objects.all()] == ["Member ben"]
    User.objects.filter(username="ada").update(email="ada@example.org")
    assert send(capsys) == ("1 letter sent, about 1 action item.\n", "", 0)
    assert [letter["To"] for letter in postbox.letters] == ["ben@example.org", "ada@example.org"]


def test_a_server_that_does_not_answer_loses_no_letter(
    settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    promised(10)
    User.objects.filter(pk=of("ben").pk).update(email="")
    of("ada")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = held.getsockname()
        said, complaints, status = send(capsys)
    assert (said, status) == ("0 letters sent, about 0 action items.\n", 1)
    assert complaints.splitlines() == [
        "Not reached: Member ben (no address; the next run tries again).",
        "Not reached: Member ada (the mail server does not answer; the next run tries again).",
    ]
    assert Reminder.objects.count() == 0


class Hanging(Postbox):
    """A mail server that takes a letter and hangs up without an answer."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await super().handle_DATA(server, session, envelope)
        server.transport.abort()
        return "250 Kept"


def test_a_letter_that_may_have_gone_is_not_sent_again(
    settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    promised(10)
    of("ada")
    controller = OnFreePort(Hanging(), hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        said, complaints, status = send(capsys)
        why = "the connection to the mail server broke off, so it may have gone; it is not sent again"
        assert (complaints, status) == (f"Not reached: Member ada, about SC-2021-03/A1 ({why}).\n", 1)
        assert send(capsys) == (said, "", 0)
    finally:
        controller.stop()
    assert len(controller.handler.letters) == 1


def test_of_two_runs_at_once_one_sends(postbox: Postbox) -> None:
    promised(10)
    of("ada")
    seen_by_the_other = reminding.due_on(today(), 14, 7)
    assert reminding.run(14, 7).letters == 1
    assert reminding._claim(seen_by_the_other, 14) == []


def correct(days: int) -> None:
    """Approve a second edition in which the day of the first item is another one."""
    Edition.objects.filter(status="approved").update(status="superseded")
    promised(days, reason="Another day")


@pytest.mark.parametrize(
    ("minuted", "corrected", "on", "wanted"),
    [
        (10, 13, 0, []),
        (10, 9, 0, []),
        (2, 16, 2, []),  # as many days later as letters go before the day: the old day may still be ahead
        (2, 17, 3, ["before"]),  # the old day is over: this is another one
        (2, 9, 16, ["after"]),
        (-10, -8, 0, []),
        (-10, -12, 0, []),
        (-10, 4, 11, []),
        (-10, 5, 12, ["after"]),
    ],
)
def test_a_day_that_is_corrected_by_few_days_is_not_reminded_of_again(
    postbox: Postbox, minuted: int, corrected: int, on: int, wanted: list[str]
) -> None:
    promised(minuted)
    of("ada")
    assert reminding.run(14, 7).letters == 1
    correct(corrected)
    assert [each.kind.value for each in reminding.due_on(today() + timedelta(days=on), 14, 7)] == wanted


def test_corrections_by_few_days_each_are_reckoned_from_the_day_that_was_reminded_of(postbox: Postbox) -> None:
    promised(2)
    of("ada")
    assert reminding.run(14, 7).letters == 1
    for days in (10, 18):
        correct(days)
    assert len(reminding.due_on(today() + timedelta(days=4), 14, 7)) == 1


def test_a_run_that_began_before_a_correction_does_not_remind_again(postbox: Postbox) -> None:
    promised(10)
    of("ada")
    correct(12)
    seen = reminding.due_on(today(), 14, 7)
    correct(11)
    assert reminding.run(14, 7).letters == 1
    assert reminding._claim(seen, 14) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_that_look_for_what_is_due_do_not_grow(number: int, django_assert_num_queries: Any) -> None:
    promised(*range(1, number + 1))
    for place in range(number):
        of(f"member{place}")
    with django_assert_num_queries(11):
        assert len(reminding.due_on(today(), 14, 7)) == number * number


# Killed


class Killing(Postbox):
    """A mail server that has its sender killed when the letter is there, before it says that it took it."""

    victim = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await super().handle_DATA(server, session, envelope)
        head = envelope.content.split(b"X-Process: ")[1]
        os.kill(int(head.split(b"\r\n")[0]), signal.SIGKILL)
        return "250 Kept"


SEND = """
import os, sys
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from ogpminutes import correspondence, reminding
own = correspondence.headers
correspondence.headers = lambda: {**own(), "X-Process": str(os.getpid())}
print(reminding.run(14, 7).letters)
"""
LOOK = """
from datetime import timedelta
from django.utils import timezone
from ogpminutes.models import Reminder
from ogpminutes import reminding
print(Reminder.objects.filter(sent_at=None).count())
Reminder.objects.update(claimed_at=timezone.now() - timedelta(hours=2))
for _ in range(2):
    run = reminding.run(14, 7)
    print(run.letters, run.unknown)
"""


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_sends_no_letter_twice_and_the_next_one_says_so(tmp_path: Path) -> None:
    promised(10)
    of("ada")
    database = address_for_others(tmp_path)
    controller = OnFreePort(Killing(), hostname="127.0.0.1", port=0)
    controller.start()
    try:
        killed = run_program(SEND, database, str(controller.port))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        seen = run_program(LOOK, database)
    finally:
        controller.stop()
    told = "('Member ada (march-2021, A1, before it is due)',)"
    assert seen.stdout.splitlines() == ["1", f"0 {told}", "0 ()"], seen.stderr
    assert len(controller.handler.letters) == 1


def test_a_reminder_says_of_what_it_is(postbox: Postbox) -> None:
    promised(10)
    of("ada")
    reminding.run(14, 7)
    reminder = Reminder.objects.get()
    assert str(reminder) == "march-2021, A1, before it is due"
    assert reminder.claimed_at <= timezone.now()
    assert User.objects.get().reminders.get() == reminder
