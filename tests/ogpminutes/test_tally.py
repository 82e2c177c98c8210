"""Counts of the whole record: kept, right after each change, and of nothing that the reader may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from decisions.models import ActionItem, Update
from meetings.keeping import name_record
from meetings.models import Edition
from ogpminutes import publication, tally
from ogpminutes.models.members import today
from ogpminutes.publication import OPERATOR
from tests import factories
from tests.ogpminutes.test_browse import several

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def counted(user: Any = NOBODY) -> tally.Tally:
    return tally.tally(user, name_record(user))


def left(user: Any = NOBODY) -> tuple[int, int, int]:
    found = tally.still_open(user, name_record(user))
    return (found.decisions, found.actions, found.overdue)


def europe(user: Any = NOBODY) -> tally.Held:
    return counted(user).subjects["region"].get("europe", (0, 0, 0))


def test_subjects_years_and_the_newest_are_counted() -> None:
    several(3)
    found = counted()
    assert found.subjects["region"] == {"europe": (3, 0, 3), "americas": (3, 0, 3)}
    assert found.subjects["theme"] == {"civic-space": (3, 0, 3)}
    assert found.years == {2020: 3}
    newest = Edition.objects.filter(pk__in=found.editions).newest_first()
    assert list(newest.values_list("pk", flat=True)) == list(found.editions)
    assert len(found.decisions) == 3


@pytest.mark.parametrize("meetings", [1, 3])
def test_what_is_kept_is_asked_for_by_name_alone(django_assert_num_queries: Callable[..., Any], meetings: int) -> None:
    several(meetings)
    counted(), left()
    with django_assert_num_queries(3):
        counted(), left()


def test_an_approval_is_counted_at_once() -> None:
    several(1)
    assert europe() == (1, 0, 1)
    factories.edition(factories.small_minutes("more", "m-9", date(2021, 9, 1)))
    assert (europe(), counted().years) == ((2, 0, 2), {2020: 1, 2021: 1})


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    several(1)
    assert europe() == (1, 0, 1)
    edition = Edition.objects.get()
    draft = publication.amend(edition, OPERATOR, "A name was wrong.")
    assert europe() == (1, 0, 1)
    publication.circulate(draft, OPERATOR, draft.version, today() + timedelta(days=7))
    assert europe() == (1, 0, 1)


@pytest.mark.parametrize(
    ("reader", "seen"),
    [(factories.member, {"draft": 1, "circulated": 2}), (factories.editor, {"draft": 2, "circulated": 2})],
)
def test_each_reader_has_the_numbers_of_what_they_may_see(reader: Callable[[], User], seen: dict[str, int]) -> None:
    several(1)
    user = reader()
    draft = factories.edition(factories.small_minutes("more", "m-9", date(2021, 9, 1)), "draft")
    found = {}
    for status in ("draft", "circulated"):
        Edition.objects.filter(pk=draft.pk).update(status=status)
        found[status] = europe(user)[0]
        assert (europe(), left()) == ((1, 0, 1), (1, 1, 0))
    assert found == seen


def test_an_update_and_a_new_day_change_what_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.vocabulary()
    draft = factories.edition(factories.small_minutes(), "draft")
    ActionItem.objects.update(due=date(2021, 5, 1))
    factories.turn(draft, "approved")
    monkeypatch.setattr(tally, "today", lambda: date(2021, 5, 1))
    assert left() == (1, 1, 0)
    monkeypatch.setattr(tally, "today", lambda: date(2021, 5, 2))
    assert left() == (1, 1, 1)
    Update.objects.create(meeting=factories.meeting("march-2021"), number="A1", day=date(2021, 5, 2), state="done")
    assert left() == (1, 0, 0)


def test_the_items_that_are_due_longest_come_first() -> None:
    factories.vocabulary()
    days = [date(2021, 7, 1), None, date(2021, 5, 1), date(2021, 8, 1), date(2021, 6, 1)]
    for place, due in enumerate(days, 1):
        draft = factories.edition(factories.small_minutes(f"w{place}", f"m-{place}", date(2020, place, 1)), "draft")
        ActionItem.objects.filter(edition=draft).update(due=due)
        factories.turn(draft, "approved")
    next_ones = tally.still_open(NOBODY, name_record(NOBODY)).next
    assert [ActionItem.objects.get(pk=pk).due for pk in next_ones] == [days[2], days[4], days[0]]


def test_where_none_is_due_the_oldest_open_items_come() -> None:
    factories.vocabulary()
    for month in (5, 3, 6, 4):
        factories.edition(factories.small_minutes(f"w{month}", f"m-{month}", date(2020, month, 1)))
    Update.objects.create(meeting=factories.meeting("m-4"), number="A1", day=date(2020, 9, 1), state="done")
    next_ones = tally.still_open(NOBODY, name_record(NOBODY)).next
    assert [ActionItem.objects.get(pk=pk).edition.first_day.month for pk in next_ones] == [3, 5, 6]
