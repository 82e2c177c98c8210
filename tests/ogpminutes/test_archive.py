"""Rows and `Minutes` say the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings

from attendees.models import Organisation, Person
from meetings.lines import InvalidMinutes
from meetings.minutes import Minutes
from meetings.models import Body, Edition, Meeting, Passage, Region, Theme
from ogpminutes import archive
from tests import factories, strategies

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(db: None) -> None:
    factories.vocabulary()


def teach(minutes: Minutes) -> None:
    """Make every body, region and theme that minutes name."""
    Body.objects.get_or_create(slug=minutes.body, defaults={"name": minutes.body, "prefix": "SC"})
    parts = [*minutes.all_sessions(), *minutes.passages()]
    for slug in {slug for part in parts for slug in part.regions}:
        Region.objects.get_or_create(slug=slug, defaults={"name": slug})
    for slug in {slug for part in parts for slug in part.themes}:
        Theme.objects.get_or_create(slug=slug, defaults={"name": slug})


def reread(edition: Edition) -> Minutes:
    return archive.read(Edition.objects.with_meeting().get(pk=edition.pk))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=strategies.minutes())
def test_read_gives_back_what_write_stored(minutes: Minutes, db: None) -> None:
    with transaction.atomic():
        teach(minutes)
        assert reread(archive.write(minutes)) == minutes
        transaction.set_rollback(True)


def test_writing_what_was_read_gives_the_same_again(words: None) -> None:
    first = reread(factories.edition(factories.december_minutes(), "superseded"))
    assert reread(archive.write(first, reason="A copy.")) == first


def test_reading_costs_seven_queries_whatever_the_length(words: None, django_assert_num_queries: Any) -> None:
    long = factories.edition(factories.december_minutes())
    short = factories.edition(factories.small_minutes())
    for edition in (long, short):
        with django_assert_num_queries(7):
            archive.read(edition)


def test_december_survives_the_rows(words: None) -> None:
    minutes = factories.december_minutes()
    assert reread(archive.write(minutes)) == minutes


def test_attendees_cannot_stand_first_where_no_session_is_left(words: None) -> None:
    edition = archive.write(factories.small_minutes(attendance_first=True))
    assert archive.read(edition).attendance_first
    edition.sessions.all().delete()
    assert not archive.read(edition).attendance_first


def test_write_makes_the_next_edition_a_draft(words: None) -> None:
    edition = archive.write(factories.small_minutes())
    assert (edition.number, edition.status) == (1, "draft")
    factories.turn(edition, "superseded")
    later = archive.write(factories.small_minutes(), reason="A name was wrong.")
    assert (later.number, later.status, later.reason) == (2, "draft", "A name was wrong.")


def test_write_refuses_an_unknown_theme_and_stores_nothing(words: None) -> None:
    Theme.objects.get(slug="civic-space").delete()
    with pytest.raises(InvalidMinutes, match="No theme is called 'civic-space'; add it to the vocabulary"):
        archive.write(factories.small_minutes())
    assert (Meeting.objects.count(), Edition.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_write_refuses_an_unknown_body(words: None) -> None:
    with pytest.raises(InvalidMinutes, match="no body is called 'parliament'"):
        archive.write(factories.small_minutes(body="parliament"))


def test_write_refuses_a_meeting_of_another_body(words: None) -> None:
    archive.write(factories.small_minutes())
    with pytest.raises(InvalidMinutes, match="was a meeting of another body"):
        archive.write(factories.small_minutes(body="board-of-directors"))


def test_two_editions_in_work_are_refused_by_the_database(words: None) -> None:
    archive.write(factories.small_minutes())
    with pytest.raises(IntegrityError), transaction.atomic():
        archive.write(factories.small_minutes(), reason="too soon")


def test_people_and_organisations_are_the_same_ones_at_the_next_meeting(words: None) -> None:
    archive.write(factories.small_minutes())
    archive.write(factories.small_minutes(meeting="june-2021", day=date(2021, 6, 1)))
    assert list(Person.objects.values_list("slug", flat=True)) == ["ada-plain"]
    organisations = Organisation.objects.exclude(slug="ogp-support-unit").values_list("slug", "kind")
    assert list(organisations) == [("society-plain", "civil-society")]


def test_renaming_a_person_leaves_the_minutes_as_they_were(words: None) -> None:
    minutes = factories.small_minutes()
    edition = archive.write(minutes)
    Person.objects.update(name="Somebody Else")
    Organisation.objects.update(name="Another Society")
    assert reread(edition) == minutes


def test_a_passage_folds_its_words_when_it_is_written(words: None) -> None:
    archive.write(factories.small_minutes(word="Grünbaum"))
    assert Passage.objects.get(kind="point").folded == "point grunbaum."


def test_vocabulary_is_one_query(words: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        vocabulary = archive.vocabulary()
    assert list(vocabulary.regions) == ["africa-middle-east", "americas", "asia-pacific", "europe"]
    assert vocabulary.themes["civic-space"] == "Civic space"
