"""Index all editions anew for the search, while the portal serves. `manage.py verify` says whether it is needed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from ogpminutes import indexing
from ogpminutes.management.demands import RecordCommand


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forget-words", action="store_true", help="Also drop words that nothing says any more.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        if options["forget_words"]:
            indexing.forget_words()
        done = told = 0
        for done, of in indexing.rebuild():
            if done == of or done * 20 // of > told:  # every twentieth part, and the end
                told = done * 20 // of
                self.stdout.write(f"{done:,} of {of:,} editions")
        self.stdout.write(f"The search knows {done:,} edition{'' if done == 1 else 's'}.")
