"""Mail what became public to those who follow it. For cron, every few minutes; each letter goes at most once.

Exits with 1 and says so where the mail server does not answer, or where a letter may be lost because a process died
while it was sending it: then it names the follower by number, and the news, so that somebody can write instead.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from ogpminutes.following import alerts, losses, rounds
from ogpminutes.management.demands import RecordCommand, number

MOST = 999_999_999  # the longest number that an option takes
LOST = "They are not sent again. To write instead: manage.py send_alerts --who NUMBER tells a follower's address."


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument(
            "--forget", metavar="ADDRESS", help="Delete an address whose mail comes back; send nothing."
        )
        kind = number(1, MOST)
        instead.add_argument("--who", metavar="NUMBER", type=kind, help="Tell a follower's address; send nothing.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        if (address := options["forget"]) is not None:
            known = alerts.forget_address(address)
            self.stdout.write(f"{address} is deleted." if known else f"{address} follows nothing.")
            return
        if (follower := options["who"]) is not None:
            self.stdout.write(losses.address_of(follower) or f"Nobody follows as number {follower} any more.")
            return
        done = rounds.go()
        if done.sent or done.refused:
            self.stdout.write(f"Letters sent: {done.sent}; refused, to be tried again: {done.refused}.")
        if done.is_silent:
            self.stderr.write(f"The mail server does not answer; {done.waiting} letters wait for the next run.")
        if done.lost:
            count = len(done.lost)
            self.stderr.write(f"Letters that may not have arrived, since a process died while sending: {count}.")
            for said in done.lost:
                self.stderr.write(f"  {said}")
            self.stderr.write(LOST)
        if done.is_silent or done.lost:
            sys.exit(1)
