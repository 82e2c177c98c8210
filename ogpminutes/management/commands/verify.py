"""Check that the record is what was approved. Exits with 1 and names what is wrong; for cron."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from meetings.models import Edition, Seal
from ogpminutes import identification, verification
from ogpminutes.management.demands import RecordCommand


class Command(RecordCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seal",
            help="A seal that was noted before, such as on paper, or its first digits: the chain must hold it.",
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        found = 0
        for problem in verification.problems():
            found += 1
            self.stderr.write(problem)
        noted = options["seal"]
        if noted is not None and (problem := _missing(noted)):
            found += 1
            self.stderr.write(problem)
        if found:
            self.stderr.write(f"{found} problem{'s' if found > 1 else ''}.")
            sys.exit(1)
        sealed, editions = Seal.objects.count(), Edition.objects.count()
        self.stdout.write(f"All is well: {sealed} sealed of {editions} editions. Newest seal: {verification.tip()}")


def _missing(noted: str) -> str:
    """Say what is wrong with a noted seal; nothing where the chain holds it."""
    try:
        value = identification.clean(noted)
    except identification.NoSeal as error:
        return f"“{noted}” is no seal. {error}"
    if Seal.objects.beginning(value).exists():
        return ""
    return f"Seal {value} is not in the chain: it was made anew, or this is another portal."
