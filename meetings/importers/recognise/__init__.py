"""Blocks of any source to minutes: what is recognised is told of, and no word is lost."""

from meetings.importers.recognise.engine import recognise

__all__ = ["recognise"]
