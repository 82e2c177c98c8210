"""A list of members from a spreadsheet: what is read, what is refused, and that all is taken or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client

from attendees.models import Organisation, Person
from ogpminutes import member_lists
from ogpminutes.member_lists import Unreadable
from ogpminutes.models import Member
from tests import factories
from tests.pagetext import all_of, by_id, text, tree

IMPORT = "/admin/ogpminutes/member/import/"
HEAD = "name,email,capacity,organisation,person,from,until"
ADA = "Ada Łoś,ada@example.org,civil-society-member,Society plain,Ada plain,2026-10-01,2029-09-30"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _record() -> None:
    factories.vocabulary()
    factories.edition(factories.small_minutes(), "draft")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.editor())
    return client


def errors(*lines: str, head: str = HEAD) -> list[tuple[int, str]]:
    return [(line.number, line.error) for line in member_lists.read("\n".join((head, *lines))) if line.error]


def unreadable(content: bytes | str) -> str:
    with pytest.raises(Unreadable) as caught:
        member_lists.read(content if isinstance(content, str) else member_lists.decode(content))
    return str(caught.value)


# Reading


def test_a_line_says_all_of_a_member() -> None:
    (line,) = member_lists.read(f"{HEAD}\n{ADA}\n")
    member = line.member
    assert member is not None
    assert (line.number, line.email, line.is_new, line.error) == (2, "ada@example.org", True, "")
    assert (member.name, member.capacity) == ("Ada Łoś", "civil-society-member")
    assert member.organisation == Organisation.objects.get(slug="society-plain")
    assert member.person == Person.objects.get(slug="ada-plain")
    assert (member.starts_on, member.ends_on) == (date(2026, 10, 1), date(2029, 9, 30))
    assert not Member.objects.exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_write_is_read(delimiter: str, encoding: str, end: str) -> None:
    rows = ["Capacity,E-mail,Name".replace("E-mail", "email"), "Observer,ada@example.org,Ada Łoś", ",,", ""]
    content = end.join(rows).replace(",", delimiter).encode(encoding)
    (line,) = member_lists.read(member_lists.decode(content))
    assert line.member is not None
    assert (line.member.name, line.member.capacity) == ("Ada Łoś", "observer")


def test_cells_with_commas_and_line_ends_are_read() -> None:
    (line,) = member_lists.read('name,email,capacity\n"Łoś,\nAda",ada@example.org,"Civil society member"\n')
    assert line.member is not None
    assert line.member.name == "Łoś, Ada"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("Ada,not an address,observer,,,,", "“not an address” is no e-mail address."),
        ("Ada,,observer,,,,", "“” is no e-mail address."),
        ("Ada,a@example.org,king,,,,", "“king” is no capacity; write government-member, civil-society-member, "),
        ("Ada,a@example.org,,,,,", "“” is no capacity;"),
        (",a@example.org,observer,,,,", "name: This field cannot be blank."),
        ("Ada,a@example.org,observer,Nobody Ltd,,,", "The portal knows no organisation “Nobody Ltd”."),
        ("Ada,a@example.org,observer,,Nobody,,", "The portal knows no person “Nobody”."),
        ("Ada,a@example.org,observer,,,1 May 2026,", "from: “1 May 2026” is no day; write it as 2"),
        ("Ada,a@example.org,observer,,,2026-02-30,", "from: “2026-02-30” is no day;"),
        ("Ada,a@example.org,observer,,,2026-05-01,2026-04-01", "until: the term ends before it starts."),
        (f"{'x' * 1001},a@example.org,observer,,,,", "name: name: 1,001 characters, at most 1,000 fit;"),
        ("Ed,editor@example.org,observer,,,,", "editor@example.org is the address of an account of the Support Unit;"),
    ],
)
def test_each_line_says_what_is_wrong_with_it(line: str, error: str) -> None:
    factories.editor()
    ((number, said),) = errors(ADA, "", line)
    assert number == 4
    assert said.startswith(error)


def test_an_address_stands_once() -> None:
    assert errors(ADA, ADA.replace("ada@", "ADA@")) == [(3, "ada@example.org stands in line 2 already.")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The list has no members below its line of column names."),
        (b"name,email,capacity\n", "The list has no members below its line of column names."),
        (b"name,email\nAda,a@b.org\n", "The first line names no column “capacity”."),
        (b"name,email,capacity,is_staff\nAda,a@b.org,observer,1\n", "There is no column “is_staff”."),
        (b"name,name,email,capacity\n1,2,3,4\n", "The column “name” stands there twice."),
        (b"name,email,capacity\nA,b,c,d\n", "Line 2 has 4 cells; the first line names 3 columns."),
        ("name,email,capacity\nŁoś,a@b.org,observer\n".encode("latin2"), "Line 2 is not UTF-8 text."),
        (b"\xff\xfea", "Line 1 is not UTF-8 text."),
        (b"PK\x03\x04\x00\x00name", "The file is no text."),
        (b"name,email,capacity\nA\0,b,c\n", "The file is no text."),
        (b'name,email,capacity\n"A,b,c\n', "Line 2 cannot be read: unexpected end of data."),
        (b'name,email,capacity\n"A"x,b,c\n', "Line 2 cannot be read: ',' expected after '\"'."),
        (b"x" * (1024 * 1024 + 1), "The file has 1.0 MB; a list of members has 1 MB at most."),
        (b"name,email,capacity\n" + b"A,a@b.org,observer\n" * 1001, "The list has 1,001 members; 1,000 are the most."),
        (b"name,email,capacity\n" + b"A" * 200_000 + b",b,c\n", "Line 2 cannot be read: field larger than field limit"),
    ],
)
def test_files_that_are_no_list_are_refused(content: bytes, message: str) -> None:
    assert unreadable(content).startswith(message)


# Preview and import


def preview(desk: Client, content: str) -> Any:
    return desk.post(IMPORT, {"file": SimpleUploadedFile("list.csv", content.encode())})


def hidden(answer: Any) -> dict[str, str]:
    """Give the fields of the form that takes what was previewed."""
    fields = [each for each in all_of(tree(answer), "input") if each.get("name") in ("plan", "text")]
    return {each.get("name", ""): each.get("value", "") for each in fields}


def rows(answer: Any) -> list[str]:
    return [text(row) for row in all_of(by_id(tree(answer), "content-main"), "tr")[1:]]


def test_what_is_previewed_is_what_is_imported(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    shown = preview(desk, f"{HEAD}\n{ADA}\n")
    assert rows(shown) == ["2 Ada Łoś ada@example.org Civil society member 2026-10-01 – 2029-09-30 new"]
    assert not Member.objects.exists()
    answer = desk.post(IMPORT, {**hidden(shown), "invite": "1"})
    assert answer.headers["Location"] == "/admin/ogpminutes/member/"
    member = Member.objects.get()
    assert (member.name, member.user.email) == ("Ada Łoś", "ada@example.org")
    assert [letter.to for letter in mailoutbox] == [["ada@example.org"]]
    assert rows(preview(desk, f"{HEAD}\n{ADA}\n")) == [
        "2 Ada Łoś ada@example.org Civil society member 2026-10-01 – 2029-09-30 as it is"
    ]


def test_a_line_changes_the_member_of_its_address(desk: Client, mailoutbox: list[EmailMessage]) -> None:
    desk.post(IMPORT, hidden(preview(desk, f"{HEAD}\n{ADA}\n")))
    shown = preview(desk, "name,email,capacity,until\nAda L.,ada@example.org,observer,2026-12-31\n")
    assert rows(shown) == ["2 Ada L. ada@example.org Observer 2026-10-01 – 2026-12-31 changes name, capacity, ends_on"]
    desk.post(IMPORT, hidden(shown))
    member = Member.objects.get()
    assert (member.name, member.capacity, member.ends_on) == ("Ada L.", "observer", date(2026, 12, 31))
    assert member.organisation is not None  # a column that the list does not have changes nothing
    assert [group.name for group in member.user.groups.all()] == ["Observers"]
    assert mailoutbox == []


def test_one_wrong_line_stops_the_list(desk: Client) -> None:
    shown = preview(desk, f"{HEAD}\n{ADA}\nBen,ben@example,observer,,,,\n")
    assert shown.status_code == 422
    assert rows(shown)[1] == "3 – ben@example “ben@example” is no e-mail address."
    assert "plan" not in hidden(shown)
    assert f"{ADA}\nBen,ben@example,observer,,,,\n</textarea>" in shown.content.decode()
    forged = {"text": f"{HEAD}\n{ADA}\nBen,ben@example,observer,,,,\n", "plan": "0" * 64}
    assert desk.post(IMPORT, forged).status_code == 422
    assert not Member.objects.exists()


@pytest.mark.parametrize(("said", "forged"), [("ada@", "eve@"), ("Ada Łoś", "Eve"), ("2029", "2039")])
def test_what_was_not_previewed_is_previewed_first(desk: Client, said: str, forged: str) -> None:
    shown = preview(desk, f"{HEAD}\n{ADA}\n")
    answer = desk.post(IMPORT, {**hidden(shown), "text": f"{HEAD}\n{ADA.replace(said, forged)}\n"})
    assert "The members were changed since this preview was made." in answer.content.decode()
    assert not Member.objects.exists()


def test_line_ends_that_a_browser_changes_change_nothing(desk: Client) -> None:
    sent = hidden(preview(desk, f"{HEAD}\n{ADA}\n"))
    assert desk.post(IMPORT, {**sent, "text": sent["text"].replace("\n", "\r\n")}).status_code == 302


def test_a_list_that_is_pasted(desk: Client) -> None:
    shown = desk.post(IMPORT, {"text": f"{HEAD}\r\n{ADA}\r\n"})
    desk.post(IMPORT, hidden(shown))
    assert Member.objects.count() == 1


def test_an_unreadable_file_says_why(desk: Client) -> None:
    content = "name,email,capacity\nŁoś,a@b.org,observer\n".encode("latin2")
    answer = desk.post(IMPORT, {"file": SimpleUploadedFile("list.csv", content)})
    assert answer.status_code == 422
    assert "Line 2 is not UTF-8 text." in answer.content.decode()
    assert "Choose a file, or paste a list." in desk.post(IMPORT, {}).content.decode()


def test_the_import_is_for_those_who_keep_members(client: Client) -> None:
    client.force_login(factories.member())
    assert client.post(IMPORT, {"text": f"{HEAD}\n{ADA}\n"}).status_code in (302, 403)
    assert Member.objects.count() == 1
