"""The page on which the Support Unit sees who answered and settles comments; who may, and what is mailed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.mail import EmailMessage
from django.test import Client

from meetings.models import Edition
from ogpminutes import archive, editing, publication, responses
from ogpminutes.models import Comment, Stance
from ogpminutes.models.members import today
from ogpminutes.publication import OPERATOR
from tests import factories
from tests.pagetext import all_of, by_id, text, tree

WORD = "zebrafish"
OBJECT, AGREE = Stance.Kind.OBJECTION.value, Stance.Kind.NO_OBJECTION.value

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    factories.vocabulary()
    draft = editing.open_draft(factories.small_minutes(), "editor")
    publication.circulate(draft, OPERATOR, draft.version, today() + timedelta(days=7))
    return draft


@pytest.fixture
def desk(edition: Edition) -> Client:
    return client_of(factories.editor())


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(edition: Edition) -> str:
    return f"/admin/meetings/edition/{edition.pk}/responses/"


def settle(desk: Client, comment: Comment, deed: str, words: str = "", seen: int = 2) -> Any:
    sent = {"comment": str(comment.pk), "seen": str(seen), "deed": deed, "text": words}
    return desk.post(page(comment.edition), sent)


def words(answer: Any) -> str:
    return text(by_id(tree(answer), "content-main"))


def alerts(answer: Any) -> list[str]:
    return [text(each) for each in all_of(tree(answer), "p") if each.get("role") == "alert"]


def test_the_state_at_a_glance(edition: Edition, desk: Client) -> None:
    ada, ben, _ = (factories.member(name) for name in ("ada", "ben", "cyd"))
    factories.observer()
    responses.state(edition, ada, 2, AGREE)
    responses.state(edition, ben, 2, OBJECT, f"The {WORD}.")
    responses.comment(edition, ada, 2, "Fine.")
    shown = desk.get(page(edition))
    assert words(shown).startswith("2 of 3 answered. 1 objects; 1 open comment. 7 days left, until ")
    rows = [text(row) for row in all_of(by_id(tree(shown), "content-main"), "tr")[1:]]
    day = f"{today():%-d %B %Y}"
    assert rows == [
        f"Member ada Civil society member No objection {day} 1",
        f"Member ben Civil society member Objects: The {WORD}. {day} 0",
        "Member cyd Civil society member not yet 0",
        "Member observer Observer asked for comments only 0",
    ]


@pytest.mark.parametrize(
    ("deed", "state", "said"), [("answer", "answered", "is answered."), ("decline", "declined", "is declined.")]
)
def test_a_comment_is_settled_in_words(
    edition: Edition, desk: Client, mailoutbox: list[EmailMessage], deed: str, state: str, said: str
) -> None:
    comment = responses.comment(edition, factories.member(), 2, "Please explain.", "1.3")
    answer = settle(desk, comment, deed, f"See the {WORD}.")
    assert answer.headers["Location"] == f"{page(edition)}#comment-{comment.pk}"
    comment.refresh_from_db()
    assert (comment.state, comment.answer, comment.answered_by) == (state, f"See the {WORD}.", "editor")
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (["member@example.org"], "Your comment was answered")
    assert f"The comment of Member member {said}" in desk.get(page(edition)).content.decode()


def test_a_wording_is_taken_over_with_one_press(edition: Edition, desk: Client) -> None:
    comment = responses.comment(edition, factories.member(), 2, "", "1.3", f"Feedback {WORD}.")
    assert "Take the wording over" in words(desk.get(page(edition)))
    assert settle(desk, comment, "take-over", "Thank you.").status_code == 302
    row = Edition.objects.with_meeting().get(pk=edition.pk)
    assert f"Feedback {WORD}." in [passage.text for passage in archive.read(row).passages()]
    assert Comment.objects.get().answer == "Thank you."


def test_what_cannot_be_done_keeps_what_was_typed(edition: Edition, desk: Client) -> None:
    comment = responses.comment(edition, factories.member(), 2, "", "1.3", "New.")
    answer = settle(desk, comment, "take-over", "My words.", seen=1)
    assert answer.status_code == 409
    assert alerts(answer) == ["The text was changed meanwhile. Look at the passage again, then do it once more."]
    assert ">\nMy words.</textarea>" in answer.content.decode()
    answer = settle(desk, comment, "answer", " ")
    assert alerts(answer) == ["Write an answer: the author gets it by mail."]
    assert Comment.objects.get().is_open


def test_a_wording_for_a_passage_that_changed_is_not_offered(edition: Edition, desk: Client) -> None:
    member = factories.member()
    first, _ = (responses.comment(edition, member, 2, "", "1.3", f"Wording {place}.") for place in (1, 2))
    settle(desk, first, "take-over")
    shown = words(desk.get(page(edition)))
    assert "Take the wording over" not in shown
    assert "The passage does not say any more what this wording was proposed for: “Wording 1.”." in shown


def test_staff_are_told_whom_mail_did_not_reach(edition: Edition, desk: Client) -> None:
    member = factories.member()
    User.objects.filter(pk=member.pk).update(email="")
    comment = responses.comment(edition, member, 2, "Please explain.")
    settle(desk, comment, "answer", "Yes.")
    assert Comment.objects.get().state == "answered"
    assert "It did not reach Member member (no address)." in desk.get(page(edition)).content.decode()


@pytest.mark.parametrize("sent", [{"deed": "approve"}, {"comment": "9999"}, {"comment": "x"}, {"comment": "²"}, {}])
def test_forged_forms_are_not_found(edition: Edition, desk: Client, sent: dict[str, str]) -> None:
    comment = responses.comment(edition, factories.member(), 2, "Please explain.")
    whole = {"comment": str(comment.pk), "seen": "2", "deed": "", "text": "Yes.", **sent}
    assert desk.post(page(edition), whole).status_code == 404
    assert Comment.objects.get().is_open


def test_a_comment_is_settled_on_the_page_of_its_own_edition(edition: Edition, desk: Client) -> None:
    comment = responses.comment(edition, factories.member(), 2, "Please explain.")
    other = factories.edition(factories.small_minutes("other", "june-2021", date(2021, 6, 3)), "draft")
    sent = {"comment": str(comment.pk), "seen": "2", "deed": "answer", "text": "Yes."}
    assert desk.post(page(other), sent).status_code == 404


@pytest.mark.parametrize("role", ["anonymous", "member", "observer"])
def test_the_page_is_for_staff(edition: Edition, role: str) -> None:
    responses.comment(edition, factories.member("author"), 2, WORD)
    client = Client() if role == "anonymous" else client_of(getattr(factories, role)())
    answer = client.get(page(edition), follow=True)
    assert WORD not in answer.content.decode()
    client.post(page(edition), {"comment": str(Comment.objects.get().pk), "deed": "answer", "text": "No."})
    assert Comment.objects.get().is_open


def test_staff_without_the_right_see_no_comment(edition: Edition) -> None:
    responses.comment(edition, factories.member(), 2, WORD)
    user = User.objects.create_user("other", "other@example.org", "correct horse battery", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_draft_edition"))
    answer = client_of(user).get(page(edition))
    assert answer.status_code == 403
    assert WORD not in answer.content.decode()


def test_an_editor_may_not_approve(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(respond_by=today() - timedelta(days=1))
    row = Edition.objects.with_meeting().get(pk=edition.pk)
    with pytest.raises(publication.Refused) as caught:
        publication.approve(row, factories.editor(), 2)
    assert str(caught.value).startswith("Your account may not approve minutes.")
    publication.approve(row, factories.approver(), 2)
    assert row.status == "approved"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_as_often_for_many(
    edition: Edition, desk: Client, number: int, django_assert_num_queries: Any
) -> None:
    for place in range(number):
        member = factories.member(f"member{place}")
        responses.comment(edition, member, 2, WORD, "1.3", f"A {WORD}.")
        responses.state(edition, member, 2, OBJECT, WORD)
    with django_assert_num_queries(8):
        desk.get(page(edition))
