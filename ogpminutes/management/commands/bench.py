"""Measure the portal on the minutes of December 2020 in a database of its own: what `make bench` calls.

Each page stands beside a bare Django view that returns the same bytes, without middleware, in interleaved rounds of
one run: read the ratios, since machines differ and are shared.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.client import RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings, setup_databases, teardown_databases
from django.urls import path, set_urlconf

from meetings.exporters.registry import FORMATS
from ogpminutes import first_run, guards
from ogpminutes.management.demands import number
from ogpminutes.reading import open_edition

PAGES = {
    "home": "/",
    "meetings": "/meetings/",
    "minutes": "/meetings/december-2020/",
    "browse": "/browse/",
    "browse, a theme and words": "/browse/?theme=civic-space&q=space",
    "decisions": "/decisions/",
    "attendees": "/attendees/",
}
COMPARED = ("minutes", "browse")
PDF = "/meetings/december-2020/minutes.pdf"
urlpatterns: list[Any] = []  # of the bare view; filled when it is measured
Answer = Callable[[], HttpResponse]


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rounds", type=number(1, 1_000), default=12)
        parser.add_argument("--requests", type=number(1, 10_000), default=20, help="In each round, of each page.")
        parser.add_argument("--pdf", action="store_true", help="Make one PDF and say how long it took.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        call_command("collectstatic", interactive=False, verbosity=0)
        old = setup_databases(verbosity=0, interactive=False)
        try:
            if options["pdf"]:
                call_command("loaddata", "vocabulary", "december-2020", verbosity=0)
                self.stdout.write(f"{seconds(make_pdf):.3f}")
                return
            with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
                self.measure(options["rounds"], options["requests"])
                self.time_pdf()
        finally:
            guards.lift()
            teardown_databases(old, verbosity=0)

    def measure(self, rounds: int, requests: int) -> None:
        """Approve the minutes in an empty database, and tell what their pages cost."""
        first_run.prepare()
        self.count_queries()
        for name in COMPARED:
            self.compare(name, rounds, requests)

    def count_queries(self) -> None:
        self.stdout.write(f"{'page':28}{'queries':>8}{'bytes':>10}")
        for name, address in PAGES.items():
            with CaptureQueriesContext(connection) as queries:
                answer = portal(address)()
            self.stdout.write(f"{name:28}{len(queries):8}{len(answer.content):10,}")

    def compare(self, name: str, rounds: int, requests: int) -> None:
        page = portal(PAGES[name])
        floor = bare(page().content)
        costs: dict[str, list[tuple[float, float]]] = {"page": [], "bare view": []}
        for _ in range(rounds):
            for kind, answer in (("page", page), ("bare view", floor)):
                costs[kind].append(cost(answer, requests))
        self.stdout.write(f"\n{name:28}{'requests/s':>12}{'CPU ms':>10}   (medians of {rounds} rounds)")
        cpu = {}
        for kind, measured in costs.items():
            wall, cpu[kind] = (statistics.median(column) for column in zip(*measured, strict=True))
            self.stdout.write(f"  {kind:26}{1 / wall:12,.0f}{cpu[kind] * 1000:10.2f}")
        self.stdout.write(f"  {'ratio of CPU':26}{'':12}{cpu['page'] / cpu['bare view']:10.1f}")

    def time_pdf(self) -> None:
        cold = subprocess.run(
            [sys.executable, "manage.py", "bench", "--pdf"], cwd=settings.BASE_DIR, capture_output=True, text=True
        )  # fmt: skip
        make_pdf()
        warm = statistics.median(seconds(make_pdf) for _ in range(5))
        kept = portal(PDF)
        size = len(kept().content)
        times = f"cold {cold.stdout.strip()} s, warm {warm:.3f} s, kept {seconds(kept):.3f} s"
        self.stdout.write(f"\nPDF of {size:,} bytes: {times}")


def make_pdf() -> bytes:
    """Make the PDF anew, whatever is kept, of a draft too: the first one of a process is made before it is approved."""
    reading = open_edition(User(is_superuser=True), "december-2020")
    return FORMATS["pdf"].export(reading.minutes, reading.imprint, reading.vocabulary)


def portal(address: str) -> Answer:
    """Ask the whole portal as it is served, middleware included, as an anonymous reader."""
    return _asker(_served(), address)


@cache
def _served() -> WSGIHandler:
    from ogpminutes.wsgi import application  # noqa: PLC0415 (it freezes what is loaded when it is)

    return application


def bare(content: bytes) -> Answer:
    """Ask a Django that does nothing but return these bytes."""

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(content)

    urlpatterns[:] = [path("", view)]
    with override_settings(MIDDLEWARE=[]):
        handler = WSGIHandler()
    return _asker(handler, "/", __name__)


def _asker(handler: WSGIHandler, address: str, urls: str = "") -> Answer:
    """Ask a handler for an address, of another list of URLs than the portal's where one is named.

    Each request names its own: another ROOT_URLCONF would have Django forget what it knows of all addresses, and the
    page that is asked for next would pay for that.
    """
    factory = RequestFactory()

    def ask() -> HttpResponse:
        request = factory.get(address, SERVER_NAME="localhost")
        if urls:
            request.urlconf = urls
        response = handler.get_response(request)
        set_urlconf(None)  # which a served request leaves to its end
        assert response.status_code == 200, f"{address} answers {response.status_code}"  # noqa: S101
        return response  # type: ignore[return-value]

    return ask


def cost(answer: Answer, requests: int) -> tuple[float, float]:
    """Give wall and CPU seconds of one request, over some."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(requests):
        answer()
    return (time.perf_counter() - wall) / requests, (time.process_time() - cpu) / requests


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
