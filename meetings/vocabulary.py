"""The themes and regions that the portal knows, as plain data for the importers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Slug to label: `Vocabulary(themes={"civic-space": "Civic space"})`."""

    themes: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
