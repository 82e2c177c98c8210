"""Whether a file or a seal is of what was approved, as anybody asks it."""

from __future__ import annotations

import hashlib
import json
import runpy
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings

from meetings.models import Edition, Seal
from ogpminutes import archive, editing, publication, verifying
from tests import factories

pytestmark = pytest.mark.django_db
PROGRAM = Path(__file__).resolve().parents[2] / "static" / "verify_minutes.py"


def approve(word: str = "plain", **more: Any) -> Edition:
    edition = archive.write(factories.small_minutes(word, **more))
    publication.adopt(edition, publication.OPERATOR, edition.version, None)
    return Edition.objects.with_seal().get(pk=edition.pk)


@pytest.fixture(scope="module")
def approved(standing_database: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the files of the one edition that is approved."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        factories.vocabulary()
        approve()
    connection.check_constraints()
    return folder


@pytest.fixture(autouse=True)
def first(approved: Path, db: None, tmp_path: Path, settings: LazySettings) -> Edition:
    settings.MEDIA_ROOT = shutil.copytree(approved, tmp_path / "media")
    return Edition.objects.with_seal().get()


def amend(first: Edition) -> Edition:
    """Approve the edition that supersedes the first, with another place."""
    opened = publication.amend(first, publication.OPERATOR, "The place was wrong.")
    editing.replace(opened, replace(archive.read(opened), place="Seoul"), opened.version, "editor")
    publication.circulate(opened, publication.OPERATOR, opened.version, publication.proposed_deadline(opened))
    publication.approve(opened, publication.OPERATOR, opened.version, "All agreed.")
    return Edition.objects.with_seal().get(number=2)


@pytest.fixture
def second(first: Edition) -> Edition:
    return amend(first)


def send(client: Client, content: bytes, name: str = "minutes.pdf", **more: Any) -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile(name, content)}, follow=True, **more)


def test_the_page_asks_for_a_file_or_a_seal(client: Client) -> None:
    page = client.get("/verify/")
    assert page.status_code == 200
    assert 'href="/verify/"' in client.get("/").content.decode(), "the foot of every page leads there"


@pytest.mark.parametrize("suffix", ["pdf", "md", "json"])
def test_every_export_is_recognised_before_and_after_it_is_superseded(
    client: Client, first: Edition, suffix: str
) -> None:
    meeting = first.meeting.get_absolute_url()
    file = client.get(f"{meeting}minutes.{suffix}").content
    assert file == client.get(f"{meeting}editions/1/minutes.{suffix}").content
    page = send(client, file).content.decode()
    assert "Genuine, and it stands" in page
    assert f'href="{meeting}editions/1/"' in page
    amend(first)
    page = client.get("/verify/", {"digest": hashlib.sha256(file).hexdigest()}).content.decode()
    assert "Genuine, but superseded" in page
    assert "The place was wrong." in page


def test_a_seal_is_found_as_it_was_typed(client: Client, first: Edition) -> None:
    value = Seal.objects.get().value
    for typed in (value, value.upper(), value[:8], f"{value[:32]} {value[32:]}", f"sha256:{value}", f"{value[:16]}…"):
        page = client.get("/verify/", {"seal": typed})
        assert "Genuine, and it stands" in page.content.decode(), typed
    assert client.get(Seal.objects.get().get_absolute_url()).status_code == 200


def test_one_changed_byte_is_no_file_of_ours(client: Client, first: Edition) -> None:
    file = bytearray(client.get(f"{first.meeting.get_absolute_url()}minutes.md").content)
    file[100] ^= 1
    page = send(client, bytes(file)).content.decode()
    assert "Not a file of an approved edition" in page
    assert hashlib.sha256(file).hexdigest() in page


@pytest.mark.parametrize("typed", ["1234567", "xyz", "\x00", "g" * 64, "0" * 10_000, "'; DROP TABLE x", "é" * 64])
def test_what_cannot_be_a_seal_is_told(client: Client, first: Edition, typed: str) -> None:
    page = client.get("/verify/", {"seal": typed})
    assert page.status_code == 422
    assert "\x00" not in page.content.decode()
    assert len(page.content) < 30_000


@pytest.mark.parametrize("digest", ["\x00", "0" * 10_000, "x", "0" * 64])
def test_a_digest_that_is_none_finds_nothing(client: Client, first: Edition, digest: str) -> None:
    page = client.get("/verify/", {"digest": digest})
    assert page.status_code == 200
    assert "Not a file of an approved edition" in page.content.decode()


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_a_draft_is_never_confirmed(client: Client, status: str) -> None:
    edition = factories.edition(factories.small_minutes("hush", "june-2021", date(2021, 6, 3)), status)
    client.force_login(factories.editor())
    file = client.get(f"{edition.meeting.get_absolute_url()}minutes.md").content
    for reader in (client, Client()):
        page = send(reader, file).content.decode()
        assert "Not a file of an approved edition" in page
        assert "hush" not in page


def test_what_was_sent_is_not_kept(client: Client, first: Edition, settings: LazySettings) -> None:
    before = sorted(Path(settings.MEDIA_ROOT).rglob("*"))
    send(client, b"x" * 5_000_000, "../../etc/passwd\x00.pdf")
    assert sorted(Path(settings.MEDIA_ROOT).rglob("*")) == before


def test_a_huge_file_is_refused_before_it_is_read(client: Client, first: Edition) -> None:
    answer = client.generic("POST", "/verify/", b"", CONTENT_LENGTH="1073741824")
    assert answer.status_code == 413
    assert "more than 20 MB" in answer.content.decode()


def test_a_large_file_is_refused_while_it_is_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "FILE_LIMIT", 100_000)
    monkeypatch.setattr(verifying, "ROOM", 10_000_000)
    assert send(client, b"x" * 300_000).status_code == 413


@pytest.mark.parametrize("content", [b"", None])
def test_no_file_is_told(client: Client, content: bytes | None) -> None:
    answer = client.post("/verify/", {} if content is None else {"file": SimpleUploadedFile("x.pdf", content)})
    assert answer.status_code == 422
    assert "No file was chosen" in answer.content.decode()


def test_a_form_that_is_broken_off_is_told(client: Client) -> None:
    answer = client.generic("POST", "/verify/", b"--x\r\n", content_type="multipart/form-data; boundary=" + "x" * 300)
    assert answer.status_code == 400
    assert "did not arrive whole" in answer.content.decode()


# The chain as data, and the program that checks it alone


@pytest.fixture
def kept(client: Client, second: Edition, tmp_path: Path) -> Path:
    """A folder with the seals of two editions and the files of the second."""
    (tmp_path / "seals.json").write_bytes(client.get("/verify/seals.json").content)
    for suffix in ("pdf", "md", "json"):
        content = client.get(f"{second.meeting.get_absolute_url()}minutes.{suffix}").content
        (tmp_path / f"minutes.{suffix}").write_bytes(content)
    old = client.get(f"{second.meeting.get_absolute_url()}editions/1/minutes.json").content
    (tmp_path / "old.json").write_bytes(old)
    return tmp_path


def check(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(PROGRAM), *words]
    return subprocess.run(  # noqa: S603 (our own program)
        command, cwd=folder, capture_output=True, text=True, timeout=60
    )


def test_the_chain_is_given_as_data(client: Client, second: Edition) -> None:
    data = client.get("/verify/seals.json").json()
    assert [entry["position"] for entry in data["seals"]] == [1, 2]
    assert data["newest"] == data["seals"][-1]["seal"] == Seal.objects.latest("position").value
    assert sorted(file["format"] for file in data["seals"][0]["files"]) == ["json", "md", "pdf"]
    assert all(hashlib.sha256(e["statement"].encode()).hexdigest() == e["seal"] for e in data["seals"])


def test_the_program_checks_chain_and_files_alone(kept: Path) -> None:
    files = ["minutes.pdf", "minutes.md", "minutes.json", "old.json"]
    first, second = Seal.objects.order_by("position")
    told = check(kept, "seals.json", *files, "--tip", first.value, "--tip", second.value[:12].upper())
    assert (told.returncode, told.stderr) == (0, "")
    lines = told.stdout.splitlines()
    assert lines[0] == (
        f"minutes.pdf: edition 2 of march-2021 (SC-2021-03), the newest edition of its meeting, "
        f"as the portal's list of files says {second.value}."
    )
    assert "proved by the seal" in lines[2]
    assert "superseded by edition 2, proved by the seal" in lines[3]
    assert lines[-1] == f"All is well: 2 seals. Newest: {second.value}"


def test_the_program_finds_a_flipped_byte_anywhere(kept: Path) -> None:
    program = runpy.run_path(str(PROGRAM))
    whole = (kept / "seals.json").read_bytes()
    data = json.loads(whole)
    for position, entry in enumerate(data["seals"]):
        for field in ("seal", "statement"):
            forged = json.loads(whole)
            text = forged["seals"][position][field]
            for place in range(0, len(text), 7):
                other = "1" if text[place] != "1" else "2"
                forged["seals"][position][field] = text[:place] + other + text[place + 1 :]
                (kept / "forged.json").write_text(json.dumps(forged))
                assert program["main"]([str(kept / "forged.json")]) == 1, (position, field, place)
        assert entry["position"] == position + 1
    file = bytearray((kept / "minutes.json").read_bytes())
    file[10] ^= 1
    (kept / "minutes.json").write_bytes(file)
    told = check(kept, "seals.json", "minutes.json")
    assert told.returncode == 1
    assert "is no file of a sealed edition" in told.stderr


def test_a_chain_that_was_made_anew_is_found_by_a_seal_that_was_noted(kept: Path) -> None:
    noted = Seal.objects.get(position=1).value
    data = json.loads((kept / "seals.json").read_text())
    previous = "0" * 64
    for entry in data["seals"]:
        statement = {**json.loads(entry["statement"]), "reason": "Forged.", "previous": previous}
        entry["statement"] = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = entry["seal"] = hashlib.sha256(entry["statement"].encode()).hexdigest()
    data["newest"] = previous
    (kept / "seals.json").write_text(json.dumps(data))
    assert check(kept, "seals.json").returncode == 0, "nothing in the chain itself tells"
    told = check(kept, "seals.json", "--tip", noted)
    assert told.returncode == 1
    assert "was made anew" in told.stderr


def test_a_chain_that_was_cut_off_is_found_by_a_seal_that_was_noted(kept: Path) -> None:
    noted = Seal.objects.get(position=2).value
    data = json.loads((kept / "seals.json").read_text())
    del data["seals"][1]
    (kept / "seals.json").write_text(json.dumps(data))
    assert check(kept, "seals.json").returncode == 1
    data["newest"] = data["seals"][0]["seal"]
    (kept / "seals.json").write_text(json.dumps(data))
    assert check(kept, "seals.json", "--tip", noted).returncode == 1


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "\x00", '{"format": "ogp-seals/1", "seals": 3}', "[" * 100_000, '{"a": 1' * 10, "\ud800"],
)
def test_the_program_never_breaks_on_what_is_no_list_of_seals(tmp_path: Path, content: str) -> None:
    (tmp_path / "seals.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    told = check(tmp_path, "seals.json")
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("entry", [None, 3, {}, {"seal": 1, "statement": 2}, {"seal": "x", "statement": "[" * 99_999}])
def test_the_program_never_breaks_on_a_broken_entry(tmp_path: Path, entry: object) -> None:
    data = {"format": "ogp-seals/1", "newest": "x", "seals": [entry]}
    (tmp_path / "seals.json").write_text(json.dumps(data))
    told = check(tmp_path, "seals.json")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr


# What an edition changed


def test_anybody_sees_what_an_edition_changed(client: Client, second: Edition) -> None:
    page = client.get("/meetings/march-2021/editions/2/changes/").content.decode()
    assert "The place was wrong." in page
    assert '<del><span class="vh">[removed: </span>Place plain<span class="vh">]</span></del>' in page
    assert '<ins><span class="vh">[added: </span>Seoul<span class="vh">]</span></ins>' in page
    assert "1 part changed, 6 paragraphs and bullets are unchanged" in page
    assert "/meetings/march-2021/editions/2/changes/" in client.get("/meetings/march-2021/").content.decode()


def test_the_first_edition_changed_nothing(client: Client, first: Edition) -> None:
    page = client.get("/meetings/march-2021/editions/1/changes/")
    assert "there is nothing that it changed" in page.content.decode()


@pytest.mark.parametrize("status", ["draft", "circulated"])
def test_what_a_draft_would_change_is_not_for_strangers(client: Client, first: Edition, status: str) -> None:
    factories.edition(factories.small_minutes("hush"), status, reason="Hush.")
    assert client.get("/meetings/march-2021/editions/2/changes/").status_code == 404
    client.force_login(factories.editor())
    assert "hush" in client.get("/meetings/march-2021/editions/2/changes/").content.decode()
