"""Eight people import at the same moment: one import is done, whole, and seven are told."""

from __future__ import annotations

import pytest

from tests.ogpminutes.test_killing import database, edition
from tests.processes import run

__all__ = ["database", "edition"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)

IMPORT = """
import sys, threading
from django.db import connection
from meetings.importers.imported import Facts
from meetings.models import Edition, Meeting, Session, Version
from meetings.textform import dump
from ogpminutes import importing
from ogpminutes.editing import Stale
from ogpminutes.publication import OPERATOR
from tests import factories
line, said, meeting = threading.Barrier(8), [], sys.argv[1]
facts = Facts(meeting=meeting, reference="SC-2021-03" if meeting == "march-2021" else "SC-2021-04")
looks = [importing.look(dump(factories.small_minutes(place=f"Room {number}")).encode(), facts) for number in range(8)]

def take(preview):
    line.wait()
    try:
        importing.take(preview.text, preview.plan.seen, OPERATOR, is_confirmed=True)
        said.append("taken")
    except Stale:
        said.append("stale")
    except Exception as error:
        said.append(repr(error))
    finally:
        connection.close()

threads = [threading.Thread(target=take, args=(preview,)) for preview in looks]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
editions = Edition.objects.filter(meeting__slug=meeting)
print(*sorted(said), Meeting.objects.count(), editions.count(), Version.objects.filter(edition__in=editions).count())
"""


@pytest.mark.parametrize(
    ("meeting", "rows"),
    [("april-2021", ["2", "1", "1"]), ("march-2021", ["1", "1", "2"])],
    ids=["of a new meeting", "into a draft"],
)
def test_one_import_is_done_and_seven_are_told(database: str, meeting: str, rows: list[str]) -> None:
    told = run(IMPORT, database, meeting)
    assert told.stdout.split() == [*["stale"] * 7, "taken", *rows], told.stderr
