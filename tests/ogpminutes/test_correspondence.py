"""The portal's mail, sent to a real mail server: what a letter holds, who is not reached, and that the deed stands."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User

from meetings.models import Edition
from ogpminutes import correspondence, editing, publication, responses
from ogpminutes.correspondence import Delivery
from ogpminutes.models import Member
from ogpminutes.models.members import today
from ogpminutes.publication import OPERATOR
from tests import factories, mailserver
from tests.mailserver import REFUSED, Postbox

WORD = "zebrafish"
PLACE = "http://127.0.0.1:8000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    factories.vocabulary()
    draft = editing.open_draft(factories.small_minutes(WORD), "editor")
    publication.circulate(draft, OPERATOR, draft.version, today() + timedelta(days=7))
    return draft


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    settings.PORTAL_ADDRESS = PLACE
    with mailserver.serving(settings) as postbox:
        yield postbox


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_each_member_in_office_is_asked_in_a_letter_of_their_own(edition: Edition, postbox: Postbox) -> None:
    factories.member("ada")
    factories.observer()
    factories.member("gone", ends_on=today() - timedelta(days=1))
    factories.account("reader", "Readers")
    assert correspondence.circulated(edition) == Delivery(2)
    assert [letter["To"] for letter in postbox.letters] == ["ada@example.org", "observer@example.org"]
    letter = postbox.to("ada@example.org")
    assert letter.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        assert f"{PLACE}/respond/march-2021/1/" in part(letter, kind)
        assert f"{edition.respond_by:%-d %B %Y}" in part(letter, kind)
        assert "Dear Member ada" in part(letter, kind)
        assert "whether you object" in part(letter, kind)
        assert "whether you object" not in part(postbox.to("observer@example.org"), kind)
    assert "Steering Committee, 3 March 2021" in part(letter, "plain")


def letters(edition: Edition) -> list[Delivery]:
    """Send one letter of each kind."""
    member = Member.objects.with_account().get(user__username="ada")
    comment = responses.comment(edition, member.user, edition.version, WORD, "1.3", f"Better {WORD}.")
    responses.answer(comment, factories.editor(), f"Thank you & see the {WORD}.")
    return [
        correspondence.circulated(edition),
        correspondence.withdrawn(edition, f"The {WORD} is missing."),
        correspondence.approved(edition),
        correspondence.invited(member, "/sign-in/invitation/abc/"),
        correspondence.answered(comment),
    ]


def test_no_letter_tells_in_its_head_what_it_is_about(
    edition: Edition, postbox: Postbox, settings: LazySettings
) -> None:
    factories.member("ada")
    assert letters(edition) == [Delivery(1)] * 5
    assert [letter["Subject"] for letter in postbox.letters] == [
        "Minutes to review",
        "Minutes withdrawn from review",
        "Minutes approved",
        "Your account for the minutes",
        "Your comment was answered",
    ]
    for letter in postbox.letters:
        head = str(letter).split("\n\n", 1)[0]
        assert WORD not in head
        assert "march" not in head.lower()
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["Message-ID"].endswith("@127.0.0.1>")
        assert letter["From"] == settings.DEFAULT_FROM_EMAIL
        assert {each.get_content_type() for each in letter.iter_parts()} == {"text/plain", "text/html"}


def test_letters_say_their_reason_and_their_answer(edition: Edition, postbox: Postbox) -> None:
    factories.member("ada")
    letters(edition)
    _, withdrawn, approved, invited, answered = postbox.letters
    assert f"The {WORD} is missing." in part(withdrawn, "plain")
    assert f"{PLACE}/meetings/march-2021/editions/1/" in part(approved, "html")
    assert f"{PLACE}/sign-in/invitation/abc/" in part(invited, "plain")
    assert "within 14 days" in part(invited, "plain")
    assert f"Thank you & see the {WORD}." in part(answered, "plain")
    assert f"Thank you &amp; see the {WORD}." in part(answered, "html")
    assert f"{PLACE}/respond/march-2021/1/#comment-" in part(answered, "plain")


def test_a_letter_of_the_draft_itself_goes_to_nobody(edition: Edition, postbox: Postbox) -> None:
    """What a draft says is read in the portal alone."""
    factories.member("ada")
    correspondence.circulated(edition)
    assert [letter for letter in postbox.letters if WORD in letter.as_string()] == []


def test_one_refused_address_keeps_nobody_else_from_their_letter(edition: Edition, postbox: Postbox) -> None:
    for name in ("ada", "ben", "cyd"):
        factories.member(name)
    User.objects.filter(username="ben").update(email=REFUSED)
    delivery = correspondence.circulated(edition)
    assert [letter["To"] for letter in postbox.letters] == ["ada@example.org", "cyd@example.org"]
    assert delivery == Delivery(2, ("Member ben (the mail server refused it)",))
    assert delivery.sentence == (
        "Mail went to 2 people. It did not reach Member ben (the mail server refused it). "
        "Please write to them yourself."
    )


def test_a_member_without_an_address_is_named(edition: Edition, postbox: Postbox) -> None:
    factories.member("ada")
    User.objects.filter(username="ada").update(email="")
    assert correspondence.circulated(edition) == Delivery(0, ("Member ada (no address)",))


def test_where_no_server_answers_the_deed_stands_and_staff_are_told(
    edition: Edition, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as taken:  # a port that nobody serves, since it is bound and not listened at
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", taken.getsockname()[1]
        factories.member("ada")
        factories.member("ben")
        delivery = correspondence.circulated(edition)
    down = "the mail server does not answer"
    assert delivery == Delivery(0, (f"Member ada ({down})", f"Member ben ({down})"))
    assert Edition.objects.get(pk=edition.pk).status == "circulated"
    (record,) = caplog.records
    assert "Mail not sent: the mail server does not answer (ConnectionRefusedError" in record.getMessage()
    assert "example.org" not in record.getMessage()


def test_mail_is_printed_where_no_server_is_named(
    edition: Edition, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    factories.member("ada")
    assert correspondence.circulated(edition) == Delivery(1)
    assert "Subject: Minutes to review" in capsys.readouterr().out


def test_hostile_names_stay_words(edition: Edition, postbox: Postbox) -> None:
    factories.member("ada")
    Member.objects.update(name="Ada <b>bold</b>")
    correspondence.circulated(edition)
    (letter,) = postbox.letters
    assert "Dear Ada &lt;b&gt;bold&lt;/b&gt;" in part(letter, "html")
    assert "Dear Ada <b>bold</b>" in part(letter, "plain")


def test_letters_hold_signs_of_any_script(edition: Edition, postbox: Postbox) -> None:
    factories.member("ada")
    Member.objects.update(name="Ада Łoś 李")
    correspondence.circulated(edition)
    assert "Dear Ада Łoś 李" in part(postbox.letters[0], "plain")
