"""A PostgreSQL server of our own for the time of the tests: made, used, stopped, removed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from setup import find_postgresql

# Tests roll back what they write: a vacuum in between would tell the planner that the tables are empty, and some
# queries of the next test would then take seconds.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=40"]


class NoServer(Exception):
    """This machine cannot run PostgreSQL; the text says why."""


@contextmanager
def throwaway_server() -> Iterator[str]:
    """Run a server on loopback and give its address, as DATABASE_URL takes it."""
    programs = find_postgresql()
    if programs is None:
        raise NoServer("there is no PostgreSQL server; apt-get install postgresql")
    user = unprivileged_user()
    # Directly below the system's folder for temporary files: the path of a socket is short.
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        options = ["-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        command(user, programs / "initdb", "-D", folder / "data", *options)
        with server(user, programs, folder, port := free_port()):
            yield f"postgres://portal@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_user() -> str:
    """Give the user that runs the server: nobody in particular, but never root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return ""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoServer("PostgreSQL does not run as root, and there is no other user")


def as_user(user: str, *words: object) -> list[str]:
    return [*(["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"] if user else []),
            *map(str, words)]  # fmt: skip


def command(user: str, *words: object) -> None:
    done = subprocess.run(as_user(user, *words), capture_output=True, text=True, cwd="/")
    if done.returncode:
        raise NoServer(f"{' '.join(map(str, words))} failed: {done.stderr.strip()}")


@contextmanager
def server(user: str, programs: Path, folder: Path, port: int) -> Iterator[None]:
    options = [word for setting in FAST for word in ("-c", setting)]
    words = [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", "127.0.0.1", "-p", port, *options]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(as_user(user, *words), stdout=log, stderr=log, cwd="/", start_new_session=True)
    try:
        wait_until_ready(process, folder, port)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # a fast shutdown: nobody is waited for
        process.wait(timeout=30)


def wait_until_ready(process: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise NoServer(f"PostgreSQL did not start: {(folder / 'log').read_text()[-500:]}")
        if "ready to accept connections" in (folder / "log").read_text():
            return
        time.sleep(0.1)
    raise NoServer(f"PostgreSQL did not answer on port {port} within 30 s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
