"""The press: a process of its own that makes PDFs, so that no document can harm the portal.

`Press.print` hands a job to that process, which has WeasyPrint imported already and forks a child for each job. The
child has little time and memory; whatever happens to it, the portal gets bytes or `PrintingFailed`. The process starts
with the first job (1 s more), ends when nobody has printed for a while, and ends with the portal: its standard input
closes. It is started afresh rather than forked, because a server's threads do not survive a fork.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NoReturn

CPU_SECONDS = 30  # 300 pages on a slow machine
WALL_SECONDS = 60
MEMORY = 1 << 30  # bytes
IDLE_SECONDS = 600
COMMAND = ["-m", "meetings.exporters.press"]
_LENGTH = 8  # bytes before each block that say how long it is

logger = logging.getLogger(__name__)


class PrintingFailed(Exception):
    """No PDF was made; the message says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed: HTML, its sheet, and the address that its links are relative to."""

    html: str
    style: str
    address: str


class Press:
    """The portal's side. One job at a time; safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.stop)

    def print(self, document: Document, environment: Mapping[str, str], root: Path) -> bytes:
        """Give the PDF of a document. Raises `PrintingFailed`."""
        job = json.dumps(asdict(document)).encode()
        if not self._lock.acquire(timeout=2 * WALL_SECONDS):
            raise PrintingFailed("too many documents wait for the press; try again in a minute.")
        try:
            answer = self._ask(job, environment, root)
        finally:
            self._lock.release()
        head, _, pdf = answer.partition(b"\n")
        report = json.loads(head)
        for warning in report["warnings"]:
            logger.warning("WeasyPrint: %s", warning)
        if report["error"]:
            raise PrintingFailed(report["error"])
        return pdf

    def _ask(self, job: bytes, environment: Mapping[str, str], root: Path) -> bytes:
        for _ in range(2):  # an idle press may end just as a job comes
            process = self._running(environment, root)
            with suppress(BrokenPipeError):
                write_block(process.stdin.fileno(), job)  # type: ignore[union-attr] # a pipe, as asked for
                answer = read_block(process.stdout.fileno(), time.monotonic() + WALL_SECONDS + 10)  # type: ignore[union-attr]
                if answer:
                    return answer
            self.stop()
        raise PrintingFailed("the press does not answer.")

    def _running(self, environment: Mapping[str, str], root: Path) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.stop()  # one that ended by itself leaves its pipes
            self._owner = os.getpid()  # a forked server worker must not share its parent's press
            self._process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
                [sys.executable, *COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **environment},
                cwd=root,
                start_new_session=True,  # Ctrl-C is the portal's to handle
            )
        return self._process

    def stop(self) -> None:
        """End the process, if it runs and is ours."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            with process:  # closes its pipes and waits for its end
                process.kill()


def write_block(place: int, data: bytes) -> None:
    view = memoryview(len(data).to_bytes(_LENGTH, "big") + data)
    while view:
        view = view[os.write(place, view) :]


def read_block(place: int, deadline: float) -> bytes:
    """Give the next block, or nothing at the end of the stream or of the time."""
    length = _read(place, _LENGTH, deadline)
    return _read(place, int.from_bytes(length, "big"), deadline) if len(length) == _LENGTH else b""


def _read(place: int, length: int, deadline: float) -> bytes:
    data = bytearray()
    while len(data) < length:
        ready, _, _ = select.select([place], [], [], max(deadline - time.monotonic(), 0))
        part = os.read(place, min(length - len(data), 1 << 16)) if ready else b""
        if not part:
            return b""
        data += part
    return bytes(data)


# The press's side


def serve() -> None:
    """Answer jobs until nobody asks any more."""
    from meetings.exporters.typesetting import typeset  # noqa: PLC0415 (WeasyPrint is slow; only the press needs it)

    jobs, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # what a library prints is no answer
    typeset(
        "<!doctype html><html lang=en><title>-</title><p>Warm.", "", ""
    )  # font tables are read once, before the forks
    while job := read_block(jobs, time.monotonic() + IDLE_SECONDS):
        write_block(answers, print_apart(job))


def print_apart(job: bytes) -> bytes:
    """Print one job in a child with bounds; give its answer, or one that says how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _print_and_leave(job, writing)
    os.close(writing)
    answer = read_block(reading, time.monotonic() + WALL_SECONDS)
    os.close(reading)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return answer or _report(f"the document took more than the {CPU_SECONDS} s or the memory that it may ({status}).")


def _print_and_leave(job: bytes, writing: int) -> NoReturn:
    """In the child: whatever happens, it answers if it can, and never returns to the loop of its parent."""
    from meetings.exporters.typesetting import typeset  # noqa: PLC0415 (imported already, see `serve`)

    try:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        warnings: list[str] = []
        listener = logging.Handler(logging.WARNING)
        listener.emit = lambda record: warnings.append(record.getMessage()[:300])  # type: ignore[method-assign]
        logging.getLogger("weasyprint").addHandler(listener)
        pdf = typeset(**json.loads(job))
        write_block(writing, _report("", warnings) + pdf)
    except BaseException as error:  # WeasyPrint's fetching errors are no Exceptions
        write_block(writing, _report(f"{type(error).__name__}: {error}"[:500]))
    finally:
        os._exit(0)


def _report(error: str, warnings: list[str] | None = None) -> bytes:
    return json.dumps({"error": error, "warnings": warnings or []}).encode() + b"\n"


if __name__ == "__main__":
    serve()
