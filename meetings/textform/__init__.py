"""The text form: one Markdown text that holds all of a `Minutes`, read and written without loss."""

from meetings.diagnostics import Diagnostic
from meetings.textform.dump import dump
from meetings.textform.parse import Parsed, parse

__all__ = ["Diagnostic", "Parsed", "dump", "parse"]
