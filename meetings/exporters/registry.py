"""The formats that minutes leave the portal in. A new one is a module with `export`, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from meetings.exporters import json, markdown, pdf
from meetings.imprint import Imprint
from meetings.minutes import Minutes
from meetings.vocabulary import Vocabulary

Export = Callable[[Minutes, Imprint, Vocabulary], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    content_type: str
    make: Export

    def export(self, minutes: Minutes, imprint: Imprint, vocabulary: Vocabulary = pdf.NOTHING_KNOWN) -> bytes:
        """Give the file. May raise `meetings.exporters.press.PrintingFailed`, whose message is for the reader."""
        return self.make(minutes, imprint, vocabulary)


def _record_alone(export: Callable[[Minutes], bytes]) -> Export:
    """A format of the record itself, whichever edition it is and whatever the vocabulary calls its themes."""
    return lambda minutes, imprint, vocabulary: export(minutes)


FORMATS = {
    "pdf": Format("PDF", "application/pdf", pdf.export),
    "md": Format("Markdown", "text/markdown; charset=utf-8", _record_alone(markdown.export)),
    "json": Format("JSON", "application/json", _record_alone(json.export)),
}
