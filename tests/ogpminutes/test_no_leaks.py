"""What is not public never shows: every address, as every kind of reader, while a secret word is in the database."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from meetings.models import Edition
from tests import addresses, factories

WORD = "zebrafish"
JUNE = date(2021, 6, 3)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> list[str]:
    """The addresses of public minutes, of a hidden edition 2 of them, and of a meeting that is hidden whole."""
    factories.vocabulary()
    public = factories.small_minutes()
    factories.edition(public)
    second = factories.small_minutes(WORD)
    new = factories.small_minutes(WORD, "june-2021", JUNE)
    each = [addresses.of(public), addresses.of(second, 2), addresses.of(new)]
    assert {name for one in each for name in one} == addresses.names(), "addresses.of names every URL of the portal"
    return sorted({address for one in each for found in one.values() for address in found})


def hide(status: str) -> None:
    factories.edition(factories.small_minutes(WORD), status, reason=f"Because {WORD}.")
    factories.edition(factories.small_minutes(WORD, "june-2021", JUNE), status)


def answers(known: list[str], user: User | None = None) -> dict[str, tuple[int, bytes]]:
    """Give what each address answers: its status and its bytes, without the token of a form."""
    client = Client()
    if user:
        client.force_login(user)
    found = {address: client.get(address) for address in known if "sign-out" not in address}
    return {address: (answer.status_code, TOKEN.sub(b"", answer.getvalue())) for address, answer in found.items()}


def saying(found: dict[str, tuple[int, bytes]]) -> set[str]:
    """Give the addresses that say the word; a PDF is looked at by its size alone, since its text is compressed."""
    return {address for address, (_, body) in found.items() if WORD.encode() in body.lower()}


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_anonymous_readers_see_what_they_saw_before(known: list[str], status: str) -> None:
    before = answers(known)
    hide(status)
    after = answers(known)
    assert [address for address in known if after.get(address) != before.get(address)] == []
    assert saying(after) == set()
    assert "/meetings/june-2021/" in known
    assert after["/meetings/june-2021/"][0] == 404
    assert after["/meetings/march-2021/editions/2/minutes.pdf"][0] == 404


def test_members_see_what_is_circulated_and_no_draft(known: list[str]) -> None:
    before = answers(known, member := factories.member())
    hide("draft")
    assert answers(known, member) == before
    assert saying(before) == set()
    Edition.objects.filter(status="draft").update(status="circulated")
    shown = saying(answers(known, member))
    assert {"/meetings/june-2021/", "/meetings/march-2021/editions/2/", "/browse/", "/decisions/", "/"} <= shown


def test_the_support_unit_sees_drafts(known: list[str]) -> None:
    hide("draft")
    shown = saying(answers(known, factories.editor()))
    assert {"/meetings/june-2021/", "/meetings/march-2021/", "/meetings/", "/browse/", "/attendees/", "/"} <= shown


def test_a_user_who_was_locked_out_sees_what_anybody_sees(known: list[str]) -> None:
    before = saying(answers(known))
    hide("draft")
    editor = factories.editor()
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert saying(answers(known, editor)) == before == set()


@pytest.mark.parametrize("reader", ["anonymous", "member"])
def test_the_admin_is_closed(known: list[str], reader: str) -> None:
    hide("draft")
    found = answers(addresses.admin(), factories.member() if reader == "member" else None)
    assert saying(found) == set()
    assert {code for address, (code, _) in found.items() if address != "/admin/login/"} <= {301, 302, 403, 404}
    assert len(found) > 20


def test_a_draft_is_kept_in_no_cache(known: list[str]) -> None:
    hide("draft")
    client = Client()
    client.force_login(factories.editor())
    for address in known:
        assert "no-store" in client.get(address).headers["Cache-Control"], address
