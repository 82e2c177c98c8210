"""The text form: one Markdown text that holds all of a `Minutes`, read and written without loss."""

from meetings.diagnostics import Diagnostic
from meetings.textform.dump import dump
from meetings.textform.parse import Parsed, parse
from meetings.textform.places import Place

__all__ = ["Diagnostic", "Parsed", "Place", "dump", "parse"]
