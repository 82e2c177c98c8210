"""What became of decisions and action items, as the API and the open data say it: as the page of the item does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attendees.models import Organisation
from decisions.models import ActionItem, Update
from meetings import uploads
from meetings.models import Edition, Meeting
from meetings.querysets import ANYBODY
from ogpminutes import updating
from ogpminutes.opendata import tables
from ogpminutes.opendata.texts import dictionary
from tests import factories
from tests.ogpminutes.api.test_description import answered, operations, validator
from tests.ogpminutes.api.test_lists import PORTAL, get
from tests.ogpminutes.opendata.test_package import packed, rows, unpack

pytestmark = pytest.mark.django_db

DECISION, ACTION = "/api/decisions/SC-2021-03/D1/", "/api/action-items/SC-2021-03/A1/"
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture(autouse=True)
def _approved(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    factories.vocabulary()
    factories.edition(factories.small_minutes())


def say(number: str, day: date, state: str, **more: Any) -> Update:
    return Update.objects.create(meeting=Meeting.objects.get(), number=number, day=day, state=state, **more)


def withdraw(update: Update, day: date, why: str) -> Update:
    return say(update.number, day, "", withdraws=update, note=why)


def shown(file: bytes) -> Update:
    """An update with a file of evidence."""
    sent = SimpleUploadedFile("proof.pdf", file)
    sent.checked = uploads.check_upload(sent)  # type: ignore[attr-defined]
    item = ActionItem.objects.current_for(ANYBODY).with_passage().get()
    return updating.record(Update(day=date(2021, 4, 1), state="done"), item, factories.editor(), file=sent)


def test_an_update_says_all_that_its_page_says(client: Client) -> None:
    update = say("D1", date(2021, 5, 1), "condition-met", note="Done.", evidence="https://example.org/proof")
    decision = get(client, DECISION)
    recorded = update.recorded_at.isoformat().replace("+00:00", "Z")
    assert decision["updates"] == [
        {
            "id": f"{PORTAL}/api/updates/{update.pk}/",
            "url": f"{PORTAL}/decisions/SC-2021-03/D1/#update-{update.pk}",
            "item": f"{PORTAL}{DECISION}",
            "reference": "SC-2021-03/D1",
            "day": "2021-05-01",
            "state": "condition-met",
            "note": "Done.",
            "voice": "support-unit",
            "speaker": "Support Unit",
            "evidence": "https://example.org/proof",
            "evidence_file": None,
            "evidence_file_name": "",
            "evidence_file_sha256": "",
            "recorded_at": recorded,
            "withdrawn_on": None,
            "withdrawn_because": "",
            "modified": recorded,
        }
    ]
    assert f'id="update-{update.pk}"' in client.get("/decisions/SC-2021-03/D1/").content.decode()


def test_an_organisation_speaks_for_itself(client: Client) -> None:
    society = Organisation.objects.create(slug="society-x", name="Society X")
    say("A1", date(2021, 5, 1), "done", note="We did it.", voice="organisation", organisation=society)
    say("A1", date(2021, 5, 2), "done", note="We saw it.")
    said = [(each["voice"], each["speaker"], each["note"]) for each in get(client, ACTION)["updates"]]
    assert said == [("support-unit", "Support Unit", "We saw it."), ("organisation", "Society X", "We did it.")]
    page = client.get("/decisions/SC-2021-03/A1/").content.decode()
    assert ("Marked by Society X" in page, "Recorded by the Support Unit" in page) == (True, True)


def test_a_withdrawn_update_says_so_and_its_withdrawal_is_none(client: Client) -> None:
    wrong = say("D1", date(2021, 5, 1), "condition-met", note="Done.", evidence="https://example.org/wrong")
    withdrawal = withdraw(wrong, date(2021, 6, 1), "It was another paper.")
    decision = get(client, DECISION)
    (update,) = decision["updates"]
    assert (update["state"], update["note"], update["evidence"]) == ("condition-met", "Done.", "")
    assert (update["withdrawn_on"], update["withdrawn_because"]) == ("2021-06-01", "It was another paper.")
    assert (decision["state"], decision["open"]) == (None, True)
    assert decision["modified"] == withdrawal.recorded_at.isoformat().replace("+00:00", "Z")


def test_a_file_of_evidence_has_its_address_until_it_is_withdrawn(client: Client) -> None:
    update = shown(PDF)
    (given,) = get(client, ACTION)["updates"]
    assert given["evidence_file"] == f"{PORTAL}/decisions/SC-2021-03/A1/evidence-{update.pk}.pdf"
    assert (given["evidence_file_name"], given["evidence_file_sha256"]) == ("proof.pdf", update.file_digest)
    path = given["evidence_file"].removeprefix(PORTAL)
    assert b"".join(client.get(path)) == PDF
    withdraw(update, date(2021, 6, 1), "It was another paper.")
    (given,) = get(client, ACTION)["updates"]
    assert (given["evidence_file"], given["evidence_file_name"], given["evidence_file_sha256"]) == (None, "", "")
    assert client.get(path).status_code == 404
    csv = client.get("/decisions/actions/updates.csv").getvalue().decode()  # type: ignore[attr-defined]
    assert "evidence-" not in csv


def test_the_answer_fits_its_schema(client: Client) -> None:
    shown(PDF)
    withdraw(say("A1", date(2021, 5, 1), "done", note="Done."), date(2021, 6, 1), "No.")
    document = client.get("/api/schema/").json()
    schema = answered(operations(document)["action_items_get"])["schema"]
    validator(document, schema).validate(get(client, ACTION))


def test_the_open_data_say_the_same_and_what_each_word_means(client: Client) -> None:
    withdraw(say("D1", date(2021, 5, 1), "condition-met", note="Done."), date(2021, 6, 1), "No.")
    files = unpack(packed())
    assert json.loads(files["data/decisions.json"]) == [get(client, DECISION)]
    (row,) = rows(files["data/decisions.csv"])
    assert (row["state"], row["open"], "updates" in row) == ("", "true", False)
    (update,) = rows(files["data/updates.csv"])
    assert [update] == [{name: tables.cell(value) for name, value in get(client, DECISION)["updates"][0].items()}]
    assert (update["reference"], update["state"], update["withdrawn_on"]) == (
        *("SC-2021-03/D1", "condition-met", "2021-06-01"),
    )
    chapters = dict(each.split("\n", 1) for each in dictionary().split("\n## "))
    assert "In JSON also `updates`: its rows of the table `updates`." in chapters["decisions"]
    assert "| `withdrawn_on` | date | When the Support Unit withdrew this as wrong" in chapters["updates"]


def test_the_newest_update_that_stands_is_named_by_its_item(client: Client) -> None:
    assert [get(client, DECISION)[name] for name in ("state", "state_since", "state_update")] == [None] * 3
    stands = say("D1", date(2021, 5, 1), "condition-met", evidence="https://example.org/proof")
    withdraw(say("D1", date(2021, 5, 2), "dropped"), date(2021, 6, 1), "No.")
    say("A1", date(2021, 5, 3), "done")
    decision = get(client, DECISION)
    assert (decision["state"], decision["state_since"]) == ("condition-met", "2021-05-01")
    assert decision["state_update"] == f"{PORTAL}/api/updates/{stands.pk}/"
    assert get(client, decision["state_update"].removeprefix(PORTAL)) == decision["updates"][1]
    assert decision["updates"][1]["evidence"] == "https://example.org/proof"


def test_what_became_of_an_item_that_only_an_earlier_edition_has_is_told_too(client: Client) -> None:
    update = say("D1", date(2021, 5, 1), "condition-met")
    (session,) = factories.small_minutes().sessions
    passages = tuple(each for each in session.passages if each.decision is None)
    Edition.objects.update(status="superseded")
    factories.edition(factories.small_minutes(sessions=(replace(session, passages=passages),)), reason="No decision.")
    (found,) = get(client, "/api/updates/")["results"]
    assert (found["id"], found["reference"]) == (f"{PORTAL}/api/updates/{update.pk}/", "SC-2021-03/D1")
    assert client.get(found["url"].removeprefix(PORTAL)).status_code == 200
    (row,) = rows(unpack(packed())["data/updates.csv"])
    assert row["id"] == found["id"]


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_nothing_is_told_of_an_item_that_only_a_draft_has(client: Client, status: str) -> None:
    edition = factories.edition(factories.small_minutes("other", "april-2021", date(2021, 4, 3)), status)
    update = factories.update(edition, state="open", note="Zebrafish.")
    assert get(client, "/api/updates/")["results"] == []
    assert get(client, f"/api/updates/{update.pk}/", 404)["status"] == 404
    assert b"Zebrafish" not in unpack(packed())["data/updates.csv"]
