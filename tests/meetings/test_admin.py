"""The forms of meetings: what they say of approved minutes, and which addresses they take."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from meetings.models import Edition, Meeting
from tests import factories
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db
STATED = "The approved minutes state 3 March 2021."


@pytest.fixture
def desk(client: Client) -> Client:
    factories.vocabulary()
    client.force_login(factories.editor())
    return client


@pytest.fixture
def sealed(desk: Client) -> Meeting:
    return factories.edition(factories.small_minutes()).meeting


def change(desk: Client, meeting: Meeting, first: str, last: str, **more: str) -> Any:
    address = f"/admin/meetings/meeting/{meeting.pk}/change/"
    parts = ("editions", "announcement", "papers")
    form: dict[str, Any] = {f"{name}-{forms}_FORMS": 0 for name in parts for forms in ("TOTAL", "INITIAL")}
    form |= {"first_day": first, "last_day": last, "body": meeting.body_id, "slug": meeting.slug}
    return desk.post(address, {**form, "seen": desk.get(address).context["seen"], **more})


def days(meeting: Meeting) -> tuple[date, date]:
    meeting.refresh_from_db()
    return meeting.first_day, meeting.last_day


def asks(answer: Any) -> bool:
    return 'name="is_confirmed"' in answer.content.decode()


def test_the_form_of_a_meeting_says_which_days_its_approved_minutes_state(desk: Client, sealed: Meeting) -> None:
    answer = desk.get(f"/admin/meetings/meeting/{sealed.pk}/change/")
    assert STATED in answer.content.decode()
    assert not asks(answer)


def test_other_days_than_the_approved_minutes_state_are_asked_for_twice(desk: Client, sealed: Meeting) -> None:
    answer = change(desk, sealed, "2021-01-01", "2021-01-02")
    assert answer.status_code == 200
    assert [text(each) for each in all_of(tree(answer), "ul", "errorlist")] == [
        "Nothing was saved: the approved minutes state 3 March 2021. "
        "Write those days, or tick that you change them all the same."
    ]
    assert f"{STATED} Change the days all the same." in answer.content.decode()
    assert asks(answer)
    assert 'value="2021-01-01"' in answer.content.decode()
    assert days(sealed) == (date(2021, 3, 3), date(2021, 3, 3))
    assert change(desk, sealed, "2021-01-01", "2021-01-02", is_confirmed="on").status_code == 302
    assert days(sealed) == (date(2021, 1, 1), date(2021, 1, 2))


def test_days_that_were_put_right_are_saved_again_and_put_back_without_a_word(desk: Client, sealed: Meeting) -> None:
    Meeting.objects.update(first_day=date(2021, 3, 2))
    assert change(desk, sealed, "2021-03-02", "2021-03-03").status_code == 302
    assert change(desk, sealed, "2021-03-03", "2021-03-03").status_code == 302
    assert days(sealed) == (date(2021, 3, 3), date(2021, 3, 3))


def test_a_mistake_beside_other_days_still_asks(desk: Client, sealed: Meeting) -> None:
    assert asks(change(desk, sealed, "no day", "2021-01-02"))
    assert days(sealed) == (date(2021, 3, 3), date(2021, 3, 3))


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_days_that_no_approved_minutes_state_are_not_asked_for_twice(desk: Client, status: str) -> None:
    edition: Edition = factories.edition(factories.small_minutes(), status)
    assert (
        "approved minutes state"
        not in desk.get(f"/admin/meetings/meeting/{edition.meeting_id}/change/").content.decode()
    )
    assert change(desk, edition.meeting, "2021-01-01", "2021-01-02").status_code == 302


# What ends an address


def refused(desk: Client, address: str, typed: dict[str, Any]) -> list[str]:
    answer = desk.post(address, typed)
    assert answer.status_code == 200
    return [text(each) for each in all_of(tree(answer), "ul", "errorlist") if each.get("id") == "id_slug_error"]


KEY = (
    "Minutes cannot name this. Write small letters a to z and digits, beginning with a letter, with single hyphens "
    "between words: march-2027."
)


@pytest.mark.parametrize("slug", ["2027", "March_2027", "march--2027", "-march", "march_2027", "MARCH", "1-march"])
@pytest.mark.parametrize("model", ["meeting", "body", "region", "theme"])
def test_a_slug_that_minutes_cannot_name_is_refused(desk: Client, model: str, slug: str) -> None:
    assert refused(desk, f"/admin/meetings/{model}/add/", {"slug": slug}) == [KEY]


@pytest.mark.parametrize("model", ["meeting", "body", "region", "theme"])
def test_a_slug_that_minutes_can_name_is_taken(desk: Client, model: str) -> None:
    assert refused(desk, f"/admin/meetings/{model}/add/", {"slug": "march-2027"}) == []


@pytest.mark.parametrize("slug", ["-ada", "ada--byron", "ada-"])
@pytest.mark.parametrize("model", ["person", "organisation"])
def test_an_identity_that_minutes_cannot_name_is_refused(desk: Client, model: str, slug: str) -> None:
    said = "Minutes cannot name this. Write letters and digits with single hyphens between words: maria-baron."
    assert refused(desk, f"/admin/attendees/{model}/add/", {"slug": slug}) == [said]


@pytest.mark.parametrize("slug", ["seats", "organisations", "co-chairs"])
def test_a_person_does_not_stand_at_the_address_of_another_page(desk: Client, slug: str) -> None:
    said = f"/attendees/{slug}/ is another page of the portal. Write something longer, such as {slug}-2."
    assert refused(desk, "/admin/attendees/person/add/", {"slug": slug}) == [said]
    assert refused(desk, "/admin/attendees/organisation/add/", {"slug": slug}) == []


@pytest.mark.parametrize("slug", ["ada-łoś", "seats-2", "мария"])
def test_a_person_in_any_alphabet_is_taken(desk: Client, slug: str) -> None:
    assert refused(desk, "/admin/attendees/person/add/", {"slug": slug}) == []
