"""What is not public never shows: every address, as every kind of reader, while a secret word is in the database."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import Edition
from ogpminutes import publication, responses, roles
from ogpminutes.models import Member
from ogpminutes.models.members import today
from ogpminutes.publication import OPERATOR
from tests import addresses, factories

WORD = "zebrafish"
JUNE = date(2021, 6, 3)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')

SAID = "quagga"  # in a comment, its proposed wording, its answer and the reason of an objection
OWN_SEARCH = {f"/browse/?q={word}" for word in (WORD, SAID)}  # says what was asked for
COMMENTED = ("/meetings/june-2021/passages/1.3/", "/meetings/june-2021/editions/1/passages/1.3/")
OUTSIDE_STAFF = ("anonymous", "reader", "observer", "member")
STAFF = ("editor", "approver")

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
    """Give what each address answers: its status and its bytes, without the token of a form.

    Who signed in is not asked for what is the same to everybody: no reader is looked up there, see below.
    """
    client = Client()
    if user:
        client.force_login(user)
    asked = [address for address in known if not (user and addresses.is_for_all_alike(address))]
    found = {address: client.get(address) for address in asked if "sign-out" not in address}
    return {address: (answer.status_code, TOKEN.sub(b"", answer.getvalue())) for address, answer in found.items()}


def saying(found: dict[str, tuple[int, bytes]], word: str = WORD) -> set[str]:
    """Give the addresses that say the word; a PDF is looked at by its size alone, since its text is compressed."""
    return {address for address, (_, body) in found.items() if word.encode() in body.lower()}


def somebody(role: str) -> User | None:
    if role == "anonymous":
        return None
    make: Any = getattr(factories, role, None)
    return make() if make else factories.account(role, roles.READERS)


def discuss() -> Edition:
    """Circulate a new meeting's minutes and let people say things of them."""
    draft = factories.edition(factories.small_minutes(WORD, "june-2021", JUNE), "draft")
    publication.circulate(draft, OPERATOR, draft.version, today() + timedelta(days=7))
    author = factories.member("author")
    about = responses.comment(draft, author, draft.version, f"The {SAID}.", "1.3", f"A {SAID}.")
    responses.comment(draft, author, draft.version, f"On the whole, a {SAID}.")
    responses.answer(about, factories.editor("answerer"), f"Another {SAID}.")
    responses.state(draft, author, draft.version, "objection", f"Because of the {SAID}.")
    return draft


@pytest.fixture
def discussed() -> list[str]:
    """An address of each kind, of the meeting that is discussed and of the whole portal, beside public minutes."""
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    own = addresses.of(factories.small_minutes(WORD, "june-2021", JUNE))
    return sorted({"/meetings/march-2021/", *COMMENTED, *(found[0] for found in own.values())})


def everywhere(known: list[str], edition: Edition) -> list[str]:
    """Give every address that is quick to ask for, of the portal and of the admin, and some that are not there."""
    admin = [
        f"/admin/meetings/edition/{edition.pk}/{page}" for page in ("change/", "responses/", "versions/", "facts/")
    ]
    missing = ["/no-such-page/", "/meetings/june-2021/editions/9/", "/respond/june-2021/9/", "/browse/?q=%00"]
    searches = [f"/browse/?q={word}" for word in (WORD, SAID)]
    slow = ("minutes.pdf", "minutes.docx")
    return [*(each for each in known if not each.endswith(slow)), *admin, *addresses.admin(), *missing, *searches]


@pytest.mark.parametrize("role", OUTSIDE_STAFF)
def test_comments_are_seen_by_the_committee_while_a_draft_is_circulated(discussed: list[str], role: str) -> None:
    edition = discuss()
    reader, asked = somebody(role), everywhere(discussed, edition)
    found = answers(asked, reader)
    is_asked = role in ("observer", "member")
    assert saying(found, SAID) - OWN_SEARCH == ({"/respond/june-2021/1/"} if is_asked else set())
    assert ("/meetings/june-2021/" in saying(found)) == is_asked
    assert is_asked or saying(found) - OWN_SEARCH == set()
    publication.withdraw(edition, OPERATOR, edition.version, "Something is missing.")
    found = answers(asked, reader)
    assert saying(found, SAID) | saying(found) <= OWN_SEARCH


@pytest.mark.parametrize("role", STAFF)
def test_staff_see_comments_where_they_answer_them(discussed: list[str], role: str) -> None:
    edition = discuss()
    found = answers(everywhere(discussed, edition), somebody(role))
    places = {"/respond/june-2021/1/", f"/admin/meetings/edition/{edition.pk}/responses/"}
    assert saying(found, SAID) - OWN_SEARCH == places


@pytest.mark.parametrize("role", OUTSIDE_STAFF)
def test_comments_stay_where_they_are_when_the_minutes_become_public(discussed: list[str], role: str) -> None:
    edition = discuss()
    publication.approve(edition, OPERATOR, edition.version, "The Co-Chairs settled it.")
    found = answers(everywhere(discussed, edition), somebody(role))
    assert "/meetings/june-2021/" in saying(found)
    assert saying(found, SAID) <= OWN_SEARCH


@pytest.mark.parametrize("role", OUTSIDE_STAFF)
def test_a_hidden_address_answers_as_one_that_never_was(role: str) -> None:
    """Before circulation nobody but staff can tell a draft's address from one of no meeting at all."""
    factories.vocabulary()
    factories.edition(factories.small_minutes(WORD, "june-2021", JUNE), "draft")
    reader = somebody(role)
    for page in ("/meetings/{}/", "/meetings/{}/editions/1/", "/meetings/{}/editions/1/minutes.json", "/respond/{}/1/"):
        hidden, never = (page.format(slug) for slug in ("june-2021", "june-2099"))
        first, second = answers([hidden, never], reader).values()
        assert first[0] == second[0]
        assert first[1].replace(b"june-2021", b"june-2099") == second[1]


def test_anonymous_readers_and_who_was_locked_out_see_what_they_saw_before(known: list[str]) -> None:
    before = answers(known)
    assert "/meetings/june-2021/" in known
    hide("draft")
    User.objects.filter(pk=(editor := factories.editor()).pk).update(is_active=False)
    locked_out = answers(known, editor)
    assert locked_out == {address: before[address] for address in locked_out}
    for status in ("draft", "circulated"):
        Edition.objects.filter(status="draft").update(status=status)
        after = answers(known)
        assert [address for address in known if after.get(address) != before.get(address)] == []
        assert saying(after) == set()
        assert after["/meetings/june-2021/"][0] == 404
        assert after["/meetings/march-2021/editions/2/minutes.pdf"][0] == 404


def test_nobody_is_looked_up_for_what_is_for_all_alike(known: list[str]) -> None:
    """So an answer there cannot depend on who asks, whatever is in the database."""
    hide("draft")
    alike = [address for address in known if addresses.is_for_all_alike(address)]
    assert len(alike) > 50
    client = Client()
    client.force_login(factories.editor())
    people = {model._meta.db_table for model in (Session, User, Member)}
    for address in alike:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert [one["sql"] for one in queries if any(table in one["sql"] for table in people)] == [], address
        assert answer.getvalue() == Client().get(address).getvalue(), address


def test_members_see_what_is_circulated_and_no_draft(known: list[str]) -> None:
    before = answers(known, member := factories.member())
    hide("draft")
    assert answers(known, member) == before
    assert saying(before) == set()
    Edition.objects.filter(status="draft").update(status="circulated")
    circulated = ["/meetings/june-2021/", "/meetings/march-2021/editions/2/", "/browse/", "/decisions/", "/"]
    assert saying(answers(circulated, member)) == set(circulated)


def test_the_support_unit_sees_drafts_and_no_cache_keeps_them(known: list[str]) -> None:
    hide("draft")
    client = Client()
    client.force_login(factories.editor())
    found = {address: client.get(address) for address in known if not addresses.is_for_all_alike(address)}
    shown = {address for address, answer in found.items() if WORD.encode() in answer.getvalue().lower()}
    assert {"/meetings/june-2021/", "/meetings/march-2021/", "/meetings/", "/browse/", "/attendees/", "/"} <= shown
    kept = [address for address, answer in found.items() if "no-store" not in answer.headers["Cache-Control"]]
    assert kept == []


@pytest.mark.parametrize("role", OUTSIDE_STAFF)
def test_the_admin_is_closed(known: list[str], role: str) -> None:
    hide("draft")
    found = answers(addresses.admin(), somebody(role))
    assert saying(found) == set()
    assert {code for address, (code, _) in found.items() if address != "/admin/login/"} <= {301, 302, 403, 404}
    assert len(found) > 20
