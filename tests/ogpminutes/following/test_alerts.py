"""Asking for letters, agreeing to them, changing and stopping them: the pages, with a real mail server behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ogpminutes.following import alerts, rounds
from ogpminutes.models import Alert, Follower, Letter
from tests import factories, mailserver
from tests.mailserver import REFUSED, Postbox
from tests.pagetext import all_of, text, tree

ADA = "ada@example.org"
PLACE = "http://127.0.0.1:8000"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit_is_used_up() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def postbox(settings: LazySettings) -> Iterator[Postbox]:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    with mailserver.serving(settings) as postbox:
        yield postbox


def ask(client: Client, address: str = ADA, what: str = "browse/?q=plain&region=europe", rhythm: str = "daily") -> Any:
    return client.post(f"/follow/{what}", {"address": address, "rhythm": rhythm})


def part(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def links(letter: EmailMessage, portal: str = PLACE) -> list[str]:
    """Give the paths of our own that a letter names, without the portal itself."""
    return re.findall(rf"{portal}(/\S+)", part(letter))


def follow(client: Client, postbox: Postbox, **options: str) -> Alert:
    """Ask, open the link of the letter and agree."""
    ask(client, **options)
    (link,) = links(postbox.letters[-1])
    assert client.post(link).status_code == 302
    return Alert.objects.confirmed().order_by("-pk")[0]


def said(response: Any) -> str:
    return text(all_of(tree(response), "main")[0])


# Asking


def test_the_page_says_what_is_followed_and_what_becomes_of_the_address(client: Client, postbox: Postbox) -> None:
    response = client.get("/follow/browse/?region=europe&q=plain&kind=zebra")
    page = said(response)
    assert "Search of the minutes: Europe, for “plain”" in page
    assert "“zebra” is not known here and was left out." in page
    assert "deleted when the last alert is stopped" in page
    assert "no-store" in response.headers["Cache-Control"]


def test_asking_sends_one_letter_and_follows_nothing_yet(client: Client, postbox: Postbox) -> None:
    response = ask(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/follow/asked/")
    alert = Alert.objects.get()
    assert (alert.stream, alert.query, alert.rhythm) == ("browse", "q=plain&region=europe", "daily")
    assert alert.confirmed_at is None
    (letter,) = postbox.letters
    assert (letter["To"], letter["Subject"]) == (ADA, "Follow the Steering Committee minutes by mail?")
    assert letter["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        assert f"{PLACE}/alerts/agree/" in part(letter, kind)
        assert "within 3 days" in part(letter, kind)


def test_a_letter_that_asks_holds_nothing_that_was_typed(client: Client, postbox: Postbox) -> None:
    """Else anybody could send anything to anyone in our name."""
    ask(client, what="browse/?q=BUY+NOW+evil.example&region=europe")
    (letter,) = postbox.letters
    assert "evil" not in letter.as_string()
    assert "BUY" not in part(letter) + part(letter, "html")
    assert "Search of the minutes: Europe, for words that the page names" in part(letter)
    (link,) = links(letter)
    assert "BUY NOW evil.example" in said(client.get(link))


def test_the_answer_does_not_tell_who_follows_what(client: Client, postbox: Postbox) -> None:
    follow(client, postbox)
    answers = []
    for address in (ADA, ADA.upper(), "new@example.org", REFUSED):
        response = ask(client, address)
        answers.append((response.status_code, response.headers["Location"], response.content))
    assert answers == [answers[0]] * 4
    again = postbox.letters[1]
    assert "You follow this already." in part(again)
    assert alerts.link_to_keep(Follower.objects.get(address=ADA)) in part(again)
    assert Follower.objects.filter(address__iexact=ADA).count() == 1


@pytest.mark.parametrize(
    "address",
    [
        *("", "ada", "ada@", "@example.org", "ada@example", "ada@exa mple.org", "ada@example.org, ben@example.org"),
        *("ada@example.org\nBcc: ben@example.org", "ada@example.org\r\nBcc:x", "a\x00da@example.org", "Ada <a@b.org>"),
        *(
            "ada@.example.org",
            f"ada@{'a' * 64}.org",
            "äda@example.org",
            "a" * 250 + "@example.org",
            "ada@xn--\udcff.org",
        ),
        "a@b.org" * 150_000,
    ],
)
def test_what_is_no_address_is_refused_and_kept_in_the_form(client: Client, postbox: Postbox, address: str) -> None:
    response = ask(client, address.encode("utf-8", "replace").decode())
    assert response.status_code == 422
    assert postbox.letters == []
    assert Follower.objects.count() == 0
    if "ada@exa" in address and "\n" not in address:
        assert address in response.content.decode()


def test_domains_of_any_script_are_written_to(client: Client, postbox: Postbox) -> None:
    ask(client, "ada@Übung.Example.org")
    assert Follower.objects.get().address == "ada@xn--bung-zra.example.org"
    assert postbox.letters[0]["To"] == "ada@xn--bung-zra.example.org"


@pytest.mark.parametrize("facts", [{}, {"rhythm": "hourly"}, {"rhythm": "daily\x00"}, {"address": ADA, "rhythm": ""}])
def test_forged_forms_change_nothing(client: Client, postbox: Postbox, facts: dict[str, str]) -> None:
    assert client.post("/follow/minutes/", facts).status_code == 422
    assert Follower.objects.count() == 0


def test_a_form_from_elsewhere_is_refused(postbox: Postbox) -> None:
    client = Client(enforce_csrf_checks=True)
    assert ask(client).status_code == 403
    assert Follower.objects.count() == 0


@pytest.mark.parametrize("what", ["drafts/", "browse", "%00/", "minutes/x/"])
def test_nothing_else_can_be_followed(client: Client, postbox: Postbox, what: str) -> None:
    assert ask(client, what=what).status_code in (301, 404)
    assert Follower.objects.count() == 0


def test_an_address_is_asked_three_times_in_a_day_or_in_an_hour_once_it_agreed(
    client: Client, postbox: Postbox
) -> None:
    statuses = [ask(client, what=f"browse/?q=word{number}").status_code for number in range(5)]
    assert statuses == [302] * 5
    assert (len(postbox.letters), Alert.objects.count()) == (3, 3)
    ask(client, "ben@example.org")
    assert postbox.letters[-1]["To"] == "ben@example.org"
    Letter.objects.update(written_at=timezone.now() - timedelta(hours=2))
    ask(client, what="browse/?q=word5")
    assert len(postbox.letters) == 4
    alerts.agree(Alert.objects.get(query="q=word1"))
    ask(client, what="browse/?q=word6")
    assert (len(postbox.letters), postbox.letters[-1]["To"]) == (5, ADA)


def test_one_network_asks_ten_times_in_an_hour(client: Client, postbox: Postbox) -> None:
    statuses = [ask(client, f"a{number}@example.org").status_code for number in range(11)]
    assert statuses == [302] * 10 + [429]
    response = ask(client, "a11@example.org")
    assert "try again in an hour" in said(response)
    assert 'value="a11@example.org"' in response.content.decode()
    assert ask(Client(REMOTE_ADDR="192.0.2.1"), "a12@example.org").status_code == 302


def test_the_portal_asks_no_more_than_half_of_its_letters(
    client: Client, postbox: Postbox, settings: LazySettings
) -> None:
    settings.ALERT_LETTERS_AN_HOUR = 4
    statuses = [ask(client, f"a{number}@example.org").status_code for number in range(3)]
    assert statuses == [302, 302, 503]
    assert Follower.objects.count() == 2


def test_a_letter_that_no_server_took_is_sent_by_the_next_run(client: Client, settings: LazySettings) -> None:
    factories.vocabulary()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert ask(client).status_code == 302
    with mailserver.serving(settings) as postbox:
        assert rounds.go().sent == 1
    assert [letter["To"] for letter in postbox.letters] == [ADA]


# Agreeing


def test_opening_the_link_changes_nothing_and_pressing_agrees(client: Client, postbox: Postbox) -> None:
    ask(client)
    (link,) = links(postbox.letters[0])
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert Alert.objects.confirmed().count() == 0
    response = client.post(link, follow=True)
    assert "You follow this now." in said(response)
    assert Alert.objects.confirmed().count() == 1


def test_agreeing_again_is_agreeing_once(client: Client, postbox: Postbox) -> None:
    alert = follow(client, postbox)
    (link,) = links(postbox.letters[0])
    assert client.post(link).status_code == 302
    assert Alert.objects.get().confirmed_at == alert.confirmed_at
    assert "You agreed already." in said(client.get(link))


def test_a_link_to_agree_grows_old(client: Client, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client)
    (link,) = links(postbox.letters[0])
    monkeypatch.setattr(alerts, "DAYS", -1)
    assert client.post(link).status_code == 404
    assert Alert.objects.confirmed().count() == 0


def test_forged_links_lead_nowhere(client: Client, postbox: Postbox) -> None:
    alert = follow(client, postbox)
    good = alerts.link_to_stop(alert).removeprefix(f"{PLACE}/alerts/stop/").strip("/")
    key, signature = good.split(".")
    forged = [f"{int(key) + 1}.{signature}", f"{key}.", f"{key}.{signature[:-1]}", "%00", "é", ".", "a" * 100_000]
    other_purpose = alerts.link_to_keep(alert.follower).removeprefix(f"{PLACE}/alerts/").strip("/")
    for token in [*forged, other_purpose]:
        for page in ("stop/", "agree/"):
            assert client.post(f"/alerts/{page}{token}/").status_code == 404, token
    for token in [*forged, good]:
        assert client.post(f"/alerts/{token}/", {"deed": "forget"}).status_code == 404
    assert Alert.objects.confirmed().count() == 1


def test_an_address_follows_twenty_things(client: Client, postbox: Postbox) -> None:
    alert = follow(client, postbox)
    for number in range(19):
        Alert.objects.create(
            follower=alert.follower,
            stream="browse",
            query=f"q={number}",
            rhythm="daily",
            asked_at=timezone.now(),
            confirmed_at=timezone.now(),
        )
    ask(client, what="decisions/")
    (link,) = links(postbox.letters[-1])
    response = client.post(link)
    assert (response.status_code, "follows 20 things" in said(response)) == (409, True)
    assert Alert.objects.confirmed().count() == 20


def test_what_nobody_agreed_to_is_deleted_with_its_address(client: Client, postbox: Postbox) -> None:
    ask(client)
    Alert.objects.update(asked_at=timezone.now() - timedelta(days=3, minutes=1))
    rounds.go()
    assert (Follower.objects.count(), Alert.objects.count(), Letter.objects.count()) == (0, 0, 0)


# Changing and stopping


def test_what_is_followed_can_be_seen_and_changed(client: Client, postbox: Postbox) -> None:
    alert = follow(client, postbox)
    page = alerts.link_to_keep(alert.follower)
    shown = said(client.get(page))
    assert ADA in shown
    assert "Search of the minutes: Europe, for “plain”" in shown
    response = client.post(page, {"alert": alert.pk, "rhythm": "weekly", "deed": "change"}, follow=True)
    assert "Your change is kept." in said(response)
    assert Alert.objects.get().rhythm == "weekly"


@pytest.mark.parametrize("sent", [{}, {"deed": "change", "rhythm": "hourly"}, {"deed": "stop", "alert": "9" * 5000}])
def test_forged_changes_change_nothing(client: Client, postbox: Postbox, sent: dict[str, str]) -> None:
    alert = follow(client, postbox)
    assert client.post(alerts.link_to_keep(alert.follower), {"alert": alert.pk, **sent}).status_code == 302
    assert Alert.objects.get().rhythm == "daily"


def test_nobody_changes_what_another_address_follows(client: Client, postbox: Postbox) -> None:
    ada = follow(client, postbox)
    ben = follow(client, postbox, address="ben@example.org")
    for deed in ("stop", "change"):
        client.post(alerts.link_to_keep(ben.follower), {"alert": ada.pk, "rhythm": "weekly", "deed": deed})
    assert Alert.objects.get(pk=ada.pk).rhythm == "daily"


@pytest.mark.parametrize("deed", ["stop", "forget"])
def test_stopping_the_last_alert_deletes_the_address(client: Client, postbox: Postbox, deed: str) -> None:
    alert = follow(client, postbox)
    response = client.post(alerts.link_to_keep(alert.follower), {"alert": alert.pk, "deed": deed})
    assert "your address is deleted" in said(response)
    assert Follower.objects.count() == 0
    assert client.get(alerts.link_to_keep(alert.follower)).status_code == 404


def test_a_mail_program_stops_letters_with_one_press(client: Client, postbox: Postbox) -> None:
    """RFC 8058: a POST without cookies and without a token, to the address of the header."""
    alert = follow(client, postbox)
    link = alerts.link_to_stop(alert)
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert Alert.objects.count() == 1
    program = Client(enforce_csrf_checks=True)
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Follower.objects.count() == 0
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert program.get(link).status_code == 200


def test_the_address_stays_while_it_follows_something_else(client: Client, postbox: Postbox) -> None:
    first = follow(client, postbox)
    follow(client, postbox, what="decisions/")
    client.post(alerts.link_to_stop(first))
    assert [alert.stream for alert in Alert.objects.all()] == ["decisions"]


def test_an_address_stands_once_in_whatever_letters() -> None:
    Follower.objects.create(address=ADA)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follower.objects.create(address=ADA.upper())


def test_pages_of_alerts_are_for_no_search_engine(client: Client, postbox: Postbox) -> None:
    alert = follow(client, postbox)
    for address in ("/follow/minutes/", alerts.link_to_keep(alert.follower), alerts.link_to_stop(alert)):
        response = client.get(address)
        assert b'<meta name="robots" content="noindex">' in response.content
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Disallow: /alerts/" in client.get("/robots.txt").content.decode()


def test_a_search_of_more_words_than_an_alert_can_keep_is_refused(client: Client, postbox: Postbox) -> None:
    response = ask(client, what=f"browse/?q={'%F0%90%90%80' * 200}")
    assert (response.status_code, "Take some away." in said(response)) == (422, True)
    assert 'value="ada@example.org"' in response.content.decode()
    assert Follower.objects.count() == 0
