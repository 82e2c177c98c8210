"""Who is inside the live server, so that nobody cleans the database while somebody is still served."""

from __future__ import annotations

import socket
import threading
from typing import Any

from pytest_django.live_server_helper import LiveServer

PATIENCE = 60.0  # seconds until a connection that nobody closes fails the test


class Turnstile:
    """Counts the connections that the live server serves: each from when it is let in until its thread is done."""

    def __init__(self, live_server: LiveServer) -> None:
        server = live_server.thread.httpd
        self._address = server.server_address
        self._changed = threading.Condition()
        self._inside = 0
        self._admit, self._dismiss = server.process_request, server.shutdown_request
        server.process_request, server.shutdown_request = self.admit, self.dismiss

    def admit(self, request: socket.socket, address: Any) -> None:
        with self._changed:
            self._inside += 1
        self._admit(request, address)

    def dismiss(self, request: socket.socket) -> None:
        try:
            self._dismiss(request)
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def wait_until_empty(self) -> None:
        """Wait for all who are inside, and for all who stand in line. The browser has left before, or this fails."""
        self._stand_in_line()
        with self._changed:
            assert self._changed.wait_for(lambda: self._inside == 0, PATIENCE), f"{self._inside} are still served"

    def _stand_in_line(self) -> None:
        """Come in and go again: whoever came before is inside by then, or has left."""
        with socket.create_connection(self._address, PATIENCE) as visitor:
            visitor.shutdown(socket.SHUT_WR)
            visitor.recv(1)
