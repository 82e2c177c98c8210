"""Terms that can be meant: in which years and days, and each once."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client

from attendees.models import Membership, Organisation, Person
from meetings.models import Body
from ogpminutes.models import Member
from tests import factories
from tests.ogpminutes.test_admin import address

pytestmark = pytest.mark.django_db

NO_YEAR = (
    "is no year of a term. Write one from 1900 to 2199, such as 2027; where the term has no end yet, leave the end "
    "empty."
)
TWICE = (
    "A term of theirs in this body and role, from this year on, is kept already. Change that one, or correct the year."
)


@pytest.fixture
def desk(client: Client) -> Client:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    client.force_login(factories.editor())
    return client


def facts(**more: Any) -> dict[str, Any]:
    korea, _ = Organisation.objects.get_or_create(slug="korea", name="Korea")
    body = Body.objects.get(slug="steering-committee")
    return {"body": body.pk, "seat": "government", "organisation": korea.pk, "from_year": "2020", **more}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"from_year": "20"}, {"from_year": [f"20 {NO_YEAR}"]}),
        ({"until_year": "9999"}, {"until_year": [f"9999 {NO_YEAR}"]}),
        ({"starts_on": "0020-10-01"}, {"starts_on": [f"20 {NO_YEAR}"]}),
        ({"ends_on": "9999-10-01", "until_year": "2021"}, {"ends_on": [f"9999 {NO_YEAR}"]}),
        (
            {"starts_on": "2021-10-01"},
            {"starts_on": ["The first day lies in 2021, but the year beside it is 2020. Correct one of them."]},
        ),
        (
            {"until_year": "2022", "ends_on": "2023-09-30"},
            {"ends_on": ["The last day lies in 2023, but the year beside it is 2022. Correct one of them."]},
        ),
        ({"from_year": "2020\0"}, {"from_year": ["Enter a whole number."]}),
        ({"from_year": "9" * 5000}, {"from_year": ["Enter a whole number."]}),
    ],
)
def test_a_year_that_cannot_be_meant_is_refused_with_the_cure(
    desk: Client, typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    form = desk.post(address(Membership, "add"), facts(**typed)).context["adminform"].form
    assert {name: list(said) for name, said in form.errors.items()} == errors
    assert not Membership.objects.exists()


def test_a_term_is_kept_once(desk: Client) -> None:
    add = address(Membership, "add")
    assert desk.post(add, facts()).status_code == 302
    assert desk.post(add, facts(until_year="2022")).context["adminform"].form.non_field_errors() == [TWICE]
    maria = Person.objects.create(slug="ana", name="Ana")
    for other in ({"from_year": "2023"}, {"co_chair": "lead"}, {"person": maria.pk}):
        assert desk.post(add, facts(**other)).status_code == 302, other
    (first, *_) = Membership.objects.order_by("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            body=first.body, seat="additional", organisation=first.organisation, from_year=first.from_year
        )


def test_two_terms_of_one_form_are_not_the_same(desk: Client) -> None:
    form = address(Organisation, "add")
    body = Body.objects.get(slug="steering-committee").pk
    typed = {"slug": "chile", "name": "Chile", "kind": "government", "memberships-INITIAL_FORMS": "0"}
    rows = {f"memberships-{n}-{name}": value for n in (0, 1) for name, value in facts(body=body).items()}
    rows = {name: value for name, value in rows.items() if not name.endswith("organisation")}
    answer = desk.post(form, {**typed, **rows, "memberships-TOTAL_FORMS": "2"})
    (terms,) = answer.context["inline_admin_formsets"]
    assert terms.formset.non_form_errors() == [
        "Two terms in the same body and role begin in 2020. Take one out, or correct its year."
    ]
    assert not Organisation.objects.filter(slug="chile").exists()
    assert desk.post(form, {**typed, **rows, "memberships-TOTAL_FORMS": "1"}).status_code == 302
    assert [str(term) for term in Membership.objects.all()] == ["Chile, 2020–"]


def test_a_person_is_not_two_members_at_once(desk: Client) -> None:
    ana = Person.objects.create(slug="ana", name="Ana")
    first = Member.objects.get(user=factories.member("ada"))
    Member.objects.update(person=ana, starts_on=date(2020, 10, 1), ends_on=date(2023, 9, 30))
    typed = {"name": "Ana", "email": "a@example.org", "capacity": "civil-society-member", "person": ana.pk}
    form = address(Member, "add")
    answer = desk.post(form, {**typed, "starts_on": "2023-09-30"})
    assert answer.context["adminform"].form.errors["person"] == [
        f"Ana is a member already: {first}, from 1 October 2020. Change that one."
    ]
    odd = desk.post(form, {**typed, "starts_on": "0023-10-01"}).context["adminform"].form
    assert odd.errors["starts_on"] == [f"23 {NO_YEAR}"]
    assert desk.post(form, {**typed, "starts_on": "2023-10-01"}).status_code == 302
    assert Member.objects.filter(person=ana).count() == 2


def test_terms_that_were_kept_twice_are_kept_once_after_an_update(desk: Client) -> None:
    migration = import_module("attendees.migrations.0005_terms_that_can_be_meant")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX a_term_is_kept_once")
    body, korea = Body.objects.get(slug="steering-committee"), Organisation.objects.create(slug="korea", name="Korea")
    term = {"body": body, "organisation": korea, "seat": "government", "from_year": 2020}
    Membership.objects.bulk_create([Membership(**term), Membership(**term), Membership(**{**term, "from_year": 2021})])
    migration.keep_each_once(apps, None)
    assert [str(each) for each in Membership.objects.order_by("pk")] == ["Korea, 2020–", "Korea, 2021–"]
    Membership.objects.create(**term, until_year=2022)
    with pytest.raises(RuntimeError, match="are of the same holder, body and role, and all begin in 2020"):
        migration.keep_each_once(apps, None)
