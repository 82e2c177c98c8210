"""Index all editions anew for the search, while the portal serves. `manage.py verify` says whether it is needed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from meetings.models import Edition
from ogpminutes import indexing
from ogpminutes.management.demands import RecordCommand


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forget-words", action="store_true", help="Also drop words that nothing says any more.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        if options["forget_words"]:
            indexing.forget_words()
        for line in indexing.twentieths(indexing.rebuild()):
            self.stdout.write(line)
        known = Edition.objects.count()
        self.stdout.write(f"The search knows {known:,} edition{'' if known == 1 else 's'}.")
