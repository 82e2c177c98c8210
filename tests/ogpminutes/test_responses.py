"""What members say of a circulated edition: what is refused, what is kept, and what the Support Unit does with it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from meetings.models import Edition, LogEntry, Version
from meetings.words import Capacity
from ogpminutes import archive, editing, publication, responses, verification
from ogpminutes.models import Comment, Member, Stance
from ogpminutes.models.members import today
from ogpminutes.publication import OPERATOR
from ogpminutes.responses import Refused, Stale
from tests import factories

AGREE, OBJECT = Stance.Kind.NO_OBJECTION.value, Stance.Kind.OBJECTION.value
SECRET = "The zebrafish clause is wrong."

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    factories.vocabulary()
    draft = editing.open_draft(factories.small_minutes(), "editor")
    publication.circulate(draft, OPERATOR, draft.version, today() + timedelta(days=7))
    return draft


def again(user: User) -> User:
    """The account as the next request reads it."""
    return User.objects.select_related("member").get(pk=user.pk)


def refusal(deed: object, *arguments: object) -> str:
    with pytest.raises(Refused) as caught:
        deed(*arguments)  # type: ignore[operator]
    return str(caught.value)


def set_deadline(edition: Edition, day: date) -> None:
    Edition.objects.filter(pk=edition.pk).update(respond_by=day)
    edition.respond_by = day


# Comments


def test_a_comment_keeps_what_it_was_said_of(edition: Edition) -> None:
    responses.comment(edition, factories.member(), 2, f" {SECRET}\r\nSecond line. ", "1.3", "Feedback  better.")
    comment = Comment.objects.get()
    assert (comment.text, comment.proposal) == (f"{SECRET}\nSecond line.", "Feedback better.")
    assert (comment.citation, comment.quoted, comment.version) == ("1.3", "Feedback plain.", 2)
    assert (comment.author_name, comment.state) == ("Member member", "open")
    assert comment.passage is not None
    assert comment.passage.text == "Feedback plain."


def test_everybody_in_office_may_comment_on_the_whole(edition: Edition) -> None:
    for user in (factories.member(), factories.observer(), factories.member("more", Capacity.ADDITIONAL)):
        responses.comment(edition, user, 2, SECRET)
    assert [str(comment) for comment in Comment.objects.in_order()] == [
        "Member member on the whole",
        "Member observer on the whole",
        "Member more on the whole",
    ]


def test_an_unchanged_wording_is_no_proposal(edition: Edition) -> None:
    assert responses.comment(edition, factories.member(), 2, "Fine.", "1.3", "Feedback plain. ").proposal == ""


@pytest.mark.parametrize(
    ("text", "citation", "proposal", "message"),
    [
        (" ", "", "", "Write a comment, or change the wording to the one that you propose."),
        ("", "1.3", "Feedback plain.", "Write a comment, or change the wording to the one that you propose."),
        ("", "", "New.", "A wording is proposed for a passage: comment on that one."),
        ("x", "9.9", "", "These minutes have no passage “9.9”."),
        ("x", "1.99999999999", "", "These minutes have no passage “1.99999999999”."),
        ("x", "1\0.3", "", "These minutes have no passage “1\0.3”."),
        ("x", "²", "", "These minutes have no passage “²”."),
        ("a\0b", "", "", "An invisible NUL character stands in the comment; delete it and type the words again."),
        ("x" * 10_001, "", "", "The comment has 10,001 characters; 10,000 is the most."),
    ],
)
def test_comments_that_are_refused(edition: Edition, text: str, citation: str, proposal: str, message: str) -> None:
    member = factories.member()
    assert refusal(responses.comment, edition, member, 2, text, citation, proposal) == message
    assert not Comment.objects.exists()


def test_a_wording_that_no_passage_can_hold_is_refused(edition: Edition) -> None:
    long = refusal(responses.comment, edition, factories.member(), 2, "", "1.3", "x" * 30_000)
    assert long.startswith("The proposed wording cannot be used: proposed wording: 30,000 characters, at most")


# Who may, and until when


def test_only_who_is_in_office_responds(edition: Edition) -> None:
    away = "Only members and observers in office comment on a draft; your account is not one today."
    member = factories.member()
    for user in (factories.editor(), factories.account("reader", "Readers")):
        assert refusal(responses.comment, edition, user, 2, SECRET) == away
    Member.objects.filter(user=member).update(ends_on=today() - timedelta(days=1))
    assert refusal(responses.comment, edition, again(member), 2, SECRET) == away
    Member.objects.filter(user=member).update(ends_on=None, starts_on=today() + timedelta(days=1))
    assert refusal(responses.comment, edition, again(member), 2, SECRET) == away
    away = away.replace("comment", "respond")
    assert refusal(responses.state, edition, again(member), 2, AGREE) == away


def test_the_last_day_is_a_whole_day(edition: Edition) -> None:
    member = factories.member()
    set_deadline(edition, today())
    responses.state(edition, member, 2, AGREE)
    set_deadline(edition, yesterday := today() - timedelta(days=1))
    over = f"The time to respond ended on {yesterday:%-d %B %Y}. Write to the Support Unit."
    assert refusal(responses.state, edition, member, 2, OBJECT, "Late.") == over
    assert refusal(responses.comment, edition, member, 2, "Late.") == over


def test_nobody_responds_to_what_is_not_circulated(edition: Edition) -> None:
    member = factories.member()
    publication.withdraw(edition, OPERATOR, 2, "A session is missing.")
    closed = "This edition is draft now; nobody is asked about it."
    assert refusal(responses.comment, edition, member, 3, SECRET) == closed
    assert refusal(responses.state, edition, member, 3, AGREE) == closed


def test_who_read_an_older_text_reads_again(edition: Edition) -> None:
    member = factories.member()
    assert refusal(responses.state, edition, member, 1, AGREE) == responses.CHANGED
    assert refusal(responses.comment, edition, member, 1, SECRET) == responses.CHANGED


# Stances


def test_a_member_changes_their_mind(edition: Edition) -> None:
    member = factories.member()
    responses.state(edition, member, 2, OBJECT, SECRET)
    responses.state(edition, member, 2, AGREE)
    assert Stance.objects.count() == 2
    (answer,) = responses.standing(edition).answers
    assert answer.stance is not None
    assert (answer.stance.kind, answer.is_outdated, answer.objects) == (AGREE, False, False)


def test_an_objection_says_why(edition: Edition) -> None:
    member = factories.member()
    why = "Say why you object, so that it can be settled."
    assert refusal(responses.state, edition, member, 2, OBJECT, " ") == why
    assert refusal(responses.state, edition, member, 2, "forged") == "Choose whether you object."


@pytest.mark.parametrize("capacity", [Capacity.OBSERVER, Capacity.ADDITIONAL, Capacity.PARTICIPANT])
def test_observers_and_additional_members_have_no_stance(edition: Edition, capacity: Capacity) -> None:
    message = refusal(responses.state, edition, factories.member("other", capacity), 2, OBJECT, "No.")
    assert message.endswith("you are asked for comments, not whether you object.")


# Standing


def test_the_standing_tells_who_answered_and_who_has_not(edition: Edition) -> None:
    ada, ben, cyd = (factories.member(name) for name in ("ada", "ben", "cyd"))
    factories.observer()
    factories.member("gone", ends_on=today() - timedelta(days=1))
    responses.state(edition, ada, 2, AGREE)
    responses.state(edition, ben, 2, OBJECT, SECRET)
    responses.comment(edition, cyd, 2, SECRET)
    found = responses.standing(edition)
    named = [[str(answer.member) for answer in part] for part in (found.agreed, found.objections, found.waiting)]
    assert named == [["Member ada"], ["Member ben"], ["Member cyd"]]
    assert [(str(answer.member), answer.comments) for answer in found.others] == [("Member observer", 0)]
    assert [answer.comments for answer in found.answers] == [0, 0, 1]
    assert (len(found.open_comments), found.days_left, found.outdated) == (1, 7, [])


def test_an_objection_outlives_the_term(edition: Edition) -> None:
    member = factories.member()
    responses.state(edition, member, 2, OBJECT, SECRET)
    Member.objects.filter(user=member).update(ends_on=today() - timedelta(days=1))
    assert [str(answer.member) for answer in responses.standing(edition).objections] == ["Member member"]


def test_the_standing_asks_the_database_three_times(
    edition: Edition, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for name in ("ada", "ben", "cyd"):
        responses.state(edition, factories.member(name), 2, OBJECT, SECRET)
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = responses.standing(edition)
        assert next(answer.member.user.email for answer in found.answers) == "ada@example.org"


# Settling comments


def test_a_wording_is_taken_over_as_a_new_version(edition: Edition) -> None:
    member, editor = factories.member(), factories.editor()
    responses.state(edition, member, 2, AGREE)
    comment = responses.comment(edition, member, 2, "", "1.3", "Feedback **better**.")
    responses.take_over(comment, editor, 2)
    row = Edition.objects.with_meeting().get(pk=edition.pk)
    assert (row.version, row.status) == (3, "circulated")
    assert [each.text for each in archive.read(row).passages()][2] == "Feedback **better**."
    version = Version.objects.get(edition=row, number=3)
    assert (version.author, version.note) == ("editor", "wording of Member member for 1.3")
    comment.refresh_from_db()
    assert (comment.state, comment.answered_by, comment.answer) == ("taken-over", "editor", "")
    (answer,) = responses.standing(row).answers
    assert (answer.is_outdated, answer.is_due) == (True, True)
    assert responses.standing(row).answered == []


def test_an_objection_to_an_older_text_still_stands(edition: Edition) -> None:
    member = factories.member()
    responses.state(edition, member, 2, OBJECT, SECRET)
    responses.take_over(responses.comment(edition, member, 2, "", "1.3", "New."), factories.editor(), 2)
    row = Edition.objects.get(pk=edition.pk)
    assert publication.obstacles(row)[1:] == ["Member member objects."]
    responses.state(row, member, 3, AGREE)
    assert publication.obstacles(row)[1:] == []


def test_of_two_wordings_for_one_passage_one_is_taken_over(edition: Edition) -> None:
    member, editor = factories.member(), factories.editor()
    first, second = (responses.comment(edition, member, 2, "", "1.3", f"Wording {place}.") for place in (1, 2))
    responses.take_over(first, editor, 2)
    second.refresh_from_db()
    message = refusal(responses.take_over, second, editor, 3)
    assert message.startswith("Passage 1.3 does not say any more what this wording was proposed for.")
    assert refusal(responses.take_over, first, editor, 3) == "editor settled this comment already."


def test_taking_over_what_somebody_else_changed_is_stale(edition: Edition) -> None:
    comment = responses.comment(edition, factories.member(), 2, "", "1.3", "New.")
    with pytest.raises(Stale):
        responses.take_over(comment, factories.editor(), 1)
    assert Comment.objects.get().is_open


@pytest.mark.parametrize(("citation", "words"), [("1.4", "condition plain"), ("1.5", "will share plain")])
def test_a_wording_without_the_words_of_an_item_is_refused(edition: Edition, citation: str, words: str) -> None:
    comment = responses.comment(edition, factories.member(), 2, "", citation, "Something else.")
    message = refusal(responses.take_over, comment, factories.editor(), 2)
    assert message.startswith(f"Passage “Something else.”: does not say “{words}”")
    assert message.endswith("So it cannot be taken over as it is: withdraw the minutes, then edit them.")
    row = Edition.objects.with_meeting().get(pk=edition.pk)
    assert (row.version, Comment.objects.get().state) == (2, "open")
    assert "Something else." not in [passage.text for passage in archive.read(row).passages()]


def test_a_withdrawn_draft_takes_a_wording_over(edition: Edition) -> None:
    comment = responses.comment(edition, factories.member(), 2, "", "1.3", "New.")
    publication.withdraw(edition, OPERATOR, 2, "To be edited.")
    responses.take_over(Comment.objects.get(pk=comment.pk), factories.editor(), 3)
    assert Comment.objects.get().state == "taken-over"


def test_comments_are_answered_and_declined_once(edition: Edition) -> None:
    member, editor = factories.member(), factories.editor()
    first, second = (responses.comment(edition, member, 2, SECRET) for _ in range(2))
    responses.answer(first, editor, " Thank you. ")
    responses.decline(second, editor, "That was not said.")
    found = list(Comment.objects.in_order().values_list("state", "answer", "answered_by"))
    assert found == [("answered", "Thank you.", "editor"), ("declined", "That was not said.", "editor")]
    assert refusal(responses.answer, first, editor, "Again.") == "editor settled this comment already."
    assert refusal(responses.answer, second, editor, " ") == "Write an answer: the author gets it by mail."
    no_wording = responses.comment(edition, member, 2, SECRET)
    assert refusal(responses.take_over, no_wording, editor, 2).startswith("This comment proposes no wording;")


def test_only_editors_settle_comments(edition: Edition) -> None:
    member = factories.member()
    comment = responses.comment(edition, member, 2, "", "1.3", "New.")
    for user in (member, factories.observer()):
        assert refusal(responses.answer, comment, user, "No.").startswith("Your account may not answer comments.")
        assert refusal(responses.take_over, comment, user, 2).startswith("Your account may not answer comments.")


def test_comments_of_approved_minutes_stay_as_they_are(edition: Edition) -> None:
    comment = responses.comment(edition, factories.member(), 2, SECRET)
    publication.approve(edition, OPERATOR, 2, "Everybody has answered.")
    message = "This edition is approved; its comments stay as they are."
    assert refusal(responses.answer, comment, factories.editor(), "Too late.") == message


# Approval, and the log


def test_approving_despite_an_objection_takes_a_reason(edition: Edition) -> None:
    member, approver = factories.member(), factories.approver()
    responses.state(edition, member, 2, OBJECT, SECRET)
    set_deadline(edition, today() - timedelta(days=1))
    assert publication.obstacles(edition) == ["Member member objects."]
    with pytest.raises(publication.Refused) as caught:
        publication.approve(edition, approver, 2)
    assert str(caught.value) == "Member member objects. To approve nevertheless, say why."
    publication.approve(edition, approver, 2, "The Co-Chairs settled it.")
    details = json.loads(LogEntry.objects.get(action="approved").details)
    assert (details["despite"], details["obstacles"]) == ("The Co-Chairs settled it.", 1)


def test_an_objection_during_the_printing_is_not_overlooked(edition: Edition) -> None:
    member, approver = factories.member(), factories.approver()
    set_deadline(edition, today())
    spoken: list[bool] = []

    def speak_up(execute: Any, sql: str, *rest: Any) -> Any:
        """Object as soon as the approval looks for the last seal, which it does after it asked what speaks against."""
        if "meetings_seal" in sql and not spoken:
            spoken.append(True)
            responses.state(edition, member, 2, OBJECT, SECRET)
        return execute(sql, *rest)

    with connection.execute_wrapper(speak_up), pytest.raises(publication.Refused) as caught:
        publication.approve(edition, approver, 2, "Everybody has answered.")
    said = "Member member objects. That came a moment ago. To approve nevertheless, say why."
    assert str(caught.value) == said
    assert Edition.objects.get(pk=edition.pk).status == "circulated"


def test_approval_is_one_step_after_the_deadline(edition: Edition) -> None:
    responses.state(edition, factories.member(), 2, AGREE)
    set_deadline(edition, today() - timedelta(days=1))
    assert publication.obstacles(edition) == []
    publication.approve(edition, factories.approver(), 2)
    assert [answer.is_outdated for answer in responses.standing(edition).answers] == [False]


def test_the_log_tells_the_deeds_without_the_words(edition: Edition) -> None:
    member, editor = factories.member(), factories.editor()
    responses.state(edition, member, 2, OBJECT, SECRET)
    responses.answer(responses.comment(edition, member, 2, SECRET, "1.3"), editor, SECRET)
    responses.take_over(responses.comment(edition, member, 2, SECRET, "1.3", SECRET), editor, 2)
    entries = LogEntry.objects.order_by("position").filter(position__gt=2)
    deeds = [(entry.actor, entry.action) for entry in entries]
    assert deeds == [
        ("member", "responded"),
        ("member", "commented"),
        ("editor", "comment answered"),
        ("member", "commented"),
        ("", "saved"),  # the text that was circulated, which no editor has saved as that version
        ("editor", "saved"),
        ("editor", "comment taken-over"),
    ]
    assert [entry for entry in LogEntry.objects.all() if "zebrafish" in entry.details] == []
    assert list(verification.problems()) == []
