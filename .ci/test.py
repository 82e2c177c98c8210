"""Check everything, show progress, and end with a short summary. Called by `make test` after the set-up.

What the machine cannot have is named as skipped; with CI set, a skip is a failure.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from postgresql import NoServer, throwaway_server

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
STRICT = bool(os.environ.get("CI"))
ON_BOTH_CORES = ("-n", "2", "--dist", "worksteal")  # keeps the tests of a module together, and ends evenly
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")


@dataclass
class Step:
    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    result: str = ""
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)

    def run(self) -> None:
        self.say(f"\n── {self.name}\n")
        started = time.monotonic()
        words = [str(BIN / self.command[0]), *self.command[1:]]
        with subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, **self.environment}, stdout=subprocess.PIPE, text=True
        ) as process:
            last = ""
            for line in process.stdout or ():
                self.say(line)
                last = line if COUNTS.search(line) else last
        for number, what in COUNTS.findall(last) if self.command[0] == "pytest" else ():
            self.counts[what] = int(number)
        self.seconds = time.monotonic() - started
        self.result = "passed" if process.returncode == 0 else "FAILED"
        if STRICT and self.counts.get("skipped"):
            self.result = "FAILED (skipped tests)"

    def say(self, line: str) -> None:
        print(line, end="", flush=True)

    def skip(self, reason: str) -> None:
        self.result = f"{'FAILED' if STRICT else 'skipped'}: {reason}"


class Beside(Step):
    """A step that runs beside others, and says what it found when it is waited for."""

    def begin(self) -> None:
        self.found = io.StringIO()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def say(self, line: str) -> None:
        self.found.write(line)

    def wait(self) -> None:
        self.thread.join()
        print(self.found.getvalue(), end="", flush=True)


def steps() -> list[Step]:
    manage = ["python", "manage.py"]
    secure = {"HTTPS": "1", "ALLOWED_HOSTS": "minutes.example.org", "SECRET_KEY": "check-" * 12, "WEB_WORKERS": "1"}
    return [
        Step("lint", ["ruff", "check", "--quiet", "."]),
        Step("format", ["ruff", "format", "--check", "--quiet", "."]),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], secure),
    ]


def main() -> int:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # so that the server is stopped and removed then too
        signal.signal(name, lambda number, _: sys.exit(128 + number))
    done: list[Step] = []
    os.environ.setdefault("VAR_DIR", str(ROOT / "var" / "test"))
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of a hundred processes compiles the portal again
    types = Beside("types", ["mypy"])  # takes one core for a minute
    types.begin()
    for step in steps():
        step.run()
        done.append(step)
    done.append(tests("tests on SQLite", "-m", "not browser", *ON_BOTH_CORES))
    types.wait()
    done.append(types)
    done.append(tests_on_postgresql())
    done.append(tests_in_a_browser())
    return summary(done)


def tests(name: str, *options: str, **environment: str) -> Step:
    step = Step(name, ["pytest", "-q", *options], environment)
    step.run()
    return step


def tests_on_postgresql() -> Step:
    name = "tests on PostgreSQL"
    try:
        with throwaway_server() as address:
            return tests(name, "-m", "not browser and not once", *ON_BOTH_CORES, DATABASE_URL=address)
    except NoServer as error:
        step = Step(name, [])
        step.skip(str(error))
        return step


def tests_in_a_browser() -> Step:
    if shutil.which("chromium"):
        return tests("tests in Chromium", "-m", "browser", "tests/browser", *ON_BOTH_CORES)
    step = Step("tests in Chromium", [])
    step.skip("there is no chromium; apt-get install chromium")
    return step


def summary(done: list[Step]) -> int:
    print("\n── summary")
    for step in done:
        counts = ", ".join(f"{number} {what}" for what, number in step.counts.items())
        print(f"{step.name:22} {step.seconds:7.1f} s  {step.result:10} {counts}")
    passed, skipped = (sum(step.counts.get(what, 0) for step in done) for what in ("passed", "skipped"))
    failed = sum(step.counts.get(what, 0) for step in done for what in ("failed", "error", "errors"))
    broken = [step for step in done if step.result.startswith("FAILED")]
    failed = max(failed, len(broken))
    skipped += sum(step.result.startswith("skipped") for step in done)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
