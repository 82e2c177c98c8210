"""Remind the owners of action items by mail, before and after they are due; for cron, daily.

Each is reminded of an item once before and once after its day, and never again, whatever happens in between; not where
a later edition corrects the day either, unless it is later by more days than --before says.
Of an item that reaches nobody it tells why, and where to put that right. Exits with 1 where a letter did not go, or
where nobody knows whether one went, and names whom to write to.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from ogpminutes import reminding, unreached
from ogpminutes.management.demands import RecordCommand, number
from ogpminutes.models.members import today

MOST_DAYS = 365


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, default, day in (
            ("--before", settings.REMIND_BEFORE, "before the due date"),
            ("--after", settings.REMIND_AFTER, "after the due date"),
        ):
            days = number(1, MOST_DAYS)
            parser.add_argument(name, type=days, default=default, help=f"Days {day} (%(default)s).")
        parser.add_argument("--preview", action="store_true", help="Send nothing; only tell who would be reminded.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        before, after = options["before"], options["after"]
        for gap in unreached.gaps(reminding.unreached(today(), before, after), today()):
            named = f" (“{gap.item.responsible}”)" if gap.item.responsible else ""
            self.stdout.write(f"{gap.item.reference}, due {gap.item.due:%Y-%m-%d}, reaches nobody{named}:")
            for why in gap.reasons:
                self.stdout.write(f"  {why}")
        if options["preview"]:
            for each in reminding.due_on(today(), before, after):
                self.stdout.write(f"{each.to.name}: {each.item.reference}, due {each.item.due:%Y-%m-%d}")
            self.stdout.write("This was a preview: nothing was sent.")
            return
        result = reminding.run(before, after)
        self.stdout.write(f"{_count(result.letters, 'letter')} sent, about {_count(result.items, 'action item')}.")
        for name in result.unknown:
            self.stderr.write(f"A run before was cut off; nobody knows whether this letter went: {name}. Please write.")
        for name in result.failures:
            self.stderr.write(f"Not reached: {name}.")
        if result.failures or result.unknown:
            sys.exit(1)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
