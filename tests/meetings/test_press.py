from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from meetings.exporters import pdf, press
from meetings.exporters.press import Document, Press, PrintingFailed

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PAGE = "<!doctype html><html lang=en><title>A</title>"


@pytest.fixture(scope="module")
def machine() -> Iterator[Press]:
    machine = Press()
    yield machine
    machine.stop()


def printed(machine: Press, body: str, style: str = "") -> bytes:
    document = Document(PAGE + body, style, "https://example.org/")
    return machine.print(document, {"FONTCONFIG_FILE": str(pdf._write_font_settings())}, ROOT)


def test_press_prints_the_same_bytes_each_time(machine: Press) -> None:
    first, second = printed(machine, "<p>Hello"), printed(machine, "<p>Hello")
    assert first.startswith(b"%PDF-1.7")
    assert first == second


@pytest.mark.parametrize(
    "body",
    [
        "<img src=file:///etc/passwd alt=x>",
        "<img src=http://127.0.0.1:9/x.png alt=x>",
        "<link rel=stylesheet href=file:///etc/passwd>",
        "<link rel=attachment href=file:///etc/passwd>",
        "<a rel=attachment href=file:///etc/passwd>x</a>",
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>@font-face{font-family:x;src:url(http://127.0.0.1:9/x)}</style>",
        "<p style='background:url(data:image/png;base64,AAAA)'>x",
        "<object data=file:///etc/passwd></object>",
        "<embed src=file:///etc/passwd>",
        "<ul style='list-style-image:url(http://127.0.0.1:9/x)'><li>x</ul>",
    ],
)
def test_press_fetches_nothing(machine: Press, body: str) -> None:
    with pytest.raises(PrintingFailed, match="nothing is fetched for a PDF"):
        printed(machine, body)


def test_press_fetches_nothing_for_a_sheet(machine: Press) -> None:
    with pytest.raises(PrintingFailed, match="nothing is fetched for a PDF"):
        printed(machine, "<p>x", "@import url(file:///etc/passwd);")


def test_press_says_when_a_document_is_too_deep(machine: Press) -> None:
    with pytest.raises(PrintingFailed, match="RecursionError"):
        printed(machine, "<div>" * 3000)


def test_press_gives_up_on_a_document_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Press()
    limited = ["import sys", "from meetings.exporters import press", "press.CPU_SECONDS = 1", "press.serve()"]
    monkeypatch.setattr(press, "COMMAND", ["-c", "\n".join(limited)])
    try:
        with pytest.raises(PrintingFailed, match="took more"):
            printed(machine, "<div style='display:flex'>" * 14 + "x")
        assert printed(machine, "<p>Hello").startswith(b"%PDF")
    finally:
        machine.stop()


def test_press_starts_again_after_its_process_died(machine: Press) -> None:
    printed(machine, "<p>Hello")
    assert machine._process is not None
    machine._process.kill()
    assert printed(machine, "<p>Hello").startswith(b"%PDF")


def test_press_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "COMMAND", ["-c", "raise SystemExit(3)"])
    with pytest.raises(PrintingFailed, match="the press does not answer"):
        printed(Press(), "<p>Hello")


def test_press_ends_when_its_input_closes() -> None:
    machine = Press()
    printed(machine, "<p>Hello")
    process = machine._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0
    machine.stop()


def test_press_belongs_to_the_process_that_started_it(machine: Press) -> None:
    printed(machine, "<p>Hello")
    process, machine._owner = machine._process, os.getpid() + 1
    assert printed(machine, "<p>Hello").startswith(b"%PDF")
    assert process is not None
    assert process.poll() is None
    assert machine._process is not process
    with process:
        process.kill()


def test_font_settings_name_our_fonts_alone() -> None:
    text = pdf._write_font_settings().read_text(encoding="utf-8")
    assert text.count("<dir>") == 1
    assert f"<dir>{settings.BASE_DIR / 'static' / 'vendor' / 'fonts'}</dir>" in text
