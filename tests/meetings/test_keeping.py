"""What is kept of the whole record, and what makes it be made anew."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.test import Client

from meetings import keeping
from meetings.facets import counts
from meetings.keeping import keeper, kept, name_record
from meetings.models import Body, Meeting
from ogpminutes import tally
from tests import factories
from tests.meetings.test_filters import filters

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def change(client: Client, meeting: Meeting, **facts: Any) -> None:
    """Change a meeting in the admin."""
    client.force_login(User.objects.create_superuser("root", password="correct horse battery"))
    parts = ("editions", "announcement", "papers")
    form: dict[str, Any] = {f"{name}-{forms}_FORMS": 0 for name in parts for forms in ("TOTAL", "INITIAL")}
    form |= {name: getattr(meeting, name) for name in ("slug", "first_day", "last_day")} | {"body": meeting.body_id}
    address = f"/admin/meetings/meeting/{meeting.pk}/change/"
    form |= {"seen": client.get(address).context["seen"], "is_confirmed": "on"}
    assert client.post(address, {**form, **facts}).status_code == 302


def offered(group: str, user: Any = NOBODY) -> dict[str, str]:
    facets = counts(filters("", user)).facets
    return {option.value: option.label for facet in facets if facet.name == group for option in facet.options}


def test_the_days_of_published_minutes_are_put_right_and_offered_at_once(client: Client) -> None:
    factories.vocabulary()
    edition = factories.edition(factories.small_minutes())
    before = (offered("year"), offered("meeting"), tally.tally(NOBODY, name_record(NOBODY)).years)
    assert before == ({"2021": "2021"}, {"march-2021": "3 March 2021"}, {2021: 1})
    change(client, edition.meeting, first_day=date(2019, 2, 3), last_day=date(2019, 2, 4))
    after = (offered("year"), offered("meeting"), tally.tally(NOBODY, name_record(NOBODY)).years)
    assert after == ({"2019": "2019"}, {"march-2021": "3–4 February 2019"}, {2019: 1})


def test_a_draft_that_gets_another_address_is_offered_by_it_at_once(client: Client) -> None:
    factories.vocabulary()
    edition, editor = factories.edition(factories.small_minutes(), "draft"), factories.editor()
    assert list(offered("meeting", editor)) == ["march-2021"]
    change(client, edition.meeting, slug="april-2021")
    assert (list(offered("meeting", editor)), list(offered("meeting"))) == (["april-2021"], [])


def test_a_body_that_gets_another_name_is_offered_by_it_at_once() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    assert offered("body") == {"steering-committee": "Steering Committee"}
    Body.objects.filter(slug="steering-committee").update(name="Board")
    assert offered("body") == {"steering-committee": "Board"}


def test_readers_who_may_see_other_things_share_nothing() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("drafted"), "draft")
    factories.edition(factories.small_minutes("sent", "april-2021", date(2021, 4, 4)), "circulated")
    factories.edition(factories.small_minutes("public", "may-2021", date(2021, 5, 5)))
    readers = {"editor": factories.editor(), "member": factories.member(), "nobody": NOBODY}
    for name, reader in readers.items():
        assert keeper(reader)("who", lambda name=name: name) == name
    assert {name: keeper(reader)("who", lambda: "new") for name, reader in readers.items()} == {
        name: name for name in readers
    }


def test_nothing_is_kept_as_well_as_something() -> None:
    made: list[int] = []
    for _ in range(2):
        assert keeper(NOBODY)("empty", lambda: made.append(1) or []) == []
    assert made == [1]


def test_what_was_asked_for_last_is_at_hand_and_the_rest_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "AT_HAND", 2)
    made = {name: kept(name, lambda name=name: [name]) for name in "abc"}
    again = {name: kept(name, lambda: pytest.fail("It is kept.")) for name in "cba"}
    assert again == made
    assert [name for name in "abc" if again[name] is made[name]] == ["b", "c"]


def test_what_is_at_hand_is_read_again_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOMENT", 0)
    kept("a", lambda: "first")
    cache.delete("a")
    assert kept("a", lambda: "second") == "second"


def test_a_meeting_that_is_deleted_brings_no_former_name_back(client: Client) -> None:
    """What is put right while a meeting without minutes comes and goes is not mistaken for what was kept before."""
    factories.vocabulary()
    edition = factories.edition(factories.small_minutes())
    day = date(2022, 1, 1)
    stray = Meeting.objects.create(slug="stray", body=edition.meeting.body, first_day=day, last_day=day, revision=1)
    before = name_record(NOBODY)
    change(client, edition.meeting, first_day=date(2019, 2, 3), last_day=date(2019, 2, 4))
    stray.delete()
    assert name_record(NOBODY) != before
    assert offered("year") == {"2019": "2019"}
