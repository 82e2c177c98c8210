"""Mail what became public to those who follow it. For cron, every few minutes; each letter goes at most once.

Exits with 1 and says so where the mail server does not answer, or where a letter may be lost because a process died
while it was sending it.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from ogpminutes.following import alerts, rounds
from ogpminutes.management.demands import RecordCommand


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--forget", metavar="ADDRESS", help="Delete an address whose mail comes back; send nothing."
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        if (address := options["forget"]) is not None:
            known = alerts.forget_address(address)
            self.stdout.write(f"{address} is deleted." if known else f"{address} follows nothing.")
            return
        done = rounds.go()
        if done.sent or done.refused:
            self.stdout.write(f"Letters sent: {done.sent}; refused, to be tried again: {done.refused}.")
        if done.is_silent:
            self.stderr.write(f"The mail server does not answer; {done.waiting} letters wait for the next run.")
        if done.lost:
            self.stderr.write(f"Letters that may not have arrived, since a process died while sending: {done.lost}.")
        if done.is_silent or done.lost:
            sys.exit(1)
