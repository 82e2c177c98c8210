"""The portal as `make run` serves it: a new database, the production server, and a clean end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.once

READY = "Ctrl-C stops it."


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port(tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    place = {"VAR_DIR": str(tmp_path), "PORT": str(free_port()), "WEB_WORKERS": "1", "DEBUG": "0"}
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEMO_PASSWORD")}
    command = [sys.executable, "manage.py", "serve"]
    options = {"cwd": settings.BASE_DIR, "env": {**kept, **place}, "start_new_session": True}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options) as server:  # type: ignore[call-overload]  # noqa: S603
        try:
            yield int(place["PORT"]), server
        finally:
            server.terminate()  # it tells the server that it started, and waits for it


def test_it_serves_and_ctrl_c_ends_it(port: tuple[int, subprocess.Popen[str]]) -> None:
    number, server = port
    said = ""
    for line in server.stdout or ():
        said += line
        if READY in line:
            break
    assert f"The minutes: http://127.0.0.1:{number}/" in said
    assert "editor (Support Unit) signs in with: " in said
    assert answer(number, "/healthz") == b"ok"
    assert b"Steering Committee Working-Level Meeting Minutes" in answer(number, "/meetings/december-2020/")
    os.killpg(server.pid, signal.SIGINT)  # as a terminal does: to everybody in the group
    server.wait(timeout=30)
    with pytest.raises(ConnectionError), socket.create_connection(("127.0.0.1", number)):
        pass


def answer(port: int, address: str) -> bytes:
    """Ask the server; it prints its address a moment before it listens."""
    for _ in range(200):
        try:
            with urlopen(f"http://127.0.0.1:{port}{address}", timeout=20) as response:
                return bytes(response.read())
        except OSError:
            time.sleep(0.1)  # there is nothing to wait on: the server is a process of its own
    raise AssertionError(f"nothing answers at port {port}")


def test_a_port_that_is_taken_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        with pytest.raises(CommandError, match="Choose another: PORT=9000 make run"):
            call_command("serve")
