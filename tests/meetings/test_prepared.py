"""Statements that are put together once: for whom, with which keys, and what they give."""

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from meetings.models import Edition, Meeting
from meetings.prepared import Prepared, among_keys
from meetings.querysets import ANYBODY, Reader
from tests import factories

pytestmark = pytest.mark.django_db


def titles() -> Prepared:
    return Prepared(lambda user: Edition.objects.visible_to(user).order_by("title").values_list("title", flat=True))


def days() -> Prepared:
    def rows(user: Reader) -> Any:
        meetings = Meeting.objects.visible_to(user).filter(pk__in=among_keys())
        return meetings.order_by("slug").values_list("slug", "first_day")

    return Prepared(rows)


def test_each_reader_is_given_what_that_reader_may_see() -> None:
    factories.vocabulary()
    for month, status in enumerate(("draft", "circulated", "approved"), start=1):
        minutes = factories.small_minutes(meeting=status, day=date(2021, month, 1), title=status)
        factories.edition(minutes, status)
    readers = {"editor": factories.editor(), "member": factories.member(), "nobody": AnonymousUser()}
    seen = {"editor": ["approved", "circulated", "draft"], "member": ["approved", "circulated"], "nobody": ["approved"]}
    asked = titles()
    for _ in range(2):
        assert {name: [title for (title,) in asked(reader)] for name, reader in readers.items()} == seen


def test_what_is_approved_later_is_given_too() -> None:
    factories.vocabulary()
    asked = titles()
    assert asked(ANYBODY) == []
    factories.edition(factories.small_minutes(title="New"))
    assert [title for (title,) in asked(ANYBODY)] == ["New"]


def test_keys_narrow_and_values_are_what_the_models_give() -> None:
    factories.vocabulary()
    for month in (3, 4, 5):
        factories.edition(factories.small_minutes(meeting=f"m-{month}", day=date(2021, month, 3)))
    keys = dict(Meeting.objects.values_list("slug", "pk"))
    asked = days()
    for wanted in (["m-3", "m-5"], ["m-4"], []):
        given = [tuple(row) for row in asked(ANYBODY, [keys[slug] for slug in wanted])]
        assert given == [(slug, date(2021, int(slug[2:]), 3)) for slug in wanted]


def test_a_statement_is_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def rows(user: Reader) -> Any:
        made.append("made")
        return Edition.objects.visible_to(user).values_list("pk")

    asked = Prepared(rows)
    for _ in range(3):
        asked(ANYBODY)
        asked(AnonymousUser())
    assert made == ["made"]


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_by_its_own_connection(django_assert_num_queries: Callable[..., Any]) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes(title="Seen"))
    asked, given = titles(), []
    assert len(asked(ANYBODY)) == 1

    def elsewhere() -> None:
        given.extend(asked(ANYBODY))
        connection.close()

    thread = Thread(target=elsewhere)
    with django_assert_num_queries(0):
        thread.start()
        thread.join()
    assert [title for (title,) in given] == ["Seen"]
