"""What Support Unit staff see and may do in the admin."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import CheckConstraint
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attendees.models import Attendance, AttendanceGroup, Membership
from decisions.models import ActionItem, Assignment, Decision, Update
from meetings.models import Body, Edition, FeedbackItem, Meeting, Passage, Reference, Session, Theme
from ogpminutes import audit
from tests import factories

pytestmark = pytest.mark.django_db

KEPT = ("LogEntry", "Seal")  # by the portal itself; staff read them
RECORD = ("meetings", "attendees", "decisions")
SHOWN = [model for model in admin.site._registry if model._meta.app_label in RECORD]
MODELS = [model for model in SHOWN if model.__name__ not in KEPT]
EDITION_ROWS = [Edition, Session, Passage, FeedbackItem, Reference, AttendanceGroup, Attendance, Decision, ActionItem]


@pytest.fixture
def draft(db: None) -> Edition:
    factories.vocabulary()
    return factories.edition(factories.small_minutes(), status="draft")


@pytest.fixture
def desk(client: Client, draft: Edition) -> Client:
    client.force_login(factories.editor())
    return client


def address(model: Any, page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def filled(response: Any) -> dict[str, Any]:
    """What a browser would send back of an admin form, unchanged."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    data: dict[str, Any] = {"seen": context["seen"]}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            data[form.add_prefix(name)] = "" if value is None else value
    return {name: value for name, value in data.items() if value is not False}


def test_every_model_of_the_record_is_in_the_admin() -> None:
    assert {model.__name__ for model in MODELS} == {
        "ActionItem", "Attendance", "AttendanceGroup", "Body", "Decision", "Edition", "FeedbackItem", "Meeting",
        "Membership", "Organisation", "Passage", "Person", "Reference", "Region", "Session", "Theme", "Update",
        "Assignment", "Uptake", "Alteration", "GoverningDocument",
    }  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_editor_opens_every_list_form_and_search(desk: Client, model: Any) -> None:
    assert desk.get(address(model, "changelist")).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "plain"}).status_code == 200
    assert desk.get(address(model, "add")).status_code == 200
    row = model._default_manager.first()
    if row is not None:
        assert desk.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_a_nul_in_the_filter_of_a_list_asks_for_nothing(client: Client, draft: Edition, model: Any) -> None:
    client.force_login(User.objects.create_superuser("root", password="correct horse battery"))
    plain = client.get(address(model, "changelist")).context["cl"]
    names = {name for spec in plain.filter_specs for name in spec.expected_parameters() if name}
    for name in {*names, "q", "o", "p", "all", "id__exact"}:
        answer = client.get(f"{address(model, 'changelist')}?{name}=%00")
        assert (answer.status_code, answer.context["cl"].result_count) == (200, plain.result_count), name


@pytest.mark.parametrize("asked", ["status__exact=dra%00ft", "status__%00exact=draft", "status__exact=draft&q=%00"])
def test_the_rest_of_a_query_string_with_a_nul_counts(desk: Client, asked: str) -> None:
    cl = desk.get(f"{address(Edition, 'changelist')}?{asked}").context["cl"]
    assert (cl.params["status__exact"], cl.result_count) == ("draft", 1)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_with_more_rows(desk: Client, model: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(address(model, "changelist"))
        return len(queries)

    desk.get(address(model, "changelist"))
    few = cost()
    for month in (4, 5, 6):
        minutes = factories.small_minutes(f"w{month}", f"m-{month}", date(2021, month, 1))
        factories.edition(minutes, status="draft")
    assert cost() <= few


def test_a_member_has_no_desk(client: Client, draft: Edition) -> None:
    client.force_login(factories.member())
    for model in MODELS:
        assert client.get(address(model, "changelist")).status_code == 302


def test_a_status_cannot_be_forged(desk: Client, draft: Edition) -> None:
    page = desk.get(address(Edition, "facts", draft.pk))
    forged = {"status": "approved", "number": 7, "approved_on": "2021-01-01", "version": 9, "id": 99}
    answer = desk.post(address(Edition, "facts", draft.pk), {**filled(page), **forged, "place": "Virtual"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.number, draft.approved_on) == ("draft", 1, None)
    assert (draft.version, draft.place) == (1, "Virtual")


@pytest.mark.parametrize("status", ["circulated", "approved", "superseded"])
@pytest.mark.parametrize("model", EDITION_ROWS, ids=lambda model: model.__name__)
def test_what_is_no_draft_cannot_be_changed_or_deleted(desk: Client, model: Any, status: str) -> None:
    factories.turn(Edition.objects.get(), status)
    before = list(model._default_manager.order_by("pk").values())
    row = model._default_manager.first()
    form = address(model, "facts" if model is Edition else "change", row.pk)
    assert desk.post(form, {"heading": "forged", "text": "forged"}).status_code == 403
    assert desk.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    desk.post(address(model, "changelist"), chosen)
    assert list(model._default_manager.order_by("pk").values()) == before


def test_nothing_can_be_added_to_approved_minutes(desk: Client, draft: Edition) -> None:
    factories.turn(draft, "approved")
    session = Session.objects.first()
    assert session is not None
    answer = desk.post(address(Passage, "add"), {"session": session.pk, "number": 99, "kind": "narrative",
                                                 "depth": 0, "text": "Forged."})  # fmt: skip
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()
    assert not Passage.objects.filter(text="Forged.").exists()


def test_a_passage_is_edited(desk: Client, draft: Edition) -> None:
    passage = Passage.objects.get(kind="point")
    page = desk.get(address(Passage, "change", passage.pk))
    answer = desk.post(address(Passage, "change", passage.pk), {**filled(page), "text": "Another point."})
    assert answer.status_code == 302
    passage.refresh_from_db()
    assert (passage.text, passage.folded) == ("Another point.", "another point.")


def test_words_that_a_decision_needs_cannot_go_and_what_was_typed_stays(desk: Client, draft: Edition) -> None:
    passage = Passage.objects.get(kind="decision")
    page = desk.get(address(Passage, "change", passage.pk))
    typed = {**filled(page), "text": "Approved without more ado."}
    answer = desk.post(address(Passage, "change", passage.pk), typed)
    content = answer.content.decode()
    assert answer.status_code == 200
    assert "Nothing was saved." in content
    assert "does not say “condition plain”" in content
    assert "Approved without more ado." in content
    passage.refresh_from_db()
    assert passage.text == "Approved on condition plain."


@pytest.mark.parametrize("text", ["with \x01 control", "x" * 4001, " \n "])
def test_text_that_minutes_cannot_hold_is_refused_in_words(desk: Client, draft: Edition, text: str) -> None:
    passage = Passage.objects.get(kind="point")
    page = desk.get(address(Passage, "change", passage.pk))
    answer = desk.post(address(Passage, "change", passage.pk), {**filled(page), "text": text})
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    passage.refresh_from_db()
    assert passage.text == "Point plain."


def test_text_on_two_lines_is_joined(desk: Client, draft: Edition) -> None:
    passage = Passage.objects.get(kind="point")
    page = desk.get(address(Passage, "change", passage.pk))
    desk.post(address(Passage, "change", passage.pk), {**filled(page), "text": "One\r\ntwo  three"})
    passage.refresh_from_db()
    assert passage.text == "One two three"


def test_deleting_a_passage_closes_the_gap_in_the_numbers(desk: Client, draft: Edition) -> None:
    point = Passage.objects.get(kind="point")
    page = desk.get(address(Passage, "delete", point.pk))
    answer = desk.post(address(Passage, "delete", point.pk), {"post": "yes", "seen": page.context["seen"]})
    assert answer.status_code == 302
    numbers = Passage.objects.filter(session__number="1").order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


BEGINNING = {"title": "Minutes", "dates": "3 May 2021", "first_day": "2021-05-03", "publisher": "OGP"}


def begin(desk: Client, **more: Any) -> Any:
    body = Body.objects.get(slug="steering-committee")
    return desk.post(address(Edition, "add"), {"body": body.pk, **BEGINNING, **more})


def test_minutes_are_begun_from_a_few_facts_and_written_in_the_editor(desk: Client) -> None:
    answer = begin(desk)
    begun = Edition.objects.get(title="Minutes")
    assert answer.url == address(Edition, "change", begun.pk)
    assert (begun.number, begun.status, begun.version, begun.reference) == (1, "draft", 1, "SC-2021-05")
    assert (begun.meeting.slug, begun.last_day) == ("may-2021", date(2021, 5, 3))
    assert begun.versions.get().note == "begun"
    page = desk.get(answer.url)
    assert page.context["text"].startswith("---\npublisher: OGP\ntitle: Minutes\n")
    assert "## Session 1: …" in page.context["text"]
    assert {each["severity"] for each in page.context["diagnostics"]} == {"info"}  # of what is still to be written


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"meeting": "march-2021"}, "edition 1 is draft already; go on writing there"),
        ({"reference": "SC-2021-03"}, "“SC-2021-03” cites Steering Committee, 3 March 2021, edition 1 already"),
        ({"last_day": "2021-05-02"}, "lies before the first day"),
        ({"title": "x" * 1001}, "at most 1000 characters"),
        ({"title": "x\x00y"}, "Null characters are not allowed"),
        ({"reference": "no reference"}, "is not one such as"),
    ],
)
def test_what_cannot_be_begun_is_refused_with_what_was_typed(desk: Client, facts: dict[str, str], said: str) -> None:
    answer = begin(desk, **facts, place="my typed place")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "my typed place" in answer.content.decode()
    assert Edition.objects.count() == 1


def test_approved_minutes_are_not_begun_again(desk: Client, draft: Edition) -> None:
    factories.turn(draft, "approved")
    answer = begin(desk, meeting="march-2021")
    assert "is approved already; amend them" in answer.content.decode()


def test_an_update_is_signed_and_never_changed(desk: Client, draft: Edition) -> None:
    factories.turn(draft, "approved")
    fact = {"reference": f"{draft.reference}/D1", "day": "2021-04-01", "state": "condition-met", "note": "Done."}
    assert desk.post(address(Update, "add"), fact).status_code == 302
    update = Update.objects.get()
    assert update.recorded_by == User.objects.get(username="editor")
    assert desk.post(address(Update, "change", update.pk), fact).status_code == 403
    assert desk.post(address(Update, "delete", update.pk), {"post": "yes"}).status_code == 403


def test_the_slug_of_a_theme_stays(desk: Client, draft: Edition) -> None:
    theme = Theme.objects.get(slug="civic-space")
    form = address(Theme, "change", theme.pk)
    desk.post(form, {**filled(desk.get(form)), "slug": "other", "name": "Civic spaces"})
    theme.refresh_from_db()
    assert (theme.slug, theme.name) == ("civic-space", "Civic spaces")


def test_the_real_minutes_stay_within_the_field_limit(desk: Client) -> None:
    december = factories.december(status="draft")
    assert Meeting.objects.count() == 2
    for model in (Edition, Session, AttendanceGroup):
        for row in model._default_manager.all():
            page = desk.get(address(model, "facts" if model is Edition else "change", row.pk))
            assert len(filled(page)) < 1000
    assert december.sessions.count() == 14


@pytest.mark.parametrize("name", KEPT)
def test_what_the_portal_keeps_is_read_and_never_written(desk: Client, draft: Edition, name: str) -> None:
    factories.turn(draft, "approved")
    audit.record("somebody", "tried", draft)
    (model,) = (model for model in SHOWN if model.__name__ == name)
    before = list(model._default_manager.values())
    row = model._default_manager.first()
    assert desk.get(address(model, "changelist")).status_code == 200
    assert desk.get(address(model, "change", row.pk)).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "%"}).status_code == 200
    for page in (address(model, "change", row.pk), address(model, "add"), address(model, "delete", row.pk)):
        assert desk.post(page, {"post": "yes", "actor": "forged"}).status_code == 403
    desk.post(address(model, "changelist"), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert list(model._default_manager.values()) == before


CHOICE = "Select a valid choice. That choice is not one of the available choices."
LOOKED_UP = [(Membership, "person"), (Assignment, "organisation"), (Meeting, "body"), (Decision, "passage")]


@pytest.mark.parametrize(("model", "field"), LOOKED_UP)
@pytest.mark.parametrize("forged", ["9" * 30, "9223372036854775808", "-1", "1e9", "①", "x", "\0"])
def test_a_forged_id_is_a_wrong_choice(desk: Client, model: Any, field: str, forged: str) -> None:
    answer = desk.post(address(model, "add"), {field: forged})
    said = "Null characters are not allowed." if forged == "\0" else CHOICE
    assert (answer.status_code, answer.context["adminform"].form.errors[field]) == (200, [said])


@pytest.mark.parametrize(
    ("model", "typed", "said"),
    [
        (Meeting, {"last_day": "2021-03-01"}, "The last day is before the first one. Correct one of them."),
        (
            Passage,
            {"kind": "point", "scope": "overall"},
            "Only feedback has a scope. Choose the kind “feedback”, or no scope.",
        ),
        (
            Passage,
            {"kind": "point", "depth": "6"},
            "Only points and feedback are nested, at most 5 deep. Write another depth.",
        ),
        (
            Passage,
            {"kind": "narrative", "depth": "1"},
            "Only points and feedback are nested, at most 5 deep. Write another depth.",
        ),
        (Attendance, {"person": ""}, "A printed name is a person’s. Fill in both, or neither."),
        (
            Attendance,
            {"name": "", "person": "", "organisation": "", "organisation_name": ""},
            "Write a name as printed, an organisation as printed, or both.",
        ),
        (
            Decision,
            {"outcome": "approved", "conditions": "One."},
            "Conditions go with “approved with conditions”. Choose it, or take them out.",
        ),
    ],
)
def test_a_rule_that_is_broken_says_the_cure(desk: Client, model: Any, typed: dict[str, str], said: str) -> None:
    form = address(model, "change", model._default_manager.first().pk)
    answer = desk.post(form, {**filled(desk.get(form)), **typed})
    assert answer.context["adminform"].form.non_field_errors() == [said]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Nobody holds this seat. Choose an organisation, a person, or both."),
        ({"until_year": "2019"}, "The term ends in a year before it begins. Correct one of the years."),
        (
            {"starts_on": "2020-03-02", "ends_on": "2020-03-01"},
            "The term ends on a day before its first one. Correct one of the days.",
        ),
    ],
)
def test_a_seat_that_breaks_a_rule_says_the_cure(desk: Client, typed: dict[str, str], said: str) -> None:
    facts = {"body": Body.objects.get(slug="steering-committee").pk, "seat": "government", "from_year": "2020"}
    answer = desk.post(address(Membership, "add"), {**facts, **typed})
    assert said in answer.context["adminform"].form.non_field_errors()


def test_a_body_that_breaks_a_rule_says_the_cure(desk: Client) -> None:
    facts = {"slug": "panel", "name": "Panel", "prefix": "P", "starts_on": "2021-03-02", "ends_on": "2021-03-01"}
    answer = desk.post(address(Body, "add"), facts)
    assert answer.context["adminform"].form.non_field_errors() == ["It ends before it starts. Correct one of the days."]


def test_each_rule_that_a_form_can_break_says_the_cure() -> None:
    """The others are told by the fields before, or of rows that are made by no form."""
    rules = [rule for model in SHOWN for rule in model._meta.constraints if isinstance(rule, CheckConstraint)]
    assert {rule.name for rule in rules if rule.violation_error_message == rule.default_violation_error_message} == {
        "a_file_of_evidence_has_all_its_facts", "a_passage_has_text", "a_person_has_a_name", "a_reference_has_a_title",
        "a_session_has_a_heading", "a_suggestion_is_taken_up_in_a_decision_or_an_action_item",
        "an_action_item_states_something", "an_assignment_is_of_an_action_item", "an_assignment_names_one_owner",
        "an_alteration_is_withdrawn_with_a_reason_alone", "an_organisation_has_a_name",
        "an_update_has_a_state_or_withdraws_one_with_a_reason", "an_update_is_of_a_decision_or_an_action_item",
        "an_uptake_has_an_extent_or_withdraws_one_with_a_reason", "only_a_decision_alters_a_document",
        "only_approved_editions_have_a_day_of_approval", "whoever_says_an_update_is_named_alone",
    }  # fmt: skip


def test_what_was_chosen_is_chosen_when_the_form_comes_back(desk: Client) -> None:
    body = Body.objects.get(slug="steering-committee")
    page = desk.post(address(Meeting, "add"), {"body": str(body.pk)}).content.decode()
    assert f'<option value="{body.pk}" selected>{body.name}</option>' in page
