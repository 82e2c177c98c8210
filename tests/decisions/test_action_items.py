"""Both lists as a reader narrows them, what is overdue, and an item whose words or place changed."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from attendees.models import Organisation
from decisions.models import Update
from meetings.minutes import ActionItem as Promise
from meetings.minutes import Decision, Passage, Session
from meetings.words import Kind, Outcome
from tests import factories

pytestmark = pytest.mark.django_db

ITEMS: list[tuple[str, int | None]] = [("Unit", -3), ("Unit", 14), ("Society", 15), ("Co-Chairs", None), ("", 0)]


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture(autouse=True)
def record(db: None) -> None:
    """Five promises: overdue, due soon, later, without a day, due today; and two decisions."""
    factories.vocabulary()
    Organisation.objects.create(slug="society", name="Society of Everything")
    promises = tuple(
        Passage(
            kind=Kind.NARRATIVE,
            text=f"Somebody will do thing {place}.",
            themes=("civic-space",) if place == 2 else (),
            actions=(
                Promise(
                    number=f"A{place}",
                    text=f"will do thing {place}",
                    responsible=owner,
                    due=None if days is None else day(days),
                ),
            ),
        )
        for place, (owner, days) in enumerate(ITEMS, 1)
    )
    decided = (
        Passage(
            kind=Kind.DECISION,
            text="The Articles were amended.",
            decision=Decision(number="D1", outcome=Outcome.APPROVED),
            regions=("europe",),
        ),
        Passage(
            kind=Kind.DECISION,
            text="The budget was endorsed.",
            decision=Decision(number="D2", outcome=Outcome.ENDORSED, referred_to="Board of Directors"),
        ),
    )
    session = Session(number="1", heading="Session 1: Grünbaum's", passages=(*promises, *decided))
    factories.edition(factories.small_minutes(sessions=(session,)))


def updated(number: str, state: str, **more: Any) -> None:
    meeting = factories.meeting("march-2021")
    Update.objects.create(meeting=meeting, number=number, day=date(2021, 4, 1), state=state, **more)


def listed(client: Client, address: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return [item.number for item in page.context["sheet"].page]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["A1", "A2", "A3", "A4", "A5"]),
        ("?due=overdue", ["A1"]),
        ("?due=soon", ["A2", "A5"]),
        ("?due=undated", ["A4"]),
        ("?owner=Unit", ["A1", "A2"]),
        ("?owner=-", ["A5"]),
        ("?owner=Unit&due=soon", ["A2"]),
        ("?state=still-open", ["A1", "A2", "A4", "A5"]),
        ("?state=no-update", ["A1", "A2", "A5"]),
        ("?state=done", ["A3"]),
        ("?state=under-way", ["A4"]),
        ("?state=condition-met", []),
        ("?theme=civic-space", ["A2"]),
        ("?region=europe", []),
        ("?year=2021&body=steering-committee", ["A1", "A2", "A3", "A4", "A5"]),
        ("?q=thing+3", ["A3"]),
        ("?q=grunbaum", ["A1", "A2", "A3", "A4", "A5"]),
        ("?owner=zebra&state=%00&due=never", ["A1", "A2", "A3", "A4", "A5"]),
    ],
)
def test_the_list_of_action_items_is_filtered(client: Client, query: str, numbers: list[str]) -> None:
    updated("A3", "done")
    updated("A4", "under-way")
    assert listed(client, f"/decisions/actions/{query}") == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?q=articles", ["D1"]),
        ("?referred=Board+of+Directors", ["D2"]),
        ("?region=europe", ["D1"]),
        ("?theme=civic-space", []),
        ("?state=still-open", ["D2"]),
        ("?state=no-update", ["D2"]),
        ("?state=done", ["D1"]),
    ],
)
def test_the_register_is_filtered_by_what_became_of_it(client: Client, query: str, numbers: list[str]) -> None:
    updated("D1", "done")
    assert listed(client, f"/decisions/{query}") == numbers


def test_what_is_settled_is_neither_overdue_nor_due_soon(client: Client) -> None:
    def chips() -> list[tuple[bool, bool]]:
        return [(each.is_overdue, each.is_due_soon) for each in client.get("/decisions/actions/").context["promises"]]

    assert chips() == [(True, False), (False, True), (False, False), (False, False), (False, True)]
    updated("A1", "done")
    updated("A2", "dropped")
    updated("A5", "under-way")
    assert chips() == [(False, False), (False, False), (False, False), (False, False), (False, True)]


def test_action_items_are_a_spreadsheet_under_the_same_filters(client: Client) -> None:
    updated("A1", "under-way", evidence="https://example.org/a")
    answer = client.get("/decisions/actions/actions.csv?due=overdue")
    assert answer["Content-Disposition"] == 'attachment; filename="actions.csv"'
    head, *rows = csv.reader(answer.getvalue().decode("utf-8-sig").splitlines())
    assert head == [
        *("reference", "meeting", "date", "action", "responsible", "organisation", "due", "overdue"),
        *("session", "citation", "address", "state", "state since", "recorded by", "evidence", "reviewed at"),
        "status of the minutes",
    ]
    assert rows == [
        [
            *(
                "SC-2021-03/A1",
                "Minutes plain",
                "2021-03-03",
                "will do thing 1",
                "Unit",
                "",
                day(-3).isoformat(),
                "yes",
            ),
            *("Session 1: Grünbaum's", "1.1", "http://127.0.0.1:8000/decisions/SC-2021-03/A1/"),
            *("Under way", "2021-04-01", "Support Unit", "https://example.org/a", "", "approved"),
        ]
    ]


def test_a_printed_list_says_what_it_is_narrowed_to(client: Client) -> None:
    page = client.get("/decisions/actions/?due=overdue&q=thing+%3Cb%3E").content.decode()
    assert '<p class="paper">Those that say “thing &lt;b&gt;”; Overdue</p>' in page
    assert '<p class="paper">' not in client.get("/decisions/actions/").content.decode()


@pytest.mark.parametrize(
    ("state", "chip"),
    [("done", "chip chip--ok"), ("dropped", "chip chip--dec"), ("under-way", "chip")],
)
def test_what_was_dropped_does_not_look_done(client: Client, state: str, chip: str) -> None:
    updated("A1", state)
    page = client.get("/decisions/actions/").content.decode()
    assert f'<span class="{chip}">{Update.State(state).label}</span>' in page


def test_a_filter_out_of_sight_is_shown_where_it_is_in_use(client: Client) -> None:
    assert '<details class="morefilters">' in client.get("/decisions/?outcome=endorsed").content.decode()
    assert '<details class="morefilters" open>' in client.get("/decisions/?region=europe").content.decode()


def test_an_empty_result_says_so(client: Client) -> None:
    assert "No action item matches all of these" in client.get("/decisions/actions/?q=zebra").content.decode()


def test_the_organisation_stands_beside_the_words_of_the_minutes(client: Client) -> None:
    page = " ".join(client.get("/decisions/SC-2021-03/A3/").content.decode().split())
    assert "<dt>Who is meant</dt> <dd> Society of Everything </dd>" in page
    assert '?owner=Society">Society</a>' in page


def test_a_number_that_said_something_else_in_another_edition_says_so(client: Client) -> None:
    meeting = factories.meeting("march-2021")
    assert "Due soon" in client.get("/decisions/SC-2021-03/A2/").content.decode()
    meeting.editions.update(status="superseded")
    promise = Promise(number="A1", text="will do another thing", responsible="Unit")
    passage = Passage(kind=Kind.NARRATIVE, text="It will do another thing.", actions=(promise,))
    session = Session(number="1", heading="Session 1: X", passages=(passage,))
    factories.edition(factories.small_minutes(sessions=(session,)), reason="A correction")
    page = " ".join(client.get("/decisions/SC-2021-03/A1/").content.decode().split())
    assert '<a href="/meetings/march-2021/editions/1/#1.1">edition 1</a> SC-2021-03/A1 is: “will do thing 1”' in page
    dropped = client.get("/decisions/SC-2021-03/A2/").content.decode()
    assert "stands in its place and does not hold this reference" in dropped
    assert "Other editions say it differently" not in dropped
    assert f'datetime="{day(14)}"' in dropped
    assert "Due soon" not in dropped


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("<b>SC-2020-12/D1", '&lt;b&gt;<a href="/browse/?q=SC-2020-12%2FD1">SC-2020-12/D1</a>'),
        ("See SC-2020-12/3D.6.", 'See <a href="/browse/?q=SC-2020-12%2F3D.6">SC-2020-12/3D.6</a>.'),
        ("24/7 and 1/A1", "24/7 and 1/A1"),
        ("XA-" * 3 + "/D1", "XA-XA-XA-/D1"),
        ("a\nb", "a<br>b"),
    ],
)
def test_references_in_a_note_are_links(note: str, shown: str) -> None:
    template = Template("{% load references %}{{ note|linked|linebreaksbr }}")
    assert template.render(Context({"note": note})) == shown


@pytest.mark.parametrize(
    ("address", "query", "numbers"),
    [
        ("/decisions/actions/updates.csv", "", ["A1", "A3", "A3"]),
        ("/decisions/actions/updates.csv", "?owner=Unit", ["A1"]),
        ("/decisions/updates.csv", "", ["D1"]),
        ("/decisions/updates.csv", "?q=budget", []),
    ],
)
def test_updates_come_as_csv_of_the_items_that_are_asked_for(
    client: Client, address: str, query: str, numbers: list[str]
) -> None:
    updated("A1", "done", note="=1+1")
    updated("A3", "open")
    wrong = Update.objects.get(number="A3")
    Update.objects.create(meeting=wrong.meeting, number="A3", day=date(2021, 4, 2), note="No.", withdraws=wrong)
    updated("D1", "done")
    rows = list(csv.DictReader(client.get(address + query).getvalue().decode("utf-8-sig").splitlines()))  # type: ignore[attr-defined]
    assert [row["reference"].removeprefix("SC-2021-03/") for row in rows] == numbers
    if "A3" in numbers:
        assert [(row["state"], row["withdrawn on"], row["withdrawn because"]) for row in rows[1:]] == [
            ("Withdrawal", "", ""),
            ("Open", "2021-04-02", "No."),
        ]
        assert rows[0]["note"] == "'=1+1"
