"""Making a package beside the portal's work: a process of its own, for which nobody waits."""

from __future__ import annotations

import subprocess
import sys
import threading

from django.conf import settings


def begin() -> subprocess.Popen[bytes] | None:
    """Start making a package of the record as it is committed now, unless the settings leave that to cron."""
    if not settings.OPEN_DATA_AFTER_APPROVAL:
        return None
    process = subprocess.Popen(  # noqa: S603 (our own command, no shell)
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_open_data"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # it ends its work when the portal is told to stop
    )
    threading.Thread(target=process.wait, daemon=True).start()  # nobody else would see it end
    return process
