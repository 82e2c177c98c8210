"""Prepare the database and serve the portal: what `make run` calls."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from ogpminutes import environment, first_run, static_files
from ogpminutes.opendata import shelf


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reload", action="store_true", help="Serve with Django's own server, for developers.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        host, port = environment.text("HOST", "127.0.0.1"), environment.number("PORT", 8000)
        if "RUN_MAIN" not in os.environ:  # set in the child that Django's own server starts again on each change
            demand_free(host, port)
            self.prepare(host, port)
        if options["reload"]:
            call_command("runserver", f"{host}:{port}")
        else:
            serve(host, port)

    def prepare(self, host: str, port: int) -> None:
        call_command("migrate", verbosity=0)
        accounts = first_run.prepare()
        if shelf.newest() is None:
            shelf.make()
        if not settings.DEBUG:
            static_files.collect()
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
        self.stdout.write(f"\nThe minutes: {address}/\nThe admin:   {address}/admin/")
        for account in accounts:
            self.stdout.write(f"  {account.name} ({account.group}) signs in with: {account.password}")
        if not accounts:
            self.stdout.write("  Passwords were printed on the first run; manage.py changepassword makes a new one.")
        self.stdout.write("Ctrl-C stops it.\n", ending="\n")
        self.stdout.flush()


def demand_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Cannot serve at {host}:{port} ({error}). Choose another: PORT=9000 make run"
            ) from error


def serve(host: str, port: int) -> None:
    """Run the production server until Ctrl-C or SIGTERM; it first finishes the requests that it is answering.

    A worker of granian never ends when Ctrl-C reaches it beside the word of its own main process. So the server has a
    session of its own, away from the terminal, and only its main process is told.
    """
    workers, threads = environment.number("WEB_WORKERS", 2, 1), environment.number("WEB_THREADS", 2, 1)
    words = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    words += ["--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"]
    words += ["--workers-kill-timeout", "10"]  # a worker that is told while it starts would stay for good
    command = [sys.executable, *words, "ogpminutes.wsgi:application"]
    server = subprocess.Popen(command, start_new_session=True)  # noqa: S603 (our own words)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: server.terminate())
    sys.exit(server.wait())
