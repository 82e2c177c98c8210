"""Making a package beside the portal's work: a process of its own, for which nobody waits.

However often it is asked for, each process of the portal makes one at a time, and one more for all that was asked
meanwhile: so each change is packed by a run that began after it.
"""

from __future__ import annotations

import subprocess
import sys
import threading

from django.conf import settings
from django.db import transaction

_asked = threading.Event()
_at_work = threading.Lock()


def begin() -> threading.Thread | None:
    """Have a package made of the record as it is committed now, unless the settings leave that to cron."""
    if not settings.OPEN_DATA_AFTER_APPROVAL:
        return None
    _asked.set()
    thread = threading.Thread(target=_make_if_asked, daemon=True)
    thread.start()
    return thread


def begin_when_committed() -> None:
    """Have a package made of what this transaction records, once it has."""
    transaction.on_commit(begin)


def _make_if_asked() -> None:
    with _at_work:
        if _asked.is_set():
            _asked.clear()
            _make().wait()


def _make() -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (our own command, no shell)
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_open_data"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # it ends its work when the portal is told to stop
    )
