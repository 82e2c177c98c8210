"""The pages on which members respond: who sees them, what each form keeps, and that nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import Edition
from meetings.words import Capacity
from ogpminutes import archive, editing, publication, responses
from ogpminutes.models import Comment, Stance
from ogpminutes.models.members import today
from ogpminutes.publication import OPERATOR
from tests import factories
from tests.pagetext import all_of, text, tree

PAGE = "/respond/march-2021/1/"
SAID = "The zebrafish clause is wrong."

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    factories.vocabulary()
    draft = editing.open_draft(factories.small_minutes(), "editor")
    publication.circulate(draft, OPERATOR, draft.version, today() + timedelta(days=7))
    return draft


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, **sent: str) -> Any:
    return client.post(PAGE, {"seen": "2", **sent})


def words(answer: Any) -> str:
    return text(all_of(tree(answer), "main")[0])


def alert(answer: Any) -> list[str]:
    return [text(each) for each in all_of(tree(answer), "p") if each.get("role") == "alert"]


# Who sees what


def test_a_link_from_a_letter_leads_through_sign_in_and_back(client: Client, edition: Edition) -> None:
    factories.member()
    answer = client.get(PAGE)
    assert answer.headers["Location"] == f"/sign-in/?next={PAGE}"
    answer = client.post(answer.headers["Location"], {"login": "member", "password": "correct horse battery"})
    assert answer.headers["Location"] == PAGE
    assert "Respond until the end of" in words(client.get(PAGE))


@pytest.mark.parametrize("address", [PAGE, "/respond/no-such/7/"])
def test_strangers_are_asked_to_sign_in_wherever_they_point(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in/?next={address}")


@pytest.mark.parametrize("role", ["member", "observer", "editor", "approver"])
def test_a_draft_answers_as_an_address_that_never_was(role: str) -> None:
    factories.vocabulary()
    editing.open_draft(factories.small_minutes(), "editor")
    client = client_of(getattr(factories, role)())
    draft, never = (asked(client, address) for address in (PAGE, "/respond/no-such/1/"))
    assert draft[:2] == never[:2]
    assert draft[0] == 404
    if role in ("member", "observer"):  # the database does the same work, so that it takes the same time
        assert draft[2] == never[2]
    assert client.post(PAGE, {"text": SAID}).status_code == 404


def asked(client: Client, address: str) -> tuple[int, bytes, int]:
    """Give what an address answers, and after how many queries."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return answer.status_code, TOKEN.sub(b"", answer.content), len(queries)


def test_readers_without_a_seat_see_no_circulated_draft(edition: Edition) -> None:
    client = client_of(factories.account("reader", "Readers"))
    assert client.get(PAGE).status_code == 404
    assert words(client.get("/respond/")).startswith("Respond No draft is circulated now.")


def test_a_link_to_what_was_approved_since_leads_there(edition: Edition) -> None:
    publication.approve(edition, OPERATOR, 2, "Everybody has answered.")
    assert client_of(factories.member()).get(PAGE).headers["Location"] == "/meetings/march-2021/editions/1/"


def test_the_draft_bears_the_name_of_its_reader(edition: Edition) -> None:
    answer = client_of(factories.member()).get(PAGE)
    (mark,) = [each for each in all_of(tree(answer), "div") if each.get("class") == "watermark"]
    assert mark.get("data-words") == "Draft, shown to member"
    assert answer.headers["Cache-Control"] == "private, no-store"


# What waits


def test_the_masthead_counts_what_waits_for_a_member(edition: Edition) -> None:
    member = factories.member()
    client = client_of(member)
    assert navigation(client.get("/")) == "Respond (1 waiting)"
    assert "It waits for your answer." in words(client.get("/respond/"))
    send(client, deed="stance", kind="no-objection")
    assert navigation(client.get("/")) == "Respond"
    assert "You have no objection." in words(client.get("/respond/"))


def navigation(answer: Any) -> str:
    links = [each for each in all_of(tree(answer), "a") if each.get("href") == "/respond/"]
    return text(links[0]) if links else ""


def test_observers_are_told_that_they_are_asked_for_comments(edition: Edition) -> None:
    client = client_of(factories.observer())
    assert navigation(client.get("/")) == "Respond"
    page = client.get(PAGE)
    assert "You may comment; you are not asked whether you object." in words(page)
    assert 'value="stance"' not in page.content.decode()


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_others_are_not_shown_the_way(edition: Edition, role: str) -> None:
    user = factories.editor() if role == "editor" else factories.account("reader", "Readers")
    assert navigation(client_of(user).get("/")) == ""
    assert navigation(Client().get("/")) == ""


def test_staff_read_the_page_without_forms(edition: Edition) -> None:
    page = client_of(factories.editor()).get(PAGE)
    assert "Only members and observers in office respond." in words(page)
    assert "<textarea" not in page.content.decode()


# Forms


def test_a_comment_on_a_passage(edition: Edition) -> None:
    client = client_of(factories.member())
    answer = send(client, text=SAID, passage="1.3", proposal="Feedback better.")
    comment = Comment.objects.get()
    assert answer.headers["Location"] == f"{PAGE}#comment-{comment.pk}"
    assert (comment.citation, comment.text, comment.proposal) == ("1.3", SAID, "Feedback better.")
    page = client.get(PAGE)
    (remark,) = [each for each in all_of(tree(page), "article") if each.get("id") == f"comment-{comment.pk}"]
    assert "Member member (you)" in text(remark)
    assert SAID in text(remark)
    assert "Feedback [out: plain][in: better]." in text(remark)
    other = client_of(factories.observer()).get(PAGE)
    assert SAID in words(other)
    assert "(you)" not in words(other)


def test_a_comment_on_the_whole_is_shown_as_plain_text(edition: Edition) -> None:
    client = client_of(factories.observer())
    send(client, text="<script>alert(1)</script>\n\nTwo.", passage="")
    page = client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_objecting_and_changing_ones_mind(edition: Edition) -> None:
    client = client_of(factories.member())
    send(client, deed="stance", kind="objection", reason=SAID)
    page = client.get(PAGE)
    assert "You object." in words(page)
    assert SAID in page.content.decode()
    assert SAID not in client_of(factories.observer()).get(PAGE).content.decode()
    send(client, deed="stance", kind="no-objection")
    assert [stance.kind for stance in Stance.objects.all()] == ["no-objection", "objection"]


def test_a_refused_form_comes_back_as_typed(edition: Edition) -> None:
    client = client_of(factories.member())
    answer = send(client, deed="stance", kind="objection", reason=" ")
    assert answer.status_code == 409
    assert alert(answer) == ["Say why you object, so that it can be settled."]
    answer = client.post(PAGE, {"seen": "1", "text": SAID, "passage": "1.3", "proposal": "New."})
    assert alert(answer) == [responses.CHANGED]
    page = answer.content.decode()
    assert page.count(SAID) == 1
    assert ">\nNew.</textarea>" in page
    assert page.count('<details class="say" open>') == 1
    assert page.count('name="seen" value="2"') > 5
    assert not Comment.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "²", "9" * 40, "-1"])
def test_forged_versions_are_refused(edition: Edition, seen: str) -> None:
    answer = client_of(factories.member()).post(PAGE, {"seen": seen, "text": SAID, "passage": ""})
    assert alert(answer) == [responses.CHANGED]


def test_observers_cannot_forge_a_stance(edition: Edition) -> None:
    answer = send(client_of(factories.observer()), deed="stance", kind="objection", reason="No.")
    assert answer.status_code == 409
    assert not Stance.objects.exists()


def test_what_was_typed_into_a_form_that_is_too_old_is_given_back(edition: Edition) -> None:
    """Its token went when the member signed in again, in another tab."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.member())
    answer = send(client, text=SAID, passage="1.3")
    assert answer.status_code == 403
    assert alert(answer) == [
        "The form is too old to be taken, because you signed in or out since. What you wrote was not kept. "
        "Copy it from here."
    ]
    assert [text(each) for each in all_of(tree(answer), "textarea")] == [SAID]
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Comment.objects.exists()


def test_what_was_typed_for_a_withdrawn_draft_is_given_back(edition: Edition) -> None:
    publication.withdraw(edition, OPERATOR, 2, "A session is missing.")
    client = client_of(factories.member())
    answer = send(client, text=SAID, passage="1.3", proposal="New.")
    assert answer.status_code == 404
    assert alert(answer) == [
        "Nothing is circulated at this address now, so what you wrote was not kept. Copy it from here."
    ]
    assert [each.text for each in all_of(tree(answer), "textarea")] == [f"{SAID}", "New."]
    never = client.post("/respond/no-such/1/", {"text": SAID, "proposal": "New."})
    assert words(never) == words(answer)


def circulate_without_breakout(edition: Edition) -> None:
    """Withdraw, take passage 1A.1 out, circulate again, while a member writes."""
    publication.withdraw(edition, OPERATOR, 2, "A session too many.")
    minutes = archive.read(edition)
    shorter = replace(minutes, sessions=(replace(minutes.sessions[0], breakouts=()),))
    editing.replace(edition, shorter, edition.version, "editor")
    publication.circulate(edition, OPERATOR, edition.version, today() + timedelta(days=7))


def test_what_was_typed_on_a_passage_that_is_gone_stands_with_the_whole(edition: Edition) -> None:
    circulate_without_breakout(edition)
    client = client_of(factories.member())
    answer = send(client, text=SAID, passage="1A.1", proposal="New.")
    assert answer.status_code == 409
    where = "You wrote on passage 1A.1, which is not there. Here it is a comment on the whole."
    assert alert(answer) == [f"{responses.CHANGED} {where}"]
    whole = next(each for each in all_of(tree(answer), "section") if each.get("id") == "whole")
    assert [each.get("value") for each in all_of(whole, "input") if each.get("name") == "passage"] == [""]
    assert [(each.get("name"), text(each)) for each in all_of(whole, "textarea")] == [("text", SAID), (None, "New.")]
    assert answer.content.decode().count('<details class="say" open>') == 1
    seen = next(each.get("value") for each in all_of(whole, "input") if each.get("name") == "seen")
    assert client.post(PAGE, {"seen": seen, "passage": "", "text": SAID}).status_code == 302
    assert Comment.objects.get().text == SAID


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": SAID, "passage": "1.3"}, "text-1.3"),
        ({"text": SAID, "passage": "99.9"}, "text-"),
        ({"deed": "stance", "kind": "objection", "reason": SAID}, "reason"),
    ],
)
def test_a_page_with_a_refused_form_opens_at_it(edition: Edition, sent: dict[str, str], field: str) -> None:
    answer = client_of(factories.member()).post(PAGE, {"seen": "1", **sent})
    fields = [each for each in all_of(tree(answer), "textarea") if each.get("autofocus") is not None]
    assert [(each.get("id"), text(each)) for each in fields] == [(field, SAID)]


@pytest.mark.parametrize("passage", ["99.9", "1.03", "<b>", "9" * 5000])
def test_what_was_typed_on_a_forged_passage_is_given_back(edition: Edition, passage: str) -> None:
    answer = client_of(factories.member()).post(PAGE, {"seen": "1", "text": SAID, "passage": passage})
    assert answer.status_code == 409
    assert answer.content.decode().count(SAID) == 1
    assert alert(answer) == [
        f"{responses.CHANGED} You wrote on passage {passage[:30]}, which is not there. "
        "Here it is a comment on the whole."
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {"text": SAID, "passage": "1.3", "proposal": "New."},
        {"text": SAID, "passage": "99.9", "proposal": "New."},
        {"deed": "stance", "kind": "objection", "reason": SAID},
    ],
)
def test_what_was_typed_when_nobody_may_respond_any_more_is_given_back(edition: Edition, sent: dict[str, str]) -> None:
    Edition.objects.filter(pk=edition.pk).update(respond_by=today() - timedelta(days=1))
    answer = send(client_of(factories.member()), **sent)
    assert answer.status_code == 409
    ended = f"The time to respond ended on {today() - timedelta(days=1):%-d %B %Y}. Write to the Support Unit."
    assert alert(answer) == [f"{ended} What you wrote was not kept. Copy it from here."]
    typed = [SAID] if "deed" in sent else [SAID, "New."]
    assert [text(each) for each in all_of(tree(answer), "textarea")] == typed
    assert all(each.get("readonly") is not None for each in all_of(tree(answer), "textarea"))


def test_what_was_typed_after_the_session_ended_is_given_back(client: Client, edition: Edition) -> None:
    answer = send(client, text=SAID)
    assert answer.status_code == 403
    assert SAID in answer.content.decode()
    assert not Comment.objects.exists()


def test_an_outdated_answer_is_asked_for_again(edition: Edition) -> None:
    member = factories.member()
    client = client_of(member)
    send(client, deed="stance", kind="no-objection")
    comment = responses.comment(edition, member, 2, "", "1.3", "Feedback better.")
    responses.take_over(comment, factories.editor(), 2)
    assert navigation(client.get("/")) == "Respond (1 waiting)"
    shown = words(client.get(PAGE))
    assert "The text was changed since you said that you have no objection." in shown
    assert "Taken over by the Support Unit" in shown


def test_a_comment_follows_its_passage(edition: Edition) -> None:
    member = factories.member("more", Capacity.ADDITIONAL)
    comment = responses.comment(edition, member, 2, SAID, "1.3")
    Comment.objects.filter(pk=comment.pk).update(passage=None)
    assert "on what was 1.3 then: “Feedback plain.”" in words(client_of(member).get(PAGE))


def test_after_the_deadline_nothing_is_asked(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(respond_by=today() - timedelta(days=1))
    client = client_of(factories.member())
    page = client.get(PAGE)
    assert "The time to respond ended on" in words(page)
    assert "<textarea" not in page.content.decode()
    assert navigation(page) == "Respond"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_comments(
    edition: Edition, number: int, django_assert_num_queries: Any
) -> None:
    member = factories.member()
    for _ in range(number):
        responses.comment(edition, member, 2, SAID, "1.3", f"A {SAID}")
    client = client_of(member)
    client.get("/respond/")
    with django_assert_num_queries(17):
        client.get(PAGE)


@pytest.mark.parametrize("words", ["x" * 1_000_000, "a\0b", "a\x01b"])
def test_hostile_words_are_given_back(edition: Edition, words: str) -> None:
    client = client_of(factories.member())
    for sent in ({"text": words, "passage": ""}, {"proposal": words, "passage": "1.3"}):
        answer = send(client, **sent)
        assert answer.status_code == (302 if words == "a\x01b" and "text" in sent else 409)
