"""Files that people hand in: what passes, what is refused and with which cure, and how they are given back."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings import uploads
from meetings.uploads import TYPES, Upload, check_upload

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
TYPES_PART = "[Content_Types].xml"


def packed(parts: dict[str, bytes], first: str = "", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file; `first` is the content of an uncompressed `mimetype`, as OpenDocument begins."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), first)
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(main: str, **more: bytes) -> bytes:
    return packed({TYPES_PART: b"<Types/>", main: b"<w/>", **more})


def opened(kind: str, **more: bytes) -> bytes:
    return packed({"content.xml": b"<office/>", **more}, first=TYPES[kind])


SAMPLES = {
    "pdf": b"%PDF-1.7\n%%EOF",
    "docx": office("word/document.xml"),
    "xlsx": office("xl/workbook.xml"),
    "pptx": office("ppt/presentation.xml"),
    "odt": opened("odt"),
    "ods": opened("ods"),
    "odp": opened("odp"),
    "csv": "\ufeffname;was\r\nZoë;1\r\n".encode(),
    "txt": "Größe\n".encode(),
    "md": b"# Title\n\n<b>bold</b>\n",
    "png": PNG,
    "jpg": b"\xff\xd8\xff\xe0" + bytes(20),
}


def refused(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        check_upload(SimpleUploadedFile(name, content))
    (message,) = caught.value.messages
    return message


@pytest.mark.parametrize("ending", TYPES)
def test_each_kind_on_the_list_passes_with_its_facts(ending: str) -> None:
    content = SAMPLES[ending]
    file = SimpleUploadedFile(f"Budget 2021.{ending.upper()}", content, content_type="text/html")
    facts = (f"Budget 2021.{ending.upper()}", TYPES[ending], len(content), hashlib.sha256(content).hexdigest())
    assert check_upload(file) == Upload(*facts)
    assert file.read() == content


def test_a_jpeg_may_be_called_so() -> None:
    assert check_upload(SimpleUploadedFile("a.jpeg", SAMPLES["jpg"])).content_type == "image/jpeg"


@pytest.mark.parametrize(
    "name",
    ["a.html", "a.svg", "a.js", "a.exe", "a.docm", "a.pdf.exe", "a.zip", "a.xml", "a.pdf\u202egnp.hta", "a.pdf."],
)
def test_what_is_not_on_the_list_is_refused_with_the_list(name: str) -> None:
    message = refused(name, b"%PDF-1.7")
    assert message.endswith("Save it as one of these: pdf, docx, xlsx, pptx, odt, ods, odp, csv, txt, md, png, jpg.")


def test_a_name_without_an_ending_is_refused() -> None:
    assert refused("README", b"x").startswith("A file whose name has no ending is not taken.")


@pytest.mark.parametrize("ending", [ending for ending, kind in TYPES.items() if not kind.startswith("text/")])
def test_a_file_that_is_not_what_its_name_says_is_refused(ending: str) -> None:
    other = b"MZ\x90\x00" + bytes(30)
    assert f"ends in .{ending}, but that is not what it holds" in refused(f"a.{ending}", other)


@pytest.mark.parametrize(("ending", "other"), [("docx", "xlsx"), ("xlsx", "odt"), ("odt", "ods"), ("odp", "pptx")])
def test_one_office_file_is_not_another(ending: str, other: str) -> None:
    assert "that is not what it holds" in refused(f"a.{ending}", SAMPLES[other])


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>", "\n <html>", "\ufeff<svg onload=a()>", "<?xml", "#!/bin/sh", "<script>"]
)
@pytest.mark.parametrize("ending", ["txt", "md", "csv"])
def test_a_page_or_a_script_is_no_text(ending: str, start: str) -> None:
    assert refused(f"a.{ending}", start.encode()).startswith("The file is a web page or a script")


def test_text_of_another_encoding_is_refused_with_its_cure() -> None:
    wanted = "The text is not UTF-8. Save it as “UTF-8”, and give that."
    assert refused("a.csv", "Zoë".encode("latin-1")) == wanted
    assert refused("a.csv", b"a" * 70_000 + "ë".encode()[:1]) == wanted
    assert refused("a.txt", "Zoë".encode("utf-16")) == wanted


def test_a_program_is_no_text() -> None:
    assert refused("a.txt", b"MZ\x00\x01").startswith("The file holds a sign (U+0000) that no text has.")


def test_an_empty_file_is_refused() -> None:
    assert refused("a.pdf", b"").startswith("The file is empty.")


def test_a_file_that_is_too_large_is_refused_with_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SIZE_LIMIT", 1024**2)
    wanted = "The file has 1.5 MB; at most 1 MB fit. Make it smaller, or put it on the web and give its address."
    assert refused("a.pdf", b"%PDF-" + bytes(1024 * 1536)) == wanted


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UNPACKED_LIMIT", 1024**2)
    bomb = office("word/document.xml", **{"word/a.xml": bytes(600_000), "word/b.xml": bytes(600_000)})
    assert len(bomb) < 5_000
    assert refused("a.docx", bomb) == "Unpacked, the file has more than 1 MB. Save it as PDF."


def test_a_zip_that_lies_of_its_sizes_is_refused() -> None:
    bomb = bytearray(packed({TYPES_PART: b"<Types/>", "word/document.xml": bytes(600_000)}))
    place = bomb.rfind(b"PK\x01\x02")
    bomb[place + 24 : place + 28] = struct.pack("<I", 10)
    assert refused("a.docx", bytes(bomb)).startswith("The file is damaged or not complete.")


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_PARTS", 2)
    assert refused("a.docx", office("word/document.xml", a=b"")).startswith("The file has 3 parts; at most 2 fit.")


@pytest.mark.parametrize(
    ("kind", "part"),
    [("docx", "word/vbaProject.bin"), ("xlsx", "xl/vbaProject.bin"), ("odt", "Basic/a.xml"), ("ods", "Scripts/a.py")],
)
def test_macros_are_refused(kind: str, part: str) -> None:
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
    content = office(main[kind], **{part: b"x"}) if kind in main else opened(kind, **{part: b"x"})
    assert refused(f"a.{kind}", content).startswith("The file holds macros")


def test_parts_that_leave_their_folder_and_encrypted_ones_are_refused() -> None:
    assert "leave its folder" in refused("a.docx", office("word/document.xml", **{"../a": b""}))
    secret = bytearray(office("word/document.xml"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        secret[secret.find(mark) + place] |= 1
    assert refused("a.docx", bytes(secret)) == "The file has a password. Save a copy without one."


def test_a_damaged_office_file_is_refused() -> None:
    assert refused("a.docx", SAMPLES["docx"][:-30]).startswith("The file is damaged or not complete.")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Ada\\plan.txt", "plan.txt"),
        ('a\x00b\r\n"<c>".txt', "abc.txt"),
        ("a\u202etxt.txt", "atxt.txt"),
        ("Zoe\u0308 plan.txt", "Zoë plan.txt"),
        (f"{'n' * 300}.txt", f"{'n' * 116}.txt"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert uploads.clean_name(given) == kept


@pytest.mark.django_db  # closing an answer closes old connections
def test_a_file_is_kept_under_a_name_of_our_own_and_given_as_a_download(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("Budget “2021”.jpeg", SAMPLES["jpg"])
    upload = check_upload(file)
    stored = uploads.keep(file, upload, "papers")
    assert stored.startswith("papers/")
    assert stored.endswith(".jpg")
    assert len(stored) == len("papers/.jpg") + 32
    answer = uploads.give(stored, upload.name, upload.content_type)
    assert answer.getvalue() == SAMPLES["jpg"]
    answer.close()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Budget%20%E2%80%9C2021%E2%80%9D.jpeg"
    headers = (answer["Content-Type"], answer["X-Content-Type-Options"], answer["Content-Security-Policy"])
    assert headers == ("image/jpeg", "nosniff", "default-src 'none'; sandbox")
