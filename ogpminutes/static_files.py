"""Static files, collected and compressed where the production server finds them, once for each state of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

ONLY_FOR_PAPER = ["*.ttf"]  # the PDF reads them where they are; compressing them for nobody takes most of the time


def collect() -> None:
    """Collect what changed since the last time. Django compresses all anew, which takes seconds, so we look first."""
    stamp, state = Path(settings.STATIC_ROOT).with_name("static.collected"), _state()
    is_collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists() and stamp.exists()
    if is_collected and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=ONLY_FOR_PAPER)
    stamp.write_text(state)


def _state() -> str:
    """Give a digest that is another one as soon as any static file is."""
    return hashlib.sha256("\n".join(sorted(_files())).encode()).hexdigest()


def _files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(ONLY_FOR_PAPER):
            facts = Path(storage.path(name)).stat()
            yield f"{name} {facts.st_size} {facts.st_mtime_ns}"
