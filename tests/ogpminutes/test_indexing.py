"""The index follows every way to write, is rebuilt, and is checked against the rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client

from meetings.minutes import Passage, Session
from meetings.models import Edition, Entry, Meeting, Theme, Word
from meetings.models import Passage as Row
from meetings.search import backends, postgresql, sqlite
from meetings.words import Kind
from ogpminutes import drafting, editing, importing, indexing, publication, responses, results, verification
from ogpminutes.models.members import today
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return factories.editor()


def draft(word: str = "plain", **more: Any) -> Edition:
    factories.vocabulary()
    return factories.edition(factories.small_minutes(word, **more), "draft")


def finds(word: str, user: Any) -> int:
    return results.search(user, QueryDict(f'q="{word}"')).qs.count()


def is_right() -> bool:
    return list(indexing.differences()) == []


def session(text: str) -> Session:
    return Session(number="1", heading="Session 1: One", passages=(Passage(kind=Kind.POINT, text=text),))


# Every way to write


def test_new_minutes_are_found_at_once(editor: User) -> None:
    draft("sapphire")
    assert (finds("sapphire", editor), is_right()) == (6, True)


def test_a_saved_text_is_found_and_what_it_replaced_is_not(editor: User) -> None:
    edition = draft("sapphire")
    text = editing.text_of(edition).replace("Point sapphire.", "Point emerald.")
    drafting.save(edition, text, edition.version, editor, is_confirmed=True)
    assert (finds("emerald", editor), finds("sapphire", editor), is_right()) == (1, 6, True)


def test_a_save_that_is_refused_leaves_the_index_as_it_was(editor: User) -> None:
    edition = draft("sapphire")
    minutes = factories.small_minutes("emerald", meeting="another-meeting")
    with pytest.raises(drafting.Refused):
        drafting.save(edition, editing.text_of(edition, minutes), edition.version, editor, is_confirmed=True)
    assert (finds("emerald", editor), finds("sapphire", editor), is_right()) == (0, 6, True)


def test_a_wording_that_is_taken_over_is_found_and_what_it_replaced_is_not(editor: User) -> None:
    edition, member = draft("sapphire"), factories.member()
    publication.circulate(edition, publication.OPERATOR, edition.version, today() + timedelta(days=7))
    citation = Row.objects.get(text="Point sapphire.").citation
    comment = responses.comment(edition, member, edition.version, "", citation, "Point emerald.")
    assert (finds("point emerald", member), finds("point sapphire", member)) == (0, 1)
    responses.take_over(comment, editor, edition.version)
    assert (finds("point emerald", member), finds("point sapphire", member), is_right()) == (1, 0, True)


def test_an_import_is_found(editor: User) -> None:
    factories.vocabulary()
    text = editing.dump(factories.small_minutes("sapphire"))
    importing.take(text, None, editor, is_confirmed=True)
    assert (finds("sapphire", editor), is_right()) == (6, True)


def test_a_row_that_is_changed_by_a_form_is_found(editor: User) -> None:
    edition = draft("sapphire")
    with editing.changing(edition, edition.version, "editor"):
        Row.objects.filter(session__edition=edition, number=2, session__number="1").update(text="Point emerald.")
    assert (finds("emerald", editor), is_right()) == (1, True)


def test_the_form_of_a_passage_and_its_deletion_are_followed(client: Client, editor: User) -> None:
    edition = draft("sapphire")
    row = Row.objects.get(session__edition=edition, session__number="1A")
    client.force_login(editor)
    address = f"/admin/meetings/passage/{row.pk}/delete/"
    form = client.get(address)
    assert form.status_code == 200
    assert client.post(address, {"post": "yes", "seen": form.context["seen"]}).status_code == 302
    assert (finds("sapphire", editor), is_right()) == (5, True)


def test_the_way_to_approval_changes_who_finds_it_and_no_entry() -> None:
    anybody, member, approver = AnonymousUser(), factories.member(), factories.approver()
    edition = draft("sapphire")
    before = list(Entry.objects.values_list("pk", flat=True))
    assert (finds("sapphire", anybody), finds("sapphire", member)) == (0, 0)
    Edition.objects.filter(pk=edition.pk).update(status="circulated")
    assert (finds("sapphire", anybody), finds("sapphire", member)) == (0, 6)
    factories.turn(Edition.objects.get(pk=edition.pk), "approved")
    assert (finds("sapphire", anybody), finds("sapphire", approver)) == (6, 6)
    assert list(Entry.objects.values_list("pk", flat=True)) == before


def test_an_amendment_is_found_by_staff_and_the_approved_text_by_all(editor: User) -> None:
    factories.vocabulary()
    approved = factories.edition(factories.small_minutes("sapphire"))
    opened = publication.amend(approved, editor, "A name was wrong.")
    text = editing.text_of(opened).replace("Point sapphire.", "Point emerald.")
    drafting.save(opened, text, opened.version, editor, is_confirmed=True)
    assert (finds("emerald", AnonymousUser()), finds("emerald", editor)) == (0, 1)
    assert (finds("sapphire", AnonymousUser()), is_right()) == (6, True)


def test_deleted_minutes_are_gone_and_their_entries_are_not_listed(client: Client, editor: User) -> None:
    edition = draft("sapphire")
    client.force_login(editor)
    address = f"/admin/meetings/edition/{edition.pk}/delete/"
    form = client.get(address)
    assert "earch entr" not in form.content.decode()
    client.post(address, {"post": "yes", "seen": form.context["seen"]})
    assert (Edition.objects.count(), Entry.objects.count()) == (0, 0)
    assert (finds("sapphire", editor), is_right()) == (0, True)


def test_a_meeting_that_moves_takes_its_entries_along(client: Client) -> None:
    draft("sapphire")
    root = User.objects.create_superuser("root", password="correct horse battery")
    client.force_login(root)
    meeting = Meeting.objects.get()
    days = {"first_day": "2019-02-03", "last_day": "2019-02-04"}
    inlines = ("editions", "announcement", "papers")
    none = {f"{name}-{count}_FORMS": "0" for name in inlines for count in ("TOTAL", "INITIAL")}
    form = {"body": meeting.body_id, "slug": meeting.slug, **days, **none}
    address = f"/admin/meetings/meeting/{meeting.pk}/change/"
    form["seen"] = client.get(address).context["seen"]
    assert client.post(address, form).status_code == 302
    assert set(Entry.objects.values_list("year", flat=True)) == {2019}
    assert is_right()


@pytest.mark.parametrize("how", ["alone", "among others"])
def test_a_theme_that_is_deleted_is_carried_no_more(client: Client, how: str) -> None:
    draft("sapphire")
    client.force_login(User.objects.create_superuser("root", password="correct horse battery"))
    theme = Theme.objects.get(slug="civic-space")
    if how == "alone":
        client.post(f"/admin/meetings/theme/{theme.pk}/delete/", {"post": "yes"})
    else:
        several = {"action": "delete_selected", "_selected_action": [theme.pk], "post": "yes"}
        client.post("/admin/meetings/theme/", several)
    assert not Theme.objects.filter(slug="civic-space").exists()
    assert (set(Entry.objects.values_list("themes", flat=True)), is_right()) == ({""}, True)


def test_the_days_of_a_draft_are_those_of_its_entries(editor: User) -> None:
    edition = draft("sapphire")
    moved = factories.small_minutes("sapphire", first_day=date(2018, 1, 1), last_day=date(2018, 1, 2))
    editing.replace(edition, moved, edition.version, "editor")
    assert set(Entry.objects.values_list("year", flat=True)) == {2018}
    assert is_right()


def test_the_first_run_ends_indexed() -> None:
    factories.vocabulary()
    call_command("loaddata", "december-2020", verbosity=0)
    assert not Entry.objects.exists()
    assert list(indexing.catch_up()) == [(1, 1)]
    assert (finds("civic space", AnonymousUser()), is_right()) == (0, True)
    assert finds("civic space", factories.editor()) == 17


def test_what_an_older_release_indexed_without_titles_is_indexed_anew(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("sapphire"))
    Entry.objects.update(title="", session="")
    assert not is_right()
    assert list(indexing.catch_up()) == [(1, 1)]
    assert is_right()
    assert list(indexing.catch_up()) == []
    others = client.get("/browse/?q=sapphire").context["others"]
    assert {each.name for group in others for each in group.shown if group.title == "Papers"} == {"Paper sapphire"}


def test_notes_on_attendance_that_an_older_release_left_out_are_indexed(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("sapphire"))
    factories.edition(factories.small_minutes("opal", "may-2021", date(2021, 5, 5), attendance=()))
    Entry.objects.filter(what=Entry.What.NOTE).delete()
    assert list(indexing.catch_up()) == [(1, 1)]
    assert is_right()
    assert list(indexing.catch_up()) == []


def test_what_was_left_when_indexing_was_killed_is_indexed_by_the_next_migration() -> None:
    factories.vocabulary()
    for year in (2019, 2020, 2021):
        factories.edition(factories.small_minutes("sapphire", f"in-{year}", date(year, 1, 1)))
    Entry.objects.all().delete()
    next(indexing.catch_up())
    told = StringIO()
    call_command("migrate", stdout=told)
    assert (is_right(), finds("sapphire", AnonymousUser())) == (True, 18)
    lines = [line.strip() for line in told.getvalue().splitlines() if "Indexed" in line]
    assert lines == [f"Indexed for the search: {done} of 2 editions" for done in (1, 2)]
    told.truncate(0)
    call_command("migrate", verbosity=0, stdout=told)
    assert "Indexed" not in told.getvalue()


# Rebuilding and checking


def test_rebuilding_brings_everything_back_and_tells_how_far_it_is(editor: User) -> None:
    draft("sapphire")
    Entry.objects.all().delete()
    assert finds("sapphire", editor) == 0
    told = StringIO()
    call_command("rebuild_search", stdout=told)
    assert told.getvalue() == "1 of 1 editions\nThe search knows 1 edition.\n"
    assert (finds("sapphire", editor), is_right()) == (6, True)


def test_words_that_nothing_says_any_more_can_be_forgotten() -> None:
    draft("sapphire")
    Word.objects.create(text="emerald")
    call_command("rebuild_search", "--forget-words", stdout=StringIO())
    assert set(Word.objects.filter(text__in=["emerald", "sapphire"]).values_list("text", flat=True)) == {"sapphire"}


def test_verify_names_what_the_search_knows_otherwise() -> None:
    edition = draft("sapphire")
    gone, altered, extra = Entry.objects.passages().order_by("pk")[:3]
    Entry.objects.filter(pk=altered.pk).update(text="emerald")
    Entry.objects.filter(pk=extra.pk).update(key=99_999)
    Entry.objects.filter(pk=gone.pk).delete()
    assert sorted(verification.problems()) == sorted(
        [
            f"{edition}: the search does not know passage {gone.key}.",
            f"{edition}: the search knows passage {altered.key} otherwise than it is.",
            f"{edition}: the search does not know passage {extra.key}.",
            f"{edition}: the search knows passage 99999, which is not there.",
        ]
    )


def test_verify_names_a_full_text_index_that_is_not_kept() -> None:
    draft("sapphire")
    connection.check_constraints()  # PostgreSQL drops no index of a table that it has yet to check
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER search_update")
        else:
            cursor.execute("DROP INDEX entries_aside")
    (fault,) = indexing.differences()
    assert "full-text index" in fault
    backends.install()
    assert is_right()


def test_an_index_of_an_earlier_release_is_made_anew() -> None:
    draft("sapphire")
    connection.check_constraints()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TABLE {sqlite.TABLE}")
            cursor.execute(sqlite.INDEX.replace(", prefix='4'", ""))
        else:
            cursor.execute(f"{postgresql.NO_COLUMNS}, ADD COLUMN vector tsvector")
    backends.install()
    with connection.cursor() as cursor:
        names = {
            "sqlite": "SELECT sql FROM sqlite_master WHERE name = 'meetings_fulltext' AND sql LIKE '%%prefix%%'",
            "postgresql": "SELECT 1 WHERE to_regclass('entries_aside') IS NOT NULL",
        }
        cursor.execute(names[connection.vendor], [])
        assert cursor.fetchone()
    assert is_right()
    assert finds("sapphire", factories.editor()) > 0


def test_verify_names_an_index_that_says_something_else() -> None:
    """PostgreSQL makes its column from the row, and nobody can write another one."""
    draft("sapphire")
    stray = f"INSERT INTO {sqlite.TABLE}(rowid, text, context) VALUES (99999, 'emerald', '')"
    statement, faults = {
        "sqlite": (stray, ["The full-text index is not what the rows say: run manage.py rebuild_search."]),
        "postgresql": ("SELECT 1", []),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(indexing.differences()) == faults
    backends.rebuild()
    assert is_right()


# What it costs


@pytest.mark.parametrize("number", [1, 3])
def test_indexing_costs_the_same_however_much_there_is(
    number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    sessions = tuple(
        Session(number=str(place), heading=f"Session {place}: x", passages=(Passage(kind=Kind.POINT, text="Text."),))
        for place in range(1, number + 1)
    )
    edition = draft(sessions=sessions)
    with django_assert_num_queries(15):
        indexing.index(edition)


# A corpus


@pytest.mark.django_db(transaction=True)  # the guards are lifted and put back around it, each time on its own
def test_a_corpus_is_made_found_and_refused_where_minutes_are() -> None:
    call_command("make_corpus", meetings=3, stdout=StringIO())
    assert (Meeting.objects.count(), Row.objects.count()) == (3, 120)
    assert finds(Row.objects.order_by("pk")[0].text.split()[0].lower(), AnonymousUser()) > 0
    assert list(backends.faults()) == []
    assert list(indexing.differences()) == []
    for address in ("/feeds/browse.atom", "/calendar.ics", "/api/passages/"):
        assert Client().get(address).status_code == 200
    with pytest.raises(CommandError, match="holds minutes already"):
        call_command("make_corpus", meetings=3, stdout=StringIO())
