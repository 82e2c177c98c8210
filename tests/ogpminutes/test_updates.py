"""What became of an item: staff record it, its owner marks it, a mistake is withdrawn; nothing is overwritten."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from attendees.models import Organisation, Person
from decisions.forms import UpdateForm
from decisions.models import ActionItem, Decision, Update
from meetings.minutes import ActionItem as Promise
from meetings.minutes import Kind, Minutes, Passage, Session
from meetings.models import Edition, Entry, LogEntry
from meetings.models import Passage as Row
from meetings.words import Outcome
from ogpminutes import indexing, publication, results, updating, verification
from ogpminutes.models.members import today
from tests import factories

pytestmark = pytest.mark.django_db

ACTION, DECISION = "/decisions/SC-2021-03/A1/", "/decisions/SC-2021-03/D1/"
ADD = "/admin/decisions/update/add/"
PDF = b"%PDF-1.7\n%%EOF"
SAID = {"day": "2021-04-01", "state": "done", "note": "Shared with all.", "evidence": "https://example.org/roadmap"}


def owned(owner: str = "Society plain", **more: Any) -> Minutes:
    promise = Promise(number="A1", text="will share a roadmap", responsible=owner, due=date(2021, 4, 30))
    passage = Passage(kind=Kind.NARRATIVE, text=f"{owner} will share a roadmap.", actions=(promise,))
    return factories.small_minutes(
        **{"sessions": (Session(number="1", heading="Session 1: X", passages=(passage,)),), **more}
    )


@pytest.fixture(autouse=True)
def _storage(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def edition(db: None) -> Edition:
    """Approved minutes in which a society promises something, and knows of the society."""
    factories.vocabulary()
    Organisation.objects.create(slug="society-plain", name="Society plain")
    Organisation.objects.create(slug="other", name="Other")
    minutes = factories.small_minutes()
    (session,) = minutes.sessions
    promise = Promise(number="A1", text="will share a roadmap", responsible="Society plain", due=date(2021, 4, 30))
    passages = (
        *session.passages[:4],
        Passage(kind=Kind.NARRATIVE, text="Society plain will share a roadmap.", actions=(promise,)),
    )
    return factories.edition(
        factories.small_minutes(sessions=(Session(number="1", heading=session.heading, passages=passages),))
    )


def of(slug: str = "society-plain", name: str = "member", **more: Any) -> User:
    return factories.member(name, organisation=Organisation.objects.get(slug=slug), **more)


def page_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.fixture
def desk(client: Client, edition: Edition) -> Client:
    client.force_login(factories.editor())
    return client


# Staff


def test_an_editor_reaches_the_form_from_the_page_and_comes_back(desk: Client) -> None:
    link = "/admin/decisions/update/add/?reference=SC-2021-03/A1"
    assert f'<a class="btn" href="{link}">Add an update</a>' in page_of(desk, ACTION)
    form = desk.get(link).context["adminform"].form
    assert list(form.fields) == ["reference", "day", "state", "note", "evidence", "upload", "seen"]
    assert (form["reference"].value(), form["seen"].value()) == ("SC-2021-03/A1", 0)
    answer = desk.post(link, {**SAID, "reference": "SC-2021-03/A1", "seen": "0"})
    assert (answer.status_code, answer["Location"]) == (302, f"{ACTION}#updates")
    update = Update.objects.get()
    assert (update.meeting.slug, update.number, update.state, update.day) == (
        "march-2021",
        "A1",
        "done",
        date(2021, 4, 1),
    )
    assert (update.voice, update.organisation, str(update.recorded_by)) == ("support-unit", None, "editor")
    page = page_of(desk, ACTION)
    assert "<span>Recorded by the Support Unit</span>" in page
    assert (
        '<span class="chip chip--ok">Done</span> <span class="sub">on <time class="nb" datetime="2021-04-01">' in page
    )


def test_the_name_of_an_account_is_never_shown(desk: Client, edition: Edition) -> None:
    desk.force_login(factories.editor("zebrafish"))
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1"})
    pages = [ACTION, "/decisions/actions/", "/decisions/actions/actions.csv", DECISION]
    assert Update.objects.count() == 1
    assert [b"zebrafish" in Client().get(page).getvalue() for page in pages] == [False] * 4


def test_an_update_is_in_the_log_and_verified(desk: Client, edition: Edition) -> None:
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/D1", "state": "condition-met"})
    entry = LogEntry.objects.get(action="updated")
    assert (entry.actor, entry.meeting, entry.edition) == ("editor", "march-2021", 1)
    assert '"item":"SC-2021-03/D1"' in entry.details
    assert [each for each in verification.problems() if "Update" in each] == []


def test_verify_finds_an_update_that_was_slipped_in_and_a_lost_file(desk: Client, edition: Edition) -> None:
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/D1", "upload": SimpleUploadedFile("a.pdf", PDF)})
    update = Update.objects.get()
    (Path(updating.default_storage.path(update.file))).unlink()
    slipped = Update.objects.create(meeting=edition.meeting, number="D1", day=date(2021, 4, 1), state="done")
    assert [each for each in verification.problems() if "Update" in each] == [
        f"Update {update.pk} (march-2021, D1): its file {update.file} is gone or is not what was given; put it back "
        "from a backup.",
        f"Update {slipped.pk} (march-2021, D1): it is not what the log says was recorded.",
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"reference": "SC-2021-03/A9"}, "No approved minutes hold this reference. It is written like SC-2020-12/A3."),
        ({"reference": "x\x00"}, "Null characters are not allowed"),
        (
            {"reference": "SC-2021-03/A1", "state": "condition-met"},
            "This is no state of an action item, which has no conditions. Choose one of those on offer.",
        ),
        ({"day": "2021-02-01"}, "The meeting began on 3 March 2021; nothing came of it before."),
        ({"day": "2999-01-01"}, "This day is still to come; say when it happened."),
        ({"day": "yesterday"}, "Enter a valid date."),
        ({"state": ""}, "This field is required."),
        ({"state": "shouted"}, "This is no state of a decision. Choose one of those on offer."),
        ({"note": "a\x00b"}, "Null characters are not allowed"),
        ({"note": "n" * 1024**2}, "at most 4000 characters (it has 1048576)"),
        ({"evidence": "javascript:alert(1)"}, "This is no web address."),
        ({"seen": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_lost(desk: Client, facts: dict[str, str], said: str) -> None:
    typed = {**SAID, "reference": "SC-2021-03/D1", "note": "my typed note", **facts}
    page = desk.post(ADD, typed)
    assert page.status_code == 200
    assert said in page.content.decode().replace("&#x27;", "'")
    assert ("my typed note" in page.content.decode()) == ("note" not in facts)
    assert not Update.objects.exists()


@pytest.mark.parametrize(
    ("reference", "offered"),
    [("SC-2021-03/A1", False), ("sc-2021-03/a1", False), ("SC-2021-03/D1", True), ("SC-2021-03/A9", True), ("", True)],
)
def test_only_states_that_can_be_meant_are_offered(
    desk: Client, edition: Edition, reference: str, offered: bool
) -> None:
    page = desk.get(ADD, {"reference": reference}).content.decode()
    assert '<option value="done">Done</option>' in page
    assert ("Condition met" in page, "Condition not met" in page) == (offered, offered)


def test_an_item_of_a_draft_has_no_updates_yet(desk: Client) -> None:
    factories.edition(owned(meeting="june-2021", day=date(2021, 6, 3)), "draft")
    page = desk.post(ADD, {**SAID, "reference": "SC-2021-06/A1", "day": "2021-06-05"})
    assert "No approved minutes hold this reference" in page.content.decode()
    assert "Add an update" not in page_of(desk, "/decisions/SC-2021-06/A1/")


def test_a_form_sent_twice_records_once(desk: Client) -> None:
    said = {**SAID, "reference": "SC-2021-03/D1", "seen": "0"}
    desk.post(ADD, said)
    assert "This is recorded already." in desk.post(ADD, said).content.decode()
    assert Update.objects.count() == 1


def test_of_two_people_at_once_the_second_reads_the_first(desk: Client) -> None:
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/D1", "seen": "0"})
    mine = {**SAID, "reference": "SC-2021-03/D1", "seen": "0", "note": "Mine."}
    answer = desk.post(ADD, {**mine, "upload": SimpleUploadedFile("a.pdf", PDF)})
    page = " ".join(answer.content.decode().split())
    assert "Somebody recorded an update since you opened this form." in page
    assert "<strong>Done</strong>, recorded by the Support Unit: Shared with all." in page
    assert "Choose the file again: nothing was recorded, and the file was not kept." in page
    assert "Mine." in page
    assert Update.objects.count() == 1
    again = answer.context["adminform"].form["seen"].value()
    assert again == str(Update.objects.get().pk)
    assert desk.post(ADD, {**mine, "seen": again}).status_code == 302
    assert [each.note for each in Update.objects.order_by("pk")] == ["Shared with all.", "Mine."]


def test_whoever_comes_second_reads_what_was_withdrawn_meanwhile(desk: Client, edition: Edition) -> None:
    item, other = ActionItem.objects.with_passage().get(), factories.approver()
    first = updating.record(Update(day=date(2021, 4, 2), state="under-way"), item, other)
    updating.withdraw(first, item, other, "A <mistake>.")
    answer = desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1", "seen": str(first.pk)})
    assert [update.note for update in answer.context["meanwhile"]] == ["A <mistake>."]
    page = " ".join(answer.content.decode().split())
    assert "The update of 2 April 2021 (“Under way”) is withdrawn: A &lt;mistake&gt;." in page


def test_a_form_that_is_refused_asks_for_its_file_again(desk: Client) -> None:
    wrong = {**SAID, "reference": "SC-2021-03/A1", "day": "2999-01-01"}
    asked = "Choose the file again: nothing was recorded, and the file was not kept."
    assert asked not in desk.post(ADD, wrong).content.decode()
    assert asked in desk.post(ADD, {**wrong, "upload": SimpleUploadedFile("a.pdf", PDF)}).content.decode()


@pytest.mark.parametrize(("facts", "status"), [({"day": "2999-01-01"}, 422), ({"seen": "0"}, 409)])
def test_a_member_whose_form_is_refused_is_asked_for_the_file_again(
    client: Client, edition: Edition, facts: dict[str, str], status: int
) -> None:
    item = ActionItem.objects.with_passage().get()
    updating.record(Update(day=date(2021, 4, 2), state="open"), item, factories.approver())
    client.force_login(of())
    answer = client.post(ACTION, {**SAID, **facts, "upload": SimpleUploadedFile("a.pdf", PDF)})
    asked = "Choose the file again: nothing was recorded, and the file was not kept."
    assert (answer.status_code, asked in answer.content.decode()) == (status, True)


# Files


def test_a_file_of_evidence_is_kept_with_its_hash_and_given_as_a_download(desk: Client, client: Client) -> None:
    upload = SimpleUploadedFile("../Road “map”.PDF", PDF, content_type="text/html")
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1", "upload": upload})
    update = Update.objects.get()
    assert (update.file_name, update.file_type, update.file_size) == ("Road “map”.PDF", "application/pdf", len(PDF))
    assert update.file_digest == hashlib.sha256(PDF).hexdigest()
    address = f"/decisions/SC-2021-03/A1/evidence-{update.pk}.pdf"
    assert f'<a href="{address}">Road “map”.PDF</a>' in page_of(Client(), ACTION)
    answer = Client().get(address)
    assert b"".join(answer.streaming_content) == PDF
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "name", ["evidence-999.pdf", "evidence-{}.docx", "evidence-{}.svg", f"evidence-{'9' * 18}.pdf"]
)
def test_other_addresses_of_files_are_not_found(desk: Client, name: str) -> None:
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1", "upload": SimpleUploadedFile("a.pdf", PDF)})
    update = Update.objects.get()
    assert desk.get(f"/decisions/SC-2021-03/A1/{name.format(update.pk)}").status_code == 404
    assert desk.get(f"/decisions/SC-2021-03/D1/evidence-{update.pk}.pdf").status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(desk: Client, tmp_path: Path) -> None:
    upload = SimpleUploadedFile("a.pdf", b"<html><script>")
    page = desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1", "upload": upload})
    assert "name ends in .pdf, but that is not what it holds" in page.content.decode()
    assert list(tmp_path.rglob("*.pdf")) == []


def test_a_file_whose_update_was_refused_is_not_kept(desk: Client, tmp_path: Path) -> None:
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1", "seen": "0"})
    late = {**SAID, "reference": "SC-2021-03/A1", "seen": "0", "upload": SimpleUploadedFile("a.pdf", PDF)}
    assert "Somebody recorded" in desk.post(ADD, late).content.decode()
    assert list(tmp_path.rglob("*.pdf")) == []


# Withdrawing


def test_a_mistake_is_withdrawn_struck_and_kept(desk: Client) -> None:
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1", "upload": SimpleUploadedFile("a.pdf", PDF)})
    update = Update.objects.get()
    link = f"{ADD}?withdraws={update.pk}"
    assert f'<a href="{link}">Withdraw this update…</a>' in page_of(desk, ACTION)
    assert list(desk.get(link).context["adminform"].form.fields) == ["note"]
    answer = desk.post(link, {"note": "It was another paper."})
    assert (answer.status_code, answer["Location"]) == (302, f"{ACTION}#updates")
    page = page_of(Client(), ACTION)
    assert "<s>Done</s> (withdrawn)" in page
    assert "<s>Shared with all.</s>" in page
    assert ": It was another paper.</p>" in page
    assert "The update of" in page
    assert '<dt>State now</dt><dd> <span class="ref nb">No update recorded</span>' in page
    assert "a.pdf" not in page
    assert Client().get(f"/decisions/SC-2021-03/A1/evidence-{update.pk}.pdf").status_code == 404
    assert Update.objects.count() == 2
    assert [each for each in verification.problems() if "Update" in each] == []


def test_the_search_follows_what_is_left_to_do(desk: Client, client: Client) -> None:
    def found(state: str) -> list[str]:
        rows = results.search(AnonymousUser(), QueryDict(f"state={state}")).qs
        return [row.citation for row in rows]

    assert (found("open"), found("settled")) == (["1.4", "1.5"], [])
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1", "state": "under-way"})
    assert (found("open"), found("settled")) == (["1.4", "1.5"], [])
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1"})
    assert (found("open"), found("settled")) == (["1.4"], ["1.5"])
    done = Update.objects.get(state="done")
    desk.post(f"{ADD}?withdraws={done.pk}", {"note": "It was another paper."})
    assert (found("open"), found("settled")) == (["1.4", "1.5"], [])
    assert list(indexing.differences()) == []


def test_an_update_settles_its_item_in_the_draft_of_an_amendment_too(desk: Client, edition: Edition) -> None:
    publication.amend(edition, factories.editor("another"), "A typing error.")
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1"})
    states = Entry.objects.filter(state__gt="").order_by("edition__number", "pk").values_list("state", flat=True)
    assert list(states) == ["open", "settled", "open", "settled"]
    assert list(indexing.differences()) == []


@pytest.mark.parametrize("address", [ACTION, DECISION])
def test_the_page_offers_the_form_also_while_the_minutes_are_amended(
    desk: Client, edition: Edition, address: str
) -> None:
    amended = publication.amend(edition, factories.editor("another"), "A typing error.")
    page = page_of(desk, address)
    assert f"{ADD}?reference={edition.reference}/" in page
    assert "These minutes are not approved yet: draft." in page
    assert f"{edition.get_absolute_url()}#" in page
    Row.objects.filter(session__edition=amended).update(text="Otherwise.")
    ActionItem.objects.filter(edition=amended).update(text="Otherwise.")
    assert ADD not in page_of(desk, address)


def test_an_update_is_withdrawn_once_and_a_withdrawal_never(desk: Client) -> None:
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1"})
    first = Update.objects.get()
    desk.post(f"{ADD}?withdraws={first.pk}", {"note": "Wrong."})
    second = Update.objects.get(withdraws=first)
    for update in (first, second):
        page = desk.post(f"{ADD}?withdraws={update.pk}", {"note": "Again."})
        assert "This is no update of that item that stands" in page.content.decode()
    assert Update.objects.count() == 2


@pytest.mark.parametrize("note", ["", "   ", "\x00", "n" * 5000])
def test_a_withdrawal_needs_a_reason(desk: Client, note: str) -> None:
    desk.post(ADD, {**SAID, "reference": "SC-2021-03/A1"})
    assert desk.post(f"{ADD}?withdraws={Update.objects.get().pk}", {"note": note}).status_code == 200
    assert Update.objects.count() == 1


@pytest.mark.parametrize("forged", ["0", "x", "9" * 30, "%00", "-1"])
def test_a_forged_withdrawal_is_a_plain_form(desk: Client, forged: str) -> None:
    assert "reference" in desk.get(f"{ADD}?withdraws={forged}").context["adminform"].form.fields


@pytest.mark.parametrize(
    "facts",
    [
        {"state": ""},
        {"state": "done", "voice": "organisation"},
        {"state": "done", "voice": "person"},
        {"state": "done", "file": "a.pdf"},
        {"state": "done", "file_digest": "0"},
    ],
)
def test_the_database_refuses_half_an_update(edition: Edition, facts: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Update.objects.create(meeting=edition.meeting, number="A1", day=date(2021, 4, 1), **facts)


def test_the_migration_goes_back_and_forth(edition: Edition) -> None:
    Update.objects.create(meeting=edition.meeting, number="A1", day=date(2021, 4, 1), state="done")
    columns = {
        column.name
        for column in connection.introspection.get_table_description(connection.cursor(), "decisions_update")
    }
    assert {"file_digest", "withdraws_id", "voice", "organisation_id", "person_id"} <= columns
    call_command("makemigrations", "decisions", check=True, dry_run=True, verbosity=0)


def test_the_hash_of_an_update_of_an_older_release_holds(edition: Edition) -> None:
    """The log has the hash of what was said then, when no update could be a person's."""
    facts = {"meeting": edition.meeting, "number": "A1", "day": date(2021, 4, 1), "state": "done"}
    assert "person" not in updating.state(Update.objects.create(**facts))
    person = Person.objects.create(slug="ada", name="Ada")
    said = updating.state(Update.objects.create(**facts, voice="person", person=person))
    assert f'"person_id":{person.pk}' in said.replace(" ", "")


# The owner


def test_a_member_marks_an_item_of_their_own_organisation(client: Client, edition: Edition) -> None:
    client.force_login(of())
    page = page_of(client, ACTION)
    assert "It is public at once, as said by your organisation; your name is not shown." in page
    answer = client.post(ACTION, {**SAID, "seen": "0"})
    assert (answer.status_code, answer["Location"]) == (302, f"{ACTION}#updates")
    update = Update.objects.get()
    assert (update.voice, update.organisation, update.number) == (
        "organisation",
        Organisation.objects.get(slug="society-plain"),
        "A1",
    )
    assert "<span>Marked by Society plain</span>" in page_of(Client(), ACTION)
    assert LogEntry.objects.get(action="updated").actor == "member"


def test_the_form_of_a_member_has_its_token(edition: Edition) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(of())
    assert strict.post(ACTION, SAID).status_code == 403
    token = (
        strict.get(ACTION).content.decode().split('<form class="mark')[1].split('name="csrfmiddlewaretoken" value="')[1]
    )
    assert strict.post(ACTION, {**SAID, "csrfmiddlewaretoken": token.split('"')[0]}).status_code == 302


def refused(client: Client, address: str = ACTION) -> str:
    answer = client.post(address, {**SAID, "note": "my typed note"})
    assert answer.status_code == 403
    assert not Update.objects.exists()
    page = answer.content.decode()
    assert "my typed note" in page
    return page


def test_a_member_of_another_organisation_is_refused(client: Client, edition: Edition) -> None:
    client.force_login(of("other"))
    assert "Publish this update" not in page_of(client, ACTION)
    assert "Only a member in office marks action items, those of their own organisation or their own" in refused(client)


def test_a_member_without_an_organisation_and_staff_are_refused_here(client: Client, edition: Edition) -> None:
    for user in (factories.member(), factories.editor()):
        client.force_login(user)
        assert "Only a member in office" in refused(client)


@pytest.mark.parametrize("term", [{"ends_on": today() - timedelta(days=1)}, {"starts_on": today() + timedelta(days=1)}])
def test_a_member_out_of_office_is_refused(client: Client, edition: Edition, term: dict[str, date]) -> None:
    client.force_login(of(**term))
    refused(client)


def test_somebody_signed_out_is_refused(client: Client, edition: Edition) -> None:
    assert "You are signed out" in refused(client)


def test_a_decision_is_not_marked(client: Client, edition: Edition) -> None:
    client.force_login(of())
    assert client.post(DECISION, SAID).status_code == 405


def test_an_item_that_is_only_circulated_is_not_marked(client: Client, edition: Edition) -> None:
    factories.edition(owned(meeting="june-2021", day=date(2021, 6, 3)), "circulated")
    client.force_login(of())
    assert "Publish this update" not in page_of(client, "/decisions/SC-2021-06/A1/")
    refused(client, "/decisions/SC-2021-06/A1/")


def test_an_item_is_marked_also_while_its_minutes_are_amended(client: Client, edition: Edition) -> None:
    editor = factories.editor()
    amended = publication.amend(edition, editor, "A typing error.")
    publication.circulate(amended, editor, amended.version, today() + timedelta(days=7))
    client.force_login(of())
    assert "These minutes are not approved yet: circulated." in page_of(client, ACTION)
    answer = client.post(ACTION, {**SAID, "seen": "0"})
    assert (answer.status_code, answer["Location"]) == (302, f"{ACTION}#updates")
    assert "<span>Marked by Society plain</span>" in page_of(Client(), ACTION)


def test_a_hidden_item_answers_a_form_as_one_that_never_was(client: Client, edition: Edition) -> None:
    factories.edition(owned(meeting="june-2021", day=date(2021, 6, 3)), "draft")
    client.force_login(of())
    assert [client.post(f"/decisions/SC-2021-{n}/A1/", SAID).status_code for n in ("06", "99")] == [404, 404]


def test_forged_fields_change_nothing(client: Client, edition: Edition) -> None:
    client.force_login(of())
    forged = {
        "voice": "support-unit",
        "organisation": "2",
        "number": "D1",
        "recorded_by": "1",
        "meeting": "9",
        "file": "x",
    }
    client.post(ACTION, {**SAID, **forged})
    update = Update.objects.get()
    assert (update.voice, update.number, update.file, str(update.recorded_by)) == ("organisation", "A1", "", "member")


@pytest.mark.parametrize("facts", [{"state": "condition-met"}, {"day": ""}, {"note": "n" * 5000}, {"seen": "x"}])
def test_a_member_keeps_what_was_typed(client: Client, edition: Edition, facts: dict[str, str]) -> None:
    client.force_login(of())
    answer = client.post(ACTION, {**SAID, "evidence": "https://example.org/mine", **facts})
    assert answer.status_code == 422
    assert "https://example.org/mine" in answer.content.decode()
    assert not Update.objects.exists()


def test_a_member_who_comes_second_reads_the_first_and_sends_again(client: Client, edition: Edition) -> None:
    updating.record(
        Update(day=date(2021, 4, 2), state="under-way"), ActionItem.objects.with_passage().get(), factories.editor()
    )
    client.force_login(of())
    answer = client.post(ACTION, {**SAID, "seen": "0"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert ("Somebody recorded an update since" in page, "Shared with all." in page) == (True, True)
    again = answer.context["form"]["seen"].value()
    assert client.post(ACTION, {**SAID, "seen": again}).status_code == 302
    assert client.post(ACTION, {**SAID, "seen": again}).status_code == 302, "sent twice: recorded once"
    assert Update.objects.count() == 2


def test_an_update_of_today_is_of_today(edition: Edition) -> None:
    editor, item = factories.editor(), ActionItem.objects.with_passage().get()
    update = updating.record(Update(day=date(2021, 4, 2), state="done"), item, editor)
    assert updating.withdraw(update, item, editor, "Wrong.").day == timezone.localdate()


@pytest.mark.parametrize(
    ("outcome", "conditions", "has_them"),
    [
        (Outcome.NOTED, "", False),
        (Outcome.APPROVED, "", False),
        (Outcome.UNSTATED, "", False),
        (Outcome.APPROVED_WITH_CONDITIONS, "", True),
        (Outcome.ENDORSED, "one condition", True),
    ],
)
def test_a_decision_without_conditions_meets_none(outcome: Outcome, conditions: str, *, has_them: bool) -> None:
    form: Any = UpdateForm(item=Decision(outcome=outcome, conditions=conditions))
    states = dict(form.fields["state"].choices)
    assert ("condition-met" in states, "condition-not-met" in states, "done" in states) == (has_them, has_them, True)
