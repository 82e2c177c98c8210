"""Circulate, withdraw, approve, amend: what each refuses, what it changes, and what it leaves behind."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from meetings import sealing
from meetings.canonical import canonical_json
from meetings.models import Edition, LogEntry, Seal, Version
from ogpminutes import archive, editing, publication, verification
from ogpminutes.editing import Stale
from ogpminutes.publication import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Edition:
    factories.vocabulary()
    return editing.open_draft(factories.small_minutes(), "editor")


@pytest.fixture
def approver() -> User:
    user = factories.editor()
    user.user_permissions.add(Permission.objects.get(codename="approve_edition"))
    return User.objects.get(pk=user.pk)


def soon() -> date:
    return timezone.localdate() + timedelta(days=7)


def circulated(draft: Edition, user: Any) -> Edition:
    publication.circulate(draft, user, draft.version, soon())
    return draft


def approved(draft: Edition, user: Any) -> Edition:
    circulated(draft, user)
    publication.approve(draft, user, draft.version, "Everybody has answered.")
    return draft


def reread(edition: Edition) -> Edition:
    return Edition.objects.with_meeting().get(pk=edition.pk)


def deeds() -> list[tuple[str, str]]:
    return list(LogEntry.objects.order_by("position").values_list("actor", "action"))


# Circulate and withdraw


def test_a_withdrawn_draft_that_is_edited_is_as_the_log_says(draft: Edition, approver: User) -> None:
    circulated(draft, approver)
    publication.withdraw(draft, approver, 2, "A session is missing.")
    editing.replace(draft, factories.small_minutes("other"), 3, "editor")
    kept = Version.objects.order_by("number").values_list("number", "author")
    assert list(kept) == [(1, "editor"), (3, ""), (4, "editor")]
    assert list(verification.problems()) == []


def test_circulating_shows_a_draft_until_a_day(draft: Edition, approver: User) -> None:
    publication.circulate(draft, approver, 1, soon())
    row = reread(draft)
    assert (row.status, row.circulated_on, row.respond_by) == ("circulated", timezone.localdate(), soon())
    assert (row.version, draft.version) == (2, 2)
    assert deeds() == [("editor", "saved"), ("editor", "circulated")]
    assert json.loads(LogEntry.objects.get(action="circulated").details) == {
        "version": 2,
        "respond_by": soon().isoformat(),
    }


def test_the_proposed_deadline_leaves_a_day_to_publish_within_two_weeks_or_is_a_week_from_now(draft: Edition) -> None:
    assert publication.proposed_deadline(draft, date(2021, 3, 4)) == date(2021, 3, 16)
    assert publication.proposed_deadline(draft, date(2021, 3, 15)) == date(2021, 3, 22)
    assert publication.proposed_deadline(draft, date(2020, 3, 15)) == date(2020, 3, 15) + publication.LONGEST


@pytest.mark.parametrize(
    ("days", "message"), [(0, "is too soon"), (-3, "is too soon"), (91, "is more than 90 days away")]
)
def test_circulating_refuses_a_day_that_cannot_be_meant(
    draft: Edition, approver: User, days: int, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        publication.circulate(draft, approver, 1, timezone.localdate() + timedelta(days=days))
    assert (reread(draft).status, deeds()) == ("draft", [("editor", "saved")])


def test_circulating_refuses_minutes_that_say_nothing(approver: User) -> None:
    factories.vocabulary()
    empty = editing.open_draft(factories.small_minutes(sessions=()), "editor")
    with pytest.raises(Refused, match="The minutes say nothing yet"):
        publication.circulate(empty, approver, 1, soon())


def test_a_text_that_was_not_seen_is_not_circulated(draft: Edition, approver: User) -> None:
    with pytest.raises(Stale):
        publication.circulate(draft, approver, 0, soon())
    assert (reread(draft).status, reread(draft).version) == ("draft", 1)


def test_withdrawing_makes_it_a_draft_again(draft: Edition, approver: User) -> None:
    circulated(draft, approver)
    publication.withdraw(draft, approver, 2, "  A name\nis wrong. ")
    row = reread(draft)
    assert (row.status, row.circulated_on, row.respond_by, row.version) == ("draft", None, None, 3)
    assert json.loads(LogEntry.objects.get(action="withdrawn").details)["reason"] == "A name is wrong."


def test_withdrawing_wants_a_reason(draft: Edition, approver: User) -> None:
    circulated(draft, approver)
    for reason, message in (("  ", "Say why"), ("x" * 501, "501 characters; 500 is the most")):
        with pytest.raises(Refused, match=message):
            publication.withdraw(draft, approver, 2, reason)
    assert reread(draft).status == "circulated"


# Rights and states


def test_who_may_not_is_refused(draft: Edition) -> None:
    member, editor = factories.member(), User.objects.create_user("colleague")
    editor.user_permissions.add(Permission.objects.get(codename="change_edition"))
    with pytest.raises(Refused, match="may not circulate minutes"):
        publication.circulate(draft, member, 1, soon())
    circulated(draft, editor)
    with pytest.raises(Refused, match="may not approve minutes"):
        publication.approve(draft, editor, 2, "Because.")
    with pytest.raises(Refused, match="may not withdraw minutes"):
        publication.withdraw(draft, member, 2, "Because.")
    with pytest.raises(Refused, match="may not amend minutes"):
        publication.amend(draft, member, "Because.")
    assert reread(draft).status == "circulated"


def test_each_deed_has_its_state(draft: Edition, approver: User) -> None:
    for deed, message in (
        (lambda: publication.withdraw(draft, approver, 1, "No."), "is draft; only a circulated one can be withdrawn"),
        (lambda: publication.approve(draft, approver, 1, "No."), "is draft; only a circulated one can be approved"),
        (lambda: publication.amend(draft, approver, "No."), "is draft; only an approved one can be amended"),
    ):
        with pytest.raises(Refused, match=message):
            deed()
    circulated(draft, approver)
    with pytest.raises(Refused, match="is circulated; only a draft one can be circulated"):
        publication.circulate(draft, approver, 2, soon())


# Approve


def test_approving_seals_what_was_circulated(draft: Edition, approver: User) -> None:
    circulated(draft, approver)
    before = archive.read(reread(draft))
    seal = publication.approve(draft, approver, 2, "Everybody has answered.")
    row = reread(draft)
    assert (row.status, row.approved_on, row.version) == ("approved", timezone.localdate(), 3)
    assert seal.record.encode() == canonical_json(before) == canonical_json(archive.read(row))
    assert seal.value == sealing.digest(seal.statement)
    assert (seal.position, seal.previous) == (1, sealing.FIRST)
    statement = json.loads(seal.statement)
    assert statement["record"] == sealing.digest(seal.record)
    assert (statement["meeting"], statement["edition"]) == ("march-2021", 1)
    assert sorted(seal.files.values_list("suffix", flat=True)) == ["json", "md", "pdf"]
    assert deeds()[-1] == ("editor", "approved")
    assert list(verification.problems()) == []


def test_the_files_of_an_approved_edition_are_those_that_were_sealed(
    client: Any, draft: Edition, approver: User
) -> None:
    seal = publication.approve(circulated(draft, approver), approver, 2, "All have answered.")
    for file in seal.files.all():
        for _ in range(2):
            content = client.get(f"/meetings/march-2021/editions/1/minutes.{file.suffix}").content
            assert (sealing.digest(content), len(content)) == (file.digest, file.size)


def test_approving_before_the_deadline_wants_a_reason(draft: Edition, approver: User) -> None:
    circulated(draft, approver)
    with pytest.raises(Refused, match=r"Members may respond until the end of .* To approve nevertheless, say why"):
        publication.approve(draft, approver, 2)
    publication.approve(draft, approver, 2, "Everybody has answered.")
    assert json.loads(LogEntry.objects.get(action="approved").details)["despite"] == "Everybody has answered."


def test_approving_is_plain_after_the_deadline(draft: Edition, approver: User) -> None:
    circulated(draft, approver)
    Edition.objects.update(respond_by=timezone.localdate() - timedelta(days=1))
    publication.approve(reread(draft), approver, 2)
    assert json.loads(LogEntry.objects.get(action="approved").details)["despite"] == ""


def test_a_text_that_was_not_seen_is_not_approved(draft: Edition, approver: User) -> None:
    circulated(draft, approver)
    with pytest.raises(Stale):
        publication.approve(draft, approver, 1, "Because.")
    assert (reread(draft).status, Seal.objects.count()) == ("circulated", 0)


def test_what_the_pdf_cannot_draw_is_refused(approver: User) -> None:
    factories.vocabulary()
    draft = circulated(editing.open_draft(factories.small_minutes(place="서울"), "editor"), approver)
    with pytest.raises(Refused, match="The PDF cannot show 서 HANGUL SYLLABLE SEO, 울 HANGUL SYLLABLE UL"):
        publication.approve(draft, approver, 2, "Because.")
    assert reread(draft).status == "circulated"


def test_minutes_of_old_are_adopted_with_the_day_or_without(draft: Edition, approver: User) -> None:
    with pytest.raises(Refused, match="approved after the meeting and not in the future"):
        publication.adopt(draft, approver, 1, date(2021, 3, 1))
    publication.adopt(draft, approver, 1, date(2021, 3, 20))
    assert (reread(draft).status, reread(draft).approved_on) == ("approved", date(2021, 3, 20))
    assert list(verification.problems()) == []


# Amend


def test_amending_opens_a_copy_that_supersedes_when_it_is_approved(draft: Edition, approver: User) -> None:
    first = approved(draft, approver)
    second = publication.amend(first, approver, "A name was wrong.")
    assert (second.number, second.status, second.reason) == (2, "draft", "A name was wrong.")
    assert archive.read(second) == archive.read(reread(first))
    assert Version.objects.get(edition=second).note == "copied from edition 1"
    approved(second, approver)
    assert [edition.status for edition in Edition.objects.order_by("number")] == ["superseded", "approved"]
    one, two = Seal.objects.order_by("position")
    assert two.previous == one.value
    assert list(verification.problems()) == []


def test_a_second_amendment_waits_for_the_first(draft: Edition, approver: User) -> None:
    first = approved(draft, approver)
    publication.amend(first, approver, "A name was wrong.")
    with pytest.raises(Refused, match=r"Edition 2 is in work already \(draft\)"):
        publication.amend(first, approver, "Another name was wrong.")
    with pytest.raises(Refused, match="Say why"):
        publication.amend(first, approver, "")


def test_what_is_opened_later_is_not_adopted(draft: Edition, approver: User) -> None:
    second = publication.amend(approved(draft, approver), approver, "A name was wrong.")
    with pytest.raises(Refused, match="A later edition is circulated before it is approved"):
        publication.adopt(second, approver, second.version, None)
