"""What stands beside the minutes: neighbours, papers, what is still open; and addresses that moved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from decisions.models import Update
from meetings.models import FormerSlug, Meeting, Paper
from tests import factories
from tests.pagetext import all_of, text, tree

pytestmark = pytest.mark.django_db

PAGE = "/meetings/march-2021/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def _vocabulary(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    factories.vocabulary()


def march(status: str = "approved", word: str = "plain") -> Meeting:
    return factories.edition(factories.small_minutes(word), status).meeting


def held(slug: str, day: date, status: str = "approved", body: str = "steering-committee") -> None:
    minutes = factories.small_minutes(slug, slug, day, body=body, reference=f"X-{slug.upper()}")
    factories.edition(minutes, status)


def section(client: Client, heading: str) -> str:
    parts = [part for part in all_of(tree(client.get(PAGE)), "section") if part.get("aria-labelledby") == heading]
    return text(parts[0]) if parts else ""


def neighbours(client: Client, address: str = PAGE) -> dict[str, str]:
    links = all_of(tree(client.get(address)), "a")
    return {str(link.get("rel")): str(link.get("href")) for link in links if link.get("rel") in ("prev", "next")}


# Neighbours


def test_neighbours_are_of_the_same_body_and_the_nearest(client: Client) -> None:
    march()
    held("a-long-ago", date(2019, 1, 1))
    held("b-before", date(2021, 3, 1))
    held("same-day", date(2021, 3, 3))
    held("z-after", date(2022, 1, 1))
    held("other-body", date(2021, 3, 2), body="criteria-and-standards-subcommittee")
    assert neighbours(client) == {"prev": "/meetings/b-before/", "next": "/meetings/same-day/"}
    assert neighbours(client, "/meetings/same-day/") == {"prev": PAGE, "next": "/meetings/z-after/"}


def test_a_hidden_meeting_is_nobodys_neighbour(client: Client) -> None:
    march()
    held("hidden", date(2021, 4, 1), "circulated")
    assert neighbours(client) == {}
    client.force_login(factories.member())
    assert neighbours(client) == {"next": "/meetings/hidden/"}


# What is still open


def test_what_is_still_open_stands_below_the_minutes(client: Client) -> None:
    meeting = march()
    shown = section(client, "heading-open")
    assert "Decision SC-2021-03/D1 Approved with conditions Approved on condition plain." in shown
    assert "Action item SC-2021-03/A1 will share plain No update recorded" in shown
    Update.objects.create(meeting=meeting, number="D1", day=date(2021, 4, 1), state="condition-met")
    Update.objects.create(meeting=meeting, number="A1", day=date(2021, 4, 1), state="under-way")
    shown = section(client, "heading-open")
    assert "D1" not in shown
    assert "Action item SC-2021-03/A1 will share plain Under way" in shown
    Update.objects.create(meeting=meeting, number="A1", day=date(2021, 5, 1), state="done")
    assert section(client, "heading-open") == ""


# Papers


def add(client: Client, meeting: Meeting, **fields: Any) -> Any:
    """Add a paper in the admin, beside those that are there."""
    there = list(meeting.papers.all())
    form: dict[str, Any] = {
        **{"first_day": meeting.first_day, "last_day": meeting.last_day},
        **{"body": meeting.body_id, "slug": meeting.slug},
        **{f"{name}-{forms}_FORMS": 0 for name in ("editions", "announcement") for forms in ("TOTAL", "INITIAL")},
        **{"papers-TOTAL_FORMS": len(there) + 1, "papers-INITIAL_FORMS": len(there)},
    }
    for place, paper in enumerate(there):
        form |= {f"papers-{place}-id": paper.pk, f"papers-{place}-meeting": meeting.pk}
    form |= {f"papers-{len(there)}-kind": "reference"}
    form |= {f"papers-{len(there)}-{name}": value for name, value in fields.items() if "-" not in name}
    form |= {name: value for name, value in fields.items() if "-" in name}
    address = f"/admin/meetings/meeting/{meeting.pk}/change/"
    return client.post(address, {**form, "seen": client.get(address).context["seen"]})


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(factories.editor())
    return client


def test_a_file_and_an_address_are_added_and_offered(desk: Client, client: Client) -> None:
    meeting = march()
    file = SimpleUploadedFile("Plan – final.pdf", PDF)
    assert add(desk, meeting, title="Paper plain", upload=file).status_code == 302
    assert add(desk, meeting, title="Packet", kind="packet", url="https://example.org/packet").status_code == 302
    papers = [(paper.number, paper.title, paper.name, paper.size, paper.url) for paper in meeting.papers.all()]
    assert papers == [
        (1, "Paper plain", "Plan – final.pdf", len(PDF), ""),
        (2, "Packet", "", None, "https://example.org/packet"),
    ]
    shown = section(client, "heading-papers")
    assert "Paper plain Reference material, referred to in Session 1 PDF, 29" in shown
    assert "Packet Packet on the web" in shown
    answer = client.get(f"{PAGE}papers/1/")
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{PAGE}papers/2/").headers["Location"] == "https://example.org/packet"


@pytest.mark.parametrize(
    ("fields", "cure"),
    [
        ({"title": "Both", "url": "https://e.org", "upload": PDF}, "one of the two"),
        ({"title": "Neither"}, "one of the two"),
        ({"title": "Script", "upload": b"<script>alert(1)</script>"}, "that is not what it holds"),
        ({"title": "", "url": "https://e.org"}, "This field is required"),
        ({"title": "Bad", "url": "javascript:alert(1)"}, "This is no web address."),
        ({"title": "N\x00UL", "url": "https://e.org"}, "Null characters are not allowed"),
    ],
)
def test_what_is_no_paper_is_refused(desk: Client, fields: dict[str, Any], cure: str) -> None:
    meeting = march()
    if "upload" in fields:
        fields = {**fields, "upload": SimpleUploadedFile("p.pdf", fields["upload"])}
    answer = add(desk, meeting, **fields)
    assert answer.status_code == 200
    assert cure in answer.content.decode()
    assert list(meeting.papers.all()) == []


def test_a_withdrawn_paper_says_why_and_stays_so(desk: Client, client: Client) -> None:
    meeting = march()
    add(desk, meeting, title="Packet", upload=SimpleUploadedFile("p.pdf", PDF))
    add(desk, meeting, **{"papers-0-withdrawn": "It held a private address.", "papers-0-title": "Forged"})
    (paper,) = meeting.papers.all()
    assert (paper.title, paper.withdrawn) == ("Packet", "It held a private address.")
    answer = client.get(f"{PAGE}papers/1/")
    assert answer.status_code == 410
    assert "It held a private address." in answer.content.decode()
    assert section(client, "heading-papers") == ""
    add(desk, meeting, **{"papers-0-withdrawn": ""})
    assert meeting.papers.get().withdrawn == "It held a private address."


def test_papers_of_a_hidden_meeting_are_hidden(client: Client) -> None:
    meeting = march("draft")
    name = default_storage.save("papers/x.pdf", ContentFile(PDF))
    kept = {"stored": name, "name": "x.pdf", "content_type": "application/pdf", "size": 29, "digest": "0" * 64}
    Paper.objects.create(meeting=meeting, number=1, title="Secret", **kept)
    assert client.get(f"{PAGE}papers/1/").status_code == 404
    client.force_login(factories.member())
    assert client.get(f"{PAGE}papers/1/").status_code == 404
    client.force_login(factories.editor("other"))
    assert client.get(f"{PAGE}papers/1/").getvalue() == PDF


def test_a_lost_file_is_not_found(client: Client) -> None:
    kept = {"stored": "papers/gone.pdf", "name": "x.pdf", "content_type": "application/pdf", "size": 29}
    Paper.objects.create(meeting=march(), number=1, title="Gone", digest="0" * 64, **kept)
    assert client.get(f"{PAGE}papers/1/").status_code == 404


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "Neither"},
        {"title": "Both", "url": "https://e.org", "stored": "x", "size": 1, "digest": "0"},
        {"title": "", "url": "https://e.org"},
        {"title": "Unmeasured", "stored": "x"},
    ],
)
def test_the_database_refuses_half_a_paper(facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        Paper.objects.create(meeting=march(), number=1, **facts)


# Addresses that moved


def rename(desk: Client, meeting: Meeting, slug: str) -> int:
    meeting.slug = slug
    return int(add(desk, meeting).status_code)


def test_a_renamed_meeting_is_found_under_its_old_address(desk: Client, client: Client) -> None:
    meeting = march("circulated")
    assert rename(desk, meeting, "spring-2021") == 302
    assert rename(desk, meeting, "early-2021") == 302
    member = Client()
    member.force_login(factories.member())
    for old in ("march-2021", "spring-2021"):
        answer = member.get(f"/meetings/{old}/editions/1/passages/1.3/?from=mail")
        new = "/meetings/early-2021/editions/1/passages/1.3/?from=mail"
        assert (answer.status_code, answer.headers["Location"]) == (301, new)
        assert member.get(f"/respond/{old}/1/").headers["Location"] == "/respond/early-2021/1/"
        assert client.get(f"/meetings/{old}/").status_code == 404


def test_a_meeting_that_is_named_back_is_where_it_was(desk: Client) -> None:
    meeting = march("circulated")
    rename(desk, meeting, "spring-2021")
    rename(desk, meeting, "march-2021")
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["spring-2021"]
    assert desk.get("/meetings/spring-2021/").headers["Location"] == "/meetings/march-2021/"
    assert desk.get("/meetings/march-2021/").status_code == 200


def test_published_minutes_keep_their_address(desk: Client) -> None:
    meeting = march()
    rename(desk, meeting, "spring-2021")
    meeting.refresh_from_db()
    assert meeting.slug == "march-2021"
