"""How a session is called: its number word and its title, and what a reader says."""

from __future__ import annotations

import re

_HEADING = re.compile(r"((?:(?:agenda )?(?:session|item|part) +)?[0-9]{1,3}[A-Za-z]?[:.)]) +(.+)", re.IGNORECASE)


def split_heading(heading: str) -> tuple[str, str]:
    """Part a heading into its number word and its title: `("Session 3:", "Regional Breakouts")`."""
    match = _HEADING.fullmatch(heading)
    return (match[1], match[2]) if match else ("", heading)


def session_label(number: str, heading: str, *, is_breakout: bool) -> str:
    """Say how a reader calls it: `Session 3`, `Breakout 3D`, or its heading where it has no number of its own."""
    return f"Breakout {number}" if is_breakout else split_heading(heading)[0].rstrip(":.)") or heading
