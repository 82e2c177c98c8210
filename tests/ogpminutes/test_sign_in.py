"""Signing in: password, code by mail, second step; nobody signs up, nobody learns who has an account."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client

from ogpminutes.models import Member
from ogpminutes.models.members import today
from tests import addresses, factories
from tests.pagetext import all_of, text, tree

PASSWORD = "correct horse battery"
PAGE = "/meetings/march-2021/"
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.M)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit_is_used_up() -> Iterator[None]:
    """The rate limits count in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def circulated() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes(), "circulated")


def sign_in(client: Client, name: str = "member", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"login": name, "password": password, **more})


def heading(client: Client, address: str) -> str:
    return text(all_of(tree(client.get(address)), "h1")[0])


@pytest.mark.parametrize("name", ["member", "MEMBER@example.org"])
def test_members_sign_in_and_out(client: Client, circulated: None, name: str) -> None:
    factories.member()
    assert client.get(PAGE).status_code == 404
    assert sign_in(client, name, next=PAGE).headers["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/"
    assert client.get(PAGE).status_code == 404


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client: Client) -> None:
    factories.member()
    pages = [sign_in(client, name, "wrong").content.decode() for name in ("member", "nobody")]
    assert 'value="member"' in pages[0]
    plain = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert plain[0] == plain[1]
    assert "The username and/or password you specified are not correct." in pages[0]


def test_nobody_leaves_for_another_site(client: Client) -> None:
    factories.member()
    assert sign_in(client, next="https://evil.example/").headers["Location"] == "/"


@pytest.mark.parametrize("login", ["a\0b", "x" * 100_000, "é" * 254])
def test_hostile_names_are_refused(client: Client, login: str) -> None:
    factories.member()  # with whom the name is compared
    assert sign_in(client, login).status_code == 200


def test_guessing_is_slowed_down(client: Client) -> None:
    factories.member()
    for _ in range(5):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert b"Too many failed login attempts" in answer.content
    assert "_auth_user_id" not in client.session


# Code by mail


def ask_for_code(client: Client, address: str, outbox: list[EmailMessage]) -> EmailMessage:
    answer = client.post("/sign-in/code/", {"email": address, "next": PAGE})
    assert answer.headers["Location"] == f"/sign-in/code/enter/?next={PAGE.replace('/', '%2F')}"
    (message,) = outbox
    assert message.to == [address]
    return message


def test_a_mailed_code_signs_in_once(client: Client, circulated: None, mailoutbox: list[EmailMessage]) -> None:
    factories.member()
    message = ask_for_code(client, "member@example.org", mailoutbox)
    assert message.subject == "Your code for signing in"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    (code,) = CODE.findall(message.body)
    answer = client.post("/sign-in/code/enter/", {"code": code, "next": PAGE})
    assert answer.headers["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    client.post("/sign-out/")
    assert client.post("/sign-in/code/enter/", {"code": code}).headers["Location"] == "/sign-in/code/"


def test_the_link_in_the_mail_fills_the_code_in_and_signs_nobody_in(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    factories.member()
    message = ask_for_code(client, "member@example.org", mailoutbox)
    (code,) = CODE.findall(message.body)
    (link,) = re.findall(r"http://127\.0\.0\.1:8000(/\S+)$", message.body, re.M)[:1]
    page = client.get(link)
    assert f'value="{code}"' in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert Client().get(link).headers["Location"].startswith("/sign-in/code/")  # another browser, or a mail scanner


def test_three_wrong_codes_end_the_attempt(client: Client, mailoutbox: list[EmailMessage]) -> None:
    factories.member()
    (code,) = CODE.findall(ask_for_code(client, "member@example.org", mailoutbox).body)
    answers = [client.post("/sign-in/code/enter/", {"code": "BBBB-BBBB"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert client.post("/sign-in/code/enter/", {"code": code}).headers["Location"] == "/sign-in/code/"
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_the_same_page_and_a_letter_without_a_code(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    message = ask_for_code(client, "nobody@example.org", mailoutbox)
    assert CODE.findall(message.body) == []
    assert message.subject == "No account has this address"
    assert client.get("/sign-in/code/enter/").status_code == 200


# Accounts


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(client: Client, method: str) -> None:
    typed = {"email": "new@example.org", "password1": "a very long password"}
    page = client.get("/sign-in/new/") if method == "get" else client.post("/sign-in/new/", typed)
    assert text(all_of(tree(page), "h1")[0]) == "Accounts are made by the Support Unit"
    assert User.objects.count() == 0


def test_a_new_password_is_chosen_by_a_link_to_our_own_address(
    client: Client, mailoutbox: list[EmailMessage], settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    factories.member()
    client.post("/sign-in/password/", {"email": "member@example.org"}, headers={"Host": "evil.example"})
    (message,) = mailoutbox
    (link,) = re.findall(r"^http://127\.0\.0\.1:8000(/sign-in/password/\S+)$", message.body, re.M)
    form = client.get(link).headers["Location"]
    weak = client.post(form, {"password1": "short", "password2": "short"})
    assert b"This password is too short" in weak.content
    typed = {"password1": "a quite different one", "password2": "a quite different one"}
    assert client.post(form, typed).headers["Location"] == "/sign-in/password/changed/"
    assert heading(Client(), link) == "This link works no longer"
    assert sign_in(client, password="a quite different one").headers["Location"] == "/"
    assert mailoutbox[1].subject == "Password Reset"


def test_asking_for_a_password_does_not_tell_who_has_an_account(client: Client, mailoutbox: list[EmailMessage]) -> None:
    factories.member()
    for address in ("member@example.org", "nobody@example.org"):
        answer = client.post("/sign-in/password/", {"email": address})
        assert answer.headers["Location"] == "/sign-in/password/sent/"
    assert [message.to for message in mailoutbox] == [["member@example.org"], ["nobody@example.org"]]
    assert "sign-in/password" not in mailoutbox[1].body


def test_a_member_s_password_changes_only_with_the_old_one(client: Client) -> None:
    factories.member()
    sign_in(client)
    typed = {"password1": "a quite different one", "password2": "a quite different one"}
    assert client.post("/account/password/", {**typed, "oldpassword": "wrong"}).status_code == 200
    assert client.post("/account/password/", {**typed, "oldpassword": PASSWORD}).status_code == 302
    assert User.objects.get().check_password("a quite different one")


# Terms


@pytest.fixture
def ended() -> User:
    user = factories.member()
    Member.objects.update(ends_on=today() - timedelta(days=1))
    return user


def test_an_ended_member_cannot_sign_in(client: Client, ended: User, mailoutbox: list[EmailMessage]) -> None:
    assert sign_in(client).headers["Location"] == "/sign-in/closed/"
    (code,) = CODE.findall(ask_for_code(client, "member@example.org", mailoutbox).body)
    assert client.post("/sign-in/code/enter/", {"code": code}).headers["Location"] == "/sign-in/closed/"
    assert heading(client, "/sign-in/closed/") == "This account is closed"
    assert "_auth_user_id" not in client.session


def test_a_member_is_signed_out_when_the_term_ends(client: Client, circulated: None) -> None:
    client.force_login(factories.member())
    Member.objects.update(ends_on=today())
    assert client.get(PAGE).status_code == 200
    Member.objects.update(ends_on=today() - timedelta(days=1))
    assert client.get(PAGE).status_code == 404
    assert b"Sign out" not in client.get("/").content


def test_a_term_that_has_not_begun_opens_nothing(client: Client, circulated: None) -> None:
    user = factories.member(starts_on=today() + timedelta(days=1))
    sign_in(client)
    assert client.get(PAGE).status_code == 404
    assert not user.has_perm("meetings.view_circulated_edition")


def test_staff_who_were_members_stay_staff(client: Client) -> None:
    Member.objects.create(
        user=factories.editor(), name="E", capacity="observer", starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1)
    )
    assert sign_in(client, "editor", next="/admin/").headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


# Second step


def one_time_code(secret: str = SECRET, at: float | None = None) -> str:
    """Give the six digits that an authenticator app shows (RFC 6238)."""
    moment = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_the_admin_asks_staff_for_a_second_step(client: Client, settings: LazySettings) -> None:
    settings.REQUIRE_MFA = True
    factories.editor()
    sign_in(client, "editor")
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    sent_on = client.get("/admin/login/?next=/admin/meetings/edition/")
    assert sent_on.headers["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    assert "The admin asks for a second step at signing in." in page
    assert 'href="/account/app/"' in page


def test_an_authenticator_app_opens_the_admin(client: Client, settings: LazySettings) -> None:
    settings.REQUIRE_MFA = True
    factories.editor()
    sign_in(client, "editor")
    assert client.get("/account/app/").headers["Location"] == "/account/confirm/?next=%2Faccount%2Fapp%2F"
    client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/app/"})
    page = client.get("/account/app/").content.decode()
    (secret,) = re.findall(r'value="([A-Z2-7]{32})"', page)
    assert client.post("/account/app/", {"code": one_time_code(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 302
    sent_on = client.get("/admin/login/?next=/admin/").headers["Location"]
    assert sent_on == "/account/confirm/second-step/?next=%2Fadmin%2F"
    cache.clear()  # a code works once; this stands for waiting for the next one
    assert client.post(sent_on, {"code": one_time_code(secret), "next": "/admin/"}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_second_step_is_asked_for_at_every_sign_in(client: Client, settings: LazySettings) -> None:
    settings.REQUIRE_MFA = True
    TOTP.activate(factories.editor(), SECRET)
    assert sign_in(client, "editor", next="/admin/").headers["Location"].startswith("/sign-in/second-step/")
    assert client.get("/admin/").status_code == 302
    assert client.post("/sign-in/second-step/", {"code": "000000"}).status_code == 200
    answer = client.post("/sign-in/second-step/", {"code": one_time_code()})
    assert answer.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/admin/").status_code == 302


def test_without_the_setting_a_password_opens_the_admin(client: Client) -> None:
    factories.editor()
    sign_in(client, "editor")
    assert client.get("/admin/").status_code == 200


def test_members_do_not_enter_the_admin(client: Client) -> None:
    client.force_login(factories.member())
    assert client.get("/admin/login/?next=/admin/").status_code == 403


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/admin/login/", ""])
def test_the_admin_s_sign_in_leads_nowhere_else(client: Client, wanted: str) -> None:
    assert client.get("/admin/login/", {"next": wanted}).headers["Location"] == "/sign-in/?next=/admin/"
    client.force_login(factories.editor())
    assert client.get("/admin/login/", {"next": wanted}).headers["Location"] == "/admin/"


# Pages


def test_every_page_of_an_account_is_the_portal_s_and_in_no_cache(client: Client) -> None:
    sign_in(client, factories.editor().username)
    known = addresses.of(factories.small_minutes())
    for name in (*addresses.SIGN_IN, *addresses.ACCOUNT):
        answer = client.get(known[name][0])
        assert "no-store" in answer.headers["Cache-Control"], name
        assert answer.status_code == 302 or b'<header class="masthead">' in answer.content, name


def test_who_signs_in_comes_back_to_the_page(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    page = client.get("/decisions/?outcome=approved&q=a%26b").content.decode()
    assert 'href="/sign-in/?next=/decisions/%3Foutcome%3Dapproved%26q%3Da%2526b"' in page
    assert 'href="/sign-in/"' in client.get("/sign-in/").content.decode()
    assert 'href="/sign-in/"' in client.get("/no-such-page/").content.decode()
    assert 'href="/sign-in/"' in client.get(f"/browse/?q={'a' * 1000}").content.decode()
