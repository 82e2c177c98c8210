"""Pack the whole approved record as one file and offer it at /open-data/; for cron, and after an approval."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError

from ogpminutes.management.demands import RecordCommand
from ogpminutes.opendata import shelf
from ogpminutes.vault import FileLost


class Command(RecordCommand):
    help = __doc__ or ""

    def handle(self, *arguments: Any, **options: Any) -> None:
        before = shelf.newest()
        try:
            package = shelf.make()
        except (FileLost, OSError) as error:
            raise CommandError(f"No package was made, and the old one stays: {error}") from error
        news = "Nothing is new" if before and before.digest == package.digest else "A new package"
        self.stdout.write(f"{news}: {package.name}, {package.size:,} bytes, SHA-256 {package.digest}")
