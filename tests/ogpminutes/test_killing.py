"""kill -9 in the middle of an approval leaves a draft or an approved edition; two approvals at once make one."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import pytest

from meetings.models import Edition
from ogpminutes import editing
from tests import factories
from tests.processes import Done, address_for_others, run

pytestmark = pytest.mark.django_db(transaction=True)

APPROVE = """
import os, signal, sys
from django.conf import settings
from django.db import connection
settings.MEDIA_ROOT = sys.argv[1]
dies_at, statements = int(sys.argv[2]), 0

def count(execute, sql, parameters, many, context):
    global statements
    statements += 1
    if statements == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, parameters, many, context)

from meetings.models import Edition
from ogpminutes import publication
edition = Edition.objects.with_meeting().get()
with connection.execute_wrapper(count):
    publication.adopt(edition, publication.OPERATOR, edition.version, None)
print(statements)
"""
LOOK = """
import sys
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
from meetings.models import Edition, LogEntry, Seal, SealedFile
from ogpminutes import verification
edition = Edition.objects.get()
print(edition.status, edition.version, Seal.objects.count(), SealedFile.objects.count(),
      LogEntry.objects.filter(action="approved").count(), len(list(verification.problems())), flush=True)
"""


@pytest.fixture
def edition() -> Edition:
    factories.vocabulary()
    return editing.open_draft(factories.small_minutes(), "editor")


@pytest.fixture
def database(edition: Edition, tmp_path: Path) -> str:
    """The address of a database that another process can open, with the draft in it."""
    return address_for_others(tmp_path)


def test_killing_an_approval_leaves_a_draft_or_an_approved_edition(database: str, tmp_path: Path) -> None:
    media = str(tmp_path / "media")
    seen = []
    for statement in (3, 18, 27, 36, 42):  # of 42 or 43: reading, claiming, sealing, superseding, logging
        killed = run(LOOK + APPROVE, database, media, str(statement))  # it looks at what the one before left
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        seen.append(killed.stdout.split())
    whole = run(LOOK + APPROVE, database, media, "0")
    *last, statements = whole.stdout.split()
    assert [*seen, last] == [["draft", "1", "0", "0", "0", "0"]] * 6
    assert int(statements) in (42, 43), "every statement that was killed belongs to the approval"
    assert run(LOOK, database, media).stdout.split() == ["approved", "2", "1", "3", "1", "0"]


def test_two_approvals_at_once_make_one(database: str, tmp_path: Path) -> None:
    media = str(tmp_path / "media")
    done: list[Done] = []
    both = [threading.Thread(target=lambda: done.append(run(APPROVE, database, media, "0"))) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(each.returncode for each in done) == [0, 1]
    (loser,) = (each for each in done if each.returncode)
    assert "Stale" in loser.stderr or "Refused" in loser.stderr
    assert run(LOOK, database, media).stdout.split() == ["approved", "2", "1", "3", "1", "0"]
