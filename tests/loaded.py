"""The portal, set up, with what the programs of `processes` ask of it: their parent imports this."""

from __future__ import annotations

import django

django.setup()

from ogpminutes import publication, reminding, verification  # noqa: E402, F401 (models wait for the set-up)
from ogpminutes.following import rounds  # noqa: E402, F401
from ogpminutes.opendata import shelf  # noqa: E402, F401
