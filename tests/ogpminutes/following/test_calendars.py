"""Calendars: read back as a calendar program reads them, from announced to approved, and silent on drafts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from icalendar import Calendar, Event
from lxml import html
from pytest_django import DjangoAssertNumQueries

from meetings.minutes import Moment
from meetings.models import Announcement, Body, FormerSlug, Meeting, Paper
from ogpminutes.models.members import today
from tests import factories
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db

JUNE = date(2027, 6, 3)
PLACE = "http://127.0.0.1:8000"
EST = {"zone": "EST", "offset": -300}


def announce(slug: str = "june-2027", day: date = JUNE, **facts: Any) -> Announcement:
    if not Body.objects.exists():
        factories.vocabulary()
    body = Body.objects.get(slug="steering-committee")
    meeting = Meeting.objects.create(body=body, slug=slug, first_day=day, last_day=day)
    words = {"title": "Working-level meeting", "place": "Virtual", "first_day": day, "last_day": day, **facts}
    return Announcement.objects.create(meeting=meeting, **words)


def read(client: Client, address: str = "/calendar.ics") -> list[Event]:
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response.content.endswith(b"END:VCALENDAR\r\n")
    assert {line for line in response.content.split(b"\r\n") if len(line) > 75} == set()
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(response.content)
    assert (calendar["version"], calendar["method"], "prodid" in calendar) == ("2.0", "PUBLISH", True)
    assert [calendar.errors, *(event.errors for event in calendar.walk())] == [[]] * (1 + len(calendar.walk()))
    events = list(calendar.walk("VEVENT"))
    described = [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")]
    assert described == sorted({zone for event in events for zone in zones(event)}) or described == ["UTC"]
    for event in events:
        for name in ("uid", "dtstamp", "sequence", "last-modified", "status", "dtstart", "summary", "url"):
            assert name in event, name
        assert event.decoded("dtstamp").tzinfo is not None
    assert len({event["uid"] for event in events}) == len(events)
    return events


def zones(event: Event) -> set[str]:
    """Give the zones that the times of an event name."""
    named = [event[name].params.get("TZID") for name in ("dtstart", "dtend") if name in event]
    return {zone for zone in named if zone}


def test_approved_minutes_are_an_event_with_their_pdf(client: Client) -> None:
    edition = factories.december()
    (event,) = read(client)
    assert event["uid"] == "december-2020@127.0.0.1"
    assert event["summary"] == "Steering Committee Working-Level Meeting Minutes"
    assert event["location"] == "Virtual"
    assert event["status"] == "CONFIRMED"
    assert event["sequence"] == 1
    assert event["url"] == f"{PLACE}/meetings/december-2020/"
    assert event["attach"] == f"{PLACE}/meetings/december-2020/editions/1/minutes.pdf"
    assert event["attach"].params["FMTTYPE"] == "application/pdf"
    assert event.decoded("last-modified") == edition.seal.sealed_at.replace(microsecond=0)
    assert [str(each) for each in event["categories"].cats] == ["Steering Committee"]


def test_minutes_of_several_days_claim_no_hours_between_the_first_and_the_last(client: Client) -> None:
    """When the first day ended and the next one began is printed nowhere: nobody met through the night."""
    factories.december()
    (event,) = read(client)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2020, 12, 14), date(2020, 12, 16))
    assert "opened 14 December 2020, 07:04 EST; adjourned 15 December 2020, 10:07 EST" in event["description"]


def test_times_are_those_printed_by_the_offset_that_was_printed(client: Client) -> None:
    """07:04 EST is 12:04 UTC; no city is guessed."""
    day = date(2021, 3, 3)
    opened, adjourned = (Moment(day=day, time=time(hour, 4), zone="EST", offset=-300) for hour in (7, 12))
    factories.vocabulary()
    factories.edition(factories.small_minutes(opened=opened, adjourned=adjourned))
    (event,) = read(client)
    assert event.decoded("dtstart") == datetime(2021, 3, 3, 12, 4, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2021, 3, 3, 17, 4, tzinfo=UTC)
    assert event["dtstart"].to_ical() == b"20210303T070400"
    assert zones(event) == {"EST"}


@pytest.mark.parametrize(
    ("zone", "offset", "told"),
    [
        ("EST", -300, {"EST"}),
        ("America/New_York", -240, {"America/New_York"}),
        ("America/New_York", -300, {"UTC-0500"}),  # not in June: what was announced as the distance stands
        ("Eastern Daylight Time", -240, {"UTC-0400"}),
        ("IST", 330, {"UTC+0530"}),
        ("../etc/passwd", -90, {"UTC-0130"}),
        ("UTC", 0, set()),
        ("London", 0, set()),
    ],
)
def test_a_time_is_told_in_its_zone_and_the_calendar_describes_it(
    client: Client, zone: str, offset: int, told: set[str]
) -> None:
    announce(starts_at=time(9), ends_at=time(17), zone=zone, offset=offset)
    (event,) = read(client)
    assert zones(event) == told
    assert event["dtstart"].to_ical() == (b"20270603T090000" if told else b"20270603T090000Z")
    assert event.decoded("dtstart") == datetime(2027, 6, 3, 9, tzinfo=timezone(timedelta(minutes=offset)))
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=8)
    described = client.get("/calendar.ics").content.decode()
    east = f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}{abs(offset) % 60:02}"
    assert (f"TZOFFSETTO:{east}\r\n" in described) == bool(told)


def test_each_day_of_several_has_its_hours_where_they_are_announced(client: Client) -> None:
    announce(last_day=date(2027, 6, 5), starts_at=time(14), ends_at=time(17), is_daily=True, **EST)
    (event,) = read(client)
    assert (event["dtstart"].to_ical(), event["dtend"].to_ical()) == (b"20270603T140000", b"20270603T170000")
    assert event["rrule"] == {"FREQ": ["DAILY"], "COUNT": [3]}
    assert "3–5 June 2027, 14:00–17:00 EST each day" in event["description"]
    page = text(all_of(tree(client.get("/meetings/june-2027/")), "main")[0])
    assert "14:00–17:00 EST each day (UTC-05:00)" in page


def test_the_same_hours_each_day_stay_so_where_clocks_change_from_utc(client: Client) -> None:
    days = {"day": date(2027, 3, 26), "last_day": date(2027, 3, 29)}
    announce(**days, starts_at=time(9), ends_at=time(17), is_daily=True, zone="Europe/London", offset=0)
    (event,) = read(client)
    assert zones(event) == {"Europe/London"}
    assert event["dtstart"].to_ical() == b"20270326T090000"


@pytest.mark.parametrize(
    "facts",
    [
        {"day": date(9999, 12, 31)},
        {"day": date(9999, 1, 15), "starts_at": time(10), "zone": "Europe/Paris", "offset": 60},
    ],
)
def test_a_day_at_the_end_of_time_spoils_no_calendar(client: Client, facts: dict[str, Any]) -> None:
    announce()
    announce("at-the-end", **facts)
    assert len(read(client)) == 2


@pytest.mark.parametrize(
    ("ends", "hours"),
    [
        ({}, "from 14:00 EST on 3 June 2027"),
        ({"ends_at": time(17)}, "from 14:00 EST on 3 June 2027 until 17:00 EST on 4 June 2027"),
        ({"ends_at": time(9)}, "from 14:00 EST on 3 June 2027 until 09:00 EST on 4 June 2027"),
    ],
)
def test_of_several_days_whose_hours_are_not_known_it_takes_the_days(
    client: Client, ends: dict[str, Any], hours: str
) -> None:
    announce(last_day=date(2027, 6, 4), starts_at=time(14), **ends, **EST)
    (event,) = read(client)
    assert (event.decoded("dtstart"), event.decoded("dtend"), "rrule" in event) == (JUNE, date(2027, 6, 5), False)
    assert f"3–4 June 2027, {hours}" in event["description"]
    assert f"Days 3–4 June 2027 Hours {hours} (" in text(all_of(tree(client.get("/meetings/june-2027/")), "main")[0])


def test_a_sitting_past_midnight_is_one(client: Client) -> None:
    announce(last_day=date(2027, 6, 4), starts_at=time(22), ends_at=time(1, 30), **EST)
    (event,) = read(client)
    assert event["dtstart"].to_ical() == b"20270603T220000"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=3, minutes=30)


def test_a_meeting_that_gets_more_days_or_fewer_stays_one_event_that_is_newer(client: Client) -> None:
    announcement = announce(starts_at=time(14), ends_at=time(17), **EST)
    client.force_login(factories.editor())
    hours = {"starts_at": "14:00", "ends_at": "17:00", "zone": "EST", "offset": "-300"}
    several = {"last_day": "2027-06-04", "is_confirmed": "on"}
    seen = []
    for change in ({}, several, {**several, "is_daily": "on"}, {"is_withdrawn": "on"}):
        assert save(client, announcement, **hours, **change).status_code == 302
        (event,) = read(client, "/meetings/june-2027/meeting.ics")
        seen.append((str(event["uid"]), event["sequence"], event["dtstart"].to_ical(), "rrule" in event))
    assert seen == [
        ("june-2027@127.0.0.1", 0, b"20270603T140000", False),
        ("june-2027@127.0.0.1", 1, b"20270603", False),
        ("june-2027@127.0.0.1", 2, b"20270603T140000", True),
        ("june-2027@127.0.0.1", 3, b"20270603T140000", False),
    ]


def test_without_recorded_times_an_event_takes_whole_days(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes(last_day=date(2021, 3, 4)))
    (event,) = read(client)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2021, 3, 3), date(2021, 3, 5))
    assert event["dtstart"].params["VALUE"] == "DATE"


def test_a_time_without_its_offset_is_told_and_not_turned_into_a_moment(client: Client) -> None:
    factories.vocabulary()
    day = date(2021, 3, 3)
    times: dict[str, Any] = {"opened": Moment(day=day, time=time(9), zone="local")}
    factories.edition(factories.small_minutes(**times))
    (event,) = read(client)
    assert event.decoded("dtstart") == day
    assert "opened 3 March 2021, 09:00 local" in event["description"]


@pytest.mark.parametrize(
    ("facts", "starts", "ends"),
    [
        ({}, JUNE, date(2027, 6, 4)),
        ({"last_day": date(2027, 6, 4)}, JUNE, date(2027, 6, 5)),
        ({"starts_at": time(9), **EST}, datetime(2027, 6, 3, 14, tzinfo=UTC), None),
        (
            {"starts_at": time(9), "ends_at": time(17, 30), **EST},
            datetime(2027, 6, 3, 14, tzinfo=UTC),
            datetime(2027, 6, 3, 22, 30, tzinfo=UTC),
        ),
        ({"starts_at": time(9), "last_day": date(2027, 6, 4), **EST}, JUNE, date(2027, 6, 5)),
    ],
)
def test_an_announced_meeting_is_an_event(client: Client, facts: dict[str, Any], starts: Any, ends: Any) -> None:
    announce(**facts)
    (event,) = read(client)
    assert event["uid"] == "june-2027@127.0.0.1"
    assert (event["summary"], event["status"], event["sequence"]) == ("Working-level meeting", "CONFIRMED", 0)
    assert event.decoded("dtstart") == starts
    assert (event.decoded("dtend") if "dtend" in event else None) == ends
    assert "attach" not in event


def test_a_withdrawn_meeting_stays_as_cancelled_with_a_higher_sequence(client: Client) -> None:
    announcement = announce()
    client.force_login(factories.editor())
    save(client, announcement, is_withdrawn="on")
    (event,) = read(client)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert "This meeting is withdrawn." in event["description"]


def save(client: Client, announcement: Announcement, **changes: str) -> Any:
    """Save the form of a meeting in the admin."""
    meeting = announcement.meeting
    facts = {
        "body": meeting.body_id,
        "slug": meeting.slug,
        "first_day": "2027-06-03",
        "last_day": "2027-06-03",
        "announcement-TOTAL_FORMS": "1",
        "announcement-INITIAL_FORMS": "1",
        "announcement-0-id": announcement.pk,
        "announcement-0-meeting": meeting.pk,
        "editions-TOTAL_FORMS": "0",
        "editions-INITIAL_FORMS": "0",
        "papers-TOTAL_FORMS": "0",
        "papers-INITIAL_FORMS": "0",
    }
    own = {"title": "Working-level meeting", "place": "Virtual", "first_day": "2027-06-03", "last_day": "2027-06-03"}
    sent = {**facts, **{f"announcement-0-{name}": value for name, value in {**own, **changes}.items()}}
    address = f"/admin/meetings/meeting/{meeting.pk}/change/"
    return client.post(address, {**sent, "seen": client.get(address).context["seen"]})


def test_other_days_than_those_of_the_meeting_are_asked_for_twice(client: Client) -> None:
    announcement = announce()
    client.force_login(factories.editor())
    for moved in ({"first_day": "2027-06-02"}, {"last_day": "2027-06-05"}):
        answer = save(client, announcement, **moved)
        (inline, *_) = answer.context["inline_admin_formsets"]
        assert str(inline.formset.non_form_errors()[0]).startswith(
            "Nothing was saved: the meeting is on 3 June 2027, and announced for "
        )
        assert "Announce other days than those of the meeting." in answer.content.decode()
        assert next(iter(moved.values())) in answer.content.decode()
    assert Announcement.objects.get().last_day == date(2027, 6, 3)
    assert save(client, announcement, last_day="2027-06-05", is_withdrawn="on").status_code == 302
    assert save(client, announcement, last_day="2027-06-06", is_confirmed="on").status_code == 302
    assert (Announcement.objects.get().days, Meeting.objects.get().days) == ("3–6 June 2027", "3 June 2027")
    assert save(client, announcement, last_day="2027-06-06", place="Seoul").status_code == 302, "as it stands already"
    assert (
        "Announce other days"
        not in client.get(f"/admin/meetings/meeting/{announcement.meeting_id}/change/").content.decode()
    )


def test_a_change_counts_and_a_save_without_one_does_not(client: Client) -> None:
    announcement = announce()
    client.force_login(factories.editor())
    assert save(client, announcement).status_code == 302
    assert Announcement.objects.get().revision == 0
    save(client, announcement, title="Another title")
    found = Announcement.objects.get()
    assert (found.title, found.revision) == ("Another title", 1)
    assert found.changed_at > announcement.changed_at


def test_a_form_says_what_is_wrong_with_an_announcement(client: Client) -> None:
    announcement = announce()
    client.force_login(factories.editor())
    response = save(client, announcement, starts_at="09:00")
    assert "say how many minutes east of UTC" in response.content.decode()
    assert Announcement.objects.get().starts_at is None


def test_a_year_that_is_a_slip_is_refused(client: Client) -> None:
    announcement = announce()
    client.force_login(factories.editor())
    response = save(client, announcement, first_day="2927-06-03", last_day="2927-06-03", is_confirmed="on")
    assert "2927 is no year of a meeting. Write one from 1900 to 2199." in response.content.decode()
    assert Announcement.objects.get().first_day == JUNE


def test_an_announcement_becomes_the_meeting_of_its_minutes(client: Client) -> None:
    announcement = announce()
    Announcement.objects.update(revision=3)
    minutes = factories.small_minutes("approved", "june-2027", JUNE)
    draft = factories.edition(minutes, "draft")
    assert draft.meeting_id == announcement.meeting_id
    factories.turn(draft, "approved")
    (event,) = read(client)
    assert (event["uid"], event["sequence"], event["summary"]) == ("june-2027@127.0.0.1", 4, "Minutes approved")
    assert "attach" in event


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_a_draft_says_nothing_in_any_calendar(client: Client, status: str) -> None:
    announce()
    addresses = ("/calendar.ics", "/calendar/steering-committee.ics", "/meetings/june-2027/meeting.ics")
    before = [client.get(address).content for address in addresses]
    factories.edition(factories.small_minutes("zebrafish", "june-2027", date(2027, 6, 10)), status)
    factories.edition(factories.small_minutes("zebrafish", "july-2027", date(2027, 7, 1)), status)
    for user in (None, factories.editor()):
        if user:
            client.force_login(user)
        assert [client.get(address).content for address in addresses] == before
        assert client.get("/meetings/july-2027/meeting.ics").status_code == 404


def test_a_body_and_a_meeting_have_calendars_of_their_own(client: Client) -> None:
    announce()
    factories.edition(factories.small_minutes())
    assert len(read(client, "/calendar/steering-committee.ics")) == 2
    (event,) = read(client, "/meetings/march-2021/meeting.ics")
    assert event["uid"] == "march-2021@127.0.0.1"
    Body.objects.create(slug="task-force", name="Task force", prefix="TF")
    for address in ("/calendar/task-force.ics", "/calendar/none.ics", "/meetings/none/meeting.ics"):
        assert client.get(address).status_code == 404


def test_a_calendar_without_meetings_still_has_a_component(client: Client) -> None:
    assert read(client) == []
    assert b"BEGIN:VTIMEZONE" in client.get("/calendar.ics").content


def test_hostile_titles_stay_text(client: Client) -> None:
    title = "A; b, c\\n BEGIN:VALARM \u202e\U0001f41f " + "Ł" * 200
    announce(title=title, place="Here\\, there; END:VEVENT")
    (event,) = read(client)
    assert event["summary"] == title
    assert event["location"] == "Here\\, there; END:VEVENT"
    assert [component.name for component in event.subcomponents] == []


def test_titles_are_one_line_without_control_characters() -> None:
    announcement = announce()
    announcement.title = "two\r\nlines"
    announcement.full_clean()
    assert announcement.title == "two lines"
    announcement.title = "a\x07b"
    with pytest.raises(ValidationError):
        announcement.full_clean()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"last_day": date(2027, 6, 2)}, "an_announced_meeting_does_not_end_before_it_starts"),
        ({"starts_at": time(9)}, "an_announced_time_says_how_far_from_utc_it_is"),
        ({"ends_at": time(9), **EST}, "an_announced_meeting_that_ends_starts"),
        ({"starts_at": time(9), "ends_at": time(9), **EST}, "an_announced_meeting_lasts_a_while"),
        ({"title": ""}, "an_announcement_has_a_title"),
        ({"is_daily": True}, "hours_of_each_day_begin_and_end_on_it"),
        ({"is_daily": True, "starts_at": time(9), **EST}, "hours_of_each_day_begin_and_end_on_it"),
        (
            {"last_day": date(2027, 6, 4), "is_daily": True, "starts_at": time(22), "ends_at": time(1), **EST},
            "hours_of_each_day_begin_and_end_on_it",
        ),
    ],
)
def test_the_database_refuses_what_cannot_be(facts: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        announce(**facts)


def test_a_calendar_costs_the_same_however_long_it_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes())
    with django_assert_num_queries(3):
        client.get("/calendar.ics")
    announce()
    factories.edition(factories.small_minutes("more", "july-2021", date(2021, 7, 1)))
    with django_assert_num_queries(3):
        client.get("/calendar.ics")


# Pages


def test_announced_meetings_stand_above_the_minutes(client: Client) -> None:
    announce()
    announce("may-2027", date(2027, 5, 1), title="Earlier one", is_withdrawn=True)
    announce("may-2020", date(2020, 5, 1), title="Past and withdrawn", is_withdrawn=True)
    page = tree(client.get("/meetings/"))
    lines = [text(each) for each in all_of(page, "li") if "June 2027" in text(each) or "2020" in text(each)]
    assert lines == ["Working-level meeting3 June 2027 | Virtual Steering Committee"]
    assert "Withdrawn" in text(all_of(page, "main")[0])


def test_what_is_to_come_stands_before_what_is_past(client: Client) -> None:
    """Meetings of long ago whose minutes nobody brought here leave the next one in sight."""
    day = today()
    for number in range(1, 13):
        announce(f"past-{number}", day - timedelta(days=number * 30), title=f"Past {number}")
    announce("later", day + timedelta(days=60), title="Later")
    announce("next", day, title="Next")
    page = html.fromstring(client.get("/").content)
    entries = page.xpath("//section[@aria-labelledby='coming']//li")
    assert [entry.xpath(".//span[@class='g']/text()")[0] for entry in entries] == [
        *("Next", "Later", *(f"Past {number}" for number in range(1, 4)))
    ]
    assert ["Held, without minutes here yet" in entry.text_content() for entry in entries] == [False] * 2 + [True] * 3
    held, coming = (client.get(f"/meetings/{slug}/").content.decode() for slug in ("past-1", "next"))
    assert "This meeting is past. Its minutes appear at this address once they are approved." in held
    assert ("Add to your calendar" in held, "Add to your calendar" in coming) == (False, True)


def test_an_announced_meeting_has_the_address_of_its_minutes(client: Client) -> None:
    announce(starts_at=time(9), ends_at=time(17), **EST)
    page = text(all_of(tree(client.get("/meetings/june-2027/")), "main")[0])
    assert "Working-level meeting" in page
    assert "09:00–17:00 EST (UTC-05:00)" in page
    assert client.get("/meetings/june-2027/editions/1/").status_code == 404
    factories.edition(factories.small_minutes("zebrafish", "june-2027", JUNE), "draft")
    assert "zebrafish" not in client.get("/meetings/june-2027/").content.decode()
    client.force_login(factories.editor())
    assert "zebrafish" in client.get("/meetings/june-2027/").content.decode()


def test_the_support_unit_announces_a_meeting_in_one_form(client: Client) -> None:
    factories.vocabulary()
    client.force_login(factories.editor())
    body = Body.objects.get(slug="steering-committee")
    days = {"first_day": "2027-06-03", "last_day": "2027-06-04"}
    own = {"title": "Spring meeting", **days}
    facts = {"body": body.pk, "slug": "june-2027", **days, **{f"announcement-0-{name}": own[name] for name in own}}
    forms = {"announcement-TOTAL_FORMS": "1", "announcement-INITIAL_FORMS": "0"}
    forms |= {f"{name}-{count}_FORMS": "0" for name in ("editions", "papers") for count in ("TOTAL", "INITIAL")}
    assert client.post("/admin/meetings/meeting/add/", {**facts, **forms}).status_code == 302
    assert [event["summary"] for event in read(client)] == ["Spring meeting"]
    other = {**facts, **forms, "slug": "july-2027", "announcement-0-last_day": "2027-06-05"}
    answer = client.post("/admin/meetings/meeting/add/", other).content.decode()
    assert "the meeting is on 3–4 June 2027, and announced for 3–5 June 2027. Correct one of them" in answer
    assert Meeting.objects.count() == 1


def test_an_announced_meeting_that_moves_keeps_its_address_and_its_event(client: Client) -> None:
    announced = announce("march-2027", date(2027, 3, 9))
    (before,) = read(client)
    client.force_login(factories.editor())
    meeting = announced.meeting
    for slug in ("spring-2027", "april-2027"):
        FormerSlug.objects.create(meeting=meeting, slug=meeting.slug)
        Meeting.objects.filter(pk=meeting.pk).update(slug=slug)
        meeting.refresh_from_db()
    client.logout()
    (after,) = read(client)
    assert (before["UID"], before["URL"][-12:]) == ("march-2027@127.0.0.1", "/march-2027/")
    assert (after["UID"], after["URL"][-12:]) == ("march-2027@127.0.0.1", "/april-2027/")
    for page in ("", "meeting.ics"):
        for slug in ("march-2027", "spring-2027"):
            moved = client.get(f"/meetings/{slug}/{page}")
            assert (moved.status_code, moved.headers["Location"]) == (301, f"/meetings/april-2027/{page}")


def test_members_get_the_packet_before_the_meeting(client: Client) -> None:
    meeting = announce().meeting
    Paper.objects.create(meeting=meeting, number=1, title="Packet zebrafish", url="https://example.org/packet")
    Paper.objects.create(meeting=meeting, number=2, title="Old packet", url="https://example.org/old", withdrawn="Old.")
    paper = "/meetings/june-2027/papers/1/"
    assert (client.get(paper).status_code, "zebrafish" in client.get("/meetings/june-2027/").content.decode()) == (
        404,
        0,
    )
    for reader in (factories.member(), factories.editor()):
        client.force_login(reader)
        assert client.get(paper).headers["Location"] == "https://example.org/packet"
        page = client.get("/meetings/june-2027/").content.decode()
        assert ("Packet zebrafish" in page, "Old packet" in page) == (True, False)


def test_the_page_of_what_can_be_followed_leads_to_the_calendar_of_each_body(client: Client) -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes("x", "may-2021", date(2021, 5, 5)))

    def bodies() -> list[str]:
        links = all_of(tree(client.get("/feeds/")), "a")
        return [link.get("href", "") for link in links if link.get("href", "").startswith("/calendar/")]

    assert bodies() == []
    other = "criteria-and-standards-subcommittee"
    factories.edition(factories.small_minutes("x", "june-2021", date(2021, 6, 6), body=other, reference="CS-2021-06"))
    assert bodies() == [f"/calendar/{other}.ics", "/calendar/steering-committee.ics"]
    assert [client.get(address).status_code for address in bodies()] == [200, 200]


def test_the_name_of_a_calendar_is_a_text_as_others_are(client: Client) -> None:
    announce(title="Winter meeting; “working level”, Łódź")
    content = client.get("/meetings/june-2027/meeting.ics").content.decode()
    for line in ("NAME", "X-WR-CALNAME"):
        assert f"\r\n{line}:Winter meeting\\; “working level”\\, Łódź\r\n" in content
