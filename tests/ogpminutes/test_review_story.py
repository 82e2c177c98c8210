"""A review from the letter to the seal, as the people in it go through it: real mail, every page by its link."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from meetings.models import Edition, LogEntry
from ogpminutes import editing, verification
from ogpminutes.models import Comment
from ogpminutes.models.members import today
from tests import factories, mailserver
from tests.mailserver import Postbox

PASSWORD = "correct horse battery"
PLACE = "http://testserver"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit_is_used_up() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def draft() -> Edition:
    factories.vocabulary()
    return editing.open_draft(factories.small_minutes(), "editor")


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(factories.approver())
    return client


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    settings.PORTAL_ADDRESS = PLACE
    with mailserver.serving(settings) as postbox:
        yield postbox


def step(desk: Client, edition: Edition, name: str, **typed: Any) -> Any:
    seen = Edition.objects.get(pk=edition.pk).version
    return desk.post(f"/admin/meetings/edition/{edition.pk}/{name}/", {"seen": seen, **typed}, follow=True)


def link(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(rf"{PLACE}(/respond/\S+)", body.get_content())
    assert found
    return found[1]


def follow(letter: EmailMessage, name: str) -> tuple[Client, str]:
    """Open the link of a letter, sign in where it leads, and give where one is then."""
    client, address = Client(), link(letter)
    door = client.get(address)
    answer = client.post(door.headers["Location"], {"login": name, "password": PASSWORD})
    assert answer.headers["Location"] == address.partition("#")[0]
    return client, answer.headers["Location"]


def test_a_review_from_the_letter_to_the_seal(draft: Edition, desk: Client, postbox: Postbox) -> None:
    factories.member("ada")
    factories.observer("obs")
    shown = step(desk, draft, "circulate", respond_by=str(today() + timedelta(days=7)))
    assert "Circulated. Mail went to 2 people." in shown.content.decode()

    ada, page = follow(postbox.to("ada@example.org"), "ada")
    ada.post(page, {"seen": 2, "deed": "stance", "kind": "objection", "reason": "Not what was said."})
    ada.post(page, {"seen": 2, "passage": "1.3", "text": "", "proposal": "What was said."})
    obs, page = follow(postbox.to("obs@example.org"), "obs")
    assert "What was said" in obs.get(page).content.decode()

    responses = f"/admin/meetings/edition/{draft.pk}/responses/"
    assert "1 objects" in desk.get(responses).content.decode()
    sent = {"comment": Comment.objects.get().pk, "seen": 2, "deed": "take-over", "text": ""}
    assert desk.post(responses, sent).status_code == 302
    letter = postbox.letters[-1]
    assert (letter["To"], letter["Subject"]) == ("ada@example.org", "Your comment was answered")

    ada, page = follow(letter, "ada")
    assert "Your objection stands until you take it back." in ada.get(page).content.decode()
    ada.post(page, {"seen": 3, "deed": "stance", "kind": "no-objection"})
    Edition.objects.filter(pk=draft.pk).update(respond_by=today() - timedelta(days=1))
    assert "Approved and sealed" in step(desk, draft, "approve").content.decode()
    assert "What was said." in Client().get("/meetings/march-2021/").content.decode()
    assert [letter["Subject"] for letter in postbox.letters[-2:]] == ["Minutes approved"] * 2
    assert list(verification.problems()) == []


def test_where_mail_does_not_go_the_minutes_are_circulated_and_staff_told(
    draft: Edition, desk: Client, settings: LazySettings
) -> None:
    factories.member("ada")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        shown = step(desk, draft, "circulate", respond_by=str(today() + timedelta(days=7)))
    assert "It did not reach Member ada (the mail server does not answer)." in shown.content.decode()
    assert Edition.objects.get(pk=draft.pk).status == "circulated"
    last = LogEntry.objects.order_by("position").last()
    assert last is not None
    assert last.action == "circulated"
