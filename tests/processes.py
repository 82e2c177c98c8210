"""Programs in processes of their own, for what is killed in the middle of its work, or done twice at once.

They are children of one process that has the portal loaded, which a new one would take a second and more for.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, connections

from ogpminutes import environment

PATIENCE = 120  # seconds
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.loaded"])


@dataclass(frozen=True, slots=True)
class Done:
    """What a program said, and its status: that of `sys.exit`, or the number of the signal that ended it, negative."""

    returncode: int
    stdout: str
    stderr: str


def address_for_others(folder: Path) -> str:
    """Give the address of a database that another process can open: this one, or a copy of one in memory."""
    if connection.vendor == "postgresql":
        return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    place = folder / "portal.sqlite3"
    with sqlite3.connect(place) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as the portal's file is: two that would make it so at once collide
    copy.close()
    return f"sqlite:///{place}"


def run(program: str, database: str, *words: str) -> Done:
    """Run a program, with the portal set up, on a database like the one at hand, and wait for its end."""
    with TemporaryDirectory() as folder:
        said, complained = Path(folder, "stdout"), Path(folder, "stderr")
        process = _context.Process(target=_play, args=(program, database, words, said, complained))
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(complained.read_text())
        done = Done(process.exitcode, *(each.read_text() if each.exists() else "" for each in (said, complained)))
        process.close()
        return done


def _play(program: str, database: str, words: tuple[str, ...], said: Path, complained: Path) -> None:
    for stream, place in ((sys.stdout, said), (sys.stderr, complained)):
        os.dup2(os.open(place, os.O_WRONLY | os.O_CREAT), stream.fileno())
    os.environ["DATABASE_URL"] = database
    connections["default"].settings_dict["NAME"] = environment.database("DATABASE_URL", Path())["NAME"]
    sys.argv = ["-c", *words]
    exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})  # noqa: S102 (our own)
