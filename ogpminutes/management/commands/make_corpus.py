"""Fill the database of DATABASE_URL with minutes that nobody held, to measure the portal on: 2,000 meetings, 30,000
sessions, 80,000 passages. Never where other minutes are kept, unless told so; the guards of the record are lifted.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError

from meetings.models import Meeting, Region, Theme
from ogpminutes import guards
from ogpminutes.corpus import MEETINGS, Corpus
from ogpminutes.management.demands import RecordCommand, number


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--times", type=number(1, 100), default=1, help="How many times as much; 10 makes 800,000 passages."
        )
        parser.add_argument("--meetings", type=number(1, 100_000), default=MEETINGS)
        parser.add_argument("--among-others", action="store_true", help="Even where the database holds other minutes.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        if Meeting.objects.exists() and not options["among_others"]:
            raise CommandError(
                "This database holds minutes already. Name an empty one in DATABASE_URL, or say --among-others."
            )
        if not (Region.objects.exists() and Theme.objects.exists()):
            call_command("loaddata", "vocabulary", verbosity=0)
        guards.lift()
        try:
            self.make(options["meetings"] * options["times"])
        finally:
            guards.install()

    def make(self, number: int) -> None:
        started = told = time.monotonic()
        for done in Corpus(number).make():
            if time.monotonic() - told > 5 or done == number:
                told = time.monotonic()
                self.stdout.write(f"{done:,} of {number:,} meetings, {told - started:.0f} s")
